// Label CSV and format recognition: delimiters, every row accounted for, hostile files, the public lists where present.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/fault.ts';
import { labelFormats, sniffLabelFormat } from './formats.ts';
import { LABEL_CSV_LARGEST_BYTES, parseLabelCsv } from './labelCsv.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const anything = (): boolean => true;
const reasonOf = (text: string): unknown => {
  try {
    parseLabelCsv(bytes(text), 'file', anything);
  } catch (error) {
    if (error instanceof Fault && error.code === 'labels.malformed') return error.parameters['reason'];
    throw error;
  }
  return undefined;
};

describe('label CSV', () => {
  it.each([[','], [';'], ['\t']])('reads BOM, CRLF, comments, quotes and any column order with %j between', (d) => {
    const text = [
      '\ufeff# a comment, with; marks',
      '',
      ['Label', 'ADDRESS', 'unknown', 'source', 'date', 'network'].join(d),
      ['"Shop ""A"""', 'one', 'x', 's', '2024-01-05', 'regtest'].join(d),
      '# between',
      ['B', 'two', '', 'http://x.example/#part', '', ''].join(d),
      '',
    ].join('\r\n');
    expect(parseLabelCsv(bytes(text), 'file', anything)).toEqual({
      format: 'csv',
      importer: 'labels.csv@2',
      title: 'file',
      accepted: [
        { row: 4, address: 'one', label: 'Shop "A"', source: 's', lastModified: '2024-01-05', network: 'regtest' },
        { row: 6, address: 'two', label: 'B', source: 'http://x.example/#part' },
      ],
      rejected: [],
      refused: {},
    });
  });

  it('reports rows it does not take and asks with the network, else the currency', () => {
    const asked: unknown[] = [];
    const text =
      'address,label,source,currency,network\none,a,s,BTC,\none,a,s,BTC,\none,b,s,BTC,regtest\ntwo,,s,BTC,\n,x,s,,\nthree,c,,,\nfour,d\nbad,e,s,,\n';
    const { accepted, rejected } = parseLabelCsv(
      bytes(text),
      'file',
      (address, currency) => asked.push([address, currency]) > 0 && address !== 'bad',
    );
    expect(accepted.map(({ row }) => row)).toEqual([2, 4]);
    expect(rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'duplicate'],
      [5, 'labelMissing'],
      [6, 'addressMissing'],
      [7, 'sourceMissing'],
      [8, 'malformedRow'],
      [9, 'addressInvalid'],
    ]);
    expect(asked).toContainEqual(['one', 'regtest']);
    expect(asked).toContainEqual(['bad', undefined]);
  });

  it('leaves a spreadsheet formula as text', () => {
    expect(parseLabelCsv(bytes('address,label,source\na,"=HYPERLINK(""x"")",s\n'), 'file', anything).accepted[0]?.label).toBe(
      '=HYPERLINK("x")',
    );
  });

  it.each([
    ['no label column', 'address,source\na,b\n', 'header'],
    ['empty', '', 'header'],
    ['two columns for the label', 'address,label,entity,source\na,b,c,d\n', 'columnTwice'],
    ['an unclosed quote, which would swallow rows', 'address,label,source\na,"b,s\nc,d,s\n', 'csv'],
    ['an endless record', `address,label,source\na,${'b'.repeat(100_000)},s\nc,d,s\n`, 'csv'],
  ])('refuses: %s', (_, text, reason) => expect(reasonOf(text)).toBe(reason));

  it('refuses a file over the limit', () => {
    expect(() => parseLabelCsv(new Uint8Array(LABEL_CSV_LARGEST_BYTES + 1), 'file', anything)).toThrow('intake.tooLarge');
  });

  it('gives back what another writer quoted (RFC 4180)', () => {
    const field = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `x${text.replace(/[^\x20-\x7e]/g, '')}y`);
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(field, field, field), { maxLength: 10, selector: (row) => JSON.stringify(row) }), (rows) => {
        const text = `address,label,source\n${rows.map((row) => `${row.map(quoted).join(',')}\n`).join('')}`;
        const { accepted, rejected } = parseLabelCsv(bytes(text), 'file', anything);
        expect(rejected).toEqual([]);
        expect(accepted.map(({ address, label, source }) => [address, label, source])).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });
});

describe('label formats', () => {
  it('are told apart by content, and other files by neither', () => {
    expect(labelFormats.entries.map(({ id }) => id)).toEqual([
      'tagpack',
      'actorpack',
      'ofac',
      'graphsense',
      'bip329',
      'csv',
      'addressList',
    ]);
    expect(sniffLabelFormat(bytes('title: t\ncreator: c\ntags:\n- address: a\n'), 'x.txt')?.id).toBe('tagpack');
    expect(sniffLabelFormat(bytes('address;label;source\n'), 'x.txt')?.id).toBe('csv');
    expect(sniffLabelFormat(bytes('title: t\nactors:\n- id: a\n'), 'actors.yaml')?.id).toBe('actorpack');
    expect(sniffLabelFormat(bytes('{"tags": []}'), 'x.json')).toBeUndefined();
    expect(sniffLabelFormat(Uint8Array.of(0, 255, 254, 13), 'x.csv')).toBeUndefined();
    expect(sniffLabelFormat(new Uint8Array(0), '')).toBeUndefined();
  });
});

const folder = join(process.env['TRACEHOLD_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'), 'labels/am-i-exposed-curated');

describe.skipIf(!existsSync(folder))('public curated lists (skipped without the data folder)', () => {
  it('account for every line that is no comment', () => {
    let taken = 0;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.csv'))) {
      const file = new Uint8Array(readFileSync(join(folder, name)));
      expect(sniffLabelFormat(file, name)?.id, name).toBe('csv');
      const { accepted, rejected } = parseLabelCsv(file, 'file', anything);
      const lines = new TextDecoder()
        .decode(file)
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '' && !line.startsWith('#'));
      expect(accepted.length + rejected.length, name).toBe(lines.length - 1);
      taken += accepted.length;
    }
    console.log(`curated lists: ${taken} labels accepted`);
    expect(taken).toBeGreaterThan(3500);
  });
});
