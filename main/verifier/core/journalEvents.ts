// What the journal of a bag says, event by event, for checks that hold other files against it. The journal's own form is checked elsewhere.
import type { BagContents } from './bagit.ts';
import { utf8Decode } from './bytes.ts';
import { isObject, type Json, parseJson } from './canonicalJson.ts';
import { whole } from './fields.ts';

export interface JournalEvent {
  readonly sequence: number;
  readonly kind: string;
  readonly name: string;
  readonly examiner: string;
  readonly time: string;
  /** Undefined where it is withheld. */
  readonly payload: Json | undefined;
}

export interface JournalEvents {
  readonly list: readonly JournalEvent[];
  at(sequence: number): JournalEvent | undefined;
  /** Of these names, edits that were taken back and not made again, as far as the payloads of undo and redo are in the file. */
  undone(names: readonly string[]): ReadonlySet<number>;
  /** How many undo and redo events of these names do not say what they took back. */
  silent(names: readonly string[]): number;
}

export function readEvents(contents: BagContents): JournalEvents {
  const list: JournalEvent[] = [];
  for (const line of (utf8Decode(contents.bytes.get('data/journal.jsonl') ?? new Uint8Array(0)) ?? '').split('\n')) {
    const event = parseJson(line);
    const header = isObject(event) ? event['header'] : undefined;
    if (!isObject(event) || !isObject(header)) continue;
    const { sequence, kind, name, examiner, time } = header;
    if (!whole(sequence)) continue;
    const said = { kind: String(kind), name: String(name), examiner: String(examiner), time: String(time) };
    list.push({ sequence, ...said, payload: event['withheld'] === true ? undefined : event['payload'] });
  }
  const reversals = (names: readonly string[]): JournalEvent[] =>
    list.filter(({ kind, name }) => (kind === 'undo' || kind === 'redo') && names.includes(name));
  const target = ({ payload }: JournalEvent): number | null => {
    const event = isObject(payload) ? payload['event'] : undefined;
    return whole(event) ? event : null;
  };
  const bySequence = new Map(list.map((event) => [event.sequence, event]));
  return {
    list,
    at: (sequence) => bySequence.get(sequence),
    undone(names) {
      const gone = new Set<number>();
      for (const event of reversals(names)) {
        const of = target(event);
        if (of === null) continue;
        if (event.kind === 'undo') gone.add(of);
        else gone.delete(of);
      }
      return gone;
    },
    silent: (names) => reversals(names).filter((event) => target(event) === null).length,
  };
}
