// From a trace over balances, made again, to what its picture and its table are made from: numbers of a slice become accounts, assets and
// labels.
import type { AccountMoveRow } from '../../../shared/contract/accountFlow.ts';
import type { AssetView } from '../../../shared/contract/account.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile } from '../casefile/index.ts';
import {
  type AccountMove,
  amountOf,
  assetOf,
  blockNumberOf,
  chainName,
  dayOf,
  figureView,
  isFee,
  kindOf,
  type StoredAccountRequest,
  timeOf,
  type TracedAccounts,
  transferName,
  viewOfAsset,
} from '../trace/index.ts';
import type { AccountFlowInput, FlowAccount, FlowMove } from './accountPicture.ts';

/** A trace over balances made again, under one of its policies. */
export interface Retraced {
  readonly traced: TracedAccounts;
  readonly stored: StoredAccountRequest;
  readonly policy: string;
}

interface Moved extends FlowMove {
  readonly transfer: number;
  /** A step between what went in and what came out elsewhere: no movement itself. */
  readonly isStep: boolean;
}

/**
 * Starting points, then what the policy moved, in the order of the trace; fees are in the run's result and not drawn. Where figures are ranges,
 * last what nothing but their upper bound rests on.
 */
export function accountMoves({ traced, policy }: Retraced): Moved[] {
  const { view, seeds, request } = traced;
  const { slice, names } = view;
  const result = resultOf(traced, policy);
  const at = (ledger: number): FlowAccount | null => {
    if (ledger === 0) return null;
    const account = slice.ledgerAccount[ledger] as number;
    const chain = names.chains[slice.accountChain[account] as number] as string;
    return { chain, chainName: chainName(chain), account: names.accounts[account] as string };
  };
  const assets = new Map<number, AssetView>();
  const assetView = (number: number): AssetView => {
    const known = assets.get(number) ?? viewOfAsset(view, number);
    assets.set(number, known);
    return known;
  };
  // What comes out of a link or a conversion has no account before it: it goes on from where it went in.
  const before = new Map<number, FlowAccount>();
  const after = new Map<number, FlowAccount>();
  const conversions = request.conversions ?? [];
  for (const { ins, outs } of conversions) {
    const [firstIn] = ins;
    const [firstOut] = outs;
    if (firstIn === undefined || firstOut === undefined) continue;
    const source = at(slice.toLedger[firstIn] as number) ?? at(slice.fromLedger[firstIn] as number);
    const target = at(slice.fromLedger[firstOut] as number) ?? at(slice.toLedger[firstOut] as number);
    for (const out of outs) if (source !== null) before.set(out, source);
    for (const into of ins) if (target !== null) after.set(into, target);
  }
  const move = (transfer: number, amount: bigint, hop: number, isSeed: boolean, possible = false): Moved => {
    const from = at(slice.fromLedger[transfer] as number);
    const to = at(slice.toLedger[transfer] as number);
    const time = timeOf(slice, transfer);
    const asset = assetView(assetOf(slice, transfer));
    return {
      ...{
        transfer,
        asset,
        amount,
        hop,
        isSeed,
        possible,
        isStep: false,
        whole: amountOf(slice, transfer),
        name: transferName(view, transfer),
      },
      ...{ from: from ?? before.get(transfer) ?? null, to: to ?? after.get(transfer) ?? null },
      chain: names.chains[slice.assetChain[assetOf(slice, transfer)] as number] as string,
      ...{ timeSeconds: time < 0 ? null : time, ...dayOf(view, transfer) },
      linked: (from === null && before.has(transfer)) || (to === null && after.has(transfer)),
    };
  };
  const first = seeds.flatMap(({ seed, amount, excluded }) =>
    seed.kind === 'transfer' && excluded === null ? [move(seed.transfer, amount, 0, true)] : [],
  );
  const seeded = new Set(first.map(({ transfer }) => transfer));
  const moved = result.moves.flatMap((one: AccountMove) =>
    isFee(slice, one.transfer) || one.amount === 0n || seeded.has(one.transfer) ? [] : [move(one.transfer, one.amount, one.hops, false)],
  );
  const certain = new Set(moved.map(({ transfer }) => transfer));
  const possible = (result.possible?.moves ?? [])
    .filter(({ transfer, amount }) => !isFee(slice, transfer) && amount > 0n && !seeded.has(transfer) && !certain.has(transfer))
    .map((one) => move(one.transfer, one.amount, one.hops, false, true))
    // What an account turns into another asset of its own leads nowhere.
    .filter(({ from, to }) => from?.chain !== to?.chain || from?.account !== to?.account);
  return [...first, ...moved, ...steps([...first, ...moved]), ...possible];

  /** From where money went in to where it came out, where these are two accounts: a bridge between two chains. */
  function steps(carried: readonly Moved[]): Moved[] {
    const byTransfer = new Map(carried.map((one) => [one.transfer, one]));
    return conversions.flatMap(({ ins, outs }) => {
      const from = ins.map((one) => byTransfer.get(one)).find((one) => one !== undefined)?.to ?? null;
      const out = outs.map((one) => byTransfer.get(one)).find((one) => one !== undefined);
      const to = out?.from ?? null;
      if (from === null || to === null || out === undefined || (from.chain === to.chain && from.account === to.account)) return [];
      return [{ ...out, from, to, isSeed: false, isStep: true, linked: true }];
    });
  }
}

