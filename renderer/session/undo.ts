// Undo and redo as the journal allows them, each named after what it will change.
import { useMemo } from 'react';
import { useSession } from './session.ts';
import { useWords, type Words } from './words.ts';

interface UndoRedo {
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly undoText: string;
  readonly redoText: string;
}

/** The plain name of a journal event, as exactly as there are words for it, else its code. */
export function eventName(say: Words, name: string): string {
  const parts = name.split('.');
  for (let count = parts.length; count > 0; count--) {
    const key = `events.${parts.slice(0, count).join('-')}`;
    if (say.has(key)) return say(key);
  }
  return name;
}

export function useUndo(): UndoRedo {
  const say = useWords();
  const { info, act, announce } = useSession();
  return useMemo(() => {
    const undoable = info?.journal.undoable ?? null;
    const redoable = info?.journal.redoable ?? null;
    return {
      undo:
        undoable === null
          ? null
          : () =>
              void act('journal.undo', {}).then(
                (done) => done !== null && announce(say('undo.undone', { name: eventName(say, done.undone) })),
              ),
      redo:
        redoable === null
          ? null
          : () =>
              void act('journal.redo', {}).then(
                (done) => done !== null && announce(say('undo.redone', { name: eventName(say, done.redone) })),
              ),
      undoText: undoable === null ? say('undo.nothing') : say('undo.undo', { name: eventName(say, undoable) }),
      redoText: redoable === null ? say('undo.nothingRedo') : say('undo.redo', { name: eventName(say, redoable) }),
    };
  }, [info, act, announce, say]);
}
