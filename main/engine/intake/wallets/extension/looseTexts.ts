// Extended public keys and addresses that stand as text in values of a form that is not read. What an address is there for is not known: it is told
// as a fact of the storage, never as the wallet's own.
import { decodeBase58, toBeArray } from 'ethers/utils';
import { placesOfLabel } from '../../labelledChains.ts';
import { base58Check } from '../publicKeys.ts';
import type { ReadingDraft } from '../reading.ts';

const EXTENDED = /\b[xyztuvLM][pt]ub[1-9A-HJ-NP-Za-km-z]{107,108}\b/g;
const ADDRESS = /\b(?:0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{20,80}|ltc1[02-9ac-hj-np-z]{20,80}|[13LMT][1-9A-HJ-NP-Za-km-z]{25,33})\b/g;
const MOST = 500;

export function readLooseTexts(texts: Iterable<string>, draft: ReadingDraft): void {
  const found = new Set<string>();
  for (const text of texts) {
    if (found.size >= MOST) {
      draft.notRead('beyondBound');
      return;
    }
    for (const [key] of text.matchAll(EXTENDED)) {
      if (found.has(key) || !isChecked(key)) continue;
      found.add(key);
      draft.key('extendedPublicKey', key, '');
    }
    for (const [address] of text.matchAll(ADDRESS)) {
      if (found.has(address) || found.size >= MOST) continue;
      found.add(address);
      if (placesOfLabel(address).chains.length > 0) draft.fact('addressInStorage', address);
    }
  }
}

function isChecked(text: string): boolean {
  try {
    return base58Check(toBeArray(decodeBase58(text), 82).subarray(0, -4)) === text;
  } catch {
    return false;
  }
}
