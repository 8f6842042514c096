// Bank payments beside chain transfers that could be the same money, by a table of rates that the examiner gives: sourced, dated, and never
// part of a trace. It lists with rivals and decides nothing; a link is made by the examiner alone, with a reason, in the journal.
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { accountChain } from '../../chains/index.ts';
import { currencyDecimals, readPlainTable, readTime } from '../../intake/index.ts';
import {
  amountOf,
  type CandidateLink,
  type ChainTransfer,
  chainOf,
  findCandidateLinks,
  isFee,
  kindOf,
  moves,
  type Payment,
  timeOf,
  type TransferName,
} from '../accounts/index.ts';
import { asNamedNow, pairKey, standingJudgements } from './acceptedLinks.ts';
import { dayOf, nameOfTransfer, transferName, viewOfTransferAsset } from './describe.ts';
import { type AccountView, accountViewOf, type ViewWork } from './view.ts';

type Input = CallInput<'account.candidates'>;
type Output = CallOutput<'account.candidates'>;

interface Rate {
  readonly pair: string;
  readonly timeSeconds: number;
  readonly text: string;
  /** Rate as whole number over a power of ten. */
  readonly value: bigint;
  readonly scale: bigint;
  readonly source: string;
}

const MOST_SHOWN = 500;
const COLUMNS = {
  time: ['time', 'date', 'datetime', 'timestamp', '日付', '日時', '日期', '时间', '時間'],
  pair: ['pair', 'symbol', 'market', '通貨ペア', '交易对', '交易對', '币对'],
  rate: ['rate', 'price', 'close', 'レート', '汇率', '匯率', '价格', '價格'],
  source: ['source', 'origin', '出典', '来源', '來源'],
};

/** A rate without a source or a time is none. Faults: intake.malformed. */
export async function readRates(path: string): Promise<{ readonly file: string; readonly rates: Rate[] }> {
  const { name, rows } = await readPlainTable(path, COLUMNS, ['time', 'pair', 'rate', 'source']);
  const rates = rows.map(({ row, cells }): Rate => {
    const time = readTime(cells['time'] ?? '', { zoneMinutes: 0, dayOrder: null });
    const number = /^(\d{1,30})(?:\.(\d{1,30}))?$/.exec((cells['rate'] ?? '').replaceAll(',', ''));
    const pair = (cells['pair'] ?? '').toUpperCase().replace(/[-_ ]/g, '/');
    const source = cells['source'] ?? '';
    if (!time.ok || time.seconds === null || number === null || !/^[^/]+\/[^/]+$/.test(pair) || source === '')
      throw new Fault('intake.malformed', { file: name, row, reason: 'time, pair (USDT/CNY), rate and source are needed in every row' });
    const [, whole = '0', fraction = ''] = number;
    return {
      ...{ pair, timeSeconds: time.seconds, text: number[0], source },
      ...{ value: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length) },
    };
  });
  return { file: name, rates };
}

/** Rates older or younger than this say nothing of a transfer. */
const RATE_AGE_SECONDS = 86_400;

type RatesByPair = ReadonlyMap<string, readonly Rate[]>;

function ratesByPair(rates: readonly Rate[]): RatesByPair {
  const found = new Map<string, Rate[]>();
  for (const rate of [...rates].sort((a, b) => a.timeSeconds - b.timeSeconds)) {
    const own = found.get(rate.pair);
    if (own === undefined) found.set(rate.pair, [rate]);
    else own.push(rate);
  }
  return found;
}

/** The rate nearest in time, the earlier of two that are equally near. */
function rateAt(rates: RatesByPair, pair: string, timeSeconds: number): Rate | null {
  const own = rates.get(pair) ?? [];
  let low = 0;
  let high = own.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((own[middle] as Rate).timeSeconds < timeSeconds) low = middle + 1;
    else high = middle;
  }
  const near = [own[low - 1], own[low]].filter((one) => one !== undefined);
  const age = (rate: Rate): number => Math.abs(rate.timeSeconds - timeSeconds);
  const [nearest] = near.filter((rate) => age(rate) <= RATE_AGE_SECONDS).sort((a, b) => age(a) - age(b));
  return nearest ?? null;
}

const SAME_CURRENCY: Rate = { pair: '1', timeSeconds: 0, text: '1', value: 1n, scale: 1n, source: '' };

interface Priced extends ChainTransfer {
  readonly rate: Rate | null;
}

