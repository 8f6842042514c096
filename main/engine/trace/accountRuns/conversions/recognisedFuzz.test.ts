// Whatever transactions say, what is recognised can be laid into a slice and traced: no movement twice, an order that holds, and no unit
// lost or made (the engine checks [A2] itself and throws).
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atOnce } from '../../../kernel/index.ts';
import type { AccountAsset, AccountEvent, AccountTransaction, AccountTransfer } from '../../../chains/index.ts';
import {
  accountPolicies,
  amountOf,
  buildAccountSlice,
  isFee,
  knowLedgers,
  traceAccountsBackward,
  traceAccountsForward,
} from '../../accounts/index.ts';
import { recogniseConversions } from './recognised.ts';

const CHAIN = 'eip155:1';
const COIN: AccountAsset = { kind: 'native', contract: null, tokenId: null };
const token = (contract: string): AccountAsset => ({ kind: 'token', contract, tokenId: null });
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const DAI = '0x6B175474E89094C44Da98b954EedeAC495271d0F';
const POOLS = ['0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc', '0xA478c2975Ab1Ea89e8196811F51A7B7Ade33eB11'] as const;
const PLACES = ['U1', 'U2', 'ROUTER', WETH, ...POOLS];

type Step = readonly [what: number, from: number, to: number, asset: number, amount: number];
const step: fc.Arbitrary<Step> = fc.tuple(fc.nat(9), fc.nat(5), fc.nat(5), fc.nat(3), fc.integer({ min: 1, max: 3 }));

/** Steps become calls, logs and swaps whose sums are those of what the pool just got and gave, so that many are recognised. */
function transactionOf(number: number, steps: readonly Step[]): AccountTransaction {
  const transfers: AccountTransfer[] = [];
  const events: AccountEvent[] = [];
  let calls = 0;
  let logs = 0;
  for (const [what, a, b, asset, small] of steps) {
    const amount = BigInt(small);
    const [from, to] = [PLACES[a] as string, PLACES[b] as string];
    if (what < 2) {
      const path = calls++ === 0 ? [0] : [0, calls];
      transfers.push({ path, kind: path.length === 1 ? 'value' : 'internal', from, to, asset: COIN, amount });
    } else if (what < 4) {
      const holder = a === 3 ? 'ROUTER' : from;
      const [payer, payee] = what === 2 ? [holder, WETH] : [WETH, holder];
      transfers.push({ path: [0, ++calls], kind: 'internal', from: payer, to: payee, asset: COIN, amount });
      const sides = what === 2 ? { kind: 'mint' as const, from: null, to: holder } : { kind: 'burn' as const, from: holder, to: null };
      transfers.push({ path: [1, logs++], ...sides, asset: token(WETH), amount });
    } else if (what < 7)
      transfers.push({ path: [1, logs++], kind: 'token', from, to, asset: token([WETH, USDC, DAI][asset % 3] as string), amount });
    else {
      const place = POOLS[a % 2] as string;
      const [other, payer, payee] = [place === POOLS[0] ? USDC : DAI, PLACES[b] as string, PLACES[(b + asset) % 6] as string];
      const [into, out] = what === 7 ? [WETH, other] : [other, WETH];
      const legs: AccountTransfer[] = [
        { path: [], kind: 'token', from: payer, to: place, asset: token(into), amount },
        { path: [], kind: 'token', from: place, to: payee, asset: token(out), amount: amount * 7n },
      ];
      if (asset % 2 === 1) legs.reverse();
      for (const leg of legs) transfers.push({ ...leg, path: [1, logs++] });
      const details = {
        form: 'uniswapV2',
        pool: place,
        amount0In: `${amount}`,
        amount1In: '0',
        amount0Out: '0',
        amount1Out: `${amount * 7n}`,
      };
      events.push({ path: [1, logs++], kind: 'swap', actor: 'ROUTER', subject: payee, asset: null, amount: null, details });
    }
  }
  return {
    ...{ id: `t${number}`, blockHash: null, blockNumber: number + 1, position: 0, timeSeconds: number * 12, status: 'ok' },
    ...{ from: 'U1', to: 'ROUTER', transfers, events },
  };
}

it('[A2] [A24] every set of recognised conversions can be traced, forward and backward', () => {
  let recognised = 0;
  fc.assert(
    fc.property(
      fc.array(fc.array(step, { minLength: 2, maxLength: 7 }), { minLength: 1, maxLength: 4 }),
      fc.nat(30),
      fc.boolean(),
      (all, seed, assume) => {
        const transactions = all.map((steps, number) => transactionOf(number, steps));
        const held = new Map([
          [CHAIN, new Map(transactions.map((transaction) => [transaction.id, { transaction, sources: [], facts: null }]))],
        ]);
        const { recorded } = atOnce(recogniseConversions(held));
        recognised += recorded.length;
        const built = buildAccountSlice([{ chain: CHAIN, transactions, order: 'blocks' }], recorded);
        const { slice } = built;
        if (slice.transferCount === 0) return;
        const transfer = seed % slice.transferCount;
        if (isFee(slice, transfer) || amountOf(slice, transfer) === 0n) return;
        const assumed = assume ? Array.from({ length: slice.ledgerCount - 1 }, (_, n) => n + 1) : [];
        const knowledge = knowLedgers(slice, { statements: assumed.map((ledger) => ({ ledger, moment: 0, balance: 20n })), assumed });
        const base = { seeds: [{ kind: 'transfer', transfer }] as const, knowledge, conversions: built.conversions };
        for (const { id, directions } of accountPolicies.entries) {
          traceAccountsForward(slice, { ...base, policies: [id] });
          if (directions.includes('backward')) traceAccountsBackward(slice, { ...base, policies: [id] });
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(recognised).toBeGreaterThan(300);
});
