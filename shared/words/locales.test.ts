// Every language says everything that English says, with the same parameters: a missing sentence fails here, not before a person.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCatalogue, fillIn, parametersOf } from './index.ts';

const folder = fileURLToPath(new URL('../../resources/locales/', import.meta.url));
const SECTIONS = [
  'ui',
  'errors',
  'reasons',
  'report',
  'fetchSheet',
  'collector',
  'canvas',
  'typologies',
  'exposure',
  'people',
  'transcribe',
  'devices',
  'exchange',
  'requests',
  'seizure',
  'custody',
];
const LOCALES = readdirSync(folder).filter((name) => name !== 'en');

/** Sentences that are names or forms of input alone and stay as they are in any language. */
const SAME: ReadonlySet<string> = new Set([
  'collector.refusal.unknownOption',
  'ui.leads.categoryExample',
  'devices.walletForm.bitcoinCoreBdb',
  'devices.walletForm.bitcoinCoreSqlite',
  'devices.scheme.evm',
  'devices.scheme.tron',
]);

function read(locale: string, section: string): Readonly<Record<string, string>> {
  return createCatalogue({ [section]: JSON.parse(readFileSync(`${folder}${locale}/${section}.json`, 'utf8')) });
}

const words = (text: string): number => text.replace(/\{\w+\}/g, '').match(/[A-Za-z]{2,}/g)?.length ?? 0;
const HAN_OR_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

it('knows the languages of the window', () => {
  expect(LOCALES.sort()).toEqual(['ja', 'zh-Hans', 'zh-Hant']);
});

describe('English sentences of seized devices and seizures', () => {
  const OF_DEVICES = /^(devices|custody|seizure|ui\.seizure|cli\.(demo\.device|exhibit|keys|messages|scan|seizure|traces|wallets))\./;
  /** What follows a number and is no plural. */
  const NO_PLURAL = /^(as|is|was|has|knows)$/;
  /** Said of several alone. */
  const OF_SEVERAL: readonly string[] = ['devices.inImagePieces', 'custody.report.times', 'custody.report.cut', 'seizure.psbt.holds'];

  it('say one thing of one', () => {
    const sentences = ['devices', 'custody', 'seizure', 'ui', 'cli'].flatMap((section) => Object.entries(read('en', section)));
    const wrong = sentences.flatMap(([key, text]) => {
      if (!OF_DEVICES.test(key) || OF_SEVERAL.includes(key)) return [];
      const ofOne = fillIn(text, () => '1');
      const nouns = [...ofOne.matchAll(/(?<![\w#])1 (?:(?:further|more|used) )?([a-z]*[a-rt-z]s)\b/g)].map(([, noun = '']) => noun);
      return nouns.some((noun) => !NO_PLURAL.test(noun)) ? [`${key}: ${ofOne}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(LOCALES)('the words of %s', (locale) => {
  describe.each(SECTIONS)('%s', (section) => {
    const english = read('en', section);
    const own = read(locale, section);
    it('has the sentences of English and no others', () => {
      expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
    });
    it('asks for the same parameters in each', () => {
      const differing = Object.entries(english).filter(
        ([key, text]) => own[key] !== undefined && String([...parametersOf(text)].sort()) !== String([...parametersOf(own[key])].sort()),
      );
      expect(differing.map(([key]) => `${key}: ${own[key]}`)).toEqual([]);
    });
    it('leaves nothing empty and no brace open', () => {
      const bad = Object.entries(own).filter(([, text]) => text.trim() === '' || /[{}]/.test(text.replace(/\{\w+\}/g, '')));
      expect(bad.map(([key]) => key)).toEqual([]);
    });
    it('leaves no sentence in English', () => {
      const left = Object.entries(own).filter(
        ([key, text]) => !SAME.has(key) && words(english[key] ?? '') > 2 && (text === english[key] || !HAN_OR_KANA.test(text)),
      );
      expect(left.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
    });
  });
  it('calls the kinds of statement the same in the window and in the report', () => {
    const ui = read(locale, 'ui');
    const report = read(locale, 'report');
    for (const kind of ['fact', 'derivation', 'inference', 'attribution', 'assumption'])
      expect(ui[`ui.statements.${kind}.word`]).toBe(report[`report.kind.${kind}`]);
  });
});
