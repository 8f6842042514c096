// The picture of a trace over balances for paper: the same drawing as for coins, every amount in the unit of its own asset, ranges as ranges.
import type { AssetView } from '../../../shared/contract/account.ts';
import type { AccountFlowPicture } from '../../../shared/contract/accountFlow.ts';
import type { FlowPicture } from '../../../shared/contract/trace.ts';
import { type ChartOptions, type FlowChart, flowChart } from './chart.ts';
import type { FlowEdge } from './node.ts';
import { placed } from './picture.ts';

/** Shares are drawn in parts of a million where coins are drawn in satoshi. */
const PARTS = 1_000_000;
const KINDS = { seed: 'seed', account: 'holding', end: 'holding', unknown: 'unknown', more: 'more' } as const;

export function accountChart(picture: AccountFlowPicture, options: ChartOptions): FlowChart {
  const amounts = new Map<string, string>();
  for (const { id, amount, asset, possible } of picture.edges) amounts.set(id, `${possible ? '≤ ' : ''}${amountText(amount, asset)}`);
  for (const { id, ends } of picture.nodes) amounts.set(id, ends.map(({ figure, asset }) => figureText(figure, asset)).join(' + '));
  return flowChart(asCoins(picture), { ...options, amounts });
}

function amountText(amount: string, asset: AssetView): string {
  const name = asset.symbol ?? (asset.contract === null ? '' : `${asset.contract.slice(0, 6)}…`);
  return `${unitsOf(amount, asset.decimals ?? 0)}${name === '' ? '' : ` ${name}`}`;
}

function figureText({ amount, low, high }: AccountFlowPicture['nodes'][number]['ends'][number]['figure'], asset: AssetView): string {
  return amount !== null ? amountText(amount, asset) : `${unitsOf(low ?? '0', asset.decimals ?? 0)} – ${amountText(high ?? '0', asset)}`;
}

function unitsOf(amount: string, decimals: number): string {
  const digits = amount.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const part = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return part === '' ? whole : `${whole}.${part}`;
}

/** The form that the drawing takes: only what goes onward, so that it has layers. */
function asCoins(picture: AccountFlowPicture): FlowPicture {
  const order = new Map(picture.nodes.map(({ id }, at) => [id, at]));
  const isOnward = (first: string, second: string): boolean => (order.get(first) as number) < (order.get(second) as number);
  const forward = picture.direction === 'forward';
  const parts = (share: number): string => String(Math.round(share * PARTS));
  const nodes = picture.nodes.map((node): FlowPicture['nodes'][number] => ({
    ...{ id: node.id, kind: KINDS[node.kind], hop: node.hop, x: node.x, y: node.y, count: node.count },
    ...{ txid: null, outpoint: node.id, address: node.account, amountSat: parts(node.share), height: null, time: null },
    ...{ state: null, coinjoin: false, grade: null, labels: [...node.labels] },
  }));
  const edges = picture.edges
    .filter(({ source, target }) => (forward ? isOnward(source, target) : isOnward(target, source)))
    .map(
      ({ id, source, target, share, statement, possible }): FlowEdge => ({
        ...{ id, source, target, statement, possible, amountSat: parts(share), valueSat: parts(share), outpoint: null, address: null },
      }),
    );
  const { run, policy, direction, hiddenNodes } = picture;
  return placed({ run, policy, direction, nodes, edges, hiddenNodes, seedSat: String(PARTS) });
}