function resultOf({ results }: TracedAccounts, policy: string): TracedAccounts['results'][number] {
  const result = results.find((one) => one.policy === policy);
  if (result === undefined) throw new Fault('trace.policyUnknown', { policy });
  return result;
}

export function assetsIn(moves: readonly FlowMove[]): AssetView[] {
  return [...new Map(moves.map(({ asset }) => [asset.key, asset])).values()];
}

export function flowOfAccounts(
  file: CaseFile,
  run: number,
  retraced: Retraced,
  asked: { readonly asset?: string | undefined; readonly limit: number },
): AccountFlowInput {
  const { traced, stored, policy } = retraced;
  const { slice, names } = traced.view;
  const result = resultOf(traced, policy);
  const isAsked = (asset: AssetView): boolean => asked.asset === undefined || asset.key === asked.asset;
  return {
    ...{ run, policy, direction: stored.direction, limit: asked.limit },
    moves: accountMoves(retraced).filter(({ asset }) => isAsked(asset)),
    ends: result.ends.flatMap(({ ledger, state, figure }) => {
      const asset = viewOfAsset(traced.view, slice.ledgerAsset[ledger] as number);
      if (!isAsked(asset)) return [];
      const account = slice.ledgerAccount[ledger] as number;
      const chain = names.chains[slice.accountChain[account] as number] as string;
      return [{ chain, chainName: chainName(chain), account: names.accounts[account] as string, asset, state, figure: figureView(figure) }];
    }),
    labelsOf: (account) => labelsOf(file, account),
  };
}

function labelsOf(file: CaseFile, { chain, account }: FlowAccount): string[] {
  const own = file.labels.of(account).filter((label) => label.chain === null || label.chain === chain);
  return [...new Set(own.map(({ label }) => label))];
}

/** Rows of the table, starting points first. */
export function moveRow(file: CaseFile, { traced: { view } }: Retraced, one: Moved): AccountMoveRow {
  const block = blockNumberOf(view.slice, one.transfer);
  return {
    ...{
      hop: one.hop,
      name: one.name,
      chain: one.chain,
      timeSeconds: one.timeSeconds,
      ...(one.day === undefined ? {} : { day: one.day }),
      blockNumber: block < 0 ? null : block,
    },
    ...{ from: one.from?.account ?? null, to: one.to?.account ?? null, kind: kindOf(view.slice, one.transfer) },
    ...{ asset: one.asset, amount: `${one.amount}`, whole: `${one.whole}` },
    labels: one.to === null ? [] : labelsOf(file, one.to),
  };
}
