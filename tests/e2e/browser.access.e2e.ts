// What everybody must be able to use: axe over every screen in each theme, 200 % zoom without anything out of reach, high contrast as the
// system asks for it, and which time stands beside UTC.
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import axe from 'axe-core';
import { serveFake, walkScreens } from './everyScreen.ts';
import { button, listenForComplaints } from './journey.ts';
import { BROWSER, cutTables, NO_BROWSER, SOFTWARE_GL } from './stage.ts';

interface Found {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

let fake: Awaited<ReturnType<typeof serveFake>> | undefined;
let browser: Browser | undefined;

test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(120_000);
  fake = await serveFake();
  browser = await chromium.launch({ executablePath: BROWSER as string, args: ['--no-sandbox', ...SOFTWARE_GL] });
});
test.afterAll(async () => {
  await browser?.close();
  fake?.stop();
});

async function openPage(options: Parameters<Browser['newPage']>[0]): Promise<Page> {
  if (browser === undefined) throw new Error('no browser');
  return browser.newPage({ viewport: { width: 1100, height: 700 }, reducedMotion: 'reduce', locale: 'en-GB', ...options });
}

/** Screens of which no table holds more than it shows from side to side. */
const WHOLE_TABLES = /^(journal|canvas(?!-neighbours)|devices|requests-seizure)/;

/** All that axe finds on every screen, a line each, and which table is cut. */
async function findings(page: Page, rules: object = {}): Promise<readonly string[]> {
  const found: string[] = [];
  await walkScreens(page, fake?.address ?? '', async (name) => {
    // What is still being asked for has no title yet.
    await expect(page.locator('h1').first()).toBeAttached();
    // A colour on its way is none of the theme's.
    await page.evaluate(() =>
      Promise.all(document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished.catch(() => undefined)] : []))),
    );
    // Evaluated over the debugging protocol, which no policy of the page stops.
    if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
    const violations = await page.evaluate(
      async (options) => {
        const { violations: all } = await (
          window as unknown as {
            readonly axe: { run(context: Document, options: object): Promise<{ readonly violations: readonly Found[] }> };
          }
        ).axe.run(document, options);
        return all;
      },
      { resultTypes: ['violations'], rules },
    );
    if (WHOLE_TABLES.test(name)) for (const cut of await cutTables(page)) found.push(`${name}: ${cut}`);
    for (const { id, nodes } of violations)
      found.push(`${name}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`);
  });
  return found;
}

test('axe finds nothing on any screen', async () => {
  test.setTimeout(120_000);
  const page = await openPage({ colorScheme: 'light' });
  const complaints = await listenForComplaints(page);
  expect(await findings(page)).toEqual([]);
  expect(complaints()).toEqual([]);
  await page.close();
});

test('colours and the time beside UTC are chosen in one place and kept; what the system asks for is followed', async () => {
  const page = await openPage({ colorScheme: 'light' });
  const body = page.locator('body');
  await page.goto(`${fake?.address ?? ''}#real`);
  await button(page, 'Display').click();
  await page.getByLabel('Colours').selectOption('contrast');
  await page.getByLabel('Times').selectOption('540');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(body).toHaveClass(/th-contrast/);
  await expect(page.locator('.th-time').first()).toContainText(/\d UTC · .*\(UTC\+09:00\)/);
  await button(page, 'Display').click();
  await page.getByLabel('Colours').selectOption('system');
  await expect(body).not.toHaveClass(/bp6-dark/);
  await page.emulateMedia({ contrast: 'more' });
  await expect(body).toHaveClass(/th-contrast/);
  await page.emulateMedia({ contrast: null, forcedColors: 'active' });
  await expect(body).toHaveClass(/th-contrast/);
  await page.close();
});

test('nor in dark colours, nor in high contrast, where every text keeps 7 : 1 @all', async () => {
  test.setTimeout(240_000);
  const dark = await openPage({ colorScheme: 'dark' });
  expect(await findings(dark)).toEqual([]);
  await dark.close();
  const contrast = await openPage({ contrast: 'more' });
  expect(await findings(contrast, { 'color-contrast-enhanced': { enabled: true } })).toEqual([]);
  await contrast.close();
});

/** Controls that cannot be brought into sight, or lie under something else there. */
function outOfReach(): readonly string[] {
  const over = document.querySelector('.bp6-overlay-open .bp6-dialog') ?? [...document.querySelectorAll('.bp6-popover')].at(-1);
  const controls = (over ?? document).querySelectorAll<HTMLElement>('button, input, select, textarea, summary, [role="tab"]');
  return [...controls].flatMap((control) => {
    // Pieces of the coverage lie over each other to scale; the table below the drawing has them all.
    const within = control.closest('.th-offscreen, .th-cover-lanes, [aria-hidden="true"], .th-skip');
    if (within !== null || !control.checkVisibility({ checkOpacity: false })) return [];
    // What a checkbox is drawn with lies upon the input itself.
    const target = control.matches('input[type="checkbox"], input[type="radio"]') ? (control.closest('label') ?? control) : control;
    target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { left, right, top, bottom } = target.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const reached = hit !== null && (target.contains(hit) || hit.contains(target));
    const cut = left < -1 || right > innerWidth + 1 || (bottom - top < innerHeight && (top < -1 || bottom > innerHeight + 1));
    return reached && !cut
      ? []
      : [`${control.outerHTML.slice(0, 160)} at ${Math.round(left)},${Math.round(top)} under ${hit?.className ?? 'nothing'}`];
  });
}

for (const [zoom, width, height] of [
  [150, 853, 533],
  [200, 640, 400],
] as const) {
  test(`at ${zoom} % nothing is cut off or out of reach @all`, async () => {
    test.setTimeout(240_000);
    const page = await openPage({ viewport: { width, height } });
    const found: string[] = [];
    await walkScreens(page, fake?.address ?? '', async (name) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const mainWide = await page.locator('#main').evaluate((main) => main.scrollWidth - main.clientWidth);
      if (wide > 0 || mainWide > 0) found.push(`${name}: ${wide} ${mainWide} points too wide`);
      // What is still being put in its place is looked at again.
      await expect.poll(() => page.evaluate(outOfReach), name).toEqual([]);
    });
    expect(found).toEqual([]);
    await page.close();
  });
}
