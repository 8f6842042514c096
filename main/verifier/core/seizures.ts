// seizures.json (SPEC [S1]-[S4]): each worked out again from the journal; sums, and the transactions without signatures, from the outputs that are
// listed; what became of it against the transactions that travel in the file.
import { addressOf } from './address.ts';
import type { BagContents } from './bagit.ts';
import { equalBytes, readUint32, toHex } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { KNOWN_CHAINS } from './constants.ts';
import * as say from './deviceSentences.ts';
import { list, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { type JournalEvent, readEvents } from './journalEvents.ts';
import { readJsonFile } from './jsonFile.ts';
import type { TransactionIndex } from './proofs.ts';
import { sha256 } from './sha256.ts';
import { parseTransaction, type Transaction } from './transaction.ts';

export const SEIZURES = 'data/seizures.json';
const CHECK = 'seizures';
const [PREPARED, CLOSED, WITHDRAWN] = ['seizure.prepared', 'seizure.closed', 'seizure.withdrawn'];
const MAGIC = Uint8Array.of(0x70, 0x73, 0x62, 0x74, 0xff);
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function checkSeizures(contents: BagContents, transactions: TransactionIndex, findings: Findings): void {
  const document = readJsonFile(contents, SEIZURES, findings);
  if (document === undefined) return;
  const where = { findings, check: CHECK, file: SEIZURES, at: 'seizures' };
  const stated = readShape(document, { format: oneOf('tracehold-seizures/1'), seizures: list }, where);
  if (stated === null) return;
  const expected = fromJournal(contents, findings);
  let parts = 0;
  const seen = new Set<number>();
  for (const item of stated.seizures) {
    const number = isObject(item) ? item['seizure'] : undefined;
    const follows = whole(number) && !seen.has(number) ? expected.get(number) : undefined;
    if (!isObject(item) || !whole(number) || follows === undefined || number < Math.max(0, ...seen)) {
      findings.fail(CHECK, SEIZURES, say.unknownSentence(`seizure ${whole(number) ? number : ''}`));
      continue;
    }
    seen.add(number);
    const plain = Object.fromEntries(Object.entries(item).filter(([member]) => member !== 'now'));
    for (const member of new Set([...Object.keys(plain), ...Object.keys(follows)]))
      if (canonicalJson(plain[member] ?? null) !== canonicalJson(follows[member] ?? null))
        findings.fail(CHECK, SEIZURES, say.differsSentence(`seizure ${number}`, member));
    parts += checkPlan(number, item, transactions, findings);
    checkBecame(number, item, transactions, findings);
  }
  for (const [number, one] of expected)
    if (!seen.has(number)) findings.fail(CHECK, SEIZURES, say.missingSentence(PREPARED as string, Number(one['edit'])));
  findings.count('seizures', seen.size);
  if (seen.size > 0) findings.notChecked(say.notSentSentence());
  findings.pass(CHECK, SEIZURES, say.seizuresHold(seen.size, parts));
}

/** Every seizure that stands, as the journal says it, but for what chain data show of it now. */
function fromJournal(contents: BagContents, findings: Findings): Map<number, JsonObject> {
  const events = readEvents(contents);
  const names = [PREPARED, CLOSED, WITHDRAWN] as string[];
  if (events.silent(names) > 0) findings.fail(CHECK, SEIZURES, say.undoneSeizureSentence());
  const undone = events.undone(names);
  const standing = events.list.filter(({ kind, name, sequence }) => kind === 'edit' && names.includes(name) && !undone.has(sequence));
  const expected = new Map<number, JsonObject>();
  for (const { sequence, name, payload } of standing) {
    if (!isObject(payload)) findings.fail(CHECK, SEIZURES, say.withheldActSentence(sequence));
    else if (name === PREPARED && whole(payload['seizure'])) {
      const own = standing.filter((one) => isObject(one.payload) && one.payload['seizure'] === payload['seizure']);
      expected.set(payload['seizure'], { ...payload, edit: sequence, ...steps(own) });
    }
  }
  return expected;
}

function steps(own: readonly JournalEvent[]): JsonObject {
  const of = (name: string | undefined) =>
    own.flatMap(({ name: is, sequence: event, time, examiner, payload }) =>
      is === name && isObject(payload) ? [{ event, time, examiner, payload }] : [],
    );
  const withdrawn = of(WITHDRAWN).at(-1);
  return {
    closings: of(CLOSED).map(({ event, time, examiner, payload }) => ({
      ...{ event, time, examiner, note: payload['note'] ?? '' },
      ...(isObject(payload['became']) ? payload['became'] : {}),
    })),
    withdrawn: withdrawn === undefined ? null : { event: withdrawn.event, time: withdrawn.time, reason: withdrawn.payload['reason'] ?? '' },
  };
}

const items = (value: Json | undefined): readonly JsonObject[] =>
  (isList(value) ? value.filter((one) => isObject(one)) : []) as JsonObject[];
const number = (value: Json | undefined): bigint => (text(value) && /^-?\d{1,80}$/.test(value) ? BigInt(value) : 0n);
const sum = (rows: readonly JsonObject[], member: string): bigint => rows.reduce((all, row) => all + number(row[member]), 0n);

/** Sums, sizes and the transactions to be signed follow from the outputs; how many transactions. */
function checkPlan(
  seizure: number,
  { coins, chain, agency, balances }: JsonObject,
  transactions: TransactionIndex,
  findings: Findings,
): number {
  if (!isObject(coins)) {
    findings.notChecked(say.balancesSentence(items(balances).length));
    return 0;
  }
  const network = String(chain);
  const outputs = items(coins['outputs']);
  const parts = items(coins['parts']);
  const totals = isObject(coins['totals']) ? coins['totals'] : {};
  // What is immature or spent later was unspent at the height, too.
  const unspent = outputs.filter(({ state }) => state !== 'unknown');
  const taken = outputs.filter(({ part }) => part !== null);
  const follows: Readonly<Record<string, bigint>> = {
    unspentSat: sum(unspent, 'amountSat'),
    unknownSat: sum(outputs, 'amountSat') - sum(unspent, 'amountSat'),
    takenSat: sum(taken, 'amountSat'),
    feeSat: sum(parts, 'feeSat'),
    paidSat: sum(parts, 'paidSat'),
  };
  for (const [name, value] of Object.entries(follows))
    if (number(totals[name]) !== value) findings.fail(CHECK, SEIZURES, say.seizureSumSentence(seizure, `totals.${name}`));
  if (follows['takenSat'] !== (follows['feeSat'] as bigint) + (follows['paidSat'] as bigint))
    findings.fail(CHECK, SEIZURES, say.seizureSumSentence(seizure, 'totals'));
  for (const { outpoint, address, amountSat } of outputs) {
    const shown = transactions.output(network, String(outpoint));
    const known = KNOWN_CHAINS.get(network);
    if (shown === undefined) continue;
    const own = known === undefined ? null : addressOf(shown.script, known);
    if (shown.valueSat !== number(amountSat) || (own !== null && own.address !== null && own.address !== address))
      findings.fail(CHECK, SEIZURES, say.seizedOutputSentence(String(outpoint)));
  }
  for (const part of parts) {
    const own = taken.filter((output) => output['part'] === part['part']);
    const problem = partProblem(part, own, String(agency), network);
    if (problem !== null) findings.fail(CHECK, SEIZURES, say.psbtSentence(seizure, Number(part['part']), problem));
  }
  return parts.length;
}

function partProblem(part: JsonObject, outputs: readonly JsonObject[], agency: string, chain: string): string | null {
  const { psbt, sha256: stated, sumSat, feeSat, paidSat, txid, inputs } = part;
  const bytes = base64Bytes(String(psbt));
  if (bytes === null || toHex(sha256(bytes)) !== stated) return 'its bytes have not the SHA-256 stated';
  const unsigned = unsignedOf(bytes, chain);
  if (unsigned === null) return 'it holds no transaction that can be read';
  const wanted = outputs.map(({ outpoint }) => String(outpoint)).sort();
  const spent = unsigned.inputs.map(({ outpoint }) => outpoint ?? '').sort();
  if (wanted.join() !== spent.join() || inputs !== spent.length) return 'it does not spend the outputs listed for it';
  if (sum(outputs, 'amountSat') !== number(sumSat) || number(sumSat) !== number(feeSat) + number(paidSat)) return 'its sums do not follow';
  const [only] = unsigned.outputs;
  const network = KNOWN_CHAINS.get(chain);
  if (only === undefined || unsigned.outputs.length !== 1 || only.valueSat !== number(paidSat)) return 'it pays another amount';
  if (network !== undefined && addressOf(only.script, network).address !== agency) return 'it pays another address';
  return txid !== null && txid !== unsigned.txid ? 'its id is another' : null;
}

/** Standard base64, else null. */
function base64Bytes(written: string): Uint8Array | null {
  const digits = written.replace(/={0,2}$/, '');
  if (written.length % 4 !== 0) return null;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const digit of digits) {
    const value = BASE64.indexOf(digit);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >>> bits) & 255;
  }
  return bytes;
}

