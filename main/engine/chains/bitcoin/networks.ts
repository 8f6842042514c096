// The Bitcoin networks this program knows, with the consensus parameters that headers and blocks are checked
// against. Source: Bitcoin Core src/kernel/chainparams.cpp (v29), BIP34, BIP65, BIP66, BIP94, BIP141.
// It must not hold code that decides anything: the rules live in headerChain.ts and script.ts.
import { fromHex } from '../../../../shared/model/bytes.ts';
import { ADDRESS_FORMS } from './addressForms.ts';
import { checkpoints, defineNetwork, genesis, type BitcoinNetwork, type RetargetRules } from './parameters.ts';
import { BITCOIN_FORM } from './transactionForm.ts';

const TEST_COIN = { name: 'testnet bitcoin', symbol: 'tBTC' };
const TWO_WEEKS = 14 * 24 * 60 * 60;
const MAINNET_RULES: RetargetRules = {
  interval: 2016,
  timespan: TWO_WEEKS,
  easyAfterSeconds: null,
  fromBlockBefore: false,
  bip94: false,
  fixed: false,
};
/** Merkle root of the genesis block that all networks but testnet4 share. */
const SATOSHI_ROOT = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const MAINNET_POW_LIMIT = (1n << 224n) - 1n;

const TWENTY_MINUTES = 20 * 60;
/** About two months of one current mining machine (2·10^14 hashes a second); the same bound as evidence/SPEC.md [H3]. */
export const CHEAP_WORK = 1n << 70n;
/** What all Bitcoin networks share. */
const COMMON = {
  labelCurrencies: ['BTC', 'XBT', 'BITCOIN', 'TBTC', 'TESTNET', 'TESTNET3', 'TESTNET4', 'SIGNET', 'REGTEST'],
  transactionForm: BITCOIN_FORM,
  workHash: 'sha256d',
  cheapWork: CHEAP_WORK,
  relay: { leastSatPerKvb: 1000n, dustSatPerKvb: 3000n },
} as const;
const CAPABILITIES = { verified: ['work', 'targets', 'merkle', 'witness'], notVerified: ['scripts', 'undoValues'] } as const;

export const BITCOIN: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'bitcoin',
  training: false,
  coin: { name: 'bitcoin', symbol: 'BTC' },
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
  // Every tenth retarget boundary (heights 20160·k), so that the retargets behind an anchor can all be recomputed.
  checkpoints: checkpoints({
    20160: '000000000f1aef56190aee63d33a373e6487132d522ff4cd98ccfc96566d461e',
    40320: '0000000045861e169b5a961b7034f8de9e98022e7a39100dde3ae3ea240d7245',
    60480: '000000000632e22ce73ed38f46d5b408ff1cff2cc9e10daaf437dfd655153837',
    80640: '0000000000307c80b87edf9f6a0697e2f01db67e518c8a4d6065d1d859a3a659',
    100800: '000000000000e383d43cc471c64a9a4a46794026989ef4ff9611d5acb704e47a',
    120960: '0000000000002c920cf7e4406b969ae9c807b5c4f271f490ca3de1b0770836fc',
    141120: '00000000000002d214e1af085eda0a780a8446698ab5c0128b6392e189886114',
    161280: '00000000000005911fe26209de7ff510a8306475b75ceffd434b68dc31943b99',
    181440: '00000000000000e527fc19df0992d58c12b98ef5a17544696bbba67812ef0e64',
    201600: '00000000000003a5e28bef30ad31f1f9be706e91ae9dda54179a95c9f9cd9ad0',
    221760: '00000000000000fc85dd77ea5ed6020f9e333589392560b40908d3264bd1f401',
    241920: '00000000000000b79f259ad14635739aaf0cc48875874b6aeecc7308267b50fa',
    262080: '000000000000000aa77be1c33deac6b8d3b7b0757d02ce72fffddc768235d0e2',
    282240: '0000000000000000ef9ee7529607286669763763e0c46acfdefd8a2306de5ca8',
    302400: '0000000000000000472132c4daaf358acaf461ff1c3e96577a74e5ebf91bb170',
    322560: '000000000000000002df2dd9d4fe0578392e519610e341dd09025469f101cfa1',
    342720: '00000000000000000f9cfece8494800d3dcbf9583232825da640c8703bcd27e7',
    362880: '000000000000000014898b8e6538392702ffb9450f904c80ebf9d82b519a77d5',
    383040: '00000000000000000a974fa1a3f84055ad5ef0b2f96328bc96310ce83da801c9',
    403200: '000000000000000000c4272a5c68b4f55e5af734e88ceab09abf73e9ac3b6d01',
    423360: '000000000000000001630546cde8482cc183708f076a5e4d6f51cd24518e8f85',
    443520: '00000000000000000345d0c7890b2c81ab5139c6e83400e5bed00d23a1f8d239',
    463680: '000000000000000000431a2f4619afe62357cd16589b638bb638f2992058d88e',
    483840: '0000000000000000008e5d72027ef42ca050a0776b7184c96d0d4b300fa5da9e',
    504000: '0000000000000000006cd44d7a940c79f94c7c272d159ba19feb15891aa1ea54',
    524160: '00000000000000000009d1e9bee76d334347060c6a2985d6cbc5c22e48f14ed2',
    544320: '0000000000000000000a5e9b5e4fbee51f3d53f31f40cd26b8e59ef86acb2ebd',
    564480: '0000000000000000002567dc317da20ddb0d7ef922fe1f9c2375671654f9006c',
    584640: '0000000000000000000e5af6f531133eb548fe3854486ade75523002a1a27687',
    604800: '00000000000000000012145f8ffa7218d2d04ca66b61835a2a5eaec33dffc098',
    624960: '00000000000000000010a34de0c20440b6804f61549e1c1b18d0b80afb589d6e',
    645120: '000000000000000000015d97e4f3e544f5285016a6d027985f85ea4cab47e54c',
    665280: '00000000000000000009ebabc95533bbe0e40adecee879449db291237b3db350',
    685440: '000000000000000000016f0484972d135afba541c837d0c07c1530ffeee293cd',
    705600: '0000000000000000000d37dfef7fe1c7bd22c893dbe4a94272c8cf556e40be99',
    725760: '0000000000000000000907143bf272e051dd1596a343d445fdc39e159be80030',
    745920: '0000000000000000000a15ae7048f8adaca3ffdbdb6857a3f4610752a61f441a',
    766080: '00000000000000000005e69a1a07c24511f2808bdf83895d91e0dacc9265872f',
    786240: '00000000000000000004347b2042440453c912abdab88bdeafaeb105ac076f91',
    806400: '00000000000000000004e0dd717641832e782bd5a5b92cf80c64c092ae1a8c8a',
    826560: '00000000000000000001e1885d28fef43a752607ec23602f04aa55002a693cd1',
    846720: '000000000000000000014d4b880e871a6b24f4b6352d059dce74b1ba9537d1bd',
    866880: '00000000000000000001a2633222f3d86b3859dc49a26591112d44419e7ca106',
  }),
  minimumChainWork: 0xb1f3b93b65b16d035a82be84n, // at height 886157
  signedBlocks: false,
  capabilities: CAPABILITIES,
});

