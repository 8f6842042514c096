// A text as a QR code on a page. It draws what it is given and knows no sheet's content.
import encodeQR from 'qr';
import type { Sheet } from './sheet.ts';

/** Light modules around a code that readers need (ISO/IEC 18004: four). */
const QUIET = 4;

export function drawCode({ pdf }: Sheet, text: string, size: number, x: number, y: number): void {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
  const step = size / modules.length;
  pdf.save().fillColor('#000000');
  modules.forEach((row, line) => {
    for (let from = 0; from < row.length; from++) {
      if (row[from] !== true) continue;
      let end = from;
      while (row[end] === true) end++;
      // A hair wider than the module: printers leave white seams between rectangles that only touch.
      pdf.rect(x + from * step, y + line * step, (end - from) * step + 0.02, step + 0.02);
      from = end;
    }
  });
  pdf.fill().restore();
}
