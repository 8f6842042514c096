// transfers.csv (SPEC [R6]): every row against the recomputed runs and the raw transactions. Hop and labels are the examiner's.
import { addressOf } from './address.ts';
import type { BagContents } from './bagit.ts';
import { utf8Decode } from './bytes.ts';
import { KNOWN_CHAINS } from './constants.ts';
import { outpoint as isOutpoint } from './fields.ts';
import type { Findings } from './findings.ts';
import { splitOutpoint, type TransactionIndex } from './proofs.ts';
import { type CheckedPolicy, type CheckedRun, chainOrder } from './runs.ts';
import * as say from './sentences.ts';

const FILE = 'data/transfers.csv';
const COLUMNS = 'run,policy,hop,txid,height,block_timestamp_utc,position,outpoint,address,value_sat,amount_sat,state,spent_by,labels'.split(
  ',',
);

/** RFC 4180 with CRLF; null where a quote or a line end is out of place. */
export function parseCsv(text: string): string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; ; at += 2) {
        const end = text.indexOf('"', at);
        if (end < 0) return null;
        field += text.slice(at, end);
        at = end;
        if (text[end + 1] !== '"') break;
        field += '"';
      }
      at += 1;
    } else {
      const start = at;
      while (at < text.length && !',\r\n"'.includes(text[at] as string)) at += 1;
      field = text.slice(start, at);
    }
    row.push(field);
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) return null;
      if (text.startsWith('\r\n', at)) {
        row.push('');
        rows.push(row);
        row = [];
        at += 2;
      }
    } else if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else return null;
  }
  return row.length === 0 ? rows : null;
}

/** The same row by row, so that a large table is never one text. */
export function* csvRowsOf(bytes: Uint8Array): Generator<string[] | null> {
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x22) isQuoted = !isQuoted;
    if (byte !== 0x0a || isQuoted) continue;
    const text = utf8Decode(bytes.subarray(start, at + 1));
    const rows = text === null ? null : parseCsv(text);
    yield rows?.length === 1 ? (rows[0] ?? null) : null;
    start = at + 1;
  }
  if (start < bytes.length) yield null;
}