/** BIP174's first entry: the transaction without signatures. */
function unsignedOf(bytes: Uint8Array, chain: string): Transaction | null {
  if (!equalBytes(bytes.subarray(0, 5), MAGIC) || bytes[5] !== 1 || bytes[6] !== 0) return null;
  const first = bytes[7] ?? 255;
  const [from, length] =
    first < 253
      ? [8, first]
      : first === 253
        ? [10, (bytes[8] ?? 0) | ((bytes[9] ?? 0) << 8)]
        : first === 254
          ? [12, readUint32(bytes, 8)]
          : [8, 0];
  return from + length > bytes.length ? null : parseTransaction(bytes.subarray(from, from + length), KNOWN_CHAINS.get(chain));
}

/** What chain data are said to show, when it was closed and now, against what travels in the file. */
function checkBecame(seizure: number, item: JsonObject, transactions: TransactionIndex, findings: Findings): void {
  const { coins, chain, agency, now, closings, withdrawn } = item;
  const became = readShape(
    now,
    { state: text, transactions: list, differences: list },
    { findings, check: CHECK, file: SEIZURES, at: `seizure ${seizure}.now` },
  );
  if (became === null) return;
  if ((became.state === 'withdrawn') !== (withdrawn !== null)) findings.fail(CHECK, SEIZURES, say.stateSentence(seizure, became.state));
  const shown = items(became.transactions as Json);
  // Blocks can leave the chain after a record was closed: what was recorded is the journal's, and is held against the chain only where it stands.
  const recorded = items(closings).flatMap((one) => items(one['transactions']));
  const left = recorded.filter((one) => !shown.some((now) => now['txid'] === one['txid'] && now['blockHash'] === one['blockHash']));
  const all = [...shown, ...recorded.filter((one) => !left.includes(one))];
  if (!isObject(coins)) {
    if (all.length + left.length > 0) findings.notChecked(say.movedNotHereSentence(all.length + left.length));
    return;
  }
  const planned = items(coins['outputs']).flatMap(({ outpoint, part }) => (part === null ? [] : [String(outpoint)]));
  const network = KNOWN_CHAINS.get(String(chain));
  const paidBy = ({ outputs }: Transaction): bigint =>
    outputs
      .filter(({ script }) => network !== undefined && addressOf(script, network).address === agency)
      .reduce((value, { valueSat }) => value + valueSat, 0n);
  let absent = 0;
  for (const moved of all) {
    const found = transactions.get(String(chain), String(moved['txid']));
    if (found === undefined) {
      absent += 1;
      continue;
    }
    const places = { blockHash: found.blockHash, height: found.height, timeSeconds: found.time };
    for (const [member, value] of Object.entries(places))
      if (moved[member] !== value) findings.fail(CHECK, SEIZURES, say.movedSentence(found.txid, `${member} is not the one of its block`));
    if (!found.inputs.some(({ outpoint }) => outpoint !== null && planned.includes(outpoint)))
      findings.fail(CHECK, SEIZURES, say.movedSentence(found.txid, 'it spends no output that was listed'));
    if (network !== undefined && sum(items(moved['paid']), 'amount') !== paidBy(found))
      findings.fail(CHECK, SEIZURES, say.movedSentence(found.txid, 'it pays the address another amount'));
  }
  if (left.length > 0) findings.notChecked(say.leftSentence(seizure, left.length));
  if (absent > 0) findings.notChecked(say.movedNotHereSentence(absent));
  else {
    const plan: Plan = { chain: String(chain), planned, transactions, pays: (one) => paidBy(one) > 0n };
    checkState(seizure, became.state, items(became.transactions as Json), plan, findings);
  }
}

