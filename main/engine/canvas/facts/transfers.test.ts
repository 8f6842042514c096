// Transfers by number: random slices and deals against plain loops over everything, and sums against those of relations.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseDesk, type CaseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import { buildSlice, type BuiltSlice } from '../../../../tests/fixtures/slices.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { COINBASE, txOfIn, txOfOut, UNKNOWN_VALUE } from '../../trace/index.ts';
import { accountFacts } from './accountFacts.ts';
import { PLAIN } from './admits.ts';
import { coinFacts } from './coinFacts.ts';
import type { ChainFacts, Party } from './facts.ts';
import { COIN, type Deal, EVM, type Leg, sessionOf, TETHER, viewOfDeals } from './tests/accountViews.ts';
import { addressOf, CHAIN, NO_SESSION, outText, spentText, txidText, viewAround } from './tests/coinView.ts';

type Change = readonly [asset: number, seconds: number | null, amount: bigint];
const changesOf = (facts: ChainFacts, members: readonly string[]): Change[] => {
  const found: Change[] = [];
  facts.transfers.history(members).changes((...change) => found.push(change));
  return found;
};
const spendingOf = (facts: ChainFacts, members: readonly string[]): (number | null)[] => {
  const found: (number | null)[] = [];
  facts.transfers.history(members).spending((seconds) => found.push(seconds));
  return found;
};
/** Sums and transactions between parties by what stands behind them. */
function between(facts: ChainFacts, parties: readonly Party[]) {
  const sums = new Map<string, { amount: bigint; transactions: Set<number> }>();
  facts.transfers.between(parties, PLAIN, (source, target, transfer) => {
    const { transfers } = facts;
    const key = `${parties[source]?.name}>${parties[target]?.name} ${transfers.assetKey(transfers.assetOf(transfer))}`;
    const sum = sums.get(key) ?? { amount: 0n, transactions: new Set() };
    sum.amount += transfers.amountOf(transfer) ?? 0n;
    sum.transactions.add(facts.family === 'coins' ? transfers.transactionOf(transfer) : transfer);
    sums.set(key, sum);
  });
  return sums;
}

