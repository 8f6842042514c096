// Each link rule: a case in which it fires, and near misses its guards must catch.
import { describe, expect, it } from 'vitest';
import { findCandidateLinks } from '../candidateLinks.ts';
import { CHAIN, COIN, type Line, sliceOf, TOKEN } from '../tests/ledgers.ts';
import type { AccountFacts, AccountReading } from './accountHeuristic.ts';
import { readDepositAddress } from './depositAddressReuse.ts';
import { readGasFunder } from './gasFunder.ts';
import { accountHeuristics } from './index.ts';
import { readSelfAuthorisation } from './selfAuthorisation.ts';
import { readSharedPermission } from './sharedPermission.ts';

function read(
  lines: readonly Line[],
  ask: (built: ReturnType<typeof sliceOf>, facts: AccountFacts, at: (name: string) => number) => AccountReading,
): string {
  const built = sliceOf(lines);
  const at = (name: string): number => built.names.account(CHAIN, name);
  const name = (account: number): string => built.names.accounts[account] ?? '';
  const facts: AccountFacts = {
    isService: (account) => (name(account).startsWith('labelled') ? null : name(account).startsWith('svc')),
    isContract: (account) => (name(account).startsWith('unknown') ? null : name(account).startsWith('contract')),
  };
  const reading = ask(built, facts, at);
  return [reading.verdict, reading.reason, ...reading.links.map(({ a, b }) => `${name(a)}+${name(b)}`)].join(' ');
}

it('every rule says what it rests on and what breaks it', () => {
  for (const rule of accountHeuristics.entries) {
    expect(rule.version).toBeGreaterThan(0);
    expect(rule.citation.length).toBeGreaterThan(20);
    expect(rule.preconditions.length * rule.knownBreakers.length).toBeGreaterThan(0);
  }
});

describe('[A23] depositAddressReuse@1', () => {
  const forwarded: Line[] = [
    { from: 'S1', to: 'D', amount: 500 },
    { from: 'D', to: 'svc', amount: 500 },
    { from: 'S2', to: 'D', amount: 70 },
    { from: 'S2', to: 'D', amount: 30 },
    { from: 'D', to: 'svc', amount: 100 },
  ];
  const ask = (lines: readonly Line[]) => read(lines, (built, facts, at) => readDepositAddress(built.slice, facts, at('D')));
  it('fires', () => expect(ask(forwarded)).toBe('holds forwardedToService D+S1 D+S2'));
  it('not where it also pays others', () =>
    expect(ask([...forwarded, { from: 'D', to: 'X', amount: 1 }])).toBe('contradicted sendsElsewhere'));
  it('not where the amounts differ', () =>
    expect(ask([forwarded[0]!, { from: 'D', to: 'svc', amount: 499 }])).toBe('contradicted nothingForwarded'));
  it('not after the window', () =>
    expect(ask([forwarded[0]!, { from: 'D', to: 'svc', amount: 500, block: 10_000 }])).toBe('contradicted nothingForwarded'));
  it('a service that pays in is nobody’s account', () =>
    expect(ask([{ ...forwarded[0]!, from: 'svc2' }, forwarded[1]!])).toBe('contradicted nothingForwarded'));
  it('undecidable where a sender may be a contract', () =>
    expect(ask([{ ...forwarded[0]!, from: 'unknown' }, forwarded[1]!])).toBe('undecidable contractUnknown D+unknown'));
});

describe('[A23] a label that does not say what kind of account it is', () => {
  const paid: Line = { from: 'labelled', to: 'A', amount: 5, asset: COIN, kind: 'value' };
  it('leaves the funder undecidable', () =>
    expect(read([paid], (built, facts) => readGasFunder(built.slice, facts, built.names.ledger(CHAIN, 'A', COIN), true))).toBe(
      'undecidable serviceUnknown labelled+A',
    ));
  it('leaves a deposit address undecidable', () =>
    expect(
      read(
        [
          { from: 'S1', to: 'D', amount: 500 },
          { from: 'D', to: 'labelled', amount: 500 },
        ],
        (built, facts, at) => readDepositAddress(built.slice, facts, at('D')),
      ),
    ).toBe('undecidable serviceUnknown D+S1'));
});

describe('[A23] gasFunder@1', () => {
  const funded: Line[] = [
    { from: 'P', to: 'A', amount: 5, asset: COIN, kind: 'value' },
    { from: 'A', to: 'miner', amount: 1, asset: COIN, kind: 'fee' },
  ];
  const ask = (lines: readonly Line[], fromFirst = true, most?: number) =>
    read(lines, (built, facts) => readGasFunder(built.slice, facts, built.names.ledger(CHAIN, 'A', COIN), fromFirst, most));
  it('fires', () => expect(ask(funded)).toBe('holds firstFunding P+A'));
  it('not for an exchange', () => expect(ask([{ ...funded[0]!, from: 'svc' }])).toBe('contradicted funderIsService'));
  it('not for who funds many', () => expect(ask([...funded, { ...funded[0]!, to: 'B' }], true, 1)).toBe('contradicted fundsMany'));
  it('undecidable where the first rows are missing', () => {
    expect(ask(funded, false)).toBe('undecidable firstRowsMissing P+A');
    expect(ask([funded[1]!, funded[0]!])).toBe('undecidable paidBeforeFunding');
  });
});

