// Puts what the picture of a run shows on a canvas, a new one or one that is there: a button and the question behind it.
import { Button, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { Graph } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useState } from 'react';
import { AskDialog } from '../../design/AskDialog.tsx';
import type { CallInput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

type Asked = Pick<CallInput<'canvas.addRun'>, 'kind' | 'run' | 'policy' | 'asset' | 'limit'>;
const NEW = 'new';

export function OnCanvas(asked: Asked): ReactNode {
  const say = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Graph />} text={say('flow.onCanvas')} onClick={() => setOpen(true)} />
      {open ? <Question asked={asked} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Question({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }): ReactNode {
  const say = useWords();
  const { act, go, announce } = useSession();
  const { data } = useAsk('canvas.list', {});
  const [which, setWhich] = useState(NEW);
  const [name, setName] = useState(say('flow.runNamed', { run: asked.run }));
  const [busy, setBusy] = useState(false);
  const isNew = which === NEW;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || (isNew && name.trim() === '')) return;
    setBusy(true);
    const note = say('flow.startOf', { run: asked.run });
    const done = await act('canvas.addRun', { ...asked, canvas: isNew ? null : Number(which), name: isNew ? name.trim() : '', note });
    setBusy(false);
    if (done === null) return;
    onClose();
    const left = (text: string, count: number): string[] => (count === 0 ? [] : [say(`flow.${text}`, { count: groupThousands(count) })]);
    announce(
      [
        say('flow.onCanvasDone', { count: groupThousands(done.items.length) }),
        ...left('onCanvasLeft', done.hiddenNodes),
        ...left('onCanvasMovementsLeft', done.hiddenMovements),
      ].join(' '),
    );
    go({ task: 'canvas', canvas: done.canvas });
  };
  return (
    <AskDialog onClose={onClose} title={say('flow.onCanvasTitle')}>
      <form onSubmit={(event) => void submit(event)}>
        <DialogBody>
          <p>{say('flow.onCanvasIs')}</p>
          <FormGroup label={say('flow.onCanvasWhich')} labelFor="run-canvas">
            <HTMLSelect
              id="run-canvas"
              fill
              value={which}
              onChange={(event) => setWhich(event.currentTarget.value)}
              options={[
                { value: NEW, label: say('flow.onNewCanvas') },
                ...(data?.canvases ?? []).map((one) => ({ value: String(one.canvas), label: one.name })),
              ]}
            />
          </FormGroup>
          {isNew ? (
            <FormGroup label={say('flow.onCanvasName')} labelFor="run-canvas-name">
              <InputGroup id="run-canvas-name" maxLength={200} value={name} onValueChange={setName} />
            </FormGroup>
          ) : null}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text={say('form.cancel')} onClick={onClose} />
              <Button type="submit" intent="primary" loading={busy} disabled={isNew && name.trim() === ''} text={say('flow.onCanvasPut')} />
            </>
          }
        />
      </form>
    </AskDialog>
  );
}
