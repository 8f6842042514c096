// Answers canvas.reasons: for each node and edge what on it is no recorded fact, by which rule, and on what it rests.
import { type CanvasReason, canvasReasonContract } from '../../../../shared/contract/canvasReason.ts';
import { type CanvasItem, edgeEnds, type EdgeWay, itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import { bySteps, type Handlers, implement } from '../../kernel/index.ts';
import { computedRun } from '../../trace/index.ts';
import { betweenOn } from '../canvases/between.ts';
import { documentOf, materialOf } from '../canvases/calls.ts';
import { type CanvasState, readCanvas } from '../canvases/document.ts';
import { type Material, shownOn } from '../canvases/shown.ts';
import type { FactJoin } from '../facts/index.ts';
import { retraced } from '../retraced.ts';
import { accountBandReasons, coinBandReasons } from './bandReasons.ts';
import { type CoinReasons, coinReasons } from './coinReasons.ts';
import { joinReason } from './joinReason.ts';
import { sameParty } from './sameParty.ts';

export function canvasReasonCalls(session: CaseSession): Handlers<keyof typeof canvasReasonContract> {
  return implement(canvasReasonContract, {
    'canvas.reasons': async ({ canvas, items }, work) => {
      const state = readCanvas(documentOf(session.current(), canvas));
      const material = await materialOf(session, state.rules, work);
      const of = reasonsFor(session, state, material);
      return { reasons: [...new Set(items)].flatMap((about) => of(about).map((reason): CanvasReason => ({ about, ...reason }))) };
    },
    'canvas.same': async ({ canvas, item }, work) => {
      const state = readCanvas(documentOf(session.current(), canvas));
      return { same: sameParty(session.current(), state, await materialOf(session, state.rules, work), item) };
    },
    'canvas.bandReasons': async (asked, work) => {
      const { run, of, policy } = asked;
      if (of === 'accounts')
        return { reasons: await bySteps(accountBandReasons(session, await retraced(session, run, policy, work), asked), work) };
      const computed = await computedRun(session, run, { report: work.report, signal: work.signal });
      return { reasons: coinBandReasons(session.current(), computed, asked) };
    },
  });
}

/** Movements behind an edge whose joins give their reasons. */
const MOST_JOINED = 20;

type Reason = Omit<CanvasReason, 'about'>;

export function reasonsFor(session: CaseSession, state: CanvasState, material: Material): (about: string) => Reason[] {
  const held = new Set(session.current().chain.chains());
  const ofChain = new Map<string, CoinReasons | null>();
  const coinsOf = (chain: string): CoinReasons | null => {
    let known = ofChain.get(chain);
    if (known === undefined) {
      const network = held.has(chain) ? bitcoinNetwork(chain) : undefined;
      known = network === undefined ? null : coinReasons(session, network, material.clusters.rules);
      ofChain.set(chain, known);
    }
    return known;
  };
  let fell: ReadonlySet<string> | null = null;
  const hasFallen = (name: string): boolean => {
    fell ??= new Set(shownOn(state, material).nodes.flatMap((node) => (node.fellApart ? [node.name] : [])));
    return fell.has(name);
  };
  const joins = (item: CanvasItem): readonly FactJoin[] => material.facts.get(item.chain)?.joins(item) ?? [];

  /** Of an edge between parties: what joins the movements that stand behind it, the first of them. */
  const joinsBehind = (edge: string, way: EdgeWay): readonly FactJoin[] => {
    if (!shownOn(state, material).edges.some(({ id }) => id === edge)) return [];
    const items = betweenOn({ edges: [edge], items: [] }, state, material, 'oldest')
      .first(MOST_JOINED)
      .flatMap((row) => row.items());
    const found = new Map<string, FactJoin>();
    for (const item of items)
      for (const join of joins(item)) {
        const isMeant =
          join.standing === (way === 'accepted' ? 'accepted' : 'recorded') && join.outs.every((one) => isAmong(items, itemName(one)));
        if (isMeant) found.set([...join.ins, ...join.outs].map(itemName).join('>'), join);
      }
    return [...found.values()];
  };

  const ofItem = (name: string, item: CanvasItem): Reason[] => {
    const coins = coinsOf(item.chain);
    switch (item.kind) {
      case 'transaction':
        return coins?.transaction(item.id) ?? [];
      case 'output':
        return coins?.output(item.id, material.facts.get(item.chain)?.node(item)?.address ?? null) ?? [];
      case 'address':
        return coins === null ? [] : [...(hasFallen(name) ? coins.fellApart() : []), ...coins.address(item.id)];
      case 'cluster':
        return coins === null ? [] : [...(hasFallen(name) ? coins.fellApart() : []), ...coins.cluster(item.id)];
      case 'movement':
        return joins(item).map(joinReason);
      default:
        return byHand(state, name);
    }
  };
  return (about) => {
    const ends = edgeEnds(about);
    if (ends !== null && ends.way !== null) return joinsBehind(about, ends.way).map(joinReason);
    const [source = '', target] = about.split('>');
    const from = readItem(source);
    if (target === undefined) return from === null ? [] : ofItem(about, from);
    const to = readItem(target);
    if (from === null || to === null) return [];
    const joined = joins(from).filter(({ ins, outs }) => isAmong(ins, source) && isAmong(outs, target));
    if (joined.length > 0) return joined.map(joinReason);
    // A sum follows by counting; that its ends are one party each is concluded.
    return [
      ...[...byHand(state, source), ...byHand(state, target)],
      ...[from, to].flatMap((end) => (end.kind === 'cluster' ? (coinsOf(end.chain)?.cluster(end.id) ?? []) : [])),
    ];
  };
}

const isAmong = (items: readonly CanvasItem[], name: string): boolean => items.some((item) => itemName(item) === name);

function byHand({ events }: CanvasState, name: string): Reason[] {
  const event = events.get(name);
  if (event === undefined) return [];
  return [
    {
      ...{ what: 'byHand', statement: event.hypothesis ? 'assumption' : 'fact', by: null, rules: [], verdict: 'holds', count: 0 },
      text: [event.title, event.exhibit, event.note].filter((part) => part !== '').join(' · '),
      ...{ breakers: [], restsOn: [], more: 0, labels: [] },
    },
  ];
}
