// A disk image in any of the forms the program reads, from one of its parts or all of them.
import { Fault } from '../../../../shared/model/fault.ts';
import { openEwfImage } from './ewf/ewfImage.ts';
import { isEwf } from './ewf/sections.ts';
import type { Image } from './image.ts';
import { openParts } from './partFiles.ts';
import { findParts, orderParts } from './partNames.ts';
import { openRawImage } from './rawImage.ts';

const HEAD_BYTES = 16;
/** Forms that would be read as the bytes of a disk, which they are not. */
const OTHER_FORMS: readonly (readonly [string, string])[] = [
  ['EVF2\r\n\x81\0', 'Ex01'],
  ['LVF\t\r\n\xff\0', 'L01'],
  ['LEF2\r\n\x81\0', 'Lx01'],
  ['ADCRYPT\0', 'AD encryption'],
  ['AFF10\r\n\0', 'AFF'],
  ['KDMV', 'VMDK'],
  ['QFI\xfb', 'QCOW'],
  ['vhdxfile', 'VHDX'],
];

/** Faults: image.unsupported, image.damaged, image.missingPart, image.mixedParts, image.unreadable. */
export function openImage(paths: readonly string[]): Image {
  const [given] = paths;
  if (given === undefined) throw new TypeError('openImage: no path');
  const head = new Uint8Array(HEAD_BYTES);
  const name = readHead(given, head);
  const latin = String.fromCharCode(...head);
  const other = OTHER_FORMS.find(([mark]) => latin.startsWith(mark));
  if (other !== undefined) throw new Fault('image.unsupported', { name, form: other[1] });
  // A name that says E01 and bytes that do not: reading it as a disk would search the packed form.
  const isPacked = isEwf(head);
  if (!isPacked && /\.e01$/i.test(name)) throw new Fault('image.damaged', { name, reason: 'header' });
  const parts = paths.length === 1 ? findParts(given, isPacked) : orderParts(paths, isPacked);
  return isPacked ? openEwfImage(parts) : openRawImage(parts);
}

/** Whether a file is an image by its beginning or its name; null: one file of bytes, of a disk or of anything else. Faults: image.unreadable. */
export function imageFormOf(path: string): 'ewf' | 'splitImage' | null {
  const head = new Uint8Array(HEAD_BYTES);
  const name = readHead(path, head);
  if (isEwf(head) || /\.e01$/i.test(name)) return 'ewf';
  try {
    return findParts(path, false).length > 1 ? 'splitImage' : null;
  } catch {
    // A piece is missing: whoever opens it is told which.
    return 'splitImage';
  }
}

function readHead(path: string, head: Uint8Array): string {
  const file = openParts([path]);
  try {
    file.read(0, head, 0);
    return file.names[0] as string;
  } finally {
    file.close();
  }
}