/** A field that a spreadsheet would read as a formula is written behind an apostrophe. */
function guarded(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

function timestamps(seconds: number): readonly string[] {
  const full = new Date(seconds * 1000).toISOString();
  return [full.replace('.000Z', 'Z'), full];
}

export function checkTransfers(
  contents: BagContents,
  runs: readonly CheckedRun[] | null,
  transactions: TransactionIndex,
  findings: Findings,
): void {
  const bytes = contents.bytes.get(FILE);
  if (bytes === undefined) return;
  const text = utf8Decode(bytes);
  const rows = text === null ? null : parseCsv(text);
  if (rows === null || rows[0]?.join(',') !== COLUMNS.join(',')) {
    findings.fail('transfers', FILE, say.csvSentence());
    return;
  }
  if (runs === null) return;
  const groups = runs.flatMap((run) => run.policies.map((policy) => ({ run, policy, key: `${run.run} ${policy.policy}` })));
  const order = new Map(groups.map((group, index) => [group.key, index]));
  const seen = new Map<string, Set<string>>(groups.map((group) => [group.key, new Set<string>()]));
  let lastGroup = -1;
  let lastOutpoint = '';
  for (const [index, fields] of rows.slice(1).entries()) {
    const line = index + 2;
    const [run = '', policy = '', hop = '', , , , , outpoint = ''] = fields;
    const number = order.get(`${run} ${policy}`);
    if (fields.length !== COLUMNS.length || number === undefined || !isOutpoint(outpoint) || !/^(0|[1-9][0-9]*)$/.test(hop)) {
      findings.fail('transfers', FILE, say.csvRowSentence(line));
      continue;
    }
    const group = groups[number] as (typeof groups)[number];
    const rowsOfGroup = seen.get(group.key) as Set<string>;
    if (rowsOfGroup.has(outpoint)) findings.fail('transfers', FILE, say.csvTwiceSentence(line, outpoint));
    rowsOfGroup.add(outpoint);
    if (number < lastGroup || (number === lastGroup && outOfOrder(lastOutpoint, outpoint, group.run.chain, transactions)))
      findings.fail('transfers', FILE, say.csvOrderSentence(line));
    lastGroup = number;
    lastOutpoint = outpoint;
    checkRow(fields, line, group.run, group.policy, transactions, findings);
  }
  for (const group of groups) {
    const present = seen.get(group.key) as Set<string>;
    const expected = group.policy.traced ?? group.policy.holdings;
    for (const outpoint of expected.keys())
      if (!present.has(outpoint)) findings.fail('transfers', FILE, say.csvMissingSentence(group.run.run, group.policy.policy, outpoint));
    if (group.policy.traced === null && present.size > 0) findings.notChecked(say.csvAmountsSentence(group.run.run, group.policy.policy));
  }
  findings.count('transferRows', rows.length - 1);
  findings.notChecked(say.csvColumnsSentence());
  findings.pass('transfers', FILE, say.transfersHold(rows.length - 1));
}

function outOfOrder(before: string, after: string, chain: string, transactions: TransactionIndex): boolean {
  const a = transactions.get(chain, before.slice(0, 64));
  const b = transactions.get(chain, after.slice(0, 64));
  if (a === undefined || b === undefined) return false;
  return (chainOrder(a, b) || (a === b ? splitOutpoint(before).index - splitOutpoint(after).index : 0)) > 0;
}

function checkRow(
  fields: readonly string[],
  line: number,
  run: CheckedRun,
  policy: CheckedPolicy,
  transactions: TransactionIndex,
  findings: Findings,
): void {
  const [, , , txid = '', height, time = '', position, outpoint = '', address = '', value, amount = '', state = '', spentBy = ''] = fields;
  const wrong = (column: string, expected: string): void => findings.fail('transfers', FILE, say.csvCellSentence(line, column, expected));
  const { txid: creator, index } = splitOutpoint(outpoint);
  if (txid !== creator) wrong('txid', creator);
  const transaction = transactions.get(run.chain, creator);
  const output = transaction?.outputs[index];
  if (transaction === undefined) findings.notChecked(say.factsOnTrustSentence(run.run, outpoint));
  else if (output === undefined) findings.fail('transfers', FILE, say.noSuchOutputSentence(`line ${line}`, outpoint));
  else {
    if (height !== (transaction.height === null ? '' : String(transaction.height))) wrong('height', String(transaction.height ?? ''));
    if (!timestamps(transaction.time).includes(time)) wrong('block_timestamp_utc', timestamps(transaction.time)[0] as string);
    if (position !== String(transaction.position)) wrong('position', String(transaction.position));
    if (value !== output.valueSat.toString()) wrong('value_sat', output.valueSat.toString());
    const chain = KNOWN_CHAINS.get(run.chain);
    const reading = chain === undefined ? null : addressOf(output.script, chain);
    if (reading !== null && address !== guarded(reading.address ?? '') && !(reading.unsettled && address === ''))
      wrong('address', reading.address ?? '');
    if (/^(0|[1-9][0-9]{0,30})$/.test(amount) && BigInt(amount) > output.valueSat && policy.traced === null)
      wrong('amount_sat', `<= ${output.valueSat}`);
  }
  const holding = policy.holdings.get(outpoint);
  const expectedState = holding === undefined ? 'spent' : guarded(holding.state);
  if (state !== expectedState) wrong('state', expectedState);
  if (!/^[1-9][0-9]*$/.test(amount)) wrong('amount_sat', '> 0');
  else if (holding !== undefined && holding.amountSat !== amount) wrong('amount_sat', holding.amountSat);
  const traced = policy.traced?.get(outpoint);
  if (policy.traced !== null && traced === undefined) findings.fail('transfers', FILE, say.csvUntracedSentence(line, outpoint));
  if (traced !== undefined && traced.amountSat.toString() !== amount) wrong('amount_sat', traced.amountSat.toString());
  if (traced !== undefined && holding === undefined && run.direction === 'forward' && spentBy !== (traced.spentBy ?? ''))
    wrong('spent_by', traced.spentBy ?? '');
  else if (spentBy !== '') {
    const spenders = transactions.spenders(run.chain, outpoint);
    // A policy without proofs names spenders that the bag does not hold: its word, counted among what was not checked.
    const really = spenders.some((spender) => spender.txid === spentBy) || (!policy.carried && /^[0-9a-f]{64}$/.test(spentBy));
    if (!really || state === 'unspent') wrong('spent_by', '');
  }
}
