// Walks the browser shell's own file chooser as a person would, from a root down by clicks.
import { relative, sep } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Choose } from './journey.ts';
import { spoken } from './spoken.ts';

export function browserChooser(page: Page, roots: readonly string[], say = spoken('en')): Choose {
  return async (button, purpose, path) => {
    const root = roots.find((candidate) => path.startsWith(`${candidate}${sep}`));
    if (root === undefined) throw new Error(`no root holds ${path}`);
    const parts = relative(root, path).split(sep);
    const last = purpose === 'openFolder' ? undefined : parts.pop();
    const dialog = page.locator('.th-chooser');
    // A click while a dialog still moves in can be lost; a person clicks again.
    const until = (step: () => Promise<void>, there: Locator): Promise<void> =>
      expect(async () => {
        if (!(await there.isVisible())) await step();
        await expect(there).toBeVisible({ timeout: 2000 });
      }).toPass({ timeout: 15_000 });
    await until(() => button.click({ timeout: 5000 }), dialog);
    const entry = (name: string) => dialog.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
    const listed = (place: string) => dialog.getByRole('list', { name: place, exact: true });
    if (purpose === 'newFolder') {
      // For something new the first root opens by itself; from there back to all of them.
      await expect(listed(say('chooser.roots'))).toBeHidden();
      await until(() => dialog.locator('.bp6-breadcrumb').first().click({ timeout: 5000 }), listed(say('chooser.roots')));
    }
    for (const part of [root, ...parts]) await until(() => entry(part).getByRole('button').click({ timeout: 5000 }), listed(part));
    if (purpose === 'openFiles') {
      // By its name, as a person does: Playwright waits until the dialog stands still and the row takes the click.
      await entry(last ?? '')
        .getByText(last ?? '', { exact: true })
        .click();
      await expect(entry(last ?? '').getByRole('checkbox')).toBeChecked();
    } else if (last !== undefined) await dialog.locator('#chooser-name').fill(last);
    await dialog.getByRole('button', { name: say(`chooser.${purpose}Do`), exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  };
}
