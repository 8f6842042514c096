// What a case asks of a node of an account chain: ranges of blocks, accounts within ranges, single transactions and blocks, and how far each
// range has come in earlier sessions. The same request asked again goes on where it stopped. It asks nobody.
import { Fault } from '../../../../shared/model/fault.ts';
import type { AccountChain } from '../../chains/index.ts';
import { canonicalJson } from '../../kernel/index.ts';
import type { ListedItem } from '../fetchList.ts';

export interface NodeRequest {
  readonly fromBlock: number | null;
  /** Null: to the node's tip, and further each time it is asked again. */
  readonly toBlock: number | null;
  readonly items: readonly string[];
  /** Open items of the fetch list; none where it is not to be worked through. */
  readonly listed: readonly ListedItem[];
  /** Accounts by their logs alone, without reading every block of the range. */
  readonly logsOnly: boolean;
}

export type Item = {
  readonly kind: 'transaction' | 'address' | 'block';
  readonly item: string;
  readonly fromBlock: number | null;
  readonly toBlock: number | null;
};

export type Task =
  | {
      readonly kind: 'range';
      readonly key: string;
      readonly accounts: readonly string[] | null;
      readonly from: number;
      readonly to: number | null;
      readonly items: readonly Item[];
    }
  | { readonly kind: 'one'; readonly item: Item };

/** As it stands with the source. */
export interface NodeSourceRequest {
  readonly node: string;
  readonly agent: string;
  /** What was asked, as one text: the same request has the same. */
  readonly key: string;
  /** Highest block up to which each range is done. */
  readonly reach: Readonly<Record<string, number>>;
  readonly answers: number;
}

/** Faults: usage.badValue, chain.badAddress. */
export function tasksOf(chain: AccountChain, { fromBlock, toBlock, items, listed, logsOnly }: NodeRequest): readonly Task[] {
  if (fromBlock !== null && toBlock !== null && fromBlock > toBlock)
    throw new Fault('usage.badValue', { option: '--from-block', value: String(fromBlock), expected: '<= --to-block' });
  const own = items.map((text) => readItem(chain, text, { fromBlock, toBlock }));
  const all: readonly Item[] = [
    ...own,
    ...listed.map(({ kind, item, fromBlock: low, toBlock: high }) => ({ kind, item, fromBlock: low, toBlock: high })),
  ];
  const ranges = new Map<string, Item[]>();
  const tasks: Task[] = [];
  for (const item of all) {
    if (item.kind !== 'address') {
      tasks.push({ kind: 'one', item });
      continue;
    }
    const from = item.fromBlock ?? fromBlock;
    const to = item.toBlock ?? toBlock;
    if (from === null) throw new Fault('usage.badValue', { option: '--from-block', value: '', expected: item.item });
    const key = `${from} ${to ?? ''}`;
    ranges.set(key, [...(ranges.get(key) ?? []), item]);
  }
  for (const [range, members] of ranges) {
    const [from, to] = range.split(' ') as [string, string];
    const accounts = [...new Set(members.map(({ item }) => item))].sort();
    const key = `${logsOnly ? 'logs' : 'accounts'} ${range} ${accounts.join(' ')}`;
    tasks.push({ kind: 'range', key, accounts, from: Number(from), to: to === '' ? null : Number(to), items: members });
  }
  if (all.length === 0 && fromBlock !== null)
    tasks.push({ kind: 'range', key: `blocks ${fromBlock} ${toBlock ?? ''}`, accounts: null, from: fromBlock, to: toBlock, items: [] });
  return tasks;
}

/** The fetch list is one request, however much of it has arrived: an interrupted source goes on. */
export function keyOfRequest(chain: AccountChain, { fromBlock, toBlock, items, logsOnly }: NodeRequest, fetchList: boolean): string {
  return canonicalJson({ chain: chain.id, fromBlock, toBlock, items: [...new Set(items)].sort(), fetchList, logsOnly });
}

function readItem(chain: AccountChain, text: string, range: Pick<Item, 'fromBlock' | 'toBlock'>): Item {
  const typed = text.trim();
  const none = { fromBlock: null, toBlock: null };
  if (/^\d{1,12}$/.test(typed)) return { kind: 'block', item: String(Number(typed)), ...none };
  const digits = typed.toLowerCase().replace(/^0x/, '');
  // A block's hash looks the same: where no transaction has it, the block is asked for.
  if (/^[0-9a-f]{64}$/.test(digits)) return { kind: 'transaction', item: chain.family === 'evm' ? `0x${digits}` : digits, ...none };
  return { kind: 'address', item: chain.readAddress(typed), ...range };
}
