// What is true about practice case four, as data, and the comparison of what was found with it. The figures follow from the sums of the plot
// (deviceChain.ts), not from the program that they grade.
export interface DeviceTruth {
  readonly training: true;
  readonly chain: 'regtest';
  readonly seed: string;
  /** Each stands on one device alone; together they are the phrase. Worth nothing: the practice chain is nobody's money. */
  readonly halves: { readonly phone: string; readonly laptop: string };
  readonly account: string;
  readonly tipHeight: number;
  /** Every address of the phrase that was ever paid, with what stood there at the tip. */
  readonly used: readonly { readonly path: string; readonly address: string; readonly receivedSat: bigint; readonly balanceSat: bigint }[];
  readonly received: readonly string[];
  /** Where what came to the wallet lies at the tip, the exchange's door closed: address → amount. */
  readonly expected: Readonly<Record<string, bigint>>;
  readonly feesSat: bigint;
  readonly exchange: { readonly deposit: string; readonly txid: string };
  readonly handover: { readonly address: string; readonly txid: string; readonly amountSat: bigint; readonly place: string };
  /** What lies there and leads nowhere. */
  readonly decoys: { readonly unusedPhrase: string; readonly publishedPhrases: readonly string[]; readonly someoneElses: string };
}

export interface DeviceFound {
  /** Exhibit → parts of phrases, in clear as they were revealed. */
  readonly parts: Readonly<Record<'phone' | 'laptop', readonly string[]>>;
  readonly used: readonly { readonly path: string; readonly address: string; readonly balanceSat: bigint | null }[];
  /** Policy → address → amount. */
  readonly traced: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
}

export interface DeviceComparison {
  readonly halves: boolean;
  /** Parts that are no half of the phrase. */
  readonly wrongParts: number;
  readonly used: { readonly missed: readonly string[]; readonly wrong: readonly string[] };
  readonly policies: Readonly<Record<string, { readonly identical: boolean }>>;
}

export function compareDevice({ parts, used, traced }: DeviceFound, truth: DeviceTruth): DeviceComparison {
  const { phone, laptop } = truth.halves;
  const same = (own: Readonly<Record<string, bigint>>): boolean =>
    [...new Set([...Object.keys(own), ...Object.keys(truth.expected)])].every((address) => own[address] === truth.expected[address]);
  const asText = (one: { path: string; address: string; balanceSat: bigint | null }): string =>
    `${one.path} ${one.address} ${one.balanceSat}`;
  const [told, right] = [used.map(asText), truth.used.map(asText)];
  return {
    halves: parts.phone.includes(phone) && parts.laptop.includes(laptop),
    wrongParts: parts.phone.filter((one) => one !== phone).length + parts.laptop.filter((one) => one !== laptop).length,
    used: { missed: right.filter((one) => !told.includes(one)), wrong: told.filter((one) => !right.includes(one)) },
    policies: Object.fromEntries(Object.entries(traced).map(([policy, own]) => [policy, { identical: same(own) }])),
  };
}

export function deviceTruthDocument(truth: DeviceTruth): string {
  return `${JSON.stringify(truth, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`;
}
