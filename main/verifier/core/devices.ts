// devices.json (SPEC [D1]-[D5]): exhibits and custody worked out again from the journal, counts from the rows and from the acts of scans, checksums of
// what was found. Nothing of a secret may stand there.
import { failingChecksum, isPrivateKey } from './addressForm.ts';
import type { BagContents } from './bagit.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { checkDeviceKeys } from './deviceKeys.ts';
import * as say from './deviceSentences.ts';
import { anything, flag, list, object, oneOf, readShape, text, textOrNull, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { type JournalEvent, type JournalEvents, readEvents } from './journalEvents.ts';
import { readJsonFile } from './jsonFile.ts';
import { shapeSentence } from './sentences.ts';

export const DEVICES = 'data/devices.json';
const CHECK = 'devices';
const SECRET_KINDS: readonly string[] = [
  ...['wif', 'bip38', 'extendedPrivateKey', 'privateDescriptor', 'phrase', 'phrasePart', 'electrumSeed', 'privateKey', 'keystore'],
  'password',
];
const SUM_LENGTHS: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64 };

export function checkDevices(contents: BagContents, findings: Findings): void {
  const document = readJsonFile(contents, DEVICES, findings);
  if (document === undefined) return;
  const where = { findings, check: CHECK, file: DEVICES, at: 'devices' };
  const lists = { exhibits: list, scans: list, traces: list, notListed: list, wallets: list, tries: list, reveals: list, keys: list };
  const stated = readShape(document, { format: oneOf('tracehold-devices/1'), ...lists, look: anything, figures: object }, where);
  if (stated === null) return;
  const events = readEvents(contents);
  const custody = checkExhibits(stated.exhibits, events, findings);
  const scans = checkScans(stated, events, findings);
  const counted = checkTraces(stated.traces, scans, findings);
  checkCounts(stated, scans, counted, findings);
  checkWallets(stated, scans, events, findings);
  const used = checkDeviceKeys(stated.keys, stated.look, events, findings);
  checkFigures(stated, scans, counted, used, findings);
  findings.count('exhibits', stated.exhibits.length);
  findings.count('finds', stated.traces.length);
  findings.pass(CHECK, DEVICES, say.devicesHold(stated.exhibits.length, custody, stated.traces.length));
}

type Stated = Readonly<Record<'exhibits' | 'scans' | 'traces' | 'notListed' | 'wallets' | 'tries' | 'reveals', readonly Json[]>> & {
  readonly figures: JsonObject;
};

const same = (a: Json | undefined, b: Json | undefined): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const items = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

interface Act extends Omit<JournalEvent, 'payload'> {
  readonly payload: JsonObject;
}

const without = (payload: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => !names.includes(name)));

/** Acts of this name with what they say; one whose payload is withheld fails. */
function actsOf(events: JournalEvents, name: string, findings: Findings): Act[] {
  return events.list.flatMap((event) => {
    if (event.name !== name) return [];
    if (isObject(event.payload)) return [{ ...event, payload: event.payload }];
    findings.fail(CHECK, DEVICES, say.withheldActSentence(event.sequence));
    return [];
  });
}

/** Each listed one is what follows, member by member. */
function compare(what: string, listed: JsonObject, follows: JsonObject, findings: Findings): void {
  for (const member of new Set([...Object.keys(listed), ...Object.keys(follows)]))
    if (!same(listed[member], follows[member])) findings.fail(CHECK, DEVICES, say.differsSentence(what, member));
}

