// people.json (SPEC [N1]-[N4]): entries and links against the journal and the sources, joins against the journal, chains of evidence worked out
// again. What registers say, and who anybody is, stays unchecked and is listed.
import type { BagContents } from './bagit.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { flag, list, listOf, object, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { readJsonFile } from './jsonFile.ts';
import { type JournalEvents, readEvents } from './journalEvents.ts';
import { namesPlace, type PlacedLink, type RunEnd, runEnds, stepsOf } from './locateChains.ts';
import * as say from './peopleSentences.ts';

export const PEOPLE = 'data/people.json';
const CHECK = 'people';
/** Of one entry that are listed. */
const MOST_CHAINS = 200;
const EDITS = ['person.added', 'person.linked', 'person.leadJudged'];
const LATER = ['person.withdrawn', 'person.leadJudged'];
const wholeOrNull = (value: Json | undefined): value is number | null => value === null || whole(value);

/** Of each source of case.json, whether it stands. */
export type SourceStates = ReadonlyMap<number, { readonly state: string; readonly sha256: string }>;

interface Link extends PlacedLink {
  readonly event: number | null;
  readonly source: number | null;
  readonly row: number;
  readonly stated: JsonObject;
}
interface Entry {
  readonly id: number;
  readonly joined: readonly number[];
  readonly chains: readonly Json[];
  readonly moreChains: number;
}

const ENTRY = {
  ...{ id: whole, kind: text, title: text, source: wholeOrNull, row: whole, event: wholeOrNull, joined: listOf(whole), links: list },
  ...{ leftOut: whole, withdrawnLinks: whole, chains: list, moreChains: whole },
} as const;
const LINK = {
  ...{ link: whole, kind: text, value: text, chains: listOf(text), detail: object, basis: oneOf('fact', 'attribution', 'assumption') },
  ...{ source: wholeOrNull, exhibit: text, place: text, date: text, says: text, grade: oneOf('P', 'A', 'Q', 'S', 'M'), row: whole },
  ...{ event: wholeOrNull, sighting: (value: Json | undefined): value is JsonObject | null => value === null || isObject(value) },
} as const;
const CHAIN = {
  ...{ run: whole, of: oneOf('coins', 'accounts'), direction: text, chain: text, address: text, policies: listOf(text), asked: whole },
  ...{ link: whole, entity: whole, steps: list, weakest: listOf(text), alternatives: list },
} as const;

export function checkPeople(contents: BagContents, sources: SourceStates, findings: Findings): void {
  const document = readJsonFile(contents, PEOPLE, findings);
  if (document === undefined) return;
  const where = { findings, check: CHECK, file: PEOPLE, at: 'people' };
  const shape = { format: oneOf('tracehold-people/1'), chosen: flag, fullLinks: flag, entries: list, joins: list, notListed: whole };
  const people = readShape(document, { ...shape, withdrawn: whole }, where);
  if (people === null) return;
  const events = readEvents(contents);
  if (events.silent(EDITS) > 0) findings.fail(CHECK, PEOPLE, say.silentSentence());
  const undone = events.undone(EDITS);
  const links = new Map<number, Link>();
  const entries: Entry[] = [];
  let before = 0;
  let unseen = 0;
  for (const [index, item] of people.entries.entries()) {
    const at = { ...where, at: `entries[${index}]` };
    const entry = readShape(item, ENTRY, at);
    if (entry === null) continue;
    if (entry.id <= before) findings.fail(CHECK, PEOPLE, say.entryOrderSentence(entry.id));
    before = entry.id;
    const own: Link[] = [];
    for (const [place, each] of entry.links.entries()) {
      const link = readShape(each, LINK, { ...at, at: `${at.at}.links[${place}]` });
      if (link === null) continue;
      const one = { ...link, entity: entry.id, service: String(link.detail['service'] ?? ''), stated: each as JsonObject };
      if (links.has(link.link)) findings.fail(CHECK, PEOPLE, say.linkTwiceSentence(link.link));
      links.set(link.link, one);
      own.push(one);
      checkLink(one, events, undone, sources, findings);
    }
    unseen += checkOrigin(entry, events, undone, sources, findings);
    const names = own.filter(({ kind }) => kind === 'name');
    const titles = names.length > 0 ? names.slice(0, 1).map(({ value }) => value) : [...own.map(({ value }) => value), `#${entry.id}`];
    if (!titles.includes(entry.title)) findings.fail(CHECK, PEOPLE, say.titleSentence(entry.id));
    entries.push(entry);
  }
  checkJoins(people.joins, entries, events, undone, findings);
  checkWithdrawn(entries, links, events, findings);
  const chains = checkChains(entries, links, runEnds(contents), people.chosen, findings);
  tell(links, people.chosen, findings);
  if (unseen > 0) findings.notChecked(say.withheldEntriesSentence(unseen));
  findings.count('people', entries.length);
  findings.count('peopleLinks', links.size);
  findings.count('chainsOfEvidence', chains);
  findings.pass(CHECK, PEOPLE, say.peopleHold(entries.length, links.size, chains));
}

