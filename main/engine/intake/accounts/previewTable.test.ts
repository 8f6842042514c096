// A look at tables: what is shown, judged and asked for, with hostile and headerless files among them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ProfileInput, ProfileSchema } from '../tables/profile.ts';
import { BUILT_IN_PROFILES, type Profile, profileMapping } from '../tables/index.ts';
import { previewTable } from './previewTable.ts';
import type { TableReading } from './tableSource.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-preview-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const NOTHING: TableReading = {
  ...{ chain: undefined, account: undefined, zoneMinutes: undefined, dayOrder: undefined },
  ...{ mapping: null, form: {}, saved: [] },
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
      // 115 − 5 is 110: nothing to flag.
      flags: [],
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
    // Half a character of a pair, in UTF-16.
    const half = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('Date,Value\n1,', 'utf16le'),
      Buffer.from([0x3d, 0xd8]),
      Buffer.from('\n', 'utf16le'),
    ]);
    const text = JSON.stringify(await read(write('half.csv', half)));
    expect(/\\ud8[0-9a-f]{2}/.test(text)).toBe(false);
  });

  it('refuses what holds no rows', async () => {
    await expect(read(write('empty.csv', ''))).rejects.toMatchObject({ code: 'intake.unrecognised' });
    await expect(read(write('one.bin', new Uint8Array(64)))).rejects.toMatchObject({ code: 'intake.unrecognised' });
    await expect(read(write('bank.csv', BANK), { form: { encoding: 'latin' } })).rejects.toMatchObject({ code: 'usage.badValue' });
  });
});