function checkExhibits(exhibits: readonly Json[], events: JournalEvents, findings: Findings): number {
  const added = actsOf(events, 'exhibit.added', findings);
  const entries = actsOf(events, 'exhibit.custody', findings);
  const numbers = added.map(({ payload }) => payload['number']);
  let sums = 0;
  for (const [index, { sequence, examiner, time, payload }] of added.entries()) {
    const id = index + 1;
    const listed = exhibits[index];
    if (!isObject(listed)) {
      findings.fail(CHECK, DEVICES, say.missingSentence('exhibit.added', sequence));
      continue;
    }
    const { number, from, description, note, copy } = payload;
    const origin = whole(from) ? { id: from, number: numbers[from - 1] ?? '' } : null;
    if (origin !== null && (origin.id < 1 || origin.id >= id)) findings.fail(CHECK, DEVICES, say.originSentence(id));
    const own = entries.filter((entry) => entry.payload['exhibit'] === id);
    const custody = own.map(({ sequence: event, examiner: by, time: written, payload: entry }) => {
      if (entry['number'] !== number) findings.fail(CHECK, DEVICES, say.custodyNumberSentence(event));
      return { ...without(entry, 'exhibit', 'number'), event, examiner: by, written };
    });
    const follows = { id, event: sequence, number, from: origin, description, note, copy, examiner, time, custody } as JsonObject;
    compare(`exhibit ${id}`, listed, follows, findings);
    sums += checkCopy(id, copy, findings);
  }
  for (const extra of exhibits.slice(added.length))
    findings.fail(CHECK, DEVICES, say.unknownSentence(`exhibit ${isObject(extra) ? String(extra['id']) : ''}`));
  for (const { sequence, payload } of entries) {
    const of = payload['exhibit'];
    if (!whole(of) || of < 1 || of > added.length) findings.fail(CHECK, DEVICES, say.missingSentence('exhibit.custody', sequence));
  }
  const copies = added.filter(({ payload }) => payload['copy'] !== null).length;
  if (entries.length > 0) findings.notChecked(say.statedSentence());
  if (copies > 0) findings.notChecked(say.bytesSentence(copies));
  if (sums > 0) findings.notChecked(say.otherSumsSentence(sums));
  return entries.length;
}

/** How many stated sums cannot be held against one in the file. */
function checkCopy(id: number, copy: Json | undefined, findings: Findings): number {
  if (!isObject(copy)) return 0;
  let others = 0;
  if (!isSum('sha256', copy['sha256'])) findings.fail(CHECK, DEVICES, say.sumFormSentence(id));
  for (const one of items(copy['stated'])) {
    if (!isObject(one) || !isSum(String(one['name']), one['value'])) findings.fail(CHECK, DEVICES, say.sumFormSentence(id));
    else if (one['name'] !== 'sha256') others += 1;
    else if (one['fits'] !== (one['value'] === copy['sha256'])) findings.fail(CHECK, DEVICES, say.sumFitsSentence(id));
  }
  return others;
}

const isSum = (name: string, value: Json | undefined): boolean =>
  text(value) && /^[0-9a-f]+$/.test(value) && value.length === SUM_LENGTHS[name];

interface Scan {
  readonly scan: number;
  readonly kinds: ReadonlyMap<string, number>;
  readonly wallets: number;
  readonly messages: number;
}

const SCAN = {
  ...{ scan: whole, exhibit: object, state: oneOf('partial', 'complete'), started: text, scanner: text, files: whole, bytes: whole },
  ...{
    listed: anything,
    entries: whole,
    unpacked: whole,
    wallets: whole,
    messages: whole,
    more: whole,
    excluded: list,
    rejected: list,
    unread: list,
  },
  ...{ unreadMore: whole, event: whole, finished: anything, kinds: list },
} as const;

