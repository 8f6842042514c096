// Headers and transactions of chains whose forms differ from Ethereum's: real blocks of Avalanche, Arbitrum, OP Mainnet and Sepolia
// as their nodes print them. Each hash was computed by the chain; a wrong order or a lacking field would not give it.
import { describe, expect, it } from 'vitest';
import { headerOf, readHeader } from './header.ts';
import { hexText } from './json.ts';
import { isStateSync, senderOf, signingHash, transactionOfJson } from './transaction.ts';

const zeros = (bytes: number): string => `0x${'00'.repeat(bytes)}`;
const EMPTY_ROOT = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421';
const NO_UNCLES = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347';

/** Avalanche C (test network Fuji) 58119344: Helicon. */
const AVALANCHE_BLOCK = {
  baseFeePerGas: '0xa',
  blobGasUsed: '0x0',
  blockExtraData: '0x',
  blockGasCost: '0x0',
  difficulty: '0x1',
  excessBlobGas: '0x0',
  extDataGasUsed: '0x0',
  extDataHash: EMPTY_ROOT,
  extraData: '0x000000000000',
  gasLimit: '0x1e84800',
  gasUsed: '0x5208',
  hash: '0x1247d516b404bd6fdc5851d6a3b46c35a5de2f7f2ab12eae8d2db81dc7e5d6d9',
  logsBloom: zeros(256),
  minDelayExcess: '0x6cd69c',
  minPriceExponent: '0xd49a784bcd1b8b0',
  miner: '0x0100000000000000000000000000000000000000',
  mixHash: zeros(32),
  nonce: zeros(8),
  number: '0x376d4b0',
  parentBeaconBlockRoot: zeros(32),
  parentHash: '0xe302872603a4b17cccf55382136ce7896c29f456af02d3516e1eed86940644bd',
  receiptsRoot: EMPTY_ROOT,
  settledExcess: '0x131b81f7',
  settledGasNumerator: '0x83720',
  settledGasUnix: '0x6a971370',
  settledHeight: '0x376d4ae',
  sha3Uncles: NO_UNCLES,
  size: '0x2ef',
  stateRoot: '0xbbf0376bd9dc162ccb8fc42ad5cbd43629fdb9a3d8635d3782c90261d8b86e4d',
  targetExponent: '0xf0a451',
  timestamp: '0x6a971378',
  timestampMilliseconds: '0x1a05e240f88',
  totalDifficulty: '0x0',
  transactionsRoot: '0xe45852a5b1cf9215d1397e88fa69a21a47021073bb795e342dfb2f3ec90f3f8d',
  uncles: [],
};

/** OP Mainnet 154497277: all fields of Prague, used in OP's way. */
const OP_BLOCK = {
  baseFeePerGas: '0x16b',
  blobGasUsed: '0x29f4a0',
  difficulty: '0x0',
  excessBlobGas: '0x0',
  extraData: '0x01000000fa000000020000000000000000',
  gasLimit: '0x2625a00',
  gasUsed: '0x866e0e',
  hash: '0xa12f85c9c1bfd0879f3745ecc2b968e3357139173d185c6fc1cdace08f8d4575',
  logsBloom:
    '0x48146100440300088480100012040024010020ba48000400000600004482810805080120340402000002009144103804025400620300320c0600264040601040008031000508004860041008008a1000008201009454201000040004a0000107100102002a048040000000008124181003800400180c2c0080308010228829380000000108000400182e0220c02906200802900100210000000202040a01003082408000400120000240002000000400208001001000001800c3034000100480820008420000800121010884004300c089840100068006040000000a400020008114080d04a400022c0000008000012000808080018048400480004002529c00',
  miner: '0x4200000000000000000000000000000000000011',
  mixHash: '0x33ae00a5c858f67688adc404f637e538ad9ac806f6d66df025dde35addeeecac',
  nonce: zeros(8),
  number: '0x93570fd',
  parentBeaconBlockRoot: '0x9164c3a22cbc29b3189d20e3fb6d79f2beeb122ac2837f850f1c503ce9d23da6',
  parentHash: '0xd062d1cb641b54796c6a985ef59b5b6a66d9b5d855b26cb41fa6469901b17a25',
  receiptsRoot: '0xc42a2735cc03622196dd931961a3dc09f2926cbcc39ecbc6f3151a2ec1faad9e',
  requestsHash: '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  sha3Uncles: NO_UNCLES,
  size: '0x3117',
  stateRoot: '0x71b3a49334cf841868adea2d07516972038d347189dc0069066547f2756d6a96',
  timestamp: '0x6a5ebbb3',
  transactionsRoot: '0xb72a6855b0731df4d3312a36472b81d8e45ea8d17adb3564a53771a542216450',
  uncles: [],
  withdrawals: [],
  withdrawalsRoot: '0xb60edfe4b69a6f31ac6a8153cc3f8cf625a6d57cc013a288af7d2a184221b41e',
};

