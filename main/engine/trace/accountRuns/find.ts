// What the case holds of one transaction or one account of an account chain, in the contract's shape.
import type { AccountTransactionView, AccountView } from '../../../../shared/contract/account.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { ACCOUNT_CHAINS, accountChain, type AccountTransfer } from '../../chains/index.ts';
import { type AccountGrade, type Anchoring, gradeTransaction, type MergedTransaction, readAnchoring } from '../../intake/index.ts';
import { amountOf, assetOf, blockOf, isFee, kindOf, ledgerTransfers, moves, timeOf } from '../accounts/index.ts';
import { assetView, isNamed } from './assets.ts';
import { issuerActsOn } from './issuerActs.ts';
import { pathText } from './pathText.ts';
import type { AccountView as CaseAccounts } from './view.ts';

/** First rows of a history that are shown. */
const MOST_SHOWN = 200;

export type Found = AccountTransactionView | AccountView;

export function chainName(chain: string): string {
  return accountChain(chain)?.title ?? chain;
}

/** Which movements of an account are listed: of one asset (its key, contract or issuer's symbol), or none of counterfeits. */
export interface HistoryOf {
  readonly asset?: string | undefined;
  readonly counterfeits?: boolean | undefined;
}

/** Everything the text may name, over every account chain of the case or the one asked for. */
export function findInAccounts(file: CaseFile, view: CaseAccounts, text: string, asked: string | undefined, only: HistoryOf = {}): Found[] {
  const wanted = text.trim();
  const onlyChain = asked === undefined ? undefined : accountChain(asked)?.id;
  const found: Found[] = [];
  for (const [chain, transactions] of view.transactions) {
    if (asked !== undefined && chain !== onlyChain) continue;
    const merged = transactions.get(wanted) ?? transactions.get(wanted.toLowerCase()) ?? transactions.get(`0x${wanted.toLowerCase()}`);
    if (merged !== undefined) found.push(transactionView(file, view, chain, merged));
    const address = canonical(chain, wanted);
    if (address !== null && view.names.account(chain, address) !== 0) found.push(accountView(file, view, chain, address, only));
  }
  return found;
}

/** The chain's own text of an address, or null where it is none. */
export function canonical(chain: string, text: string): string | null {
  try {
    return accountChain(chain)?.readAddress(text) ?? null;
  } catch {
    return null;
  }
}

/** Chains on which a text could stand although the case holds nothing of it. */
export function possibleIn(text: string): { kind: 'transaction' | 'address'; chain: string; chainName: string }[] {
  const wanted = text.trim();
  return ACCOUNT_CHAINS.filter(({ training }) => !training).flatMap((chain): ReturnType<typeof possibleIn> => {
    const named = { chain: chain.id, chainName: chain.title };
    if (chain.family === 'evm' && /^0x[0-9a-fA-F]{64}$/.test(wanted)) return [{ kind: 'transaction' as const, ...named }];
    if (chain.family === 'tron' && /^[0-9a-fA-F]{64}$/.test(wanted)) return [{ kind: 'transaction' as const, ...named }];
    return canonical(chain.id, wanted) === null ? [] : [{ kind: 'address' as const, ...named }];
  });
}

const anchorings = new WeakMap<CaseAccounts, Map<string, Anchoring>>();

/** Worked out once for as long as the view stands: a chain's headers may be many. */
function anchoringIn(file: CaseFile, view: CaseAccounts, chain: string): Anchoring {
  const known = anchorings.get(view) ?? new Map<string, Anchoring>();
  anchorings.set(view, known);
  const made = known.get(chain) ?? readAnchoring(file, chain);
  known.set(chain, made);
  return made;
}

function transactionView(file: CaseFile, view: CaseAccounts, chain: string, merged: MergedTransaction): AccountTransactionView {
  const { transaction, sources } = merged;
  const { id, blockNumber, blockHash, position, timeSeconds, status, from, to } = transaction;
  const rows = new Map(file.sources.list().map((source) => [source.id, source]));
  const {
    grade,
    transfers: transferGrades,
    events: eventGrades,
    inclusion,
    operators,
  } = gradeTransaction(file, chain, merged, anchoringIn(file, view, chain));
  const { blockHash: provenIn, receipt, anchor, why } = inclusion;
  return {
    ...{ kind: 'accountTransaction', chain, chainName: chainName(chain) },
    ...{ id, blockNumber, blockHash, position, timeSeconds, status, from, to },
    sources: sources.map(({ source, rows: own }) => ({
      source: rows.get(source)?.publicId ?? '',
      name: rows.get(source)?.name ?? '',
      rows: [...own],
    })),
    facts: { ...merged.facts },
    transfers: transaction.transfers.map((transfer, i) =>
      transferView(view, chain, transaction.status, transfer, transferGrades[i] as AccountGrade),
    ),
    events: transaction.events.map(({ kind, actor, subject, asset, amount, details }, i) => ({
      ...{ kind, actor, subject, details: { ...details } },
      asset: asset === null ? null : assetView(chain, asset, view.claimed),
      amount: amount?.toString() ?? null,
      grade: eventGrades[i] as AccountGrade,
    })),
    conflicts: conflictsOf(file, view)
      .filter((conflict) => conflict.chain === chain && conflict.transaction === id)
      .map(({ chain: _, ...rest }) => rest),
    grade,
    proof: {
      ...{ blockHash: provenIn, receipt, why, operators: [...operators] },
      anchor: anchor === null ? null : { blockNumber: anchor.height, blockHash: anchor.hash },
    },
  };
}

