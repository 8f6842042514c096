// What became of a prepared seizure of coins, by what the case holds now: which transactions spend what was listed, what they pay the agency, and
// where they differ from the plan. Nothing of it is stored until the examiner closes the record.
import type { SeizureBecame } from '../../../../shared/contract/seizure.ts';
import { displayHash, fromDisplayHash } from '../../../../shared/model/bytes.ts';
import {
  assetOfCoins,
  type ChainView,
  gradeOf,
  highestCovered,
  NOT_SPENT_HERE,
  spendsKnownTo,
  txidOf,
  txOfIn,
  UNKNOWN_VALUE,
} from '../../trace/index.ts';
import type { PreparedSeizure } from './kept.ts';

type Difference = SeizureBecame['differences'][number];
type Coins = NonNullable<PreparedSeizure['coins']>;

/** What spends one planned output. */
interface Spending {
  readonly outpoint: string;
  readonly part: number;
  /** Transaction of the slice; `null`: known to be unspent; `unknown`: cannot be told. */
  readonly by: number | null | 'unknown';
}

export function becameOfCoins(
  view: ChainView,
  { agency }: PreparedSeizure,
  coins: Coins,
): Pick<SeizureBecame, 'state' | 'transactions' | 'differences'> {
  const agencyScript = view.scripts.find(view.network.scriptOfAddress(agency));
  const planned = coins.outputs.flatMap(({ outpoint, part }): Spending[] =>
    part === null ? [] : [{ outpoint, part, by: spenderOf(view, outpoint) }],
  );
  if (planned.length === 0) return { state: 'open', transactions: [], differences: [] };
  const spenders = [...new Set(planned.flatMap(({ by }) => (typeof by === 'number' ? [by] : [])))].sort((a, b) => a - b);
  const paidBy = new Map(spenders.map((transaction) => [transaction, paidTo(view, transaction, agencyScript)]));
  const differences: Difference[] = [];
  const tell = (what: Difference['what'], of: string, plan: string, found: string) => differences.push({ what, of, planned: plan, found });
  for (const { outpoint, by } of planned)
    if (typeof by === 'number' && paidBy.get(by) === 0n) tell('spentElsewhere', outpoint, agency, txidOf(view, by));
  const ours = spenders.filter((transaction) => (paidBy.get(transaction) as bigint) > 0n);
  for (const part of coins.parts) {
    const own = planned.filter((one) => one.part === part.part);
    const by = new Set(own.flatMap((one) => (typeof one.by === 'number' && ours.includes(one.by) ? [one.by] : [])));
    if (by.size === 0) continue;
    // Only once something of it moved does what did not move differ from the plan.
    for (const { outpoint, by: spender } of own)
      if (typeof spender !== 'number')
        tell(spender === null ? 'notSpent' : 'spendingUnknown', outpoint, [...by].map((one) => txidOf(view, one)).join(' '), '');
    const paid = [...by].reduce((sum, one) => sum + (paidBy.get(one) as bigint), 0n);
    const names = [...by].map((one) => txidOf(view, one)).join(' ');
    if (part.txid !== null && names !== part.txid) tell('idDiffers', names, part.txid, names);
    if (paid !== BigInt(part.paidSat)) tell('amountDiffers', names, part.paidSat, `${paid}`);
    const fees = [...by].map((one) => feeOf(view, one));
    const fee = fees.every((one) => one !== null) ? fees.reduce((sum, one) => sum + one, 0n) : null;
    if (fee !== null && fee !== BigInt(part.feeSat)) tell('feeDiffers', names, part.feeSat, `${fee}`);
    const outpoints = new Set(own.map(({ outpoint }) => outpoint));
    for (const one of by) others(view, one, outpoints, agencyScript, tell);
  }
  return {
    state: stateOf(planned, ours, differences),
    transactions: ours.map((one) => shown(view, one, paidBy.get(one) as bigint)),
    differences,
  };
}

