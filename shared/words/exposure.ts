// Exposure in words, for window, paper, tables and command line alike. Sentences stand in resources/locales/*/exposure.json; how amounts look
// is the caller's.
import type {
  Exposed,
  ExposureAsked,
  ExposureExample,
  ExposurePart,
  ExposureSheet,
  RuleBook,
  RuleVerdict,
  Screening,
} from '../contract/exposure.ts';
import { figureText, type FindingWords } from './findings.ts';

type Because = RuleVerdict['because'][number];

/** Words of labels stay the labels'; only their joints are opened. */
export function categoriesText(words: FindingWords, categories: readonly string[]): string {
  return categories.map((one) => (one === '*' ? words.say('anyLabel') : one.replaceAll('_', ' '))).join(' + ');
}

/** What stands at the end of the way: what labels say there, or why it is not known. */
export function endText(words: FindingWords, { categories, reason }: Pick<ExposurePart, 'categories' | 'reason'>): string {
  return reason === null ? categoriesText(words, categories) : words.say(`reason.${reason}`);
}

/** What limits the statement: whether a list named the party then, and that the label is another address's. */
export function limitsText(words: FindingWords, { listing, byCluster }: Pick<ExposurePart, 'listing' | 'byCluster'>): string {
  return [...(listing === null ? [] : [words.say(`listing.${listing}`)]), ...(byCluster ? [words.say('byCluster')] : [])].join('; ');
}

/** Hundredths of a percent of the total, rounded down. */
export function shareOfTotal(words: FindingWords, amount: string, total: string): string {
  if (total === '0') return '';
  const share = (BigInt(amount) * 10_000n) / BigInt(total);
  const text = figureText(words, 'share', `${share === 0n && amount !== '0' ? 1n : share}`, null);
  return share === 0n && amount !== '0' ? `< ${text}` : text;
}

/** Categories of a rule that a sentence names; a rule may list dozens. */
const MOST_NAMED = 4;

function becauseItem(words: FindingWords, one: Because): string {
  if (one.unit === 'label') return words.say('becauseOwn', { found: one.found });
  const unit = one.unit;
  const figure = (value: string): string => figureText(words, unit, value, one.asset);
  const inAsset = (value: string): string =>
    unit === 'share' && one.asset !== null ? `${figure(value)} (${one.asset.symbol ?? one.asset.key})` : figure(value);
  const named = categoriesText(words, one.categories.slice(0, MOST_NAMED));
  const because = words.say(one.exposure === 'unknown' ? 'becauseNotKnown' : 'because', {
    direction: one.direction === null ? '' : words.say(`direction.${one.direction}`),
    exposure: words.say(`exposure.${one.exposure}`),
    categories: one.categories.length > MOST_NAMED ? `${named} …` : named,
    found: inAsset(one.found),
    needed: one.needed === '0' ? words.say('anything') : words.say('atLeast', { value: figure(one.needed) }),
  });
  return one.unknown === '0' || one.exposure === 'unknown'
    ? because
    : words.say('becauseUnknown', { because, unknown: inAsset(one.unknown) });
}

/** "Meets rule R because …", or why it does not, or that it cannot be told. */
export function verdictText(words: FindingWords, { title, verdict, because }: RuleVerdict, state: Exposed['state']): string {
  const items = because.map((one) => becauseItem(words, one));
  const nothing = words.say(state === 'notInCase' ? 'nothingHeld' : 'nothingFound');
  const key = verdict === 'met' ? 'ruleMet' : verdict === 'cannotTell' ? 'ruleCannotTell' : 'ruleNotMet';
  return words.say(key, { rule: title, because: items.length === 0 ? nothing : items.join('; ') });
}

/** Of one way that is an example; what stands under it the caller draws. */
export function exampleText(words: FindingWords, { payments, least }: ExposureExample, asset: ExposureSheet['asset']): string {
  return words.say('exampleWay', { payments: payments.length, least: words.amount(least, asset) });
}

export function stopsText(words: FindingWords, { followed, busy, contracts, mostHops }: ExposureAsked): string {
  const labels = words.say('stop.labels');
  return [
    followed.length === 0 ? labels : `${labels}, ${words.say('stop.followed', { categories: categoriesText(words, followed) })}`,
    ...(busy === null ? [] : [words.say('stop.busy', { count: busy })]),
    ...(contracts ? [words.say('stop.contracts')] : []),
    ...(mostHops === null ? [] : [words.say('stop.hops', { count: mostHops })]),
  ].join('; ');
}

/** That a set of rules is an example, or whose it is. */
export function bookText(words: FindingWords, { example, title, rules, sha256 }: RuleBook): string {
  return example ? words.say('example') : words.say('ownRules', { title, count: rules.length, sha256 });
}

export function screenedText(words: FindingWords, { screening, addresses, inCase, notInCase, invalid }: Screening): string {
  return words.say('screened', { screening, addresses, inCase, notInCase, invalid });
}

/** What it rests on, and how its parts relate to the total. */
export function scopeTexts(words: FindingWords, policy: string, payments: number): readonly string[] {
  return [words.say('about'), words.say(policy.startsWith('poison') ? 'poison' : 'sums'), words.say('scope', { payments })];
}
