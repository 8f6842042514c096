// Rules of exposure by hand-worked sheets: met, not met, cannot be told; and the text of rules, its own example and what is refused.
import { describe, expect, it } from 'vitest';
import type { ExposurePart, ExposureRule, ExposureSheet } from '../../../../shared/contract/exposure.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { judgeRule } from './judge.ts';
import { EXAMPLE_RULES, readRules } from './ruleText.ts';

const USDT = {
  key: 'usdt',
  kind: 'token' as const,
  contract: 'c',
  tokenId: null,
  symbol: 'USDT',
  decimals: 6,
  standing: 'issuer' as const,
};
const part = (of: Partial<ExposurePart> & Pick<ExposurePart, 'part' | 'amount'>): ExposurePart => ({
  ...{ isDirect: of.part === 'direct', categories: [], listing: null, byCluster: false, reason: null, payments: 1 },
  ...of,
});
const sheet: ExposureSheet = {
  ...{ direction: 'in', asset: USDT, total: '1000', payments: 4, internal: '0' },
  parts: [
    part({ part: 'direct', categories: ['sanction'], listing: 'before', amount: '100' }),
    part({ part: 'direct', categories: ['sanction'], listing: 'unknown', amount: '50' }),
    part({ part: 'indirect', categories: ['mixer'], amount: '49' }),
    part({ part: 'unknown', isDirect: true, reason: 'busy', amount: '1' }),
    part({ part: 'unknown', reason: 'notHeld', amount: '800' }),
  ],
};
const known = { state: 'inCase' as const, labels: [], sheets: [sheet] };
const rule = (of: Partial<ExposureRule>): ExposureRule => ({
  ...{ id: 'r', title: 'R', categories: ['mixer'], direction: 'either', exposure: 'any', whileListed: false, least: { unit: 'some' } },
  ...of,
});
const verdictOf = (of: Partial<ExposureRule>, conserves = true): string => judgeRule(rule(of), known, conserves).verdict;

describe('[E8] a rule', () => {
  it('is met by what is known alone; a share is rounded down', () => {
    expect(verdictOf({ least: { unit: 'share', hundredths: 490 } })).toBe('met');
    expect(verdictOf({ least: { unit: 'share', hundredths: 491 } })).toBe('cannotTell');
    expect(judgeRule(rule({ least: { unit: 'share', hundredths: 491 } }), known, true).because).toMatchObject([
      { found: '490', needed: '491', unknown: '8010' },
    ]);
  });

  it('cannot be told only where what is not known could belong there', () => {
    // 100 + 50 known, and of payments themselves only 1 has an unknown other side.
    expect(verdictOf({ categories: ['sanction'], exposure: 'direct', least: { unit: 'share', hundredths: 1510 } })).toBe('cannotTell');
    expect(verdictOf({ categories: ['sanction'], exposure: 'direct', least: { unit: 'share', hundredths: 1511 } })).toBe('notMet');
    expect(verdictOf({ categories: ['mixer'], exposure: 'direct', direction: 'out' })).toBe('notMet');
  });

  it('tells a party listed then from one listed later', () => {
    expect(verdictOf({ categories: ['sanction'], exposure: 'direct', whileListed: true })).toBe('cannotTell');
    const listed = { ...sheet, parts: sheet.parts.map((one) => (one.listing === 'before' ? { ...one, listing: 'listed' as const } : one)) };
    expect(judgeRule(rule({ categories: ['sanction'], whileListed: true }), { ...known, sheets: [listed] }, true).verdict).toBe('met');
  });

  it('of an amount speaks of its asset alone', () => {
    expect(verdictOf({ least: { unit: 'amount', amount: '0.000049', asset: 'usdt' } })).toBe('met');
    expect(verdictOf({ least: { unit: 'amount', amount: '0.0000491', asset: 'USDT' } })).toBe('cannotTell');
    expect(verdictOf({ least: { unit: 'amount', amount: '0.000049', asset: 'BTC' } })).toBe('notMet');
  });

  it('of what is not known, of the address itself, and of an address without a payment', () => {
    expect(verdictOf({ categories: [], exposure: 'unknown', least: { unit: 'share', hundredths: 8010 } })).toBe('met');
    const labels = [{ label: 'X', categories: ['sanction'], source: 'OFAC', from: '', until: '' }];
    expect(judgeRule(rule({ categories: ['sanction'], exposure: 'own' }), { ...known, labels }, true).verdict).toBe('met');
    const none = { state: 'notInCase' as const, labels, sheets: [] };
    expect(judgeRule(rule({}), none, true).verdict).toBe('cannotTell');
    expect(judgeRule(rule({ categories: ['sanction'], exposure: 'own' }), none, true).verdict).toBe('met');
  });

  it('never adds up what overlaps under poison', () => {
    const overlapping = {
      ...sheet,
      total: '100',
      parts: [
        part({ part: 'indirect', categories: ['mixer'], amount: '60' }),
        part({ part: 'indirect', categories: ['scam'], amount: '60' }),
      ],
    };
    const asked = rule({ categories: ['mixer', 'scam'], least: { unit: 'share', hundredths: 6001 } });
    expect(judgeRule(asked, { ...known, sheets: [overlapping] }, false).verdict).toBe('notMet');
  });
});

describe('rules as text', () => {
  const refused = (text: string): unknown => {
    try {
      readRules(text);
      return null;
    } catch (error) {
      return error instanceof Fault ? error.parameters : error;
    }
  };
  const one = (lines: string): string => `format: tracehold-exposure-rules\nrules:\n  - id: a\n    category: mixer\n${lines}`;

  it('reads its own example, and JSON', () => {
    expect(readRules(EXAMPLE_RULES).rules).toHaveLength(7);
    const json = JSON.stringify({
      format: 'tracehold-exposure-rules',
      title: 'T',
      rules: [{ id: 'a', category: ['Mixing Service'], least: '2.5 %' }],
    });
    expect(readRules(json)).toMatchObject({
      title: 'T',
      rules: [{ categories: ['mixing_service'], least: { unit: 'share', hundredths: 250 } }],
    });
    expect(readRules(one('    least: 1000.5 USDT\n')).rules[0]?.least).toEqual({ unit: 'amount', amount: '1000.5', asset: 'USDT' });
  });

  it('refuses what it does not know, with the line', () => {
    expect(refused('rules: []')).toMatchObject({ reason: 'rulesFormat' });
    expect(refused('format: tracehold-exposure-rules\nrules: []')).toMatchObject({ reason: 'rulesHowMany' });
    expect(refused(one('    score: 9\n'))).toMatchObject({ reason: 'rulesKey', line: 3 });
    expect(refused(one('    direction: sideways\n'))).toMatchObject({ reason: 'rulesWord' });
    expect(refused(one('    least: a lot\n'))).toMatchObject({ reason: 'rulesLeast' });
    expect(refused(one('    least: 101 %\n'))).toMatchObject({ reason: 'rulesLeast' });
    expect(refused(`${one('')}  - id: a\n    category: mixer\n`)).toMatchObject({ reason: 'rulesId' });
    expect(refused('format: tracehold-exposure-rules\nrules:\n  - id: a\n')).toMatchObject({ reason: 'rulesCategory' });
    expect(refused(': : :')).toMatchObject({ reason: expect.any(String) });
    expect(refused(`${'['.repeat(20_000)}`)).toMatchObject({ reason: expect.any(String) });
  });
});
