// Undo and redo: edits are events whose payload holds enough to apply and to take back. Rooms say how their edits are
// applied and undone; this file only keeps the order. Acts are never undone.
import { Fault } from '../../../shared/model/fault.ts';
import type { ChainLog, EventKind, LoggedEvent } from './chainLog.ts';

/** How one kind of edit changes the tables. Both run inside the event's own transaction. */
export interface EditKind {
  readonly name: string;
  /** True where nothing that is worked out from the case's data changes with it. */
  readonly leavesData?: boolean;
  apply(payload: never, event: number): void;
  /** Names and counts of a payload too large for a list of events. */
  summarise?(payload: never): unknown;
  /** Throws Fault('journal.undoRefused') when the target is gone. */
  undo(payload: never, event: number): void;
}

export interface Edits {
  perform(name: string, payload: unknown): LoggedEvent;
  undo(): LoggedEvent;
  redo(): LoggedEvent;
  undoable(): LoggedEvent | null;
  redoable(): LoggedEvent | null;
  /** Edits of this name that are not undone, in the order they were made. */
  standing(name: string): LoggedEvent[];
  register(kind: EditKind): void;
  /** Of an edit whose payload is large; undefined of any other event. */
  summary(event: LoggedEvent): unknown;
  /** Whether what was worked out from the case still holds after an edit of this name, or after it was taken back. */
  leavesData(name: string): boolean;
}

export function openEdits(log: ChainLog, inTransaction: <T>(body: () => T) => T): Edits {
  const kinds = new Map<string, EditKind>();
  // Sequences only: a case of years holds many edits, and their payloads lie in the log.
  const done: number[] = [];
  const undone: number[] = [];
  for (const { sequence, kind } of log.changes()) remember(kind, sequence);

  function remember(kind: EventKind, sequence: number): void {
    if (kind === 'edit') {
      done.push(sequence);
      undone.length = 0;
    } else if (kind === 'undo') {
      const target = done.pop();
      if (target !== undefined) undone.push(target);
    } else if (kind === 'redo') {
      const target = undone.pop();
      if (target !== undefined) done.push(target);
    }
  }
  const last = (stack: readonly number[]): LoggedEvent | undefined => {
    const sequence = stack.at(-1);
    return sequence === undefined ? undefined : log.get(sequence);
  };
  function kindOf(name: string): EditKind {
    const kind = kinds.get(name);
    if (kind === undefined) throw new Error(`edits: "${name}" is not registered`);
    return kind;
  }
  function reverse(direction: 'undo' | 'redo', target: LoggedEvent | undefined): LoggedEvent {
    if (target === undefined) throw new Fault(direction === 'undo' ? 'journal.nothingToUndo' : 'journal.nothingToRedo');
    const kind = kindOf(target.header.name);
    const event = inTransaction(() => {
      if (direction === 'undo') kind.undo(target.payload as never, target.header.sequence);
      else kind.apply(target.payload as never, target.header.sequence);
      return log.append(direction, target.header.name, { event: target.header.sequence });
    });
    remember(direction, event.header.sequence);
    return event;
  }
  return {
    perform(name, payload) {
      const kind = kindOf(name);
      const event = inTransaction(() => {
        const logged = log.append('edit', name, payload);
        kind.apply(payload as never, logged.header.sequence);
        return logged;
      });
      remember('edit', event.header.sequence);
      return event;
    },
    undo: () => reverse('undo', last(done)),
    redo: () => reverse('redo', last(undone)),
    undoable: () => last(done) ?? null,
    redoable: () => last(undone) ?? null,
    standing: (name) =>
      done.flatMap((sequence) => {
        const event = log.get(sequence);
        return event?.header.name === name ? [event] : [];
      }),
    summary: ({ header, payload }) => (header.kind === 'edit' ? kinds.get(header.name)?.summarise?.(payload as never) : undefined),
    leavesData: (name) => kindOf(name).leavesData === true,
    register(kind) {
      if (kinds.has(kind.name)) throw new Error(`edits: "${kind.name}" is registered twice`);
      kinds.set(kind.name, kind);
    },
  };
}