function checkScans(stated: Stated, events: JournalEvents, findings: Findings): ReadonlyMap<number, Scan> {
  const begun = actsOf(events, 'device.scanStarted', findings);
  const ended = actsOf(events, 'device.scanned', findings);
  const scans = new Map<number, Scan>();
  let partial = 0;
  for (const [index, item] of stated.scans.entries()) {
    const scan = readShape(item, SCAN, { findings, check: CHECK, file: DEVICES, at: `scans[${index}]` });
    const start = begun[index];
    if (scan === null) continue;
    if (scan.scan !== index + 1 || start === undefined) {
      findings.fail(CHECK, DEVICES, say.unknownSentence(`scan ${scan.scan}`));
      continue;
    }
    const what = `scan ${scan.scan}`;
    const { exhibit, number, scanner } = start.payload;
    const own = { event: scan.event, started: scan.started, scanner: scan.scanner, exhibit: scan.exhibit };
    const follows = { event: start.sequence, started: start.time, scanner, exhibit: { id: exhibit, number } } as JsonObject;
    compare(what, own as JsonObject, follows, findings);
    checkRead(scan.scan, scan.files, scan.bytes, stated.exhibits[Number(exhibit) - 1], findings);
    const kinds = new Map<string, number>();
    for (const one of scan.kinds) if (isObject(one) && whole(one['count'])) kinds.set(String(one['kind']), one['count']);
    const end = ended.find(({ payload }) => payload['scan'] === scan.scan);
    if ((end?.sequence ?? null) !== scan.finished || (scan.state === 'complete') !== (end !== undefined))
      findings.fail(CHECK, DEVICES, say.differsSentence(what, 'finished'));
    if (end === undefined) partial += 1;
    else checkEnd(what, item as JsonObject, end, kinds, isOpenedLater(stated, scan.scan), findings);
    scans.set(scan.scan, { scan: scan.scan, kinds, wallets: scan.wallets, messages: scan.messages });
  }
  for (const { sequence } of begun.slice(stated.scans.length))
    findings.fail(CHECK, DEVICES, say.missingSentence('device.scanStarted', sequence));
  if (partial > 0) findings.notChecked(say.partialScansSentence(partial));
  return scans;
}

function checkRead(scan: number, files: number, bytes: number, exhibit: Json | undefined, findings: Findings): void {
  const copy = isObject(exhibit) ? exhibit['copy'] : null;
  if (!isObject(copy) || copy['files'] !== files || copy['bytes'] !== bytes) findings.fail(CHECK, DEVICES, say.scanExhibitSentence(scan));
}

/** A wallet that was opened after its scan brought more finds than the act of the scan counted. */
function isOpenedLater({ wallets, tries }: Stated, scan: number): boolean {
  const own = new Set(wallets.flatMap((one) => (isObject(one) && one['scan'] === scan ? [one['id']] : [])));
  return tries.some((one) => isObject(one) && one['opened'] === true && own.has(one['wallet']));
}

function checkEnd(
  what: string,
  scan: JsonObject,
  { payload }: { readonly payload: JsonObject },
  kinds: ReadonlyMap<string, number>,
  more: boolean,
  findings: Findings,
): void {
  const result = payload['result'];
  const counts = isObject(result) ? result : {};
  const rejected = Object.fromEntries(
    items(scan['rejected']).map((one) => (isObject(one) ? [String(one['reason']), one['count'] ?? 0] : ['', 0])),
  );
  const listed: JsonObject = {
    ...{ entries: scan['entries'] ?? null, unpacked: scan['unpacked'] ?? null, unreadMore: scan['unreadMore'] ?? null },
    ...{ excluded: scan['excluded'] ?? null, unread: items(scan['unread']).length, rejected },
    ...(more ? {} : { more: scan['more'] ?? null }),
  };
  for (const [member, value] of Object.entries(listed))
    if (!same(value, counts[member])) findings.fail(CHECK, DEVICES, say.differsSentence(what, member));
  const values = isObject(counts['values']) ? counts['values'] : {};
  for (const kind of new Set([...kinds.keys(), ...Object.keys(values)])) {
    const [now, then] = [kinds.get(kind) ?? 0, Number(values[kind] ?? 0)];
    if (more ? now < then : now !== then) findings.fail(CHECK, DEVICES, say.journalCountSentence(Number(scan['scan']), kind));
  }
}

interface Trace {
  readonly trace: number;
  readonly scan: number;
  readonly kind: string;
  readonly isSecret: boolean;
  readonly isExample: boolean;
  readonly onChain: boolean;
  readonly same: Json;
}

const TRACE = {
  ...{
    trace: whole,
    scan: whole,
    kind: text,
    value: textOrNull,
    isSecret: flag,
    isExample: flag,
    checks: list,
    detail: list,
    count: whole,
  },
  ...{ first: object, onChain: anything, same: anything },
} as const;

