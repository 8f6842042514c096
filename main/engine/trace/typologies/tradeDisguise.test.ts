// What registers add to payments that look like trade: founding days, controllers, invoices; unknown where the case holds none of them.
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { inputOfRows, type NamedRegisters } from './rows.ts';
import { row, times, UNIT } from './selfTest/pattern.ts';
import { tradeDisguise } from './tradeDisguise.ts';
import { valuesOf } from './values.ts';

const DAY = 86_400;
const START = 1_700_000_000;

/** Twelve odd sums, recurring, and level by day: two signs without any register. */
function signsWith(registers: NamedRegisters, joined: readonly (readonly string[])[] = []) {
  const rows = times(12, (at) => {
    const sum = 48_317n * UNIT + BigInt(at) * 7919n;
    return [row(START + at * DAY, 'buyer', 'company', sum), row(START + at * DAY + 3600, 'company', 'supplier', sum)];
  }).flat();
  const { findings, nearMisses } = atOnce(
    tradeDisguise.read(inputOfRows({ rows, registers, joined }), valuesOf(tradeDisguise, {}, new Map())),
  );
  const found = [...findings, ...nearMisses][0];
  return {
    isHit: findings.length === 1,
    signs: Object.fromEntries((found?.signs ?? []).map(({ code, state }) => [code, state])),
    missing: found?.missing ?? [],
    figures: Object.fromEntries((found?.figures ?? []).map(({ code, value }) => [code, value])),
  };
}

describe('disguised as trade', () => {
  it('says unknown of what no register says', () => {
    const { isHit, signs, missing } = signsWith({});
    expect(isHit).toBe(false);
    expect(signs).toMatchObject({ youngCompanies: 'unknown', sameController: 'unknown', noGoods: 'unknown' });
    expect(missing).toEqual(['invoices', 'goods', 'companyRegister', 'controllers']);
  });

  it('counts companies founded shortly before their first payment', () => {
    const young = signsWith({ founded: { buyer: START - 60 * DAY, supplier: START - 90 * DAY, company: START - 4000 * DAY } });
    expect(young).toMatchObject({ isHit: true, signs: { youngCompanies: 'yes' }, figures: { foundedKnown: 3n, foundedShortlyBefore: 2n } });
    const unborn = signsWith({ founded: { buyer: START + 60 * DAY, supplier: START + 90 * DAY } });
    expect(unborn).toMatchObject({
      isHit: false,
      signs: { youngCompanies: 'no' },
      figures: { foundedShortlyBefore: 0n, foundedAfter: 2n },
    });
    const old = signsWith({ founded: { buyer: START - 366 * DAY, supplier: START + 3600 - 365 * DAY, company: START - 4000 * DAY } });
    expect(old).toMatchObject({ isHit: false, signs: { youngCompanies: 'no' }, figures: { foundedShortlyBefore: 1n } });
  });

  it('finds one controller behind a payer and another party that is paid, and leaves names written alike to the examiner', () => {
    const one = signsWith({ controllers: { buyer: ['Saito'], supplier: ['Yamada', 'Saito'] } });
    expect(one).toMatchObject({ isHit: true, signs: { sameController: 'yes' } });
    expect(signsWith({ controllers: { buyer: ['Saito'], company: ['Saito'] } }).signs).toMatchObject({ sameController: 'yes' });
    const alike = signsWith({ controllers: { buyer: ['斎藤'], supplier: ['齋藤'] }, alike: [['斎藤', '齋藤']] });
    expect(alike).toMatchObject({ isHit: false, signs: { sameController: 'unknown' } });
    expect(alike.missing).toContain('directorsAlike');
    expect(signsWith({ controllers: { buyer: ['Saito'], supplier: ['Yamada'] } }).signs).toMatchObject({ sameController: 'no' });
    // Who directs the payee alone says nothing of the other side.
    expect(signsWith({ controllers: { supplier: ['Saito'] } }).signs).toMatchObject({ sameController: 'unknown' });
    expect(signsWith({}, [['buyer', 'supplier']]).signs).toMatchObject({ sameController: 'yes' });
    expect(signsWith({}, [['buyer', 'somebody']]).signs).toMatchObject({ sameController: 'unknown' });
  });

  it('reads invoices that do not say what for', () => {
    const bare = signsWith({ invoices: { company: { held: 6, described: 0 } } });
    expect(bare).toMatchObject({ isHit: true, signs: { noGoods: 'yes' }, figures: { invoices: 6n, invoicesDescribed: 0n } });
    expect(bare.missing).not.toContain('invoices');
    expect(signsWith({ invoices: { company: { held: 6, described: 3 } } }).signs).toMatchObject({ noGoods: 'no' });
    expect(signsWith({ invoices: { company: { held: 6, described: 2 } } }).signs).toMatchObject({ noGoods: 'unknown' });
  });
});
