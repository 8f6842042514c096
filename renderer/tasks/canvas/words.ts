// What stands on a canvas in words: amounts with their unit, names short and long, lines of labels. It computes nothing but sums that the
// screen shows of what is chosen.
import type { AssetView } from '../../../shared/contract/account.ts';
import type { CanvasEdge, CanvasNode, CanvasPicture } from '../../../shared/contract/canvas.ts';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { edgeEnds, readItem } from '../../../shared/model/canvasItem.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Standing, STATEMENT_GLYPHS } from '../../design/glyphs.ts';
import { shortId, shortOutpoint } from '../../design/ids.ts';
import { blockTimeCell } from '../../design/times.ts';
import type { StageWording } from '../../graph/stageModel.ts';
import type { Words } from '../../session/words.ts';
import { assetText, movementParts, unitsText } from '../accounts/figures.ts';

export type Amounts = CanvasNode['amounts'];

/** `12.5 BTC`: exact; in the smallest unit where the decimals are not known. */
export function amountText(assets: readonly AssetView[], { asset, amount }: Amounts[number]): string {
  const of = assets[asset];
  return of === undefined ? groupThousands(amount) : `${unitsText(amount, of)} ${assetText(of)}`;
}

/** The first amount, and how many other assets there are. */
export function amountsShort(assets: readonly AssetView[], amounts: Amounts): string {
  const [first, ...others] = amounts;
  if (first === undefined) return '';
  return others.length === 0 ? amountText(assets, first) : `${amountText(assets, first)} +${others.length}`;
}

export function sumsOf(all: readonly Amounts[]): Amounts {
  const totals = new Map<number, bigint>();
  for (const { asset, amount } of all.flat()) totals.set(asset, (totals.get(asset) ?? 0n) + BigInt(amount));
  return [...totals].sort(([a], [b]) => a - b).map(([asset, amount]) => ({ asset, amount: amount.toString() }));
}

/** The thing's own id, cut where it is long. */
export function shortName({ kind, name }: Pick<CanvasNode, 'kind' | 'name'>): string {
  if (kind === 'group' || kind === 'event') return name;
  if (kind === 'output') return shortOutpoint(name);
  if (kind === 'movement') {
    const { transaction, path } = movementParts(name);
    return `${shortId(transaction, 8, 4)}#${path}`;
  }
  return shortId(name, 7, 5);
}

export function markWords(say: Words, mark: string): string {
  if (say.has(`canvas.marks.${mark}`)) return say(`canvas.marks.${mark}`);
  return say.has(`accountReasons.${mark}`) ? say(`accountReasons.${mark}`) : say.reason(mark);
}

/** What kind of statement it is; a hypothesis by its own name. */
export function standingOf({ statement, marks }: Pick<CanvasNode, 'statement' | 'marks'>): Standing {
  return marks.includes('hypothesis') ? 'hypothesis' : statement;
}

/** What fell from the clusters of a picture since a rule was switched off or a merge rejected. */
export function fallenOn({ nodes }: Pick<CanvasPicture, 'nodes'>): { readonly addresses: number; readonly clusters: number } {
  const fell = nodes.filter(({ fallen }) => fallen > 0);
  return { addresses: fell.reduce((sum, { fallen }) => sum + fallen, 0), clusters: fell.length };
}

/** Marks that a label must not leave out. */
const TOLD: readonly string[] = ['coinjoin', 'coinbase', 'failed', 'counterfeit', 'worthless', 'hypothesis', 'fellApart', 'unspent', 'fee'];

