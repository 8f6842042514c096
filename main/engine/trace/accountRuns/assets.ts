// How an asset is shown: its symbol and decimals where the program knows them by contract, and whether it borrows another's name. A
// symbol that a source gives is never believed by itself.
import type { AssetView } from '../../../../shared/contract/account.ts';
import { type AccountAsset, accountChain, borrowedName, foldedName, KNOWN_TOKENS, tokenFacts, TRON_NETWORKS } from '../../chains/index.ts';
import { assetKey, currencyDecimals, LISTED_DECIMALS } from '../../intake/index.ts';

/** What sources call a token contract, and how many decimals they give it; neither makes it an issuer's. */
export interface TokenClaim {
  readonly name: string | null;
  readonly decimals: number | null;
}
/** By `chain contract`: names that contracts were created under or are listed by, and decimals. */
export type ClaimedNames = ReadonlyMap<string, TokenClaim>;

export function assetView(chain: string, asset: AccountAsset, claimed: ClaimedNames = new Map()): AssetView {
  const named = nameOf(chain, asset, claimed.get(`${chain} ${asset.contract}`));
  return { key: `${chain} ${assetKey(asset)}`, kind: asset.kind, contract: asset.contract, tokenId: asset.tokenId, ...named };
}

function nameOf(
  chain: string,
  { kind, contract }: AccountAsset,
  claim: TokenClaim | undefined,
): Pick<AssetView, 'symbol' | 'decimals' | 'standing'> {
  const network = accountChain(chain);
  if (kind === 'native') return { symbol: network?.coin?.symbol ?? null, decimals: network?.coin?.decimals ?? null, standing: 'issuer' };
  if (kind === 'fiat') return { symbol: contract, decimals: currencyDecimals(contract ?? ''), standing: 'issuer' };
  if (kind === 'listed') return { symbol: contract, decimals: LISTED_DECIMALS, standing: 'unknown' };
  const token = contract === null ? null : tokenFacts(chain, contract);
  if (token !== null) return { symbol: token.symbol, decimals: kind === 'item' ? 0 : token.decimals, standing: 'issuer' };
  const name = claim?.name ?? null;
  const decimals = kind === 'item' ? 0 : (claim?.decimals ?? null);
  const borrowed = name === null ? null : borrowedSymbol(chain, name);
  if (borrowed !== null) return { symbol: borrowed, decimals, standing: 'counterfeit' };
  return { symbol: null, decimals, standing: 'unknown' };
}

/** Words under which an issuer's contracts were made, by the symbol known for them. */
const ISSUERS_WORDS: readonly (readonly [symbol: string, word: RegExp])[] = [
  ['USDT', /tether|usdt/],
  ['USDC', /usdc|usdcoin|fiattoken/],
];

/**
 * A contract made under the name of a token whose issuer has another contract on this chain. Only names decide: that a name does not
 * resemble any says nothing about the contract.
 */
function borrowedSymbol(chain: string, claim: string): string | null {
  const folded = foldedName(claim);
  const found = ISSUERS_WORDS.find(([, word]) => word.test(folded))?.[0] ?? borrowedName(chain, '', claim, '');
  if (found === null) return null;
  const isIssued =
    KNOWN_TOKENS.some((token) => token.chain === chain && token.symbol === found) ||
    (found === 'USDT' && TRON_NETWORKS.some(({ id, tether }) => id === chain && tether !== null));
  return isIssued ? found : null;
}

/** Whether an examiner's word means the asset: its contract, its code, or the symbol the program knows it by. */
export function isNamed(asset: AssetView, word: string): boolean {
  const wanted = word.toLowerCase();
  return asset.contract?.toLowerCase() === wanted || (asset.standing === 'issuer' && asset.symbol?.toLowerCase() === wanted);
}
