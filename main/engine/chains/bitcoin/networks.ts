// The Bitcoin networks this program knows, with the consensus parameters that headers and blocks are checked
// against. Source: Bitcoin Core src/kernel/chainparams.cpp (v29), BIP34, BIP65, BIP66, BIP94, BIP141.
// It must not hold code that decides anything: the rules live in headerChain.ts and script.ts.
import { displayHash, fromDisplayHash, fromHex } from '../../../../shared/model/bytes.ts';
import type { UtxoChain } from '../family.ts';
import { scriptOfAddress } from './address.ts';
import { ADDRESS_FORMS, type AddressForm } from './addressForms.ts';
import { sha256d } from './header.ts';
import { readScript } from './script.ts';
import { subsidySat } from './subsidy.ts';

export interface Checkpoint {
  readonly height: number;
  /** Internal byte order. */
  readonly hash: Uint8Array;
}

export interface RetargetRules {
  /** Blocks between two adjustments of the target. */
  readonly interval: number;
  /** Seconds that one interval should take. */
  readonly timespan: number;
  /** Test networks: a block 20 minutes after its parent may use the easiest target. */
  readonly easyAfterTwentyMinutes: boolean;
  /** BIP94 (testnet4): adjust from the interval's first block and forbid the time warp. */
  readonly bip94: boolean;
  /** Regtest: the target never changes. */
  readonly fixed: boolean;
}

/** From `height` on, blocks with a lower version are refused. */
export interface VersionRule {
  readonly height: number;
  readonly version: number;
}

export interface BitcoinParameters {
  readonly name: string;
  readonly training: boolean;
  readonly magic: Uint8Array;
  readonly addressForm: AddressForm;
  readonly genesisHeader: Uint8Array;
  readonly powLimit: bigint;
  readonly retarget: RetargetRules;
  readonly versionRules: readonly VersionRule[];
  /** From here the coinbase states its height (BIP34). */
  readonly bip34Height: number;
  readonly segwitHeight: number;
  readonly halvingInterval: number;
  /** Blocks that everybody agrees on, ascending; the genesis block is not listed. */
  readonly checkpoints: readonly Checkpoint[];
  /** Accumulated work below which a whole chain is not the real one; 0 where no such figure is published. */
  readonly minimumChainWork: bigint;
  /** Blocks are signed by a central party, so work alone proves nothing (signet). */
  readonly signedBlocks: boolean;
}

export interface BitcoinNetwork extends UtxoChain, Omit<BitcoinParameters, 'name' | 'training' | 'magic'> {}

const TWO_WEEKS = 14 * 24 * 60 * 60;
const MAINNET_RULES: RetargetRules = { interval: 2016, timespan: TWO_WEEKS, easyAfterTwentyMinutes: false, bip94: false, fixed: false };
/** Merkle root of the genesis block that all networks but testnet4 share. */
const SATOSHI_ROOT = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const MAINNET_POW_LIMIT = (1n << 224n) - 1n;

function genesis(merkleRoot: string, time: number, bits: number, nonce: number): Uint8Array {
  const header = new Uint8Array(80);
  const view = new DataView(header.buffer);
  view.setInt32(0, 1, true);
  header.set(fromDisplayHash(merkleRoot), 36);
  view.setUint32(68, time, true);
  view.setUint32(72, bits, true);
  view.setUint32(76, nonce, true);
  return header;
}

function checkpoints(list: Readonly<Record<number, string>>): readonly Checkpoint[] {
  return Object.entries(list).map(([height, hash]) => ({ height: Number(height), hash: fromDisplayHash(hash) }));
}

function defineBitcoin(parameters: BitcoinParameters): BitcoinNetwork {
  const genesisHash = sha256d(parameters.genesisHeader);
  const form = parameters.addressForm;
  return {
    ...parameters,
    // CAIP-2 with the bip122 namespace: the first 32 characters of the genesis hash as displayed.
    id: `bip122:${displayHash(genesisHash).slice(0, 32)}`,
    genesisHash,
    smallestUnit: { name: 'satoshi', symbol: 'sat', decimals: 8 },
    readScript: (script) => readScript(form, script),
    scriptOfAddress: (address) => scriptOfAddress(form, address),
    subsidy: (height) => subsidySat(parameters.halvingInterval, height),
  };
}