export function stageWording(say: Words, { assets, groups }: Pick<CanvasPicture, 'assets' | 'groups'>): StageWording {
  const told = (node: CanvasNode) => node.marks.filter((mark) => TOLD.includes(mark)).map((mark) => markWords(say, mark));
  const glyph = (node: CanvasNode) => (node.statement === 'fact' || node.kind === 'group' ? '' : `${STATEMENT_GLYPHS[standingOf(node)]} `);
  const label = (node: CanvasNode) => (node.labels.length === 0 ? [] : [`❞ ${cut(node.labels.map((one) => one.label).join(', '), 28)}`]);
  return {
    nodeLines(node) {
      switch (node.kind) {
        case 'transaction':
          return [shortName(node), ...told(node)];
        case 'output':
          return [
            amountsShort(assets, node.amounts),
            node.address === null ? shortName(node) : shortId(node.address, 6, 4),
            ...label(node),
            ...told(node),
          ];
        case 'movement':
          return [amountsShort(assets, node.amounts), ...told(node)];
        case 'address':
          return [shortName(node), ...label(node), ...told(node)];
        case 'cluster':
          return [
            `${glyph(node)}${shortName(node)}`,
            say('canvas.addresses', { count: node.count }),
            ...(node.fallen > 0 ? [say('canvas.fallenCount', { count: node.fallen })] : []),
            ...label(node),
            ...told(node),
          ];
        case 'group':
          return node.collapsed ? [cut(node.name, 28), say('canvas.things', { count: node.count })] : [];
        case 'event':
          return [
            `${glyph(node)}${cut(node.name, 28)}`,
            node.timeSeconds === null ? say('canvas.byHand') : `${blockTimeCell(node.timeSeconds).slice(0, 16)} UTC`,
            ...told(node),
          ];
      }
    },
    groupName: (group) => groupWords(say, groups, group),
    edgeText(edge) {
      const text = edgeWords(say, assets, edge);
      return text === null ? { full: '', short: '' } : text;
    },
  };
}

export function groupWords(say: Words, groups: CanvasPicture['groups'], group: string): string {
  return groups.find(({ id }) => id === group)?.name ?? say('canvas.groupNumber', { number: readItem(group)?.id ?? '' });
}

/** What one press of "show what lies between" did. */
export function betweenWords(say: Words, { taken, remaining, cut, hidden }: Omit<CallOutput<'canvas.showBetween'>, 'items'>): string {
  const count = (text: string, number: number): string[] =>
    number === 0 ? [] : [say(`canvas.between.${text}`, { count: groupThousands(number) })];
  if (taken === 0) return [say(hidden > 0 ? 'canvas.nothingMore' : 'canvas.between.nothing'), ...count('hidden', hidden)].join(' ');
  const put = say('canvas.between.put', { taken: groupThousands(taken) });
  return [put, ...count('remaining', remaining), ...count('cut', cut), ...count('hidden', hidden)].join(' ');
}

/** What an edge is, by its kind; a link that was accepted is named as such. */
export function edgeKindWords(say: Words, { kind, marks }: Pick<CanvasEdge, 'kind' | 'marks'>): string {
  return kind === 'joins' && marks.includes('accepted') ? say('canvas.joinAccepted') : say(`canvas.edgeKinds.${kind}`);
}

/** Between exact things the amount stands with the output or movement; a sum has no other place for it. */
function edgeWords(say: Words, assets: readonly AssetView[], edge: CanvasEdge): { readonly full: string; readonly short: string } | null {
  if (edge.kind === 'joins' && edgeEnds(edge.id)?.way != null) {
    const how = edge.marks.map((mark) => markWords(say, mark)).join(', ');
    const short = `${STATEMENT_GLYPHS[edge.statement]} ${how}`;
    return { full: edge.count > 1 ? `${short} · ${say('canvas.times', { count: edge.count })}` : short, short };
  }
  if (edge.kind !== 'relation') return null;
  const amount = `${edge.shared > 0 ? '≤ ' : ''}${amountsShort(assets, edge.amounts)}`;
  const short = edge.statement === 'fact' ? amount : `${STATEMENT_GLYPHS[edge.statement]} ${amount}`;
  return { full: edge.count > 1 ? `${short} · ${say('canvas.times', { count: edge.count })}` : short, short };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Why not all of it is in the case. */
export function gapWords(say: Words, gap: string): string {
  if (say.has(`canvas.gaps.${gap}`)) return say(`canvas.gaps.${gap}`);
  return say.reason(gap);
}

/** Why a search for paths could not go on. */
export function endWords(say: Words, code: string): string {
  return say.reason(`pathEnd:${code}`);
}

/** What a path goes through: a rule by what it is called and its name, or what nobody states. */
export function throughWords(say: Words, code: string): string {
  if (say.has(`canvas.throughCodes.${code}`)) return say(`canvas.throughCodes.${code}`);
  const title = say.any(`reasons.rule-${code.split('@')[0] ?? code}`);
  return title === null ? code : `${title} (${code})`;
}

export function kindCounts(nodes: readonly CanvasNode[]): ReadonlyMap<CanvasNode['kind'], number> {
  const counts = new Map<CanvasNode['kind'], number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
