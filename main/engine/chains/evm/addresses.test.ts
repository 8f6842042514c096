// EIP-55 against the vectors of the proposal, ethers' address book of test cases, and wrong texts of every kind.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { SHARED_DATA, sharedFile } from '../../../../tests/vectors/sharedData.ts';
import { addressText, create2Address, createdAddress, readEvmAddress } from './addresses.ts';
import { keccak256 } from './keccak.ts';
import { EVM_NETWORKS } from './networks.ts';

/** EIP-55, "Test Cases". */
const EIP55 = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

function reasonOf(text: string): string {
  try {
    readEvmAddress(text);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'chain.badAddress') return String(fault.parameters['reason']);
    throw fault;
  }
  return 'accepted';
}

describe('EVM addresses', () => {
  it('EIP-55: the vectors, and their lower and upper case forms', () => {
    for (const text of EIP55) {
      expect(readEvmAddress(text)).toBe(text);
      expect(readEvmAddress(text.toLowerCase())).toBe(text);
      expect(readEvmAddress(`0x${text.slice(2).toUpperCase()}`)).toBe(text);
      expect(addressText(fromHex(text.slice(2)))).toBe(text);
    }
  });

  it('refuses with the reason', () => {
    const refused: readonly (readonly [string, string])[] = [
      ['', 'empty'],
      ['52908400098527886E0F7030069857D2E4169EE7', 'prefix'],
      ['T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb', 'prefix'],
      ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'prefix'],
      ['XE60HAMICDXSV5QXVJA7TJW47Q9CHWKJD', 'icap'],
      ['0x', 'length'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe', 'length'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0', 'length'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed000000000000000000000000', 'length'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg', 'notHexadecimal'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe ', 'notHexadecimal'],
      ['0x５aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'notHexadecimal'],
      // One letter's case turned, one digit mistyped, two letters swapped.
      ['0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'checksum'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed', 'checksum'],
      ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee', 'checksum'],
      ['0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d395', 'checksum'],
      ['0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6Fb', 'checksum'],
      // RSKIP-60 mixes the chain id into the checksum: not the text of these chains.
      ['0x5aaEB6053f3e94c9b9a09f33669435E7ef1bEAeD', 'checksum'],
    ];
    for (const [text, reason] of refused) expect([text, reasonOf(text)]).toEqual([text, reason]);
  });

  it.skipIf(SHARED_DATA === null)("writes what ethers' 1038 accounts state", () => {
    const cases = JSON.parse(gunzipSync(sharedFile('wallets-vectors/ethers-testcases/accounts.json.gz')).toString()) as readonly {
      readonly address: string;
      readonly checksumAddress: string;
    }[];
    expect(cases.length).toBeGreaterThan(1000);
    for (const { address, checksumAddress } of cases) expect(readEvmAddress(address.toLowerCase())).toBe(checksumAddress);
  });

  it('derives the address of a contract (yellow paper 7; EIP-1014 examples)', () => {
    // ethers documentation and EIP-1014: known pairs.
    const creator = fromHex('6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0');
    expect(hex(createdAddress(creator, 0n))).toBe('cd234a471b72ba2f1ccf0a70fcaba648a5eecd8d');
    expect(hex(createdAddress(creator, 1n))).toBe('343c43a37d37dff08ae8c4a11544c718abb4fcf8');
    expect(hex(createdAddress(creator, 2n))).toBe('f778b86fa74e846c4f0a1fbd1335fe81c00a0c91');
    const zero = (count: number): Uint8Array => new Uint8Array(count);
    expect(addressText(create2Address(zero(20), zero(32), keccak256(fromHex('00'))))).toBe('0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38');
    const salt = fromHex('000000000000000000000000feed000000000000000000000000000000000000');
    expect(addressText(create2Address(fromHex('deadbeef00000000000000000000000000000000'), salt, keccak256(fromHex('00'))))).toBe(
      '0xD04116cDd17beBE565EB2422F2497E06cC1C9833',
    );
  });
});

describe('EVM networks', () => {
  it('differ in id and name, and only the development chain is training', () => {
    expect(new Set(EVM_NETWORKS.map((network) => network.id)).size).toBe(EVM_NETWORKS.length);
    expect(new Set(EVM_NETWORKS.map((network) => network.name)).size).toBe(EVM_NETWORKS.length);
    expect(EVM_NETWORKS.filter((network) => network.training).map((network) => network.id)).toEqual(['eip155:31337']);
    for (const network of EVM_NETWORKS) expect(network.id).toBe(`eip155:${network.chainId}`);
  });
});
