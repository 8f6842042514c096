// Addresses of TRON against pairs that others publish, and the networks against their genesis ids.
import { getAddress } from 'ethers/address';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { evmAddressOfTron, readTronAddress, tronAddress, tronAddressBytes, tronHexAddress } from './address.ts';
import { TRON_NETWORKS } from './networks.ts';
import { tronAddressOfPrivateKey } from './build.ts';

/** Pairs that others publish (contracts, TronGrid's and java-tron's documentation), not made by this code. */
const PAIRS = [
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'],
  ['TLLM21wteSPs4hKjbxgmH1L6poyMjeTbHm', '4171b0af54e0a1182a5e0947d6a64f3b22740ef318'],
  ['TPL66VK2gCXNCD7EJg9pgJRfqcRazjhUZY', '41928c9af0651632157ef27a2cf17ca72c575a4d21'],
  ['TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC', '417e5f4552091a69125d5dfcb7b8c2659029395bdf'],
  ['TL6nuuG1FQ8rVn3wx87kY2vcWT6VCU99XC', '416f207a2457d127485a5c8d4821443e944e354975'],
  ['TF6G3uUhJGyaVLBzwjV66YaMAXkAvsamKH', '41382e15fd316598ddf6c97997ff36b83a4bec5a7c'],
  ['TUoHaVjx7n5xz8LwPRDckgFrDWhMhuSuJM', '41ce8a0cf0c16d48bcf22825f6053248df653c89ca'],
  ['TUznHJfHe6gdYY7gvWmf6bNZHuPHDZtowf', '41d0b69631440f0a494bb51f7eee68ff5c593c00f0'],
  ['TSNEe5Tf4rnc9zPMNXfaTF5fZfHDDH8oyW', '41b3dcf27c251da9363f1a4888257c16676cf54edf'],
  ['TG3XXyExBkPp9nzdajDZsozEu4BkaSJozs', '4142a1e39aefa49290f2b3f9ed688d7cecf86cd6e0'],
  ['TU1BRXbr6EmKmrLL4Kymv7Wp18eYFkRfAF', '41c5d1c75825b30bb2e2e655798209d56448eb6b5e'],
  ['TXXxc9NsHndfQ2z9kMKyWpYa5T3QbhKGwn', '41ec8c5a0fcbb28f14418eed9cf582af0d77e4256e'],
] as const;

const REFUSED = [
  ['', 'empty'],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u', 'checksum'],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T', 'checksum'],
  ['tr7nhqjekqxgtci8q8zy4pl8otszgjlj6t', 'checksum'],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj60', 'checksum'],
  ['TR7NHqjeKQxGTCi8q8ZY', 'length'],
  ['1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2', 'version'],
  ['27d3byPxZXKQWfXX7sJvemJJuv5M65F3vjS', 'version'],
  ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'checksum'],
  ['a0a614f803b6fd780986a42c78ec9c7f77e6ded13c', 'version'],
  ['0x00a614f803b6fd780986a42c78ec9c7f77e6ded13c', 'version'],
  ['0xa614f803b6fd780986a42c78ec9c7f77e6ded1', 'length'],
  ['0xA614f803b6FD780986a42c78ec9c7f77e6deD13c', 'checksum'],
  ['41a614f803b6fd780986a42c78ec9c7f77e6ded13', 'checksum'],
] as const;

function reasonOf(text: string): unknown {
  try {
    readTronAddress(text);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'chain.badAddress') return fault.parameters['reason'];
    throw fault;
  }
  return 'accepted';
}

describe('TRON addresses', () => {
  it.each(PAIRS)('%s is %s in every form', (text, digits) => {
    expect(readTronAddress(text)).toBe(text);
    expect(readTronAddress(digits)).toBe(text);
    expect(readTronAddress(`0x${digits.toUpperCase()}`)).toBe(text);
    expect(readTronAddress(`0x${digits.slice(2)}`)).toBe(text);
    expect(readTronAddress(getAddress(`0x${digits.slice(2)}`))).toBe(text);
    expect(tronHexAddress(text)).toBe(digits);
    expect(evmAddressOfTron(text)).toBe(getAddress(`0x${digits.slice(2)}`));
    expect(tronAddress(fromHex(digits))).toBe(text);
    expect(tronAddress(fromHex(digits.slice(2)))).toBe(text);
  });

  it.each(REFUSED)('"%s" is refused: %s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it('knows the address of a key (key 1 is published everywhere for the EVM)', () => {
    const key = new Uint8Array(32);
    key[31] = 1;
    expect(evmAddressOfTron(tronAddressOfPrivateKey(key))).toBe('0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf');
  });

  it('comes back from any 20 bytes, and one other character is never accepted', () => {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat(33), fc.nat(57), (bytes, at, other) => {
        const text = tronAddress(bytes);
        expect(text).toMatch(/^T[1-9A-HJ-NP-Za-km-z]{33}$/);
        expect(hex(tronAddressBytes(text))).toBe(`41${hex(bytes)}`);
        const changed = text.slice(0, at) + alphabet[other] + text.slice(at + 1);
        if (changed !== text) expect(reasonOf(changed)).not.toBe('accepted');
      }),
    );
  });

  it('ends any text in an address or a refusal', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        reasonOf(text);
      }),
    );
  });
});

describe('the networks', () => {
  it('have the id that their genesis block gives them', () => {
    for (const network of TRON_NETWORKS) {
      if (network.genesisId !== null) expect(network.id).toBe(`tron:0x${network.genesisId.slice(-8)}`);
      expect(network.id).toMatch(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/);
      expect(network.readAddress('0xa614f803b6fd780986a42c78ec9c7f77e6ded13c')).toBe('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t');
    }
    expect(new Set(TRON_NETWORKS.map(({ name }) => name)).size).toBe(TRON_NETWORKS.length);
  });
});
