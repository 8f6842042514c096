// The menu bar, in the person's language and without anything that reloads, inspects or leads out of the program.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LANGUAGES: readonly [RegExp, string][] = [
  [/^ja\b/i, 'ja'],
  [/^zh-(tw|hk|mo|hant)/i, 'zh-Hant'],
  [/^zh\b/i, 'zh-Hans'],
];

export function installMenu(resourcesFolder: string, locale: string, developerTools: boolean): void {
  const words = { ...readWords(resourcesFolder, 'en'), ...readWords(resourcesFolder, locale) };
  const group = (key: string, roles: readonly MenuItemConstructorOptions['role'][]): MenuItemConstructorOptions => ({
    label: words[key] ?? key,
    submenu: roles.map((role) => (role === undefined ? { type: 'separator' } : { role })),
  });
  const template = [
    group('file', ['quit']),
    group('edit', ['undo', 'redo', undefined, 'cut', 'copy', 'paste', 'selectAll']),
    group('view', [
      'resetZoom',
      'zoomIn',
      'zoomOut',
      undefined,
      'togglefullscreen',
      ...(developerTools ? (['toggleDevTools'] as const) : []),
    ]),
    group('window', ['minimize', 'close']),
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function readWords(resourcesFolder: string, locale: string): Readonly<Record<string, string>> {
  const language = LANGUAGES.find(([pattern]) => pattern.test(locale))?.[1] ?? 'en';
  try {
    const file = join(resourcesFolder, 'locales', language, 'ui.json');
    const { menu = {} } = JSON.parse(readFileSync(file, 'utf8')) as { readonly menu?: Readonly<Record<string, string>> };
    return menu;
  } catch {
    return {};
  }
}
