// A look at tables: what is shown, judged and asked for, with hostile and headerless files among them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { type ProfileInput, ProfileSchema } from '../tables/profile.ts';
import { BUILT_IN_PROFILES, type Profile, profileMapping } from '../tables/index.ts';
import { previewTable } from './previewTable.ts';
import type { TableReading } from './tableSource.ts';
import { NOTHING_GIVEN } from './knownDecimals.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-preview-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const NOTHING: TableReading = {
  ...{ chain: undefined, account: undefined, zoneMinutes: undefined, dayOrder: undefined },
  ...{ mapping: null, form: {}, saved: [], decimals: NOTHING_GIVEN },
};
const read = (path: string, more: Partial<TableReading> = {}, rows = 40) => previewTable(path, { ...NOTHING, ...more }, { rows });
const chosen = (profile: Profile): Pick<TableReading, 'mapping'> => ({ mapping: { mapping: profileMapping(profile), profile } });
const ledger = (more: Partial<ProfileInput>): Profile =>
  ProfileSchema.parse({
    ...{ format: 'tracehold.tableProfile.1', id: 'own', version: '1', title: '', family: 'ledger', columns: [] },
    ...more,
  });

const BANK = [
  'Harbour Bank,account 1',
  '',
  'Wann,Hin,Her,Rest',
  '2026-03-01 09:00,,15.00,115.00',
  '2026-03-02 09:00,5.00,,110.00',
  '2026-03-03 09:00,x,,110.00',
  'Total: 3 records',
  '',
].join('\n');
const COLUMNS: ProfileInput['columns'] = [
  { role: 'time', names: ['Wann'] },
  { role: 'amountOut', names: ['Hin'] },
  { role: 'amountIn', names: ['Her'] },
  { role: 'balance', names: ['Rest'] },
];