function isOfRegister(source: number | null, row: number, sources: SourceStates): boolean {
  const known = source === null ? undefined : sources.get(source);
  return known !== undefined && known.state !== 'withdrawn' && row > 0;
}

/** Returns 1 where the edit is withheld: its link is not listed. */
function checkOrigin(
  { id, kind, source, row, event }: { id: number; kind: string; source: number | null; row: number; event: number | null },
  events: JournalEvents,
  undone: ReadonlySet<number>,
  sources: SourceStates,
  findings: Findings,
): number {
  if (event === null) {
    if (!isOfRegister(source, row, sources)) findings.fail(CHECK, PEOPLE, say.registerSentence(`entry ${id}`));
    return 0;
  }
  if (undone.has(event)) findings.fail(CHECK, PEOPLE, say.undoneSentence(`entry ${id}`));
  const edit = events.at(event);
  if (edit?.kind === 'edit' && edit.name === 'person.added' && edit.payload === undefined) return 1;
  const payload = editOf(events, event, ['person.added']);
  if (payload === null || payload['id'] !== id || payload['kind'] !== kind) findings.fail(CHECK, PEOPLE, say.entryOriginSentence(id));
  return 0;
}

function checkLink(link: Link, events: JournalEvents, undone: ReadonlySet<number>, sources: SourceStates, findings: Findings): void {
  const { link: id, event, source, row, grade, basis, stated, entity } = link;
  if (event === null) {
    if (!isOfRegister(source, row, sources) || grade !== 'S' || basis !== 'attribution')
      findings.fail(CHECK, PEOPLE, say.registerSentence(`link ${id}`));
    return;
  }
  const payload = editOf(events, event, ['person.added', 'person.linked']);
  const added = payload === null ? null : isObject(payload['link']) ? payload['link'] : payload;
  if (added === null || added['id'] !== id || added['entity'] !== entity) {
    findings.fail(CHECK, PEOPLE, say.linkOriginSentence(id));
    return;
  }
  if (undone.has(event)) findings.fail(CHECK, PEOPLE, say.undoneSentence(`link ${id}`));
  for (const member of ['kind', 'value', 'detail', 'basis', 'exhibit', 'place', 'date', 'says', 'grade', 'row'])
    if (canonicalJson(added[member] ?? null) !== canonicalJson(stated[member] ?? null))
      findings.fail(CHECK, PEOPLE, say.linkDiffersSentence(id, member));
  if (String(added['chain'] ?? '') !== link.chains.join(' ')) findings.fail(CHECK, PEOPLE, say.linkDiffersSentence(id, 'chains'));
  const isKnown = source !== null && sources.has(source) && sources.get(source)?.state !== 'withdrawn';
  if (typeof added['source'] === 'string' ? !isKnown : source !== null) findings.fail(CHECK, PEOPLE, say.linkDiffersSentence(id, 'source'));
}

