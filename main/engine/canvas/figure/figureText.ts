// Text in a figure: cut into runs of one font each, measured, clipped. It draws `<text>` alone, which every reader of SVG knows.
import type { CanvasPicture } from '../../../../shared/contract/canvas.ts';
import { escapeXml, INK, rounded } from './lineStyles.ts';

export type TextStyle = 'regular' | 'bold';

export interface TextTools {
  /** Cuts a text into pieces of one font each; `family` is written into the SVG as it is. */
  readonly runs: (text: string, style: TextStyle) => readonly { readonly family: string; readonly text: string }[];
  readonly widthOf: (text: string, style: TextStyle, size: number) => number;
}

export interface Pen {
  text(content: string, x: number, y: number, size: number, style?: TextStyle, anchor?: 'start' | 'middle' | 'end'): string;
  width(content: string, size: number, style?: TextStyle): number;
  clipped(content: string, size: number, width: number, style?: TextStyle): string;
  /** Lines that are no wider, broken between words where there are any. */
  lines(content: string, size: number, width: number): string[];
}

export function penOf({ runs, widthOf }: TextTools): Pen {
  const width = (content: string, size: number, style: TextStyle = 'regular'): number => widthOf(content, style, size);
  return {
    width,
    text(content, x, y, size, style = 'regular', anchor = 'start') {
      let at = anchor === 'start' ? x : x - width(content, size, style) / (anchor === 'middle' ? 2 : 1);
      let drawn = '';
      for (const run of runs(content, style)) {
        const weight = style === 'bold' ? ' font-weight="700"' : '';
        drawn += `<text x="${rounded(at)}" y="${rounded(y)}" font-size="${rounded(size)}" font-family="${escapeXml(run.family)}"${weight} fill="${INK}" xml:space="preserve">${escapeXml(run.text)}</text>`;
        at += widthOf(run.text, style, size);
      }
      return drawn;
    },
    clipped(content, size, most, style = 'regular') {
      if (width(content, size, style) <= most) return content;
      const characters = [...content];
      while (characters.length > 1 && width(`${characters.join('')}…`, size, style) > most) characters.pop();
      return `${characters.join('')}…`;
    },
    lines(content, size, most) {
      const lines: string[] = [];
      for (const paragraph of content.split('\n')) {
        let line = '';
        // Japanese and Chinese break anywhere, ids too where they are too long.
        for (const piece of paragraph.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? [''])
          for (const part of width(piece, size) > most ? [...piece] : [piece]) {
            if (line !== '' && width((line + part).trimEnd(), size) > most) {
              lines.push(line.trimEnd());
              line = '';
            }
            line += part;
          }
        lines.push(line.trimEnd());
      }
      return lines;
    },
  };
}

/** Seconds as `2026-03-02 04:05:06Z`. */
export function utc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

export function short(id: string): string {
  return id.length > 15 ? `${id.slice(0, 7)}…${id.slice(-5)}` : id;
}

/** `12,345.678 BTC`: exact, in the asset's own unit, or in its smallest where the decimals are not known. */
export function amountText(
  { asset, amount }: { readonly asset: number; readonly amount: string },
  picture: Pick<CanvasPicture, 'assets'>,
): string {
  const view = picture.assets[asset];
  const decimals = view?.decimals ?? 0;
  const digits = amount.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const part = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const unit = view?.symbol ?? (view?.contract == null ? '' : short(view.contract));
  return `${whole}${part === '' ? '' : `.${part}`}${unit === '' ? '' : ` ${unit}`}${view?.standing === 'counterfeit' ? ' (!)' : ''}`;
}
