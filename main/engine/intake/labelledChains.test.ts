// Which chains a label's address may stand on; addresses of EIP-55 and of TRON's documents.
import { describe, expect, it } from 'vitest';
import { labelPlaces, placesOfLabel } from './labelledChains.ts';

const { isAddress } = labelPlaces();

const EIP55 = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';

describe('where a label counts', () => {
  it('an EVM address in any spelling is written as EIP-55 says', () => {
    expect(placesOfLabel(EIP55.toLowerCase(), 'ETH').address).toBe(EIP55);
    expect(placesOfLabel(EIP55.toLowerCase()).address).toBe(EIP55);
    expect(placesOfLabel(EIP55, 'POL').chains).toEqual(['eip155:137']);
  });
  it('a chain by name or id singles it out; a coin that several chains have does not', () => {
    expect(placesOfLabel(EIP55, 'ethereum').chains).toEqual(['eip155:1']);
    expect(placesOfLabel(EIP55, 'eip155:56').chains).toEqual(['eip155:56']);
    expect(placesOfLabel(EIP55, 'ETH').chains.length).toBeGreaterThan(1);
  });
  it('a token names the chains it is issued on, of which the form decides', () => {
    expect(placesOfLabel(TRON, 'USDT').chains.every((chain) => chain.startsWith('tron:'))).toBe(true);
    expect(placesOfLabel(EIP55, 'USDT').chains.every((chain) => chain.startsWith('eip155:'))).toBe(true);
  });
  it('a ledger has accounts of any text', () => {
    expect(placesOfLabel('UID  77', 'ledger:Exchange A')).toEqual({ chains: ['ledger:exchange a'], address: 'UID 77' });
  });
  it('a coin address stays with its chain', () => {
    expect(placesOfLabel('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa').chains).toEqual(['bip122:000000000019d6689c085ae165831e93']);
    expect(isAddress('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', '')).toBe(false);
  });
  it('a false checksum is refused where the chain is known, text of an unknown currency stands', () => {
    expect(isAddress(EIP55.replace('Ae', 'aE'), 'ETH')).toBe(false);
    expect(isAddress('anything', 'XMR')).toBe(true);
  });
  it('an address of another chain than the one named is told apart, and Tether stands on Bitcoin too', () => {
    expect(isAddress(TRON, 'XBT')).toBe('otherChain');
    expect(placesOfLabel('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'USDT').chains).toEqual(['bip122:000000000019d6689c085ae165831e93']);
  });
});
