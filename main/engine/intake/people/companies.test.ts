// Whose hand is on whose company: only by leads that were accepted, and never over a third company that two directors share.
import { describe, expect, it } from 'vitest';
import type { CaseFile, LinkRow } from '../../casefile/index.ts';
import type { Book, Entry } from './book.ts';
import { companiesOf } from './companies.ts';
import { NO_DETAIL } from './readLink.ts';

const link = (kind: string, value: string, service = ''): LinkRow =>
  ({ kind, value, chain: '', detail: { ...NO_DETAIL, service } }) as unknown as LinkRow;
const entries: Record<number, readonly LinkRow[]> = {
  1: [link('name', 'A'), link('director', '齋藤 健一'), link('founded', '2025-09-08'), link('account', '101', ' Practice Bank ')],
  2: [link('name', 'B'), link('director', '斎藤 健一'), link('director', '高橋 誠'), link('account', '102', 'practice bank')],
  3: [link('name', 'C'), link('director', '髙橋 誠'), link('founded', 'some day')],
  4: [link('name', '斎藤 健一'), link('account', '777', 'practice bank')],
  5: [link('name', '斎藤 健一')],
};
const book = (joined: readonly number[] = []): Book => ({
  entries: new Map(Object.entries(entries).map(([id, links]) => [Number(id), { row: { id: Number(id) }, links } as unknown as Entry])),
  joinedWith: (id) => (joined.includes(id) ? joined : [id]),
  keysOf: () => [],
});
const accepted = (a: number, b: number, texts: readonly [string, string], verdict = 'accepted') => ({
  ...{ lead: `director|${a}|${b}`, a, b, verdict, data: { a: texts[0], b: texts[1] } },
});
const directorsOf = (judged: readonly object[], joined?: readonly number[]) => {
  const file = { entities: { judgements: () => judged } } as unknown as CaseFile;
  return companiesOf(file, book(joined)).companies.map(({ directors }) => directors);
};
const [SAITO, TAKAHASHI] = [
  ['齋藤 健一', '斎藤 健一'],
  ['高橋 誠', '髙橋 誠'],
] as const;

describe('companies of registers', () => {
  it('stand with the places of their accounts and their founding day, read or not', () => {
    const none = { entities: { judgements: () => [] } } as unknown as CaseFile;
    const { companies, hasInvoices, hasRegister } = companiesOf(none, book());
    expect([hasInvoices, hasRegister]).toEqual([false, true]);
    expect(companies.map(({ places, foundedSeconds }) => [places.map(({ chain, id }) => `${chain} ${id}`), foundedSeconds])).toEqual([
      [['ledger:practice bank 101'], Date.UTC(2025, 8, 8) / 1000],
      [['ledger:practice bank 102'], null],
      [[], null],
    ]);
  });

  it('a name alone is no hand; an accepted lead is, until it is dismissed', () => {
    expect(directorsOf([])).toEqual([[], [], []]);
    const [a, b, c] = directorsOf([accepted(1, 2, SAITO)]);
    expect([a, c]).toEqual([b, []]);
    expect(directorsOf([accepted(1, 2, SAITO), accepted(1, 2, SAITO, 'dismissed')])).toEqual([[], [], []]);
  });

  it('two directors of one company are two persons: who shares a board with both is not joined over it', () => {
    const [a = [], b = [], c = []] = directorsOf([accepted(1, 2, SAITO), accepted(2, 3, TAKAHASHI)]);
    expect(b).toEqual([...a, ...c]);
    expect(a).not.toEqual(c);
  });

  it('a person between them joins two companies, and so do two entries that are taken for one', () => {
    const [a, b] = directorsOf([accepted(1, 4, ['齋藤 健一', '斎藤 健一']), accepted(2, 4, ['斎藤 健一', '斎藤 健一'])]);
    expect(a).toEqual(b);
    const leads = [accepted(1, 4, ['齋藤 健一', '斎藤 健一']), accepted(2, 5, ['斎藤 健一', '斎藤 健一'])];
    const apart = directorsOf(leads);
    expect(apart[0]).not.toEqual(apart[1]);
    const joined = directorsOf(leads, [4, 5]);
    expect(joined[0]).toEqual(joined[1]);
  });
});