export const BITCOIN: BitcoinNetwork = defineBitcoin({
  name: 'bitcoin',
  training: false,
  magic: fromHex('f9beb4d9'),
  addressForm: ADDRESS_FORMS.bitcoin,
  genesisHeader: genesis(SATOSHI_ROOT, 1231006505, 0x1d00ffff, 2083236893),
  powLimit: MAINNET_POW_LIMIT,
  retarget: MAINNET_RULES,
  versionRules: [
    { height: 227931, version: 2 },
    { height: 363725, version: 3 },
    { height: 388381, version: 4 },
  ],
  bip34Height: 227931,
  segwitHeight: 481824,
  halvingInterval: 210_000,
  checkpoints: checkpoints({
    11111: '0000000069e244f73d78e8fd29ba2fd2ed618bd6fa2ee92559f542fdb26e7c1d',
    33333: '000000002dd5588a74784eaa7ab0507a18ad16a236e7b1ce69f00d7ddfb5d0a6',
    74000: '0000000000573993a3c9e41ce34471c079dcf5f52a0e824a81e7f953b8661a20',
    105000: '00000000000291ce28027faea320c8d2b054b2e0fe44a773f3eefb151d6bdc97',
    134444: '00000000000005b12ffd4cd315cd34ffd4a594f430ac814c91184a0d42d2b0fe',
    168000: '000000000000099e61ea72015e79632f216fe6cb33d7899acb35b75c8303b763',
    193000: '000000000000059f452a5f7340de6682a977387c17010ff6e6c3bd83ca8b1317',
    210000: '000000000000048b95347e83192f69cf0366076336c639f9b7228e9ba171342e',
    216116: '00000000000001b4f4b433e81ee46494af945cf96014816a4e2370f11b23df4e',
    225430: '00000000000001c108384350f74090433e7fcf79a606b8e797f065b130575932',
    250000: '000000000000003887df1f29024b06fc2200b55f8af8f35453d7be294df2d214',
    279000: '0000000000000001ae8c72a0b0c301f67e3afca10e819efa9041e458e9bd7e40',
    295000: '00000000000000004d9b4ef50f0f9d686fd69db2e03af35a100370c64632a983',
    840000: '0000000000000000000320283a032748cef8227873ff4872689bf23f1cda83a5',
    880000: '000000000000000000010b17283c3c400507969a9c2afd1dcf2082ec5cca2880',
    886157: '00000000000000000001b658dd1120e82e66d2790811f89ede9742ada3ed6d77',
  }),
  minimumChainWork: 0xb1f3b93b65b16d035a82be84n, // at height 886157
  signedBlocks: false,
});

export const TESTNET3: BitcoinNetwork = defineBitcoin({
  name: 'testnet3',
  training: true,
  magic: fromHex('0b110907'),
  addressForm: ADDRESS_FORMS.testnet3,
  genesisHeader: genesis(SATOSHI_ROOT, 1296688602, 0x1d00ffff, 414098458),
  powLimit: MAINNET_POW_LIMIT,
  retarget: { ...MAINNET_RULES, easyAfterTwentyMinutes: true },
  versionRules: [
    { height: 21111, version: 2 },
    { height: 330776, version: 3 },
    { height: 581885, version: 4 },
  ],
  bip34Height: 21111,
  segwitHeight: 834624,
  halvingInterval: 210_000,
  checkpoints: checkpoints({ 546: '000000002a936ca763904c3c35fce2f3556c559c0214345d31b1bcebf76acb70' }),
  minimumChainWork: 0n,
  signedBlocks: false,
});

export const TESTNET4: BitcoinNetwork = defineBitcoin({
  name: 'testnet4',
  training: true,
  magic: fromHex('1c163f28'),
  addressForm: ADDRESS_FORMS.testnet4,
  genesisHeader: genesis('7aa0a7ae1e223414cb807e40cd57e667b718e42aaf9306db9102fe28912b7b4e', 1714777860, 0x1d00ffff, 393743547),
  powLimit: MAINNET_POW_LIMIT,
  retarget: { ...MAINNET_RULES, easyAfterTwentyMinutes: true, bip94: true },
  versionRules: [{ height: 1, version: 4 }],
  bip34Height: 1,
  segwitHeight: 1,
  halvingInterval: 210_000,
  checkpoints: [],
  minimumChainWork: 0n,
  signedBlocks: false,
});

export const SIGNET: BitcoinNetwork = defineBitcoin({
  name: 'signet',
  training: true,
  magic: fromHex('0a03cf40'),
  addressForm: ADDRESS_FORMS.signet,
  genesisHeader: genesis(SATOSHI_ROOT, 1598918400, 0x1e0377ae, 52613770),
  powLimit: 0x377aen << 216n,
  retarget: MAINNET_RULES,
  versionRules: [{ height: 1, version: 4 }],
  bip34Height: 1,
  segwitHeight: 1,
  halvingInterval: 210_000,
  checkpoints: [],
  minimumChainWork: 0n,
  signedBlocks: true,
});

/** Also the network of the practice cases: the simulator writes a chain at regtest difficulty. */
export const REGTEST: BitcoinNetwork = defineBitcoin({
  name: 'regtest',
  training: true,
  magic: fromHex('fabfb5da'),
  addressForm: ADDRESS_FORMS.regtest,
  genesisHeader: genesis(SATOSHI_ROOT, 1296688602, 0x207fffff, 2),
  powLimit: (1n << 255n) - 1n,
  // Bitcoin Core sets a one-day interval on regtest, which has no effect as the target is fixed.
  retarget: { ...MAINNET_RULES, easyAfterTwentyMinutes: true, fixed: true },
  // Anybody makes these blocks with any tool, also with old versions: no rule to hold them to.
  versionRules: [],
  bip34Height: 1,
  segwitHeight: 0,
  halvingInterval: 150,
  checkpoints: [],
  minimumChainWork: 0n,
  signedBlocks: false,
});

export const BITCOIN_NETWORKS: readonly BitcoinNetwork[] = [BITCOIN, TESTNET3, TESTNET4, SIGNET, REGTEST];
