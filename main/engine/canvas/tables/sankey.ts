// A coin run as bands from hop to hop under one of its policies, with what the others say of the same bands. What the limit leaves out is
// summed hop by hop.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { assetOfCoins, type ComputedRun, policies, type PolicyResult, scriptName } from '../../trace/index.ts';
import { rowAddress } from '../flowInput.ts';
import { labelTexts } from '../labelTexts.ts';
import { type BandInput, type BandPart, type Bands, bandsOf, FEES, type TracedEnd, type TracedPolicy } from './bands.ts';

export type Sankey = CallOutput<'canvas.sankey'>;
/** Addresses that a node names as items of a canvas. */
export const MOST_ITEMS = 50;

const OTHERS = 'others' as const;

/** Faults: trace.policyUnknown. */
export function sankeyOf(file: CaseFile, run: ComputedRun, policy: string, limit: number, onPart?: (part: BandPart) => void): Drawn {
  const chosen = run.result.policies.findIndex((one) => one.policy === policy);
  if (chosen === -1) throw new Fault('trace.policyUnknown', { policy });
  const parties = partyNames(file, run);
  const all = bandsOf({ ...bandInput(run, parties.partyOf), onPart });
  const ids = run.result.policies.map((one) => one.policy);
  const { standsFor, ...drawn } = reduced(all, chosen, limit, parties.describe);
  const sankey: Sankey = {
    ...drawn,
    ...{ assets: [assetOfCoins(run.view.network)], asset: 0, limits: [], policies: ids },
    conserves: policies.find(policy)?.conserves === true,
  };
  return { sankey, standsFor };
}

/** Bands as they are shown, and for which of the nodes shown any other stands. */
export interface Drawn {
  readonly sankey: Sankey;
  readonly standsFor: (node: string) => string;
}

export type Described = Pick<Sankey['nodes'][number], 'kind' | 'name' | 'labels' | 'items' | 'other'>;
type Describe = (party: string) => Described;
/** What stands for no party. */
const NOBODY: Omit<Described, 'kind'> = { name: '', labels: [], items: [], other: null };

