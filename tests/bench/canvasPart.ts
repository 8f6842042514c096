// The canvas in a real browser: what a frame of panning, zooming, hovering and dragging costs beside bare Sigma with the same data in the same
// run, what 20,000 and 100,000 things take, and whether memory stays.
import type { Page } from '@playwright/test';
import { gesture, type Gesture } from './canvasGestures.ts';
import { type BenchBrowser, openBenchBrowser } from './canvasBrowser.ts';
import { makeLargeWorld } from '../fixtures/fakeCanvasWorld.ts';
import { type BenchRow, type PartResult, timeText, timing } from './figures.ts';

const THINGS = 2000;
const FRAMES = 60;
const GESTURES: readonly Gesture[] = ['pan', 'zoom', 'hover', 'drag'];
const MOST_RATIO = 1.3;

interface Stage {
  readonly page: Page;
  readonly width: number;
  readonly height: number;
}
interface Cost {
  readonly frameMs: number[];
  readonly processorMs: number[];
}

/** The window's large canvas, drawn and fitted. */
async function openWindow(browser: BenchBrowser, things: number): Promise<Stage> {
  const page = await browser.page();
  await page.goto(browser.address(`window/index.html#real-${things}`));
  await page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: 'Canvas', exact: true }).click();
  await page.getByRole('button', { name: /^Canvas: / }).click();
  await page.getByText('Large', { exact: true }).click();
  const stage = page.getByRole('application', { name: /^Canvas Large/ });
  await stage.focus();
  await page.keyboard.press('0');
  const box = await stage.boundingBox();
  if (box === null) throw new Error('no stage');
  return { page, width: Math.round(box.width), height: Math.round(box.height) };
}

async function openBare(browser: BenchBrowser, things: number, { width, height }: Stage, still: boolean): Promise<Stage> {
  const page = await browser.page();
  await page.goto(browser.address(`bare/index.html#${things},${width},${height},${still ? 1 : 0}`));
  await page.locator('canvas.sigma-mouse').waitFor();
  return { page, width, height };
}

/** Where a node lies on a stage that shows everything, by the same arithmetic as the window's. */
function placeOf(things: number, { width, height }: Stage, index: number): { readonly x: number; readonly y: number } {
  const nodes = [...makeLargeWorld(things).nodes.values()];
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const least = (of: readonly number[]) => of.reduce((a, b) => Math.min(a, b));
  const most = (of: readonly number[]) => of.reduce((a, b) => Math.max(a, b));
  const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
  const zoom = Math.min(1.15, (width - 150) / (right - left), (height - 130) / (bottom - top));
  const node = nodes[index] as (typeof nodes)[number];
  return { x: width / 2 + (node.x - (left + right) / 2) * zoom, y: height / 2 + (node.y - (top + bottom) / 2) * zoom };
}

async function measure(
  browser: BenchBrowser,
  stage: Stage,
  kind: Gesture,
  at: { readonly x: number; readonly y: number },
  cost: Cost,
): Promise<void> {
  await stage.page.bringToFront();
  await stage.page.waitForTimeout(150);
  const before = await browser.processorMs();
  const times = await stage.page.evaluate(gesture, { gesture: kind, frames: FRAMES, ...at });
  cost.processorMs.push(((await browser.processorMs()) - before) / FRAMES);
  cost.frameMs.push(timing(times).medianMs);
}

export async function canvasChild(folder: string, runs: number): Promise<PartResult> {
  const browser = await openBenchBrowser(folder);
  if (browser === null) return { rows: [], notes: ['canvas: no Chromium-family browser on this machine, skipped'] };
  const rows: BenchRow[] = [];
  try {
    const ours = await openWindow(browser, THINGS);
    const peers = [await openBare(browser, THINGS, ours, false), await openBare(browser, THINGS, ours, true)] as const;
    const edge = { x: 14, y: Math.round(ours.height / 2) };
    const node = placeOf(THINGS, ours, 1010);
    for (const kind of GESTURES) {
      const at = kind === 'drag' ? node : edge;
      const costs: Cost[] = [ours, ...peers].map(() => ({ frameMs: [], processorMs: [] }));
      for (let run = 0; run <= runs; run++) {
        for (const [which, stage] of [ours, ...peers].entries()) {
          await measure(browser, stage, kind, at, run === 0 ? { frameMs: [], processorMs: [] } : (costs[which] as Cost));
        }
      }
      const [own, plain, still] = costs.map(({ processorMs, frameMs }) => ({ processor: timing(processorMs), frame: timing(frameMs) }));
      if (own === undefined || plain === undefined || still === undefined) throw new Error('no costs');
      const text = ({ processor, frame }: typeof own) => `${timeText(processor)}, a frame ${frame.medianMs.toFixed(1)} ms`;
      const ratio = own.processor.medianMs / still.processor.medianMs;
      rows.push({
        what: `${kind}, ${THINGS} nodes and ${2 * THINGS} lines, processor time of a frame`,
        ours: text(own),
        peer: `bare Sigma ${text(still)} without labels while it moves, ${text(plain)} as it comes`,
        ratio: `${ratio.toFixed(2)}× (${(own.processor.medianMs / plain.processor.medianMs).toFixed(2)}×)`,
        target: `≤ ${MOST_RATIO}×`,
        met: ratio <= MOST_RATIO,
      });
    }
  } finally {
    await browser.close();
  }
  return {
    rows,
    notes: ['canvas: the window with table, panel and legend over the stand-in engine; processor time is of all processes of the browser'],
  };
}
