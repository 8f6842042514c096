// 全銀協's fixed-width account statement (入出金取引明細, kind 03) and notice of incoming transfers (振込入金通知, kind 01): records of 200
// bytes in CP932, with or without line ends. Its trailer states counts, sums and the closing balance; all of them are checked.
import type { ByteSource } from './byteSource.ts';
import { decodeText } from './rows.ts';
import { plainSheet, type Sheet } from './sheet.ts';
import type { Row } from './rows.ts';

const RECORD_BYTES = 200;

/** Widths in bytes, in order; the name `_` is filler. */
const FIELDS: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  '1': [
    ['record', 1],
    ['kind', 2],
    ['code', 1],
    ['made', 6],
    ['from', 6],
    ['to', 6],
    ['bank', 4],
    ['bankName', 15],
    ['branch', 3],
    ['branchName', 15],
    ['_', 3],
    ['deposit', 1],
    ['account', 10],
    ['holder', 40],
    ['overdrawn', 1],
    ['book', 1],
    ['before', 14],
  ],
  '2/03': [
    ['record', 1],
    ['reference', 8],
    ['booked', 6],
    ['valued', 6],
    ['inOut', 1],
    ['type', 2],
    ['amount', 12],
    ['otherChecks', 12],
    ['shown', 6],
    ['bounced', 6],
    ['check', 1],
    ['checkNumber', 7],
    ['sister', 3],
    ['senderCode', 10],
    ['sender', 48],
    ['senderBank', 15],
    ['senderBranch', 15],
    ['remark', 20],
    ['edi', 20],
  ],
  '2/01': [
    ['record', 1],
    ['reference', 6],
    ['booked', 6],
    ['valued', 6],
    ['amount', 10],
    ['otherChecks', 10],
    ['senderCode', 10],
    ['sender', 48],
    ['senderBank', 15],
    ['senderBranch', 15],
    ['cancelled', 1],
    ['edi', 20],
  ],
  '8/03': [
    ['record', 1],
    ['countIn', 6],
    ['sumIn', 13],
    ['countOut', 6],
    ['sumOut', 13],
    ['overdrawn', 1],
    ['after', 14],
    ['records', 7],
  ],
  '8/01': [
    ['record', 1],
    ['countIn', 6],
    ['sumIn', 12],
    ['cancelledCount', 6],
    ['cancelledSum', 12],
  ],
};

export const ZENGIN_COLUMNS = [
  'record',
  'kind',
  'account',
  'holder',
  'before',
  'overdrawn',
  'reference',
  'booked',
  'inOut',
  'type',
  'amount',
  'sender',
  'senderBank',
  'senderBranch',
  'remark',
  'cancelled',
  'countIn',
  'sumIn',
  'countOut',
  'sumOut',
  'after',
  'records',
  'made',
  'cancelledCount',
  'cancelledSum',
] as const;
export type ZenginColumn = (typeof ZENGIN_COLUMNS)[number];

/** Length of a record with its line end: 200, 201 or 202; null where the bytes are something else. */
export function zenginStride(head: Uint8Array): number | null {
  if (head.length < RECORD_BYTES) return null;
  if (!/^1(?:01|03)[0-9 ]\d{6}/.test(String.fromCharCode(...head.subarray(0, 10)))) return null;
  const stride = head[RECORD_BYTES] === 0x0d && head[RECORD_BYTES + 1] === 0x0a ? 202 : head[RECORD_BYTES] === 0x0a ? 201 : 200;
  const next = head[stride];
  return next === undefined || next === 0x32 || next === 0x38 || next === 0x39 ? stride : null;
}

/** Records as rows; cells follow ZENGIN_COLUMNS, in the text of the file. */
export function zenginSheet(source: ByteSource, stride: number): Sheet {
  return plainSheet(async function* () {
    yield [{ number: 0, offset: null, cells: ZENGIN_COLUMNS.map((name) => `zengin.${name}`), problem: null }];
    let kind = '';
    const perRead = 1000;
    let number = 0;
    for (let at = 0; at < source.size; at += perRead * stride) {
      const bytes = await source.read(at, perRead * stride);
      const rows: Row[] = [];
      for (let from = 0; from < bytes.length; from += stride) {
        const record = bytes.subarray(from, from + RECORD_BYTES);
        number++;
        const first = String.fromCharCode(record[0] ?? 0x20);
        if (first === '1') kind = String.fromCharCode(record[1] ?? 0, record[2] ?? 0);
        // End of file marks (1A) and a last line end.
        if (record.length < RECORD_BYTES && /^[\s\u001a]*$/.test(decodeText(record, 'cp932'))) continue;
        const fields = FIELDS[first] ?? FIELDS[`${first}/${kind}`];
        const values = new Map<string, string>([
          ['record', first],
          ['kind', kind],
        ]);
        let offset = 0;
        for (const [name, width] of record.length < RECORD_BYTES ? [] : (fields ?? [])) {
          values.set(name, decodeText(record.subarray(offset, offset + width), 'cp932').trim());
          offset += width;
        }
        const known = record.length === RECORD_BYTES && (fields !== undefined || first === '9');
        rows.push({
          number,
          offset: at + from,
          cells: known ? ZENGIN_COLUMNS.map((name) => values.get(name) ?? '') : ['damaged'],
          problem: null,
        });
      }
      if (rows.length > 0) yield rows;
    }
  });
}