/** [A32] */
export async function findCandidates(session: CaseSession, input: Input, ratesPath: string, work: ViewWork): Promise<Output> {
  const { file, rates } = await readRates(ratesPath);
  const view = await accountViewOf(session, work);
  const standing = standingJudgements(session.current()).map((one) => asNamedNow(view.transactions, one) ?? one);
  const judged = new Map(standing.map((one) => [pairKey(one), one]));
  const verdictOf = (a: TransferName, b: TransferName): Output['candidates'][number]['verdict'] =>
    (judged.get(pairKey({ from: a, to: b })) ?? judged.get(pairKey({ from: b, to: a })))?.verdict ?? 'open';
  const named = namesOfAccounts(session);
  const candidates: Output['candidates'] = [];
  let unpriced = 0;
  let more = 0;
  const options = {
    toleranceBasisPoints: input.toleranceBasisPoints ?? 200,
    beforeSeconds: input.beforeSeconds ?? 3600,
    afterSeconds: input.afterSeconds ?? 86_400,
  };
  const chainNumber = (transfer: number): number => chainOf(view.slice, transfer);
  for (const [currency, all] of paymentsIn(view, input.account)) {
    const transfers = transfersIn(view, rates, currency, named);
    unpriced += transfers.filter(({ worth }) => worth === null).length;
    for (const ledger of new Set(all.map(({ transfer }) => chainNumber(transfer)))) {
      const payments = all.filter(({ transfer }) => chainNumber(transfer) === ledger);
      // Of two ledgers each pair once, and no pair inside one ledger.
      const others = transfers.filter(
        ({ transfer, rate }) => chainNumber(transfer) !== ledger && (rate !== SAME_CURRENCY || chainNumber(transfer) > ledger),
      );
      const byTransfer = new Map(others.map((one) => [one.transfer, one]));
      const byPayment = new Map(payments.map((one) => [one.id, one]));
      for (const link of findCandidateLinks(payments, others, options)) {
        if (candidates.length >= MOST_SHOWN) {
          more++;
          continue;
        }
        const payment = byPayment.get(link.payment) as KnownPayment;
        const verdict = verdictOf(nameOfTransfer(view, payment.transfer), nameOfTransfer(view, link.transfer));
        candidates.push(describe(view, link, payment, byTransfer.get(link.transfer) as Priced, currency, verdict));
      }
    }
  }
  return { rates: file, candidates, more, unpriced };
}

interface KnownPayment extends Payment {
  readonly transfer: number;
}

/** Rows of ledgers in currencies, without those that an exchange's reply already ties to a chain. */
function paymentsIn(view: AccountView, account: string | undefined): Map<string, KnownPayment[]> {
  const { slice, names } = view;
  const found = new Map<string, KnownPayment[]>();
  const linked = linkedNames(view);
  for (let transfer = 0; transfer < slice.transferCount; transfer++) {
    const chain = names.chains[chainOf(slice, transfer)] as string;
    if (accountChain(chain)?.family !== 'ledger' || kindOf(slice, transfer) !== 'ledger' || !moves(slice, transfer)) continue;
    const asset = viewOfTransferAsset(view, transfer);
    const time = timeOf(slice, transfer);
    if (asset.kind !== 'fiat' || asset.symbol === null || time < 0 || linked.has(transferName(view, transfer))) continue;
    const sides = [slice.fromLedger[transfer], slice.toLedger[transfer]].map(
      (ledger) => names.accounts[slice.ledgerAccount[ledger as number] as number],
    );
    if (account !== undefined && !sides.includes(account) && chain !== account) continue;
    const id = names.transaction(slice.transferTransaction[transfer] as number);
    const counterparty = view.transactions.get(chain)?.get(id)?.facts?.['counterpartyName'] ?? null;
    const payment = {
      id: `${chain} ${transferName(view, transfer)}`,
      ...{ timeSeconds: time, lastSeconds: lastSecond(view, transfer, time) },
      amount: amountOf(slice, transfer),
      counterparty,
      transfer,
    };
    const own = found.get(asset.symbol);
    if (own === undefined) found.set(asset.symbol, [payment]);
    else own.push(payment);
  }
  return found;
}

const DAY_SECONDS = 86_400;

/** Of a row that gives a day alone, the day's last second. */
export function lastSecond(view: AccountView, transfer: number, time: number): number {
  return dayOf(view, transfer).day === undefined ? time : time + DAY_SECONDS - 1;
}

