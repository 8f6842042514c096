// What in the case begins and ends as a typed text does: chain data, labels, links of people, transcriptions. All of it is given back and none
// is chosen: addresses that look alike are made on purpose (address poisoning).
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { PartialMatch, Transcription } from '../../../../shared/contract/transcribe.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { caseText, foldTyped } from '../../chains/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { chainName } from '../../trace/index.ts';
import { heldIn } from '../find/identify.ts';
import type { Held } from '../find/readings.ts';
import { idHits } from '../find/search.ts';
import { readWanted } from '../find/wanted.ts';
import type { Part } from '../find/textIndex.ts';
import { entriesOf } from './entries.ts';

type Answer = CallOutput<'transcribe.matches'>;
type Place = PartialMatch['places'][number];

/** Characters that wallets and people go by at each end of an address. */
const ENDS = 4;
/** Matches of which look-alikes are looked for. */
const MOST_WITH_TWINS = 20;
const MOST_TWINS = 50;

/** Faults: transcribe.tooShort. */
export async function matchesOf(session: CaseSession, typed: string, limit: number, work: Work<Step>): Promise<Answer> {
  const text = foldTyped(typed);
  const held = await heldIn(session, work);
  const { part } = readWanted(text);
  const isPart = part !== null && part.tail !== null;
  const ends = isPart ? (part as Part & { tail: string }) : endsOf(caseText(text));
  if (ends === null) throw new Fault('transcribe.tooShort', { text });
  const asked = isPart ? capitals(text, ends) : ends;
  const entries = await entriesOf(session, work);
  const found = await gather(session, held, entries, asked, limit, work);
  const all = isPart ? found.matches : found.matches.filter(({ id }) => caseText(id) !== caseText(text));
  const twins = new Map<string, PartialMatch>();
  if (isPart)
    for (const { id } of all.slice(0, MOST_WITH_TWINS)) {
      const own = endsOf(id);
      if (own === null) continue;
      for (const one of (await gather(session, held, entries, own, MOST_TWINS, work)).matches)
        if (!all.some((known) => known.id === one.id)) twins.set(one.id, one);
    }
  const isSeveral = isPart ? all.length > 1 : all.length > 0;
  return {
    ...{ head: asked.head, tail: asked.tail, matches: all.slice(0, limit), total: all.length },
    ...{ more: found.more || all.length > limit, twins: [...twins.values()], hidden: found.hidden },
    warning: isSeveral ? 'several' : twins.size > 0 ? 'twin' : null,
  };
}

interface Ends {
  readonly head: string;
  readonly tail: string;
}

/** The first and last four characters beyond what all ids of the form begin with; null where there are no more. */
function endsOf(id: string): Ends | null {
  const begun = /^(0x|[a-z]{2,5}1[qpzry9x8])/.exec(id)?.[0].length ?? 0;
  return id.length < begun + 2 * ENDS + 1 ? null : { head: id.slice(0, begun + ENDS), tail: id.slice(-ENDS) };
}

/** As typed, where `readWanted` has only small letters. */
function capitals(text: string, { head, tail }: Ends): Ends {
  return { head: text.slice(0, head.length), tail: tail === '' ? '' : text.slice(-tail.length) };
}

async function gather(
  session: CaseSession,
  held: Held,
  entries: readonly Transcription[],
  { head, tail }: Ends,
  limit: number,
  work: Work<Step>,
): Promise<{ readonly matches: PartialMatch[]; readonly more: boolean; readonly hidden: number }> {
  const file = session.current();
  const found = new Map<string, { id: string; kind: PartialMatch['kind']; places: Place[] }>();
  const answers = (id: string): boolean => {
    const lower = id.toLowerCase();
    return lower.startsWith(head.toLowerCase()) && lower.endsWith(tail.toLowerCase()) && lower.length >= head.length + tail.length;
  };
  const meet = (id: string, kind: PartialMatch['kind'], place: Place): void => {
    const own = found.get(id) ?? { id, kind, places: [] };
    found.set(id, own);
    if (!own.places.some((one) => one.place === place.place && one.text === place.text && one.chain === place.chain))
      own.places.push(place);
  };
  const part: Part = { head: head.toLowerCase(), tail: tail.toLowerCase() };
  let more = false;
  for (const { hits, more: cut } of await idHits(held, part, limit, work)) {
    more ||= cut;
    for (const { hit } of hits) {
      if (hit.kind !== 'address' && hit.kind !== 'transaction' && hit.kind !== 'output' && hit.kind !== 'block') continue;
      const id = hit.kind === 'address' ? hit.title : ((hit.item === null ? null : readItem(hit.item)?.id.split('#')[0]) ?? hit.title);
      const chain = held.coins.find(({ network }) => network.id === hit.chain)?.network.name ?? chainName(hit.chain);
      meet(id, hit.kind, { place: 'chainData', chain: hit.chain, chainName: chain, item: hit.item, text: '', number: null });
    }
  }
  const elsewhere = (place: Place['place'], text: string, number: number | null): Place => ({
    ...{ place, chain: '', chainName: '', item: null, text, number },
  });
  const labels = file.labels.search({ text: '', part: { head, tail } }, 0, limit);
  more ||= labels.total > labels.rows.length;
  for (const { address, label, subject } of labels.rows)
    meet(address, subject === 'transaction' || subject === 'output' ? subject : 'address', elsewhere('label', label, null));
  const links = file.entities.linksLike({ head, tail }, limit);
  more ||= links.length > limit;
  for (const { value, entity } of links.slice(0, limit)) meet(value, 'address', elsewhere('person', '', entity));
  let hidden = 0;
  for (const one of entries) {
    if (one.state === 'withdrawn') continue;
    if (one.hidden) hidden++;
    else if (one.kind !== 'partial' && answers(one.id)) meet(one.id, kindOf(one.kind), elsewhere('transcription', one.exhibit, one.entry));
  }
  const same = (id: string): boolean => id.startsWith(head) && id.endsWith(tail);
  const matches = [...found.values()].map((one) => ({ ...one, sameCase: same(one.id) }));
  return { matches: [...matches.filter((one) => one.sameCase), ...matches.filter((one) => !one.sameCase)], more, hidden };
}

function kindOf(kind: string): PartialMatch['kind'] {
  return kind === 'transaction' || kind === 'output' || kind === 'block' ? kind : 'address';
}
