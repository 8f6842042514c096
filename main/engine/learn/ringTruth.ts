// What is true about practice case two, as data, and the comparison of a trace with it. Never shown before grading. The figures were
// worked out by hand from the amounts of the plot (ringPlot.ts), not by the program that they grade.
export interface RingFlow {
  readonly txid: string;
  readonly from: string;
  readonly to: string;
  /** Millionths of a USDT. */
  readonly amountMicro: bigint;
}

export interface RingTruth {
  /** The training chain of TRON, by its CAIP-2 id. */
  readonly chain: string;
  readonly tether: string;
  /** The exchange that sold the coins, the one that bought them, and the bank, as `intake --chain` wants them. */
  readonly ledgers: { readonly exchangeA: string; readonly exchangeB: string; readonly bank: string };
  readonly victim: { readonly bankReference: string; readonly account: string; readonly amountFen: bigint; readonly muleAccount: string };
  readonly purchase: { readonly uid: string; readonly orderId: string; readonly cnyFen: bigint; readonly usdtMicro: bigint };
  /** Whose accounts the two exchanges' replies give, whole. */
  readonly customers: readonly string[];
  /** Where the money enters the chain: seeds of the trace. */
  readonly withdrawals: readonly RingFlow[];
  readonly fanIn: readonly RingFlow[];
  readonly hops: readonly RingFlow[];
  readonly split: readonly RingFlow[];
  readonly wallets: {
    readonly mules: readonly string[];
    readonly controller: string;
    readonly aggregator: string;
    readonly hops: readonly string[];
    readonly depositAddress: string;
    readonly coldWallet: string;
  };
  readonly fuelling: { readonly delegations: readonly string[]; readonly activations: readonly string[] };
  readonly deceptions: {
    readonly counterfeit: string;
    readonly counterfeitTransfers: readonly string[];
    readonly zeroValueTransfers: readonly string[];
    readonly failedTransfer: string;
  };
  readonly freeze: { readonly txid: string; readonly address: string };
  /** Deposit at the second exchange as its reply names it. */
  readonly cashOut: { readonly uid: string; readonly txid: string; readonly usdtMicro: bigint; readonly cnyFen: bigint };
  /** Seeds of all withdrawals, stopped at the deposit address, every wallet assumed complete: policy → address → amount. */
  readonly expected: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
}

/** Which policy puts how much where: mule 1, aggregator, second hop, deposit address, cold wallet. In whole USDT. */
const FIGURES: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  fifo: [5_000, 5_500, 1_500, 17_900, 18_500],
  lifo: [0, 400, 1_500, 28_000, 18_500],
  haircut: [4_000, 4_400, 1_200, 24_000, 14_800],
  lowestBalance: [5_000, 5_500, 1_500, 17_900, 18_500],
};

export function expectedFigures(wallets: RingTruth['wallets']): RingTruth['expected'] {
  const [mule = ''] = wallets.mules;
  const places = [mule, wallets.aggregator, wallets.hops.at(-1) ?? '', wallets.depositAddress, wallets.coldWallet];
  return Object.fromEntries(
    Object.entries(FIGURES).map(([policy, amounts]) => [
      policy,
      Object.fromEntries(places.flatMap((place, i) => (amounts[i] === 0 ? [] : [[place, BigInt(amounts[i] as number) * 1_000_000n]]))),
    ]),
  );
}

export interface RingComparison {
  readonly policies: Readonly<
    Record<
      string,
      {
        readonly identical: boolean;
        /** Places where the two differ; null where one of them has nothing. */
        readonly differences: readonly { readonly address: string; readonly truth: bigint | null; readonly traced: bigint | null }[];
      }
    >
  >;
}

/** Policies that the truth has no figure for are left out: poison is no amount. */
export function compareRing(traced: Readonly<Record<string, Readonly<Record<string, bigint>>>>, truth: RingTruth): RingComparison {
  const policies: Record<string, RingComparison['policies'][string]> = {};
  for (const [policy, expected] of Object.entries(truth.expected)) {
    const own = traced[policy];
    if (own === undefined) continue;
    const differences = [...new Set([...Object.keys(expected), ...Object.keys(own)])]
      .map((address) => ({ address, truth: expected[address] ?? null, traced: own[address] ?? null }))
      .filter((one) => one.truth !== one.traced);
    policies[policy] = { identical: differences.length === 0, differences };
  }
  return { policies };
}

export function ringTruthDocument(truth: RingTruth): string {
  return `${JSON.stringify(truth, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`;
}
