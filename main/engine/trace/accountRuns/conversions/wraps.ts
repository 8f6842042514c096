// Wrapping of a chain's own coin: what a known contract took in coins and made in tokens for the same account, or destroyed in tokens
// and paid in coins. Only contracts that the catalogue names as wrapping; equal amounts alone are no wrapping.
import { type AccountTransaction, type AccountTransfer, isWrappedCoin, tokenFacts } from '../../../chains/index.ts';
import type { RecognisedConversion } from './members.ts';

const RULE = 'wrap@1';

/** [A25] The k-th coins between an account and the contract belong to the k-th tokens of the same amount made or destroyed for it. */
export function wrapsOf(chain: string, { id, transfers }: AccountTransaction): RecognisedConversion[] {
  const used = new Set<AccountTransfer>();
  const found: RecognisedConversion[] = [];
  for (const token of transfers) {
    const { kind, asset, amount } = token;
    if ((kind !== 'mint' && kind !== 'burn') || asset.kind !== 'token' || asset.contract === null || amount === 0n) continue;
    if (!isWrappedCoin(chain, asset.contract)) continue;
    const holder = kind === 'mint' ? token.to : token.from;
    const [payer, payee] = kind === 'mint' ? [holder, asset.contract] : [asset.contract, holder];
    const coins = transfers.find(
      (one) => one.asset.kind === 'native' && one.from === payer && one.to === payee && one.amount === amount && !used.has(one),
    );
    const name = ({ path }: AccountTransfer) => ({ chain, transaction: id, path });
    const tokens = [name(token)];
    const common = { kind: 'wrap', rule: RULE, name: tokenFacts(chain, asset.contract)?.symbol ?? null, events: tokens } as const;
    // Without a trace of the calls inside, coins that a contract wraps are not seen to move.
    if (coins === undefined) {
      const none = kind === 'mint' ? { ins: [], outs: tokens } : { ins: tokens, outs: [] };
      found.push({ ...common, ...none, standing: 'inference', reason: 'legMissing' });
      continue;
    }
    used.add(coins);
    const sides = kind === 'mint' ? { ins: [name(coins)], outs: tokens } : { ins: tokens, outs: [name(coins)] };
    found.push({ ...common, ...sides, standing: 'recorded', reason: null });
  }
  return found;
}