/** Arbitrum One 150000000. */
const ARBITRUM_BLOCK = {
  baseFeePerGas: '0x5f5e100',
  difficulty: '0x1',
  extraData: '0x4cb7dd12349a993663fbdb2ff9a9dd458df4a0a0087c5946f29f26df0086b587',
  gasLimit: '0x4000000000000',
  gasUsed: '0x677148',
  hash: '0xc43cd2d95e40b5b672100e462a86b3f67259bd7398cf1c68b0e0e89cc2993ecf',
  l1BlockNumber: '0x11b3fb3',
  logsBloom:
    '0x0000000000000100400040000000000000000000002002000000000100080000000002800000800000200000040000000000400100002000000000000022000000001001402408080000000808000000000008000000000000000000000000000001000002000000000000040000080000000001000140000000001008080000800000000000000000040000000001000000000000800020000000040000000002008000000000000000000000000400000000000000840000000000000000000000a002000000000000000000000000000001000000000000000080080020000010000000800000000408040040200010081000000000000000000000000404',
  miner: '0xa4b000000000000000000073657175656e636572',
  mixHash: '0x0000000000017a2700000000011b3fb3000000000000000a0000000000000000',
  nonce: '0x000000000011ff22',
  number: '0x8f0d180',
  parentHash: '0xb7d74848aceb6b0dcf9d99c9059964853ddae880c9b0d735b420e5dc4b53e9aa',
  receiptsRoot: '0x19e46d0682b576bda9e3f82ab6ad8600607469238ff1c92911f8764f936fa043',
  sendCount: '0x17a27',
  sendRoot: '0x4cb7dd12349a993663fbdb2ff9a9dd458df4a0a0087c5946f29f26df0086b587',
  sha3Uncles: NO_UNCLES,
  size: '0xd2d',
  stateRoot: '0x2d8eda6d04a39349cfcce5608835f9720e96e0624454723e7b084148b69c2ac4',
  timestamp: '0x65521717',
  transactionsRoot: '0x30cebc28d457f75cb692afec8a9a9e3b414444137e788a748f6b54258ffdd2a8',
};

describe('headers of other chains', () => {
  it.each([
    ['Avalanche C', AVALANCHE_BLOCK, 'avalanche', 30],
    ['OP Mainnet', OP_BLOCK, 'ethereum', 21],
    ['Arbitrum One', ARBITRUM_BLOCK, 'ethereum', 16],
  ] as const)('%s', (_, block, form, fieldCount) => {
    const reading = readHeader(block, form);
    expect(reading).toMatchObject({ kind: 'rebuilt', header: { fieldCount } });
    if (reading.kind !== 'rebuilt') return;
    expect(hexText(reading.header.hash)).toBe(block.hash);
    expect(headerOf(reading.header.bytes, form)).toEqual(reading.header);
  });

  it('says which fields it does not know when read in a form that is not theirs', () => {
    expect(readHeader(AVALANCHE_BLOCK)).toMatchObject({ kind: 'unknownForm' });
    // A server that leaves fields out: the hash does not come out, and nothing is claimed.
    const { settledExcess, ...stripped } = AVALANCHE_BLOCK;
    expect(settledExcess).toBe('0x131b81f7');
    expect(readHeader(stripped, 'avalanche').kind).toBe('mismatch');
    expect(readHeader(OP_BLOCK, 'avalanche')).toEqual({ kind: 'incomplete', missing: ['extDataHash'] });
    expect(readHeader({ ...OP_BLOCK, requestsHash: null, blockAccessListHash: zeros(32) })).toMatchObject({
      kind: 'unknownForm',
      unknown: ['blockAccessListHash'],
    });
  });
});