const randomSlice: fc.Arbitrary<BuiltSlice> = fc
  .array(
    fc.record({
      spends: fc.array(fc.tuple(fc.nat(100), fc.constantFrom('known', 'known', 'known', 'undo', 'blank')), { maxLength: 4 }),
      outputs: fc.array(fc.record({ script: fc.integer({ min: 1, max: 6 }), value: fc.nat(6) }), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((steps) => {
    const open: string[] = [];
    return buildSlice(
      steps.map(({ spends, outputs }, at) => {
        const inputs = spends.map(([pick, kind]) => {
          const [known] = kind === 'known' && open.length > 0 ? open.splice(pick % open.length, 1) : [];
          if (known !== undefined) return known;
          return kind === 'blank' ? {} : { valueSat: BigInt(pick % 5), script: `s${1 + (pick % 6)}` };
        });
        outputs.forEach((_, place) => void open.push(`t${at}:${place}`));
        const named = outputs.map(({ script, value }) => ({ valueSat: BigInt(value), script: `s${script}` }));
        return {
          height: 100 + at,
          transactions: [{ name: `t${at}`, inputs: inputs.length === 0 ? ['coinbase' as const] : inputs, outputs: named }],
        };
      }),
    );
  });

describe('transfers of a coin chain', () => {
  it('are the outputs, with who paid by value, who spends them and what their addresses held', () => {
    fc.assert(
      fc.property(randomSlice, fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), (built, chosen) => {
        const { slice } = built;
        const facts = coinFacts(NO_SESSION, viewAround(slice));
        const { transfers } = facts;
        const inputsOf = (tx: number): number[] =>
          Array.from({ length: slice.inCount }, (_, input) => input).filter((input) => txOfIn(slice, input) === tx);
        for (let out = 0; out < slice.outCount; out++) {
          const item = { kind: 'output', chain: CHAIN, id: outText(slice, out) } as const;
          expect(transfers.numberOf(item)).toBe(out);
          expect(itemName(transfers.item(out))).toBe(itemName(item));
          const tx = txOfOut(slice, out);
          expect([transfers.transactionOf(out), transfers.transactionName(out)]).toEqual([tx, txidText(slice, tx)]);
          const paid = new Map<number, bigint>();
          for (const input of inputsOf(tx)) {
            const [script, value] = [slice.inScript[input] as number, slice.inValue[input] as bigint];
            if (slice.inPrevOut[input] !== COINBASE && script !== 0)
              paid.set(script, (paid.get(script) ?? 0n) + (value === UNKNOWN_VALUE ? 0n : value));
          }
          const payers = transfers.payersOf(out);
          expect([...payers].sort()).toEqual([...paid.keys()].sort());
          for (let at = 1; at < payers.length; at++)
            expect((paid.get(payers[at - 1] as number) as bigint) >= (paid.get(payers[at] as number) as bigint)).toBe(true);
          const spender = Array.from({ length: slice.inCount }, (_, input) => input).find((input) => slice.inPrevOut[input] === out);
          expect(transfers.spenderOf(out)).toBe(spender === undefined ? -1 : txOfIn(slice, spender));
          expect(transfers.spenderName(out)).toBe(spender === undefined ? null : txidText(slice, txOfIn(slice, spender)));
          expect(transfers.moreMarks(out).includes('payerUnknown')).toBe(
            inputsOf(tx).some((input) => slice.inPrevOut[input] !== COINBASE && slice.inScript[input] === 0),
          );
        }
        for (let tx = 0; tx < slice.txCount; tx++) {
          const outs = Array.from({ length: slice.outCount }, (_, out) => out).filter((out) => txOfOut(slice, out) === tx);
          const item = { kind: 'transaction', chain: CHAIN, id: txidText(slice, tx) } as const;
          expect(transfers.behind(item, { ...PLAIN, worthless: true })).toEqual(outs);
          expect(transfers.behind(item, { ...PLAIN, least: { [CHAIN]: '3' } })).toEqual(
            outs.filter((out) => (slice.outValue[out] as bigint) >= 3n),
          );
          expect(transfers.numberOf(item)).toBe(tx);
        }
        const own = new Set(chosen.map((number) => built.script(`s${number}`)).filter((script) => script > 0));
        const expected: Change[] = [];
        const spent: number[] = [];
        for (let tx = 0; tx < slice.txCount; tx++) {
          let [change, takesPart] = [0n, false];
          const time = slice.blockTime[slice.txBlock[tx] as number] as number;
          for (let out = 0; out < slice.outCount; out++)
            if (txOfOut(slice, out) === tx && own.has(slice.outScript[out] as number))
              [change, takesPart] = [change + (slice.outValue[out] as bigint), true];
          const inputs = inputsOf(tx).filter((input) => own.has(slice.inScript[input] as number));
          for (const input of inputs) [change, takesPart] = [change - (slice.inValue[input] as bigint), true];
          if (takesPart) expected.push([0, time, change]);
          if (inputs.length > 0) spent.push(time);
        }
        const addresses = [...own].map(addressOf);
        expect(changesOf(facts, addresses)).toEqual(expected);
        expect(spendingOf(facts, addresses)).toEqual(spent);
      }),
    );
  });

  it('behind relations add up to them', () => {
    fc.assert(
      fc.property(randomSlice, fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }), (built, dealt) => {
        const facts = coinFacts(NO_SESSION, viewAround(built.slice));
        const parties = [0, 1, 2].map((party) => ({
          name: `p${party}`,
          addresses: dealt.flatMap((to, at) =>
            to === party && built.script(`s${at + 1}`) > 0 ? [addressOf(built.script(`s${at + 1}`))] : [],
          ),
        }));
        const relations = facts
          .relations(parties, PLAIN)
          .map((one) => [`${one.source}>${one.target} ${CHAIN}`, one.amounts[0]?.amount, one.count]);
        expect([...between(facts, parties)].map(([key, { amount, transactions }]) => [key, amount, transactions.size]).sort()).toEqual(
          relations.sort(),
        );
      }),
    );
  });

  it('know an output of an unknown transaction by what spends it', () => {
    const built = buildSlice([
      { height: 100, transactions: [{ name: 't', inputs: [{}, { valueSat: 9n, script: 'B' }], outputs: [{ valueSat: 5n, script: 'D' }] }] },
    ]);
    const { slice } = built;
    const { transfers } = coinFacts(NO_SESSION, viewAround(slice, { madeAt: () => 77 }));
    const id = spentText(slice, 1);
    const number = transfers.numberOf({ kind: 'output', chain: CHAIN, id });
    expect(transfers.item(number).id).toBe(id);
    expect(transfers.transactionName(number)).toBe(id.slice(0, 64));
    expect([transfers.amountOf(number), transfers.timeOf(number), transfers.heightOf(number), transfers.payersOf(number)]).toEqual([
      9n,
      null,
      77,
      [],
    ]);
    expect(transfers.addressName(transfers.payeeOf(number))).toBe(addressOf(built.script('B')));
    expect([transfers.spenderName(number), transfers.moreMarks(number)]).toEqual([txidText(slice, 0), ['payerUnknown']]);
    const nothing = transfers.numberOf({ kind: 'output', chain: CHAIN, id: spentText(slice, 0) });
    expect([transfers.amountOf(nothing), transfers.payeeOf(nothing)]).toEqual([null, 0]);
  });
});

const hash = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const PEOPLE = ['A', 'B', 'C', null] as const;
const deals: fc.Arbitrary<Deal[]> = fc
  .array(
    fc.record({
      block: fc.integer({ min: 2, max: 9 }),
      status: fc.constantFrom('ok', 'ok', 'failed', 'unknown') as fc.Arbitrary<'ok'>,
      legs: fc.array(
        fc
          .record({
            from: fc.constantFrom(...PEOPLE),
            to: fc.constantFrom(...PEOPLE),
            asset: fc.constantFrom(COIN, TETHER),
            amount: fc.bigInt({ min: 0n, max: 9n }),
            kind: fc.constantFrom('token', 'value', 'fee') as fc.Arbitrary<'token'>,
          })
          .map((leg): Leg => (leg.from === null && leg.to === null ? { ...leg, to: 'A' } : leg)),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((drawn) => drawn.map((deal, number): Deal => ({ ...deal, id: hash(number + 1) })));

describe('transfers of an account chain', () => {
  let desk: CaseDesk;
  let session: CaseSession;
  beforeAll(async () => {
    desk = await caseDesk();
    session = sessionOf(await desk.create('transfers'));
  });
  afterAll(() => desk.clear());

  it('are the movements; fees change what is held and are no act, what failed does neither', () => {
    fc.assert(
      fc.property(deals, fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 3 }), (drawn, chosen) => {
        const facts = accountFacts(session, viewOfDeals(drawn), EVM);
        const { transfers } = facts;
        const own = new Set<string | null>(chosen);
        const total = new Map<string, bigint>();
        let acts = 0;
        for (const { status, legs } of drawn) {
          let acted = false;
          for (const { from, to, asset, amount, kind } of legs) {
            if (status !== 'ok' && kind !== 'fee') continue;
            const change = (own.has(to) ? amount : 0n) - (own.has(from) ? amount : 0n);
            const key = asset === COIN ? 'coin' : 'token';
            total.set(key, (total.get(key) ?? 0n) + change);
            if (own.has(from) && kind !== 'fee' && amount !== 0n) acted = true;
          }
          if (acted) acts++;
        }
        const told = new Map<string, bigint>();
        let last = -Infinity;
        for (const [asset, seconds, amount] of changesOf(facts, chosen)) {
          const key = facts.asset(transfers.assetKey(asset))?.kind === 'native' ? 'coin' : 'token';
          told.set(key, (told.get(key) ?? 0n) + amount);
          expect(seconds as number).toBeGreaterThanOrEqual(last);
          last = seconds as number;
        }
        for (const key of ['coin', 'token']) expect(told.get(key) ?? 0n).toBe(total.get(key) ?? 0n);
        expect(spendingOf(facts, chosen)).toHaveLength(acts);
      }),
      { numRuns: 60 },
    );
  });

  it('behind relations add up to them', () => {
    fc.assert(
      fc.property(deals, fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }), (drawn, dealt) => {
        const facts = accountFacts(session, viewOfDeals(drawn), EVM);
        const parties = [0, 1].map((party) => ({ name: `p${party}`, addresses: ['A', 'B', 'C'].filter((_, at) => dealt[at] === party) }));
        const relations = facts
          .relations(parties, PLAIN)
          .flatMap(({ source, target, amounts }) => amounts.map(({ asset, amount }) => [`${source}>${target} ${asset}`, amount]));
        expect([...between(facts, parties)].map(([key, { amount }]) => [key, amount]).sort()).toEqual(relations.sort());
      }),
      { numRuns: 60 },
    );
  });
});
