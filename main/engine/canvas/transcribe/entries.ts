// Entries as they stand: who typed what, what the case holds of it now, and what both are worth. Nothing of that is stored; it follows from the
// typings and the chain data.
import type { z } from 'zod';
import { TRANSCRIPTION_STATES, type Transcription, type Verdict, type transcribeContract } from '../../../../shared/contract/transcribe.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { caseText, foldTyped } from '../../chains/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { heldIn } from '../find/identify.ts';
import type { Held } from '../find/readings.ts';
import { verdictOf } from './verdict.ts';

type Added = z.output<(typeof transcribeContract)['transcribe.add']['input']>;

/** The first typing of an entry, as it is kept. */
export interface FirstTyping {
  /** As typed; never changed. */
  readonly typed: string;
  /** What was proposed and taken in its place, with its changes; null where the text itself stands. */
  readonly proposal: { readonly text: string; readonly changes: NonNullable<Transcription['changes']> } | null;
  readonly where: Pick<Added, 'exhibit' | 'source' | 'region' | 'place'>;
  readonly note: string;
}

export interface FurtherTyping {
  readonly typed: string;
  readonly blind: boolean;
}

/** Of one person only the spelling of the name tells: one person under two names is two. */
export const samePerson = (a: string, b: string): boolean =>
  a.normalize('NFKC').trim().toLowerCase() === b.normalize('NFKC').trim().toLowerCase();

export const LOOKED = 'transcription.looked';

/** `whole`: for paper, where nothing waits for the reader's own typing. */
export async function entriesOf(session: CaseSession, work: Work<Step>, whole = false): Promise<Transcription[]> {
  const file = session.current();
  const rows = file.transcriptions.list();
  if (rows.length === 0) return [];
  const held = await heldIn(session, work);
  const verdicts = session.remember('transcribe.verdicts', () => new Map<string, Verdict>());
  const withdrawn = new Map(file.transcriptions.withdrawn().map(({ entry, reason }) => [entry, reason]));
  const looked = lookedAt(file);
  const byEntry = new Map<number, typeof rows>();
  for (const row of rows) byEntry.set(row.entry, [...(byEntry.get(row.entry) ?? []), row]);
  const names = new Map(file.sources.list().map(({ id, name }) => [id, name]));
  const entries: Transcription[] = [];
  for (const [entry, own] of byEntry) {
    const [first, ...further] = own;
    if (first === undefined) continue;
    const data = first.data as FirstTyping;
    const id = data.proposal?.text ?? data.typed;
    const verdict = await known(verdicts, held, id, work);
    const { examiner, time } = headerOf(file, first.event);
    const typings = further.map(({ event, data: raw }) => {
      const { typed, blind } = raw as FurtherTyping;
      return { ...headerOf(file, event), text: typed, alike: alike(typed, id), blind };
    });
    // Of each person the last typing counts.
    const last = typings.filter((one, at) => !typings.slice(at + 1).some((later) => samePerson(later.examiner, one.examiner)));
    const gone = withdrawn.get(entry) ?? '';
    const state = stateOf(verdict, data, last, gone);
    const isMine = samePerson(examiner, file.examiner) || last.some((one) => samePerson(one.examiner, file.examiner));
    const hidden = !whole && WAITING.includes(state) && !isMine && !looked.has(entry);
    const { source, ...where } = data.where;
    entries.push({
      ...{ entry, event: first.event, state, hidden, examiner, time, ...where, note: data.note, withdrawn: gone },
      basis: CONFIRMED.includes(state) ? 'attribution' : 'assumption',
      source: source === null ? null : { number: source, name: names.get(source) ?? '' },
      ...(hidden ? NOTHING : worth(verdict, data, last)),
    });
  }
  return entries;
}

/** What an entry asks somebody else to type. */
const WAITING: readonly Transcription['state'][] = ['unconfirmed', 'proposed', 'partial', 'fails'];
const CONFIRMED: readonly Transcription['state'][] = ['checksum', 'second', 'seen'];

type Worth = Pick<Transcription, 'typed' | 'id' | 'kind' | 'chains' | 'checksum' | 'changes' | 'seen' | 'fetch' | 'typings'>;
const NOTHING: Worth = {
  typed: '',
  id: '',
  kind: 'unknown',
  chains: [],
  checksum: 'none',
  changes: null,
  seen: [],
  fetch: [],
  typings: [],
};

function worth({ id, kind, readings, checksum }: Verdict, { typed, proposal }: FirstTyping, typings: Transcription['typings']): Worth {
  const chains = new Map(readings.map(({ chain, chainName }) => [chain, { chain, chainName }]));
  return {
    ...{ typed, id, kind, checksum, changes: proposal?.changes ?? null, typings },
    chains: [...chains.values()],
    seen: readings.flatMap((one) => (one.held ? [{ kind: one.kind, chain: one.chain, chainName: one.chainName, item: one.item }] : [])),
    fetch: readings.flatMap(({ fetch }) => (fetch === null ? [] : [fetch])),
  };
}

function stateOf(
  { kind, readings, checksum }: Verdict,
  { proposal }: FirstTyping,
  typings: Transcription['typings'],
  withdrawn: string,
): Transcription['state'] {
  if (withdrawn !== '') return 'withdrawn';
  if (typings.some((one) => !one.alike)) return 'differs';
  if (readings.some(({ held }) => held)) return 'seen';
  if (kind === 'partial') return 'partial';
  if (typings.some((one) => one.alike && one.blind)) return 'second';
  if (checksum === 'fails') return 'fails';
  // What the program proposed may pass by chance, and somebody chose it: the exhibit does not say it.
  if (checksum === 'passes') return proposal === null ? 'checksum' : 'proposed';
  return 'unconfirmed';
}

/** Capitals count where they are part of the id. */
export function alike(a: string, b: string): boolean {
  return caseText(foldTyped(a)) === caseText(foldTyped(b));
}

async function known(verdicts: Map<string, Verdict>, held: Held, text: string, work: Work<Step>): Promise<Verdict> {
  const before = verdicts.get(text);
  if (before !== undefined) return before;
  const made = await verdictOf(held, text, work);
  verdicts.set(text, made);
  return made;
}

function headerOf(file: CaseFile, event: number): { readonly examiner: string; readonly time: string } {
  const header = file.journal.get(event)?.header;
  return { examiner: header?.examiner ?? '', time: header?.time ?? file.details.created };
}

/** Entries that this examiner had shown before typing them. */
export function lookedAt(file: CaseFile): ReadonlySet<number> {
  return new Set(
    file.accessLog
      .named(LOOKED)
      .filter(({ header }) => samePerson(header.examiner, file.examiner))
      .map(({ payload }) => (payload as { entry: number }).entry),
  );
}

/** Faults: transcribe.unknown. */
export async function entryOf(session: CaseSession, entry: number, work: Work<Step>): Promise<Transcription> {
  const found = (await entriesOf(session, work)).find((one) => one.entry === entry);
  if (found === undefined) throw new Fault('transcribe.unknown', { entry });
  return found;
}

/** In the order of what is to be done first. */
export function inOrder(entries: readonly Transcription[]): Transcription[] {
  const rank = (one: Transcription): number => TRANSCRIPTION_STATES.indexOf(one.state);
  return [...entries].sort((a, b) => rank(a) - rank(b) || b.entry - a.entry);
}
