// The table of a canvas of accounts, worked out by hand, and a hub's table saved as a workbook.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseDesk, type CaseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { readCanvas } from '../canvases/document.ts';
import type { Material } from '../canvases/shown.ts';
import { accountFacts } from '../facts/accountFacts.ts';
import { COIN, type Deal, EURO, EVM, FAKE, LEDGER, sessionOf, TETHER, viewOfDeals } from '../facts/tests/accountViews.ts';
import { rowTable } from './rowTable.ts';
import { balanceOf } from './balance.ts';
import { writeWorkbook } from './workbook.ts';
import { openNewFile } from '../../kernel/index.ts';
import { historiesOf } from './whose.ts';

const hash = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const name = (kind: 'movement' | 'address', id: string, chain = EVM): string => itemName({ kind, chain, id });

/** A pays B coins and tokens and a fee, a failed payment and counterfeits; B pays C; an exchange's row without a time. */
const story: readonly Deal[] = [
  { id: hash(0xfa), block: 1, legs: [], creates: { contract: FAKE.contract as string, name: 'Tether USD' } },
  {
    ...{ id: hash(1), block: 2 },
    legs: [
      { from: 'A', to: 'B', asset: COIN, amount: 70n, kind: 'value', path: [0] },
      { from: 'A', to: 'B', asset: TETHER, amount: 5n, path: [1] },
      { from: 'A', to: 'M', asset: COIN, amount: 2n, kind: 'fee', path: [2] },
    ],
  },
  { id: hash(2), block: 3, status: 'failed', legs: [{ from: 'A', to: 'B', asset: COIN, amount: 900n, kind: 'value', path: [0] }] },
  { id: hash(3), block: 4, legs: [{ from: 'A', to: 'B', asset: FAKE, amount: 10n ** 30n, path: [0] }] },
  { id: hash(4), block: 5, legs: [{ from: 'B', to: 'C', asset: TETHER, amount: 3n, path: [0] }] },
  { id: 'row', chain: LEDGER, time: null, legs: [{ from: 'A', to: null, asset: EURO, amount: 12n, kind: 'ledger' }] },
];