function checkTraces(traces: readonly Json[], scans: ReadonlyMap<number, Scan>, findings: Findings): Trace[] {
  const good: Trace[] = [];
  const secrets = new Map<number, Trace>();
  let before = 0;
  for (const [index, item] of traces.entries()) {
    const row = readShape(item, TRACE, { findings, check: CHECK, file: DEVICES, at: `traces[${index}]` });
    if (row === null) continue;
    const { trace, scan, kind, value, isSecret, isExample } = row;
    if (trace <= before || !scans.has(scan)) findings.fail(CHECK, DEVICES, say.traceOrderSentence(trace));
    before = trace;
    if (isSecret !== (value === null) || (SECRET_KINDS.includes(kind) && !isSecret))
      findings.fail(CHECK, DEVICES, say.secretSentence(trace));
    const own: Trace = { trace, scan, kind, isSecret, isExample, onChain: row.onChain === true, same: row.same };
    if (value !== null) checkValue(trace, kind, value, row.checks.map(String), findings);
    if (isSecret) {
      const first = whole(own.same) ? (own.same === trace ? own : secrets.get(own.same)) : undefined;
      if (first === undefined || first.same !== first.trace || first.kind !== kind) findings.fail(CHECK, DEVICES, say.sameSentence(trace));
      secrets.set(trace, own);
    } else if (own.same !== null) findings.fail(CHECK, DEVICES, say.sameSentence(trace));
    good.push(own);
  }
  const known = good.filter((one) => one.onChain).length;
  if (known > 0) findings.notChecked(say.onChainSentence(known));
  return good;
}

function checkValue(trace: number, kind: string, value: string, checks: readonly string[], findings: Findings): void {
  const failing = failingChecksum(value, kind === 'address' || kind === 'extendedPublicKey' ? checks : []);
  if (failing !== null) findings.fail(CHECK, DEVICES, say.checksumSentence(trace, failing));
  if (isPrivateKey(value)) findings.fail(CHECK, DEVICES, say.privateSentence(`trace ${trace}`));
}

/** Rows of each scan and kind, with those that are only counted, are as many as the scan states. */
function checkCounts(stated: Stated, scans: ReadonlyMap<number, Scan>, traces: readonly Trace[], findings: Findings): void {
  const found = new Map<string, number>();
  const add = (scan: number, kind: string, count: number): void =>
    void found.set(`${scan} ${kind}`, (found.get(`${scan} ${kind}`) ?? 0) + count);
  for (const { scan, kind } of traces) add(scan, kind, 1);
  let left = 0;
  for (const [index, item] of stated.notListed.entries()) {
    const where = { findings, check: CHECK, file: DEVICES, at: `notListed[${index}]` };
    const row = readShape(item, { scan: whole, kind: text, count: whole }, where);
    if (row === null) continue;
    add(row.scan, row.kind, row.count);
    left += row.count;
  }
  for (const { scan, kinds } of scans.values()) {
    for (const [kind, count] of kinds) {
      const rows = found.get(`${scan} ${kind}`) ?? 0;
      if (rows !== count) findings.fail(CHECK, DEVICES, say.countSentence(scan, kind, count, rows));
      found.delete(`${scan} ${kind}`);
    }
  }
  for (const [key, count] of found)
    findings.fail(CHECK, DEVICES, say.countSentence(Number(key.split(' ')[0]), key.split(' ')[1] ?? '', 0, count));
  if (left > 0) findings.notChecked(say.notListedSentence(left));
}

