// Figures of a canvas: real vectors, the same bytes each time, every mark resolved to a full id, and what the figure rests on beside it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/contract/index.ts';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Practice, practiceMaterial } from '../contract/practice.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let practice: Practice;
let canvas = 0;
const save = async (format: 'svg' | 'png' | 'pdf', more: Partial<CallInput<'canvas.saveFigure'>> = {}) => {
  const folder = join(desk.folder, `figure-${format}-${Object.keys(more).join('')}`);
  const saved = await desk.call('canvas.saveFigure', { canvas, scope: { what: 'all' }, format, out: desk.grant(folder), ...more });
  return { ...saved, path: join(folder, saved.name) };
};

beforeAll(async () => {
  practice = practiceMaterial();
  desk = await openDesk();
  await desk.newCase('figure');
  await desk.intake([practice.node, practice.csv]);
  const chain = (await desk.call('intake.sources', {})).chains[0]?.chain ?? '';
  ({ canvas } = await desk.call('canvas.create', { name: '盗難の流れ' }));
  const seed = itemName({ kind: 'output', chain, id: practice.truth.theft.stolenOutpoints[0]?.outpoint as string });
  const edit = (change: CallInput<'canvas.edit'>['change']) => desk.call('canvas.edit', { canvas, change });
  await edit({ do: 'add', items: [seed] });
  await desk.call('canvas.expand', { canvas, items: [seed], level: 'transactions', side: 'out', top: 2, hops: 4 });
  await edit({ do: 'colour', targets: [seed], colour: 'red' });
  await edit({ do: 'legend', colour: 'red', text: 'stolen' });
  await edit({ do: 'note', target: seed, text: 'first output of the theft' });
  await edit({ do: 'event', event: { kind: 'cash', title: 'Cash & <coins>', from: seed, hypothesis: true } });
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a figure of a canvas', () => {
  it('as SVG is well-formed, holds nothing but vectors and text, and every full id', async () => {
    const saved = await save('svg', { caption: 'Where the first output went', classification: 'RESTRICTED' });
    const svg = readFileSync(saved.path, 'utf8');
    const elements = new Set<string>();
    let text = '';
    const parser = new SaxesParser();
    parser.on('opentag', ({ name }) => elements.add(name));
    parser.on('text', (piece) => {
      text += piece;
    });
    parser.write(svg).close();
    expect([...elements].sort()).toEqual(['circle', 'g', 'path', 'rect', 'svg', 'text']);
    const { nodes } = await desk.call('canvas.picture', { canvas });
    const whole = text.replace(/\s/g, '');
    for (const { name } of nodes) expect(whole).toContain(name.replace(/\s/g, ''));
    for (const part of ['RESTRICTED', 'Where the first output went', '盗難の流れ', saved.digest, 'stolen', 'Practice material'])
      expect(text).toContain(part);
    expect(svg.match(/RESTRICTED/g)).toHaveLength(2);
  });

  it('is the same bytes each time, and another digest where anything on it is another', async () => {
    const once = await save('svg', { locale: 'ja' });
    const again = await desk.call('canvas.figure', { canvas, scope: { what: 'all' }, locale: 'ja', width: 1200, annex: true });
    expect(readFileSync(once.path, 'utf8')).toBe(again.svg);
    await desk.call('canvas.edit', { canvas, change: { do: 'area', value: { x: -100, y: -100, width: 400, height: 200, text: 'area' } } });
    const other = await desk.call('canvas.figure', { canvas, scope: { what: 'all' } });
    expect(other.digest).not.toBe(again.digest);
    await desk.call('journal.undo', {});
    expect((await desk.call('canvas.figure', { canvas, scope: { what: 'all' } })).digest).toBe(again.digest);
  });

  it('as PNG has the drawing’s proportions', async () => {
    const { path } = await save('png', { locale: 'zh-Hans' });
    const bytes = readFileSync(path);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    const [wide, tall] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const { width, height } = await desk.call('canvas.figure', {
      canvas,
      scope: { what: 'all' },
      locale: 'zh-Hans',
      width: 1200,
      annex: true,
    });
    expect(Math.abs(wide / tall - width / height)).toBeLessThan(0.01);
    expect(wide).toBeGreaterThan(1000);
  });

  it('as PDF resolves every mark to its full id and is not overwritten', async () => {
    const { path, pages } = await save('pdf', { caption: 'Where it went' });
    expect(pages).toBeGreaterThanOrEqual(1);
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(/\s/g, '');
    const { nodes } = await desk.call('canvas.picture', { canvas });
    for (const { name } of nodes) expect(text).toContain(name.replace(/\s/g, ''));
    await expect(save('pdf', { caption: 'Where it went' })).rejects.toMatchObject({ code: 'export.exists' });
  });

  it('of a selection or a part holds that alone', async () => {
    const { nodes } = await desk.call('canvas.picture', { canvas });
    const [first] = nodes;
    const one = await desk.call('canvas.figure', { canvas, scope: { what: 'items', items: [first?.id as string] }, annex: true });
    const all = await desk.call('canvas.figure', { canvas, scope: { what: 'all' }, annex: true });
    expect(one.svg.length).toBeLessThan(all.svg.length);
    expect(one.digest).not.toBe(all.digest);
  });
});

describe('a canvas in the report', () => {
  it('is drawn with its caption and every full id, and the court file verifies', async () => {
    const { theft } = practice.truth;
    await desk.call('trace.run', {
      from: [theft.stolenOutpoints[0]?.outpoint as string],
      question: 'where?',
      primary: 'fifo',
      reason: 'test',
    });
    const out = join(desk.folder, 'bag');
    const bag = await desk.call('evidence.exportBag', { out: desk.grant(out), canvases: [{ canvas, caption: 'What the examiner saw' }] });
    const report = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, bag.name)), fingerprint: bag.fingerprint });
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
    const text = execFileSync('pdftotext', ['-layout', join(desk.folder, bag.name, 'data', 'report.pdf'), '-'], { encoding: 'utf8' });
    expect(text).toContain('What the examiner saw');
    const { nodes } = await desk.call('canvas.picture', { canvas });
    const whole = text.replace(/\s/g, '');
    for (const { name } of nodes) expect(whole).toContain(name.replace(/\s/g, ''));
  }, 60_000);
});