function transferView(
  { claimed }: CaseAccounts,
  chain: string,
  status: string,
  transfer: AccountTransfer,
  grade: AccountGrade,
): AccountTransactionView['transfers'][number] {
  const asset = assetView(chain, transfer.asset, claimed);
  const reason = whyNot(status, transfer, asset.standing === 'counterfeit');
  return {
    ...{ path: pathText(transfer.path), kind: transfer.kind, from: transfer.from, to: transfer.to, asset },
    ...{ amount: transfer.amount.toString(), moves: reason === null, reason, grade },
  };
}

function whyNot(status: string, { kind, amount, path }: AccountTransfer, counterfeit: boolean): string | null {
  if (status !== 'ok' && kind !== 'fee' && !(kind === 'burn' && path[0] === 2)) return status === 'failed' ? 'failed' : 'statusUnknown';
  if (amount === 0n) return 'zeroValue';
  return counterfeit ? 'counterfeit' : null;
}

/** Contradictions with the sources' own names. */
export function conflictsOf(file: CaseFile, view: CaseAccounts) {
  if (view.conflicts.length === 0) return [];
  const names = new Map(file.sources.list().map((source) => [source.id, source.name]));
  return view.conflicts.map(({ chain, transaction, what, said }) => ({
    ...{ chain, transaction, what },
    said: said.map(({ source, value }) => ({ source: names.get(source) ?? '', value })),
  }));
}

function accountView(file: CaseFile, view: CaseAccounts, chain: string, address: string, only: HistoryOf): AccountView {
  const { slice, names } = view;
  const account = names.account(chain, address);
  const index = ledgerTransfers(slice);
  const own: number[] = [];
  const ledgers: AccountView['ledgers'] = [];
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++) {
    if (slice.ledgerAccount[ledger] !== account) continue;
    const asset = assetView(
      chain,
      names.assets[slice.ledgerAsset[ledger] as number] as NonNullable<(typeof names.assets)[number]>,
      view.claimed,
    );
    const isListed =
      (only.counterfeits !== false || asset.standing !== 'counterfeit') &&
      (only.asset === undefined || asset.key === only.asset || isNamed(asset, only.asset));
    const sums = { received: 0n, sent: 0n, fees: 0n };
    let transfers = 0;
    for (const transfer of index.transfers.subarray(index.start[ledger], index.start[ledger + 1])) {
      if (isListed) own.push(transfer);
      if (!moves(slice, transfer)) continue;
      transfers++;
      const amount = amountOf(slice, transfer);
      if (slice.toLedger[transfer] === ledger) sums.received += amount;
      if (slice.fromLedger[transfer] === ledger) {
        if (isFee(slice, transfer)) sums.fees += amount;
        else sums.sent += amount;
      }
    }
    ledgers.push({
      asset,
      ...{ received: `${sums.received}`, sent: `${sums.sent}`, fees: `${sums.fees}`, transfers },
    });
  }
  own.sort((a, b) => a - b);
  const accountOf = (ledger: number): number => (ledger === 0 ? 0 : (slice.ledgerAccount[ledger] as number));
  const history = own.slice(0, MOST_SHOWN).map((transfer): AccountView['history'][number] => {
    const from = accountOf(slice.fromLedger[transfer] as number);
    const to = accountOf(slice.toLedger[transfer] as number);
    const direction = from === to ? 'self' : to === account ? 'in' : 'out';
    const other = direction === 'in' ? from : to;
    const height = slice.blockNumber[blockOf(slice, transfer)] as number;
    const time = timeOf(slice, transfer);
    return {
      transaction: names.transaction(slice.transferTransaction[transfer] as number),
      path: pathText(names.path(transfer)),
      ...{ kind: kindOf(slice, transfer), direction, counterparty: other === 0 ? null : (names.accounts[other] as string) },
      asset: assetView(chain, names.assets[assetOf(slice, transfer)] as NonNullable<(typeof names.assets)[number]>, view.claimed),
      ...{ amount: amountOf(slice, transfer).toString(), moves: moves(slice, transfer) },
      ...{ blockNumber: height < 0 ? null : height, timeSeconds: time < 0 ? null : time },
    };
  });
  return {
    ...{ kind: 'account', chain, chainName: chainName(chain), address, ledgers, history, more: Math.max(0, own.length - MOST_SHOWN) },
    acts: [...issuerActsOn(view, chain, address)],
    labels: file.labels
      .of(address)
      .filter((label) => label.chain === null || label.chain === chain)
      .map(({ label, origin }) => ({ label, source: origin })),
  };
}
