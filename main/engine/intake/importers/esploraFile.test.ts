// Which files are taken for Esplora's, by their beginnings.
import { describe, expect, it } from 'vitest';
import { esploraFile } from './esploraFile.ts';

const sniff = (head: Uint8Array | string): boolean => {
  const bytes = Buffer.from(head);
  return esploraFile.sniff({
    ...{ path: 'x', name: 'x', folder: false, size: bytes.length, head: bytes, names: [], xorKey: new Uint8Array(0) },
  });
};
const input = { txid: 'ab', vout: 0, scriptsig: '', is_coinbase: false, sequence: 1 };
const record = { txid: 'ab', version: 1, locktime: 0, vin: [input], vout: [], size: 1, weight: 4, fee: 0, status: { confirmed: false } };

describe('files of Esplora', () => {
  it.each([
    ['one', JSON.stringify(record)],
    ['printed for people', `\n ${JSON.stringify(record, null, 4)}`],
    ['an array', JSON.stringify([record, record])],
    ['pages in an array', JSON.stringify([[record], [record]])],
    ['one a line', `${JSON.stringify(record)}\n${JSON.stringify(record)}`],
    ['other order', JSON.stringify({ fee: 0, status: {}, txid: 'ab', vin: [input] })],
    ['cut in the middle', JSON.stringify(record).slice(0, 120)],
    ['UTF-16', Buffer.from(`\ufeff${JSON.stringify(record)}`, 'utf16le')],
  ])('%s', (_, head) => {
    expect(sniff(head)).toBe(true);
  });
  it.each([
    ['a node', JSON.stringify({ txid: 'ab', hash: 'ab', vin: [{ txid: 'ab', vout: 0, scriptSig: { hex: '' } }], vout: [] })],
    ['the members deeper', JSON.stringify({ a: record })],
    ['the names as values', JSON.stringify({ a: 'txid', b: 'vin', c: '"scriptsig":' })],
    ['a table', 'txid,vin\n"scriptsig":,1'],
    ['a quotation mark without its end', '{"txid": 1, "vin": 2, "scriptsig'],
    ['nothing', ''],
  ])('not %s', (_, head) => {
    expect(sniff(head)).toBe(false);
  });
});
