// What the verifier knows of the chains by itself, so that a bag cannot supply its own idea of them. Bitcoin main network:
// genesis from BIP/Core chain parameters; every tenth retarget boundary from two public lists that agree (bitcoinj's checkpoints
// for the block and its chain work, Electrum's for the block before it). Leading zeros of the hashes are left out.

export interface KnownChain {
  readonly name: string;
  readonly training: boolean;
  readonly genesis: string;
  /** Highest target a block may state, as `bits`. */
  readonly limitBits: number;
  readonly base58: { readonly pubkeyHash: number; readonly scriptHash: number };
  readonly bech32: string;
  /** The plain rule of a new target each 2016 blocks; test networks deviate. */
  readonly retargets: boolean;
}

export const MAINNET = 'bip122:000000000019d6689c085ae165831e93';
const TEST_BASE58 = { pubkeyHash: 0x6f, scriptHash: 0xc4 };

export const KNOWN_CHAINS: ReadonlyMap<string, KnownChain> = new Map([
  [
    MAINNET,
    {
      name: 'Bitcoin',
      training: false,
      genesis: '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
      limitBits: 0x1d00ffff,
      base58: { pubkeyHash: 0, scriptHash: 5 },
      bech32: 'bc',
      retargets: true,
    },
  ],
  [
    'bip122:000000000933ea01ad0ee984209779ba',
    {
      name: 'Bitcoin testnet3',
      training: true,
      genesis: '000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943',
      limitBits: 0x1d00ffff,
      base58: TEST_BASE58,
      bech32: 'tb',
      retargets: false,
    },
  ],
  [
    'bip122:00000000da84f2bafbbc53dee25a72ae',
    {
      name: 'Bitcoin testnet4',
      training: true,
      genesis: '00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043',
      limitBits: 0x1d00ffff,
      base58: TEST_BASE58,
      bech32: 'tb',
      retargets: false,
    },
  ],
  [
    'bip122:00000008819873e925422c1ff0f99f7c',
    {
      name: 'Bitcoin signet',
      training: true,
      genesis: '00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6',
      limitBits: 0x1e0377ae,
      base58: TEST_BASE58,
      bech32: 'tb',
      retargets: false,
    },
  ],
  [
    'bip122:0f9188f13cb7b2c71f2a335e3a4fc328',
    {
      name: 'Bitcoin regtest',
      training: true,
      genesis: '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206',
      limitBits: 0x207fffff,
      base58: TEST_BASE58,
      bech32: 'bcrt',
      retargets: false,
    },
  ],
] as const);

