// A trace over balances as nodes and edges (shared/contract/accountFlow.ts). Pure: it reads no case. Money may come back to an account, so
// only what goes on to an account that is reached later decides the layers.
import type { AccountFlowPicture } from '../../../shared/contract/accountFlow.ts';
import type { AssetView } from '../../../shared/contract/account.ts';
import { layoutFlow } from './layout/layered.ts';

type Node = AccountFlowPicture['nodes'][number];
type Edge = AccountFlowPicture['edges'][number];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface FlowAccount {
  readonly chain: string;
  readonly chainName: string;
  readonly account: string;
}

/** One movement that carries traced money, in its real direction. */
export interface FlowMove {
  /** Null where nothing stands behind it: coins made or destroyed. */
  readonly from: FlowAccount | null;
  readonly to: FlowAccount | null;
  readonly asset: AssetView;
  readonly amount: bigint;
  readonly whole: bigint;
  readonly name: string;
  readonly chain: string;
  readonly timeSeconds: number | null;
  /** Where its source gives no time of the day. */
  readonly day?: string;
  readonly hop: number;
  readonly isSeed: boolean;
  /** Joined to its neighbour by a recorded link or a conversion rather than by its own account. */
  readonly linked: boolean;
  /** At most this much can have moved; nothing of it is certain. */
  readonly possible: boolean;
}

export interface FlowEnd extends FlowAccount {
  readonly asset: AssetView;
  readonly state: string;
  readonly figure: Node['ends'][number]['figure'];
}

export interface AccountFlowInput {
  readonly run: number;
  readonly policy: string;
  readonly direction: 'forward' | 'backward';
  /** In the order of the trace. */
  readonly moves: readonly FlowMove[];
  readonly ends: readonly FlowEnd[];
  readonly labelsOf: (account: FlowAccount) => readonly string[];
  readonly limit: number;
}

const MOST_MOVEMENTS = 20;
const MORE = 'more:';

const idOf = ({ chain, account }: FlowAccount): string => `account:${chain} ${account}`;

export function accountPicture(input: AccountFlowInput): AccountFlowPicture {
  const { direction } = input;
  const forward = direction === 'forward';
  const nodes = new Map<string, Mutable<Node>>();
  const edges = new Map<string, Mutable<Edge> & { sum: bigint; all: bigint }>();
  const nodeOf = (account: FlowAccount, hop: number): Mutable<Node> => {
    const id = idOf(account);
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const { chain, chainName } = account;
    const made: Mutable<Node> = {
      ...{ id, kind: 'account', x: 0, y: 0, hop, chain, chainName, account: account.account },
      ...{ labels: [...input.labelsOf(account)], ends: [], share: 0, count: 1 },
    };
    nodes.set(id, made);
    return made;
  };
  const seeded = new Map<string, bigint>();
  for (const { isSeed, asset, amount } of input.moves) if (isSeed) seeded.set(asset.key, (seeded.get(asset.key) ?? 0n) + amount);
  // The side from which the trace comes is reached first.
  for (const move of input.moves) {
    const { from, to } = move;
    if (from === null || to === null) continue;
    const [first, second] = forward ? [from, to] : [to, from];
    const near = nodeOf(first, Math.max(0, move.hop - 1));
    nodeOf(second, move.hop);
    if (move.isSeed && near.kind === 'account') near.kind = 'seed';
    const id = `${idOf(from)}>${idOf(to)}>${move.asset.key}${move.isSeed ? ' seed' : ''}${move.possible ? ' possible' : ''}`;
    const edge = edges.get(id) ?? {
      ...{ id, source: idOf(from), target: idOf(to), asset: move.asset, amount: '0', whole: '0', movements: [], count: 0, share: 0 },
      ...{
        statement: move.isSeed ? ('fact' as const) : ('assumption' as const),
        linked: move.linked,
        possible: move.possible,
        sum: 0n,
        all: 0n,
      },
    };
    edges.set(id, edge);
    edge.sum += move.amount;
    edge.all += move.whole;
    edge.count++;
    if (edge.movements.length < MOST_MOVEMENTS) edge.movements = [...edge.movements, movementOf(move)];
  }
  for (const end of input.ends) {
    const node = nodeOf(end, 0);
    node.ends = [...node.ends, { asset: end.asset, state: end.state, figure: end.figure }];
  }
  const goesOn = new Set([...edges.values()].map(({ source, target }) => (forward ? source : target)));
  for (const node of nodes.values()) {
    if (node.kind !== 'account' || goesOn.has(node.id) || node.ends.length === 0) continue;
    node.kind = node.ends.every(({ state }) => /^(unknown|paused)/.test(state)) ? 'unknown' : 'end';
  }
  // A share is of the starting points of the same asset; where an asset came by conversion, of the largest edge in it.
  const largest = new Map<string, bigint>();
  for (const { asset, sum } of edges.values()) if (sum > (largest.get(asset.key) ?? 0n)) largest.set(asset.key, sum);
  const finished = [...edges.values()].map(({ sum, all, ...edge }): Edge => {
    const share = shareOf(sum, seeded.get(edge.asset.key) ?? largest.get(edge.asset.key) ?? 0n);
    for (const id of [edge.source, edge.target]) {
      const node = nodes.get(id) as Mutable<Node>;
      node.share = Math.max(node.share, share);
    }
    return { ...edge, amount: `${sum}`, whole: `${all}`, share };
  });
  const reduced = reduceAccounts([...nodes.values()], finished, input.limit);
  return {
    ...{ run: input.run, policy: input.policy, direction, ...placedAccounts(reduced.nodes, reduced.edges, forward) },
    hiddenNodes: reduced.hidden,
    assets: assetsOf(input),
    hasRanges: input.ends.some(({ figure }) => figure.amount === null),
  };
}

