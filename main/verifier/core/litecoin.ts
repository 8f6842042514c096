// What the verifier knows of Litecoin by itself. Sources: Litecoin Core's chain parameters (0.21.4) and, for the checkpoints, ltcd's
// too; two hashes are consensus values of the former alone (BIP34Hash at 710000, defaultAssumeValid at 2772730).
import type { Checkpoint, KnownChain } from './knownChain.ts';

const ROWS: readonly (readonly [number, string])[] = [
  [1500, '841a2965955dd288cfa707a755d05a54e45f8bd476835ec9af4402a2b59a2967'],
  [4032, '9ce90e427198fc0ef05e5905ce3503725b80e26afd35a987965fd7e3d9cf0846'],
  [8064, 'eb984353fc5190f210651f150c40b8a4bab9eeeff0b729fcb3987da694430d70'],
  [16128, '602edf1859b7f9a6af809f1d9b0e6cb66fdc1d4d9dcd7a4bec03e12a1ccd153d'],
  [23420, 'd80fdf9ca81afd0bd2b2a90ac3a9fe547da58f2530ec874e978fce0b5101b507'],
  [50000, '69dc37eb029b68f075a5012dcc0419c127672adb4f3a32882b2b3e71d07a20a6'],
  [80000, '4fcb7c02f676a300503f49c764a89955a8f920b46a8cbecb4867182ecdb2e90a'],
  [120000, 'bd9d26924f05f6daa7f0155f32828ec89e8e29cee9e7121b026a7a3552ac6131'],
  [161500, 'dbe89880474f4bb4f75c227c77ba1cdc024991123b28b8418dbbf7798471ff43'],
  [179620, '2ad9c65c990ac00426d18e446e0fd7be2ffa69e9a7dcb28358a50b2b78b9f709'],
  [240000, '7140d1c4b4c2157ca217ee7636f24c9c73db39c4590c4e6eab2e3ea1555088aa'],
  [383640, '2b6809f094a9215bafc65eb3f110a35127a34be94b7d0590a096c3f126c6f364'],
  [409004, '487518d663d9f1fa08611d9395ad74d982b667fbdc0e77e9cf39b4f1355908a3'],
  [456000, 'bf34f71cc6366cd487930d06be22f897e34ca6a40501ac7d401be32456372004'],
  [638902, '15238656e8ec63d28de29a8c75fcf3a5819afc953dcd9cc45cecc53baec74f38'],
  [710000, 'fa09d204a83a768ed5a7c8d441fa62f2043abf420cff1226c7b4329aeb9d51cf'],
  [721000, '198a7b4de1df9478e2463bd99d75b714eab235a2e63e741641dc8a759a9840e5'],
  [2772730, '80cdb35c080484df5bf384b311fde3c4694d3405765bc0f596e9eb369ff286e5'],
];
const TEST_ROWS: readonly (readonly [number, string])[] = [
  [76, '8075c771ed8b495ffd943980a95f702ab34fce3c8c54e379548bda33cc8c0573'],
  [300, '54e6075affe658d6574e04c9245a7920ad94dc5af8f5b37fd9a094e317769740'],
  [2056, '17748a31ba97afdc9a4f86837a39d287e3e7c7290a08a1d816c5969c78a83289'],
];

const table = (rows: readonly (readonly [number, string])[]): ReadonlyMap<number, Checkpoint> =>
  new Map(rows.map(([height, hash]) => [height, { hash, work: null }]));

const COMMON = {
  workHash: 'scrypt',
  // About three months of one current machine; work in scrypt hashes cannot be compared with work in SHA-256.
  cheapWork: 1n << 57n,
  mostSatoshi: 8_400_000_000_000_000n,
  mweb: true,
} as const;
const TEST = { base58: { pubkeyHash: 0x6f, scriptHash: 0x3a }, training: true, retarget: null, minimumWork: null } as const;

export const LITECOIN_CHAINS: readonly (readonly [string, KnownChain])[] = [
  [
    'bip122:12a765e31ffd4059bada1e25190f6e98',
    {
      ...COMMON,
      name: 'Litecoin',
      training: false,
      genesis: '12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2',
      limitBits: 0x1e0fffff,
      base58: { pubkeyHash: 0x30, scriptHash: 0x32 },
      bech32: 'ltc',
      retarget: { seconds: 302_400, fromBlockBefore: true },
      checkpoints: table(ROWS),
      minimumWork: 0x146878abee06fa883e0an,
    },
  ],
  [
    'bip122:4966625a4b2851d9fdee139e56211a0d',
    {
      ...COMMON,
      ...TEST,
      name: 'Litecoin testnet4',
      genesis: '4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0',
      limitBits: 0x1e0fffff,
      bech32: 'tltc',
      checkpoints: table(TEST_ROWS),
    },
  ],
  [
    'bip122:530827f38f93b43ed12af0b3ad25a288',
    {
      ...COMMON,
      ...TEST,
      name: 'Litecoin regtest',
      genesis: '530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9',
      limitBits: 0x207fffff,
      bech32: 'rltc',
      checkpoints: new Map(),
    },
  ],
];
