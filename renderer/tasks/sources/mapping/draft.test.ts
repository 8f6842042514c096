// The wizard's draft: from a preview to a mapping and back.
import { expect, it } from 'vitest';
import { ProfileSchema, type TablePreview } from '../../../../shared/contract/profile.ts';
import { draftOf, goodName, listOf, profileOf, shortName, withRole } from './draft.ts';

const profile = ProfileSchema.parse({
  ...{ format: 'tracehold.tableProfile.1', id: 'new', version: '1', title: '', family: 'ledger' },
  columns: [
    { role: 'time', names: ['Booked'] },
    { role: 'amount', names: ['#3'] },
  ],
  ...{ zoneMinutes: -210, directions: { in: ['in', 'cr'], out: ['out'], neither: [] } },
});
const preview: TablePreview = {
  ...{ name: 'Harbour Bank März.csv', kind: 'text', sizeBytes: '9', encoding: null, delimiter: ',', sheets: [], sheet: '' },
  header: {
    rows: [4],
    columns: [
      { name: 'Booked', key: 'Booked', role: 'time' },
      { name: 'Value', key: '#2', role: null },
      { name: 'Value', key: '#3', role: 'amount' },
    ],
  },
  ...{ form: null, forms: [], profile, needs: [], chains: [], rows: [], judged: null },
};

it('a draft and back is the same mapping, under a name made of the file', () => {
  const draft = draftOf(preview);
  expect(draft).toMatchObject({ id: 'harbour-bank-marz', zone: '-03:30', wordsIn: 'in, cr', roles: ['time', null, 'amount'] });
  expect(profileOf(draft, preview.header)).toEqual({ ...profile, id: 'harbour-bank-marz' });
});

it('a role has one column', () => {
  const moved = withRole(draftOf(preview), 1, 'amount');
  expect(moved.roles).toEqual(['time', 'amount', null]);
  expect(profileOf(moved, preview.header)?.columns).toEqual([
    { role: 'time', names: ['Booked'] },
    { role: 'amount', names: ['#2'] },
  ]);
  expect(withRole(moved, 0, null).roles).toEqual([null, 'amount', null]);
});

it('what cannot stand makes no mapping: a zone that is none, a bad name', () => {
  const draft = draftOf(preview);
  expect(profileOf({ ...draft, zone: 'nine' }, preview.header)).toBeNull();
  expect(profileOf({ ...draft, id: '../x' }, preview.header)).toBeNull();
  expect([goodName('../x'), goodName('a b'), goodName(''), goodName('bank-1.x')]).toEqual([false, false, false, true]);
});

it('words and names are read as people write them', () => {
  expect(listOf(' 收入，支出、 x ,, x')).toEqual(['收入', '支出', 'x']);
  expect([shortName('お取引明細'), shortName('..2026 March!'), shortName('A/B')]).toEqual(['own-mapping', '2026-march', 'a-b']);
});
