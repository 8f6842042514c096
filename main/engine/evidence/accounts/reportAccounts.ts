// From gathered account runs to the report's plain data. Nothing here judges.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { accountPicture, flowOfAccounts, type Retraced } from '../../canvas/index.ts';
import { accountChain } from '../../chains/index.ts';
import { type ComputedAccounts, type StoredAccountRequest, transferName } from '../../trace/index.ts';
import type { ReportAccountRun, ReportAsset, ReportFigure } from '../report/accountModel.ts';
import type { GatheredAccountRun, GatheredAccounts } from './gatherAccounts.ts';
import { usedConversions } from './ledgerRows.ts';

export function reportAccountRuns(file: CaseFile, accounts: GatheredAccounts): ReportAccountRun[] {
  const registered = new Map<number, string>();
  for (const { header, payload } of file.journal.all())
    if (header.name === 'account.runRegistered') registered.set((payload as { run: number }).run, header.time);
  return accounts.runs.map((one) => reportAccountRun(file, accounts, one, registered.get(one.run) ?? null));
}

export function chainTitle(chain: string): string {
  return accountChain(chain)?.title ?? chain;
}

function reportAsset({ key, symbol, decimals, contract, standing }: AssetView): ReportAsset {
  return { key, symbol, decimals, contract, standing };
}

function reportFigure({
  amount,
  low,
  high,
  why,
}: {
  readonly amount: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly why: 'ledger' | 'order' | null;
}): ReportFigure {
  return { amount: amount === null ? null : BigInt(amount), low: BigInt(low ?? amount ?? 0), high: BigInt(high ?? amount ?? 0), why };
}

function reportAccountRun(
  file: CaseFile,
  accounts: GatheredAccounts,
  { run, document, traced, file: ledgerFile }: GatheredAccountRun,
  questionTime: string | null,
): ReportAccountRun {
  const frame = accounts.bagRuns.find((one) => one.run === run);
  if (frame === undefined) throw new Error('reportAccountRun: no run');
  const request = frame.request as StoredAccountRequest;
  const order = [request.primary, ...request.policies.filter((policy) => policy !== request.primary)];
  const carried = new Set((accounts.ledgers.get(ledgerFile) ?? []).map((row) => `${row.chain} ${row.transaction}`));
  const sum = sumOf;
  return {
    picture: pictureOf(file, run, { traced, stored: request, policy: request.primary }),
    ...{ run, ordinal: frame.ordinal, siblings: frame.siblings, time: frame.time, questionTime },
    ...{ question: request.question, primary: request.primary, reason: request.reason, direction: request.direction },
    chains: [...new Set((accounts.ledgers.get(ledgerFile) ?? []).map(({ chain }) => chainTitle(chain)))],
    stops: request.stops,
    ...{ inputsDigest: document.inputsDigest, resultDigest: document.resultDigest },
    seeds: document.seeds.map(({ seed, asset, amount, excluded }) => ({ seed, excluded, ...sum({ asset, amount }) })),
    outcomes: order.flatMap((policy) => {
      const outcome = document.policies[policy];
      if (outcome === undefined) return [];
      return [
        {
          ...{ policy, orders: outcome.orders, fees: outcome.fees.map(sum), totals: outcome.totals.map(sum) },
          ends: outcome.ends.map(({ chain, account, asset, state, figure, transfer }) => ({
            ...{ chainName: chainTitle(chain), account, state, transfer },
            ...{ asset: reportAsset(asset), figure: reportFigure(figure) },
          })),
        },
      ];
    }),
    movements: accounts.transfers
      .filter((line) => line.run === run && line.policy === request.primary)
      .map(({ hop, row, traced: amount, symbol, decimals }) => ({
        ...{
          hop,
          chainName: chainTitle(row.chain),
          transfer: `${row.transaction}#${row.path}`,
          block: row.block,
          time: row.time,
          day: row.day ?? null,
        },
        ...{ from: row.from, to: row.to, amount: BigInt(row.amount), traced: amount, grade: row.grade },
        asset: {
          key: '',
          symbol,
          decimals,
          contract: row.asset.contract,
          standing: symbol === null ? ('unknown' as const) : ('issuer' as const),
        },
      })),
    assumed: document.assumed,
    openings: document.openings ?? [],
    conversions: conversionsOf(document, request.primary, traced),
    victims: victimsOf(document, request.primary),
    excluded: document.excluded,
    conflicts: traced.view.conflicts
      .filter(({ chain, transaction }) => carried.has(`${chain} ${transaction}`))
      .map(({ transaction, what, said }) => ({ transaction, what, said })),
    acts: (document.acts ?? []).map(({ kind, chain, account, asset, amount, transaction, path, timeSeconds, basis }) => ({
      ...{ kind, chainName: chainTitle(chain), account, asset: reportAsset(asset), amount: amount === null ? null : BigInt(amount) },
      ...{ transfer: `${transaction}#${path}`, time: timeSeconds, basis },
    })),
    fetch: document.fetch.map(({ chain, item, fromBlock, toBlock, why }) => ({
      chainName: chainTitle(chain),
      item,
      fromBlock,
      toBlock,
      why,
    })),
  };
}

