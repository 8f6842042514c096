// The paths along which wallets make addresses of one seed, as data: who says so, what stands at their end, on which chains. A new wallet is a row.
import { BITCOIN, REGTEST, SIGNET, TESTNET3, TESTNET4 } from '../bitcoin/networks.ts';
import { LITECOIN, LITECOIN_REGTEST, LITECOIN_TESTNET } from '../bitcoin/litecoinNetworks.ts';
import type { KeyNetwork } from './versions.ts';

/** What an address of a key is made of. `account`: the last 20 bytes of Keccak-256, as EVM chains and TRON have it. */
export type ScriptKind = 'p2pk' | 'p2pkh' | 'p2shP2wpkh' | 'p2wpkh' | 'p2tr' | 'p2sh' | 'p2shP2wsh' | 'p2wsh' | 'account';

/** Where addresses of a key are looked for: short names of coin chains, or a family of account chains. */
export type KeyChains = readonly string[];
export const EVM_CHAINS: KeyChains = ['evm'];
const TRON_CHAINS: KeyChains = ['tron'];
/** One key is one account of all of them, which each writes in its way. */
export const ACCOUNT_FAMILIES: KeyChains = [...EVM_CHAINS, ...TRON_CHAINS];

export const CHAINS_OF_NETWORK: Readonly<Record<KeyNetwork, KeyChains>> = {
  main: [BITCOIN.name, LITECOIN.name],
  litecoin: [LITECOIN.name],
  test: [TESTNET3, TESTNET4, SIGNET, REGTEST, LITECOIN_TESTNET, LITECOIN_REGTEST].map(({ name }) => name),
};
/** SLIP-44: 0 is Bitcoin, 1 every test network, 2 Litecoin. Its list has more coins; those are chains the program has no blocks of. */
const COINS: readonly (readonly [number, KeyChains])[] = [
  [0, [BITCOIN.name]],
  [1, CHAINS_OF_NETWORK.test],
  [2, [LITECOIN.name]],
];

export interface StandardPath {
  readonly scheme: string;
  /** Who says that wallets do so. */
  readonly source: string;
  /** Hardened steps to the account's public key; `account` is where its number stands. */
  readonly to: readonly (number | 'account')[];
  /** Steps behind it before an address's number; none where the number follows at once. */
  readonly branches: readonly (readonly number[])[];
  /** Whether addresses are numbered behind the branch; else it ends at one, and wallets count accounts instead. */
  readonly isRanged: boolean;
  readonly script: ScriptKind;
  readonly chains: KeyChains;
}

const BOTH: readonly (readonly number[])[] = [[0], [1]];
const BY_PURPOSE: readonly (readonly [number, ScriptKind])[] = [
  [44, 'p2pkh'],
  [49, 'p2shP2wpkh'],
  [84, 'p2wpkh'],
  [86, 'p2tr'],
];

/** Of a BIP39 seed, or a master key. */
export const STANDARD_PATHS: readonly StandardPath[] = [
  ...BY_PURPOSE.flatMap(([purpose, script]) =>
    COINS.map(([coin, chains]) => ({
      ...{ scheme: `bip${purpose}`, source: `BIP${purpose}, SLIP-44`, to: [purpose, coin, 'account'] as const },
      ...{ branches: BOTH, isRanged: true, script, chains },
    })),
  ),
  {
    ...{ scheme: 'evm', source: 'BIP44, SLIP-44 (60); MetaMask, Trezor', to: [44, 60, 0], branches: [[0]], isRanged: true },
    ...{ script: 'account', chains: EVM_CHAINS },
  },
  {
    ...{ scheme: 'ledgerLive', source: 'Ledger Live: one account, one address', to: [44, 60, 'account'], branches: [[0, 0]] },
    ...{ isRanged: false, script: 'account', chains: EVM_CHAINS },
  },
  {
    ...{ scheme: 'ledgerLegacy', source: 'Ledger Chrome application, MyEtherWallet', to: [44, 60, 0], branches: [[]], isRanged: true },
    ...{ script: 'account', chains: EVM_CHAINS },
  },
  {
    ...{ scheme: 'tron', source: 'BIP44, SLIP-44 (195); TronLink', to: [44, 195, 0], branches: [[0]], isRanged: true },
    ...{ script: 'account', chains: TRON_CHAINS },
  },
  {
    ...{ scheme: 'tronAccounts', source: 'Ledger Live, TronLink: one account, one address', to: [44, 195, 'account'], branches: [[0, 0]] },
    ...{ isRanged: false, script: 'account', chains: TRON_CHAINS },
  },
];

/** Of an Electrum seed (its own versions): standard ones lie beneath the master key itself. */
const ELECTRUM_CHAINS: KeyChains = [...CHAINS_OF_NETWORK.main, ...CHAINS_OF_NETWORK.test];
const ELECTRUM = { branches: BOTH, isRanged: true, chains: ELECTRUM_CHAINS } as const;
export const ELECTRUM_PATHS: Readonly<Record<'standard' | 'segwit', StandardPath>> = {
  standard: { ...ELECTRUM, scheme: 'electrum', source: 'Electrum seed version 01', to: [], script: 'p2pkh' },
  segwit: { ...ELECTRUM, scheme: 'electrumSegwit', source: 'Electrum seed version 100', to: [0], script: 'p2wpkh' },
};
