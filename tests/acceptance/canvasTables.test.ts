// Tables beside a canvas over the practice case: what they list and sum equals what the case says elsewhere, and what is saved reads back.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import type { CanvasRow } from '../../shared/contract/canvasTable.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Practice, practiceMaterial } from '../contract/practice.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let practice: Practice;
let chain = '';

const tx = (id: string): string => itemName({ kind: 'transaction', chain, id });
const out = (id: string): string => itemName({ kind: 'output', chain, id });
const address = (id: string): string => itemName({ kind: 'address', chain, id });
const picture = (canvas: number): Promise<CanvasPicture> => desk.call('canvas.picture', { canvas });
const edit = (canvas: number, change: CallInput<'canvas.edit'>['change']) => desk.call('canvas.edit', { canvas, change });
const create = async (name: string): Promise<number> => (await desk.call('canvas.create', { name })).canvas;
const rowsOf = (canvas: number, more: Partial<CallInput<'canvas.rows'>> = {}) => desk.call('canvas.rows', { canvas, ...more });
type Transaction = Extract<CallOutput<'show.find'>['found'][number], { kind: 'transaction' }>;
const foundTransaction = async (txid: string): Promise<Transaction> => {
  const { found } = await desk.call('show.find', { text: txid });
  return found.find((one) => one.kind === 'transaction') as Transaction;
};
const sumOf = (rows: readonly CanvasRow[]): bigint => rows.reduce((sum, { amount }) => sum + BigInt(amount ?? 0), 0n);

