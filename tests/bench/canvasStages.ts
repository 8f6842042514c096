// The stages of the canvas bench: the window with one of its canvases open and fitted, and bare Sigma as large.
import type { Page } from '@playwright/test';
import { makeLargeWorld } from '../fixtures/fakeCanvasWorld.ts';
import type { BenchBrowser } from './canvasBrowser.ts';

export interface Stage {
  readonly page: Page;
  readonly width: number;
  readonly height: number;
  /** From choosing the canvas to its first frame. */
  readonly openMs: number;
}

/** A canvas of the window, drawn and fitted. */
export async function openWindow(browser: BenchBrowser, things: number, name = 'Large'): Promise<Stage> {
  const page = await browser.page();
  page.setDefaultTimeout(180_000);
  await page.goto(browser.address(`window/index.html#real-${things}`));
  await page.getByRole('navigation', { name: 'Tasks' }).getByRole('button', { name: 'Canvas', exact: true }).click();
  await page.getByRole('button', { name: /^Canvas: / }).click();
  const start = performance.now();
  await page.getByRole('menu').or(page.locator('.bp6-popover')).getByText(name, { exact: true }).first().click();
  const stage = page.getByRole('application', { name: new RegExp(`^Canvas ${name}`) });
  await stage.waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  const openMs = performance.now() - start;
  await stage.focus();
  await page.keyboard.press('0');
  const box = await stage.boundingBox();
  if (box === null) throw new Error('no stage');
  return { page, openMs, width: Math.round(box.width), height: Math.round(box.height) };
}

export async function openBare(browser: BenchBrowser, things: number, { width, height }: Stage, still: boolean): Promise<Stage> {
  const page = await browser.page();
  await page.goto(browser.address(`bare/index.html#${things},${width},${height},${still ? 1 : 0}`));
  await page.locator('canvas.sigma-mouse').waitFor();
  return { page, width, height, openMs: 0 };
}

/** Where a node lies on a stage that shows everything, by the same arithmetic as the window's. */
export function placeOf(things: number, { width, height }: Stage, index: number): { readonly x: number; readonly y: number } {
  const nodes = [...makeLargeWorld(things).nodes.values()];
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const least = (of: readonly number[]) => of.reduce((a, b) => Math.min(a, b));
  const most = (of: readonly number[]) => of.reduce((a, b) => Math.max(a, b));
  const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
  const zoom = Math.min(1.15, (width - 150) / (right - left), (height - 130) / (bottom - top));
  const node = nodes[index] as (typeof nodes)[number];
  return { x: width / 2 + (node.x - (left + right) / 2) * zoom, y: height / 2 + (node.y - (top + bottom) / 2) * zoom };
}
