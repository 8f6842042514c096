// Bands of traces over balances: stories worked out by hand, and for traces over whatever histories there can be that what comes into a node
// goes out or ends there.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { traceAccountsBackward } from '../../trace/accounts/backward.ts';
import { traceAccountsForward } from '../../trace/accounts/forward.ts';
import { type BuiltSlice, type Conversion, accountPolicies, type AccountTraceRequest } from '../../trace/accounts/index.ts';
import { accountOf, COIN, type Line, OTHER, sliceOf, TOKEN, wholeKnowledge } from '../../trace/accounts/tests/ledgers.ts';
import { accountBandsOf, type AccountBands } from './accountBands.ts';

const conserves = (policy: string): boolean => accountPolicies.find(policy)?.conserves === true;

function bandsFor(
  built: BuiltSlice,
  direction: 'forward' | 'backward',
  request: Omit<AccountTraceRequest, 'policies'>,
  policies: readonly string[],
  asset: number,
): AccountBands & { readonly ends: (policy: number) => bigint } {
  const trace = direction === 'forward' ? traceAccountsForward : traceAccountsBackward;
  const { seeds, policies: results } = trace(built.slice, { ...request, policies });
  const made = atOnce(
    accountBandsOf({
      ...{ slice: built.slice, direction, seeds, conversions: request.conversions ?? [], results, conserves, asset },
      partyOf: (ledger) => accountOf(built, ledger),
    }),
  );
  const ends = (policy: number): bigint => {
    const own = results[policy]!;
    const sum = own.ends.filter(({ ledger }) => built.slice.ledgerAsset[ledger] === asset).reduce((all, { amount }) => all + amount, 0n);
    return sum + own.fees.filter((fee) => fee.asset === asset).reduce((all, { amount }) => all + amount, 0n);
  };
  return { ...made, ends };
}

const nodesOf = ({ bands }: AccountBands) => [...bands[0]!.nodes.values()].map(({ id, amount, state }) => `${id} ${amount} ${state}`);
const linesOf = ({ bands }: AccountBands) => [...bands[0]!.bands].map(([id, { amount, statement }]) => `${id} ${amount} ${statement}`);

describe('bands of a trace over balances', () => {
  it('[Z6] an account that is reached again stands anew with what it still has', () => {
    const built = sliceOf([
      { from: 'V', to: 'A', amount: 100 },
      { from: 'A', to: 'B', amount: 60 },
      { from: 'B', to: 'A', amount: 20 },
      { from: 'A', to: 'C', amount: 50 },
      { from: 'A', to: 'C', amount: 1, kind: 'fee' },
    ]);
    const knowledge = wholeKnowledge(built, [['V', 100]]);
    const made = bandsFor(built, 'forward', { seeds: [{ kind: 'transfer', transfer: 0 }], knowledge }, ['fifo'], 1);
    expect(nodesOf(made)).toEqual(['0|V 100 spent', '1|A 100 spent', '2|B 60 held', '3|A 60 held', '4|C 50 held', '4|fees 1 fees']);
    expect(linesOf(made)).toEqual([
      '0|V>1|A 100 fact',
      '1|A>2|B 60 assumption',
      '2|B>3|A 20 assumption',
      '1|A>3|A 40 assumption',
      '3|A>4|C 50 assumption',
      '3|A>4|fees 1 assumption',
    ]);
    expect(made.returns).toBe(false);
  });

  it('[Z6] a conversion ends the bands of the one asset and begins those of the other', () => {
    const lines: Line[] = [
      { from: 'V', to: 'A', amount: 100 },
      { from: 'A', to: 'P', amount: 80 },
      { from: 'P', to: 'A', amount: 40, asset: OTHER },
      { from: 'A', to: 'C', amount: 10, asset: OTHER },
    ];
    const built = sliceOf(lines);
    const conversions: Conversion[] = [{ kind: 'swap', ins: [1], outs: [2] }];
    const knowledge = wholeKnowledge(built, [
      ['V', 100],
      ['P', 1000, OTHER],
    ]);
    const request = { seeds: [{ kind: 'transfer' as const, transfer: 0 }], knowledge, conversions };
    const into = bandsFor(built, 'forward', request, ['haircut'], 1);
    expect(nodesOf(into)).toEqual(['0|V 100 spent', '1|A 100 held', '2|exit 0 80 converted']);
    const out = bandsFor(built, 'forward', request, ['haircut'], 2);
    expect(nodesOf(out)).toEqual(['3|entry 0 40 spent', '4|A 40 held', '5|C 10 held']);
    expect(linesOf(out)).toEqual(['3|entry 0>4|A 40 assumption', '4|A>5|C 10 assumption']);
  });

  it('[Z6] backward they run from the origins to the starting point', () => {
    const built = sliceOf([
      { from: null, to: 'A', amount: 30, kind: 'mint' },
      { from: 'B', to: 'A', amount: 70 },
      { from: 'A', to: 'V', amount: 100 },
    ]);
    const knowledge = wholeKnowledge(built, [['B', 70]]);
    const made = bandsFor(built, 'backward', { seeds: [{ kind: 'transfer', transfer: 2 }], knowledge }, ['haircut'], 1);
    expect(linesOf(made).sort()).toEqual(['1|A>0|V 100 fact', '2|B>1|A 70 assumption', '2|minted>1|A 30 assumption']);
    expect(nodesOf(made).sort()).toEqual(['0|V 100 traced', '1|A 100 traced', '2|B 70 opening', '2|minted 30 minted']);
  });

  it('[Z6] money that goes to and fro without end is said to lead back', () => {
    const lines: Line[] = [{ from: 'V', to: 'A', amount: 100 }];
    for (let round = 0; round < 90; round++)
      lines.push(round % 2 === 0 ? { from: 'A', to: 'B', amount: 100 } : { from: 'B', to: 'A', amount: 100 });
    const built = sliceOf(lines);
    const made = bandsFor(
      built,
      'forward',
      { seeds: [{ kind: 'transfer', transfer: 0 }], knowledge: wholeKnowledge(built, [['V', 100]]) },
      ['fifo'],
      1,
    );
    expect(made.returns).toBe(true);
    expect(Math.max(...[...made.bands[0]!.nodes.values()].map(({ hop }) => hop))).toBe(60);
  });

  it('[Z6] keep what comes in, whatever the history, both ways and under every policy that conserves', () => {
    let converted = 0;
    fc.assert(
      fc.property(histories(), fc.constantFrom('forward' as const, 'backward' as const), ({ built, request }, direction) => {
        const policies = direction === 'forward' ? ['fifo', 'lifo', 'haircut', 'lowestBalance'] : ['fifo', 'lifo', 'haircut'];
        for (let asset = 1; asset < built.slice.assetCount; asset++) {
          const made = bandsFor(built, direction, request, policies, asset);
          made.bands.forEach(({ nodes, bands }, policy) => {
            let ended = 0n;
            for (const { id, amount, state, party } of nodes.values()) {
              const [near, far] = direction === 'forward' ? (['source', 'target'] as const) : (['target', 'source'] as const);
              const sum = (side: 'source' | 'target') =>
                [...bands.values()].reduce((all, band) => (band[side] === id ? all + band.amount : all), 0n);
              const [out, into] = [sum(near), sum(far)];
              expect(out, `${id} ${state}`).toBeLessThanOrEqual(amount);
              expect(into).toBeLessThanOrEqual(amount);
              if (state === 'spent' || state === 'traced') expect(out).toBe(amount);
              if (state === 'held' || state === 'fees') expect(out).toBeLessThan(amount);
              if (state === 'converted') converted++;
              if (state !== 'converted' || party.startsWith('entry')) ended += amount - out;
            }
            expect(ended).toBe(made.ends(policy));
            for (const { source, target } of bands.values())
              expect(Number.parseInt(source, 10) === Number.parseInt(target, 10)).toBe(false);
          });
        }
      }),
      { numRuns: 150 },
    );
    expect(converted).toBeGreaterThan(10);
  });
});

