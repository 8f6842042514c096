// Whether a rule is met by what is known of an address, could be met by what is not known, or is not met. Exact: shares in hundredths of a
// percent are rounded down, so "at least" is never met by rounding. No score.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { Exposed, ExposurePart, ExposureRule, ExposureSheet, RuleVerdict } from '../../../../shared/contract/exposure.ts';
import { share } from '../typologies/typology.ts';

type Because = RuleVerdict['because'][number];
type Known = Pick<Exposed, 'state' | 'labels' | 'sheets'>;

/** `conserves`: false under poison, where parts of one total overlap and the largest stands for all. */
export function judgeRule(rule: ExposureRule, exposed: Known, conserves: boolean): RuleVerdict {
  const { id, title, categories, exposure } = rule;
  if (exposure === 'own') return { rule: id, title, ...ofLabels(rule, exposed) };
  const weighed = exposed.sheets
    .filter(({ direction }) => rule.direction === 'either' || direction === rule.direction)
    .flatMap((sheet) => weigh(rule, sheet, conserves));
  const met = weighed.filter(({ isMet }) => isMet);
  const open = weighed.filter(({ mayBe }) => mayBe);
  const verdict = met.length > 0 ? 'met' : open.length > 0 || exposed.state === 'notInCase' ? 'cannotTell' : 'notMet';
  const shown = met.length > 0 ? met : open.length > 0 ? open : weighed.slice(0, 1);
  return {
    ...{ rule: id, title, verdict },
    because: shown.map(({ direction, asset, unit, found, needed, unknown }) => ({
      ...{ direction, exposure, categories, unit, asset },
      ...{ found: `${found}`, needed: `${needed}`, unknown: `${unknown}` },
    })),
  };
}

function ofLabels({ categories, exposure }: ExposureRule, { labels }: Known): Pick<RuleVerdict, 'verdict' | 'because'> {
  const named = labels.filter((label) => matches(categories, label.categories));
  const because = named.map(
    ({ label, source }): Because => ({
      ...{ direction: null, exposure, categories, unit: 'label', asset: null },
      ...{ found: source === '' ? label : `${label} (${source})`, needed: '', unknown: '' },
    }),
  );
  // That no list of the case names it is known; what other lists say is not asked.
  return { verdict: named.length > 0 ? 'met' : 'notMet', because };
}

const matches = (wanted: readonly string[], of: readonly string[]): boolean =>
  of.length > 0 && (wanted.includes('*') || of.some((word) => wanted.includes(word)));

interface Weighed extends Pick<Because, 'unit'> {
  readonly direction: 'in' | 'out';
  readonly asset: AssetView;
  readonly found: bigint;
  readonly needed: bigint;
  readonly unknown: bigint;
  readonly isMet: boolean;
  readonly mayBe: boolean;
}

function weigh(rule: ExposureRule, { direction, asset, total, parts }: ExposureSheet, conserves: boolean): Weighed[] {
  const least = leastIn(rule, asset);
  if (least === null) return [];
  const isKindMeant = ({ isDirect }: ExposurePart): boolean =>
    rule.exposure === 'any' || rule.exposure === 'unknown' || isDirect === (rule.exposure === 'direct');
  const isUnknown = ({ part }: ExposurePart): boolean => part === 'unknown';
  const isNamed = (one: ExposurePart): boolean => !isUnknown(one) && matches(rule.categories, one.categories);
  const sum = (isMeant: (one: ExposurePart) => boolean): bigint => {
    const meant = parts.filter((one) => isKindMeant(one) && isMeant(one));
    const of = (some: readonly ExposurePart[]): bigint => some.reduce((all, { amount }) => all + BigInt(amount), 0n);
    if (conserves) return of(meant);
    const indirect = meant.filter(({ isDirect }) => !isDirect).map(({ amount }) => BigInt(amount));
    return of(meant.filter(({ isDirect }) => isDirect)) + indirect.reduce((most, one) => (one > most ? one : most), 0n);
  };
  const isListed = ({ listing }: ExposurePart): boolean => !rule.whileListed || listing === 'listed';
  const known = rule.exposure === 'unknown' ? sum(isUnknown) : sum((one) => isNamed(one) && isListed(one));
  const open =
    rule.exposure === 'unknown' ? 0n : sum((one) => isUnknown(one) || (isNamed(one) && !isListed(one) && one.listing === 'unknown'));
  const whole = BigInt(total);
  const unit = least.unit;
  const measure = (amount: bigint): bigint => (unit === 'share' ? share(amount < whole ? amount : whole, whole) : amount);
  const enough = (amount: bigint): boolean => (least.needed === 0n ? amount > 0n : measure(amount) >= least.needed);
  const isMet = enough(known);
  return [
    {
      ...{ direction, asset, unit, found: measure(known), needed: least.needed, unknown: measure(open) },
      ...{ isMet, mayBe: !isMet && open > 0n && enough(known + open) },
    },
  ];
}

/** What is needed in one asset, in its smallest unit or as a share; null where the rule speaks of another asset. 0: anything at all. */
function leastIn({ least }: ExposureRule, asset: AssetView): { readonly unit: 'share' | 'amount'; readonly needed: bigint } | null {
  if (least.unit === 'some') return { unit: 'amount', needed: 0n };
  if (least.unit === 'share') return { unit: 'share', needed: BigInt(least.hundredths) };
  if (asset.key !== least.asset && asset.symbol?.toLowerCase() !== least.asset.toLowerCase()) return null;
  const [whole = '0', fraction = ''] = least.amount.split('.');
  const decimals = asset.decimals ?? 0;
  const units = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  // More digits than the asset has: the next amount that it can have.
  return { unit: 'amount', needed: /[1-9]/.test(fraction.slice(decimals)) ? units + 1n : units };
}
