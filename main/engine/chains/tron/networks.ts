// TRON's networks as parameter sets. A CAIP-2 id of TRON is the last four bytes of the genesis block's id, so it can be checked
// against the genesis itself (block.test.ts does).
import type { AccountChain } from '../accountFamily.ts';
import { readTronAddress } from './address.ts';

export interface TronNetwork extends AccountChain {
  readonly family: 'tron';
  /** Id of block 0; null for the training chain, whose blocks the simulator makes. */
  readonly genesisId: string | null;
  /**
   * Tether's contract: its log events and calls are worded alike on other contracts, so counterfeits are told by this alone.
   * Null where the issuer has none.
   */
  readonly tether: string | null;
  /** The contract that makes a token of the coin and back; null where none is known. */
  readonly wrapped: string | null;
}

const COMMON = {
  family: 'tron',
  coin: { symbol: 'TRX', decimals: 6, smallestUnit: 'sun' },
  readAddress: readTronAddress,
  // No header commits to receipts: logs, internal transactions and fees can be stated by a source, never proven.
  provable: ['transaction', 'none'],
} as const;

export const TRON: TronNetwork = {
  ...COMMON,
  id: 'tron:0x2b6653dc',
  name: 'tron',
  title: 'TRON',
  training: false,
  genesisId: '00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc',
  tether: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  // SUN's Wrapped TRX (SunSwap's interface document for v2; its pools with USDT follow from this address, pools.test.ts).
  wrapped: 'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR',
};

export const TRON_SHASTA: TronNetwork = {
  ...COMMON,
  id: 'tron:0x94a9059e',
  name: 'tron-shasta',
  title: 'TRON Shasta (test network)',
  training: true,
  genesisId: '0000000000000000de1aa88295e1fcf982742f773e0419c5a9c134c994a9059e',
  tether: null,
  wrapped: null,
};

export const TRON_NILE: TronNetwork = {
  ...COMMON,
  id: 'tron:0xcd8690dc',
  name: 'tron-nile',
  title: 'TRON Nile (test network)',
  training: true,
  genesisId: '0000000000000000d698d4192c56cb6be724a558448e2684802de4d6cd8690dc',
  tether: null,
  wrapped: null,
};

export const TRON_TRAINING: TronNetwork = {
  ...COMMON,
  id: 'tron:training',
  name: 'tron-training',
  title: 'TRON (training)',
  training: true,
  genesisId: null,
  // What the simulator's first transaction creates, under every seed (learn/ringTokens.ts; ringStory.test.ts holds them together).
  tether: 'TXR9aKPXsr3TvuFf8NmW8zn9XxwMKDe947',
  wrapped: null,
};

export const TRON_NETWORKS: readonly TronNetwork[] = [TRON, TRON_SHASTA, TRON_NILE, TRON_TRAINING];
