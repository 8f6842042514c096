// Typings as edits of the journal: each can be taken back, none changes another.
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { FirstTyping, FurtherTyping } from './entries.ts';

export const TYPED = 'transcription.typed';
export const TYPED_AGAIN = 'transcription.typedAgain';
export const WITHDRAWN = 'transcription.withdrawn';

export type Typed = FirstTyping & { readonly entry: number };
export type TypedAgain = FurtherTyping & { readonly entry: number };
export interface Withdrawn {
  readonly entry: number;
  readonly reason: string;
}

export function registerTranscriptionEdits(file: CaseFile): void {
  const { transcriptions } = file;
  const gone = (event: number): never => {
    throw new Fault('journal.undoRefused', { event, reason: 'the typing is gone' });
  };
  for (const name of [TYPED, TYPED_AGAIN])
    file.edits.register({
      name,
      leavesData: true,
      apply: ({ entry, ...data }: Typed | TypedAgain, event) => transcriptions.add({ event, entry, data }),
      undo: (_payload: Typed | TypedAgain, event) => {
        if (transcriptions.remove(event) === 0) gone(event);
      },
    });
  file.edits.register({
    name: WITHDRAWN,
    leavesData: true,
    apply: ({ entry, reason }: Withdrawn, event) => transcriptions.withdraw({ event, entry, reason }),
    undo: (_payload: Withdrawn, event) => {
      if (transcriptions.restore(event) === 0) gone(event);
    },
  });
}
