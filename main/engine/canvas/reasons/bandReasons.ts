// Why a band of a trace, or a node of it, is said at all: the policy that assigns its amount, shares among several payers, addresses drawn as
// one for a label, and the rule behind a conversion. It computes no amount of its own.
import type { CallInput } from '../../../../shared/contract/index.ts';
import type { CanvasReason } from '../../../../shared/contract/canvasReason.ts';
import { itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import type { Steps } from '../../kernel/index.ts';
import { chainOf, type ComputedRun, isPossibleCoinjoin, policyBehind, timeOf, txidOf } from '../../trace/index.ts';
import type { Retraced } from '../accountInput.ts';
import { accountCaseOf } from '../facts/accountCase.ts';
import { accountJoins } from '../facts/accountJoins.ts';
import type { AccountBandPart } from '../tables/accountBands.ts';
import { accountSankeyOf } from '../tables/accountSankey.ts';
import type { BandPart } from '../tables/bands.ts';
import { type Drawn, type Sankey, sankeyOf } from '../tables/sankey.ts';
import { joinReason } from './joinReason.ts';
import { labelsOf } from './labelsOf.ts';

type Reason = Omit<CanvasReason, 'about'>;
type RestsOn = CanvasReason['restsOn'];
type Asked = CallInput<'canvas.bandReasons'>;
type Band = Sankey['bands'][number];
type Sign = Pick<CanvasReason['breakers'][number], 'sign' | 'seenIn'>;
type Looks = Readonly<Record<string, () => Sign>>;

/** Transactions or movements named for one reason, those in which a sign is seen, and labels. */
const MOST_NAMED = 50;
const MOST_SEEN_IN = 20;
const MOST_LABELS = 50;

export function coinBandReasons(file: CaseFile, run: ComputedRun, { policy, limit = 40, about }: Asked): CanvasReason[] {
  const parts: BandPart[] = [];
  const drawn = sankeyOf(file, run, policy, limit, (part) => {
    if (part.policy === policy) parts.push(part);
  });
  const { slice, network } = run.view;
  const own = partsOf(parts, drawn, about);
  const item = (transaction: number): string => itemName({ kind: 'transaction', chain: network.id, id: txidOf(run.view, transaction) });
  const rest = (transactions: readonly number[]): RestsOn =>
    transactions.map((transaction) => ({
      ...{ item: item(transaction), name: txidOf(run.view, transaction) },
      timeSeconds: slice.blockTime[slice.txBlock[transaction] as number] as number,
    }));
  const of = (list: readonly BandPart[]): number[] => [...new Set(list.map(({ transaction }) => transaction))].sort((a, b) => a - b);
  const assigned = of(own.filter(({ isCertain }) => !isCertain));
  const mixed = of(own.filter(({ isMixed }) => isMixed));
  const seenIn = (transactions: readonly number[]) => seen(transactions.slice(0, MOST_SEEN_IN).map(item));
  const outputs = (transaction: number): number =>
    (slice.txOutStart[transaction + 1] as number) - (slice.txOutStart[transaction] as number);
  const looks: Looks = {
    orderByMaker: () => seenIn(assigned.filter((transaction) => outputs(transaction) > 1)),
    spreadsToAll: () => seenIn(mixed),
    countsTwice: () => seenIn(mixed),
    coinjoinPassed: () => seenIn(assigned.filter((transaction) => isPossibleCoinjoin(run.view, transaction))),
  };
  const shared = of(own.filter(({ isShared }) => isShared));
  return [
    ...assignedBy('coins', policy, drawn.sankey, about, rest(assigned), looks),
    ...(shared.length === 0 ? [] : [shares(rest(shared))]),
    ...endsOf(drawn.sankey, about).flatMap((node) => oneParty(file, node)),
  ].map((reason) => ({ about, ...reason }));
}

export function* accountBandReasons(
  session: CaseSession,
  run: Retraced,
  { policy, asset, limit = 40, about }: Asked,
): Steps<CanvasReason[]> {
  const file = session.current();
  const parts: AccountBandPart[] = [];
  const drawn = yield* accountSankeyOf(file, run, { asset, limit }, (part) => {
    if (part.policy === policy) parts.push(part);
  });
  const { view, request } = run.traced;
  const { slice, names } = view;
  const own = partsOf(parts, drawn, about);
  const chainAt = (transfer: number): string => names.chains[chainOf(slice, transfer)] as string;
  const rest = (transfers: readonly number[]): RestsOn =>
    transfers.map((transfer) => {
      const of = accountCaseOf(session, view, chainAt(transfer)).movementItem(transfer);
      const time = timeOf(slice, transfer);
      return { item: itemName(of), name: of.id, timeSeconds: time < 0 ? null : time };
    });
  const isAssumed = own.filter((part) => part.isAssumed);
  const assigned = [...new Set(isAssumed.map(({ transfer }) => transfer))].filter((transfer) => transfer >= 0).sort((a, b) => a - b);
  const { limits } = drawn.sankey;
  const looks: Looks = {
    rowsMissing: () => (limits.includes('ledger') ? SEEN : NOT_SEEN),
    orderUnknown: () => (limits.includes('order') ? SEEN : NOT_SEEN),
  };
  const joined = accountJoins(session, view);
  const ends = endsOf(drawn.sankey, about);
  // A side of a conversion is named by the conversion's number in the run.
  const numbers = ends.flatMap(({ id, kind }) => (kind === 'entry' || kind === 'exit' ? [Number(id.slice(id.lastIndexOf(' ') + 1))] : []));
  const joins = [...new Set(numbers)].flatMap((number) => {
    const conversion = request.conversions?.[number];
    const [first] = conversion?.ins ?? [];
    if (conversion === undefined || first === undefined) return [];
    const outs = new Set(rest(conversion.outs).map(({ item }) => item));
    return joined(first).filter((join) => join.outs.length === outs.size && join.outs.every((one) => outs.has(itemName(one))));
  });
  return [
    ...(isAssumed.length === 0 ? [] : assignedBy('accounts', policy, drawn.sankey, about, rest(assigned), looks, true)),
    ...joins.map(joinReason),
    ...ends.flatMap((node) => oneParty(file, node)),
  ].map((reason) => ({ about, ...reason }));
}

const NOT_SEEN: Sign = { sign: 'notSeen', seenIn: [] };
const UNTOLD: Sign = { sign: 'untold', seenIn: [] };
const SEEN: Sign = { sign: 'seen', seenIn: [] };
const seen = (items: string[]): Sign => (items.length === 0 ? NOT_SEEN : { sign: 'seen', seenIn: items });
const bandId = ({ source, target }: Pick<Band, 'source' | 'target'>): string => `${source}>${target}`;

function partsOf<Part extends Pick<Band, 'source' | 'target'>>(parts: readonly Part[], { standsFor }: Drawn, about: string): Part[] {
  return parts.filter(({ source, target }) => bandId({ source: standsFor(source), target: standsFor(target) }) === about);
}

/** The node asked about, or both ends of the band. */
function endsOf({ nodes, bands }: Sankey, about: string): Sankey['nodes'] {
  const band = bands.find((one) => bandId(one) === about);
  const wanted = new Set(band === undefined ? [about] : [band.source, band.target]);
  return nodes.filter(({ id }) => wanted.has(id));
}

function assignedBy(
  of: 'coins' | 'accounts',
  policy: string,
  sankey: Sankey,
  about: string,
  restsOn: RestsOn,
  looks: Looks,
  always = false,
): Reason[] {
  const rule = policyBehind(of, policy);
  const band = sankey.bands.find((one) => bandId(one) === about);
  if (rule === undefined || band === undefined || (restsOn.length === 0 && !always)) return [];
  const differ = sankey.policies.length < 2 ? UNTOLD : band.least === band.most ? NOT_SEEN : SEEN;
  const signs: Looks = { ...looks, policiesDiffer: () => differ };
  return [
    {
      ...{ what: 'policy', statement: 'assumption', by: `${rule.id}@${rule.version}`, rules: [rule], verdict: 'holds', count: 0, text: '' },
      breakers: rule.knownBreakers.map((code) => ({ code, ...(signs[code]?.() ?? UNTOLD) })),
      ...named(restsOn),
      labels: [],
    },
  ];
}

/** Nothing records which of several payers an output came from. */
function shares(restsOn: RestsOn): Reason {
  return {
    ...{ what: 'shares', statement: 'assumption', by: null, rules: [], verdict: 'holds', count: 0, text: '', breakers: [] },
    ...named(restsOn),
    labels: [],
  };
}

/** Addresses that stand as one node because a source gives them the same label. */
function oneParty(file: CaseFile, { kind, labels, items }: Sankey['nodes'][number]): Reason[] {
  const [label] = labels;
  if (kind !== 'party' || label === undefined) return [];
  const found = items.flatMap((name): CanvasReason['labels'] => {
    const item = readItem(name);
    if (item === null) return [];
    return labelsOf(file, item.chain, item.id)
      .filter((one) => one.label === label)
      .map((one) => ({ ...one, item: name, address: item.id }));
  });
  return [
    {
      ...{ what: 'oneParty', statement: 'attribution', by: null, rules: [], verdict: 'holds', count: items.length, text: '' },
      ...{ breakers: [], restsOn: [], more: 0, labels: found.slice(0, MOST_LABELS) },
    },
  ];
}

const named = (restsOn: RestsOn): Pick<Reason, 'restsOn' | 'more'> => ({
  restsOn: restsOn.slice(0, MOST_NAMED),
  more: Math.max(0, restsOn.length - MOST_NAMED),
});