describe('transactions of other chains', () => {
  it('OP Mainnet: the deposit that opens a block names its sender and is signed by nobody', () => {
    const deposit = transactionOfJson({
      depositReceiptVersion: '0x1',
      from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
      gas: '0xf4240',
      gasPrice: '0x0',
      hash: '0x6a5ab9998b916b0419b70d31f91d351032f0d622e3fb38feaba0e3915e4a8d8a',
      input:
        '0x3db6be2b0000146b000f79c50000000000000005000000006a5ebb5f00000000018648010000000000000000000000000000000000000000000000000000000004322a6f00000000000000000000000000000000000000000000000000000000003a96a5974da0b2a7026554ee79c8666fceef7b82677a5d405bab4d3140b2f327c284cf0000000000000000000000006887246668a3b87f54deb3b94ba47a6f63f329850000000000000000000000000190',
      mint: '0x0',
      r: '0x0',
      s: '0x0',
      sourceHash: '0xeb1bfc9ea6670dacf9263b6d05954b6e4c41a2d809975c31d6ee2d0d848f1a7a',
      to: '0x4200000000000000000000000000000000000015',
      type: '0x7e',
      v: '0x0',
      value: '0x0',
      yParity: '0x0',
    });
    expect(hexText(senderOf(deposit))).toBe('0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001');
    expect(deposit.signature).toBeNull();
  });

  it('Arbitrum One: the internal transaction that opens a block', () => {
    const internal = transactionOfJson({
      from: '0x00000000000000000000000000000000000a4b05',
      gas: '0x0',
      gasPrice: '0x0',
      hash: '0x23f3f2a9c24b841171116d8032af7a2190389c1567e12a4174cf9bb1ec310765',
      input:
        '0x6bf6a42d000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000011b3fb30000000000000000000000000000000000000000000000000000000008f0d1800000000000000000000000000000000000000000000000000000000000000001',
      nonce: '0x0',
      to: '0x00000000000000000000000000000000000a4b05',
      value: '0x0',
      type: '0x6a',
      chainId: '0xa4b1',
      v: '0x0',
      r: '0x0',
      s: '0x0',
    });
    expect(() => senderOf(internal)).toThrow('transaction.notSigned');
  });

  it('Sepolia: a transaction with a blob, and the sender its signature gives', () => {
    const json = {
      from: '0x0ed52f02f17631c9a7b14e56923c8b281d7265b9',
      gas: '0x5208',
      gasPrice: '0xb6eee422',
      maxFeePerGas: '0x165a0bc00',
      maxPriorityFeePerGas: '0x77359400',
      maxFeePerBlobGas: '0x3b9aca00',
      hash: '0x351598429674ae5ef15ba9c0cfb8cc07f03c8072742469d264f7604afd5b2f95',
      input: '0x',
      nonce: '0x14d8',
      to: '0x00fdbf61900e1808bbaba510e75ad372087f345c',
      value: '0x0',
      type: '0x3',
      accessList: [],
      chainId: '0xaa36a7',
      blobVersionedHashes: ['0x012e5d37d65b2c4441b488345d0d8a4448a858f8d4f55e691f20ce75947fea76'],
      v: '0x1',
      r: '0xa894582ac06f0eac6f603e4b495874922f504884d3507e0bc91b1b91f3287be3',
      s: '0x47f984ab4767f64b455cb47fe824143844720f3663299bd04bae485c360e6ec5',
      yParity: '0x1',
    };
    const transaction = transactionOfJson(json);
    expect(transaction.blobCount).toBe(1);
    expect(hexText(senderOf(transaction))).toBe(json.from);
    expect(() => transactionOfJson({ ...json, value: '0x1' })).toThrow('transaction.hash');
    expect(() => transactionOfJson({ ...json, to: null })).toThrow('json.bytes');
    expect(signingHash(transaction).length).toBe(32);
  });

  it('Polygon: state synced from Ethereum is listed by the node and held by no trie', () => {
    const unsigned = { type: '0x0', r: '0x0', s: '0x0', v: '0x0' };
    expect(isStateSync(unsigned)).toBe(true);
    expect(isStateSync({ ...unsigned, r: '0x1' })).toBe(false);
    expect(isStateSync({ ...unsigned, type: '0x7e' })).toBe(false);
  });

  it('says so of a type it does not know', () => {
    expect(() => transactionOfJson({ type: '0x76', hash: zeros(32) })).toThrow('transaction.unknownType');
  });
});
