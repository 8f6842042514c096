// Whether a contract is a pool of an exchange that the program knows: a factory's pools stand at addresses that follow from the pair of
// tokens (CREATE2, EIP-1014), so that no list is asked and none can be wrong about one pool. Anyone can write a contract that logs
// "Swap"; it says nothing about prices or about who put what into a pool.
import { fromHex } from '../../../../shared/model/bytes.ts';
import { addressBytes, addressText, create2Address } from './addresses.ts';
import { keccak256 } from './keccak.ts';
import { ARBITRUM_ONE, BASE, BNB_SMART_CHAIN, ETHEREUM, type EvmNetwork, OP_MAINNET, POLYGON } from './networks.ts';

export interface PoolFactory {
  readonly chain: string;
  readonly name: string;
  readonly form: 'uniswapV2' | 'uniswapV3';
  readonly factory: string;
  /** keccak-256 of the pools' creation code, as the operators' own libraries print it (UniswapV2Library, PoolAddress and their like). */
  readonly initCodeHash: string;
}

const V2_HASH = '96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f';
const V3_HASH = 'e34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54';
const SUSHI_HASH = 'e18a34eb0e04b04f7a0ac29a6e80748dca96319b42c54d679cb821dca90c6303';
const PANCAKE_HASH = '00fb7f630766e6a796048ea87d01acd3068e8ff67d078148a3fa3f4a84f69bd5';

function factory(network: EvmNetwork, name: string, form: PoolFactory['form'], address: string, initCodeHash: string): PoolFactory {
  return { chain: network.id, name, form, factory: address, initCodeHash };
}

/** Each is shown by a pool known from elsewhere (pools.test.ts); an unlisted exchange's swaps are at most an inference. */
export const POOL_FACTORIES: readonly PoolFactory[] = [
  factory(ETHEREUM, 'Uniswap v2', 'uniswapV2', '0x5C69bEe701ef814a2B6a3EDD4B1652CB9cc5aA6f', V2_HASH),
  factory(ETHEREUM, 'SushiSwap', 'uniswapV2', '0xC0AEe478e3658e2610c5F7A4A2E1777cE9e4f2Ac', SUSHI_HASH),
  factory(BNB_SMART_CHAIN, 'PancakeSwap v2', 'uniswapV2', '0xcA143Ce32Fe78f1f7019d7d551a6402fC5350c73', PANCAKE_HASH),
  factory(POLYGON, 'QuickSwap', 'uniswapV2', '0x5757371414417b8C6CAad45bAeF941aBc7d3Ab32', V2_HASH),
  ...[ETHEREUM, POLYGON, ARBITRUM_ONE, OP_MAINNET].map((network) =>
    factory(network, 'Uniswap v3', 'uniswapV3', '0x1F98431c8aD98523631AE4a59f267346ea31F984', V3_HASH),
  ),
  factory(BASE, 'Uniswap v3', 'uniswapV3', '0x33128a8fC17869897dcE68Ed026d694621f6FDfD', V3_HASH),
];

/** Fees in millionths that Uniswap v3's factories allow (factory constructor, and governance on mainnet, Base and others). */
const V3_FEES = [100, 500, 3000, 10_000];

const known = new Map<string, PoolFactory | null>();
const MOST_REMEMBERED = 20_000;

/** The factory whose pool of exactly these two tokens stands at this address, or null. Addresses in display form. */
export function evmPoolFactory(chain: string, pool: string, tokenA: string, tokenB: string): PoolFactory | null {
  const pair = tokenA.toLowerCase() < tokenB.toLowerCase() ? [tokenA, tokenB] : [tokenB, tokenA];
  const key = `${chain} ${pool} ${pair.join(' ')}`;
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const [low, high] = pair.map(addressBytes) as [Uint8Array, Uint8Array];
  const found =
    POOL_FACTORIES.find(
      (one) =>
        one.chain === chain &&
        salts(one.form, low, high).some(
          (salt) => addressText(create2Address(addressBytes(one.factory), salt, fromHex(one.initCodeHash))) === pool,
        ),
    ) ?? null;
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, found);
  return found;
}

/** v2: keccak(token0 ‖ token1). v3: keccak(abi.encode(token0, token1, fee)). */
function salts(form: PoolFactory['form'], low: Uint8Array, high: Uint8Array): Uint8Array[] {
  if (form === 'uniswapV2') {
    const packed = new Uint8Array(40);
    packed.set(low, 0);
    packed.set(high, 20);
    return [keccak256(packed)];
  }
  return V3_FEES.map((fee) => {
    const words = new Uint8Array(96);
    words.set(low, 12);
    words.set(high, 44);
    new DataView(words.buffer).setUint32(92, fee);
    return keccak256(words);
  });
}
