// Figures of both practice cases' canvases against pictures kept here, as SVG and as a page of PDF. After a change of the drawing that is meant:
// `TRACEHOLD_GOLDEN=write npm test -- canvasFigures`, then look at each picture that changed.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../shared/contract/index.ts';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { practiceMaterial } from '../contract/practice.ts';
import { differences, type Grey, greyOf, readPgm, readPng, writePng } from './greyPicture.ts';

const WRITES = process.env.TRACEHOLD_GOLDEN === 'write';
const ROOT = join(import.meta.dirname, '..', '..');
const FONTS = ['400Regular/NotoSansJP_400Regular.ttf', '700Bold/NotoSansJP_700Bold.ttf'];
/** Pixels across: enough for words to be words. */
const WIDTH = 900;
const DOTS_PER_INCH = 75;

interface Story {
  readonly canvas: number;
  /** A thing that stands alone enough to be missed. */
  readonly item: string;
}

let desk: Desk;
const pdftoppm = ((): boolean => {
  try {
    execFileSync('pdftoppm', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

beforeAll(async () => {
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  desk = await openDesk();
}, 60_000);
afterAll(async () => {
  await desk?.end();
});

/** Practice case one: from the theft to the deposit at the exchange. */
async function theft(): Promise<Story> {
  const practice = practiceMaterial();
  await desk.newCase('theft');
  await desk.intake([practice.node, practice.csv]);
  const chain = (await desk.call('intake.sources', {})).chains[0]?.chain ?? '';
  const item = itemName({ kind: 'transaction', chain, id: practice.truth.theft.txid });
  const { canvas } = await desk.call('canvas.create', { name: 'From the theft' });
  const edit = (change: CallInput<'canvas.edit'>['change']) => desk.call('canvas.edit', { canvas, change });
  await edit({ do: 'add', items: [item] });
  await desk.call('canvas.expand', { canvas, items: [item], level: 'transactions', side: 'out', top: 3, hops: 4 });
  await edit({ do: 'note', target: item, text: 'Reported on the same day' });
  await edit({ do: 'colour', targets: [item], colour: 'red' });
  await edit({ do: 'legend', colour: 'red', text: 'stolen' });
  await edit({ do: 'event', event: { kind: 'cash', title: 'Hand-over', from: item, hypothesis: true } });
  return { canvas, item };
}

/** Practice case two: around the first withdrawal, over exchange and chain. */
async function ring(): Promise<Story> {
  await desk.close();
  const out = join(desk.folder, 'ring');
  await desk.call('learn.practice', { story: 'ring', out: desk.grant(out), title: 'Ring', examiner: 'E', agency: 'A' });
  const { withdrawals } = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as { withdrawals: readonly { txid: string }[] };
  const { canvas } = await desk.call('canvas.create', { name: 'The ring' });
  const { lines } = await desk.call('canvas.identify', { text: withdrawals[0]?.txid ?? '' });
  const items = lines.flatMap(({ readings }) => readings.flatMap(({ item, held }) => (held && item !== null ? [item] : [])));
  await desk.call('canvas.edit', { canvas, change: { do: 'add', items } });
  await desk.call('canvas.expand', { canvas, items, level: 'transactions', side: 'both', top: 4 });
  return { canvas, item: items[0] as string };
}

/** Without the two sentences that say when it was drawn and of which state: they are others each time. */
async function svgOf({ canvas }: Story): Promise<string> {
  const { svg } = await desk.call('canvas.figure', { canvas, scope: { what: 'all' }, width: WIDTH, annex: false });
  return svg.replace(/<text[^>]*>[^<]*(journal event|SHA-256)[^<]*<\/text>/g, '');
}

function drawn(svg: string): Grey {
  const fontBuffers = FONTS.map((name) => readFileSync(join(ROOT, 'node_modules/@expo-google-fonts/noto-sans-jp', name)));
  const drawing = new Resvg(svg, { font: { fontBuffers }, background: '#ffffff' });
  const { pixels, width, height } = drawing.render();
  return greyOf(pixels, width, height);
}

/** The page of the drawing; what it rests on stands on the next. */
async function paperOf({ canvas }: Story, name: string): Promise<Grey> {
  const out = join(desk.folder, `${name}-pdf`);
  const saved = await desk.call('canvas.saveFigure', { canvas, scope: { what: 'all' }, format: 'pdf', out: desk.grant(out) });
  const file = join(out, saved.name);
  return readPgm(execFileSync('pdftoppm', ['-gray', '-r', String(DOTS_PER_INCH), '-f', '1', '-l', '1', file], { maxBuffer: 1 << 25 }));
}

function against(name: string, picture: Grey): string[] {
  const file = join(import.meta.dirname, `${name}.png`);
  if (WRITES) writeFileSync(file, writePng(picture));
  if (!existsSync(file)) return [`${name}.png is not there`];
  expect(readFileSync(file).length, `${name}.png is small`).toBeLessThan(60_000);
  return differences(readPng(readFileSync(file)), picture);
}

describe.each([
  ['theft', theft],
  ['ring', ring],
] as const)('the figure of practice case %s', (name, make) => {
  let story: Story;
  beforeAll(async () => {
    story = await make();
  }, 120_000);

  it('is drawn as SVG as it was', async () => {
    expect(against(`${name}-svg`, drawn(await svgOf(story)))).toEqual([]);
  });

  it.skipIf(!pdftoppm)('is drawn on a page as it was (SKIPPED where pdftoppm is absent)', async () => {
    expect(against(`${name}-page`, await paperOf(story, name))).toEqual([]);
  });

  it('is another picture where one thing moved or one label is gone', async () => {
    const svg = await svgOf(story);
    const whole = drawn(svg);
    const mark = />([A-Z]\d+)<\/text>/.exec(svg)?.[1] as string;
    const without = svg.replace(new RegExp(`<text[^>]*>${mark}</text>`), '');
    expect(without).not.toBe(svg);
    expect(differences(whole, drawn(without))).not.toEqual([]);
    const { nodes } = await desk.call('canvas.picture', { canvas: story.canvas });
    const node = nodes.find(({ id }) => id === story.item);
    if (node === undefined) throw new Error('the thing is on the canvas');
    await desk.call('canvas.edit', {
      canvas: story.canvas,
      change: { do: 'move', places: [{ item: story.item, x: node.x, y: node.y + 24 }] },
    });
    expect(differences(whole, drawn(await svgOf(story)))).not.toEqual([]);
  });
});
