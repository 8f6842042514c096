// What a label or the program's own lists say a party is, as marks that typologies read. A label's word stays the label's: what is not
// labelled has no mark.
import type { LabelRow } from '../../casefile/index.ts';
import { categoryWord, type Ground, isServiceCategory } from '../accountLeads/services.ts';
import { BRIDGE, DEALER, EXCHANGE, GUARANTEE, MIXER, RENTAL, SERVICE } from '../typologies/flows.ts';

const MARKS: ReadonlyMap<string, number> = new Map(
  (
    [
      [EXCHANGE, 'exchange cex'],
      [DEALER, 'otc otc_desk broker'],
      [MIXER, 'mixing_service mixer tumbler'],
      [BRIDGE, 'bridge defi_bridge cross_chain_bridge'],
      [RENTAL, 'energy_rental resource_rental energy_market rental rental_market'],
      [GUARANTEE, 'guarantee guarantee_platform escrow escrow_platform'],
    ] as const
  ).flatMap(([mark, words]) => words.split(' ').map((word) => [word, mark | SERVICE] as const)),
);
const LISTED = new Set(['sanction', 'sanctioned', 'sanctions']);

function marksOfCategory(category: string): number {
  return MARKS.get(categoryWord(category)) ?? (isServiceCategory(category) === true ? SERVICE : 0);
}

export function marksOfGrounds(grounds: readonly Ground[]): number {
  return grounds.reduce(
    (marks, { basis, category }) => marks | (basis === 'examiner' ? SERVICE : basis === 'noCategory' ? 0 : marksOfCategory(category)),
    0,
  );
}

/** Who runs it, as the label's name says without the number of one of its addresses: `Kraken 7` and `Kraken: Hot Wallet` are Kraken's. */
export function operatorOf(label: string): string {
  return (label.normalize('NFKC').split(/[:#(]/)[0] ?? '')
    .replace(/\s*\d+\s*$/, '')
    .trim()
    .toLowerCase();
}

export function isListing({ category, abuse }: Pick<LabelRow, 'category' | 'abuse'>): boolean {
  return LISTED.has(categoryWord(category)) || LISTED.has(categoryWord(abuse));
}

/** Seconds of a label's day, or null where it gives none. */
export function listedFrom({ date }: Pick<LabelRow, 'date'>): number | null {
  const day = /^\d{4}-\d\d-\d\d/.exec(date)?.[0];
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? null : time / 1000;
}
