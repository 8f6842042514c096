// What became of a prepared seizure on an account chain: movements from the listed accounts to the agency's in later blocks that the case holds,
// asset by asset. What the case does not hold it cannot tell: "nothing yet" is never "nothing happened".
import type { SeizureBecame } from '../../../../shared/contract/seizure.ts';
import type { CaseFile } from '../../casefile/index.ts';
import {
  accountTransfers,
  amountOf,
  assetOf,
  blockNumberOf,
  type CaseAccounts,
  isFee,
  moves,
  payeeOf,
  payerOf,
  transferGrades,
  viewOfAsset,
} from '../../trace/index.ts';
import type { PreparedSeizure } from './kept.ts';

type Difference = SeizureBecame['differences'][number];
type Balances = NonNullable<PreparedSeizure['balances']>;

export function becameOfAccounts(
  file: CaseFile,
  view: CaseAccounts,
  { chain, agency, height }: PreparedSeizure,
  balances: Balances,
): Pick<SeizureBecame, 'state' | 'transactions' | 'differences'> {
  const planned = balances.flatMap(({ address, asset, transfer }) =>
    transfer === null ? [] : [{ address, asset, amount: BigInt(transfer.amount) }],
  );
  if (planned.length === 0) return { state: 'open', transactions: [], differences: [] };
  const { slice, names } = view;
  const { out } = accountTransfers(slice);
  const to = names.account(chain, agency);
  const transactions = new Map<number, SeizureBecame['transactions'][number]>();
  const differences: Difference[] = [];
  let arrived = 0;
  for (const { address, asset, amount } of planned) {
    const account = names.account(chain, address);
    const sums = { agency: 0n, elsewhere: 0n };
    for (let at = out.start[account] as number; account !== 0 && at < (out.start[account + 1] as number); at++) {
      const transfer = out.transfers[at] as number;
      const number = assetOf(slice, transfer);
      const block = blockNumberOf(slice, transfer);
      if (block <= height || !moves(slice, transfer) || isFee(slice, transfer) || payerOf(slice, transfer) !== account) continue;
      if (viewOfAsset(view, number).key !== asset.key) continue;
      if (to === 0 || payeeOf(slice, transfer) !== to) {
        sums.elsewhere += amountOf(slice, transfer);
        continue;
      }
      sums.agency += amountOf(slice, transfer);
      const transaction = slice.transferTransaction[transfer] as number;
      const known = transactions.get(transaction);
      const paid = [...(known?.paid ?? []), { asset, amount: `${amountOf(slice, transfer)}` }];
      const time = slice.transactionTime[transaction] as number;
      transactions.set(transaction, {
        ...{ txid: names.transaction(transaction), height: block, blockHash: '', timeSeconds: time < 0 ? null : time, paid, feeSat: null },
        grade: transferGrades(file, view, chain, transaction)[transfer - (slice.transactionStart[transaction] as number)] ?? 'S',
      });
    }
    const of = `${address} ${asset.symbol ?? asset.contract ?? asset.key}`;
    if (sums.elsewhere > 0n) differences.push({ what: 'spentElsewhere', of, planned: agency, found: `${sums.elsewhere}` });
    if (sums.agency > 0n) arrived++;
    if (sums.agency > 0n && sums.agency !== amount)
      differences.push({ what: 'amountDiffers', of, planned: `${amount}`, found: `${sums.agency}` });
    if (sums.agency === 0n) differences.push({ what: 'notArrived', of, planned: `${amount}`, found: '0' });
  }
  const state = differences.some(({ what }) => what === 'spentElsewhere')
    ? 'contradicted'
    : arrived === 0
      ? 'prepared'
      : arrived === planned.length
        ? 'confirmed'
        : 'partly';
  return {
    state,
    transactions: [...transactions].sort(([a], [b]) => a - b).map(([, one]) => one),
    differences: arrived === 0 ? differences.filter(({ what }) => what !== 'notArrived') : differences,
  };
}
