// What reaches the terminal: exact amounts, aligned columns, and no control characters from imported data.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { btc, displayWidth, printable, renderTable } from './table.ts';

it('writes bitcoin exactly', () => {
  expect(btc('0')).toBe('0.00000000');
  expect(btc('1')).toBe('0.00000001');
  expect(btc('150000000')).toBe('1.50000000');
  expect(btc('2099999997690000')).toBe('20999999.97690000');
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (sat) => BigInt(btc(String(sat)).replace('.', '')) === sat));
});

it('lets no imported text steer the terminal', () => {
  expect(printable('a\u001b[31mb\r\n\u202ec')).toBe('a\ufffd[31mb\ufffd\ufffd\ufffdc');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(printable(text))));
});

it('counts wide characters as two columns', () => {
  expect(displayWidth('abc')).toBe(3);
  expect(displayWidth('取引所')).toBe(6);
});

it('shortens ids only where the terminal is too narrow', () => {
  const columns = [
    { title: 'id', id: true },
    { title: 'n', align: 'right' as const },
  ];
  const id = 'ab'.repeat(32);
  expect(renderTable(columns, [[id, '5']], undefined)).toContain(id);
  expect(renderTable(columns, [[id, '5']], 200)).toContain(id);
  const narrow = renderTable(columns, [[id, '5']], 40);
  expect(narrow).toContain('…');
  for (const line of narrow.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(40);
});
