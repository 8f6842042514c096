// What the examiner asks of the typologies: it outlives a look at another screen. Parameters that are not named have their starting values.
import type { AssetView } from '../../../shared/contract/account.ts';
import type { CallInput } from '../../../shared/contract/index.ts';
import type { TypologyRule } from '../../../shared/contract/typology.ts';
import { parseAmount } from '../../design/amounts.ts';
import { useKept } from '../../session/session.ts';

export interface TypologyDraft {
  /** Ids that are left out; nobody wants to tick twenty boxes. */
  readonly without: readonly string[];
  readonly parameters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Rule → asset key → amount in whole units, as typed. */
  readonly limits: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly open: string | null;
}

const EMPTY: TypologyDraft = { without: [], parameters: {}, limits: {}, open: null };

export function useTypologyDraft(): readonly [TypologyDraft, (draft: TypologyDraft) => void] {
  return useKept('findings.draft', EMPTY);
}

export type AskedRule = CallInput<'typologies.run'>['rules'][number];

/** Amounts that cannot be read are left out; the form marks them. */
export function askedRule(draft: TypologyDraft, { id }: Pick<TypologyRule, 'id'>, assets: readonly AssetView[]): AskedRule {
  const limits = Object.entries(draft.limits[id] ?? {}).flatMap(([key, text]) => {
    const asset = assets.find((one) => one.key === key);
    const amount = asset === undefined || text.trim() === '' ? null : parseAmount(text, asset.decimals ?? 0);
    return amount === null ? [] : [[key, `${amount}`] as const];
  });
  return { rule: id, parameters: { ...draft.parameters[id] }, limits: Object.fromEntries(limits) };
}

/** A rule that cannot do without a limit is asked where one is stated. */
export function isAsked(draft: TypologyDraft, rule: TypologyRule, assets: readonly AssetView[]): boolean {
  if (draft.without.includes(rule.id)) return false;
  return rule.limits !== 'required' || Object.keys(askedRule(draft, rule, assets).limits ?? {}).length > 0;
}

export function withParameter(draft: TypologyDraft, rule: string, parameter: string, value: number | null): TypologyDraft {
  const { [parameter]: _, ...others } = draft.parameters[rule] ?? {};
  return { ...draft, parameters: { ...draft.parameters, [rule]: value === null ? others : { ...others, [parameter]: value } } };
}
