// How the window bears 20,000 and 100,000 things, and what 200 rounds of expand and undo leave behind in the page. Each in a browser of its own,
// so that the page's memory is its own; the stand-in engine works and keeps its data in the same page, which counts against the window.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { BenchBrowser } from './canvasBrowser.ts';
import { gesture } from './canvasGestures.ts';
import { openWindow, type Stage } from './canvasStages.ts';
import { type BenchRow, timing } from './figures.ts';

const FRAMES = 10;
const MOST_MEGABYTES = 1200;
const ROUNDS = 200;
/** Megabytes that 200 rounds may leave: far less than one picture for each would be. */
const MOST_GROWTH = 4;

/** Heap after collecting, in megabytes. */
async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}

/** Most that the page's process held at once, by the kernel's own count (Linux). */
function peakMegabytes(pids: readonly number[]): number | null {
  const peaks = pids.flatMap((pid) => {
    try {
      return [Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024];
    } catch {
      return [];
    }
  });
  return peaks.length === 0 ? null : Math.max(...peaks);
}

const ms = (value: number): string => (value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`);

async function timedStep(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** One size: opening, panning, choosing, moving, memory. */
export async function sizeRow(browser: BenchBrowser, things: number, limit: boolean): Promise<BenchRow> {
  const stage: Stage = await openWindow(browser, things);
  const { page } = stage;
  await browser.processorMs();
  const before = await browser.processorMs();
  const pan = await page.evaluate(gesture, { gesture: 'pan' as const, frames: FRAMES, x: 14, y: Math.round(stage.height / 2) });
  const processor = ((await browser.processorMs()) - before) / FRAMES;
  const chosen = await timedStep(async () => {
    await page.getByRole('grid', { name: 'Things on the canvas' }).getByRole('rowgroup').getByRole('row').first().click();
    await page
      .getByRole('complementary', { name: 'Details' })
      .getByRole('heading', { name: /^(Cluster|Address)$/ })
      .waitFor();
  });
  await page.getByRole('application').focus();
  await browser.processorMs();
  const moved = await timedStep(async () => {
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('button', { name: 'Undo: Canvas changed' }).waitFor();
  });
  const notice = (await page.getByText('places are worked out at each opening').count()) > 0;
  const heap = await heapMegabytes(page);
  const peak = peakMegabytes(await browser.pagePids());
  return {
    what: `the window with ${things.toLocaleString('en')} things and ${(2 * things).toLocaleString('en')} lines${notice ? ', simplified with a notice' : ''}`,
    ours: `opens in ${ms(stage.openMs)}; a frame of panning ${ms(timing(pan).medianMs)} (processor ${ms(processor)}); choosing ${ms(chosen)}; moving it ${ms(moved)} with the new picture; heap ${heap.toFixed(0)} MB, peak of the page's process ${peak === null ? 'not measured' : `${peak.toFixed(0)} MB`}`,
    ...{ peer: '', ratio: '' },
    target: limit ? `heap ≤ ${MOST_MEGABYTES} MB, notice` : 'usable',
    met: limit ? heap <= MOST_MEGABYTES && notice : null,
  };
}

/** The same thing put on the canvas and taken back, again and again. */
export async function growthRow(browser: BenchBrowser): Promise<BenchRow> {
  const { page } = await openWindow(browser, 2000, 'Theft of 12 January');
  const grid = page.getByRole('grid', { name: 'Things on the canvas' });
  const rows = async () => Number(await grid.getAttribute('aria-rowcount'));
  const until = async (count: (now: number) => boolean) => {
    for (let tries = 0; tries < 2000; tries++) {
      if (count(await rows())) return;
      await page.waitForTimeout(5);
    }
    throw new Error('the canvas did not change');
  };
  // One with few neighbours: of one with many only a list would open.
  await grid.getByRole('rowgroup').getByRole('row').filter({ hasText: '0.6401 BTC' }).click();
  await page.getByRole('application').focus();
  const begin = await rows();
  const heaps: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    if (round % 50 === 0 && round > 0) heaps.push(await heapMegabytes(page));
    await page.keyboard.press('e');
    await until((now) => now > begin);
    await page.keyboard.press('Control+z');
    await until((now) => now === begin);
  }
  const growth = (heaps.at(-1) as number) - (heaps[0] as number);
  return {
    what: `${ROUNDS} rounds of expand and undo, heap after collecting at 50, 100, 150 and 200`,
    ours: heaps.map((heap) => `${heap.toFixed(1)} MB`).join(', '),
    ...{ peer: '', ratio: '' },
    target: `grows ≤ ${MOST_GROWTH} MB over 150 rounds`,
    met: growth <= MOST_GROWTH,
  };
}