/** The payload of an edit of one of these names, or null. */
function editOf(events: JournalEvents, sequence: number, names: readonly string[]): JsonObject | null {
  const event = events.at(sequence);
  return event !== undefined && event.kind === 'edit' && names.includes(event.name) && isObject(event.payload) ? event.payload : null;
}

function checkJoins(
  joins: readonly Json[],
  entries: readonly Entry[],
  events: JournalEvents,
  undone: ReadonlySet<number>,
  findings: Findings,
): void {
  const groups = new Map<number, Set<number>>();
  const groupOf = (id: number): Set<number> => groups.get(id) ?? new Set([id]);
  for (const [index, item] of joins.entries()) {
    const where = { findings, check: CHECK, file: PEOPLE, at: `joins[${index}]` };
    const shape = { a: whole, b: whole, kind: text, rules: listOf(text), texts: listOf(text), reason: text, event: whole };
    const one = readShape(item, shape, where);
    if (one === null) continue;
    const said = editOf(events, one.event, ['person.leadJudged']);
    const data = said === null ? undefined : said['data'];
    const found = isObject(data)
      ? {
          ...one,
          a: said?.['a'],
          b: said?.['b'],
          reason: said?.['reason'],
          kind: data['kind'],
          rules: data['rules'],
          texts: [data['a'], data['b']],
        }
      : null;
    if (found === null || said?.['verdict'] !== 'accepted' || canonicalJson(found as Json) !== canonicalJson(item))
      findings.fail(CHECK, PEOPLE, say.joinSentence(one.event));
    // Of one lead the last judgement counts.
    const isLater = ({ sequence, name, kind, payload }: JournalEvents['list'][number]): boolean =>
      sequence > one.event && kind === 'edit' && name === 'person.leadJudged' && isObject(payload) && payload['lead'] === said?.['lead'];
    if (undone.has(one.event) || events.list.some((event) => isLater(event) && !undone.has(event.sequence)))
      findings.fail(CHECK, PEOPLE, say.undoneSentence(`the join of event ${one.event}`));
    const both = new Set([...groupOf(one.a), ...groupOf(one.b)]);
    for (const id of both) groups.set(id, both);
  }
  for (const { id, joined } of entries) {
    const follows = [...groupOf(id)].filter((other) => other !== id).sort((a, b) => a - b);
    if (canonicalJson(follows) !== canonicalJson(joined)) findings.fail(CHECK, PEOPLE, say.groupSentence(id));
  }
}

function checkWithdrawn(entries: readonly Entry[], links: ReadonlyMap<number, Link>, events: JournalEvents, findings: Findings): void {
  const later = events.list.filter(({ kind, name }) => kind === 'edit' && LATER.includes(name));
  const withheld = later.filter(({ payload }) => payload === undefined).length;
  if (withheld > 0) findings.notChecked(say.withheldWithdrawalsSentence(withheld));
  const undone = events.undone(['person.withdrawn']);
  for (const { sequence, name, payload } of later) {
    if (name !== 'person.withdrawn' || !isObject(payload) || undone.has(sequence)) continue;
    const { what, id } = payload;
    if (what === 'link' ? links.has(Number(id)) : entries.some((entry) => entry.id === id))
      findings.fail(CHECK, PEOPLE, say.withdrawnSentence(`${what === 'link' ? 'link' : 'entry'} ${String(id)}`));
  }
}

