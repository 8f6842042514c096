// Practice case three from a seed: a ring that dresses laundering as trade, over a bank, invoices, a register and USDT on TRON, with the
// exchange's answer kept back until it is asked for. Same seed, same bytes.
import { TRON_TRAINING } from '../chains/index.ts';
import { type SeededGenerator, seededGenerator } from './seededGenerator.ts';
import { type BankPayment, bankPayments, FLAGGED_DAY, RING_DAYS } from './tradeBank.ts';
import { at, CONTROLLER, DEALER, HONEST_COMPANIES, RING_COMPANIES } from './tradeCast.ts';
import { tradeChain, type TradeChain } from './tradeChain.ts';
import {
  BANK_NAME,
  bankStatement,
  exchangeAnswer,
  exchangeLabels,
  invoiceList,
  networkTable,
  openingRecords,
  yenRates,
} from './tradeFiles.ts';
import { tradeTask } from './tradeTask.ts';
import { type TradeTruth, tradeTruthDocument } from './tradeTruth.ts';

export interface TradeStory {
  /** File name → bytes; all but the answer are there at the beginning, and `truth.json` is not among them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly answer: Uint8Array;
  readonly labels: string;
  readonly task: string;
  readonly truth: TradeTruth;
  readonly truthDocument: string;
}

const DEFAULT_SEED = 'tracehold training trade 1';
/** Time zone of the files that state none. */
export const TRADE_ZONE_MINUTES = 540;

/** The first four are taken in, then the table of networks; rates are read where payments are compared with movements. */
export const TRADE_FILES = {
  ...{ chain: 'tron-node.jsonl', bank: 'bank.csv', invoices: 'invoices.csv', records: 'account-records.csv' },
  ...{ networks: 'networks.csv', rates: 'rates.csv' },
} as const;
export const TRADE_ANSWER = 'exchange-answer.csv';
export const TRADE_NETWORKS_DAY = '2026-03-01';

export function simulateTrade(options: { readonly seed?: string } = {}): TradeStory {
  const seed = options.seed ?? DEFAULT_SEED;
  const random: SeededGenerator = seededGenerator(seed);
  const payments = bankPayments(random);
  const chain = tradeChain(seed, random);
  const truth = truthOf(payments, chain);
  const text = new TextEncoder();
  return {
    files: new Map([
      [TRADE_FILES.chain, text.encode(`${chain.lines.join('\n')}\n`)],
      [TRADE_FILES.bank, bankStatement(payments)],
      [TRADE_FILES.invoices, invoiceList(payments)],
      [TRADE_FILES.records, openingRecords()],
      [TRADE_FILES.networks, networkTable()],
      [TRADE_FILES.rates, yenRates()],
    ]),
    answer: exchangeAnswer(truth, chain.timeOf),
    labels: exchangeLabels(truth),
    task: tradeTask(truth),
    truth,
    truthDocument: tradeTruthDocument(truth),
  };
}

function truthOf(payments: readonly BankPayment[], chain: TradeChain): TradeTruth {
  const [aoba, kirishima, , hakuro] = RING_COMPANIES;
  const paid = (from: string, to: string): BankPayment => {
    const found = payments.find(
      (one) =>
        one.from.account === from && one.to.account === to && one.seconds > at(FLAGGED_DAY, 0, 0) && one.seconds < at(FLAGGED_DAY, 23, 59),
    );
    if (found === undefined) throw new Error(`no payment ${from} to ${to}`);
    return found;
  };
  const flagged = paid(aoba.account, kirishima.account);
  const purchase = paid(hakuro.account, DEALER.account);
  const bought = chain.bought[FLAGGED_DAY];
  if (bought === undefined || RING_DAYS.length !== chain.bought.length) throw new Error('the dealer pays on every working day');
  return {
    ...{ chain: TRON_TRAINING.id, ledger: `ledger:${BANK_NAME.toLowerCase()}` },
    flagged: { reference: flagged.id, from: flagged.from.account, to: flagged.to.account, yen: flagged.yen },
    ringAccounts: RING_COMPANIES.map(({ account }) => account),
    honestAccounts: HONEST_COMPANIES.map(({ account }) => account),
    purchase: { reference: purchase.id, yen: purchase.yen, txid: bought.txid, usdtMicro: bought.amountMicro },
    wallets: chain.wallets,
    deposited: chain.deposited,
    person: {
      ...{ name: CONTROLLER.exchangeName, bankName: CONTROLLER.bankName, customer: CONTROLLER.customer, bankAccount: CONTROLLER.account },
      companies: RING_COMPANIES.map(({ name }) => name),
    },
    // 2,700,000 come; 2,600,000 go to the dealer and 100,000 to the controller. 2,600,000 at 150, less 1 %: 17,160 USDT, all of which ends
    // at the deposit address beside 13,200 of the day before.
    expected: { [chain.wallets.deposit]: 17_160_000_000n, [CONTROLLER.account]: 100_000n },
  };
}