function linkedNames(view: AccountView): Set<string> {
  return new Set(
    view.links.flatMap(({ ins, outs }) =>
      [...ins, ...outs].flatMap((name) => {
        const transfer = view.names.transfer(name);
        return transfer === null ? [] : [transferName(view, transfer)];
      }),
    ),
  );
}

/** What every transfer of a known issuer's asset was worth in the currency; null where no rate is near in time. */
function transfersIn(view: AccountView, rates: readonly Rate[], currency: string, named: ReadonlyMap<string, string>): Priced[] {
  const { slice, names } = view;
  const found: Priced[] = [];
  const linked = linkedNames(view);
  const unit = 10n ** BigInt(currencyDecimals(currency) ?? 2);
  const byPair = ratesByPair(rates);
  for (let transfer = 0; transfer < slice.transferCount; transfer++) {
    if (isFee(slice, transfer) || !moves(slice, transfer)) continue;
    const chain = names.chains[chainOf(slice, transfer)] as string;
    const isLedger = accountChain(chain)?.family === 'ledger';
    const asset = viewOfTransferAsset(view, transfer);
    const time = timeOf(slice, transfer);
    // A row of another ledger in the same currency is worth what it says.
    if (isLedger && (asset.kind !== 'fiat' || asset.symbol !== currency || kindOf(slice, transfer) !== 'ledger')) continue;
    if (asset.standing !== 'issuer' || asset.symbol === null || asset.decimals === null || time < 0) continue;
    if (linked.has(transferName(view, transfer))) continue;
    const rate = isLedger ? SAME_CURRENCY : rateAt(byPair, `${asset.symbol.toUpperCase()}/${currency}`, time);
    const worth = rate === null ? null : (amountOf(slice, transfer) * rate.value * unit) / (rate.scale * 10n ** BigInt(asset.decimals));
    const accounts = [slice.toLedger[transfer], slice.fromLedger[transfer]].map(
      (ledger) => named.get(`${chain} ${names.accounts[slice.ledgerAccount[ledger as number] as number]}`) ?? null,
    );
    found.push({
      transfer,
      timeSeconds: time,
      lastSeconds: lastSecond(view, transfer, time),
      worth,
      named: accounts[0] ?? accounts[1] ?? null,
      rate,
    });
  }
  return found;
}

function namesOfAccounts(session: CaseSession): Map<string, string> {
  const found = new Map<string, string>();
  for (const { chain, address, label } of session.current().labels.all()) if (chain !== null) found.set(`${chain} ${address}`, label);
  return found;
}

function describe(
  view: AccountView,
  link: CandidateLink,
  payment: KnownPayment,
  priced: Priced,
  currency: string,
  verdict: Output['candidates'][number]['verdict'],
): Output['candidates'][number] {
  const { slice, names } = view;
  const rate = priced.rate === SAME_CURRENCY ? null : priced.rate;
  const legOf = (transfer: number) => {
    const text = (ledger: number): string | null =>
      ledger === 0 ? null : (names.accounts[slice.ledgerAccount[ledger] as number] as string);
    return {
      chain: names.chains[chainOf(slice, transfer)] as string,
      transfer: transferName(view, transfer),
      from: text(slice.fromLedger[transfer] as number),
      to: text(slice.toLedger[transfer] as number),
      asset: viewOfTransferAsset(view, transfer),
      amount: `${amountOf(slice, transfer)}`,
      ...{ timeSeconds: timeOf(slice, transfer), ...dayOf(view, transfer) },
    };
  };
  return {
    ...{ rule: link.rule, payment: legOf(payment.transfer), transfer: legOf(link.transfer), counterparty: payment.counterparty },
    ...{ currency, worth: `${priced.worth ?? 0n}`, difference: `${link.difference}`, seconds: link.seconds },
    ...{ sameName: link.sameName, rivals: link.rivals, verdict },
    rate: rate === null ? null : { pair: rate.pair, rate: rate.text, timeSeconds: rate.timeSeconds, source: rate.source },
    found: {
      ...{ rule: link.rule, difference: `${link.difference}`, seconds: `${link.seconds}`, rivals: `${link.rivals}` },
      ...(rate === null ? {} : { pair: rate.pair, rate: rate.text, rateTime: `${rate.timeSeconds}`, rateSource: rate.source }),
    },
  };
}
