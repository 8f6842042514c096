// Exposure over practice case two, set beside its truth: where the mules' money came from, a list screened by the unit's own rules, the tables,
// the report, and what an undone edit leaves.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import type { Exposed, ExposureSheet } from '../../shared/contract/exposure.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

let desk: Desk;
let story: RingStory;
const text = (lines: string): Uint8Array => new TextEncoder().encode(lines);

beforeAll(async () => {
  story = simulateRing();
  desk = await openDesk();
  await desk.newCase('exposure');
  const path = desk.write(RING_FILES.chain, story.files.get(RING_FILES.chain) as Uint8Array);
  await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'tron-training' });
  const hot = story.truth.withdrawals[0]?.from ?? '';
  const { aggregator } = story.truth.wallets;
  const chain = 'tron:training';
  await desk.call('labels.set', { chain, address: hot, label: 'Exchange A', category: 'exchange' });
  await desk.call('labels.set', { chain, address: aggregator, label: 'Collector', abuse: 'sanction', date: '2026-03-02', source: 'OFAC' });
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

const of = async (address: string, asked = {}): Promise<Exposed> =>
  (await desk.call('exposure.of', { subject: { address }, ...asked })).exposed;
const usdt = (exposed: Exposed, direction: 'in' | 'out'): ExposureSheet | undefined =>
  exposed.sheets.find((sheet) => sheet.direction === direction && sheet.asset.symbol === 'USDT');

