// Which font draws which characters. A name in Japanese, simplified or traditional characters must come out right
// whatever the report's language is, so each run of characters is given to the first font that has all of it.
import type { ReportLocale } from './words.ts';

export type FontFamily = 'JP' | 'SC' | 'TC';
export type Style = 'regular' | 'bold' | 'mono' | 'monoBold';

/** Files of `dist/resources/fonts/`, see build/fonts.mjs. */
export const FONT_FILES: Readonly<Record<FontFamily, Readonly<Record<'regular' | 'bold', string>>>> = {
  JP: { regular: 'NotoSansJP-Regular.ttf', bold: 'NotoSansJP-Bold.ttf' },
  SC: { regular: 'NotoSansSC-Regular.ttf', bold: 'NotoSansSC-Bold.ttf' },
  TC: { regular: 'NotoSansTC-Regular.ttf', bold: 'NotoSansTC-Bold.ttf' },
};

const ORDER: Readonly<Record<ReportLocale, readonly FontFamily[]>> = {
  en: ['JP', 'SC', 'TC'],
  ja: ['JP', 'SC', 'TC'],
  'zh-Hans': ['SC', 'JP', 'TC'],
  'zh-Hant': ['TC', 'JP', 'SC'],
};

/** A piece of text drawn with one font. `font` is a name registered with the document. */
export interface Run {
  readonly font: string;
  readonly text: string;
}

/**
 * Ids are set in the half-width Latin of the Noto fonts (feature `hwid`, every character half an em): monospaced, embedded,
 * and the same on every viewer, which pdfkit's Courier is not.
 */
const MONO = '-mono';
/** Ligatures off: an `ff` in a hash must stay two characters wide. */
const MONO_FEATURES = { hwid: true, liga: false, kern: false } as const;

interface FontDocument {
  registerFont(name: string, source: Uint8Array | string): unknown;
  font(name: string): unknown;
}

/** pdfkit's own object for an opened font; its types do not cover it. */
interface OpenedFont {
  readonly font: { hasGlyphForCodePoint?: (codePoint: number) => boolean };
  widthOfString(text: string, size: number): number;
  ascender: number;
}

export interface Fonts {
  /** Text cut into runs; characters that no font has are written out as [U+XXXX], never dropped. */
  runs(text: string, style: Style): readonly Run[];
  width(run: Run, size: number): number;
  /** What to tell pdfkit for a run: the registered font, and the OpenType features that make it monospaced. */
  face(run: Run): { readonly font: string; readonly features: Readonly<Record<string, boolean>> | null };
}

/** Characters that change the direction or the look of others, and controls: printed by number, so that nothing hides in a report. */
const UNSAFE = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー]/u;

export function openFonts(document: FontDocument, resource: (name: string) => Uint8Array, locale: ReportLocale): Fonts {
  const opened = new Map<string, OpenedFont>();
  const widths = new Map<string, number>();
  const assigned = new Map<string, readonly Run[]>();

  function open(name: string): OpenedFont {
    let font = opened.get(name);
    if (font === undefined) {
      const [family, weight] = name.split('-') as [FontFamily, 'regular' | 'bold'];
      document.registerFont(name, resource(FONT_FILES[family][weight]));
      document.font(name);
      font = (document as unknown as { _font: OpenedFont })._font;
      opened.set(name, font);
    }
    return font;
  }
  const covers = (name: string, codePoint: number): boolean => open(name).font.hasGlyphForCodePoint?.(codePoint) ?? false;

  /** The first font that has every character of a stretch of Han and kana; null where none has. */
  function fontOfAll(characters: readonly string[], weight: 'regular' | 'bold'): string | null {
    for (const family of ORDER[locale]) {
      const name = `${family}-${weight}`;
      if (characters.every((character) => covers(name, character.codePointAt(0) as number))) return name;
    }
    return null;
  }

  function assign(text: string, style: Style): readonly Run[] {
    const weight = style === 'bold' || style === 'monoBold' ? 'bold' : 'regular';
    const mono = style === 'mono' || style === 'monoBold' ? `${ORDER[locale][0]}-${weight}${MONO}` : null;
    const runs: { font: string; text: string }[] = [];
    const add = (font: string, piece: string): void => {
      const last = runs.at(-1);
      if (last !== undefined && last.font === font) last.text += piece;
      else runs.push({ font, text: piece });
    };
    const single = (character: string): void => {
      const codePoint = character.codePointAt(0) as number;
      const font = UNSAFE.test(character)
        ? null
        : mono !== null && codePoint >= 0x20 && codePoint < 0x7f
          ? mono
          : fontOfAll([character], weight);
      if (font !== null) add(font, character);
      else add(mono ?? `${ORDER[locale][0]}-${weight}`, `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`);
    };
    const characters = [...text];
    for (let i = 0; i < characters.length; ) {
      let end = i;
      while (end < characters.length && HAN.test(characters[end] as string)) end++;
      if (end === i) {
        single(characters[i++] as string);
        continue;
      }
      const stretch = characters.slice(i, end);
      const font = fontOfAll(stretch, weight);
      if (font !== null) add(font, stretch.join(''));
      else for (const character of stretch) single(character);
      i = end;
    }
    return runs;
  }

  return {
    face(run) {
      const mono = run.font.endsWith(MONO);
      const font = mono ? run.font.slice(0, -MONO.length) : run.font;
      open(font);
      return { font, features: mono ? MONO_FEATURES : null };
    },
    runs(text, style) {
      if (text.length > 64) return assign(text, style);
      const key = `${style}\n${text}`;
      let runs = assigned.get(key);
      if (runs === undefined) {
        runs = assign(text, style);
        assigned.set(key, runs);
      }
      return runs;
    },
    width(run, size) {
      if (run.font.endsWith(MONO)) return run.text.length * 0.5 * size;
      const key = `${run.font}\n${run.text}`;
      let width = widths.get(key);
      if (width === undefined) {
        width = open(run.font).widthOfString(run.text, 1000);
        widths.set(key, width);
      }
      return (width * size) / 1000;
    },
  };
}
