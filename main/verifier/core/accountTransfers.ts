// account-transfers.csv (SPEC [X3]): every line against the row of the ledger it names and, where the run was worked out again, against
// the amounts and hops that follow.
import type { CheckedAccountRun } from './accountRuns.ts';
import { assetKey, type StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import type { BagContents } from './bagit.ts';
import type { Findings } from './findings.ts';
import { csvRowsOf } from './transfers.ts';

const FILE = 'data/account-transfers.csv';
const CHECK = 'accountTransfers';
const COLUMNS =
  'run,policy,hop,row,chain,transaction,path,block,time_utc,kind,from,to,symbol,asset,amount_smallest_unit,traced_smallest_unit,amount,traced,proof'.split(
    ',',
  );

function guarded(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

function inCoins(amount: string, decimals: number | null): string {
  if (decimals === null) return '';
  const digits = amount.padStart(decimals + 1, '0');
  const rest = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 || rest === '' ? whole : `${whole}.${rest}`;
}

export function checkAccountTransfers(contents: BagContents, runs: readonly CheckedAccountRun[], findings: Findings): void {
  const bytes = contents.bytes.get(FILE);
  if (bytes === undefined) return;
  const byRun = new Map(runs.map((run) => [run.run, run]));
  const seen = new Map<string, Set<number>>();
  let before = { run: 0, policy: '', row: -1 };
  let line = 0;
  for (const cells of csvRowsOf(bytes)) {
    line += 1;
    if (cells === null || (line === 1 && cells.join(',') !== COLUMNS.join(','))) {
      findings.fail(CHECK, FILE, say.csvSentence());
      return;
    }
    if (line === 1) continue;
    const run = byRun.get(Number(cells[0]));
    const policies = [...(run?.policies.keys() ?? [])];
    const place = policies.indexOf(cells[1] ?? '');
    const row = run?.rows[Number(cells[3])];
    if (cells.length !== COLUMNS.length || run === undefined || row === undefined || place < 0) {
      findings.fail(CHECK, FILE, say.csvLineSentence(line));
      continue;
    }
    const key = `${run.run} ${policies[place]}`;
    const here = { run: run.run, policy: key, row: row.row };
    // By run, each policy's lines together (the result names its policies in no order), by row.
    const follows = before.policy === key ? before.row < here.row : before.run <= here.run && !seen.has(key);
    if (!follows) findings.fail(CHECK, FILE, say.csvLineSentence(line));
    before = here;
    const rows = seen.get(key) ?? new Set<number>();
    seen.set(key, rows.add(row.row));
    const answer = run.policies.get(policies[place] as string);
    const move = answer?.moves.get(row.row);
    if (answer !== null && answer !== undefined && move === undefined) {
      findings.fail(CHECK, FILE, say.csvExtraSentence(line));
      continue;
    }
    const stated = /^(0|[1-9][0-9]{0,77})$/.test(cells[15] ?? '') ? (cells[15] as string) : '0';
    const expected = cellsOf(run, row, cells, move === undefined ? null : { hops: move.hops, amount: String(move.amount) }, stated);
    COLUMNS.forEach((column, at) => {
      if (cells[at] !== guarded(expected[at] as string))
        findings.fail(CHECK, FILE, say.csvCellSentence(line, column, expected[at] as string));
    });
  }
  if (line === 0) findings.fail(CHECK, FILE, say.csvSentence());
  for (const run of runs)
    for (const [policy, answer] of run.policies) {
      if (answer === null) {
        findings.notChecked(say.csvOpenSentence(run.run, policy));
        continue;
      }
      const listed = seen.get(`${run.run} ${policy}`) ?? new Set();
      for (const row of answer.moves.keys()) if (!listed.has(row)) findings.fail(CHECK, FILE, say.csvMissingSentence(run.run, policy, row));
    }
  findings.pass(CHECK, FILE, say.csvHolds(Math.max(line - 1, 0)));
}

function cellsOf(
  run: CheckedAccountRun,
  row: StatedRow,
  cells: readonly string[],
  move: { readonly hops: number; readonly amount: string } | null,
  stated: string,
): string[] {
  const asset = run.assets.get(assetKey(row.chain, row.asset));
  const { kind, contract, tokenId } = row.asset;
  const decimals = asset?.decimals ?? null;
  const traced = move?.amount ?? stated;
  return [
    ...[String(run.run), cells[1] as string, move === null ? (cells[2] as string) : String(move.hops), String(row.row)],
    ...[row.chain, row.transaction, row.path, row.block === null ? '' : String(row.block)],
    row.day ?? (row.time === null ? '' : new Date(row.time * 1000).toISOString().replace('.000Z', 'Z')),
    ...[row.kind, row.from ?? '', row.to ?? '', asset?.symbol ?? ''],
    contract === null ? kind : tokenId === null ? contract : `${contract} ${tokenId}`,
    ...[row.amount, traced, inCoins(row.amount, decimals), inCoins(traced, decimals), row.grade],
  ];
}