function checkWallets(stated: Stated, scans: ReadonlyMap<number, Scan>, events: JournalEvents, findings: Findings): void {
  const paths = new Map<number, Json>();
  const perScan = new Map<number, number>();
  let before = 0;
  for (const item of stated.wallets) {
    const [id, scan] = isObject(item) ? [item['id'], item['scan']] : [];
    if (!isObject(item) || !whole(id) || !whole(scan) || id <= before || !scans.has(scan)) {
      findings.fail(CHECK, DEVICES, say.walletSentence(whole(id) ? id : 0));
      continue;
    }
    before = id;
    paths.set(id, item['path'] ?? null);
    perScan.set(scan, (perScan.get(scan) ?? 0) + 1);
    for (const list of ['addresses', 'keys', 'transactions'])
      if (!isList(item[list])) findings.fail(CHECK, DEVICES, shapeSentence(`wallet ${id}.${list}`));
    for (const key of items(item['keys']))
      if (isObject(key) && isPrivateKey(String(key['value']))) findings.fail(CHECK, DEVICES, say.privateSentence(`wallet ${id}`));
  }
  for (const { scan, wallets } of scans.values())
    if ((perScan.get(scan) ?? 0) !== wallets) findings.fail(CHECK, DEVICES, say.scanSumSentence(scan, 'wallets'));
  const tried = actsOf(events, 'wallet.passwordTried', findings);
  const follows = tried.map(({ sequence, payload }) => ({ ...without(payload, 'path'), event: sequence }) as JsonObject);
  if (!same(stated.tries as Json, follows)) findings.fail(CHECK, DEVICES, say.differsSentence('tries', 'wallet.passwordTried'));
  for (const { sequence, payload } of tried) {
    const wallet = payload['wallet'];
    if (!whole(wallet) || !same(paths.get(wallet), payload['path'])) findings.fail(CHECK, DEVICES, say.trySentence(sequence));
  }
  checkReveals(stated, events, findings);
  if (stated.wallets.length > 0) findings.notChecked(say.walletTextSentence(stated.wallets.length));
}

/** Their payloads are in no file; that there was one, of whom and when, the headers say. */
function checkReveals(stated: Stated, events: JournalEvents, findings: Findings): void {
  const shown = events.list.filter(({ name }) => name === 'secret.revealed').map(({ sequence }) => sequence);
  const listed = stated.reveals.map((one) => (isObject(one) ? one['event'] : undefined));
  const traces = new Map(stated.traces.flatMap((one) => (isObject(one) ? [[one['trace'], one] as const] : [])));
  for (const event of shown) if (!listed.includes(event)) findings.fail(CHECK, DEVICES, say.missingSentence('secret.revealed', event));
  for (const one of stated.reveals) {
    const event = isObject(one) && whole(one['event']) ? one['event'] : 0;
    const trace = isObject(one) ? traces.get(one['trace'] ?? null) : undefined;
    const isOf = isObject(one) && (trace === undefined || trace['kind'] === one['kind']);
    if (!isOf || !shown.includes(event) || listed.filter((other) => other === event).length > 1)
      findings.fail(CHECK, DEVICES, say.revealSentence(event));
  }
  if (shown.length > 0) findings.notChecked(say.revealReasonSentence(shown.length));
}

/** What the report counts is what the rows give. Of a kind whose rows are not all listed a figure may be higher. */
function checkFigures(stated: Stated, scans: ReadonlyMap<number, Scan>, traces: readonly Trace[], used: number, findings: Findings): void {
  const { figures, exhibits, wallets } = stated;
  const follows: Readonly<Record<string, number>> = {
    exhibits: exhibits.length,
    copies: exhibits.filter((one) => isObject(one) && one['copy'] !== null).length,
    scans: scans.size,
    known: traces.filter(({ isSecret, isExample, onChain }) => !isSecret && !isExample && onChain).length,
    wallets: wallets.length,
    messages: sum([...scans.values()].map(({ messages }) => messages)),
    used,
  };
  for (const name of new Set([...Object.keys(figures), ...Object.keys(follows)]))
    if (name !== 'secrets' && figures[name] !== follows[name]) findings.fail(CHECK, DEVICES, say.figureSentence(name));
  const cut = new Set(stated.notListed.map((one) => (isObject(one) ? String(one['kind']) : '')));
  const different = new Map<string, number>();
  for (const one of traces)
    if (one.isSecret && !one.isExample && one.same === one.trace) different.set(one.kind, (different.get(one.kind) ?? 0) + 1);
  const secrets = new Map(items(figures['secrets']).map((one) => (isObject(one) ? [String(one['kind']), Number(one['count'])] : ['', 0])));
  for (const kind of new Set([...different.keys(), ...secrets.keys()])) {
    const [says, rows] = [secrets.get(kind) ?? 0, different.get(kind) ?? 0];
    if (cut.has(kind) ? !(says >= rows) : says !== rows) findings.fail(CHECK, DEVICES, say.figureSentence(`secrets.${kind}`));
  }
}
