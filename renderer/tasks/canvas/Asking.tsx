// The frame of every question that the canvas asks before a change.
import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';

interface FrameProps {
  readonly title: string;
  readonly done: string;
  readonly ready?: boolean;
  readonly danger?: boolean;
  readonly onDone: () => void;
  readonly children: ReactNode;
}

/** A form in a window: Enter does it, Escape leaves, and the graph has the keys again. */
export function Asking({ title, done, ready = true, danger = false, onDone, children }: FrameProps): ReactNode {
  const say = useWords();
  const { openDialog, stage } = useDesk();
  const close = () => {
    openDialog(null);
    window.setTimeout(() => stage.current?.focus(), 0);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    close();
    onDone();
  };
  return (
    <Dialog isOpen onClose={close} title={title} className="th-canvas-dialog" shouldReturnFocusOnClose={false}>
      <form onSubmit={submit}>
        <DialogBody>{children}</DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text={say('form.cancel')} onClick={close} />
              <Button type="submit" intent={danger ? 'danger' : 'primary'} disabled={!ready} text={done} />
            </>
          }
        />
      </form>
    </Dialog>
  );
}