export const TESTNET3: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'testnet3',
  training: true,
  coin: TEST_COIN,
  magic: fromHex('0b110907'),
  addressForm: ADDRESS_FORMS.testnet3,
  genesisHeader: genesis(SATOSHI_ROOT, 1296688602, 0x1d00ffff, 414098458),
  powLimit: MAINNET_POW_LIMIT,
  retarget: { ...MAINNET_RULES, easyAfterSeconds: TWENTY_MINUTES },
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
  capabilities: CAPABILITIES,
});

export const TESTNET4: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'testnet4',
  training: true,
  coin: TEST_COIN,
  magic: fromHex('1c163f28'),
  addressForm: ADDRESS_FORMS.testnet4,
  genesisHeader: genesis('7aa0a7ae1e223414cb807e40cd57e667b718e42aaf9306db9102fe28912b7b4e', 1714777860, 0x1d00ffff, 393743547),
  powLimit: MAINNET_POW_LIMIT,
  retarget: { ...MAINNET_RULES, easyAfterSeconds: TWENTY_MINUTES, bip94: true },
  versionRules: [{ height: 1, version: 4 }],
  bip34Height: 1,
  segwitHeight: 1,
  halvingInterval: 210_000,
  checkpoints: [],
  minimumChainWork: 0n,
  signedBlocks: false,
  capabilities: CAPABILITIES,
});

export const SIGNET: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'signet',
  training: true,
  coin: TEST_COIN,
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
  capabilities: { ...CAPABILITIES, notVerified: [...CAPABILITIES.notVerified, 'blockSignatures'] },
});

/** Also the network of the practice cases: the simulator writes a chain at regtest difficulty. */
export const REGTEST: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'regtest',
  training: true,
  coin: { name: 'practice bitcoin', symbol: 'practice BTC' },
  magic: fromHex('fabfb5da'),
  addressForm: ADDRESS_FORMS.regtest,
  genesisHeader: genesis(SATOSHI_ROOT, 1296688602, 0x207fffff, 2),
  powLimit: (1n << 255n) - 1n,
  // Bitcoin Core sets a one-day interval on regtest, which has no effect as the target is fixed.
  retarget: { ...MAINNET_RULES, easyAfterSeconds: TWENTY_MINUTES, fixed: true },
  // Anybody makes these blocks with any tool, also with old versions: no rule to hold them to.
  versionRules: [],
  bip34Height: 1,
  segwitHeight: 0,
  halvingInterval: 150,
  checkpoints: [],
  minimumChainWork: 0n,
  signedBlocks: false,
  capabilities: CAPABILITIES,
});
