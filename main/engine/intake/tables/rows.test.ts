// Rows held against csv-parse, which we did not write, and offsets against the bytes themselves.
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from './byteSource.ts';
import { detectDialect, readRows, type Row, type TextForm } from './rows.ts';

const COMMA: TextForm = { encoding: 'utf-8', markBytes: 0, delimiter: ',', quotes: true };

async function rowsOf(source: ByteSource, form: TextForm = COMMA): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readRows(source, form)) rows.push(...batch);
  return rows;
}
const fromText = (text: string, form: TextForm = COMMA): Promise<Row[]> => rowsOf(bytesSource(new TextEncoder().encode(text)), form);

/** Hands out few bytes at a time, as a slow disk may. */
const dripping = (bytes: Uint8Array, most: number): ByteSource => ({
  name: 'drip',
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + Math.min(length, most))),
});

describe('rows', () => {
  it('agrees with csv-parse on any well-formed text', async () => {
    const cell = fc
      .array(fc.constantFrom('a', '1', ' ', ',', '"', '\n', 'é', '金', '😀', ';', '0x'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (table, most) => {
          const text = table
            .map((row) =>
              row.map(([value, always]) => (always || /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(','),
            )
            .join('\n');
          const expected = parse(text, { relax_column_count: true }) as string[][];
          const rows = await rowsOf(dripping(new TextEncoder().encode(text), most));
          expect(rows.map((row) => row.cells)).toEqual(expected);
          expect(rows.every((row) => row.problem === null)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says the line and the byte offset of each row', async () => {
    const text = '名,x\r\n"two\nlines",1\r\n\r\nlast,2';
    const bytes = new TextEncoder().encode(text);
    const rows = await fromText(text);
    expect(rows.map((row) => row.number)).toEqual([1, 2, 4, 5]);
    for (const row of rows) {
      const there = new TextDecoder().decode(bytes.subarray(row.offset as number));
      expect(there.replace(/^"/, '').startsWith((row.cells[0] as string).slice(0, 3))).toBe(true);
    }
    expect(rows[1]?.cells).toEqual(['two\nlines', '1']);
  });

  it('reads legacy encodings without taking a trail byte for a delimiter', async () => {
    // 表 is 95 5C and ソ 83 5C in CP932: both end in a backslash. ポ (83 7C) ends in a vertical bar.
    const bytes = Uint8Array.of(0x95, 0x5c, 0x7c, 0x83, 0x7c, 0x0d, 0x0a, 0x31, 0x7c, 0x32);
    const rows = await rowsOf(bytesSource(bytes), { encoding: 'cp932', markBytes: 0, delimiter: '|', quotes: true });
    expect(rows.map((row) => row.cells)).toEqual([
      ['表', 'ポ'],
      ['1', '2'],
    ]);
    expect(rows[1]?.offset).toBe(7);
  });

  it('reads UTF-16 of both orders with offsets', async () => {
    const text = '日付,金額\r\n上,2\n਍,4';
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const [encoding, bytes] of [
      ['utf-16le', little],
      ['utf-16be', big],
    ] as const) {
      const rows = await rowsOf(dripping(bytes, 7), { ...COMMA, encoding, markBytes: 2 });
      expect(rows.map((row) => row.cells)).toEqual([
        ['日付', '金額'],
        ['上', '2'],
        ['਍', '4'],
      ]);
      expect(rows[1]?.offset).toBe(2 + 2 * '日付,金額\r\n'.length);
    }
  });

  it('keeps odd quotation marks as text and names the damaged row', async () => {
    const rows = await fromText('a,5" pipe,c\n"x"y,2\n"",""\n"a ""b""",3');
    expect(rows.map((row) => row.cells)).toEqual([
      ['a', '5" pipe', 'c'],
      ['xy', '2'],
      ['', ''],
      ['a "b"', '3'],
    ]);
    expect(rows.map((row) => row.problem)).toEqual([null, 'textAfterQuote', null, null]);
  });

  it('refuses a row without end and a mark that is never closed', async () => {
    await expect(fromText(`a,b\n${'x'.repeat((1 << 20) + 300_000)}`)).rejects.toMatchObject({ code: 'intake.malformed' });
    await expect(fromText('a,b\n1,"2\n3,4\n')).rejects.toMatchObject({ code: 'intake.malformed', parameters: { row: 2 } });
    await expect(fromText(`a,"${'x\n'.repeat(1 << 20)}`)).rejects.toMatchObject({ code: 'intake.malformed' });
  });

  it('names a row with too many columns', async () => {
    const [row] = await fromText(','.repeat(5000));
    expect(row?.problem).toBe('tooManyColumns');
    expect(row?.cells.length).toBe(4096);
  });

  it('reads lines that end with CR alone', async () => {
    expect((await fromText('a,b\rc,d\r')).map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('tells delimiters apart', () => {
    expect(detectDialect('a;b;c\n1,5;2,5;3\n2,5;1;1\n')?.delimiter).toBe(';');
    expect(detectDialect('a\tb\n1,2\t3\n1\t4,5\n')?.delimiter).toBe('\t');
    expect(detectDialect('report of\n\nx,y,z\n1,2,3\n"4,5",6,7\n')?.delimiter).toBe(',');
    expect(detectDialect('no table here\nat all\n')).toBeNull();
  });
});
