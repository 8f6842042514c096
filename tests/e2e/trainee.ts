// What a trainee does on a canvas in either shell and any language: by the words on the screen, by the keyboard, by the table beside the graph.
import { expect, type Locator, type Page } from '@playwright/test';
import { type Choose, row } from './journey.ts';
import type { Spoken } from './spoken.ts';

export interface Trainee {
  readonly page: Page;
  readonly choose: Choose;
  /** A writable folder for the practice case and the bag. */
  readonly folder: string;
  readonly say: Spoken;
  readonly picture: (name: string) => Promise<void>;
}

export interface Hands {
  readonly button: (key: string) => Locator;
  readonly go: (task: string) => Promise<void>;
  readonly stage: () => Locator;
  /** Rows of the table of things that hold all these texts. */
  readonly things: (...texts: readonly string[]) => Locator;
  /** The same row, scrolled to: of a long table only what is seen is on the page. */
  readonly reach: (...texts: readonly string[]) => Promise<Locator>;
  /** How many rows the whole table has, shown or not. */
  readonly count: () => Promise<number>;
  readonly details: () => Locator;
  /** Keys pressed with the graph in focus. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly menu: (key: string) => Promise<void>;
  /** Puts the first thing that is found by this text on the canvas. */
  readonly put: (text: string) => Promise<void>;
  readonly note: (text: string) => Promise<void>;
  /** Takes these two as the ends and searches. */
  readonly paths: (from: () => Promise<Locator>, to: () => Promise<Locator>) => Promise<void>;
}

export function handsOf({ page, say }: Pick<Trainee, 'page' | 'say'>): Hands {
  const button = (key: string): Locator => page.getByRole('button', { name: say(key), exact: true });
  const table = say('canvas.tableNodesLabel');
  const things = (...texts: readonly string[]): Locator => texts.reduce((rows, hasText) => rows.filter({ hasText }), row(page, table));
  const stage = (): Locator => page.getByRole('application', { name: say('canvas.graphLabel', { name: say('canvas.firstName') }) });
  const details = (): Locator => page.getByRole('complementary', { name: say('canvas.side') });
  const press = async (...keys: readonly string[]): Promise<void> => {
    await stage().focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  const take = async (thing: () => Promise<Locator>, key: string): Promise<void> => {
    await (await thing()).click();
    await details().getByText(say('canvas.tabs.paths'), { exact: true }).first().click();
    await details()
      .getByRole('button', { name: say(key), exact: true })
      .click();
  };
  return {
    ...{ button, stage, details, press },
    go: (task) =>
      page
        .getByRole('navigation', { name: say('rail.label') })
        .getByRole('button', { name: say(`tasks.${task}`), exact: true })
        .click(),
    things,
    async reach(...texts) {
      await expect
        .poll(async () => {
          const seen = await things(...texts).count();
          if (seen === 0) await page.getByRole('grid', { name: table }).evaluate(scrollOn);
          return seen;
        })
        .toBe(1);
      return things(...texts);
    },
    count: async () => Number(await page.getByRole('grid', { name: table }).getAttribute('aria-rowcount')) - 1,
    async menu(key) {
      await press('Shift+F10');
      await page.getByRole('menuitem', { name: say(key) }).click();
    },
    async put(text) {
      await page.locator('#canvas-find').fill(text);
      const found = page.getByRole('region', { name: say('canvas.found') });
      await found
        .getByRole('button', { name: say('canvas.putOn'), exact: true })
        .first()
        .click();
      await expect(found).toHaveCount(0);
    },
    async note(text) {
      await press('n');
      await page.getByRole('dialog').locator('#canvas-text').fill(text);
      await page.keyboard.press('Control+Enter');
    },
    async paths(from, to) {
      await take(from, 'canvas.takeFrom');
      await take(to, 'canvas.takeTo');
      await details()
        .getByRole('button', { name: say('canvas.pathsSearch'), exact: true })
        .click();
    },
  };
}

/** Down by what is nearly a page, and from the end to the beginning again. */
function scrollOn(grid: Element): void {
  const bottom = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
  grid.scrollTop = bottom ? 0 : grid.scrollTop + grid.clientHeight / 2;
}
