// Swaps of Uniswap v2 and v3 and of pools of their make: one conversion per pool and log, so that a route over several pools is a chain
// of them. The log says how much went in and came out; which movements those are, the token logs between two of the pool's swaps say.
import { type AccountEvent, type AccountTransaction, type AccountTransfer, poolFactory } from '../../../chains/index.ts';
import type { TransferName } from '../../accounts/index.ts';
import { isSameAsset, type RecognisedConversion, sumOf } from './members.ts';

const RULE = 'swap@1';

/** [A26] Recorded: the sums are exactly the log's, and the pool stands where a known factory puts the pool of these two tokens. */
export function swapsOf(chain: string, transaction: AccountTransaction): RecognisedConversion[] {
  const found: RecognisedConversion[] = [];
  const swaps = transaction.events.filter(({ kind, path }) => kind === 'swap' && path[0] === 1).sort((a, b) => place(a) - place(b));
  const lastOf = new Map<string, number>();
  for (const event of swaps) {
    const { pool, form } = event.details;
    if (pool === undefined || form === undefined) continue;
    const after = lastOf.get(pool) ?? -1;
    lastOf.set(pool, place(event));
    found.push(readSwap(chain, transaction, event, pool, form, after));
  }
  return found;
}

const place = ({ path }: { readonly path: readonly number[] }): number => path[1] ?? -1;

function readSwap(
  chain: string,
  { id, transfers }: AccountTransaction,
  event: AccountEvent,
  pool: string,
  form: string,
  after: number,
): RecognisedConversion {
  const name = ({ path }: { readonly path: readonly number[] }): TransferName => ({ chain, transaction: id, path });
  const result = (
    reason: string | null,
    ins: readonly AccountTransfer[] = [],
    outs: readonly AccountTransfer[] = [],
    exchange: string | null = null,
  ): RecognisedConversion => ({
    ...{ kind: 'swap', rule: RULE, name: exchange, reason, standing: reason === null ? 'recorded' : 'inference' },
    ...{ ins: ins.map(name), outs: outs.map(name), events: [name(event)] },
  });
  if (form === 'uniswapV1') {
    const [into, out] = firstFormSides(transfers, event, pool, after);
    return into === null || out === null ? result('legMissing') : result('unknownPool', [into], [out]);
  }
  const sides = sidesOf(event);
  if (sides === null) return result('bothSides');
  // The pool's own shares are no part of what is swapped.
  const near = transfers.filter(
    (one) =>
      one.path[0] === 1 && place(one) > after && place(one) < place(event) && one.asset.kind === 'token' && one.asset.contract !== pool,
  );
  const ins = near.filter(({ to }) => to === pool);
  const outs = near.filter(({ from }) => from === pool);
  const [into] = ins;
  const [out] = outs;
  if (into === undefined || out === undefined) return result('legMissing');
  const uniform = ins.every(({ asset }) => isSameAsset(asset, into.asset)) && outs.every(({ asset }) => isSameAsset(asset, out.asset));
  if (!uniform || isSameAsset(into.asset, out.asset)) return result('severalAssets');
  if (sumOf(ins) !== sides.in || sumOf(outs) !== sides.out) return result('amountsDiffer', ins, outs);
  const factory = poolFactory(chain, pool, into.asset.contract ?? '', out.asset.contract ?? '');
  return factory?.form === form ? result(null, ins, outs, factory.name) : result('unknownPool', ins, outs);
}

/** A pool of one token against the coin: coins go by calls, which have no place among logs, so that exactly one must have the amount. */
function firstFormSides(
  transfers: readonly AccountTransfer[],
  { details, path }: AccountEvent,
  pool: string,
  after: number,
): readonly [AccountTransfer | null, AccountTransfer | null] {
  const isBought = details['trxSold'] !== undefined;
  const [coins, tokens] = (isBought ? ['trxSold', 'tokensBought'] : ['trxBought', 'tokensSold']).map((name) =>
    BigInt(details[name] ?? 0),
  ) as [bigint, bigint];
  const only = (isCoin: boolean, amount: bigint, isPaidIn: boolean): AccountTransfer | null => {
    const fitting = transfers.filter(
      (one) =>
        one.kind !== 'fee' &&
        one.amount === amount &&
        (isPaidIn ? one.to : one.from) === pool &&
        (isCoin ? one.asset.kind === 'native' : one.asset.kind === 'token' && place(one) > after && place(one) < place({ path })),
    );
    return fitting.length === 1 ? (fitting[0] as AccountTransfer) : null;
  };
  return isBought ? [only(true, coins, true), only(false, tokens, false)] : [only(false, tokens, true), only(true, coins, false)];
}

/** What the pool got and gave, where the log names one of each. */
function sidesOf({ details }: AccountEvent): { readonly in: bigint; readonly out: bigint } | null {
  const amount = (name: string): bigint => BigInt(details[name] ?? 0);
  const gained = details['amount0'] === undefined ? [amount('amount0In'), amount('amount1In')] : [amount('amount0'), amount('amount1')];
  const given = details['amount0'] === undefined ? [amount('amount0Out'), amount('amount1Out')] : [-amount('amount0'), -amount('amount1')];
  const ins = gained.filter((sum) => sum > 0n);
  const outs = given.filter((sum) => sum > 0n);
  return ins.length === 1 && outs.length === 1 ? { in: ins[0] as bigint, out: outs[0] as bigint } : null;
}
