// The window's keys: listens once, and lists them on "?".
import { Dialog, DialogBody } from '@blueprintjs/core';
import { type ReactNode, type RefObject, useEffect } from 'react';
import { useSession } from '../session/session.ts';
import { useUndo } from '../session/undo.ts';
import { useWords } from '../session/words.ts';
import { focusNotice } from './JobStrip.tsx';
import { KEYS } from './keys.ts';
import { taskOfKey } from './Rail.tsx';

interface Props {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly omnibox: RefObject<HTMLInputElement | null>;
}

export function Shortcuts({ open, onOpen, omnibox }: Props): ReactNode {
  const say = useWords();
  const { info, go, back } = useSession();
  const { undo, redo } = useUndo();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing =
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement ||
        target.isContentEditable;
      const key = event.key.toLowerCase();
      const control = event.ctrlKey || event.metaKey;
      if (control && key === 'k') {
        event.preventDefault();
        omnibox.current?.focus();
        omnibox.current?.select();
      } else if (control && key === 'z' && !typing) {
        event.preventDefault();
        if (event.shiftKey) redo?.();
        else undo?.();
      } else if (event.altKey && !control && event.key === 'ArrowLeft' && !typing) {
        event.preventDefault();
        back();
      } else if (event.altKey && !control && event.code === 'KeyN') {
        event.preventDefault();
        focusNotice();
      } else if (event.altKey && !control && taskOfKey(event.code) !== undefined) {
        const task = taskOfKey(event.code);
        if (task !== undefined && (info !== null || !task.needsCase)) {
          event.preventDefault();
          go({ task: task.id });
        }
      } else if (event.key === '?' && !typing) onOpen(true);
      // The dialog hears Escape only once the focus is inside it, which it is not in its first moments.
      else if (event.key === 'Escape') onOpen(false);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [info, go, back, undo, redo, onOpen, omnibox]);
  return (
    <Dialog isOpen={open} onClose={() => onOpen(false)} title={say('shortcuts.title')} className="th-shortcuts-dialog">
      <DialogBody>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
        <section className="th-shortcuts" aria-label={say('shortcuts.title')} tabIndex={0}>
          {KEYS.map(({ group, keys }) => (
            <section key={group} aria-labelledby={`keys-${group}`}>
              <h3 id={`keys-${group}`}>{say(`shortcuts.groups.${group}`)}</h3>
              <dl>
                {keys.map((one) => (
                  <div key={`${one.words} ${one.keys[0]}`}>
                    <dt>
                      {one.keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{say(one.words)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </section>
      </DialogBody>
    </Dialog>
  );
}
