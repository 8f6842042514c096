// The canvas in a real browser: what a frame of panning, zooming, hovering and dragging costs beside bare Sigma with the same data in the same
// run, what 20,000 and 100,000 things take, and whether memory stays.
import { gesture, type Gesture } from './canvasGestures.ts';
import { type BenchBrowser, browserPath, buildPages, openBenchBrowser } from './canvasBrowser.ts';
import { growthRow, sizeRow } from './canvasSizes.ts';
import { openBare, openWindow, placeOf, type Stage } from './canvasStages.ts';
import { type BenchRow, type PartResult, timeText, timing } from './figures.ts';

const THINGS = 2000;
const FRAMES = 24;
const GESTURES: readonly Gesture[] = ['pan', 'zoom', 'hover', 'drag'];
const MOST_RATIO = 1.3;
const SIZES = [
  [20_000, false],
  [100_000, true],
] as const;

interface Cost {
  readonly frameMs: number[];
  readonly processorMs: number[];
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

async function compare(browser: BenchBrowser, runs: number): Promise<readonly BenchRow[]> {
  const ours = await openWindow(browser, THINGS);
  const peers = [await openBare(browser, THINGS, ours, true), await openBare(browser, THINGS, ours, false)] as const;
  const edge = { x: 14, y: Math.round(ours.height / 2) };
  const node = placeOf(THINGS, ours, 1010);
  const rows: BenchRow[] = [];
  for (const kind of GESTURES) {
    const costs: Cost[] = [ours, ...peers].map(() => ({ frameMs: [], processorMs: [] }));
    for (let run = 0; run <= runs; run++) {
      for (const [which, stage] of [ours, ...peers].entries()) {
        const cost = run === 0 ? { frameMs: [], processorMs: [] } : (costs[which] as Cost);
        await measure(browser, stage, kind, kind === 'drag' ? node : edge, cost);
      }
    }
    const [own, same, plain] = costs.map(({ processorMs, frameMs }) => ({ processor: timing(processorMs), frame: timing(frameMs) }));
    if (own === undefined || same === undefined || plain === undefined) throw new Error('no costs');
    const text = ({ processor, frame }: typeof own) => `${timeText(processor)}, frame ${frame.medianMs.toFixed(0)} ms`;
    const [ratio, other] = [own.processor.medianMs / same.processor.medianMs, own.processor.medianMs / plain.processor.medianMs];
    rows.push({
      what: `${kind}: processor time of a frame, ${THINGS} nodes and ${2 * THINGS} lines`,
      ours: text(own),
      peer: `bare Sigma ${text(same)}; as it comes ${text(plain)}`,
      ratio: `${ratio.toFixed(2)}× (${other.toFixed(2)}×)`,
      target: `≤ ${MOST_RATIO}×`,
      met: ratio <= MOST_RATIO,
    });
  }
  return rows;
}

export async function canvasChild(folder: string, runs: number): Promise<PartResult> {
  const path = browserPath();
  if (path === undefined) return { rows: [], notes: ['canvas: no Chromium-family browser on this machine, skipped'] };
  await buildPages(folder);
  const rows: BenchRow[] = [];
  const inBrowser = async (work: (browser: BenchBrowser) => Promise<readonly BenchRow[]>) => {
    const browser = await openBenchBrowser(folder, path);
    try {
      const made = await work(browser);
      rows.push(...made);
      // It takes minutes: what is known is said as it comes.
      for (const { what, ours } of made) process.stderr.write(`${what}: ${ours}\n`);
    } finally {
      await browser.close();
    }
  };
  await inBrowser((browser) => compare(browser, runs));
  for (const [things, limit] of SIZES) await inBrowser(async (browser) => [await sizeRow(browser, things, limit)]);
  await inBrowser(async (browser) => [await growthRow(browser)]);
  return {
    rows,
    notes: [
      'canvas: the window with table, panel and legend over the stand-in engine, which works in the same page; Chromium with software GL, processor time of all its processes',
      "canvas: bare Sigma with the window's own options (labels and lines left out while the camera moves) beside the same with its defaults",
    ],
  };
}
