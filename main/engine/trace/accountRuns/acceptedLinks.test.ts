// Links that an examiner accepted, while further sources give the movements other places: by hand.
import { describe, expect, it } from 'vitest';
import type { AccountTransfer } from '../../chains/index.ts';
import { acceptedLinks, type LinkJudgement, sayingOf } from './acceptedLinks.ts';

const TRON = 'tron:0x2b6653dc';
const BANK = 'ledger:bank';
const ID = 'ab'.repeat(32);
const token = (amount: bigint, path: readonly number[]): AccountTransfer => ({
  ...{ path, kind: 'token', from: 'TA', to: 'TB', amount, asset: { kind: 'token', contract: 'TR7', tokenId: null } },
});
const paid: AccountTransfer = {
  ...{ path: [3], kind: 'ledger', from: 'V', to: 'M', amount: 100n, asset: { kind: 'fiat', contract: 'CNY', tokenId: null } },
};
const holding = (transfers: readonly AccountTransfer[]) => {
  const of = (id: string, own: readonly AccountTransfer[]) => ({
    transaction: {
      ...{ id, blockHash: null, blockNumber: 5, position: null, timeSeconds: 1, status: 'ok' as const, from: null, to: null },
      ...{ transfers: own, events: [] },
    },
    ...{ sources: [], facts: null },
  });
  return new Map([
    [BANK, new Map([['P1', of('P1', [paid])]])],
    [TRON, new Map([[ID, of(ID, transfers)]])],
  ]);
};
const from = { chain: BANK, transaction: 'P1', path: [3] };
const to = { chain: TRON, transaction: ID, path: [1, -1, 0] };
const judged = (held: ReturnType<typeof holding>): LinkJudgement => ({
  ...{ verdict: 'accepted', from, to, reason: 'the same amount', found: {} },
  said: { from: sayingOf(held, from), to: sayingOf(held, to) },
});
const ends = (held: ReturnType<typeof holding>, judgement: LinkJudgement) =>
  acceptedLinks(held, [judgement]).map(({ outs }) => outs[0]?.path);

describe('an accepted link', () => {
  const before = holding([token(9n, [1, -1, 0])]);

  it('stays where a node’s record gives the explorer’s row its place', () => {
    expect(ends(before, judged(before))).toEqual([[1, -1, 0]]);
    expect(ends(holding([token(9n, [1, 14])]), judged(before))).toEqual([[1, 14]]);
  });

  it('never goes over to another movement that got its name', () => {
    const after = holding([token(8n, [1, -1, 0]), token(9n, [1, -1, 1])]);
    expect(ends(after, judged(before))).toEqual([[1, -1, 1]]);
    expect(ends(holding([token(8n, [1, -1, 0])]), judged(before))).toEqual([]);
  });

  it('is none where two movements say the same and neither has the name', () => {
    expect(ends(holding([token(9n, [1, 3]), token(9n, [1, 4])]), judged(before))).toEqual([]);
  });

  it('of earlier builds goes by the name alone', () => {
    const { said: _, ...older } = judged(before);
    expect(ends(before, older)).toEqual([[1, -1, 0]]);
    expect(ends(holding([token(9n, [1, 14])]), older)).toEqual([]);
  });
});