describe('a look at a table', () => {
  it('of no known form shows the rows and judges none', async () => {
    const preview = await read(write('bank.csv', BANK));
    expect(preview).toMatchObject({
      kind: 'text',
      delimiter: ',',
      form: null,
      judged: null,
      encoding: { name: 'utf-8', certainty: 'sure' },
    });
    expect(preview.header.rows).toEqual([3]);
    expect(preview.header.columns.map(({ key }) => key)).toEqual(['Wann', 'Hin', 'Her', 'Rest']);
    expect(preview.rows.map(({ row, kind }) => [row, kind])).toEqual([
      [1, 'preamble'],
      [2, 'preamble'],
      [3, 'header'],
      [4, 'data'],
      [5, 'data'],
      [6, 'data'],
      [7, 'trailer'],
    ]);
  });

  it('with a mapping says of each row what becomes of it, as the intake would', async () => {
    const preview = await read(write('bank.csv', BANK), {
      ...chosen(ledger({ columns: COLUMNS, zoneMinutes: 60, asset: 'EUR' })),
      account: 'A1',
    });
    expect(preview.judged).toMatchObject({
      ...{ rows: 3, taken: 2, rejected: 1, skipped: 1, whole: true },
      reasons: [{ reason: 'notANumber', column: 'Hin', rows: 1 }],
      // 115 − 5 is 110: nothing to flag there.
      flags: [{ code: 'zoneOfForm' }, { code: 'currencyAssumed' }],
    });
    expect(preview.rows[3]).toMatchObject({
      verdict: 'taken',
      read: {
        time: '2026-03-01T08:00:00Z',
        status: 'ok',
        movements: [{ from: null, to: 'A1', asset: 'EUR', amount: '1500', decimals: 2 }],
      },
    });
    expect(preview.rows[5]).toMatchObject({ verdict: 'rejected', reason: 'notANumber', column: 'Hin', read: null });
  });

  it('says what a mapping lacks, by role or by the names of columns that are not there', async () => {
    const path = write('bank.csv', BANK);
    expect((await read(path, chosen(ledger({ columns: COLUMNS.slice(0, 2) })))).needs).toEqual(['amount', 'direction']);
    const other = await read(path, chosen(ledger({ columns: [...COLUMNS, { role: 'fee', names: ['Gebühr'] }] })));
    expect(other).toMatchObject({ form: null, judged: null, needs: ['Gebühr'] });
  });

  it('puts a saved mapping forward where no built-in form reads the table', async () => {
    const saved = ledger({ id: 'harbour', columns: COLUMNS, asset: 'EUR', zoneMinutes: 0 });
    const preview = await read(write('bank.csv', BANK), { saved: [saved] });
    expect(preview.form).toMatchObject({ id: 'harbour', saved: true });
    expect(preview.profile).toEqual(saved);
    expect(preview.header.columns.map(({ role }) => role)).toEqual(['time', 'amountOut', 'amountIn', 'balance']);
  });

  it('lets a mapping begin as a built-in form, under a name of its own', async () => {
    // The columns of Alipay's export as the built-in form knows them.
    const alipay = BUILT_IN_PROFILES.find(({ id }) => id === 'alipay') as Profile;
    const names = alipay.columns.map((column) => column.names[0] as string);
    const preview = await read(write('alipay.csv', `${names.join(',')}\n${names.map(() => '1').join(',')}\n`));
    expect(preview.form).toMatchObject({ id: 'alipay', saved: false });
    expect(preview.forms.find(({ id }) => id === 'alipay')).toMatchObject({ asData: true });
    expect(preview.profile).toEqual({ ...alipay, id: 'alipay.own', version: '1' });
  });

  it('reads a table without a header by the places of its columns, and one whose names stand twice', async () => {
    const bare = write('bare.csv', '2026-03-01 09:00,7.50,A\n2026-03-02 09:00,-2.50,B\n');
    const form = { header: { row: 1, count: 0 as const } };
    expect((await read(bare, { form })).header).toMatchObject({ rows: [], columns: [{ key: '#1' }, { key: '#2' }, { key: '#3' }] });
    const byPlace = ledger({
      columns: [
        { role: 'time', names: ['#1'] },
        { role: 'amount', names: ['#2'] },
      ],
      ...{ unsigned: 'signed', asset: 'EUR', zoneMinutes: 0, header: 'none' },
    });
    // The mapping itself says that there is no header.
    const preview = await read(bare, { ...chosen(byPlace), account: 'A1' });
    expect(preview.judged).toMatchObject({ rows: 2, taken: 2 });
    expect(preview.rows[1]?.read?.movements[0]).toMatchObject({ from: 'A1', to: null, amount: '250' });

    const twice = await read(write('twice.csv', 'Date,Value,Value\n2026-03-01 09:00,EUR,7\n2026-03-02 09:00,EUR,8\n'));
    expect(twice.header.columns.map(({ key }) => key)).toEqual(['Date', '#2', '#3']);
  });

  it('judges the first ten thousand rows of a long table and says so', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `2026-03-01 09:00,,${i}.00,0.00`);
    const path = write('long.csv', ['Wann,Hin,Her,Rest', ...rows, ''].join('\n'));
    const preview = await read(
      path,
      { ...chosen(ledger({ columns: COLUMNS.slice(0, 3), zoneMinutes: 0, asset: 'EUR' })), account: 'A1' },
      5,
    );
    expect(preview.rows.length).toBe(5);
    expect(preview.judged).toMatchObject({ rows: 9_999, whole: false });
  });

  it('keeps its answer small and whole however wild the cells are', async () => {
    const wild = `a,b\n${'x'.repeat(100_000)},=cmd|' /C calc'!A0\n\u202eevil,${','.repeat(300)}\n`;
    const preview = await read(write('wild.csv', wild), { form: { header: { row: 1, count: 1 } } });
    expect(JSON.stringify(preview).length).toBeLessThan(20_000);
    // Shortened in the middle of a pair: half a character may not cross the wire.
    const pair = await read(write('pair.csv', `Date,Value\n1,${'x'.repeat(299)}\u{1f600}x\n`), { form: { header: { row: 1, count: 1 } } });
    expect(pair.rows[1]?.cells[1]).toBe(`${'x'.repeat(299)}\ufffd`);
  });

  it('finds the table behind a cover sheet, and reads the sheet that is named with a header of two merged rows', async () => {
    const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const row = (number: number, cells: readonly string[]) =>
      `<row r="${number}">${cells.map((text, i) => (text === '' ? '' : cell(`${'ABCD'[i]}${number}`, text))).join('')}</row>`;
    const sheet = (rows: readonly (readonly string[])[]) =>
      strToU8(`<worksheet><sheetData>${rows.map((cells, i) => row(i + 1, cells)).join('')}</sheetData></worksheet>`);
    const book = zipSync({
      'xl/workbook.xml': strToU8(
        '<workbook xmlns:r="r"><sheets><sheet name="Cover" sheetId="1" r:id="rId1"/><sheet name="流水" sheetId="2" r:id="rId2"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="a.xml"/><Relationship Id="rId2" Type="x/worksheet" Target="b.xml"/></Relationships>',
      ),
      'xl/a.xml': sheet([['Reply to request 17']]),
      'xl/b.xml': sheet([
        ['记账', '', '金额', ''],
        ['日期', '号码', '进', '出'],
        ['２０２６-０３-０１ ０９:００:００', 'A1', '100.5', ''],
        ['2026-03-02 10:00:00', 'A2', '', '20'],
      ]),
    });
    const path = write('book.xlsx', book);
    expect(await read(path)).toMatchObject({ kind: 'xlsx', sheet: '流水', sheets: [{ name: 'Cover' }, { name: '流水' }] });
    const merged = ledger({
      columns: [
        { role: 'time', names: ['记账日期'] },
        { role: 'transactionId', names: ['记账号码'] },
        { role: 'amountIn', names: ['金额进'] },
        { role: 'amountOut', names: ['金额出'] },
      ],
      ...{ asset: 'CNY', zoneMinutes: 480 },
    });
    // The mapping's own names say that the header takes two rows.
    const preview = await read(path, { ...chosen(merged), account: '6222', form: { sheet: '流水' } });
    expect(preview).toMatchObject({ header: { rows: [1, 2] }, judged: { rows: 2, taken: 2 } });
    expect(preview.rows[2]?.read).toMatchObject({ id: 'A1', time: '2026-03-01T01:00:00Z', movements: [{ to: '6222', amount: '10050' }] });
    expect((await read(path, { form: { sheet: 'Cover' } })).rows).toHaveLength(1);
  });

  it('says of the rows one by one what it says of them all', async () => {
    const text = fc.constantFrom('', '5', '5.00', '-3', 'x', '1,5', '2026-03-01 09:00', '=1', 'Total: 3', '合计', '0', '9'.repeat(90));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text, text), { maxLength: 30 }), async (rows) => {
        const lines = rows.map((cells) => cells.map((one) => `"${one}"`).join(','));
        const path = write('any.csv', ['Wann,Hin,Her', ...lines, ''].join('\n'));
        const preview = await read(path, {
          ...chosen(ledger({ columns: COLUMNS.slice(0, 3), zoneMinutes: 0, asset: 'EUR' })),
          ...{ account: 'A1', form: { delimiter: ',', header: { row: 1, count: 1 } } },
        });
        const count = (verdict: string) => preview.rows.filter((one) => one.verdict === verdict).length;
        expect([preview.judged?.taken, preview.judged?.rejected]).toEqual([count('taken'), count('rejected')]);
        expect(preview.judged?.reasons.reduce((sum, one) => sum + one.rows, 0)).toBe(count('rejected'));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses what holds no rows', async () => {
    await expect(read(write('empty.csv', ''))).rejects.toMatchObject({ code: 'intake.unrecognised' });
    await expect(read(write('one.bin', new Uint8Array(64)))).rejects.toMatchObject({ code: 'intake.unrecognised' });
    await expect(read(write('bank.csv', BANK), { form: { encoding: 'latin' } })).rejects.toMatchObject({ code: 'usage.badValue' });
  });
});
