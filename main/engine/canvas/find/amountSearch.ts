// Outputs and movements of exactly an amount, in the unit that people write or in the smallest one.
import {
  type CaseAccounts,
  type ChainView,
  amountOf,
  isFee,
  outpointText,
  timeOf,
  transferName,
  txOfOut,
  viewOfAsset,
} from '../../trace/index.ts';
import { type Hits, hitOf, type Ranked } from './hits.ts';
import type { Held } from './readings.ts';
import { amountIn, type WantedAmount } from './wanted.ts';

/** The first of each chain of coins, and of all ledgers, in their order. */
export function amountHits({ coins, accounts }: Held, wanted: WantedAmount, limit: number): Hits {
  const all = [...coins.map((view) => ofCoins(view, wanted, limit)), ofAccounts(accounts, wanted, limit)];
  return { hits: all.flatMap(({ hits }) => hits), more: all.some(({ more }) => more) };
}

function ofCoins(view: ChainView, wanted: WantedAmount, limit: number): Hits {
  const { network, slice } = view;
  const { coin, smallestUnit } = network;
  const meant = meantIn(wanted, coin.decimals, [coin.symbol, coin.name], [smallestUnit.symbol, smallestUnit.name]);
  if (meant.length === 0) return { hits: [], more: false };
  // Halves of each value: reading a column of 64 bits makes an object of each.
  const halves = new Uint32Array(slice.outValue.buffer, slice.outValue.byteOffset, slice.outCount * 2);
  const wantedHalves = meant
    .filter((value) => value < 1n << 64n)
    .map((value) => [Number(value & 0xffff_ffffn), Number(value >> 32n)] as const);
  const hits: Ranked[] = [];
  for (let out = 0; out < slice.outCount; out++) {
    const [low, high] = [halves[2 * out] as number, halves[2 * out + 1] as number];
    if (!wantedHalves.some(([one, other]) => one === low && other === high)) continue;
    if (hits.length === limit) return { hits, more: true };
    const id = outpointText(view, out);
    const found = amountText(slice.outValue[out] as bigint, coin.decimals, coin.symbol);
    const timeSeconds = slice.blockTime[slice.txBlock[txOfOut(slice, out)] as number] as number;
    hits.push({ rank: 0, hit: hitOf('amount', { kind: 'output', chain: network.id, id }, id, found, { timeSeconds }) });
  }
  return { hits, more: false };
}

function ofAccounts(accounts: CaseAccounts, wanted: WantedAmount, limit: number): Hits {
  const { slice, names } = accounts;
  const meant = names.assets.map((asset, number): ReadonlySet<bigint> => {
    if (asset === null) return new Set();
    const { symbol, decimals } = viewOfAsset(accounts, number);
    return new Set(meantIn(wanted, decimals ?? 0, symbol === null ? [] : [symbol], []));
  });
  const lows = new Set(meant.flatMap((values) => [...values].map((value) => Number(value & 0xffff_ffff_ffffn))));
  if (lows.size === 0) return { hits: [], more: false };
  const hits: Ranked[] = [];
  for (let transfer = 0; transfer < slice.transferCount; transfer++) {
    if (!lows.has(slice.amountLow[transfer] as number) || isFee(slice, transfer)) continue;
    const asset = slice.ledgerAsset[(slice.fromLedger[transfer] as number) || (slice.toLedger[transfer] as number)] as number;
    const amount = amountOf(slice, transfer);
    if (meant[asset]?.has(amount) !== true) continue;
    if (hits.length === limit) return { hits, more: true };
    const chain = names.chains[slice.assetChain[asset] as number] as string;
    const { symbol, decimals } = viewOfAsset(accounts, asset);
    const id = transferName(accounts, transfer);
    const time = timeOf(slice, transfer);
    const found = amountText(amount, decimals ?? 0, symbol ?? '');
    hits.push({ rank: 0, hit: hitOf('amount', { kind: 'movement', chain, id }, id, found, { timeSeconds: time < 0 ? null : time }) });
  }
  return { hits, more: false };
}

/** Values in the smallest unit that the words may mean. A symbol that was written must be the asset's; nothing is worth nothing. */
function meantIn(wanted: WantedAmount, decimals: number, units: readonly string[], smallest: readonly string[]): bigint[] {
  // Practice and test coins are written as `practice BTC`: nobody types that.
  const is = (names: readonly string[]): boolean =>
    wanted.symbol === '' || names.some((name) => [name, name.split(' ').at(-1)].some((one) => one?.toUpperCase() === wanted.symbol));
  const written = is(units) ? amountIn(wanted, decimals) : null;
  const counted =
    wanted.decimals === null && (is(smallest) || (wanted.symbol === '' && smallest.length === 0)) ? BigInt(wanted.whole) : null;
  return [...new Set([written, counted].filter((value): value is bigint => value !== null && value > 0n))];
}

function amountText(amount: bigint, decimals: number, symbol: string): string {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const part = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - decimals);
  return `${whole}${decimals === 0 || part === '' ? '' : `.${part}`}${symbol === '' ? '' : ` ${symbol}`}`;
}
