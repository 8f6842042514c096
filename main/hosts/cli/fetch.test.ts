// What an item of the fetch list is, where nobody says so.
import { expect, it } from 'vitest';
import { kindByForm } from './fetch.ts';

it('takes an id for a transaction, a height for a block and the rest for an address', () => {
  expect(kindByForm('ab'.repeat(32))).toBe('transaction');
  expect(kindByForm(`0x${'Ab'.repeat(32)}`)).toBe('transaction');
  expect(kindByForm('840000')).toBe('block');
  for (const address of [`0x${'ab'.repeat(20)}`, 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'])
    expect(kindByForm(address)).toBe('address');
});