/** Height, hash of the block before it, hash, chain work up to and including it, bits. */
type Row = readonly [number, string, string, string, number];
const ROWS: readonly Row[] = [
  [
    20160,
    '74c108842c3ec2252bba62db4050bf0dddfee3ddaa5f847076b8822f',
    'f1aef56190aee63d33a373e6487132d522ff4cd98ccfc96566d461e',
    '4ec14ec14ec1',
    0x1d00ffff,
  ],
  [
    40320,
    '8135b689ad1557d4e148a8b9e58e2c4a67240fc87962abb69710231a',
    '45861e169b5a961b7034f8de9e98022e7a39100dde3ae3ea240d7245',
    'aa83470b0222',
    0x1c654657,
  ],
  [
    60480,
    '94505954deb1d31382b86d0510fd280a34143400b1856a4d52b4c93',
    '632e22ce73ed38f46d5b408ff1cff2cc9e10daaf437dfd655153837',
    '33108918048f5',
    0x1c0eba64,
  ],
  [
    80640,
    '235b1ec6656d8e91f3dde3b6ab9ad7e75b332e4da9355ce60d860e',
    '307c80b87edf9f6a0697e2f01db67e518c8a4d6065d1d859a3a659',
    '573c8422533f62',
    0x1b4766ed,
  ],
  [
    100800,
    '25afe84e27423011af25f777e5a94545dbd00fd04bebe9050f7dd',
    'e383d43cc471c64a9a4a46794026989ef4ff9611d5acb704e47a',
    '6f5a2514ecc5ae0',
    0x1b0404cb,
  ],
  [
    120960,
    'a384acb522e4e5935ad2bc31366ecf1f16f1f11023e967ef033d',
    '2c920cf7e4406b969ae9c807b5c4f271f490ca3de1b0770836fc',
    '426823e1d78011b6',
    0x1b0098fa,
  ],
  [
    141120,
    '7d33d78522fa95bdcd4a25072aeac844cbe9b6bc5d0cc885d0a',
    '2d214e1af085eda0a780a8446698ab5c0128b6392e189886114',
    '47170e1c12bfa4b30',
    0x1a094a86,
  ],
  [
    161280,
    '31b7fd2ed1f28ff74e969aa891297706c38bd2e1d3bc48183c4',
    '5911fe26209de7ff510a8306475b75ceffd434b68dc31943b99',
    'b2788722844ce4bff',
    0x1a0d69d7,
  ],
  [
    181440,
    '4b4d72b8631a85ec7d226dc696f1913ba1bf735b7c8dec207b8',
    'e527fc19df0992d58c12b98ef5a17544696bbba67812ef0e64',
    '1214b3a76adad52bb6',
    0x1a0a8b5f,
  ],
  [
    201600,
    '41fb61665c8a31b8b5c3ae8fe81903ea81530c979d5094e6f9d',
    '3a5e28bef30ad31f1f9be706e91ae9dda54179a95c9f9cd9ad0',
    '1bd19c9ad8596dd8d0',
    0x1a057e08,
  ],
  [
    221760,
    '3b34ca89509da5f558af468c194afaa8d458bbeb07c50cc7c74',
    'fc85dd77ea5ed6020f9e333589392560b40908d3264bd1f401',
    '2ae0d85d5ef4c3f678',
    0x1a04985c,
  ],
  [
    241920,
    'd9b66fee19af89eaaf3f3933d1acd2617924c107f0abbe0a41',
    'b79f259ad14635739aaf0cc48875874b6aeecc7308267b50fa',
    '52e3b250dd8600d6ed',
    0x1a00de15,
  ],
  [
    262080,
    '10c13ce182a3d8fc6748b75640447eb360d7739a5fe984ffc1',
    'aa77be1c33deac6b8d3b7b0757d02ce72fffddc768235d0e2',
    '16cc42d7fd00b16f451',
    0x1916b0ca,
  ],
  [
    282240,
    '2513542a461de351a5a94f96b4bcd3e324a48d2d71b403fe0',
    'ef9ee7529607286669763763e0c46acfdefd8a2306de5ca8',
    '100bbd541d5a61923e1d',
    0x1901f52c,
  ],
  [
    302400,
    'ee9b585e0a707347d7c80f3a905f48fa32d448917335366',
    '472132c4daaf358acaf461ff1c3e96577a74e5ebf91bb170',
    '6d82e3c93a69c3f49d40',
    0x18692842,
  ],
  [
    322560,
    '1607d1a21507dea1c0e5f398daf94d35fb7e0a3238f96a0f',
    '2df2dd9d4fe0578392e519610e341dd09025469f101cfa1',
    '1c8cf1d42683da610ee60',
    0x181fb893,
  ],
  [
    342720,
    '5d1e9e192a43a19e2fbd933ffb27df2623187ad5ce10adc',
    'f9cfece8494800d3dcbf9583232825da640c8703bcd27e7',
    '495913a4601568a789d09',
    0x1818bb87,
  ],
  [
    362880,
    '6721943f23cfacf20c17c2ad6ea4e902af36b01f92e3c06',
    '14898b8e6538392702ffb9450f904c80ebf9d82b519a77d5',
    '7fe7cdecae05f1402ff94',
    0x1816418e,
  ],
  [
    383040,
    'c114754749d622d4fa2f78c84d7147c345b2b99a8e83d2e',
    'a974fa1a3f84055ad5ef0b2f96328bc96310ce83da801c9',
    'c01391972453e8229deb2',
    0x1810b289,
  ],
  [
    403200,
    '404b6939e6c35a5448386e5d58f318c82ce2fefb7d73e47',
    'c4272a5c68b4f55e5af734e88ceab09abf73e9ac3b6d01',
    '13fcb0988999315c945f19',
    0x1806a4c3,
  ],
  [
    423360,
    '506b43c9283ccbc40f583e0c734e4a8af2ce6a4262c6221',
    '1630546cde8482cc183708f076a5e4d6f51cd24518e8f85',
    '21b53752e69f3eb981c8d4',
    0x18057228,
  ],
  [
    443520,
    'b3ff31d54e9e83515ee18360c7dc59e30697d083c745ff',
    '345d0c7890b2c81ab5139c6e83400e5bed00d23a1f8d239',
    '3333a5b00c3e8db51e492f',
    0x18038b85,
  ],
  [
    463680,
    '201d7429db233c7055e9699c5bfb57b167ca8d0c710dc71',
    '431a2f4619afe62357cd16589b638bb638f2992058d88e',
    '511fb6a2f1ce7d1e47da84',
    0x18021b3e,
  ],
  [
    483840,
    'd0ad638ad61e7c4c3113618b8b26b2044347c00c042278',
    '8e5d72027ef42ca050a0776b7184c96d0d4b300fa5da9e',
    '851334ad0fde4a7e8d9236',
    0x1801310b,
  ],
  [
    504000,
    '720da39f66f29337b9a29223e1ce05fd5ee57bb72a9223',
    '6cd44d7a940c79f94c7c272d159ba19feb15891aa1ea54',
    'e8ae58283d44a822534bab',
    0x177e578c,
  ],
  [
    524160,
    'd4a6c2237c6c46b963b17f60d9c850c4915518deb6678',
    '9d1e9bee76d334347060c6a2985d6cbc5c22e48f14ed2',
    '1d4ebd62dfc3e6ca2159e6c',
    0x17415a49,
  ],
  [
    544320,
    'c61b8a7779dcc46e88ca343b9a3fcc6763917fe3b87e2',
    'a5e9b5e4fbee51f3d53f31f40cd26b8e59ef86acb2ebd',
    '3751ad26c5d1e667a8bd0a0',
    0x1725c191,
  ],
  [
    564480,
    '17e5c36734296b27065045f181e028c0d91cebb336d50c',
    '2567dc317da20ddb0d7ef922fe1f9c2375671654f9006c',
    '535840effe84728e8a4ea70',
    0x172e5b50,
  ],
  [
    584640,
    '115eb6c10b7a98bf23a46002baec8fbbbb2cf0583439a6',
    'e5af6f531133eb548fe3854486ade75523002a1a27687',
    '718d1e6432a617e405f00b5',
    0x171f0d9b,
  ],
  [
    604800,
    '2fb021eeb13e47021920faf6e5daa3c40bc552c4d248e',
    '12145f8ffa7218d2d04ca66b61835a2a5eaec33dffc098',
    'a42d18db2fff271f52c722d',
    0x1715b23e,
  ],
  [
    624960,
    'c799dc0e36302db7fbb471711f140dc308508ef19e343',
    '10a34de0c20440b6804f61549e1c1b18d0b80afb589d6e',
    'e4ca2bff09192630a9a4133',
    0x171320bc,
  ],
  [
    645120,
    '49a66ca322371799e1cb51d85c8937764ba6a2abb8ed9',
    '15d97e4f3e544f5285016a6d027985f85ea4cab47e54c',
    '12bae02a879ebd83297f1f96',
    0x171007ea,
  ],
  [
    665280,
    'ea5abc8d23ce15f85afbdf574da6c82c67bef5df0d752',
    '9ebabc95533bbe0e40adecee879449db291237b3db350',
    '17e318a4028305ccefe09593',
    0x170da8a1,
  ],
  [
    685440,
    '6248c28751a176336f5c070f901dc86df190c391d761d',
    '16f0484972d135afba541c837d0c07c1530ffeee293cd',
    '1e0cd025e80e802e16715341',
    0x170d5f7b,
  ],
  [
    705600,
    '29da63650d127e160033c93393da77302320bd8ee4958',
    'd37dfef7fe1c7bd22c893dbe4a94272c8cf556e40be99',
    '22eafd2cb9522eb315db08fe',
    0x170e0408,
  ],
  [
    725760,
    '41e39e07eefe69a84140b1020fe46b329a20ce5b74a77',
    '907143bf272e051dd1596a343d445fdc39e159be80030',
    '29a86015d3208dbade40bbe3',
    0x170a3773,
  ],
  [
    745920,
    '528876999d7bdfc25ad64e66ffe7f27a1e371bd9835c5',
    'a15ae7048f8adaca3ffdbdb6857a3f4610752a61f441a',
    '31d21c1de1467c095b9150ea',
    0x170a2a04,
  ],
  [
    766080,
    '428fc10bebcc825140bc83b01b8be32488bcd408e1389',
    '5e69a1a07c24511f2808bdf83895d91e0dacc9265872f',
    '3ae831d2bc0de0e34067b08a',
    0x17083830,
  ],
  [
    786240,
    '60df647feb8b98f0b5e7ce312c35101bd5c6de001fcc',
    '4347b2042440453c912abdab88bdeafaeb105ac076f91',
    '4621568b0e285a490e5402a2',
    0x1705c739,
  ],
  [
    806400,
    '2f985a10a40897d04888ac10c8ac75867a50b016eb6ef',
    '4e0dd717641832e782bd5a5b92cf80c64c092ae1a8c8a',
    '548832a274e7adcd63bd4675',
    0x170532ae,
  ],
  [
    826560,
    '26ab1b5e445f9320cf2ec3dc6720b501877d4e0b40eff',
    '1e1885d28fef43a752607ec23602f04aa55002a693cd1',
    '665c59eb16adc0cb05db7eb4',
    0x1704005a,
  ],
  [
    846720,
    '132f5df736574a143d1e41e1a0cdb9c7d1656a906124c',
    '14d4b880e871a6b24f4b6352d059dce74b1ba9537d1bd',
    '7d310abb7c0ba2668501cdda',
    0x17035cb8,
  ],
  [
    866880,
    '7c7decd9c85fe0c5273691cf361b548855d91176fdab',
    '1a2633222f3d86b3859dc49a26591112d44419e7ca106',
    '9581b1c705788c56ab461dd2',
    0x1702f128,
  ],
  [
    878976,
    '6d0b2fecfc61125fe5a7c6387fdca048c4b3cd5ffa84',
    '2819359a9af460f342404bec23e7478512a619584083b',
    'a6e78db05939f5b7a956f47b',
    0x17028c61,
  ],
];

