// Where what a link names stands in chain data: an address on its chains, an account at the ledger of its provider's name.
import { chainsOfLink } from '../../../../shared/model/ledger.ts';
import type { LinkDetail } from '../../../../shared/contract/people.ts';
import type { LinkRow } from '../../casefile/index.ts';

/** None for links that name neither. Of an account the number must be the same, and the provider's name that of the ledger. */
export function linkPlaces({ kind, value, chain, detail }: LinkRow): readonly { readonly chain: string; readonly address: string }[] {
  if (kind === 'address') return chainsOfLink(chain).map((one) => ({ chain: one, address: value }));
  if (kind !== 'account') return [];
  return [{ chain: `ledger:${(detail as LinkDetail).service.trim().toLowerCase()}`, address: value }];
}
