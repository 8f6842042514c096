// Where a table lies in its sheet, by hand-made sheets.
import { describe, expect, it } from 'vitest';
import { contextOf, LEDGER, readAll } from '../../../../tests/tables/reading.ts';
import { findLayout, mergedNames, skippedKind, statedCount } from './layout.ts';
import { headOf } from './mapping.ts';
import { tableMappings } from './mappings/index.ts';
import type { Row } from './rows.ts';

const rows = (...table: readonly (readonly string[])[]): Row[] =>
  table.map((cells, i) => ({ number: i + 1, offset: 0, cells, problem: null }));

describe('layout', () => {
  it('puts a header of two rows together', () => {
    expect(mergedNames(['日期', '交易', '', '对方', ''], ['', '金额', '余额', '户名', '账号'])).toEqual([
      '日期',
      '交易金额',
      '交易余额',
      '对方户名',
      '对方账号',
    ]);
  });

  it('reads a statement with such a header', async () => {
    const read = await readAll(
      [
        '某银行账户明细,,,,,',
        '日期,借贷,交易,,对方,',
        ',,金额,余额,户名,账号',
        '2024-01-02,贷,100.00,100.00,张三,6217',
        '2024-01-03,借,40.00,60.00,李四,6218',
        '合计,,140.00,,,',
      ].join('\n'),
      contextOf(LEDGER, { account: '6222' }),
    );
    expect(read.mapping).toBe('bank.cn');
    expect(read.transactions.flatMap(({ transaction: t }) => t.transfers.map((m) => [m.from, m.to, m.amount]))).toEqual([
      ['6217', '6222', 10000n],
      ['6222', '6218', 4000n],
    ]);
    expect(read.summary).toMatchObject({
      rejected: 0,
      skipped: { trailer: 1 },
      flags: [{ code: 'zoneOfForm' }, { code: 'daysOnly' }, { code: 'currencyAssumed' }],
    });
  });

  it('finds a header that no form knows, for the wizard', () => {
    const layout = findLayout(
      rows(['Bericht 2024'], [''], ['Wann', 'Wieviel', 'Wohin'], ['2024-01-01', '5', 'x'], ['2024-01-02', '6', 'y']),
      tableMappings.entries,
    );
    expect(layout).toMatchObject({ mapping: null, headerRows: [3], head: { columns: ['Wann', 'Wieviel', 'Wohin'] } });
  });

  it('passes over nothing but blanks, sums, remarks and repeated headers', () => {
    const head = headOf(['日期', '金额']);
    const kind = (...cells: string[]) => skippedKind({ number: 9, offset: 0, cells, problem: null }, head);
    expect([kind('', '\u3000'), kind('合计', '5'), kind('日期', '金额'), kind('-----'), kind('共12笔', ''), kind('Total', '7')]).toEqual([
      'blank',
      'trailer',
      'repeatedHeader',
      'trailer',
      'trailer',
      'trailer',
    ]);
    expect([kind('2024-01-01', '5'), kind('x', ''), kind('Totalenergies', '5')]).toEqual([null, null, null]);
  });

  it('reads how many rows a table says it has', () => {
    expect(statedCount(rows(['共 １２ 笔记录']))).toBe(12);
    expect(statedCount(rows(['Total: 7 records']))).toBe(7);
    expect(statedCount(rows(['nothing']))).toBeNull();
  });
});