describe('exposure over practice case two', () => {
  it('says what came from the exchange and what nobody can tell, and that the collector was listed', async () => {
    const exposed = await of(story.truth.withdrawals[0]?.to ?? '');
    // 28,000 of the exchange; 7,000 were in the wallet before the case's data begin.
    expect(usdt(exposed, 'in')).toMatchObject({
      total: '35000000000',
      parts: [
        { part: 'direct', categories: ['exchange'], amount: '28000000000' },
        { part: 'unknown', amount: '7000000000' },
      ],
    });
    expect(usdt(exposed, 'out')?.parts).toMatchObject([{ part: 'direct', categories: ['sanction'], amount: '30000000000' }]);
    expect(['listed', 'before']).toContain(usdt(exposed, 'out')?.parts[0]?.listing);
  });

  it('[E1] makes up every total under every policy that conserves', async () => {
    const { wallets } = story.truth;
    for (const policy of ['haircut', 'fifo', 'lifo'])
      for (const address of [...wallets.mules, wallets.aggregator, ...wallets.hops]) {
        const { sheets } = await of(address, { policy });
        for (const { total, parts } of sheets) expect(parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(BigInt(total));
      }
  });

  it('reaches the collector over the mules: at most what the exchange paid them', async () => {
    const { aggregator } = story.truth.wallets;
    const paid = story.truth.withdrawals.reduce((sum, { amountMicro }) => sum + BigInt(amountMicro), 0n);
    const parts = usdt(await of(aggregator, { policy: 'fifo' }), 'in')?.parts ?? [];
    const indirect = parts.find(({ part, categories }) => part === 'indirect' && categories.includes('exchange'));
    expect(BigInt(indirect?.amount ?? 0)).toBeGreaterThan(0n);
    expect(BigInt(indirect?.amount ?? 0)).toBeLessThanOrEqual(paid);
    const near = usdt(await of(aggregator, { policy: 'fifo', mostHops: 1 }), 'in')?.parts ?? [];
    expect(near.some(({ part }) => part === 'indirect')).toBe(false);
    expect(near).toContainEqual(expect.objectContaining({ part: 'unknown', reason: 'far', amount: indirect?.amount }));
  });

  it('gives one example for each labelled end: whole transactions, in the order of time, the least payment named', async () => {
    const [first] = story.truth.withdrawals;
    const direct = usdt(await of(first?.to ?? ''), 'in')?.parts.find(({ part }) => part === 'direct');
    expect(direct?.example).toMatchObject({
      payments: [{ from: { id: first?.from }, to: { id: first?.to }, amount: direct?.example?.least }],
    });
    const { aggregator } = story.truth.wallets;
    const indirect = usdt(await of(aggregator, { policy: 'fifo' }), 'in')?.parts.find(({ part }) => part === 'indirect');
    const way = indirect?.example?.payments ?? [];
    expect(way.length).toBeGreaterThan(1);
    expect([way[0]?.from.id, way.at(-1)?.to.id]).toEqual([first?.from, aggregator]);
    way.slice(1).forEach(({ from, timeSeconds }, at) => {
      expect(from).toEqual(way[at]?.to);
      expect(timeSeconds).toBeGreaterThanOrEqual(way[at]?.timeSeconds ?? Number.POSITIVE_INFINITY);
    });
    const least = way.reduce((low, { amount }) => (BigInt(amount) < low ? BigInt(amount) : low), BigInt(way[0]?.amount ?? 0));
    expect(indirect?.example?.least).toBe(`${least}`);
    expect(usdt(await of(aggregator), 'in')?.parts.every(({ part, example }) => part !== 'unknown' || example === undefined)).toBe(true);
  });

  it('takes all addresses of a labelled party together', async () => {
    const { exposed } = await desk.call('exposure.of', { subject: { name: 'exchange a' } });
    expect(exposed.parties.map(({ id }) => id)).toEqual([story.truth.withdrawals[0]?.from]);
    expect((await desk.call('exposure.of', { subject: { name: 'nobody' } })).exposed.state).toBe('notInCase');
    expect(await faultOf(desk.call('exposure.of', { subject: { name: 'x' }, policy: 'lowestBalance' }))).toMatchObject({
      code: 'trace.policyUnknown',
    });
  });
});

describe('a list that is screened', () => {
  it('by the unit’s own rules, taken in by an edit that can be undone', async () => {
    const file = desk.write(
      'rules.yaml',
      text(
        'format: tracehold-exposure-rules\ntitle: Unit 7\nrules:\n  - id: from-exchange\n    title: From exchanges\n    category: exchange\n    direction: in\n    least: 80 %\n',
      ),
    );
    expect((await desk.call('exposure.rules', {})).example).toBe(true);
    expect(await desk.call('exposure.setRules', { file: desk.grant(file) })).toMatchObject({ example: false, title: 'Unit 7' });
    await desk.call('journal.undo', {});
    expect((await desk.call('exposure.rules', {})).example).toBe(true);
    await desk.call('journal.redo', {});
    const [first] = story.truth.withdrawals;
    const list = desk.write('list.csv', text(`note;Address\nx;${first?.to}\ny;nonsense\nz;TJRabPrwbZy45sbavfcjinPJC18kjpRTv8\n`));
    const made = await desk.call('exposure.screen', { file: desk.grant(list) });
    expect(made).toMatchObject({
      addresses: 3,
      inCase: 1,
      notInCase: 1,
      invalid: 1,
      counts: [{ rule: 'from-exchange', met: 1, cannotTell: 1 }],
    });
    const met = await desk.call('exposure.rows', { screening: made.screening, verdict: 'met', rule: 'from-exchange' });
    expect(met).toMatchObject({
      total: 1,
      rows: [{ row: 2, text: first?.to, verdicts: [{ verdict: 'met', because: [{ found: '8000', needed: '8000' }] }] }],
    });
    expect((await desk.call('exposure.rows', { screening: made.screening, rule: 'exchange' })).total).toBe(0);
    const { entries } = await desk.call('journal.list', { limit: 20 });
    expect(entries.find(({ name }) => name === 'exposure.screened')?.payload).toMatchObject({ screening: made.screening, addresses: 3 });
  });

  it('says the same of the same list, pasted; an empty one is refused', async () => {
    const [first] = story.truth.withdrawals;
    const made = await desk.call('exposure.screen', {
      text: `# list\n"${first?.to}", x\r\nnonsense\nTJRabPrwbZy45sbavfcjinPJC18kjpRTv8\n`,
    });
    const rowsOf = async (screening: number) => (await desk.call('exposure.rows', { screening })).rows.map(({ row: _, ...one }) => one);
    expect(await rowsOf(made.screening)).toEqual(await rowsOf(made.screening - 1));
    expect(await faultOf(desk.call('exposure.screen', { text: ' \n#x\n' }))).toMatchObject({ code: 'exposure.nothingAsked' });
    expect(await faultOf(desk.call('exposure.rows', { screening: 99 }))).toMatchObject({ code: 'exposure.unknownScreening' });
  });

  it('is saved as tables and printed in the report', async () => {
    const csv = await desk.call('exposure.save', { screening: 1, out: desk.grant(join(desk.folder, 'out.csv')), format: 'csv' });
    const written = readFileSync(join(desk.folder, csv.name), 'utf8');
    expect(written.split('\r\n')[0]).toBe('\ufeffrow,asked,state,party,labels,met,cannotTell,why,found,unknown');
    expect(written).toContain(
      'Meets rule “From exchanges” because 80 % (USDT) came in: direct or indirect exposure to exchange (at least 80 %)',
    );
    await desk.call('exposure.save', { screening: 1, out: desk.grant(join(desk.folder, 'out.xlsx')), format: 'xlsx', locale: 'ja' });
    const sheets = unzipSync(readFileSync(join(desk.folder, 'out.xlsx')));
    expect(new TextDecoder().decode(sheets['xl/worksheets/sheet4.xml'])).toContain('ルール「From exchanges」に該当する');
    await desk.call('exposure.forReport', { screening: 1, inReport: true });
    expect((await desk.call('exposure.screenings', {})).screenings.map(({ inReport }) => inReport)).toEqual([true, false]);
    const [withdrawal] = story.truth.withdrawals;
    await desk.call('account.trace', {
      ...{ from: [withdrawal?.txid ?? ''], chain: 'tron-training', asset: 'USDT', policies: ['fifo'], primary: 'fifo' },
      ...{ question: 'Where did it go?', reason: 'As asked.' },
    });
    const bag = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'bag')), locale: 'ja' });
    const report = join(desk.folder, bag.name, 'data/report.pdf');
    expect(existsSync(report)).toBe(true);
    const kept = process.env['TRACEHOLD_KEEP_REPORTS'];
    if (kept !== undefined) copyFileSync(report, join(kept, 'exposure.pdf'));
    let printed = '';
    try {
      printed = execFileSync('pdftotext', ['-layout', report, '-'], { encoding: 'utf8' });
    } catch {
      return;
    }
    expect(printed).toContain('一例であり全体ではありません');
    expect(printed.replace(/\s/g, '')).toContain(withdrawal?.txid);
  }, 120_000);
});
