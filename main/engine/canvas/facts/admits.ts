// What a canvas's filter lets through, asked of times, assets and amounts. It knows no chain.
import type { CanvasFilter } from '../../../../shared/contract/canvas.ts';

export interface Admits {
  readonly isAnyTime: boolean;
  readonly isAnyAsset: boolean;
  /** No amount is too small, whatever its asset. */
  readonly isAnyAmount: boolean;
  /** Both ends belong to it; what has no time lies in no period. */
  time(seconds: number | null): boolean;
  asset(key: string): boolean;
  /** Of an amount as it is shown; one that is not known is not below anything. */
  amount(key: string, amount: bigint | null): boolean;
  readonly worthless: boolean;
}

export function admitsOf({ fromTime, toTime, assets, least, worthless }: CanvasFilter): Admits {
  const wanted = new Set(assets);
  const leastOf = new Map(Object.entries(least).map(([key, text]) => [key, BigInt(text)]));
  const isAnyTime = fromTime === null && toTime === null;
  return {
    ...{ worthless, isAnyTime, isAnyAsset: wanted.size === 0, isAnyAmount: leastOf.size === 0 },
    time: (seconds) =>
      isAnyTime || (seconds !== null && (fromTime === null || seconds >= fromTime) && (toTime === null || seconds <= toTime)),
    asset: (key) => wanted.size === 0 || wanted.has(key),
    amount(key, amount) {
      const floor = leastOf.get(key);
      return floor === undefined || amount === null || amount >= floor;
    },
  };
}

/** What counts are made with: everything but what is worthless. */
export const PLAIN: CanvasFilter = {
  ...{ factsOnly: false, without: [], fromTime: null, toTime: null, assets: [], least: {}, counterparty: '', worthless: false },
};

/** Whether the filter does without a kind of statement. */
export function doesWithout({ factsOnly, without }: CanvasFilter, kind: CanvasFilter['without'][number]): boolean {
  return factsOnly || without.includes(kind);
}
