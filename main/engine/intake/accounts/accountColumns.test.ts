// Columns of account transactions against what was put in: nothing is rounded, cut or joined.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeAccounts } from './accountColumns.ts';
import { decodeAccounts } from './accountSegment.ts';

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('0xAb', '銀行 普通\n1234', '"', ''));
const orNull = <T>(of: fc.Arbitrary<T>) => fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 4, arbitrary: of });
const number = fc.integer({ min: 0, max: 4_294_967_294 });
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.constantFrom(0n, 1n, 255n, 256n, 2n ** 64n, 2n ** 256n - 1n));
const asset = fc.record({
  kind: fc.constantFrom('native', 'token', 'item', 'fiat', 'listed') as fc.Arbitrary<'token'>,
  contract: orNull(text),
  tokenId: orNull(amount.map(String)),
});
const path = fc.array(fc.integer({ min: -1, max: 2 ** 31 - 1 }), { maxLength: 5 });
const facts = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text, { maxKeys: 3, noNullPrototype: true });
const transaction = fc.record({
  id: text,
  blockHash: orNull(text),
  blockNumber: orNull(number),
  position: orNull(number),
  timeSeconds: orNull(fc.integer({ min: -(2 ** 40), max: 2 ** 40 })),
  status: fc.constantFrom('ok', 'failed', 'unknown') as fc.Arbitrary<'ok'>,
  from: orNull(text),
  to: orNull(text),
  transfers: fc.array(
    fc.record({
      ...{ path, asset, amount, from: orNull(text), to: orNull(text) },
      kind: fc.constantFrom('value', 'internal', 'token', 'fee', 'burn', 'mint', 'ledger', 'trade') as fc.Arbitrary<'token'>,
    }),
    { maxLength: 4 },
  ),
  events: fc.array(
    fc.record({
      ...{ path, actor: orNull(text), subject: orNull(text), asset: orNull(asset), amount: orNull(amount) },
      kind: fc.constantFrom('approval', 'swap', 'blacklisted') as fc.Arbitrary<'swap'>,
      details: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text, { maxKeys: 3, noNullPrototype: true }),
    }),
    { maxLength: 3 },
  ),
});

it('gives back what was encoded: every amount to the last unit, every text, every row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ transaction, rows: fc.array(number, { maxLength: 4 }), facts: orNull(facts) }), { maxLength: 8 }),
      (placed) => {
        expect(decodeAccounts(encodeAccounts(placed))).toEqual(placed);
      },
    ),
  );
});

it('refuses an amount beyond 256 bits, and columns that are not of their width', () => {
  const [one] = fc.sample(transaction, { numRuns: 1, seed: 1 });
  const with256 = {
    ...(one as NonNullable<typeof one>),
    transfers: [
      {
        path: [0],
        kind: 'token' as const,
        from: null,
        to: null,
        asset: { kind: 'native' as const, contract: null, tokenId: null },
        amount: 2n ** 256n,
      },
    ],
  };
  expect(() => encodeAccounts([{ transaction: with256, rows: [1] }])).toThrow('256-bit');
  const columns = new Map(encodeAccounts([{ transaction: one as NonNullable<typeof one>, rows: [1] }]));
  columns.set('txBlock', new Uint8Array(3));
  expect(() => decodeAccounts(columns)).toThrow('another width');
});
