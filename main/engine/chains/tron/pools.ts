// Exchanges on TRON: what their pools' logs say, and whether a pool stands where a known factory puts it. TRON's CREATE2 is EIP-1014's with
// the prefix 41 in the place of ff (TVM; sun-protocol/sunswap-v2-contracts, SunswapV2Library.pairFor), tokens packed without prefix.
// Sources: factories, sun-protocol's own tools (sun-kit, sunswap constants); hashes, SunswapV2Library.sol and SunSwap's PoolAddress; each
// is shown by a pool known from elsewhere (pools.test.ts). Exchanges of SunSwap v1 stand at no derivable address: never recorded.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import type { AccountEvent } from '../accountFamily.ts';
import { tronAddress, tronAddressBytes } from './address.ts';
import type { TronLog } from './info.ts';
import { TRON } from './networks.ts';

export type TronPoolForm = 'uniswapV2' | 'uniswapV3';

interface TronFactory {
  readonly chain: string;
  readonly name: string;
  readonly form: TronPoolForm;
  readonly factory: string;
  readonly initCodeHash: string;
}

export const TRON_POOL_FACTORIES: readonly TronFactory[] = [
  {
    ...{ chain: TRON.id, name: 'SunSwap v2', form: 'uniswapV2', factory: 'TKWJdrQkqHisa1X8HUdHEfREvTzw4pMAaY' },
    initCodeHash: '6d3f89421f83e4b62e628de8fc7ff2b014a79bf8fd8e8b0ea46e4a1d9409b67d',
  },
  {
    ...{ chain: TRON.id, name: 'SunSwap v3', form: 'uniswapV3', factory: 'TThJt8zaJzJMhCEScH7zWKnp5buVZqys9x' },
    initCodeHash: 'ba928a717d71946d75999ef1adef801a79cd34a20efecea8b2876b85f5f49580',
  },
];

/** Fees in millionths that the v3 factory allows. */
const V3_FEES = [100, 500, 3000, 10_000];

/** The factory whose pool of exactly these two tokens stands at this address, or null. Addresses in base58check. */
export function tronPoolFactory(chain: string, pool: string, tokenA: string, tokenB: string): TronFactory | null {
  const [a, b] = [tokenA, tokenB].map((token) => tronAddressBytes(token).subarray(1)) as [Uint8Array, Uint8Array];
  const [low, high] = hex(a) < hex(b) ? [a, b] : [b, a];
  const stands = ({ form, factory, initCodeHash }: TronFactory): boolean =>
    salts(form, low, high).some((salt) => create2Address(factory, salt, fromHex(initCodeHash)) === pool);
  return TRON_POOL_FACTORIES.find((one) => one.chain === chain && stands(one)) ?? null;
}

/** keccak(41 ‖ maker ‖ salt ‖ keccak(code)), the last 20 bytes. */
export function create2Address(maker: string, salt: Uint8Array, codeHash: Uint8Array): string {
  const bytes = new Uint8Array(85);
  bytes.set(tronAddressBytes(maker), 0);
  bytes.set(salt, 21);
  bytes.set(codeHash, 53);
  return tronAddress(keccak_256(bytes).subarray(12));
}

function salts(form: TronPoolForm, low: Uint8Array, high: Uint8Array): Uint8Array[] {
  if (form === 'uniswapV2') return [keccak_256(Uint8Array.from([...low, ...high]))];
  return V3_FEES.map((fee) => {
    const words = new Uint8Array(96);
    words.set(low, 12);
    words.set(high, 44);
    new DataView(words.buffer).setUint32(92, fee);
    return keccak_256(words);
  });
}

/** Events of pools: names of the amounts in the order of the words (indexed ones first), null for what is no amount. */
const SWAPS: readonly { readonly signature: string; readonly form: string; readonly words: readonly (string | null)[] }[] = [
  {
    signature: 'Swap(address,uint256,uint256,uint256,uint256,address)',
    form: 'uniswapV2',
    words: ['actor', 'subject', 'amount0In', 'amount1In', 'amount0Out', 'amount1Out'],
  },
  {
    signature: 'Swap(address,address,int256,int256,uint160,uint128,int24)',
    form: 'uniswapV3',
    words: ['actor', 'subject', 'amount0', 'amount1', null, null, null],
  },
  // SunSwap v1, once JustSwap: the exchange of one token against TRX; everything is indexed.
  { signature: 'TokenPurchase(address,uint256,uint256)', form: 'uniswapV1', words: ['actor', 'trxSold', 'tokensBought'] },
  { signature: 'TrxPurchase(address,uint256,uint256)', form: 'uniswapV1', words: ['actor', 'tokensSold', 'trxBought'] },
];
const SWAP_BY_TOPIC = new Map(SWAPS.map((swap) => [hex(keccak_256(new TextEncoder().encode(swap.signature))), swap]));

/** What a pool's log says; anyone can write a contract that says it. Null where it is no such log or does not fit its layout. */
export function tronSwap({ address: pool, topics, data }: TronLog, path: readonly number[]): AccountEvent | null {
  const [first, ...indexed] = topics;
  const known = first === undefined ? undefined : SWAP_BY_TOPIC.get(hex(first));
  if (known === undefined || data.length % 32 !== 0 || topics.some((topic) => topic.length !== 32)) return null;
  const words = [...indexed, ...Array.from({ length: data.length / 32 }, (_, at) => data.subarray(at * 32, at * 32 + 32))];
  if (words.length !== known.words.length) return null;
  const said: Record<string, string> = {};
  for (const [at, name] of known.words.entries()) {
    const word = words[at] as Uint8Array;
    if (name === 'actor' || name === 'subject') {
      if (word.subarray(0, 11).some((byte) => byte !== 0) || (word[11] !== 0 && word[11] !== 0x41)) return null;
      said[name] = tronAddress(word.subarray(12));
    } else if (name !== null) {
      const value = BigInt(`0x${hex(word)}`);
      said[name] = String(known.form === 'uniswapV3' ? BigInt.asIntN(256, value) : value);
    }
  }
  const { actor = null, subject = null, ...amounts } = said;
  return { path, kind: 'swap', actor, subject, asset: null, amount: null, details: { form: known.form, pool, ...amounts } };
}