/** As many accounts as a page can hold; the drawing takes fewer where they do not fit. */
const CHART_NODES = 60;

function pictureOf(file: CaseFile, run: number, retraced: Retraced): ReportAccountRun['picture'] {
  const picture = accountPicture(flowOfAccounts(file, run, retraced, { limit: CHART_NODES }));
  return picture.edges.length === 0 ? null : picture;
}

function conversionsOf(document: ComputedAccounts, primary: string, traced: GatheredAccountRun['traced']): ReportAccountRun['conversions'] {
  if (document.conversions !== undefined)
    return document.conversions.map(({ kind, standing, rule, name, reason, ins, outs, policies }) => {
      const own = policies[primary];
      return {
        ...{ kind, standing, rule, name, reason, ins: ins.map(({ transfer }) => transfer), outs: outs.map(({ transfer }) => transfer) },
        traced: own === undefined ? null : { in: sumOf(own.in), out: sumOf(own.out) },
      };
    });
  // Runs of a time when only an exchange's replies were followed.
  return usedConversions(traced).flatMap((number) => {
    const conversion = traced.request.conversions?.[number];
    if (conversion === undefined) return [];
    const named = (transfer: number): string => transferName(traced.view, transfer);
    const members = { ins: conversion.ins.map(named), outs: conversion.outs.map(named) };
    return [{ kind: conversion.kind, standing: 'recorded' as const, rule: '', name: null, reason: null, ...members, traced: null }];
  });
}

function sumOf({ asset, amount }: { readonly asset: AssetView; readonly amount: string }) {
  return { asset: reportAsset(asset), amount: BigInt(amount) };
}

function victimsOf({ victims }: ComputedAccounts, primary: string): ReportAccountRun['victims'] {
  const policy = victims?.policies[primary];
  if (victims === undefined || policy === undefined) return null;
  const rows = new Map(victims.rows.map((row) => [row.reference, row]));
  return {
    file: victims.file,
    victims: policy.victims.map(({ reference, contributed, endpoints }) => {
      const row = rows.get(reference);
      const asset = row?.asset ?? null;
      return {
        ...{ reference, payment: row?.payment ?? '' },
        contributed: asset === null ? null : sumOf({ asset, amount: contributed }),
        ends: endpoints.map(({ account, asset: of, state, figure }) => ({
          account,
          asset: reportAsset(of),
          state,
          figure: reportFigure(figure),
        })),
      };
    }),
    problems: victims.problems,
    doubleCounts: policy.doubleCounts.map(({ kind, about, references, asset, sum, whole }) => ({
      ...{ kind, about, references, sum: sumOf({ asset, amount: sum }), whole: BigInt(whole) },
    })),
  };
}
