// The window in each of its languages: chosen in the top bar while somebody works, kept for the next time, and no screen wider than
// the window. Pictures go to test-results/screens.
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { createEngine, serve } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { createClient } from '../../shared/wire/client.ts';
import { joinPorts } from '../../shared/wire/memory.ts';
import type { FromEngine, ToEngine } from '../../shared/wire/messages.ts';
import { practiceMaterial } from '../contract/practice.ts';
import { browserChooser } from './browserChooser.ts';
import { button, go, PASSPHRASE } from './journey.ts';
import { BROWSER, type BrowserWindow, NO_BROWSER, openBrowser, ROOT } from './stage.ts';

const pictures = join(ROOT, 'test-results', 'screens');
const folder = mkdtempSync(join(tmpdir(), 'tracehold-languages-'));
const practice = practiceMaterial();
type Locale = 'en' | 'ja' | 'zh-Hans' | 'zh-Hant';
/** The rail from above. */
const TASKS = ['case', 'sources', 'explore', 'canvas', 'trace'];
const OTHERS: readonly Locale[] = ['ja', 'zh-Hans', 'zh-Hant'];
const createTitle = (locale: Locale): string =>
  (JSON.parse(readFileSync(join(ROOT, 'resources/locales', locale, 'ui.json'), 'utf8')) as { welcome: { createTitle: string } }).welcome
    .createTitle;
let opened: BrowserWindow | undefined;
let page: Page;
let complaints: () => readonly string[];

async function workedCase(): Promise<void> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: `${folder}-profile` } });
  const engine = await createEngine(host);
  const { near, far } = joinPorts<ToEngine, FromEngine>();
  serve(near, engine.router);
  const { call } = createClient(far);
  await call('case.create', {
    folder: grantPath(join(folder, 'river')),
    ...{ title: '特殊詐欺事件', examiner: '黒田', agency: 'サイバー犯罪対策課', reference: 'R8-1204', passphrase: PASSPHRASE },
  });
  await call('intake.run', { paths: [grantPath(practice.node)] });
  await call('labels.add', { paths: [grantPath(practice.tagPack)] });
  await call('trace.run', {
    from: practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint),
    ...{ primary: 'fifo', question: '被害コインの行き先', reason: '当地の裁判例による', stops: [{ rule: 'labelled', options: {} }] },
  });
  await call('case.close', {});
  await engine.dispose();
}

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.skip(BROWSER === undefined, NO_BROWSER);
  test.setTimeout(120_000);
  await workedCase();
  opened = await openBrowser(folder, [folder, practice.folder]);
  ({ page, complaints } = opened);
});
test.afterAll(async () => {
  await opened?.close();
});

const speak = (locale: Locale): Promise<unknown> => page.locator('.th-language select').selectOption(locale);

test('a language is chosen while somebody types, and kept', async () => {
  const heading = (locale: Locale) => page.getByRole('heading', { name: createTitle(locale), exact: true });
  await expect(heading('en')).toBeVisible();
  await expect(page.locator('.th-language option')).toHaveText(['English', '日本語', '简体中文', '繁體中文']);
  await page.locator('#create-title').fill('half a title');
  for (const locale of [...OTHERS, 'en', 'ja'] as const) {
    await speak(locale);
    await expect(heading(locale)).toBeVisible();
    // The form of Han characters hangs on it.
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('#create-title')).toHaveValue('half a title');
  }
  await page.reload();
  await expect(heading('ja')).toBeVisible();
  await speak('en');
});

test('every task fits its window in every language, and what was typed stays @all', async () => {
  test.setTimeout(240_000);
  const choose = browserChooser(page, [folder, practice.folder]);
  await choose(button(page, 'Choose the case folder'), 'openFolder', join(folder, 'river.tracehold'));
  await page.locator('#open-passphrase').fill(PASSPHRASE);
  await button(page, 'Open the case').click();
  await expect(page.getByText('About this case')).toBeVisible();
  await go(page, 'New trace');
  await page.getByLabel('Question').fill('Where is it now?');
  mkdirSync(pictures, { recursive: true });
  await page.setViewportSize({ width: 1100, height: 700 });
  const wide: string[] = [];
  for (const locale of OTHERS) {
    await speak(locale);
    await expect(page.locator('textarea').first()).toHaveValue('Where is it now?');
    const tasks = page.locator('.th-rail-item');
    // The last one shows the keys.
    const count = (await tasks.count()) - 1;
    for (let task = 0; task < count; task += 1) {
      await tasks.nth(task).click();
      await expect(tasks.nth(task)).toHaveAttribute('aria-current', 'page');
      await page.waitForTimeout(400);
      const over = await page.evaluate(() => {
        const main = document.querySelector('#main') as HTMLElement;
        return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - window.innerWidth);
      });
      if (over > 0) wide.push(`${locale} ${task}: ${over}`);
      await page.screenshot({ path: join(pictures, `language-${locale}-${task}.png`) });
    }
    await tasks.nth(TASKS.indexOf('trace')).click();
  }
  await speak('en');
  await expect(page.getByLabel('Question')).toHaveValue('Where is it now?');
  expect(wide).toEqual([]);
  expect(complaints()).toEqual([]);
});
