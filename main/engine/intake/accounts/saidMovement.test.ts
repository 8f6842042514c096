// Against the text that the intake compares records by, and against anything else.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { saying } from './mergeAccounts.ts';
import { readSaidMovement, saidAsset } from '../../../../shared/model/saidMovement.ts';

it('reads back what two records are compared by', () => {
  const token = { kind: 'token', contract: '0xdAC1', tokenId: null } as const;
  const text = saying({ path: [1, 2], kind: 'token', from: 'A', to: null, asset: token, amount: 10n ** 30n });
  expect(readSaidMovement(text)).toEqual({
    kind: 'token',
    from: 'A',
    to: null,
    contract: '0xdAC1',
    tokenId: null,
    amount: `1${'0'.repeat(30)}`,
  });
  expect(saidAsset({ contract: '0xdAC1', tokenId: '7' })).toBe('0xdAC1 #7');
  expect(saidAsset({ contract: null, tokenId: null })).toBe('');
  expect(readSaidMovement('21000')).toEqual({ fee: '21000' });
});

it('takes nothing else for a movement', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const said = readSaidMovement(text);
      expect(said === null || 'fee' in said || typeof said.amount === 'string').toBe(true);
    }),
  );
});