function movementOf({ name, chain, timeSeconds, day }: FlowMove): Edge['movements'][number] {
  return { name, chain, timeSeconds, ...(day === undefined ? {} : { day }) };
}

/** Parts of a million, as a number for drawing alone. */
function shareOf(amount: bigint, of: bigint): number {
  if (of <= 0n) return 0;
  return Number((amount >= of ? 1_000_000n : (amount * 1_000_000n) / of).toString()) / 1_000_000;
}

function assetsOf({ moves, ends }: AccountFlowInput): AssetView[] {
  const found = new Map<string, AssetView>();
  for (const { asset } of [...moves, ...ends]) found.set(asset.key, asset);
  return [...found.values()];
}

/** Starting points and the largest shares stay; the others are summed in one node for each hop, asset by asset. */
function reduceAccounts(
  nodes: readonly Node[],
  edges: readonly Edge[],
  limit: number,
): { readonly nodes: readonly Node[]; readonly edges: readonly Edge[]; readonly hidden: number } {
  if (nodes.length <= limit) return { nodes, edges, hidden: 0 };
  const ranked = nodes
    .map((node, at) => ({ node, at }))
    .sort((a, b) => Number(b.node.kind === 'seed') - Number(a.node.kind === 'seed') || b.node.share - a.node.share || a.at - b.at);
  const kept = new Set(ranked.slice(0, limit).map(({ node }) => node.id));
  const more = new Map<string, Mutable<Node>>();
  const placeOf = new Map<string, string>();
  for (const node of nodes) {
    if (kept.has(node.id)) continue;
    const id = `${MORE}${node.hop}`;
    placeOf.set(node.id, id);
    const known = more.get(id);
    if (known === undefined) more.set(id, { ...node, id, kind: 'more', account: null, labels: [], ends: [] });
    else {
      known.count += node.count;
      known.share = Math.max(known.share, node.share);
    }
  }
  const joined = new Map<string, Mutable<Edge>>();
  for (const edge of edges) {
    const source = placeOf.get(edge.source) ?? edge.source;
    const target = placeOf.get(edge.target) ?? edge.target;
    if (source === target) continue;
    const isWhole = source === edge.source && target === edge.target;
    const id = isWhole ? edge.id : `${source}>${target}>${edge.asset.key}`;
    const known = joined.get(id);
    if (known === undefined) joined.set(id, { ...edge, id, source, target });
    else {
      known.amount = `${BigInt(known.amount) + BigInt(edge.amount)}`;
      known.whole = `${BigInt(known.whole) + BigInt(edge.whole)}`;
      known.count += edge.count;
      known.share = Math.min(1, known.share + edge.share);
      known.movements = [...known.movements, ...edge.movements].slice(0, MOST_MOVEMENTS);
      if (known.statement !== edge.statement) known.statement = 'assumption';
      // A sum in which something is only possible is itself at most.
      known.possible = known.possible || edge.possible;
    }
  }
  const hidden = nodes.length - kept.size;
  return { nodes: [...nodes.filter(({ id }) => kept.has(id)), ...more.values()], edges: [...joined.values()], hidden };
}

function placedAccounts(
  nodes: readonly Node[],
  edges: readonly Edge[],
  forward: boolean,
): { readonly nodes: Node[]; readonly edges: Edge[] } {
  // Nodes stand in the order in which the trace came to them: edges that go back to an earlier one take no part in the layers.
  const order = new Map(nodes.map(({ id }, at) => [id, at]));
  const at = (id: string): number => order.get(id) as number;
  const onward = edges.filter(({ source, target }) => (forward ? at(source) < at(target) : at(target) < at(source)));
  const sources = Uint32Array.from(onward, ({ source }) => at(source));
  const targets = Uint32Array.from(onward, ({ target }) => at(target));
  const layout = layoutFlow(nodes.length, sources, targets, !forward);
  return {
    nodes: nodes.map((node, number) => ({ ...node, x: layout.x[number] as number, y: layout.y[number] as number })),
    edges: [...edges],
  };
}