describe('the table of a canvas of accounts', () => {
  let desk: CaseDesk;
  let session: CaseSession;
  let folder = '';
  beforeAll(async () => {
    desk = await caseDesk();
    session = sessionOf(await desk.create('rows'));
    folder = mkdtempSync(join(tmpdir(), 'tracehold-rows-'));
  });
  afterAll(async () => {
    await desk.clear();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = {
    labels: { of: (id: string) => (id === 'C' ? [{ chain: null, label: 'Cafe', source: 1, own: true, origin: '' }] : []) },
  } as unknown as CaseFile;
  const materialOf = (): Material => {
    const view = viewOfDeals(story);
    const clusters = {
      rules: [],
      members: (_: string, id: string) => [id],
      rootOf: () => (number: number) => number,
      anchor: (_: string, id: string) => id,
      fallen: () => ({ count: 0, parts: [] }),
    };
    const facts = new Map([EVM, LEDGER].map((chain) => [chain, accountFacts(session, view, chain)]));
    return { facts, clusters, before: clusters, labelled: { texts: () => [], holding: () => [] } };
  };
  const asked = { items: [], text: '', order: 'time', descending: false } as const;
  const canvas = (items: readonly string[], more: Record<string, unknown> = {}) =>
    readCanvas(
      new Map<string, unknown>([['name', 'x'], ...items.map((item): [string, unknown] => [`item/${item}`, {}]), ...Object.entries(more)]),
    );

  it('has a row for each movement shown, with its two ends', () => {
    const moved = [`${hash(1)}#0`, `${hash(1)}#1`, `${hash(2)}#0`, `${hash(4)}#0`].map((id) => name('movement', id));
    const row = name('movement', 'row#0', LEDGER);
    const table = rowTable(file, canvas([...moved, row]), materialOf(), asked);
    const rows = table.page(0, 100);
    const [A, B, C] = ['A', 'B', 'C'].map((id) => name('address', id)) as [string, string, string];
    expect(
      rows.map(({ id, from, to, amount, kind, timeSeconds, toLabels }) => [id, from, to, amount, kind, timeSeconds, toLabels]),
    ).toEqual([
      [`${hash(1)}#0`, ['A'], 'B', '70', 'movement', 1020, []],
      [`${hash(1)}#1`, ['A'], 'B', '5', 'movement', 1020, []],
      [`${hash(4)}#0`, ['B'], 'C', '3', 'movement', 1050, ['Cafe']],
      ['row#0', ['A'], null, '12', 'movement', null, []],
    ]);
    expect(rows[0]?.items).toEqual([A, moved[0], B, `${A}>${moved[0]}`, `${moved[0]}>${B}`]);
    expect(
      rowTable(file, canvas([...moved, row]), materialOf(), { ...asked, items: [B] })
        .page(0, 9)
        .map(({ id }) => id),
    ).toEqual(rows.slice(0, 3).map(({ id }) => id));
    expect(rowTable(file, canvas([...moved, row]), materialOf(), { ...asked, text: 'CAFE' }).page(0, 9)).toMatchObject([
      { id: `${hash(4)}#0` },
    ]);
    const { assets, sums } = table;
    expect(sums.map(({ asset, amount, rows: count }) => [assets[asset]?.symbol ?? assets[asset]?.key, amount, count])).toEqual([
      ['ETH', '70', 1],
      ['USDT', '8', 2],
      ['EUR', '12', 1],
    ]);
    expect(C).toBe(name('address', 'C'));
  });

  it('at the relation level leaves out the assets that the least amount leaves out, and counts by value what a filter takes in', () => {
    const items = ['A', 'B', 'C'].map((id) => name('address', id));
    const state = canvas(items, { level: 'relations' });
    const ids = (filter: Partial<typeof state.filter>) =>
      rowTable(file, { ...state, filter: { ...state.filter, ...filter } }, materialOf(), asked)
        .page(0, 100)
        .map(({ id }) => id);
    expect(ids({})).toEqual([`${hash(1)}#0`, `${hash(1)}#1`, `${hash(4)}#0`]);
    const coin = `${EVM} ${materialOf().facts.get(EVM)?.transfers.assetKey(0).split(' ')[1]}`;
    expect(ids({ least: { [coin]: '71' } })).toEqual([`${hash(1)}#1`, `${hash(4)}#0`]);
    expect(ids({ worthless: true })).toEqual([`${hash(1)}#0`, `${hash(1)}#1`, `${hash(2)}#0`, `${hash(3)}#0`, `${hash(4)}#0`]);
    expect(ids({ fromTime: 1050 })).toEqual([`${hash(4)}#0`]);
  });

  it('a balance goes below zero where earlier rows are missing, and says that it is not complete', () => {
    const histories = historiesOf([name('address', 'A'), name('address', 'A', LEDGER)], canvas([]), materialOf());
    const { assets, series } = balanceOf(histories, { points: 100 });
    expect(
      series.map(({ asset, points, movements, untimed, complete }) => [
        assets[asset]?.symbol,
        assets[asset]?.standing,
        points.at(-1)?.amount ?? null,
        movements,
        untimed,
        complete,
      ]),
    ).toEqual([
      // 70 and the fee of 2; what failed moved nothing.
      ['ETH', 'issuer', '-72', 2, 0, false],
      ['USDT', 'issuer', '-5', 1, 0, false],
      ['USDT', 'counterfeit', `-${10n ** 30n}`, 1, 0, false],
      ['EUR', 'issuer', null, 1, 1, false],
    ]);
  });

  it('workbooks hold any text as text', async () => {
    const texts = ['=1+1', '+1', '<&">', '_x0041_', 'a\r\nb', '\u0001\ud800', '漢字 𠮷', '1e5', '0012', 'x'.repeat(40_000)];
    async function* rows() {
      yield [texts];
    }
    const path = join(folder, 'any.xlsx');
    const out = openNewFile(path);
    await writeWorkbook(out, [{ name: 'a/b:c', widths: texts.map(() => 9), hasHeading: false, rows: rows() }]);
    out.end();
    const parts = unzipSync(readFileSync(path));
    const xml = strFromU8(parts['xl/worksheets/sheet1.xml'] as Uint8Array);
    const read = [...xml.matchAll(/<c r="([A-Z]+)1" s="1" t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>/g)].map(
      ([, , text]) => text,
    );
    expect(read.slice(0, 9)).toEqual([
      '=1+1',
      '+1',
      '&lt;&amp;&quot;&gt;',
      '_x005F_x0041_',
      'a\nb',
      '\ufffd\ufffd',
      '漢字 𠮷',
      '1e5',
      '0012',
    ]);
    expect(read[9]).toHaveLength(32_767);
    expect(strFromU8(parts['xl/workbook.xml'] as Uint8Array)).toContain('name="a b c"');
  });
});
