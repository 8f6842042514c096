// What the case holds of one transaction or one account of an account chain, in the contract's shape.
import type { AccountTransactionView, AccountView } from '../../../../shared/contract/account.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { ACCOUNT_CHAINS, accountChain, type AccountTransfer } from '../../chains/index.ts';
import { type AccountGrade, type Anchoring, DAY, gradeTransaction, type MergedTransaction, readAnchoring } from '../../intake/index.ts';
import type { Steps } from '../../kernel/index.ts';
import { comparePaths } from '../accounts/flatTransfers.ts';
import { accountView, type HistoryOf } from './accountPage.ts';
import { assetView } from './assets.ts';
import { pathText } from './pathText.ts';
import type { AccountView as CaseAccounts } from './view.ts';

export type Found = AccountTransactionView | AccountView;

export function chainName(chain: string): string {
  return accountChain(chain)?.title ?? chain;
}

/** Everything the text may name, over every account chain of the case or the one asked for. */
export function* findInAccounts(
  file: CaseFile,
  view: CaseAccounts,
  text: string,
  asked: string | undefined,
  only: HistoryOf = {},
): Steps<Found[]> {
  const wanted = text.trim();
  const onlyChain = asked === undefined ? undefined : accountChain(asked)?.id;
  const found: Found[] = [];
  for (const [chain, transactions] of view.transactions) {
    if (asked !== undefined && chain !== onlyChain) continue;
    const merged = transactions.get(wanted) ?? transactions.get(wanted.toLowerCase()) ?? transactions.get(`0x${wanted.toLowerCase()}`);
    if (merged !== undefined) found.push(transactionView(file, view, chain, merged));
    const address = canonical(chain, wanted);
    if (address !== null && view.names.account(chain, address) !== 0) found.push(yield* accountView(file, view, chain, address, only));
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
export function anchoringIn(file: CaseFile, view: CaseAccounts, chain: string): Anchoring {
  const known = anchorings.get(view) ?? new Map<string, Anchoring>();
  anchorings.set(view, known);
  const made = known.get(chain) ?? readAnchoring(file, chain);
  known.set(chain, made);
  return made;
}

function transactionView(file: CaseFile, view: CaseAccounts, chain: string, merged: MergedTransaction): AccountTransactionView {
  const { transaction, sources } = merged;
  const { id, blockNumber, blockHash, position, timeSeconds, status, from, to } = transaction;
  const { [DAY]: day, ...facts } = { ...merged.facts };
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
    ...{ id, blockNumber, blockHash, position, timeSeconds, ...(day === undefined ? {} : { day }), status, from, to },
    sources: sources.map(({ source, rows: own }) => ({
      source: rows.get(source)?.publicId ?? '',
      name: rows.get(source)?.name ?? '',
      rows: [...own],
    })),
    facts,
    labels: labelsAt(file, chain, [id, from, to, ...transaction.transfers.flatMap((one) => [one.from, one.to])]),
    // As they happened, not as the sources were taken in.
    transfers: transaction.transfers
      .map((transfer, i) => ({ transfer, grade: transferGrades[i] as AccountGrade }))
      .sort((a, b) => comparePaths(a.transfer.path, b.transfer.path))
      .map(({ transfer, grade: own }) => transferView(view, chain, transaction.status, transfer, own)),
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

function labelsAt(file: CaseFile, chain: string, ids: readonly (string | null)[]): AccountTransactionView['labels'] {
  return [...new Set(ids)].flatMap((id) =>
    id === null
      ? []
      : file.labels
          .of(id)
          .filter((label) => label.chain === null || label.chain === chain)
          .map(({ label, origin }) => ({ id, label, source: origin })),
  );
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
