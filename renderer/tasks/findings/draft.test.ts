// What is asked: limits in the smallest unit, rules that need one only where it is stated.
import { expect, it } from 'vitest';
import type { AssetView } from '../../../shared/contract/account.ts';
import type { TypologyRule } from '../../../shared/contract/typology.ts';
import { askedRule, isAsked, withParameter } from './draft.ts';

const USDT = {
  key: 'c token usdt',
  kind: 'token',
  contract: 'T',
  tokenId: null,
  symbol: 'USDT',
  decimals: 6,
  standing: 'issuer',
} as AssetView;
const rule = { id: 'thresholdAvoidance', limits: 'required' } as TypologyRule;
const draft = { without: [], parameters: {}, limits: {}, open: null };

it('states limits exactly in the smallest unit and leaves out what is no amount', () => {
  const stated = { ...draft, limits: { thresholdAvoidance: { [USDT.key]: '9999.5', other: '5' } } };
  expect(askedRule(stated, rule, [USDT]).limits).toEqual({ [USDT.key]: '9999500000' });
  expect(askedRule({ ...draft, limits: { thresholdAvoidance: { [USDT.key]: '1.2345678' } } }, rule, [USDT]).limits).toEqual({});
});

it('asks a rule that needs a limit only where one is stated', () => {
  expect(isAsked(draft, rule, [USDT])).toBe(false);
  expect(isAsked({ ...draft, limits: { thresholdAvoidance: { [USDT.key]: '10' } } }, rule, [USDT])).toBe(true);
  expect(isAsked({ ...draft, without: ['fanIn'] }, { ...rule, id: 'fanIn', limits: 'none' }, [USDT])).toBe(false);
});

it('goes back to the starting value by forgetting the own one', () => {
  const own = withParameter(draft, 'fanIn', 'payers', 7);
  expect(own.parameters).toEqual({ fanIn: { payers: 7 } });
  expect(withParameter(own, 'fanIn', 'payers', null).parameters).toEqual({ fanIn: {} });
});
