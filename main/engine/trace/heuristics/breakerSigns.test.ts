// Signs of known breakers: each fires on a transaction that shows it, stays away from one that does not, and says nothing where data are missing.
import { describe, expect, it } from 'vitest';
import { coins, pay } from '../../../../tests/fixtures/ruleCases.ts';
import { type BuiltSlice, buildSlice, chainOf, type TransactionText } from '../../../../tests/fixtures/slices.ts';
import { countScripts } from '../cluster.ts';
import { breakerSign, SIGNED_BREAKERS } from './breakerSigns.ts';
import { firstAppearances } from './heuristic.ts';

type Outputs = TransactionText['outputs'];

/** `t` spends 100,000 sat of each script; `wpkh-old` was there before. */
function spend(inputs: readonly string[], outputs: Outputs, before = true): BuiltSlice {
  return buildSlice(
    chainOf([
      ...(before ? [{ name: 'f', inputs: ['coinbase'], outputs: coins(...inputs, 'wpkh-old') } as TransactionText] : []),
      { name: 't', inputs: before ? inputs.map((_, index) => `f:${index}`) : inputs.map(() => ({})), outputs },
    ]),
  );
}

function sign(built: BuiltSlice, breaker: string, more: { labelled?: string; fromFirstBlock?: boolean } = {}) {
  const { slice } = built;
  return breakerSign(
    {
      slice,
      scriptType: (script) => built.scriptName(script).split('-')[0] as string,
      firstAppearance: firstAppearances(slice, countScripts(slice)),
      isLabelled: (script) => built.scriptName(script) === more.labelled,
      fromFirstBlock: more.fromFirstBlock ?? true,
    },
    breaker,
    built.tx('t'),
  );
}

const PLAIN = spend(['wpkh-a', 'wpkh-b'], [pay(150_000, 'wpkh-old'), pay(40_000, 'pkh-c')]);
/** Its larger output could be paid by one input alone. */
const NEEDLESS = spend(['wpkh-a', 'wpkh-b'], [pay(90_000, 'wpkh-old'), pay(80_000, 'pkh-c')]);
const CASES: Readonly<Record<string, readonly [seen: BuiltSlice, notSeen: BuiltSlice]>> = {
  coinjoinUnrecognised: [spend(['wpkh-a', 'wpkh-b'], [pay(70_000, 'wpkh-1'), pay(70_000, 'wpkh-2')]), PLAIN],
  payjoin: [NEEDLESS, PLAIN],
  unnecessaryInputs: [NEEDLESS, PLAIN],
  dualFundedChannel: [spend(['wpkh-a', 'wpkh-b'], [pay(190_000, 'p2wsh-c')]), PLAIN],
  batchPayment: [spend(['wpkh-a'], [pay(1, 'wpkh-1'), pay(2, 'wpkh-2'), pay(3, 'wpkh-3')]), PLAIN],
  oneInputAlwaysFits: [spend(['wpkh-a'], [pay(50_000, 'wpkh-1')]), PLAIN],
  payeeUsesFreshAddress: [spend(['wpkh-a'], [pay(50_000, 'wpkh-1'), pay(40_000, 'wpkh-2')]), PLAIN],
  sameTypePayment: [spend(['wpkh-a'], [pay(50_000, 'wpkh-1'), pay(40_000, 'wpkh-2')]), PLAIN],
  inputAddressReuse: [spend(['wpkh-a', 'wpkh-a'], [pay(50_000, 'wpkh-1')]), PLAIN],
  consolidationWithReuse: [spend(['wpkh-a'], [pay(50_000, 'wpkh-a')]), PLAIN],
  twoParticipants: [PLAIN, spend(['wpkh-a', 'wpkh-b', 'wpkh-c'], [pay(1000, 'wpkh-1')])],
  tokenDust: [spend(['wpkh-a'], [pay(2730, 'wpkh-1')]), PLAIN],
  dataOutputWithRoundAmounts: [spend(['wpkh-a'], [pay(0, 'nulldata-x'), pay(90_000, 'wpkh-1')]), PLAIN],
};

describe('signs of known breakers', () => {
  it.each(Object.entries(CASES))('%s', (breaker, [seen, notSeen]) => {
    expect(sign(seen, breaker)).toBe('seen');
    expect(sign(notSeen, breaker)).toBe('notSeen');
  });
  it('what lies outside of the transaction: labels, and where the blocks held begin', () => {
    expect(sign(PLAIN, 'custodialSweep', { labelled: 'pkh-c' })).toBe('seen');
    expect(sign(PLAIN, 'custodialSweep', { labelled: 'pkh-other' })).toBe('notSeen');
    expect(sign(PLAIN, 'freshOnlyWithinCoverage', { fromFirstBlock: false })).toBe('seen');
    expect(sign(PLAIN, 'freshOnlyWithinCoverage')).toBe('notSeen');
  });
  it('has a case for each', () => {
    expect([...Object.keys(CASES), 'custodialSweep', 'freshOnlyWithinCoverage'].sort()).toEqual([...SIGNED_BREAKERS].sort());
  });
  it('says nothing where inputs are not in the data, or where a chain shows no such thing', () => {
    const unknown = spend(['x', 'y'], [pay(90_000, 'wpkh-1'), pay(80_000, 'wpkh-2')], false);
    for (const breaker of ['payjoin', 'twoParticipants', 'oneInputAlwaysFits']) expect(sign(unknown, breaker)).toBe('untold');
    expect(sign(PLAIN, 'sharedWallet')).toBe('untold');
  });
});
