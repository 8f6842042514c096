// Choices for the window outlive it, and no odd file stops the program.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recallWindow, rememberWindow } from './remembered.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-window-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const NOTHING = { theme: null, language: null, times: null };

describe('what was chosen for the window', () => {
  it('is there the next time', () => {
    expect(recallWindow(folder)).toEqual(NOTHING);
    const chosen = { theme: 'contrast', language: 'ja', times: '540' };
    rememberWindow(folder, chosen);
    expect(recallWindow(folder)).toEqual(chosen);
  });

  it('is nothing where the file is no JSON, or holds something else', () => {
    for (const text of ['', '[]', 'null', '{"theme": 3, "language": {}, "times": "012345678901234567890"}']) {
      writeFileSync(join(folder, 'window.json'), text);
      expect(recallWindow(folder)).toEqual(NOTHING);
    }
  });

  it('is given up where nothing can be written', () => {
    expect(rememberWindow(join(folder, 'window.json', 'below'), NOTHING)).toEqual(NOTHING);
  });
});
