// Keys of devices.json (SPEC [D4]): fingerprints from their public parts, the last look against its act in the journal, and used addresses derived
// again from the public key that each is said to come from.
import { addressOf, base58Check } from './address.ts';
import { base58Bytes } from './addressForm.ts';
import { fromHex, toHex, utf8Encode } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { KNOWN_CHAINS } from './constants.ts';
import * as say from './deviceSentences.ts';
import { flag, list, listOf, object, oneOf, readShape, text, textOrNull, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import type { JournalEvents } from './journalEvents.ts';
import { accountOfKey, childKey, readExtendedKey, readPoint, scriptOfKey } from './publicKeys.ts';
import type { Point } from './secp256k1.ts';
import { sha256 } from './sha256.ts';

const FILE = 'data/devices.json';
const CHECK = 'deviceKeys';
/** A child costs some milliseconds; what is beyond is listed as not checked. */
const MOST_DERIVED = 1_000;
const TRON_PREFIX = 0x41;
const EARLIER_DIGITS = 16;
const CHAIN_CODE_AT = 13;

const anyValue = (value: Json | undefined): boolean => value !== undefined;
const KEY = {
  ...{ origin: object, fingerprint: text, scheme: text, path: text, account: anyValue, script: text, chains: list, keys: listOf(text) },
  ...{ required: anyValue, isSorted: flag, branches: list, isRanged: flag },
};
const FINDING = {
  ...{ origin: text, key: text, state: oneOf('used', 'unused', 'noData'), statement: oneOf('derivation'), lookedIn: list, noData: list },
  ...{ derived: list, used: list, needsSecret: flag },
} as const;
const USED = {
  ...{ chain: text, chainName: text, address: text, item: text, path: text, branch: listOf(whole), index: whole, receipts: whole },
  ...{ spends: whole, firstHeight: anyValue, lastHeight: anyValue, firstSeconds: anyValue, lastSeconds: anyValue, grade: textOrNull },
  ...{ amounts: list },
};

interface Key {
  readonly path: string;
  readonly script: string;
  readonly keys: readonly string[];
  readonly required: Json;
  readonly isRanged: boolean;
  /** As acts of earlier versions name it. */
  readonly earlier: string;
}

/** Chain code and key of an extended one: its parent's fingerprint, depth and number say nothing of its addresses. */
function decisivePart(key: string): string {
  const bytes = key.startsWith('xpub') ? base58Bytes(key) : null;
  return bytes === null ? key : toHex(bytes.subarray(CHAIN_CODE_AT));
}

const same = (a: Json | undefined, b: Json | undefined): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** How many used addresses are listed. */
export function checkDeviceKeys(listed: readonly Json[], look: Json, events: JournalEvents, findings: Findings): number {
  const keys = new Map<string, Key>();
  for (const [index, item] of listed.entries()) {
    const key = readShape(item, KEY, { findings, check: CHECK, file: FILE, at: `keys[${index}]` });
    if (key === null) continue;
    const { fingerprint, keys: texts, script, isSorted, isRanged, path } = key;
    const parts = (item as JsonObject)['required'] ?? null;
    const branches = key.branches as Json;
    const sumOf = (written: readonly string[]): string =>
      toHex(sha256(utf8Encode(JSON.stringify([written, script, parts, isSorted, branches, isRanged]))));
    if (sumOf(texts.map(decisivePart)) !== fingerprint) findings.fail(CHECK, FILE, say.keyFingerprintSentence(fingerprint));
    const origin = key.origin['fingerprint'];
    const earlier = sumOf(texts).slice(0, EARLIER_DIGITS);
    keys.set(`${String(origin)} ${fingerprint}`, { path, script, keys: texts, required: parts, isRanged, earlier });
  }
  if (keys.size > 0) findings.notChecked(say.pathSentence());
  if (look === null) {
    if (events.list.some(({ name }) => name === 'keys.expanded')) findings.fail(CHECK, FILE, say.lookSentence('look'));
    findings.pass(CHECK, FILE, say.keysHold(keys.size, 0));
    return 0;
  }
  const stated = readShape(
    look,
    { run: whole, event: whole, gap: whole, accountGap: whole, addresses: whole, asked: list, findings: list },
    { findings, check: CHECK, file: FILE, at: 'look' },
    ['accountGap'],
  );
  if (stated === null) return 0;
  const used = stated.findings.flatMap((item, index) => checkFinding(item, index, keys, findings));
  checkAct(stated as unknown as JsonObject, used, keys, events, findings);
  const derived = checkDerived(used, findings);
  if (used.length > 0) findings.notChecked(say.usedSentence(used.length));
  findings.count('keys', keys.size);
  findings.count('derivedAddresses', derived);
  findings.pass(CHECK, FILE, say.keysHold(keys.size, derived));
  return used.length;
}

interface Used {
  readonly key: Key;
  readonly chain: string;
  readonly address: string;
  readonly path: string;
  readonly branch: readonly number[];
  readonly index: number;
}

function checkFinding(item: Json, index: number, keys: ReadonlyMap<string, Key>, findings: Findings): Used[] {
  const where = { findings, check: CHECK, file: FILE, at: `look.findings[${index}]` };
  const finding = readShape(item, FINDING, where);
  if (finding === null) return [];
  const key = keys.get(`${finding.origin} ${finding.key}`);
  if (key === undefined) {
    findings.fail(CHECK, FILE, say.keyUnknownSentence(finding.key));
    return [];
  }
  const used: Used[] = [];
  for (const [at, one] of finding.used.entries()) {
    const row = readShape(one, USED, { ...where, at: `${where.at}.used[${at}]` });
    if (row === null) continue;
    const { chain, address, path, branch } = row;
    const steps = [...branch, ...(key.isRanged ? [row.index] : [])];
    if (key.path !== '' && path !== [key.path, ...steps].join('/'))
      findings.fail(CHECK, FILE, say.findingSentence(finding.key, 'a path is another'));
    if (!finding.lookedIn.some((place) => isObject(place) && place['chain'] === chain))
      findings.fail(CHECK, FILE, say.findingSentence(finding.key, 'it is used on a chain that was not looked in'));
    used.push({ key, chain, address, path, branch, index: row.index });
  }
  if ((finding.state === 'used') !== finding.used.length > 0 || (finding.state === 'noData') !== (finding.lookedIn.length === 0))
    findings.fail(CHECK, FILE, say.findingSentence(finding.key, 'its state is not what is listed'));
  return used;
}

/** What the act of the look says: numbers, keys by fingerprint, and each used address. */
function checkAct(
  look: JsonObject,
  used: readonly Used[],
  keys: ReadonlyMap<string, Key>,
  events: JournalEvents,
  findings: Findings,
): void {
  const acts = events.list.filter(({ name }) => name === 'keys.expanded');
  const act = acts.at(-1);
  if (act === undefined || !isObject(act.payload) || act.sequence !== look['event']) {
    findings.fail(CHECK, FILE, say.lookSentence('event'));
    return;
  }
  // Looks of earlier versions say nothing of accounts.
  for (const member of ['run', 'gap', ...('accountGap' in { ...act.payload, ...look } ? ['accountGap'] : []), 'addresses', 'asked'])
    if (!same(look[member], act.payload[member])) findings.fail(CHECK, FILE, say.lookSentence(member));
  const listed = (look['findings'] as readonly Json[]).map((one) =>
    isObject(one) ? `${String(one['origin'])} ${String(one['key'])}` : '',
  );
  const named = new Set(
    (isList(act.payload['origins']) ? act.payload['origins'] : []).flatMap((origin) =>
      isObject(origin) && isList(origin['keys']) ? origin['keys'].map((key) => `${String(origin['fingerprint'])} ${String(key)}`) : [],
    ),
  );
  const isNamed = (key: string): boolean => named.has(key) || named.has(`${key.split(' ')[0]} ${keys.get(key)?.earlier}`);
  for (const key of listed) if (!isNamed(key)) findings.fail(CHECK, FILE, say.keyUnknownSentence(key.split(' ')[1] ?? ''));
  const told = used.map(({ chain, address, path }) => canonicalJson({ chain, address, path })).sort();
  const said = (isList(act.payload['used']) ? act.payload['used'] : []).map((one) => canonicalJson(one)).sort();
  if (told.join('\n') !== said.join('\n')) findings.fail(CHECK, FILE, say.lookSentence('used'));
}

function checkDerived(used: readonly Used[], findings: Findings): number {
  let derived = 0;
  let left = 0;
  for (const one of used) {
    const expected = derived >= MOST_DERIVED ? null : addressFrom(one);
    if (expected === null) left += 1;
    else if (expected === folded(one.address)) derived += 1;
    else findings.fail(CHECK, FILE, say.derivedSentence(one.address));
  }
  if (left > 0) findings.notChecked(say.notDerivedSentence(left));
  return derived;
}

/** Hexadecimal accounts are the same in any case. */
const folded = (address: string): string => (address.startsWith('0x') ? address.toLowerCase() : address);

/** Null where the form of the key or the chain is none that is derived here. */
function addressFrom({ key, chain, branch, index }: Used): string | null {
  const [written = ''] = key.keys;
  if (key.required !== null || key.keys.length !== 1) return null;
  const single = /^0[234][0-9a-f]+$/.test(written) ? fromHex(written) : null;
  let point: Point = single === null ? null : readPoint(single);
  if (single === null) {
    let extended = readExtendedKey(written);
    for (const step of [...branch, ...(key.isRanged ? [index] : [])]) extended = extended === null ? null : childKey(extended, step);
    point = extended?.point ?? null;
  }
  if (point === null) return null;
  if (key.script === 'account') {
    const account = accountOfKey(point);
    if (chain.startsWith('tron:')) return base58Check(TRON_PREFIX, account);
    return chain.startsWith('eip155:') ? `0x${toHex(account)}` : null;
  }
  const network = KNOWN_CHAINS.get(chain);
  const script = scriptOfKey(key.script, point, single ?? undefined);
  if (network === undefined || script === null) return null;
  return addressOf(script, network).address ?? `script:${toHex(script)}`;
}