export interface Checkpoint {
  readonly hash: string;
  /** Work of the whole chain up to and including this block. */
  readonly work: bigint;
}

/** The work one block with these `bits` stands for: 2^256 / (target + 1). */
export function workOf(target: bigint): bigint {
  return (1n << 256n) / (target + 1n);
}

/** Null for a negative, zero or overflowing compact number (Bitcoin's arith_uint256::SetCompact). */
export function targetOf(bits: number): bigint | null {
  const exponent = bits >>> 24;
  const mantissa = BigInt(bits & 0x7fffff);
  const target = exponent > 3 ? mantissa << BigInt(8 * (exponent - 3)) : mantissa >> BigInt(8 * (3 - exponent));
  return (bits & 0x800000) !== 0 || target === 0n || target >= 1n << 256n ? null : target;
}

function checkpointTable(): ReadonlyMap<number, Checkpoint> {
  const table = new Map<number, Checkpoint>();
  const genesis = (KNOWN_CHAINS.get(MAINNET) as KnownChain).genesis;
  table.set(0, { hash: genesis, work: 0x100010001n });
  for (const [height, before, hash, work, bits] of ROWS) {
    const total = BigInt(`0x${work}`);
    table.set(height - 1, { hash: before.padStart(64, '0'), work: total - workOf(targetOf(bits) as bigint) });
    table.set(height, { hash: hash.padStart(64, '0'), work: total });
  }
  return table;
}

export const MAINNET_CHECKPOINTS = checkpointTable();
/** The whole work of the main network at height 878,976 (January 2025): less than this is an old or a made-up chain. */
export const MAINNET_MINIMUM_WORK = (MAINNET_CHECKPOINTS.get(878_976) as Checkpoint).work;
/** Work after the anchor below which a chain is called cheap to forge (SPEC [H3]). */
export const CHEAP_WORK = 1n << 70n;

/** Two pairs of blocks of the main network hold the same coinbase transaction (BIP30): txid, and the heights of both. */
export const REPEATED_TXIDS: ReadonlyMap<string, readonly number[]> = new Map([
  ['e3bf3d07d4b0375638d5f1db5255fe07ba2c4cb067cd81b84ee974b6585fb468', [91722, 91880]],
  ['d5d27987d2a3dfc724e359870c6644b40e497bdc0589a033220fe15429d88599', [91812, 91842]],
]);

export function isTrainingChain(chain: string): boolean {
  return KNOWN_CHAINS.get(chain)?.training ?? false;
}
