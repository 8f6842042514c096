// Answers the native dialogs: stands in for `dialog` in Electron's main process, which is all that a test can reach.
import type { ElectronApplication } from '@playwright/test';
import type { Choose } from './journey.ts';

export function electronChooser(application: ElectronApplication): Choose {
  return async (button, purpose, path) => {
    const asked = await application.evaluateHandle(({ dialog }, chosen) => {
      const asked: string[] = [];
      dialog.showOpenDialog = async (...given: unknown[]) => {
        asked.push(((given.at(-1) as { properties?: string[] }).properties ?? []).join());
        return { canceled: false, filePaths: [chosen] };
      };
      dialog.showSaveDialog = async () => {
        asked.push('save');
        return { canceled: false, filePath: chosen };
      };
      return asked;
    }, path);
    await button.click();
    for (let tries = 0; (await asked.evaluate((list) => list.length)) === 0; tries++) {
      if (tries > 50) throw new Error(`no dialog was shown for ${purpose}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const properties = (await asked.evaluate((list) => list[0])) ?? '';
    const wanted = { openFiles: 'openFile', openFolder: 'openDirectory', saveFolder: 'openDirectory', newFolder: 'save' }[purpose];
    if (!properties.includes(wanted)) throw new Error(`${purpose}: the dialog asked for ${properties}`);
  };
}