/** Outputs that went elsewhere, or an amount that is not the plan's, contradict the record; a fee alone does not. */
function stateOf(planned: readonly Spending[], ours: readonly number[], differences: readonly Difference[]): SeizureBecame['state'] {
  if (differences.some(({ what }) => what === 'spentElsewhere' || what === 'otherOutputs')) return 'contradicted';
  const arrived = planned.filter(({ by }) => typeof by === 'number' && ours.includes(by)).length;
  return arrived === 0 ? 'prepared' : arrived === planned.length ? 'confirmed' : 'partly';
}

function spenderOf(view: ChainView, outpoint: string): Spending['by'] {
  const { slice } = view;
  const [txid = '', index = ''] = outpoint.split(':');
  const transaction = view.findTransaction(fromDisplayHash(txid));
  if (transaction === -1) return 'unknown';
  const out = (slice.txOutStart[transaction] as number) + Number(index);
  const spender = slice.outSpentBy[out] as number;
  if (spender !== NOT_SPENT_HERE) return txOfIn(slice, spender);
  return spendsKnownTo(slice, out, slice.txBlock[transaction] as number) >= (highestCovered(slice) ?? Number.POSITIVE_INFINITY)
    ? null
    : 'unknown';
}

function paidTo({ slice }: ChainView, transaction: number, script: number): bigint {
  let paid = 0n;
  if (script === 0) return paid;
  for (let out = slice.txOutStart[transaction] as number; out < (slice.txOutStart[transaction + 1] as number); out++)
    if (slice.outScript[out] === script) paid += slice.outValue[out] as bigint;
  return paid;
}

function feeOf({ slice }: ChainView, transaction: number): bigint | null {
  let fee = 0n;
  for (let input = slice.txInStart[transaction] as number; input < (slice.txInStart[transaction + 1] as number); input++) {
    if (slice.inValue[input] === UNKNOWN_VALUE) return null;
    fee += slice.inValue[input] as bigint;
  }
  for (let out = slice.txOutStart[transaction] as number; out < (slice.txOutStart[transaction + 1] as number); out++)
    fee -= slice.outValue[out] as bigint;
  return fee;
}

type Tell = (what: Difference['what'], of: string, planned: string, found: string) => void;

/** Inputs that were not listed, and outputs that do not pay the agency. */
function others(view: ChainView, transaction: number, planned: ReadonlySet<string>, agency: number, tell: Tell): void {
  const { slice } = view;
  const txid = txidOf(view, transaction);
  let inputs = 0;
  for (let input = slice.txInStart[transaction] as number; input < (slice.txInStart[transaction + 1] as number); input++) {
    const bytes = view.outpointOfInput(input);
    const index = new DataView(bytes.buffer, bytes.byteOffset).getUint32(32, true);
    if (!planned.has(`${displayHash(bytes.subarray(0, 32))}:${index}`)) inputs++;
  }
  if (inputs > 0) tell('otherInputs', txid, '0', `${inputs}`);
  let sum = 0n;
  for (let out = slice.txOutStart[transaction] as number; out < (slice.txOutStart[transaction + 1] as number); out++)
    if (slice.outScript[out] !== agency) sum += slice.outValue[out] as bigint;
  if (sum > 0n) tell('otherOutputs', txid, '0', `${sum}`);
}

function shown(view: ChainView, transaction: number, paid: bigint): SeizureBecame['transactions'][number] {
  const { slice } = view;
  const block = slice.txBlock[transaction] as number;
  const height = slice.blockHeight[block] as number;
  return {
    ...{ txid: txidOf(view, transaction), height: height < 0 ? null : height },
    blockHash: displayHash(slice.blockHash.subarray(block * 32, block * 32 + 32)),
    ...{ timeSeconds: slice.blockTime[block] as number, grade: gradeOf(view, transaction) },
    paid: [{ asset: assetOfCoins(view.network), amount: `${paid}` }],
    feeSat: feeOf(view, transaction)?.toString() ?? null,
  };
}
