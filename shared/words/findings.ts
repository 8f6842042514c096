// Figures and conditions of findings in words, for window, paper and command line alike. Sentences stand in resources/locales/*/typologies.json;
// how amounts look is the caller's.
import type { AssetView } from '../contract/account.ts';
import type { FindingDetail, FindingListed } from '../contract/typology.ts';
import type { Parameters } from './say.ts';

export interface FindingWords {
  /** Sentence by its key in typologies.json. */
  say(key: string, parameters?: Parameters): string;
  amount(value: string, asset: AssetView): string;
}

type Unit = FindingListed['conditions'][number]['unit'];

const STEPS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** The two largest units of a time; the rest is left out only where the day or hour says enough for reading, never in the data. */
function secondsText(words: FindingWords, seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  let rest = Math.abs(seconds);
  const parts: string[] = [];
  for (const [unit, size] of STEPS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(words.say(`unit.${unit}`, { count }));
  }
  return `${sign}${parts.length === 0 ? words.say('unit.seconds', { count: 0 }) : parts.join(' ')}`;
}

/** Hundredths of a percent, exactly. */
function shareText(value: string): string {
  const digits = value.padStart(3, '0');
  const fraction = digits.slice(-2).replace(/0+$/, '');
  return `${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`} %`;
}

export function figureText(words: FindingWords, unit: Unit, value: string, asset: AssetView | null | undefined): string {
  if (unit === 'seconds') return secondsText(words, Number(value));
  if (unit === 'share') return shareText(value);
  return unit === 'amount' && asset != null ? words.amount(value, asset) : value;
}

export interface ConditionTexts {
  readonly what: string;
  readonly found: string;
  /** `at least 10`. */
  readonly bound: string;
}

export function conditionTexts(
  words: FindingWords,
  { code, unit, asset, is, needed, found }: FindingListed['conditions'][number],
  assets: readonly AssetView[],
): ConditionTexts {
  const of = asset === null ? null : assets[asset];
  return {
    what: words.say(`condition.${code}`),
    found: figureText(words, unit, found, of),
    bound: words.say(is === 'least' ? 'atLeast' : 'atMost', { value: figureText(words, unit, needed, of) }),
  };
}

/** "Recipients 14 (at least 10); …": every condition of the rule. */
export function conditionsText(words: FindingWords, { conditions, assets }: Pick<FindingListed, 'conditions' | 'assets'>): string {
  return conditions.map((one) => words.say('conditionText', { ...conditionTexts(words, one, assets) })).join('; ');
}

export function ruleTitle(words: FindingWords, rule: string): string {
  return words.say(`${rule.replace(/@\d+$/, '')}.name`);
}

/** "Meets rule R because: …" */
export function becauseText(words: FindingWords, finding: Pick<FindingListed, 'rule' | 'conditions' | 'assets'>): string {
  return words.say('because', { rule: `${ruleTitle(words, finding.rule)} (${finding.rule})`, conditions: conditionsText(words, finding) });
}

export function signsText(words: FindingWords, signs: FindingDetail['signs']): readonly string[] {
  return signs.map(({ code, state }) => words.say('ofSign', { what: words.say(`sign.${code}`), state: words.say(`signState.${state}`) }));
}
