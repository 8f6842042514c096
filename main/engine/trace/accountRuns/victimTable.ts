// A table of victims as a run: what its rows mean among the movements held, and what reaches which endpoint for whom. Rows that mean
// nothing or several things are told and seed nothing; no claim is decided here.
import type { VictimPolicyView, VictimTableView } from '../../../../shared/contract/account.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { Steps } from '../../kernel/index.ts';
import { readPlainTable, readTime } from '../../intake/index.ts';
import {
  type AccountPolicyResult,
  type AccountTraceRequest,
  amountOf,
  type DoubleCount,
  moves,
  type NumberedSeed,
  traceVictims,
  type VictimPolicy,
  type VictimRow,
} from '../accounts/index.ts';
import { isNamed } from './assets.ts';
import { figureView, transferName, viewOfAsset, viewOfTransferAsset } from './describe.ts';
import { seedTransfers } from './seeds.ts';
import { exactAmount } from './statements.ts';
import type { AccountView } from './view.ts';

/** A row as it stood, kept with the run. */
export interface KeptVictim {
  readonly reference: string;
  readonly timeSeconds: number | null;
  /** Transaction, `TXID#PATH` or a bank's payment. */
  readonly payment: string;
  readonly amount: string;
  readonly asset: string;
}

export interface KeptVictims {
  readonly file: string;
  readonly rows: readonly KeptVictim[];
}

const COLUMNS = {
  reference: [
    'reference',
    'ref',
    'ref no',
    'victim',
    'victim reference',
    'claim',
    'case',
    'case no',
    'id',
    '整理番号',
    '被害者',
    '受付番号',
    '编号',
    '编号/案号',
    '案号',
    '編號',
    '案號',
    '被害人',
  ],
  date: ['date', 'time', 'datetime', 'payment date', '日付', '日時', '年月日', '日期', '时间', '時間', '交易日期', '转账时间', '轉帳時間'],
  payment: [
    ...['txid', 'tx', 'tx hash', 'txhash', 'transaction', 'transaction id', 'transaction hash', 'hash', 'payment', 'bank payment'],
    ...['payment id', 'txid or payment', '取引', '取引番号', '取引id', '交易哈希', '交易流水号', '流水号', '交易', '交易編號', '交易序號'],
  ],
  amount: ['amount', 'value', 'sum', '金額', '金额', '被害額', '交易金额', '交易金額'],
  asset: ['asset', 'currency', 'token', 'coin', '通貨', '币种', '幣別', '幣種'],
};

/** Faults: intake.malformed. */
export async function readVictims(path: string): Promise<KeptVictims> {
  const table = await readPlainTable(path, COLUMNS, ['reference', 'payment']);
  const rows = table.rows.map(({ row, cells }): KeptVictim => {
    // A date without a zone is meant to the day; what differs by less than a day is no problem of the row.
    const time = readTime(cells['date'] ?? '', { zoneMinutes: 0, dayOrder: null });
    return {
      reference: cells['reference'] === '' ? `row ${row}` : (cells['reference'] ?? ''),
      timeSeconds: time.ok ? time.seconds : null,
      ...{ payment: cells['payment'] ?? '', amount: cells['amount'] ?? '', asset: cells['asset'] ?? '' },
    };
  });
  if (rows.length === 0) throw new Fault('intake.malformed', { file: table.name, row: 0, reason: 'no rows' });
  return { file: table.name, rows };
}

interface Meant extends VictimRow {
  readonly kept: KeptVictim;
  /** Why no movement is meant, by code. */
  readonly problem: string | null;
}

/** [A30] One movement each: of the payment, of the asset where one is named, and of the amount where several are left. */
export function meantBy(view: AccountView, kept: KeptVictims, chain: string | undefined): Meant[] {
  return kept.rows.map((row) => {
    const nothing = (problem: string): Meant => ({
      ...{ reference: row.reference, timeSeconds: row.timeSeconds, transfer: null, amount: null, kept: row, problem },
    });
    let named: number[];
    try {
      named = row.payment === '' ? [] : [...new Set(seedTransfers(view, row.payment, chain))];
    } catch (fault) {
      if (!(fault instanceof Fault) || fault.code !== 'trace.seedUnknown') throw fault;
      named = [];
    }
    const moving = named.filter(
      (one) => moves(view.slice, one) && amountOf(view.slice, one) > 0n && viewOfTransferAsset(view, one).standing !== 'counterfeit',
    );
    if (moving.length === 0) return nothing('transferNotFound');
    const ofAsset = row.asset === '' ? moving : moving.filter((one) => isNamed(viewOfTransferAsset(view, one), row.asset));
    if (ofAsset.length === 0) return nothing('otherAsset');
    const claimed = (one: number): bigint | null =>
      row.amount === '' ? null : exactAmount(row.amount, viewOfTransferAsset(view, one).decimals ?? 0);
    if (row.amount !== '' && ofAsset.every((one) => claimed(one) === null)) return nothing('amountUnread');
    const equal = ofAsset.filter((one) => claimed(one) === amountOf(view.slice, one));
    const [only] = equal.length > 0 ? equal : ofAsset;
    if (only === undefined || (equal.length > 0 ? equal : ofAsset).length > 1) return nothing('severalTransfers');
    return { reference: row.reference, timeSeconds: row.timeSeconds, transfer: only, amount: claimed(only), kept: row, problem: null };
  });
}

