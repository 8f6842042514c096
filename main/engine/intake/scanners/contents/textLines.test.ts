// Lines are taken one after the other: a file of nothing but line ends is no reason to run out of memory.
import { expect, it } from 'vitest';
import { linesWith } from './textLines.ts';

it('[S11] gives lines of other letters, of words and of what announces them, whatever ends them', () => {
  expect([...linesWith(/[^\0-\x7f]/, 'año\r\n\r\n12 = 13\rabandon ability\n\nwallet: 5\nx\n')]).toEqual([
    'año\n',
    'abandon ability\n',
    'wallet: 5\n',
  ]);
});

it('[S11] holds no more than a line of a text', () => {
  const text = 'año\n'.repeat(4_000_000);
  const before = process.memoryUsage().heapUsed;
  const lines = linesWith(/[^\0-\x7f]/, text);
  expect(lines.next().value).toBe('año\n');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 << 20);
  expect(lines.next().value).toBe('año\n');
});
