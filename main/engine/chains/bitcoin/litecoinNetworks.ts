// The Litecoin networks: the second parameter set of the family. Source: Litecoin Core src/chainparams.cpp (0.21.4), pow.cpp,
// consensus/amount.h; the checkpoints also stand in ltcd's chaincfg/params.go. It must not hold code that decides anything.
import { fromHex } from '../../../../shared/model/bytes.ts';
import { ADDRESS_FORMS } from './addressForms.ts';
import { type BitcoinNetwork, checkpoints, defineNetwork, genesis, type RetargetRules } from './parameters.ts';
import { LITECOIN_FORM } from './transactionForm.ts';

const HALF_WEEK = 3.5 * 24 * 60 * 60;
const RULES: RetargetRules = {
  interval: 2016,
  timespan: HALF_WEEK,
  easyAfterSeconds: null,
  fromBlockBefore: true,
  bip94: false,
  fixed: false,
};
const FIVE_MINUTES = 2 * 150;
/** Merkle root of the genesis block that all Litecoin networks share. */
const ROOT = '97ddfbbae6be97fd6cdf3e7ca13232a3afff2353e29badfab7f73011edd4ced9';
const POW_LIMIT = (1n << 236n) - 1n;
/**
 * About three months of one current machine (1.7·10^10 scrypt hashes a second), as CHEAP_WORK says it for SHA-256; the same bound
 * as evidence/SPEC.md [H3].
 */
const CHEAP_SCRYPT_WORK = 1n << 57n;
const COMMON = {
  labelCurrencies: ['LTC', 'LITECOIN', 'TLTC'],
  transactionForm: LITECOIN_FORM,
  workHash: 'scrypt',
  cheapWork: CHEAP_SCRYPT_WORK,
  // policy/policy.h, as `litecoind -help-debug` prints it.
  relay: { leastSatPerKvb: 1000n, dustSatPerKvb: 30_000n },
  powLimit: POW_LIMIT,
  signedBlocks: false,
  capabilities: {
    verified: ['work', 'targets', 'merkle', 'witness'],
    notVerified: ['scripts', 'undoValues', 'mwebBlock', 'mwebAmounts', 'mwebPaths'],
  },
} as const;
const TEST_COIN = { name: 'testnet litecoin', symbol: 'tLTC' };

export const LITECOIN: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'litecoin',
  training: false,
  coin: { name: 'litecoin', symbol: 'LTC' },
  magic: fromHex('fbc0b6db'),
  addressForm: ADDRESS_FORMS.litecoin,
  genesisHeader: genesis(ROOT, 1317972665, 0x1e0ffff0, 2084524493),
  retarget: RULES,
  versionRules: [
    { height: 710_000, version: 2 },
    { height: 811_879, version: 3 },
    { height: 918_684, version: 4 },
  ],
  bip34Height: 710_000,
  segwitHeight: 1_201_536,
  halvingInterval: 840_000,
  checkpoints: checkpoints({
    1500: '841a2965955dd288cfa707a755d05a54e45f8bd476835ec9af4402a2b59a2967',
    4032: '9ce90e427198fc0ef05e5905ce3503725b80e26afd35a987965fd7e3d9cf0846',
    8064: 'eb984353fc5190f210651f150c40b8a4bab9eeeff0b729fcb3987da694430d70',
    16128: '602edf1859b7f9a6af809f1d9b0e6cb66fdc1d4d9dcd7a4bec03e12a1ccd153d',
    23420: 'd80fdf9ca81afd0bd2b2a90ac3a9fe547da58f2530ec874e978fce0b5101b507',
    50000: '69dc37eb029b68f075a5012dcc0419c127672adb4f3a32882b2b3e71d07a20a6',
    80000: '4fcb7c02f676a300503f49c764a89955a8f920b46a8cbecb4867182ecdb2e90a',
    120000: 'bd9d26924f05f6daa7f0155f32828ec89e8e29cee9e7121b026a7a3552ac6131',
    161500: 'dbe89880474f4bb4f75c227c77ba1cdc024991123b28b8418dbbf7798471ff43',
    179620: '2ad9c65c990ac00426d18e446e0fd7be2ffa69e9a7dcb28358a50b2b78b9f709',
    240000: '7140d1c4b4c2157ca217ee7636f24c9c73db39c4590c4e6eab2e3ea1555088aa',
    383640: '2b6809f094a9215bafc65eb3f110a35127a34be94b7d0590a096c3f126c6f364',
    409004: '487518d663d9f1fa08611d9395ad74d982b667fbdc0e77e9cf39b4f1355908a3',
    456000: 'bf34f71cc6366cd487930d06be22f897e34ca6a40501ac7d401be32456372004',
    638902: '15238656e8ec63d28de29a8c75fcf3a5819afc953dcd9cc45cecc53baec74f38',
    // BIP34Hash of the consensus parameters.
    710000: 'fa09d204a83a768ed5a7c8d441fa62f2043abf420cff1226c7b4329aeb9d51cf',
    721000: '198a7b4de1df9478e2463bd99d75b714eab235a2e63e741641dc8a759a9840e5',
    // defaultAssumeValid.
    2772730: '80cdb35c080484df5bf384b311fde3c4694d3405765bc0f596e9eb369ff286e5',
  }),
  minimumChainWork: 0x146878abee06fa883e0an,
});

/** The public test network; its node calls the folder "testnet4", and no other of Litecoin's is in use. */
export const LITECOIN_TESTNET: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'litecoin-testnet4',
  training: true,
  coin: TEST_COIN,
  magic: fromHex('fdd2c8f1'),
  addressForm: ADDRESS_FORMS.litecoinTestnet,
  genesisHeader: genesis(ROOT, 1486949366, 0x1e0ffff0, 293345),
  retarget: { ...RULES, easyAfterSeconds: FIVE_MINUTES },
  versionRules: [{ height: 76, version: 4 }],
  bip34Height: 76,
  segwitHeight: 6048,
  halvingInterval: 840_000,
  checkpoints: checkpoints({
    76: '8075c771ed8b495ffd943980a95f702ab34fce3c8c54e379548bda33cc8c0573',
    300: '54e6075affe658d6574e04c9245a7920ad94dc5af8f5b37fd9a094e317769740',
    2056: '17748a31ba97afdc9a4f86837a39d287e3e7c7290a08a1d816c5969c78a83289',
  }),
  minimumChainWork: 0x4260a1758f04aan,
});

/** Its magic is that of Bitcoin's regtest; only the genesis block tells the two apart. */
export const LITECOIN_REGTEST: BitcoinNetwork = defineNetwork({
  ...COMMON,
  name: 'litecoin-regtest',
  training: true,
  coin: { name: 'practice litecoin', symbol: 'practice LTC' },
  magic: fromHex('fabfb5da'),
  addressForm: ADDRESS_FORMS.litecoinRegtest,
  genesisHeader: genesis(ROOT, 1296688602, 0x207fffff, 0),
  powLimit: (1n << 255n) - 1n,
  retarget: { ...RULES, easyAfterSeconds: FIVE_MINUTES, fixed: true },
  // Anybody makes these blocks with any tool, also with old versions: no rule to hold them to.
  versionRules: [],
  bip34Height: 500,
  segwitHeight: 0,
  halvingInterval: 150,
  checkpoints: [],
  minimumChainWork: 0n,
});

export const LITECOIN_NETWORKS: readonly BitcoinNetwork[] = [LITECOIN, LITECOIN_TESTNET, LITECOIN_REGTEST];
