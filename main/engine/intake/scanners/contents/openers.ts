// The forms that are opened, in the order in which they are asked.
import { androidBackupOpener } from './androidBackup.ts';
import { binaryPlistOpener } from './binaryPlist.ts';
import { gzipOpener } from './gzip.ts';
import { legacyTextOpener } from './legacyText.ts';
import { levelDbOpener } from './levelDb.ts';
import { markupOpener } from './markupText.ts';
import type { Opener } from './opener.ts';
import { otherArchivesOpener } from './otherArchives.ts';
import { pdfOpener } from './pdfText.ts';
import { pictureOpener } from './picture.ts';
import { sqliteLogOpener, sqliteOpener } from './sqliteText.ts';
import { tarOpener } from './tar.ts';
import { wideTextOpener } from './wideText.ts';
import { zipOpener } from './zip.ts';

const OPENERS: readonly Opener[] = [
  zipOpener,
  gzipOpener,
  androidBackupOpener,
  otherArchivesOpener,
  sqliteOpener,
  sqliteLogOpener,
  binaryPlistOpener,
  pdfOpener,
  pictureOpener,
  levelDbOpener,
  markupOpener,
  tarOpener,
  wideTextOpener,
  legacyTextOpener,
];

export function openerOf(of: { readonly head: Uint8Array; readonly shown: string }): Opener | null {
  return OPENERS.find((opener) => opener.takes(of)) ?? null;
}