function checkChains(
  entries: readonly Entry[],
  links: ReadonlyMap<number, Link>,
  ends: readonly RunEnd[],
  isChosen: boolean,
  findings: Findings,
): number {
  let counted = 0;
  let unseen = 0;
  const byAddress = new Map<string, Link[]>();
  for (const link of links.values()) byAddress.set(link.value, [...(byAddress.get(link.value) ?? []), link]);
  const named = ends.flatMap((end) => {
    const there = (byAddress.get(end.address) ?? []).filter((link) => namesPlace(link, end));
    return there.length === 0 ? [] : [{ end, there }];
  });
  for (const { id, joined, chains, moreChains } of entries) {
    const fail = (problem: string): void => findings.fail(CHECK, PEOPLE, say.chainSentence(id, problem));
    const group = [id, ...joined];
    const expected = named.reduce((sum, { there }) => sum + there.filter(({ entity }) => group.includes(entity)).length, 0);
    if (expected !== chains.length + moreChains)
      findings.fail(CHECK, PEOPLE, say.chainCountSentence(id, chains.length + moreChains, expected));
    if (moreChains > 0 && chains.length !== MOST_CHAINS) fail('chains are counted that could be listed');
    const seen = new Set<string>();
    for (const [index, item] of chains.entries()) {
      const chain = readShape(item, CHAIN, { findings, check: CHECK, file: PEOPLE, at: `entry ${id} chains[${index}]` });
      if (chain === null) continue;
      counted += 1;
      const { of, run, address } = chain;
      const key = canonicalJson([of, run, chain.chain, address, chain.link]);
      if (seen.has(key)) fail('it stands there twice');
      seen.add(key);
      const place = named.find(({ end: one }) => one.of === of && one.run === run && one.chain === chain.chain && one.address === address);
      if (place === undefined) {
        fail(`no exported run ${run} ends where a link of people.json names it`);
        continue;
      }
      const { end, there } = place;
      const isSame = canonicalJson([...end.policies].sort()) === canonicalJson([...chain.policies].sort());
      if (!isSame || end.asked !== chain.asked || end.direction !== chain.direction) fail('policies or direction are not those of its run');
      const link = links.get(chain.link);
      if (link === undefined || link.entity !== chain.entity || !group.includes(link.entity) || !namesPlace(link, end)) {
        fail(`link ${chain.link} does not stand in people.json, or does not name the address for it`);
        continue;
      }
      const follows = stepsOf(end, link, id);
      if (canonicalJson(follows.steps) !== canonicalJson(chain.steps)) fail('its steps do not follow from run, link and joins');
      if (canonicalJson(follows.weakest) !== canonicalJson(chain.weakest)) fail('another step is the weakest');
      unseen += checkAlternatives(chain.alternatives, there, group, links, isChosen, fail);
    }
  }
  if (unseen > 0) findings.notChecked(say.alternativesSentence(unseen));
  return counted;
}

/** Returns how many of them no link of the file shows. */
function checkAlternatives(
  stated: readonly Json[],
  there: readonly Link[],
  group: readonly number[],
  links: ReadonlyMap<number, Link>,
  isChosen: boolean,
  fail: (problem: string) => void,
): number {
  const named = new Map(stated.flatMap((one) => (isObject(one) && whole(one['link']) ? [[one['link'], one['entity']] as const] : [])));
  if (!isList(stated) || named.size !== stated.length) fail('its alternatives have the wrong form');
  for (const { link, entity } of there)
    if (!group.includes(entity) && named.get(link) !== entity)
      fail(`entry ${entity}, whom link ${link} names for the same address, is left out`);
  const unseen = [...named.keys()].filter((link) => !links.has(link));
  for (const [link] of named) if (links.has(link) && !there.some((one) => one.link === link)) fail(`link ${link} is no alternative of it`);
  // Where the examiner chose nobody, alternatives are reached too and stand in the file.
  if (!isChosen && unseen.length > 0) fail('an alternative is not listed among the entries');
  return unseen.length;
}

function tell(links: ReadonlyMap<number, Link>, isChosen: boolean, findings: Findings): void {
  const all = [...links.values()];
  const byHand = all.filter(({ event }) => event !== null).length;
  const seen = all.filter(({ stated }) => stated['sighting'] !== null).length;
  if (all.length > byHand) findings.notChecked(say.registerLinksSentence(all.length - byHand));
  if (byHand > 0) findings.notChecked(say.linksByHandSentence(byHand));
  if (seen > 0) findings.notChecked(say.sightingsSentence(seen));
  if (isChosen) findings.notChecked(say.chosenSentence());
  findings.notChecked(say.identitySentence());
}
