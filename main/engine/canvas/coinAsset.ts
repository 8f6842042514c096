// The coin of a chain of coins as an asset, as account chains have them.
import type { AssetView } from '../../../shared/contract/account.ts';
import type { BitcoinNetwork } from '../chains/index.ts';

export function assetOfCoins({ id, coin }: BitcoinNetwork): AssetView {
  return { key: id, kind: 'native', contract: null, tokenId: null, symbol: coin.symbol, decimals: coin.decimals, standing: 'issuer' };
}
