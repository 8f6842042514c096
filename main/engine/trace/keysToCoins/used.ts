// What the case holds of an address that was met: receipts and spends, sums, what stands there after the last block looked at, and how it is proven.
import type { UsedAddress } from '../../../../shared/contract/keysToCoins.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { type ProofGrade, weakerGrade } from '../../../../shared/model/statement.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { caseKnowledge } from '../accountRuns/caseKnowledge.ts';
import { viewOfAsset } from '../accountRuns/describe.ts';
import { transferGrades } from '../accountRuns/transferGrades.ts';
import { amountOf, assetOf, blockOf, COMPLETE, isFee, moves, timeOf } from '../accounts/index.ts';
import { payeeOf, payerOf } from '../accounts/accountTransfers.ts';
import { assetOfCoins, scriptName } from '../chainSession.ts';
import { highestCovered, txOfIn, txOfOut } from '../run.ts';
import { NOT_SPENT_HERE, spendsKnownTo, UNKNOWN_VALUE } from '../slice.ts';
import { gradeOf } from '../transfers.ts';
import { type Met, movementsOf, type Target } from './lookUp.ts';

type Found = Omit<UsedAddress, 'path' | 'branch' | 'index'>;

export function describeUse(file: CaseFile, { target, number }: Met): Found {
  return target.kind === 'coins' ? coinUse(target, number) : accountUse(file, target, number);
}

interface Seen {
  receipts: number;
  spends: number;
  heights: [first: number, last: number] | null;
  seconds: [first: number, last: number] | null;
  grade: ProofGrade | null;
}

const newSeen = (): Seen => ({ receipts: 0, spends: 0, heights: null, seconds: null, grade: null });

function note(seen: Seen, height: number, time: number, grade: ProofGrade): void {
  const wider = (range: [number, number] | null, value: number): [number, number] =>
    range === null ? [value, value] : [Math.min(range[0], value), Math.max(range[1], value)];
  if (height >= 0) seen.heights = wider(seen.heights, height);
  if (time >= 0) seen.seconds = wider(seen.seconds, time);
  seen.grade = seen.grade === null ? grade : weakerGrade(seen.grade, grade);
}

function written({ chain, name }: Target, address: string, { receipts, spends, heights, seconds, grade }: Seen): Omit<Found, 'amounts'> {
  return {
    ...{ chain, chainName: name, address, item: itemName({ kind: 'address', chain, id: address }), receipts, spends, grade },
    ...{ firstHeight: heights?.[0] ?? null, lastHeight: heights?.[1] ?? null },
    ...{ firstSeconds: seconds?.[0] ?? null, lastSeconds: seconds?.[1] ?? null },
  };
}

function coinUse(target: Extract<Target, { kind: 'coins' }>, script: number): Found {
  const { view, index } = target;
  const { slice } = view;
  const seen = newSeen();
  const met = (transaction: number): void => {
    const block = slice.txBlock[transaction] as number;
    note(seen, slice.blockHeight[block] as number, slice.blockTime[block] as number, gradeOf(view, transaction));
  };
  const highest = highestCovered(slice);
  let [received, sent, held, open] = [0n, 0n, 0n, 0n];
  let isKnown = highest !== null;
  for (let at = index.outs.start[script] as number; at < (index.outs.start[script + 1] as number); at++) {
    const out = index.outs.numbers[at] as number;
    const value = slice.outValue[out] as bigint;
    seen.receipts++;
    received += value;
    met(txOfOut(slice, out));
    if (slice.outSpentBy[out] !== NOT_SPENT_HERE) continue;
    const knownTo = spendsKnownTo(slice, out, slice.txBlock[txOfOut(slice, out)] as number);
    if (highest !== null && knownTo >= highest) held += value;
    else open += value;
  }
  for (let at = index.ins.start[script] as number; at < (index.ins.start[script + 1] as number); at++) {
    const input = index.ins.numbers[at] as number;
    seen.spends++;
    const value = slice.inValue[input] as bigint;
    if (value === UNKNOWN_VALUE) isKnown = false;
    else sent += value;
    met(txOfIn(slice, input));
  }
  // Without every block from the first there may be receipts that nobody looked for.
  const isWhole = isKnown && open === 0n && view.coverage[0]?.from === 0 && view.coverage[0].to === highest;
  return {
    ...written(target, scriptName(view, script), seen),
    amounts: [
      {
        ...{ asset: assetOfCoins(view.network), received: `${received}`, sent: `${sent}`, fees: '0' },
        ...{ balance: isWhole ? `${held}` : null, balanceHeight: isWhole ? highest : null, open: `${open}` },
      },
    ],
  };
}

function accountUse(file: CaseFile, target: Extract<Target, { kind: 'accounts' }>, account: number): Found {
  const { view, chain } = target;
  const { slice, names } = view;
  const { state, opening } = caseKnowledge(file, view);
  const seen = newSeen();
  const sums = new Map<number, { received: bigint; sent: bigint; fees: bigint; ledger: number }>();
  let [grades, of]: [readonly ProofGrade[], number] = [[], -1];
  for (const transfer of movementsOf(view, account)) {
    if (!moves(slice, transfer)) continue;
    const transaction = slice.transferTransaction[transfer] as number;
    if (transaction !== of) {
      grades = transferGrades(file, view, chain, transaction);
      of = transaction;
    }
    const grade = grades[transfer - (slice.transactionStart[transaction] as number)] as ProofGrade;
    note(seen, slice.blockNumber[blockOf(slice, transfer)] as number, timeOf(slice, transfer), grade);
    const isIn = payeeOf(slice, transfer) === account;
    const isOut = payerOf(slice, transfer) === account;
    const asset = assetOf(slice, transfer);
    const amount = amountOf(slice, transfer);
    const ledger = (isIn ? slice.toLedger[transfer] : slice.fromLedger[transfer]) as number;
    const own = sums.get(asset) ?? { received: 0n, sent: 0n, fees: 0n, ledger };
    sums.set(asset, own);
    if (isIn) {
      own.received += amount;
      seen.receipts++;
    }
    if (!isOut) continue;
    if (isFee(slice, transfer)) own.fees += amount;
    else {
      own.sent += amount;
      seen.spends++;
    }
  }
  return {
    ...written(target, names.accounts[account] as string, seen),
    amounts: [...sums].map(([asset, { received, sent, fees, ledger }]) => ({
      ...{ asset: viewOfAsset(view, asset), received: `${received}`, sent: `${sent}`, fees: `${fees}`, open: '0' },
      // Only where the sources give every row of the ledger.
      balance: state[ledger] === COMPLETE ? `${(opening.get(ledger) ?? 0n) + received - sent - fees}` : null,
      balanceHeight: state[ledger] === COMPLETE ? (seen.heights?.[1] ?? null) : null,
    })),
  };
}
