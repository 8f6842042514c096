// What is true about practice case three, as data, and the comparison of what was found with it. Never shown before grading. The figures were
// worked out by hand from the amounts of the plot (tradeBank.ts, tradeChain.ts), not by the program that they grade.
import type { RingFlow } from './ringTruth.ts';

export interface TradeWallets {
  readonly dealer: string;
  readonly collector: string;
  readonly hop: string;
  readonly deposit: string;
  readonly hot: string;
  readonly marketMaker: string;
  readonly shop: string;
}

export interface TradeTruth {
  /** The training chain of TRON, by its CAIP-2 id, and the bank as `intake --chain` wants it. */
  readonly chain: string;
  readonly ledger: string;
  readonly flagged: { readonly reference: string; readonly from: string; readonly to: string; readonly yen: bigint };
  /** The accounts that the money passes, the last of which pays the dealer; and what is round, recurring and level without being trade. */
  readonly ringAccounts: readonly string[];
  readonly honestAccounts: readonly string[];
  /** The payment to the dealer and what the dealer paid for it on the chain. */
  readonly purchase: { readonly reference: string; readonly yen: bigint; readonly txid: string; readonly usdtMicro: bigint };
  readonly wallets: TradeWallets;
  readonly deposited: readonly RingFlow[];
  readonly person: {
    readonly name: string;
    readonly bankName: string;
    readonly customer: string;
    readonly bankAccount: string;
    readonly companies: readonly string[];
  };
  /** From the flagged payment over the accepted pair, stopped at the deposit address, every wallet assumed complete: account → amount. */
  readonly expected: Readonly<Record<string, bigint>>;
}

export interface TradeFound {
  /** Policy → account → amount in the smallest unit. */
  readonly traced: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
  /** Accounts for which the typology was found. */
  readonly disguised: readonly string[];
  readonly asked: readonly string[];
  readonly named: readonly string[];
}

export interface TradeComparison {
  /** Poison is no amount and is left out. */
  readonly policies: Readonly<Record<string, { readonly identical: boolean }>>;
  readonly disguise: { readonly missed: readonly string[]; readonly wrong: readonly string[] };
  readonly asked: boolean;
  readonly named: boolean;
}

export function compareTrade({ traced, disguised, asked, named }: TradeFound, truth: TradeTruth): TradeComparison {
  const same = (own: Readonly<Record<string, bigint>>): boolean =>
    [...new Set([...Object.keys(own), ...Object.keys(truth.expected)])].every((account) => own[account] === truth.expected[account]);
  return {
    policies: Object.fromEntries(
      Object.entries(traced).flatMap(([policy, own]) => (policy === 'poison' ? [] : [[policy, { identical: same(own) }]])),
    ),
    disguise: {
      missed: truth.ringAccounts.filter((account) => !disguised.includes(account)),
      wrong: disguised.filter((account) => !truth.ringAccounts.includes(account)),
    },
    asked: asked.includes(truth.wallets.deposit),
    named: named.includes(truth.person.name) || named.includes(truth.person.bankName),
  };
}

export function tradeTruthDocument(truth: TradeTruth): string {
  return `${JSON.stringify(truth, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`;
}
