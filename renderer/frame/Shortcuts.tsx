// The window's keys: listens once, and lists them on "?".
import { Dialog, DialogBody } from '@blueprintjs/core';
import { type ReactNode, type RefObject, useEffect } from 'react';
import { useSession } from '../session/session.ts';
import { useUndo } from '../session/undo.ts';
import { useWords } from '../session/words.ts';
import { TASKS } from './Rail.tsx';

const LISTED: readonly (readonly [string, string])[] = [
  ['Ctrl K', 'find'],
  ['Ctrl Z', 'undo'],
  ['Ctrl Shift Z', 'redo'],
  ['Alt 1 … 9 0', 'tasks'],
  ['Alt ←', 'back'],
  ['?', 'help'],
  ['↑ ↓ Home End', 'table'],
  ['Enter', 'open'],
  ['← → ↑ ↓', 'graph'],
  ['+ − 0', 'zoom'],
  ['Esc', 'escape'],
  ['E I O', 'canvasExpand'],
  ['← ↑ → ↓ Shift', 'canvasWalk'],
  ['N G P C Del', 'canvasWork'],
  ['F T L A M', 'canvasView'],
  ['B', 'canvasBetween'],
  ['Ctrl Shift ← ↑ → ↓', 'canvasArea'],
  ['/', 'canvasFind'],
  ['Shift F10', 'canvasMenu'],
  ['Ctrl A Shift ⬚', 'canvasChoose'],
];

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
      } else if (event.altKey && !control && /^[0-9]$/.test(event.key)) {
        const task = TASKS[(Number(event.key) + 9) % 10];
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
    <Dialog isOpen={open} onClose={() => onOpen(false)} title={say('shortcuts.title')}>
      <DialogBody>
        <dl className="th-shortcuts">
          {LISTED.map(([keys, id]) => (
            <div key={id}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{say(`shortcuts.${id}`)}</dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
}
