// The menu bar, in the person's language and without anything that reloads, inspects or leads out of the program.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LANGUAGES: readonly [RegExp, string][] = [
  [/^ja\b/i, 'ja'],
  [/^zh-(tw|hk|mo|hant)/i, 'zh-Hant'],
  [/^zh\b/i, 'zh-Hans'],
];

/** Locale keys `menu.file`, `menu.edit`, `menu.view`, `menu.window`; the roles name themselves in the system's language. */
const FALLBACK: Readonly<Record<string, string>> = {
  'menu.file': 'File',
  'menu.edit': 'Edit',
  'menu.view': 'View',
  'menu.window': 'Window',
};

export function installMenu(resourcesFolder: string, locale: string, developerTools: boolean): void {
  const words = { ...FALLBACK, ...readWords(resourcesFolder, locale) };
  const group = (key: string, roles: readonly MenuItemConstructorOptions['role'][]): MenuItemConstructorOptions => ({
    label: words[key] ?? key,
    submenu: roles.map((role) => (role === undefined ? { type: 'separator' } : { role })),
  });
  const template = [
    group('menu.file', ['quit']),
    group('menu.edit', ['undo', 'redo', undefined, 'cut', 'copy', 'paste', 'selectAll']),
    group('menu.view', [
      'resetZoom',
      'zoomIn',
      'zoomOut',
      undefined,
      'togglefullscreen',
      ...(developerTools ? (['toggleDevTools'] as const) : []),
    ]),
    group('menu.window', ['minimize', 'close']),
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function readWords(resourcesFolder: string, locale: string): Readonly<Record<string, string>> {
  const language = LANGUAGES.find(([pattern]) => pattern.test(locale))?.[1] ?? 'en';
  try {
    const words = JSON.parse(readFileSync(join(resourcesFolder, 'locales', `${language}.json`), 'utf8')) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(words).filter((pair): pair is [string, string] => pair[0].startsWith('menu.') && typeof pair[1] === 'string'),
    );
  } catch {
    return {};
  }
}
