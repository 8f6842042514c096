// A web server's access log in the common or combined format (Apache httpd, `LogFormat common` and `combined`; nginx `combined`): one request in a
// line, its time with its zone. A line of another form is a row that says so.
import type { ByteSource } from './byteSource.ts';
import { detectEncoding, type EncodingAnswer } from './encoding.ts';
import { decodeText, readLines, type Row } from './rows.ts';
import { plainSheet, type Sheet } from './sheet.ts';

const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';
/** Host, identity and user, [time], "request", status, bytes; in the combined format "referrer" and "agent". A user's name may hold blanks. */
const LINE = new RegExp(
  `^(\\S+) (\\S+) ([^\\[\\]]{1,200}?) \\[(\\d{2})/([A-Z][a-z]{2})/(\\d{4}):(\\d{2}:\\d{2}:\\d{2}) ([+-])(\\d{2})(\\d{2})\\] ${QUOTED} (\\d{3}|-) (\\d{1,18}|-)(?: ${QUOTED} ${QUOTED})?\\s*$`,
);
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const LONGEST_LINE = 64 * 1024;
const HEAD = 64 * 1024;
/** Lines of which one must be of the form, and none of anything else in front of it. */
const LOOKED_AT = 5;

const COLUMNS = ['ip address', 'ident', 'user name', 'time', 'request', 'status', 'bytes', 'referrer', 'user agent'];

/** By its first lines: the first that holds anything is of the form. */
export function isCombinedLog(head: string): boolean {
  const first = head
    .replace(/^\ufeff/, '')
    .split('\n', LOOKED_AT)
    .find((line) => line.trim() !== '');
  return first !== undefined && LINE.test(first);
}

/** Null where the bytes are something else. */
export async function openCombinedLog(source: ByteSource): Promise<{ readonly encoding: EncodingAnswer; readonly sheet: Sheet } | null> {
  const head = await source.read(0, HEAD);
  if (!/^(?:\xef\xbb\xbf)?[^\n]{0,400}\[\d{2}\//.test(Buffer.from(head.subarray(0, 600)).toString('latin1').trimStart())) return null;
  const encoding = await detectEncoding(source);
  if (!isCombinedLog(decodeText(head, encoding.encoding))) return null;
  const sheet = plainSheet(async function* () {
    yield [{ number: 0, offset: null, cells: COLUMNS, problem: null }];
    for await (const lines of readLines(source, encoding, LONGEST_LINE)) {
      const rows = lines.flatMap(({ number, offset, text }): Row[] => (text.trim() === '' ? [] : [rowOf(number, offset, text)]));
      if (rows.length > 0) yield rows;
    }
  });
  return { encoding, sheet };
}

function rowOf(number: number, offset: number, line: string): Row {
  const found = LINE.exec(line);
  const month = found === null ? -1 : MONTHS.indexOf(found[5] as string);
  if (found === null || month < 0 || month % 3 !== 0) return { number, offset, cells: [line], problem: 'notALogLine' };
  const [, host, ident, user, day, , year, clock, sign, hours, minutes, request, status, bytes, referrer, agent] = found;
  const time = `${year}-${String(month / 3 + 1).padStart(2, '0')}-${day} ${clock} ${sign}${hours}:${minutes}`;
  const cells = [host, ident, user === '""' ? '-' : user, time, request, status, bytes, referrer, agent];
  return { number, offset, cells: cells.map((cell) => (cell === undefined || cell === '-' ? '' : cell)), problem: null };
}
