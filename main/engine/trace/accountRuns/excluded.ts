// Transfers that neither seed nor extend a trace by a rule of the registry, over the whole case: address poisoning. The amounts that count
// as next to nothing are fixed here, not values at a rate.
import { accountChain, tokenFacts } from '../../chains/index.ts';
import { findPoisoning, type Poisoning } from '../accounts/index.ts';
import { counterfeitsOf } from './describe.ts';
import type { AccountView } from './view.ts';

/** Less than one of a coin that stands for a dollar; of a chain's own coin amounts that were below a dollar whenever it was traded widely. */
const NEAR_NOTHING_OF_COINS: Readonly<Record<string, bigint>> = {
  ETH: 10n ** 14n,
  BNB: 10n ** 15n,
  POL: 10n ** 17n,
  AVAX: 10n ** 15n,
  TRX: 999_999n,
};
const DOLLARS = new Set(['USDT', 'USDC', 'USDC.e', 'DAI']);

const remembered = new WeakMap<AccountView, readonly Poisoning[]>();

/** [A31] */
export function poisoningIn(view: AccountView): readonly Poisoning[] {
  const known = remembered.get(view);
  if (known !== undefined) return known;
  const { slice, names } = view;
  const nearNothing = new Map<number, bigint>();
  names.assets.forEach((asset, number) => {
    if (asset === null) return;
    const chain = accountChain(names.chains[slice.assetChain[number] as number] as string);
    if (chain === undefined || chain.family === 'ledger') return;
    if (asset.kind === 'native') {
      const most = NEAR_NOTHING_OF_COINS[chain.coin?.symbol ?? ''];
      if (most !== undefined) nearNothing.set(number, most);
      return;
    }
    const facts = asset.kind === 'token' && asset.contract !== null ? tokenFacts(chain.id, asset.contract) : null;
    if (facts !== null && DOLLARS.has(facts.symbol)) nearNothing.set(number, 10n ** BigInt(facts.decimals) - 1n);
  });
  const isHex = (account: number): boolean => (names.accounts[account] as string).startsWith('0x');
  const found = findPoisoning(slice, {
    nearNothing,
    counterfeits: counterfeitsOf(view),
    shown: (account) =>
      isHex(account) ? (names.accounts[account] as string).slice(2).toLowerCase() : (names.accounts[account] as string).slice(1),
    alike: (account) => (isHex(account) ? 7 : 6),
  });
  remembered.set(view, found);
  return found;
}
