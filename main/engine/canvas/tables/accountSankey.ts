// A run over balances as bands of one asset under one of its policies: numbers of a slice become accounts, labels and items of a canvas.
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { Steps } from '../../kernel/index.ts';
import { type AccountPolicyResult, accountPolicies, assetOf, type Conversion, viewOfAsset } from '../../trace/index.ts';
import type { Retraced } from '../accountInput.ts';
import { labelTexts } from '../labelTexts.ts';
import { type AccountBandPart, accountBandsOf } from './accountBands.ts';
import { type Described, type Drawn, MOST_ITEMS, reduced, type Sankey } from './sankey.ts';

/** Faults: trace.policyUnknown, usage.badValue. */
export function* accountSankeyOf(
  file: CaseFile,
  { traced, stored, policy }: Retraced,
  asked: { readonly asset?: string | undefined; readonly limit: number },
  onPart?: (part: AccountBandPart) => void,
): Steps<Drawn> {
  const { view, seeds, results, request } = traced;
  const { slice, names } = view;
  const chosen = results.findIndex((one) => one.policy === policy);
  const own = results[chosen];
  if (own === undefined) throw new Fault('trace.policyUnknown', { policy });
  const conversions = request.conversions ?? [];
  const moved = results.flatMap(({ moves }) => moves.map(({ transfer }) => assetOf(slice, transfer)));
  const numbers = [...new Set([...seeds.map(({ asset }) => asset), ...[...moved].sort((a, b) => a - b)])];
  const assets = numbers.map((number) => viewOfAsset(view, number));
  const place = asked.asset === undefined ? 0 : assets.findIndex(({ key }) => key === asked.asset);
  const asset = numbers[place];
  if (asset === undefined)
    throw new Fault('usage.badValue', { option: 'asset', value: asked.asset ?? '', expected: assets.map(({ key }) => key).join(', ') });

  const parties = new Map<string, { readonly name: string; readonly labels: string[]; readonly items: string[] }>();
  const known = new Map<number, string>();
  const partyOf = (ledger: number): string => {
    const met = known.get(ledger);
    if (met !== undefined) return met;
    const account = slice.ledgerAccount[ledger] as number;
    const chain = names.chains[slice.accountChain[account] as number] as string;
    const name = names.accounts[account] as string;
    const labels = labelTexts(file, chain, name);
    const [label] = labels;
    const party = label === undefined ? `account ${chain} ${name}` : `label ${label}`;
    const before = parties.get(party);
    const items = [...(before?.items ?? []), itemName({ kind: 'address', chain, id: name })];
    parties.set(party, {
      name: label ?? name,
      labels: [...new Set([...(before?.labels ?? []), ...labels])],
      items: [...new Set(items)].slice(0, MOST_ITEMS),
    });
    known.set(ledger, party);
    return party;
  };
  const { bands, returns } = yield* accountBandsOf({
    ...{ slice, direction: stored.direction, seeds, conversions, results, partyOf, asset, onPart },
    conserves: (id) => accountPolicies.find(id)?.conserves === true,
  });
  const ends = own.ends.filter(({ ledger }) => slice.ledgerAsset[ledger] === asset);
  const isLedger = ends.some(
    ({ state, figure }) => /^(unknown:incompleteLedger|paused)/.test(state) || (figure.incomplete && figure.why === 'ledger'),
  );
  const limits: Sankey['limits'] = [
    ...(isLedger ? (['ledger'] as const) : []),
    ...(own.orders === 'known' && !ends.some(({ state }) => state === 'unknown:order') ? [] : (['order'] as const)),
    ...(returns ? (['returns'] as const) : []),
  ];
  const { standsFor, ...drawn } = reduced(bands, chosen, asked.limit, (party) => describe(party, own, conversions, numbers));
  const sankey: Sankey = {
    ...drawn,
    ...{ assets, asset: place, limits, policies: results.map((one) => one.policy) },
    conserves: accountPolicies.find(policy)?.conserves === true,
  };
  return { sankey, standsFor };

  function describe(party: string, result: AccountPolicyResult, all: readonly Conversion[], order: readonly number[]): Described {
    const nobody = { name: '', labels: [], items: [], other: null };
    if (party === 'fees' || party === 'minted' || party === 'burned') return { ...nobody, kind: party };
    const side = /^(entry|exit) (\d+)$/.exec(party);
    if (side === null) return { ...(parties.get(party) ?? nobody), kind: 'party', other: null };
    const [, kind, number] = side as unknown as [string, 'entry' | 'exit', string];
    const conversion = Number(number);
    const through = result.converted.filter((one) => one.conversion === conversion);
    const total = through.reduce((sum, { taintIn, taintOut }) => sum + (kind === 'exit' ? taintOut : taintIn), 0n);
    const [first] = through;
    const at = first === undefined ? -1 : order.indexOf(kind === 'exit' ? first.assetOut : first.assetIn);
    const other = at < 0 ? null : { asset: at, amount: total.toString() };
    return { ...nobody, kind, name: all[conversion]?.kind ?? '', other };
  }
}
