// Shows the system's own dialogs and turns what the person chose into grants of the engine. The page says what for,
// never where.
import { type BrowserWindow, dialog, ipcMain } from 'electron';
import { basename } from 'node:path';
import { type Granted, Purpose } from '../../shared/chooser/contract.ts';
import type { EngineSupervisor } from '../hosts/launch/index.ts';
import { isOwnPage } from './sender.ts';

export function answerChooser(window: BrowserWindow, engine: EngineSupervisor): void {
  let asking = false;
  ipcMain.handle('tracehold:choose', async (event, purpose: unknown, suggestedName: unknown): Promise<readonly Granted[]> => {
    if (!isOwnPage(event, window)) throw new Error('refused');
    // One dialog at a time: a page cannot bury the person in them.
    if (asking) return [];
    asking = true;
    try {
      const paths = await ask(
        window,
        Purpose.parse(purpose),
        typeof suggestedName === 'string' ? basename(suggestedName).slice(0, 120) : '',
      );
      return await Promise.all(paths.map(async (path) => ({ grant: await engine.grant(path), name: basename(path) })));
    } finally {
      asking = false;
    }
  });
}

async function ask(window: BrowserWindow, purpose: Purpose, suggestedName: string): Promise<readonly string[]> {
  if (purpose === 'newFolder') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: suggestedName,
      properties: ['createDirectory', 'showHiddenFiles'],
    });
    return canceled || filePath === undefined || filePath === '' ? [] : [filePath];
  }
  const properties = {
    openFiles: ['openFile', 'multiSelections', 'showHiddenFiles'],
    openFolder: ['openDirectory', 'showHiddenFiles'],
    saveFolder: ['openDirectory', 'createDirectory', 'showHiddenFiles'],
  } as const;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: [...properties[purpose]] });
  return canceled ? [] : filePaths;
}
