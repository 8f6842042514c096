// The picture of a trace over balances in the form that the graph component draws: shares instead of amounts, words for each node and edge.
// Numbers for drawing alone.
import { stateInWords } from '../../../shared/model/ledger.ts';
import type { AccountFlowPicture } from '../../../shared/contract/accountFlow.ts';
import type { FlowPicture } from '../../../shared/contract/trace.ts';
import { shortId } from '../../design/ids.ts';
import type { FlowWording } from '../../graph/flowModel.ts';
import type { Words } from '../../session/words.ts';
import { assetText, figureText, unitsText } from '../accounts/figures.ts';

/** Shares are drawn in parts of a million where coins are drawn in their smallest unit. */
const PARTS = 1_000_000;
const KINDS = { seed: 'seed', account: 'transaction', end: 'holding', unknown: 'unknown', more: 'more' } as const;
/** Ends of one account that stand in the picture; all of them stand beside it. */
const MOST_ENDS = 2;

export function asDrawing(picture: AccountFlowPicture): FlowPicture {
  const parts = (share: number): string => String(Math.round(share * PARTS));
  const { run, policy, direction, hiddenNodes } = picture;
  return {
    ...{ run, policy, direction, hiddenNodes, seedSat: String(PARTS) },
    nodes: picture.nodes.map((node) => ({
      ...{ id: node.id, kind: KINDS[node.kind], hop: node.x, x: node.x, y: node.y, count: node.count, amountSat: parts(node.share) },
      ...{ txid: null, outpoint: node.id, address: node.account, height: null, time: null, state: null, coinjoin: false, grade: null },
      labels: node.labels,
    })),
    edges: picture.edges.map((edge) => ({
      ...{ id: edge.id, source: edge.source, target: edge.target, statement: edge.statement },
      ...{ outpoint: edge.id, address: null, ...drawnParts(edge) },
    })),
  };
}

/** What the policy assigns of what is moved, in parts: never more than the whole. */
function drawnParts({ amount, whole, share }: AccountFlowPicture['edges'][number]): {
  readonly amountSat: string;
  readonly valueSat: string;
} {
  const assigned = BigInt(Math.round(share * PARTS));
  const [part, all] = [BigInt(amount), BigInt(whole)];
  return { amountSat: `${assigned}`, valueSat: `${part === 0n || all <= part ? assigned : (assigned * all) / part}` };
}

export function accountWording(say: Words, picture: AccountFlowPicture): FlowWording {
  const nodes = new Map(picture.nodes.map((node) => [node.id, node]));
  const edges = new Map(picture.edges.map((edge) => [edge.id, edge]));
  const several = new Set(picture.nodes.map(({ chain }) => chain)).size > 1;
  return {
    decimals: 0,
    nodeTitle: () => '',
    nodeState: () => '',
    partOf: (amount, value) => say('flow.partOf', { amount, value }),
    nodeLines: ({ id }) => {
      const node = nodes.get(id);
      if (node === undefined) return [];
      if (node.kind === 'more') return [say('flow.moreCount', { count: node.count })];
      const ends = node.ends
        .slice(0, MOST_ENDS)
        .map((end) => `${figureText(end)} ${assetText(end.asset)} ${shortState(say, stateInWords(end.state, end.asset.key))}`);
      return [
        shortId(node.account ?? '', 5, 4),
        ...(several ? [node.chainName] : []),
        ...ends,
        ...(node.ends.length > MOST_ENDS ? ['…'] : []),
        ...(node.labels.length === 0 ? [] : [`❞ ${node.labels.join(', ')}`]),
      ];
    },
    edgeText: ({ id }) => {
      const edge = edges.get(id);
      if (edge === undefined) return { full: '', short: '' };
      const short = `${edge.possible ? '≤ ' : ''}${unitsText(edge.amount, edge.asset)} ${assetText(edge.asset)}`;
      const full = edge.amount === edge.whole ? short : say('flow.partOf', { amount: short, value: unitsText(edge.whole, edge.asset) });
      return { full: edge.linked ? `${say('flow.linked')} ${full}` : full, short };
    },
  };
}

/** What became of an end, in the few words that a picture has room for; the details beside it say it whole. */
function shortState(say: Words, state: string): string {
  const [head = '', rule = ''] = state.split(':');
  const key = `flow.endShort.${head}`;
  return say.has(key) ? say(key, { rule: say.has(`terms.stop.${rule}.word`) ? say(`terms.stop.${rule}.word`) : rule }) : state;
}