/** Small amounts among few accounts, so that money comes back, ledgers run dry and the same accounts convert. */
function histories(): fc.Arbitrary<{ readonly built: BuiltSlice; readonly request: Omit<AccountTraceRequest, 'policies'> }> {
  const account = fc.constantFrom('A', 'B', 'C', 'D');
  const line = fc.record({
    ...{ from: fc.option(account, { freq: 8 }), to: fc.option(account, { freq: 8 }), amount: fc.integer({ min: 1, max: 40 }) },
    asset: fc.constantFrom(TOKEN, TOKEN, OTHER, COIN),
    isFee: fc.integer({ min: 0, max: 7 }).map((one) => one === 0),
  });
  const seeds = fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 });
  const pairs = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(20)), { maxLength: 4 });
  return fc
    .record({ lines: fc.array(line, { minLength: 6, maxLength: 22 }), seeds, pairs, stop: fc.boolean() })
    .filter(({ lines }) => lines.some(({ from, to }) => from !== null || to !== null))
    .map((made) => {
      const built = sliceOf(
        made.lines.map(({ isFee, ...rest }): Line => ({ ...rest, kind: isFee ? 'fee' : rest.from === null ? 'mint' : 'token' })),
      );
      const { transferCount, ledgerCount, ledgerAccount, ledgerAsset } = built.slice;
      const used = new Set<string>();
      const conversions = made.pairs.flatMap(([into, out]): Conversion[] => {
        if (out >= transferCount || into >= out || used.has(`in ${into}`) || used.has(`out ${out}`)) return [];
        used.add(`in ${into}`).add(`out ${out}`);
        return [{ kind: 'swap', ins: [into], outs: [out] }];
      });
      const assets = [TOKEN, OTHER, COIN];
      const openings = Array.from({ length: ledgerCount - 1 }, (_, place) => place + 1).map((ledger) => {
        const name = built.names.accounts[ledgerAccount[ledger] as number] as string;
        const key = built.names.assets[ledgerAsset[ledger] as number];
        return [name, 60, assets.find((one) => JSON.stringify(one) === JSON.stringify(key)) ?? TOKEN] as const;
      });
      const request = {
        seeds: made.seeds.filter((seed) => seed < transferCount).map((transfer) => ({ kind: 'transfer' as const, transfer })),
        ...{ knowledge: wholeKnowledge(built, openings), conversions },
        ...(made.stop ? { stops: { maxHops: 2 } } : {}),
      };
      return { built, request };
    });
}
