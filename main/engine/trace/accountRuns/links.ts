// Recorded links between a ledger without a chain and the chain: an exchange's row names the id of a transaction, and exactly one
// movement of it has the row's asset and amount. Anything less is no link: it is left to the examiner.
import { accountChain, type AccountTransfer } from '../../chains/index.ts';
import type { MergedTransaction } from '../../intake/index.ts';
import type { Steps } from '../../kernel/index.ts';
import type { ConversionName, TransferName } from '../accounts/index.ts';
import { assetView } from './assets.ts';
import { found, type HeldTransactions } from './heldTransactions.ts';

export interface RecordedLink extends ConversionName {
  readonly kind: 'link';
  /** The exchange says that coins came in, or that they went out. */
  readonly direction: 'deposit' | 'withdrawal';
}

type Held = ReadonlyMap<string, ReadonlyMap<string, MergedTransaction> & Partial<Pick<HeldTransactions, 'mentioning'>>>;

/** In the order of chains and rows. */
export function* recordedLinks(transactions: Held): Steps<RecordedLink[]> {
  const links: RecordedLink[] = [];
  for (const [chain, rows] of transactions) {
    if (accountChain(chain)?.family !== 'ledger') continue;
    yield* found(rows.mentioning?.('facts', '"chainTxid"') ?? rows.values(), rows.size, ({ transaction, facts }) => {
      const id = facts?.['chainTxid']?.trim().toLowerCase();
      const moved = transaction.transfers.filter(({ kind }) => kind === 'ledger');
      const [row] = moved;
      if (id === undefined || moved.length !== 1 || row === undefined) return;
      // A chain's side has no account in the ledger.
      const direction = row.from === null ? 'deposit' : row.to === null ? 'withdrawal' : null;
      if (direction === null) return;
      const fees = transaction.transfers.filter((one) => one.kind === 'fee' && one.asset.contract === row.asset.contract);
      const amounts = [row.amount, row.amount - fees.reduce((sum, { amount }) => sum + amount, 0n)];
      const fitting = movementsOf(transactions, id).filter((one) => isSame(chain, row, amounts, one));
      const [only] = fitting;
      if (fitting.length !== 1 || only === undefined) return;
      const inLedger: TransferName = { chain, transaction: transaction.id, path: row.path };
      const onChain: TransferName = { chain: only.chain, transaction: only.id, path: only.transfer.path };
      links.push(
        direction === 'deposit'
          ? { kind: 'link', direction, ins: [onChain], outs: [inLedger] }
          : { kind: 'link', direction, ins: [inLedger], outs: [onChain] },
      );
    });
  }
  return links;
}

interface Movement {
  readonly chain: string;
  readonly id: string;
  readonly transfer: AccountTransfer;
}

/** What a transaction of this id moved, on every chain that has one. */
function movementsOf(transactions: Held, id: string): Movement[] {
  const found: Movement[] = [];
  for (const [chain, held] of transactions) {
    if (accountChain(chain)?.family === 'ledger') continue;
    for (const form of new Set([id, `0x${id}`, id.replace(/^0x/, '')])) {
      const transaction = held.get(form)?.transaction;
      if (transaction === undefined || transaction.status !== 'ok') continue;
      for (const transfer of transaction.transfers)
        if (transfer.kind !== 'fee' && transfer.kind !== 'burn') found.push({ chain, id: transaction.id, transfer });
    }
  }
  return found;
}

/** Whether a movement on a chain is what the row says: the symbol of a known issuer, and the same amount of it. */
function isSame(ledger: string, row: AccountTransfer, amounts: readonly bigint[], { chain, transfer }: Movement): boolean {
  const said = assetView(ledger, row.asset);
  const moved = assetView(chain, transfer.asset);
  if (moved.standing !== 'issuer' || moved.symbol === null || moved.symbol !== said.symbol) return false;
  if (moved.decimals === null || said.decimals === null) return false;
  const scale = (amount: bigint, decimals: number) => amount * 10n ** BigInt(36 - decimals);
  return amounts.some((amount) => scale(amount, said.decimals as number) === scale(transfer.amount, moved.decimals as number));
}
