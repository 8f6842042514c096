// What the verifier knows of the chains by itself, so that a bag cannot supply its own idea of them.
import type { Checkpoint, KnownChain } from './knownChain.ts';
import { LITECOIN_CHAINS } from './litecoin.ts';
import { GENESIS, MAINNET, MAINNET_CHECKPOINTS, MAINNET_MINIMUM_WORK } from './mainnet.ts';

export { type KnownChain, targetOf, workOf } from './knownChain.ts';
export { MAINNET, MAINNET_CHECKPOINTS, MAINNET_MINIMUM_WORK } from './mainnet.ts';

/** Work after the anchor below which a chain is called cheap to forge (SPEC [H3]). */
export const CHEAP_WORK = 1n << 70n;

const COMMON = { workHash: 'sha256', cheapWork: CHEAP_WORK, mostSatoshi: 2_100_000_000_000_000n, mweb: false } as const;
const TEST = {
  ...{ training: true, retarget: null, checkpoints: new Map<number, Checkpoint>(), minimumWork: null },
  base58: { pubkeyHash: 0x6f, scriptHash: 0xc4 },
} as const;

export const KNOWN_CHAINS: ReadonlyMap<string, KnownChain> = new Map<string, KnownChain>([
  [
    MAINNET,
    {
      ...COMMON,
      name: 'Bitcoin',
      training: false,
      genesis: GENESIS,
      limitBits: 0x1d00ffff,
      base58: { pubkeyHash: 0, scriptHash: 5 },
      bech32: 'bc',
      retarget: { seconds: 1_209_600, fromBlockBefore: false },
      checkpoints: MAINNET_CHECKPOINTS,
      minimumWork: MAINNET_MINIMUM_WORK,
    },
  ],
  [
    'bip122:000000000933ea01ad0ee984209779ba',
    {
      ...COMMON,
      name: 'Bitcoin testnet3',
      genesis: '000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943',
      limitBits: 0x1d00ffff,
      bech32: 'tb',
      ...TEST,
    },
  ],
  [
    'bip122:00000000da84f2bafbbc53dee25a72ae',
    {
      ...COMMON,
      name: 'Bitcoin testnet4',
      genesis: '00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043',
      limitBits: 0x1d00ffff,
      bech32: 'tb',
      ...TEST,
    },
  ],
  [
    'bip122:00000008819873e925422c1ff0f99f7c',
    {
      ...COMMON,
      name: 'Bitcoin signet',
      genesis: '00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6',
      limitBits: 0x1e0377ae,
      bech32: 'tb',
      ...TEST,
    },
  ],
  [
    'bip122:0f9188f13cb7b2c71f2a335e3a4fc328',
    {
      ...COMMON,
      name: 'Bitcoin regtest',
      genesis: '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206',
      limitBits: 0x207fffff,
      bech32: 'bcrt',
      ...TEST,
    },
  ],
  ...LITECOIN_CHAINS,
]);

/** Two pairs of blocks of the main network hold the same coinbase transaction (BIP30): txid, and the heights of both. */
export const REPEATED_TXIDS: ReadonlyMap<string, readonly number[]> = new Map([
  ['e3bf3d07d4b0375638d5f1db5255fe07ba2c4cb067cd81b84ee974b6585fb468', [91722, 91880]],
  ['d5d27987d2a3dfc724e359870c6644b40e497bdc0589a033220fe15429d88599', [91812, 91842]],
]);

/** Account chains on which nothing has a value: TRON's test networks and practice chain, a developer's own EVM chain. */
const TRAINING_LEDGERS = new Set(['tron:0x94a9059e', 'tron:0xcd8690dc', 'tron:training', 'eip155:31337']);

export function isTrainingChain(chain: string): boolean {
  return KNOWN_CHAINS.get(chain)?.training ?? (TRAINING_LEDGERS.has(chain) || chain.startsWith('ledger:practice '));
}