describe('[A23] selfAuthorisation@1', () => {
  const ask = (lines: readonly Line[], spender = 'B') =>
    read(lines, (built, facts, at) =>
      readSelfAuthorisation(built.slice, facts, {
        owner: at('A'),
        spender: at(spender),
        ledger: built.names.ledger(CHAIN, 'A', TOKEN),
        moment: 1,
      }),
    );
  const lines: Line[] = [
    { from: 'X', to: 'A', amount: 9 },
    { from: 'X', to: 'B', amount: 1 },
    { from: 'X', to: 'contract', amount: 1 },
  ];
  it('fires', () => expect(ask(lines)).toBe('holds approvedPlainAccount A+B'));
  it('not where the tokens leave for the spender afterwards', () =>
    expect(ask([...lines, { from: 'A', to: 'B', amount: 9 }])).toBe('contradicted lossAfterApproval'));
  it('not for a contract', () => expect(ask(lines, 'contract')).toBe('contradicted isContract'));
});

describe('[A23] sharedPermission@1', () => {
  const lines: Line[] = ['K', 'A', 'B', 'svc'].map((to) => ({ from: 'X', to, amount: 1 }));
  const ask = (weight: bigint, more: { key?: string; ownKeyLost?: boolean } = {}) =>
    read(lines, (_, facts, at) =>
      readSharedPermission(
        facts,
        at(more.key ?? 'K'),
        ['A', 'B'].map((name) => ({
          ...{ account: at(name), kind: 'active' as const, threshold: 2n, ownKeyLost: more.ownKeyLost ?? false },
          keys: [{ account: at(more.key ?? 'K'), weight }],
        })),
      ),
    );
  it('fires', () => expect(ask(2n)).toBe('holds signsAlone K+A K+B'));
  it('not where others must sign too', () => expect(ask(1n)).toBe('contradicted noPermissionAlone'));
  it('not for a service’s key', () => expect(ask(2n, { key: 'svc' })).toBe('contradicted keyIsService'));
  it('undecidable where the key replaced the account’s own', () =>
    expect(ask(2n, { ownKeyLost: true })).toBe('undecidable ownKeyReplaced K+A K+B'));
});

describe('[A22] candidate links of bank payments', () => {
  const payment = { id: 'p1', timeSeconds: 10_000, lastSeconds: 10_000, amount: 100_000n, counterparty: 'ﾔﾏﾀﾞ ﾀﾛｳ' };
  const transfer = { transfer: 7, timeSeconds: 10_600, lastSeconds: 10_600, worth: 99_500n, named: 'ヤマダタロウ' };
  const options = { toleranceBasisPoints: 50, beforeSeconds: 60, afterSeconds: 3600 };
  it('fires at the edge of the tolerance, and not beyond it or outside of the window', () => {
    expect(findCandidateLinks([payment], [transfer], options)).toEqual([
      { rule: 'candidateLink@1', payment: 'p1', transfer: 7, difference: -500n, seconds: 600, sameName: true, rivals: 0 },
    ]);
    expect(findCandidateLinks([payment], [{ ...transfer, worth: 99_499n }], options)).toEqual([]);
    expect(findCandidateLinks([payment], [{ ...transfer, timeSeconds: 13_601, lastSeconds: 13_601 }], options)).toEqual([]);
    expect(findCandidateLinks([payment], [{ ...transfer, timeSeconds: 9_939, lastSeconds: 9_939 }], options)).toEqual([]);
    expect(findCandidateLinks([payment], [{ ...transfer, worth: null }], options)).toEqual([]);
  });
  it('takes a row that gives a day alone as somewhere inside that day', () => {
    const day = { ...payment, timeSeconds: 0, lastSeconds: 86_399 };
    const apart = (timeSeconds: number) =>
      findCandidateLinks([day], [{ ...transfer, timeSeconds, lastSeconds: timeSeconds }], options).map(({ seconds }) => seconds);
    expect(apart(40_000)).toEqual([0]);
    expect(apart(86_399)).toEqual([0]);
    expect(apart(86_400)).toEqual([1]);
    expect(apart(86_399 + 3600)).toEqual([3600]);
    expect(apart(86_399 + 3601)).toEqual([]);
    expect(apart(-60)).toEqual([-60]);
    expect(apart(-61)).toEqual([]);
    // Two ledgers without times of the day.
    const other = { ...transfer, timeSeconds: 86_400, lastSeconds: 172_799 };
    expect(findCandidateLinks([day], [other], options).map(({ seconds }) => seconds)).toEqual([1]);
    expect(
      findCandidateLinks([{ ...payment, timeSeconds: 172_850, lastSeconds: 172_850 }], [other], options).map(({ seconds }) => seconds),
    ).toEqual([-51]);
  });
  it('says where it does not single one out', () => {
    const links = findCandidateLinks([payment], [transfer, { ...transfer, transfer: 8, worth: 100_000n }], options);
    expect(links.map((link) => [link.transfer, link.rivals])).toEqual([
      [8, 1],
      [7, 1],
    ]);
  });
});
