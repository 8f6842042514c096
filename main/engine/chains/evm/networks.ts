// The parameter sets of the EVM family: one entry per chain. What differs between chains is data here, never a test on a chain id
// elsewhere. Ids are those of EIP-155 as chainlist.org and ethereum-lists/chains register them.
import type { AccountChain, Provable } from '../accountFamily.ts';
import { readEvmAddress } from './addresses.ts';
import type { HeaderForm } from './header.ts';

/**
 * Where a fee goes. `burnsBaseFee`: EIP-1559, the base fee is destroyed and the rest goes to the block's `miner`. `burnsAll`: the
 * whole fee is destroyed (Avalanche C pays it to the black hole 0x0100…00). `elsewhere`: to vaults, a burn contract or validators
 * that neither transaction nor header names; the amount is exact, the receiver is not stated.
 */
export type FeeRule = 'burnsBaseFee' | 'burnsAll' | 'elsewhere';

export interface EvmNetwork extends AccountChain {
  readonly family: 'evm';
  readonly chainId: bigint;
  readonly headerForm: HeaderForm;
  readonly feeRule: FeeRule;
  /** Its nodes list, as if they were transactions, states synced from Ethereum that no trie of the block holds. */
  readonly listsStateSync: boolean;
}

interface NetworkParameters {
  readonly chainId: bigint;
  readonly name: string;
  readonly title: string;
  readonly symbol: string;
  readonly feeRule: FeeRule;
  readonly headerForm?: HeaderForm;
  readonly training?: boolean;
  readonly listsStateSync?: boolean;
}

/**
 * Receipts prove what a transaction's logs say, transactions what was signed; both under an anchor for the block hash. Internal
 * calls are committed nowhere: they are derived by re-execution and never proven.
 */
const PROVABLE: readonly Provable[] = ['transaction', 'receipt'];

function network(parameters: NetworkParameters): EvmNetwork {
  const { chainId, name, title, symbol, feeRule } = parameters;
  return {
    family: 'evm',
    id: `eip155:${chainId}`,
    chainId,
    name,
    title,
    training: parameters.training ?? false,
    coin: { symbol, decimals: 18, smallestUnit: 'wei' },
    readAddress: readEvmAddress,
    provable: PROVABLE,
    headerForm: parameters.headerForm ?? 'ethereum',
    feeRule,
    listsStateSync: parameters.listsStateSync ?? false,
  };
}

export const ETHEREUM = network({ chainId: 1n, name: 'ethereum', title: 'Ethereum', symbol: 'ETH', feeRule: 'burnsBaseFee' });
export const BNB_SMART_CHAIN = network({
  chainId: 56n,
  name: 'bnb-smart-chain',
  title: 'BNB Smart Chain',
  symbol: 'BNB',
  feeRule: 'elsewhere',
});
export const POLYGON = network({
  chainId: 137n,
  name: 'polygon',
  title: 'Polygon PoS',
  symbol: 'POL',
  feeRule: 'elsewhere',
  listsStateSync: true,
});
export const ARBITRUM_ONE = network({ chainId: 42_161n, name: 'arbitrum-one', title: 'Arbitrum One', symbol: 'ETH', feeRule: 'elsewhere' });
export const OP_MAINNET = network({ chainId: 10n, name: 'op-mainnet', title: 'OP Mainnet', symbol: 'ETH', feeRule: 'elsewhere' });
export const BASE = network({ chainId: 8453n, name: 'base', title: 'Base', symbol: 'ETH', feeRule: 'elsewhere' });
export const AVALANCHE_C = network({
  chainId: 43_114n,
  name: 'avalanche-c',
  title: 'Avalanche C-Chain',
  symbol: 'AVAX',
  feeRule: 'burnsAll',
  headerForm: 'avalanche',
});
/** Coins of a test network have no value; it is no training data either, since others write to it too. */
export const SEPOLIA = network({
  chainId: 11_155_111n,
  name: 'sepolia',
  title: 'Sepolia (Ethereum test network)',
  symbol: 'ETH',
  feeRule: 'burnsBaseFee',
});
/** A node on one's own machine (anvil, Hardhat): everything on it is made up. */
export const ANVIL = network({
  chainId: 31_337n,
  name: 'anvil',
  title: 'Local development chain',
  symbol: 'ETH',
  feeRule: 'burnsBaseFee',
  training: true,
});

/** New chains of the family are listed here. */
export const EVM_NETWORKS: readonly EvmNetwork[] = [
  ETHEREUM,
  BNB_SMART_CHAIN,
  POLYGON,
  ARBITRUM_ONE,
  OP_MAINNET,
  BASE,
  AVALANCHE_C,
  SEPOLIA,
  ANVIL,
];

/** OP Mainnet and Base: what is paid for the data on the chain below comes on top of gas and price (`l1Fee` of their receipts). */
export function paysForDataBelow(chain: string): boolean {
  return chain === OP_MAINNET.id || chain === BASE.id;
}
