// Names that are written alike once rules fold them. Each fold is a rule of its own, so that a lead says by which ones two spellings come
// together; that they mean one person no rule says.
import { foldHan } from './hanVariants.ts';
import { foldKana, foldRomaji } from './kana.ts';

/** In the order in which they are applied. */
const RULES = ['width', 'case', 'accents', 'company', 'han', 'kana', 'romaji', 'order', 'spacing'] as const;
export type NameRule = (typeof RULES)[number];

const COMPANY =
  /株式会社|有限会社|合同会社|合資会社|股份有限公司|有限责任公司|有限責任公司|有限公司|\((?:株|有|同)\)|\b(?:co\.? ?,? ?ltd|company limited|limited|ltd|inc|llc|corporation|corp|gmbh|k\.?k|pte)\b\.?/giu;
const FOLDS: Readonly<Record<Exclude<NameRule, 'order' | 'spacing'>, (text: string) => string>> = {
  width: (text) => text.normalize('NFKC'),
  case: (text) => text.toLowerCase(),
  accents: (text) => text.replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (one) => one.normalize('NFD').replace(/[\u0300-\u036f]/g, '')),
  company: (text) => text.replace(COMPANY, ' '),
  han: foldHan,
  kana: foldKana,
  romaji: foldRomaji,
};
const APART = /[^\p{L}\p{N}\p{M}ー]+/gu;
/** Kana folded among themselves, and kana folded into letters: small kana written large fit the one, letters the other. */
const SCHEMES: readonly (readonly NameRule[])[] = (['kana', 'romaji'] as const).flatMap((script) => {
  const plain = RULES.filter((rule) => rule !== 'order' && (rule === script || (rule !== 'kana' && rule !== 'romaji')));
  return [plain, [...plain, 'order' as const]];
});

function fold(text: string, rules: ReadonlySet<NameRule> | readonly NameRule[]): string {
  const on = new Set(rules);
  let folded = text.trim();
  for (const rule of RULES) if (rule !== 'order' && rule !== 'spacing' && on.has(rule)) folded = FOLDS[rule](folded);
  if (on.has('order')) {
    const parts = folded.split(APART).filter((part) => part !== '');
    folded = parts.sort().join(on.has('spacing') ? '' : ' ');
  }
  return on.has('spacing') ? folded.replace(APART, '') : folded.trim();
}

/** What names that may be written alike have in common: one of these is the same. */
export function nameKeys(text: string): readonly string[] {
  return [...new Set(SCHEMES.map((scheme) => fold(text, scheme)))].filter((key) => key !== '');
}

/** Rules without which two names are not written alike; none where they are the same, null where no rules make them so. */
export function nameRules(a: string, b: string): readonly NameRule[] | null {
  if (a.trim() === b.trim()) return [];
  const scheme = SCHEMES.find((one) => {
    const folded = fold(a, one);
    return folded !== '' && folded === fold(b, one);
  });
  if (scheme === undefined) return null;
  const needed = new Set(scheme);
  for (const rule of [...RULES].reverse()) {
    if (!needed.delete(rule)) continue;
    if (fold(a, needed) !== fold(b, needed)) needed.add(rule);
  }
  return RULES.filter((rule) => needed.has(rule));
}
