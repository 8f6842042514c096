// The assets of TRON as values: its coin, and tokens by contract address (TRC-20) or number (TRC-10).
import type { AccountAsset } from '../accountFamily.ts';

export const TRX: AccountAsset = { kind: 'native', contract: null, tokenId: null };

export function tokenAsset(contract: string): AccountAsset {
  return { kind: 'token', contract, tokenId: null };
}
