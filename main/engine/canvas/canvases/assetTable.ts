// The assets that a picture speaks of, each once, so that amounts name them by number.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { AssetAmount, ChainFacts } from '../facts/index.ts';

export interface AssetTable {
  amount(one: AssetAmount): { readonly asset: number; readonly amount: string };
  amounts(list: readonly AssetAmount[]): { asset: number; amount: string }[];
  number(key: string): number;
  views(): AssetView[];
}

export function createAssetTable(facts: ReadonlyMap<string, ChainFacts>): AssetTable {
  const numbers = new Map<string, number>();
  const views: AssetView[] = [];
  const number = (key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    for (const chain of facts.values()) {
      const view = chain.asset(key);
      if (view === null) continue;
      numbers.set(key, views.length);
      return views.push(view) - 1;
    }
    throw new Error(`assetTable: ${key} is of no chain`);
  };
  const amount = ({ asset, amount: value }: AssetAmount) => ({ asset: number(asset), amount: value.toString() });
  return { amount, amounts: (list) => list.map(amount), number, views: () => [...views] };
}