/** The largest nodes of the policy chosen; the others of each hop as one. The same for the bands of every policy. */
export function reduced(
  all: readonly Bands[],
  chosen: number,
  limit: number,
  describe: Describe,
): Pick<Sankey, 'nodes' | 'bands' | 'hidden'> & Pick<Drawn, 'standsFor'> {
  const own = all[chosen] as Bands;
  const byAmount = [...own.nodes.values()].sort((a, b) => (a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : a.id < b.id ? -1 : 1));
  const kept = new Set(byAmount.slice(0, limit).map(({ id }) => id));
  // One alone takes no more room than what would stand for it.
  const left = new Map<number, string[]>();
  for (const { id, hop } of byAmount.slice(limit)) left.set(hop, [...(left.get(hop) ?? []), id]);
  for (const [only, ...more] of left.values()) if (only !== undefined && more.length === 0) kept.add(only);
  const standsFor = (id: string): string => (kept.has(id) ? id : `${id.slice(0, id.indexOf('|'))}|${OTHERS}`);

  const nodes = new Map<string, Sankey['nodes'][number]>();
  const amounts = new Map<string, bigint>();
  for (const { id, hop, party, amount, state } of byAmount) {
    const name = standsFor(id);
    amounts.set(name, (amounts.get(name) ?? 0n) + amount);
    const named = name === id ? describe(party) : { ...NOBODY, kind: OTHERS };
    nodes.set(name, { id: name, hop, ...named, amount: '0', state: name === id ? state : OTHERS });
  }
  const sums = all.map(({ bands }) => {
    const found = new Map<string, bigint>();
    for (const { source, target, amount } of bands.values()) {
      const key = `${standsFor(source)}>${standsFor(target)}`;
      found.set(key, (found.get(key) ?? 0n) + amount);
    }
    return found;
  });
  const bands = new Map<string, Sankey['bands'][number]>();
  for (const band of own.bands.values()) {
    const [source, target] = [standsFor(band.source), standsFor(band.target)];
    // Within what is summed nothing is drawn.
    if (source === target) continue;
    const key = `${source}>${target}`;
    const told = sums.map((found) => found.get(key) ?? 0n);
    const least = told.reduce((a, b) => (b < a ? b : a));
    const most = told.reduce((a, b) => (b > a ? b : a));
    const isAssumed = band.statement === 'assumption' || bands.get(key)?.statement === 'assumption';
    bands.set(key, {
      ...{ source, target, amount: (told[chosen] as bigint).toString(), least: least.toString(), most: most.toString() },
      statement: isAssumed ? 'assumption' : band.statement,
    });
  }
  return {
    nodes: [...nodes.values()]
      .map((node) => ({ ...node, amount: (amounts.get(node.id) as bigint).toString() }))
      .sort((a, b) => a.hop - b.hop || byText(b.amount.padStart(80, '0'), a.amount.padStart(80, '0')) || byText(a.id, b.id)),
    bands: [...bands.values()].sort((a, b) => byText(a.source, b.source) || byText(a.target, b.target)),
    hidden: byAmount.filter(({ id }) => !kept.has(id)).length,
    standsFor,
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Outputs by number; of an unknown transaction by the input that spends them, below zero. */
function bandInput(run: ComputedRun, partyOf: (end: number) => string): BandInput {
  const { slice } = run.view;
  const spentBy = ({ number, amountSat }: PolicyResult['flows'][number]['inputs'][number]): TracedEnd => {
    const parent = slice.inPrevOut[number] as number;
    return { end: parent >= 0 ? parent : -1 - number, amount: amountSat };
  };
  const policies = run.result.policies.map(
    (result): TracedPolicy => ({
      policy: result.policy,
      seeds: run.result.seeds.map((seed, at) => ({ end: seed.outNumber, amount: result.contributedSat[at] ?? seed.amountSat })),
      transactions: result.flows.map(({ txNumber, inputs, outputs, feeSat }) => ({
        ...{ transaction: txNumber, inputs: inputs.map(spentBy), fee: feeSat },
        outputs: outputs.map(({ number, amountSat }) => ({ end: number, amount: amountSat })),
        isWhole:
          inputs.length === (slice.txInStart[txNumber + 1] as number) - (slice.txInStart[txNumber] as number) &&
          inputs.every(({ number, amountSat }) => amountSat === slice.inValue[number]),
      })),
      states: new Map(result.holdings.map(({ outNumber, inNumber, state }) => [outNumber >= 0 ? outNumber : -1 - inNumber, state])),
    }),
  );
  return { direction: run.request.direction, policies, partyOf };
}

/** An address stands for itself, or for all that carry its first label; what nobody knows the address of stands as one. */
function partyNames(file: CaseFile, { view }: ComputedRun) {
  const { slice } = view;
  const known = new Map<number, string>();
  const described = new Map<string, { name: string; labels: string[]; items: string[] }>();
  const meet = (script: number): string => {
    const name = script === 0 ? '' : scriptName(view, script);
    const labels = labelTexts(file, view.network.id, name);
    const [label] = labels;
    const party = script === 0 ? 'unknown' : label === undefined ? `address ${name}` : `label ${label}`;
    const before = described.get(party);
    const address = script === 0 ? null : rowAddress(view, script);
    const item = address === null ? [] : [itemName({ kind: 'address', chain: view.network.id, id: address })];
    described.set(party, {
      name: label ?? name,
      labels: [...new Set([...(before?.labels ?? []), ...labels])],
      items: [...new Set([...(before?.items ?? []), ...item])].slice(0, MOST_ITEMS),
    });
    known.set(script, party);
    return party;
  };
  return {
    partyOf(end: number): string {
      const script = (end >= 0 ? slice.outScript[end] : slice.inScript[-1 - end]) as number;
      return known.get(script) ?? meet(script);
    },
    describe: (party: string): Described =>
      party === FEES ? { ...NOBODY, kind: FEES } : { ...NOBODY, ...described.get(party), kind: 'party' },
  };
}
