// Which spellings come together and by which rules; and which do not.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { identifierKey, identifierRules, loadHanVariants, nameKeys, nameRules } from './index.ts';

beforeAll(() => loadHanVariants(() => readFileSync(new URL('../../../../resources/labels/hanVariants.json', import.meta.url))));

describe('names', () => {
  it.each([
    ['山田太郎', '山田太郎', []],
    ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ヤマダ タロウ', ['width']],
    ['ＹＡＭＡＤＡ　ＴＡＲＯ', 'YAMADA TARO', ['width']],
    ['Yamada Taro', 'YAMADA TARO', ['case']],
    ['山田 太郎', '山田太郎', ['spacing']],
    ['斎藤', '齋藤', ['han']],
    ['斉藤', '齊藤', ['han']],
    ['渡辺', '渡邊', ['han']],
    ['渡辺', '渡邉', ['han']],
    ['高橋', '髙橋', ['han']],
    ['浜田', '濱田', ['han']],
    ['沢村', '澤村', ['han']],
    ['佐々木', '佐佐木', ['han']],
    ['张伟', '張偉', ['han']],
    ['陈国强', '陳國強', ['han']],
    ['さいとう', 'サイトウ', ['kana']],
    ['ｼﾖｳｲﾁ', 'ショウイチ', ['width', 'kana']],
    ['ハツトリ', 'ハットリ', ['kana']],
    ['サトー', 'さとう', ['kana']],
    ['ヤマダ タロウ', 'Yamada Taro', ['case', 'romaji']],
    ['シンジョウ', 'shinjo', ['romaji']],
    ['shinjō', 'sinzyou', ['accents', 'romaji']],
    ['はっとり', 'hattori', ['romaji']],
    ['matchi', 'マッチ', ['romaji']],
    ['じゅんいち', "jun'ichi", ['romaji']],
    ['Ohno', 'オオノ', ['case', 'romaji']],
    ['Honma', 'Homma', ['romaji']],
    ['Taro Yamada', 'Yamada Taro', ['order']],
    ['㈱青空商事', '株式会社青空商事', ['width', 'company']],
  ])('%s and %s by %j', (a, b, rules) => {
    expect(nameRules(a, b)).toEqual(rules);
    expect(nameRules(b, a)).toEqual(rules);
    expect(nameKeys(a).some((key) => nameKeys(b).includes(key))).toBe(true);
  });

  it.each([
    ['山田太郎', '山田次郎'],
    ['Yamada Taro', 'Yamada Jiro'],
    // Readings of Han characters nobody wrote down are not known.
    ['山田', 'ヤマダ'],
    ['さとう', 'かとう'],
    ['株式会社', '有限会社'],
  ])('%s and %s do not', (a, b) => {
    expect(nameRules(a, b)).toBeNull();
  });
});

describe('identifiers', () => {
  it.each([
    ['phone', '090-1234-5678', '09012345678', ['spelling']],
    ['phone', '+81 90-1234-5678', '090 1234 5678', ['callingCode']],
    ['phone', '＋８６ 138 0013 8000', '13800138000', ['callingCode']],
    ['email', 'A.B@Example.org', 'a.b@example.org', ['spelling']],
    ['document', 'TK 123-4567', 'tk1234567', ['spelling']],
    ['handle', '@kaede', 'Kaede', ['spelling']],
    ['plate', '品川 300 あ 12-34', '品川300あ1234', ['spelling']],
  ])('%s %s and %s by %j', (kind, a, b, rules) => {
    expect(identifierKey(kind, a)).toBe(identifierKey(kind, b));
    expect(identifierRules(kind, a, b)).toEqual(rules);
  });

  it('two calling codes contradict each other', () => {
    expect(identifierRules('phone', '+81 90-1234-5678', '+86 90 1234 5678')).toBeNull();
  });

  it('what is too short tells nothing', () => {
    expect([identifierKey('phone', '110'), identifierKey('email', ' ')]).toEqual([null, null]);
  });
});
