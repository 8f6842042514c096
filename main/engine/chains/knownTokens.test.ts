// [A31] Names that are borrowed: exactly a known symbol or issuer's name, however it is spelt; and names that are not.
import { describe, expect, it } from 'vitest';
import { borrowedName } from './knownTokens.ts';
import { TRON } from './tron/index.ts';

const FALSE_TRON = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';
const FALSE_EVM = '0x00000000000000000000000000000000000000aA';

describe('a contract that is no known issuer’s, called', () => {
  it.each([
    ['USDT', 'plainly'],
    ['usdt', 'in small letters'],
    ['UЅDT', 'with a Cyrillic Ѕ'],
    ['ՍSDТ', 'with an Armenian and a Cyrillic letter'],
    ['USDΤ', 'with a Greek tau'],
    ['ꓴꓢꓓꓔ', 'in Lisu'],
    ['UᏚᎠᎢ', 'in Cherokee'],
    ['USD₮', 'with the sign of the tögrög'],
    ['U\u200bS\u200cD\u200dT\u2060', 'with signs of no width'],
    ['\u202eUSDT\u202c', 'with a change of direction'],
    ['ＵＳＤＴ', 'in full width'],
    ['𝐔𝐒𝐃𝐓', 'in mathematical letters'],
    ['ÚŚḊŤ', 'with accents'],
    ['U S D T', 'with spaces'],
    ['Ⓤⓢⓓⓣ', 'in circles'],
  ])('%s, %s', (symbol) => {
    expect(borrowedName(TRON.id, FALSE_TRON, symbol, '')).toBe('USDT');
    expect(borrowedName('eip155:1', FALSE_EVM, symbol, '')).toBe('USDT');
  });
  it.each(['Tether USD', 'Теther USD', 'TETHER\u00a0USD', 'Tether USDT'])('by the issuer’s name, %s', (name) => {
    expect(borrowedName(TRON.id, FALSE_TRON, 'XYZ', name)).toBe('USDT');
  });
  it.each(['USDT-TRX LP', 'aUSDT', 'USDTB', 'USD', 'DT', '', '₮', 'TUSD'])('%s borrows nothing', (symbol) => {
    expect(borrowedName(TRON.id, FALSE_TRON, symbol, '')).toBeNull();
  });
  it('the issuer’s own contract borrows nothing, nor a symbol that nobody known has on that chain', () => {
    expect(borrowedName(TRON.id, TRON.tether as string, 'USDT', 'Tether USD')).toBeNull();
    expect(borrowedName('eip155:8453', FALSE_EVM, 'USDT', 'Tether USD')).toBeNull();
    expect(borrowedName('eip155:8453', FALSE_EVM, 'UЅDC', '')).toBe('USDC');
  });
});
