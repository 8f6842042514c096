// Which things of a canvas the picture of a run stands for: transactions, outputs, accounts and movements that the case records. What a
// policy assigns to them is the run's assumption and stays there.
import type { AccountFlowPicture } from '../../../../shared/contract/accountFlow.ts';
import type { FlowPicture } from '../../../../shared/contract/trace.ts';
import { type CanvasItem, itemName } from '../../../../shared/model/canvasItem.ts';
import type { Step, Work } from '../../kernel/index.ts';

export interface RunAsked {
  readonly kind: 'coins' | 'accounts';
  readonly run: number;
  readonly policy?: string | undefined;
  readonly asset?: string | undefined;
  readonly limit: number;
}

/** Pictures of runs, by whoever makes them again. */
export interface RunPictures {
  readonly coins: (asked: RunAsked, work: Work<Step>) => Promise<{ readonly chain: string; readonly picture: FlowPicture }>;
  readonly accounts: (asked: RunAsked, work: Work<Step>) => Promise<AccountFlowPicture>;
}

interface Named {
  readonly name: string;
  readonly item: CanvasItem;
}

export interface RunItems {
  readonly items: readonly Named[];
  /** Starting points, by name. */
  readonly seeds: readonly string[];
  readonly hiddenNodes: number;
  readonly hiddenMovements: number;
}

export async function runItems(asked: RunAsked, pictures: RunPictures, work: Work<Step>): Promise<RunItems> {
  if (asked.kind === 'accounts') return itemsOfAccounts(await pictures.accounts(asked, work));
  const { chain, picture } = await pictures.coins(asked, work);
  return itemsOfCoins(chain, picture);
}

function collect() {
  const found = new Map<string, Named>();
  return {
    add(kind: CanvasItem['kind'], chain: string, id: string): string {
      const item = { kind, chain, id };
      const name = itemName(item);
      found.set(name, { name, item });
      return name;
    },
    all: (): Named[] => [...found.values()],
  };
}

/** Coins made by a block and nodes that sum others are no things of the case. */
export function itemsOfCoins(chain: string, { nodes, edges, hiddenNodes }: FlowPicture): RunItems {
  const found = collect();
  const seeds: string[] = [];
  for (const { kind, txid, outpoint } of nodes) {
    if (kind === 'more' || kind === 'coinbase') continue;
    if (kind === 'transaction' && txid !== null) found.add('transaction', chain, txid);
    else if (outpoint !== null) {
      const name = found.add('output', chain, outpoint);
      if (kind === 'seed') seeds.push(name);
    }
  }
  const left = new Set(nodes.flatMap(({ id, kind }) => (kind === 'more' || kind === 'coinbase' ? [id] : [])));
  for (const { source, target, outpoint } of edges)
    if (outpoint !== null && !left.has(source) && !left.has(target)) found.add('output', chain, outpoint);
  return { items: found.all(), seeds, hiddenNodes, hiddenMovements: 0 };
}

export function itemsOfAccounts({ nodes, edges, hiddenNodes }: AccountFlowPicture): RunItems {
  const found = collect();
  const shown = new Set<string>();
  for (const { id, chain, account } of nodes) {
    if (account === null) continue;
    shown.add(id);
    found.add('address', chain, account);
  }
  const seeds = new Set<string>();
  let hiddenMovements = 0;
  for (const { source, target, movements, count, statement } of edges) {
    // What went to or from accounts that are summed up is left out with them.
    if (!shown.has(source) || !shown.has(target)) {
      hiddenMovements += count;
      continue;
    }
    hiddenMovements += count - movements.length;
    for (const { chain, name } of movements) {
      const movement = found.add('movement', chain, name);
      if (statement === 'fact') seeds.add(movement);
    }
  }
  return { items: found.all(), seeds: [...seeds], hiddenNodes, hiddenMovements };
}