interface Plan {
  readonly chain: string;
  readonly planned: readonly string[];
  readonly transactions: TransactionIndex;
  readonly pays: (transaction: Transaction) => boolean;
}

/** With every transaction here: all, some or none of what was planned is spent by them. */
function checkState(
  seizure: number,
  state: string,
  moved: readonly JsonObject[],
  { chain, planned, transactions, pays }: Plan,
  findings: Findings,
): void {
  const ours = new Set(moved.map(({ txid }) => String(txid)));
  const unsaid = new Set(
    planned.flatMap((outpoint) =>
      transactions.spenders(chain, outpoint).filter((one) => one.height !== null && !ours.has(one.txid) && pays(one)),
    ),
  );
  for (const { txid } of unsaid) findings.fail(CHECK, SEIZURES, say.movedSentence(txid, 'it moves what was listed, and is not told'));
  const arrived = planned.filter((outpoint) => transactions.spenders(chain, outpoint).some(({ txid }) => ours.has(txid))).length;
  const states: Readonly<Record<string, boolean>> = {
    open: planned.length === 0,
    prepared: planned.length > 0 && arrived === 0,
    partly: arrived > 0 && arrived < planned.length,
    confirmed: arrived > 0 && arrived === planned.length,
    contradicted: planned.length > 0,
    withdrawn: true,
  };
  if (states[state] !== true) findings.fail(CHECK, SEIZURES, say.stateSentence(seizure, state));
}
