// How an asset is shown: its symbol and decimals where the program knows them by contract, and whether it borrows another's name. A
// symbol that a source gives is never believed by itself.
import type { AssetView } from '../../../../shared/contract/account.ts';
import { type AccountAsset, accountChain, knownToken, TRON_NETWORKS } from '../../chains/index.ts';
import { currencyDecimals, LISTED_DECIMALS } from '../../intake/index.ts';
import { assetKey } from '../accounts/index.ts';

const TETHER_ON_TRON_DECIMALS = 6;

export function assetView(chain: string, asset: AccountAsset): AssetView {
  const named = nameOf(chain, asset);
  return { key: `${chain} ${assetKey(asset)}`, kind: asset.kind, contract: asset.contract, tokenId: asset.tokenId, ...named };
}

function nameOf(chain: string, { kind, contract }: AccountAsset): Pick<AssetView, 'symbol' | 'decimals' | 'standing'> {
  const network = accountChain(chain);
  if (kind === 'native') return { symbol: network?.coin?.symbol ?? null, decimals: network?.coin?.decimals ?? null, standing: 'issuer' };
  if (kind === 'fiat') return { symbol: contract, decimals: currencyDecimals(contract ?? ''), standing: 'issuer' };
  if (kind === 'listed') return { symbol: contract, decimals: LISTED_DECIMALS, standing: 'unknown' };
  const token = contract === null ? null : knownToken(chain, contract);
  if (token !== null) return { symbol: token.symbol, decimals: kind === 'item' ? 0 : token.decimals, standing: 'issuer' };
  if (contract !== null && TRON_NETWORKS.some(({ id, tether }) => id === chain && tether === contract))
    return { symbol: 'USDT', decimals: TETHER_ON_TRON_DECIMALS, standing: 'issuer' };
  return { symbol: null, decimals: kind === 'item' ? 0 : null, standing: 'unknown' };
}