export interface VictimRun {
  readonly seeds: readonly NumberedSeed[];
  readonly results: readonly AccountPolicyResult[];
  /** Adds what one more policy gave. */
  add(policy: string): Steps<void>;
  table(): VictimTableView;
}

/** One run over all rows, policy by policy. */
export function victimRun(
  view: AccountView,
  kept: KeptVictims,
  rows: readonly Meant[],
  base: Omit<AccountTraceRequest, 'policies' | 'seeds'>,
): VictimRun {
  const results: AccountPolicyResult[] = [];
  const policies: Record<string, VictimPolicyView> = {};
  let seeds: readonly NumberedSeed[] = [];
  let problems: VictimTableView['problems'] = [];
  return {
    results,
    get seeds() {
      return seeds;
    },
    *add(policy) {
      const table = yield* traceVictims(view.slice, rows, { ...base, policies: [policy] });
      results.push(...table.run.policies);
      seeds = table.run.seeds;
      problems = table.problems.map(({ reference, problem }) => {
        const { kind, ...values } = problem;
        const unfound = kind === 'transferNotFound' ? rows.find((row) => row.reference === reference)?.problem : null;
        return {
          ...{ reference, code: unfound ?? kind },
          values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
        };
      });
      for (const one of table.policies) policies[one.policy] = describe(view, one);
    },
    table: () => ({
      file: kept.file,
      rows: rows.map(({ reference, timeSeconds, transfer, amount, kept: row }) => ({
        ...{ reference, timeSeconds, payment: row.payment, transfer: transfer === null ? null : transferName(view, transfer) },
        asset: transfer === null ? null : viewOfTransferAsset(view, transfer),
        claimed: transfer === null ? null : `${amount ?? amountOf(view.slice, transfer)}`,
      })),
      ...{ problems, policies },
    }),
  };
}

function describe(view: AccountView, { victims, doubleCounts }: VictimPolicy): VictimPolicyView {
  return {
    victims: victims.map(({ reference, contributed, endpoints, fees }) => ({
      ...{ reference, contributed: `${contributed}` },
      endpoints: endpoints.map(({ ledger, state, figure }) => ({ ...placeOf(view, ledger), state, figure: figureView(figure) })),
      fees: fees.map(({ asset, amount }) => ({ asset: viewOfAsset(view, asset), amount: `${amount}` })),
    })),
    doubleCounts: doubleCounts.map((double) => describeDouble(view, double, victims)),
  };
}

function placeOf({ slice, names, ...view }: AccountView, ledger: number) {
  const asset = slice.ledgerAsset[ledger] as number;
  return {
    chain: names.chains[slice.assetChain[asset] as number] as string,
    account: names.accounts[slice.ledgerAccount[ledger] as number] as string,
    asset: viewOfAsset({ slice, names, ...view }, asset),
  };
}

function describeDouble(
  view: AccountView,
  double: DoubleCount,
  victims: readonly { readonly reference: string; readonly asset: number | null }[],
): VictimPolicyView['doubleCounts'][number] {
  switch (double.kind) {
    case 'claims':
      return {
        ...{ kind: 'claims', about: transferName(view, double.transfer), references: [...double.references] },
        ...{ asset: viewOfTransferAsset(view, double.transfer), sum: `${double.sum}`, whole: `${double.whole}` },
      };
    case 'reached': {
      const asset = victims.find(({ reference }) => reference === double.reference)?.asset ?? 0;
      return {
        ...{ kind: 'reached', about: double.reference, references: [double.reference], asset: viewOfAsset(view, asset) },
        ...{ sum: `${double.claimed}`, whole: `${double.contributed}` },
      };
    }
    case 'endpoint': {
      const { account, asset } = placeOf(view, double.ledger);
      return {
        ...{ kind: 'endpoint', about: `${account} ${double.state}`, references: [], asset },
        ...{ sum: `${double.sum}`, whole: `${double.whole}` },
      };
    }
  }
}
