// The order of cause inside a transaction, SPEC.md [A24], worked on paper.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountTransfer } from '../../chains/index.ts';
import { causalOrder, type Members } from './conversionOrder.ts';

/** `user>router:ETH` at a path; the asset's word decides its kind. */
function moved(text: string, ...path: number[]): AccountTransfer {
  const [parties = '', word = ''] = text.split(':');
  const [from, to] = parties.split('>').map((name) => (name === '-' ? null : name)) as [string | null, string | null];
  const asset =
    word === 'ETH' ? { kind: 'native' as const, contract: null, tokenId: null } : { kind: 'token' as const, contract: word, tokenId: null };
  return { path, kind: path[0] === 1 ? 'token' : path.length === 1 ? 'value' : 'internal', from, to, asset, amount: 1n };
}
const textOf = ({ from, to, asset }: AccountTransfer): string => `${from ?? '-'}>${to ?? '-'}:${asset.contract ?? 'ETH'}`;

function laid(transfers: readonly AccountTransfer[], conversions: readonly (readonly [string, string])[]) {
  const at = (text: string): AccountTransfer[] => transfers.filter((one) => text.split(' ').includes(textOf(one)));
  const members = conversions.map(([ins, outs]): Members => ({ ins: at(ins), outs: at(outs) }));
  const { transfers: ordered, holds } = causalOrder(transfers, members);
  return { order: ordered.map(textOf), holds };
}

describe('[A24] the order of cause', () => {
  it('a pool that pays before it is paid', () => {
    const { order, holds } = laid([moved('P>M:U', 1, 0), moved('M>P:T', 1, 1)], [['M>P:T', 'P>M:U']]);
    expect([holds, ...order]).toEqual([true, 'M>P:T', 'P>M:U']);
  });

  it('an exact amount out over two pools runs backwards, each pool called inside the other', () => {
    const logs = [moved('Q>M:C', 1, 0), moved('P>Q:B', 1, 1), moved('M>P:A', 1, 2)];
    const found = laid(logs, [
      ['P>Q:B', 'Q>M:C'],
      ['M>P:A', 'P>Q:B'],
    ]);
    expect([found.holds, ...found.order]).toEqual([true, 'M>P:A', 'P>Q:B', 'Q>M:C']);
  });

  it('coins wrapped in the middle of a payment: what the payer’s ledger saw before goes with it', () => {
    // v3 with coins: the pool pays first; in its callback the router wraps and pays.
    const transfers = [
      moved('user>router:ETH', 0),
      moved('router>W:ETH', 0, 0, 0),
      moved('P>user:U', 1, 0),
      moved('->router:W', 1, 1),
      moved('router>P:W', 1, 2),
    ];
    const { order, holds } = laid(transfers, [
      ['router>W:ETH', '->router:W'],
      ['router>P:W', 'P>user:U'],
    ]);
    expect([holds, ...order]).toEqual([true, 'user>router:ETH', 'router>W:ETH', '->router:W', 'router>P:W', 'P>user:U']);
  });

  it('unwrapping: the calls that pay coins out follow the log that destroys the tokens', () => {
    const transfers = [
      moved('W>router:ETH', 0, 1, 0),
      moved('router>user:ETH', 0, 2),
      moved('user>P:T', 1, 0),
      moved('P>router:W', 1, 1),
      moved('router>-:W', 1, 2),
    ];
    const { order } = laid(transfers, [
      ['user>P:T', 'P>router:W'],
      ['router>-:W', 'W>router:ETH'],
    ]);
    expect(order).toEqual(['user>P:T', 'P>router:W', 'router>-:W', 'W>router:ETH', 'router>user:ETH']);
  });

  it('value that turns in a circle has no order', () => {
    const logs = [moved('P>Q:B', 1, 0), moved('Q>P:A', 1, 1)];
    const { holds } = laid(logs, [
      ['Q>P:A', 'P>Q:B'],
      ['P>Q:B', 'Q>P:A'],
    ]);
    expect(holds).toBe(false);
  });

  it('keeps every transfer once, and the order of all that no conversion touches', () => {
    const route = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(2)), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(route, fc.nat(8), fc.nat(8), (steps, a, b) => {
        const transfers = steps.map(([from, to, asset], n) => moved(`${from}>${to}:${'TUV'[asset]}`, 1, n));
        const [one, other] = [transfers[a % transfers.length], transfers[b % transfers.length]] as [AccountTransfer, AccountTransfer];
        const members = one === other ? [] : [{ ins: [one], outs: [other] }];
        const { transfers: ordered, holds } = causalOrder(transfers, members);
        expect(new Set(ordered)).toEqual(new Set(transfers));
        expect(ordered.length).toBe(transfers.length);
        expect(holds).toBe(true);
        if (members.length > 0) expect(ordered.indexOf(one)).toBeLessThan(ordered.indexOf(other));
        if (members.length > 0 && transfers.indexOf(one) < transfers.indexOf(other)) expect(ordered).toEqual(transfers);
      }),
    );
  });
});