beforeAll(async () => {
  practice = practiceMaterial();
  desk = await openDesk();
  await desk.newCase('tables');
  await desk.intake([practice.node, practice.csv]);
  chain = (await desk.call('intake.sources', {})).chains[0]?.chain ?? '';
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('rows behind a canvas of coins', () => {
  it('are the outputs of the transactions shown, with who paid and what the case says of each', async () => {
    const { txid } = practice.truth.theft;
    const canvas = await create('Theft');
    await edit(canvas, { do: 'add', items: [tx(txid), out(`${txid}:0`)] });
    await edit(canvas, { do: 'note', target: tx(txid), text: '=the theft' });
    const held = await foundTransaction(txid);
    const { rows, total, sums, assets } = await rowsOf(canvas);
    const worth = held.outputs.flatMap((output, index) => (output.valueSat === '0' ? [] : [{ ...output, index }]));
    expect(total).toBe(worth.length);
    expect(rows.map(({ id, amount, to, transaction, kind }) => ({ id, amount, to, transaction, kind }))).toEqual(
      worth.map(({ index, valueSat, address: to }) => ({
        id: `${txid}:${index}`,
        amount: valueSat,
        to,
        transaction: txid,
        kind: 'output',
      })),
    );
    expect(sums).toEqual([{ asset: 0, amount: worth.reduce((sum, { valueSat }) => sum + BigInt(valueSat), 0n).toString(), rows: total }]);
    expect(assets.map(({ key }) => key)).toEqual([chain]);
    const paid = new Map<string | null, bigint>();
    for (const { address: from, valueSat } of held.inputs) paid.set(from, (paid.get(from) ?? 0n) + BigInt(valueSat as string));
    for (const row of rows) {
      // Scripts without an address are named by themselves, so none is lost.
      const named = row.from.filter((one) => !one.startsWith('script:'));
      expect(named.map((one) => paid.get(one))).toEqual(
        [...paid]
          .filter(([one]) => one !== null)
          .map(([, sat]) => sat)
          .sort((x, y) => (x > y ? -1 : 1)),
      );
      expect([row.from.length <= 10, row.moreFrom]).toEqual([true, 0]);
      expect(row).toMatchObject({ height: practice.truth.theft.height, statement: 'fact', grade: 'P', note: '=the theft', chain });
    }
    // Selection goes both ways.
    const { edges } = await picture(canvas);
    const [first] = rows;
    expect(first?.items).toEqual([tx(txid), out(`${txid}:0`), ...edges.map(({ id }) => id)]);
    expect((await rowsOf(canvas, { items: [out(`${txid}:0`)] })).rows.map(({ id }) => id)).toEqual([`${txid}:0`]);
    expect((await rowsOf(canvas, { items: edges.map(({ id }) => id) })).total).toBe(1);
    expect((await rowsOf(canvas, { items: [tx(txid)] })).total).toBe(total);
    expect((await rowsOf(canvas, { items: [address('nobody')] })).total).toBe(0);
    const alone = await create('Alone');
    const [peel] = practice.truth.peelChain;
    await edit(alone, { do: 'add', items: [tx(peel?.txid as string)] });
    expect((await rowsOf(alone)).rows.map(({ items }) => items)).toEqual(Array(2).fill([tx(peel?.txid as string)]));
  });

  it('at the relation level are every transfer behind the edges, and their sums are the edges', async () => {
    const canvas = await create('Relations');
    await edit(canvas, { do: 'level', level: 'relations' });
    const members = practice.truth.thief.cluster.members;
    await edit(canvas, { do: 'add', items: [...members.map(address), address(practice.truth.exchange.hotAddress)] });
    const { edges } = await picture(canvas);
    expect(edges.length).toBeGreaterThan(3);
    const { rows, total } = await rowsOf(canvas, { limit: 5000 });
    expect(rows).toHaveLength(total);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(total);
    for (const edge of edges) {
      const own = rows.filter(({ items }) => items.includes(edge.id));
      expect(sumOf(own).toString(), edge.id).toBe(edge.amounts[0]?.amount);
      expect(new Set(own.map(({ transaction }) => transaction)).size).toBe(edge.count);
      expect((await rowsOf(canvas, { items: [edge.id], limit: 5000 })).rows.map(({ key }) => key)).toEqual(own.map(({ key }) => key));
    }
    expect(rows.every(({ items }) => items.some((item) => edges.some(({ id }) => id === item)))).toBe(true);
  });

  it('stand in the order asked for, in pages, and hold the text asked for', async () => {
    const canvas = await create('Orders');
    const items = practice.truth.peelChain.map(({ txid }) => tx(txid));
    await edit(canvas, { do: 'add', items });
    const all = (await rowsOf(canvas)).rows;
    expect(all.length).toBeGreaterThan(8);
    const keyOf = { time: 'timeSeconds', height: 'height', amount: 'amount', to: 'to' } as const;
    for (const [order, key] of Object.entries(keyOf))
      for (const descending of [false, true]) {
        const { rows } = await rowsOf(canvas, { order: order as 'time', descending });
        const value = (row: CanvasRow) => (key === 'to' ? (row[key] ?? '') : BigInt(row[key] ?? 0));
        for (let at = 1; at < rows.length; at++) {
          const [before, after] = [value(rows[at - 1] as CanvasRow), value(rows[at] as CanvasRow)];
          expect(descending ? before >= after : before <= after, `${order} ${at}`).toBe(true);
        }
        expect(rows.map(({ key: one }) => one).sort()).toEqual(all.map(({ key: one }) => one).sort());
        const pages = [];
        for (let after = 0; after < all.length; after += 3)
          pages.push(...(await rowsOf(canvas, { order: order as 'time', descending, after, limit: 3 })).rows);
        expect(pages).toEqual(rows);
      }
    const wanted = all[3]?.to as string;
    const holds = (row: CanvasRow): boolean => row.to === wanted || row.from.includes(wanted);
    const found = await rowsOf(canvas, { text: wanted.toUpperCase() });
    expect(found.rows.map(({ key }) => key)).toEqual(all.filter(holds).map(({ key }) => key));
    expect(found.sums[0]?.amount).toBe(sumOf(all.filter(holds)).toString());
    expect((await rowsOf(canvas, { text: 'no such text' })).rows).toEqual([]);
    await edit(canvas, { do: 'filter', filter: { fromTime: all[4]?.timeSeconds as number } });
    expect((await rowsOf(canvas)).rows.map(({ key }) => key)).toEqual(
      all.filter(({ timeSeconds }) => (timeSeconds as number) >= (all[4]?.timeSeconds as number)).map(({ key }) => key),
    );
  });

  it('what is folded into a group stands behind the group; events have rows without amounts', async () => {
    const canvas = await create('Groups');
    const { txid } = practice.truth.theft;
    const [a, b] = practice.truth.thief.cluster.members as [string, string];
    await edit(canvas, { do: 'add', items: [tx(txid), address(a), address(b)] });
    await edit(canvas, { do: 'group', items: [tx(txid)], name: 'The theft' });
    const group = (await picture(canvas)).nodes.find(({ kind }) => kind === 'group')?.id ?? 'group||1';
    const open = await rowsOf(canvas, { items: [group] });
    await edit(canvas, { do: 'regroup', group, collapsed: true });
    const folded = await rowsOf(canvas, { items: [group] });
    expect(folded.total).toBeGreaterThan(0);
    expect(folded.rows.map(({ key }) => key)).toEqual(open.rows.map(({ key }) => key));
    await edit(canvas, {
      do: 'event',
      event: {
        kind: 'cash',
        title: 'Hand-over',
        from: address(a),
        to: address(b),
        amountText: '5,000 EUR',
        hypothesis: true,
        note: 'heard',
      },
    });
    const { rows, sums } = await rowsOf(canvas);
    const event = rows.at(-1);
    expect(event).toMatchObject({
      kind: 'event',
      chain: null,
      asset: null,
      amount: null,
      from: [a],
      to: b,
      text: 'Hand-over · 5,000 EUR',
      note: 'heard',
      statement: 'assumption',
      grade: null,
    });
    expect(event?.items).toHaveLength(3);
    expect(sums).toEqual(folded.sums);
    expect((await rowsOf(canvas, { text: 'hand-over' })).total).toBe(1);
  });
});

describe('rows saved', () => {
  it('as CSV read back whole, and no cell is a formula', async () => {
    const canvas = await create('Saved');
    await edit(canvas, { do: 'add', items: practice.truth.peelChain.map(({ txid: id }) => tx(id)) });
    await edit(canvas, { do: 'note', target: tx(practice.truth.peelChain[0]?.txid as string), text: '=HYPERLINK("x")' });
    await edit(canvas, { do: 'event', event: { kind: 'cash', title: '+1, said "he"', hypothesis: true } });
    const path = join(desk.folder, 'rows.csv');
    const saved = await desk.call('canvas.saveRows', { canvas, out: desk.grant(path), format: 'csv' });
    const text = readFileSync(path, 'utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    const read: Record<string, string>[] = parse(text, { bom: true, columns: true });
    const { rows, total } = await rowsOf(canvas, { limit: 5000 });
    expect([saved.name, saved.rows, read.length]).toEqual(['rows.csv', total, total]);
    expect(read.map(({ id, amount_smallest_unit, transaction }) => [id, amount_smallest_unit, transaction])).toEqual(
      rows.map((row) => [row.id, row.amount ?? '', row.transaction]),
    );
    for (const [at, row] of read.entries()) {
      const { amount } = rows[at] as CanvasRow;
      if (amount !== null) expect(BigInt((row.amount as string).replace('.', ''))).toBe(BigInt(amount));
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@]/);
    }
    expect(read[0]?.note).toBe(`'=HYPERLINK("x")`);
    expect(read.at(-1)?.text).toBe(`'+1, said "he"`);
    await expect(desk.call('canvas.saveRows', { canvas, out: desk.grant(path), format: 'csv' })).rejects.toMatchObject({
      code: 'export.exists',
    });
  });

  it('as a workbook in every language: text alone, the table whole, and what it is beside it', async () => {
    const canvas = await create('Workbook');
    await edit(canvas, { do: 'add', items: practice.truth.peelChain.map(({ txid }) => tx(txid)) });
    await edit(canvas, { do: 'note', target: tx(practice.truth.peelChain[0]?.txid as string), text: '=1+1 <b> _x0041_ \u0001' });
    const { rows, total, sums } = await rowsOf(canvas, { limit: 5000 });
    const { journal } = await desk.call('case.info', {});
    for (const locale of ['en', 'ja', 'zh-Hans', 'zh-Hant'] as const) {
      const path = join(desk.folder, `rows-${locale}.xlsx`);
      const saved = await desk.call('canvas.saveRows', { canvas, out: desk.grant(path), format: 'xlsx', locale });
      const bytes = readFileSync(path);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(saved.sha256);
      // The same state gives the same bytes.
      const again = await desk.call('canvas.saveRows', {
        canvas,
        out: desk.grant(join(desk.folder, `again-${locale}.xlsx`)),
        format: 'xlsx',
        locale,
      });
      expect(again.sha256).toBe(saved.sha256);
      const parts = unzipSync(bytes);
      const [about, table] = ['sheet1', 'sheet2'].map((name) => readSheet(strFromU8(parts[`xl/worksheets/${name}.xml`] as Uint8Array))) as [
        Cells,
        Cells,
      ];
      expect(new Set([...about.types, ...table.types])).toEqual(new Set(['inlineStr']));
      expect(table.rows).toHaveLength(total + 1);
      const [heading, ...body] = table.rows;
      expect(heading?.some((title) => title.includes('rows.'))).toBe(false);
      expect(body.map((cells) => [cells[3], cells[4], cells[14]])).toEqual(rows.map((row) => [row.transaction, row.id, row.amount]));
      expect(body[0]?.[21]).toBe('=1+1 <b> _x005F_x0041_ \ufffd');
      const said = about.rows.flat().join('\n');
      for (const text of ['Workbook', 'tables', 'Test Agency', journal.headHash, sums[0]?.amount as string]) expect(said).toContain(text);
      expect(said).not.toMatch(/canvas\.rows|report\.|[{}]/);
    }
  });

  it('in a folder get a name of their own', async () => {
    const canvas = await create('Folder');
    const saved = await desk.call('canvas.saveRows', { canvas, out: desk.grant(join(desk.folder, 'tables')), format: 'xlsx' });
    expect(saved).toMatchObject({ rows: 0, name: expect.stringMatching(/^canvas-\d+-transfers-event-\d+\.xlsx$/) });
  });
});

describe('figures of addresses', () => {
  /** What the thief's addresses received and spent, by every transaction that the canvas says stands beside them. */
  const movesOf = async (addresses: readonly string[]): Promise<Map<number, bigint>> => {
    const own = new Set(addresses);
    const seen = new Map<string, { readonly transaction: Transaction; readonly time: number }>();
    for (const one of addresses) {
      const { rows } = await desk.call('canvas.neighbours', { item: address(one), level: 'transactions', side: 'both', limit: 500 });
      for (const { name, firstSeconds } of rows)
        if (!seen.has(name)) seen.set(name, { transaction: await foundTransaction(name), time: firstSeconds as number });
    }
    const changes = new Map<number, bigint>();
    for (const {
      transaction: { inputs, outputs },
      time,
    } of seen.values()) {
      const got = outputs.filter((output) => own.has(output.address ?? '')).reduce((sum, output) => sum + BigInt(output.valueSat), 0n);
      const paid = inputs.filter((input) => own.has(input.address ?? '')).reduce((sum, input) => sum + BigInt(input.valueSat ?? 0), 0n);
      changes.set(time, (changes.get(time) ?? 0n) + got - paid);
    }
    return changes;
  };

  it('a balance is what came in less what went out, for an address, several, a group, a cluster', async () => {
    const canvas = await create('Balances');
    const members = practice.truth.thief.cluster.members.slice(0, 6);
    await edit(canvas, { do: 'add', items: members.map(address) });
    await edit(canvas, { do: 'group', items: members.map(address), name: 'Six' });
    const group = (await picture(canvas)).nodes.find(({ group: of }) => of !== null)?.group ?? '';
    const ask = async (items: string[]) => (await desk.call('canvas.balance', { canvas, items, points: 5000 })).series;
    for (const some of [members.slice(0, 1), members]) {
      const changes = await movesOf(some);
      let held = 0n;
      const steps: { seconds: number; amount: string }[] = [];
      for (const [seconds, amount] of [...changes].sort(([x], [y]) => x - y)) {
        held += amount;
        steps.push({ seconds, amount: held.toString() });
      }
      const [own, ...more] = await ask(some.map(address));
      expect(more).toEqual([]);
      expect(own).toMatchObject({ asset: 0, points: steps, untimed: 0, complete: true });
      expect(steps.length).toBeGreaterThan(1);
    }
    expect(await ask([group])).toEqual(await ask(members.map(address)));
    const cluster = itemName({ kind: 'cluster', chain, id: members[0] as string });
    const whole = await ask([cluster]);
    expect(whole[0]?.movements).toBeGreaterThanOrEqual((await ask(members.map(address)))[0]?.movements as number);
    expect(whole[0]?.points.every(({ amount }) => BigInt(amount) >= 0n)).toBe(true);
    await expect(ask([tx(practice.truth.theft.txid)])).rejects.toMatchObject({ code: 'canvas.itemUnknown' });
  });

  it('hours are those of the transactions that spend from it', async () => {
    const canvas = await create('Hours');
    const [member] = practice.truth.thief.cluster.members;
    const hot = practice.truth.exchange.hotAddress;
    for (const one of [member as string, hot]) {
      const { rows } = await desk.call('canvas.neighbours', { item: address(one), level: 'transactions', side: 'out', limit: 500 });
      const expected = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
      for (const { firstSeconds } of rows) {
        const local = new Date(((firstSeconds as number) + 9 * 3600) * 1000);
        const day = expected[(local.getUTCDay() + 6) % 7] as number[];
        day[local.getUTCHours()] = (day[local.getUTCHours()] as number) + 1;
      }
      const told = await desk.call('canvas.activity', { canvas, items: [address(one)], offsetMinutes: 540 });
      expect(told).toMatchObject({ counts: expected, transactions: rows.length });
    }
  });

  it('rows of one hour, and of one stretch of time, are those of the table with such a time', async () => {
    const canvas = await create('Rows by time');
    await edit(canvas, { do: 'add', items: [tx(practice.truth.theft.txid)] });
    await desk.call('canvas.expand', {
      canvas,
      items: [tx(practice.truth.theft.txid)],
      level: 'transactions',
      side: 'both',
      hops: 3,
      top: 20,
    });
    const { rows } = await desk.call('canvas.rows', { canvas, limit: 5000 });
    const [first] = rows.flatMap(({ timeSeconds }) => (timeSeconds === null ? [] : [timeSeconds]));
    if (first === undefined) throw new Error('no row has a time');
    const local = new Date((first - 210 * 60) * 1000);
    const hour = { weekday: (local.getUTCDay() + 6) % 7, hour: local.getUTCHours(), offsetMinutes: -210 };
    const keys = (list: typeof rows): string[] => list.map(({ key }) => key);
    const inHour = rows.filter(({ timeSeconds }) => {
      const at = new Date(((timeSeconds ?? 0) - 210 * 60) * 1000);
      return at.getUTCHours() === hour.hour && (at.getUTCDay() + 6) % 7 === hour.weekday;
    });
    expect(keys((await desk.call('canvas.rows', { canvas, limit: 5000, hour })).rows)).toEqual(keys(inHour));
    expect(inHour.length).toBeLessThan(rows.length);
    const at = await desk.call('canvas.rows', { canvas, limit: 5000, fromSeconds: first, toSeconds: first });
    expect(keys(at.rows)).toEqual(keys(rows.filter(({ timeSeconds }) => timeSeconds === first)));
  });
});

describe('bands of a run', () => {
  it('conserve value, and hold the policies of the run against each other', async () => {
    const seeds = practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint);
    const { run } = await desk.call('trace.run', { from: seeds, direction: 'forward', policies: ['haircut', 'fifo', 'poison'] });
    const whole = await desk.call('canvas.sankey', { run, policy: 'haircut', limit: 200 });
    expect(whole.policies).toEqual(expect.arrayContaining(['haircut', 'fifo', 'poison']));
    const seeded = BigInt((await desk.call('canvas.flow', { run, policy: 'haircut', limit: 1000 })).seedSat);
    for (const policy of ['haircut', 'fifo'])
      for (const limit of [5, 40, 200]) {
        const { nodes, bands } = await desk.call('canvas.sankey', { run, policy, limit });
        const sum = (side: 'source' | 'target', id: string): bigint =>
          bands.filter((band) => band[side] === id).reduce((total, { amount }) => total + BigInt(amount), 0n);
        let ended = 0n;
        for (const { id, hop, amount, state } of nodes) {
          const [into, out] = [sum('target', id), sum('source', id)];
          if (hop > 0) expect(into.toString(), `${policy} ${id}`).toBe(amount);
          expect(out).toBeLessThanOrEqual(BigInt(amount));
          if (state === 'spent') expect(out.toString()).toBe(amount);
          if (state.startsWith('unspent')) expect(out).toBe(0n);
          ended += BigInt(amount) - out;
        }
        expect(ended).toBe(seeded);
        for (const { amount, least, most } of bands)
          expect([BigInt(least) <= BigInt(amount), BigInt(amount) <= BigInt(most)]).toEqual([true, true]);
      }
    expect(whole.bands.some(({ least, most }) => least !== most)).toBe(true);
    await expect(desk.call('canvas.sankey', { run, policy: 'none' })).rejects.toMatchObject({ code: 'trace.policyUnknown' });
  });
});

interface Cells {
  readonly rows: string[][];
  readonly types: ReadonlySet<string>;
}

/** A sheet as a strict XML reader sees it: texts by row and column, and the types of all cells. */
function readSheet(xml: string): Cells {
  const rows: string[][] = [];
  const types = new Set<string>();
  let column = 0;
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') rows.push([]);
    else if (name === 'c') {
      types.add(attributes.t as string);
      column = [...(attributes.r as string).replace(/\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      text = '';
    } else if (name === 'f' || name === 'v') throw new Error('a number or a formula');
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('closetag', ({ name }) => {
    const row = rows.at(-1) as string[];
    if (name !== 'c') return;
    while (row.length < column) row.push('');
    row.push(text);
  });
  parser.write(xml).close();
  return { rows, types };
}
