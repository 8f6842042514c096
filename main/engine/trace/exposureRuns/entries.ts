// The list that is screened: a table with a column of addresses, a plain text, or what was pasted. Every entry stays as it was written.
import { readFileSync, statSync } from 'node:fs';
import { Fault } from '../../../../shared/model/fault.ts';
import { openSourceFile, readPlainTable } from '../../intake/index.ts';
import type { GrantedPath } from '../../kernel/index.ts';

const MOST_ENTRIES = 100_000;
const LONGEST_ENTRY = 200;
const LARGEST_TEXT = 16 * 1024 * 1024;
const COLUMN = [
  ...['address', 'addresses', 'wallet', 'wallet address', 'wallet_address', 'deposit address', 'account', 'crypto address'],
  ...[
    'アドレス',
    'ウォレット',
    'ウォレットアドレス',
    '入金アドレス',
    '地址',
    '钱包地址',
    '錢包地址',
    '充值地址',
    '儲值地址',
    '账户',
    '帳戶',
  ],
];

export interface Entry {
  readonly row: number;
  readonly text: string;
}

/** Faults: exposure.nothingAsked, exposure.tooMany, intake.malformed, intake.notFound, intake.unreadable. */
export async function entriesOf(file: GrantedPath | null, text: string | undefined): Promise<Entry[]> {
  const entries = file === null ? ofText(text ?? '') : await ofFile(file);
  if (entries.length === 0) throw new Fault('exposure.nothingAsked', {});
  if (entries.length > MOST_ENTRIES) throw new Fault('exposure.tooMany', { count: entries.length, limit: MOST_ENTRIES });
  return entries;
}

async function ofFile({ path, name }: GrantedPath): Promise<Entry[]> {
  openSourceFile(path).close();
  const isText = /\.(txt|list|lst)$/i.test(name);
  if (!isText)
    try {
      const { rows } = await readPlainTable(path, { address: COLUMN }, ['address']);
      return rows.flatMap(({ row, cells }) => entry(row, cells['address'] ?? ''));
    } catch (error) {
      // A table without a header is read like a text, if it is one.
      if (!(error instanceof Fault) || error.code !== 'intake.malformed' || /\.(xlsx|xls|ods)$/i.test(name)) throw error;
    }
  if (statSync(path).size > LARGEST_TEXT) throw new Fault('intake.tooLarge', { bytes: statSync(path).size, limit: LARGEST_TEXT });
  return ofText(readFileSync(path, 'utf8'));
}

/** One entry a line: the first cell of a line with several. Empty lines, comments and the name of a lone column are none. */
function ofText(text: string): Entry[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, at) => {
    const cell = (line.replace(/^\ufeff/, '').split(/[,;\t]/)[0] ?? '').replace(/^\s*"|"\s*$/g, '').trim();
    return cell.startsWith('#') || (at === 0 && COLUMN.includes(cell.toLowerCase())) ? [] : entry(at + 1, cell);
  });
}

function entry(row: number, text: string): Entry[] {
  const wanted = text.trim().slice(0, LONGEST_ENTRY);
  return wanted === '' ? [] : [{ row, text: wanted }];
}
