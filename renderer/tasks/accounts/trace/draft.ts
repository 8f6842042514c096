// The half-filled form of a trace over balances: it outlives a look at another screen. From it to the request; the engine decides
// whether a seed exists.
import type { AccountTraceRequest } from '../../../../shared/contract/account.ts';
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import { useKept } from '../../../session/session.ts';
import { seedsIn } from '../../trace/request.ts';
import { type ChosenStops, stopsOf } from '../../trace/StopRules.tsx';
import type { Catalog } from '../../../session/session.ts';

export interface AccountDraft {
  readonly seeds: readonly string[];
  readonly text: string;
  readonly chain: string;
  readonly asset: string;
  readonly policies: readonly string[];
  readonly primary: string;
  readonly direction: 'forward' | 'backward';
  readonly stops: ChosenStops;
  /** Whether the trace goes on where an exchange's reply names the transaction. */
  readonly links: boolean;
  /** Whether swaps, wraps and bridges that the ledgers record convert what is traced. */
  readonly conversions: boolean;
  /** Whether the trace goes on over links that the examiner accepted. */
  readonly accepted: boolean;
  readonly openings: readonly string[];
  readonly openingsText: string;
  /** A table of victims in place of starting points; without a grant it is the name of one that is to be chosen again. */
  readonly victims: { readonly grant: string | null; readonly name: string } | null;
  readonly assume: readonly string[];
  readonly assumeText: string;
  readonly question: string;
  readonly reason: string;
}

/** The taint policies of account chains in the order in which they are shown. */
export const ACCOUNT_POLICIES = ['fifo', 'lifo', 'haircut', 'lowestBalance', 'poison'] as const;

export const EMPTY_DRAFT: AccountDraft = {
  ...{ seeds: [], text: '', chain: '', asset: '', policies: ACCOUNT_POLICIES, primary: '', stops: {} },
  ...{ direction: 'forward', links: false, conversions: true, accepted: false, openings: [], openingsText: '', victims: null },
  ...{ assume: [], assumeText: '', question: '', reason: '' },
};

/** Policies that trace in a direction. */
export function policiesOf(direction: AccountDraft['direction']): readonly string[] {
  return ACCOUNT_POLICIES.filter((policy) => direction === 'forward' || !ONLY_FORWARD.includes(policy));
}

/** What may stop a trace over balances, as the form asks for it. Nothing is ticked by itself. */
export const ACCOUNT_STOPS: Catalog['stops'] = [
  { id: 'service', version: '1', inference: false, options: [] },
  { id: 'mixer', version: '1', inference: false, options: [] },
  { id: 'bridge', version: '1', inference: false, options: [] },
  {
    id: 'addresses',
    version: '1',
    inference: false,
    options: [{ name: 'addresses', kind: 'addresses', required: true, defaultValue: null }],
  },
  { id: 'maxHops', version: '1', inference: false, options: [{ name: 'hops', kind: 'integer', required: true, defaultValue: 20 }] },
  {
    ...{ id: 'heightWindow', version: '1', inference: false },
    options: [
      { name: 'from', kind: 'height', required: false, defaultValue: null },
      { name: 'to', kind: 'height', required: false, defaultValue: null },
    ],
  },
  {
    ...{ id: 'dateWindow', version: '1', inference: false },
    options: [
      { name: 'from', kind: 'time', required: false, defaultValue: null },
      { name: 'to', kind: 'time', required: false, defaultValue: null },
    ],
  },
];

/** A policy that says nothing about where an amount came from. */
export const ONLY_FORWARD: readonly string[] = ['lowestBalance'];

export function useAccountDraft(): readonly [AccountDraft, (draft: AccountDraft) => void] {
  return useKept('accounts.draft', EMPTY_DRAFT);
}

/** Account names may hold blanks: one to a line, or parted by commas and semicolons. Hexadecimal ids also by blanks. */
export function namesIn(text: string): readonly string[] {
  const lines = text.split(/[\n,;]+/).flatMap((line) => {
    const parts = seedsIn(line);
    return parts.every((part) => /^(0x)?[0-9a-fA-F]{40,}(#[\d.?]+)?$/.test(part) || /^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(part))
      ? parts
      : [line.trim()];
  });
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** What still has to be filled in, as the key of its sentence, or the request. */
export function requestOf(draft: AccountDraft): { readonly needs: string } | { readonly request: CallInput<'account.trace'> } {
  const { seeds, chain, asset, primary, assume, question, reason, direction, links } = draft;
  const offered = policiesOf(direction);
  const policies = draft.policies.filter((policy) => offered.includes(policy));
  const stops = stopsOf(ACCOUNT_STOPS, draft.stops, 0);
  const { victims } = draft;
  if (victims !== null && victims.grant === null) return { needs: 'accounts.needVictims' };
  if (victims !== null && direction === 'backward') return { needs: 'accounts.victimsForward' };
  if (victims === null && seeds.length === 0) return { needs: 'accounts.needSeeds' };
  if (policies.length === 0) return { needs: 'accounts.needPolicies' };
  if (stops === null) return { needs: 'trace.needStops' };
  if (!policies.includes(primary)) return { needs: 'trace.needPrimary' };
  if (question.trim() === '' || reason.trim() === '') return { needs: 'trace.needWords' };
  const all = offered.every((policy) => policies.includes(policy));
  const request: CallInput<'account.trace'> & Partial<AccountTraceRequest> = {
    ...{ from: victims === null ? [...seeds] : [], policies: all ? ['all'] : [...policies], stops, assume: [...assume] },
    ...{ question: question.trim(), primary, reason: reason.trim() },
    ...(direction === 'forward' ? {} : { direction }),
    ...(links ? { links } : {}),
    ...(draft.conversions ? {} : { conversions: 'none' as const }),
    ...(draft.accepted ? { accepted: true } : {}),
    ...(draft.openings.length === 0 ? {} : { openings: [...draft.openings] }),
    ...(victims === null ? {} : { victims: victims.grant as string }),
    ...(chain === '' ? {} : { chain }),
    ...(asset.trim() === '' ? {} : { asset: asset.trim() }),
  };
  return { request };
}

export type AccountRun = CallOutput<'account.runs'>['runs'][number];

/** What a run asked, as the form holds it. */
export function draftOf(run: AccountRun): AccountDraft {
  const { from, policies, primary, question, reason, direction, assume, links } = run;
  const text = (value: string | number | readonly string[]): string => (typeof value === 'object' ? value.join(' ') : String(value));
  const stops = Object.fromEntries(
    run.stops.map(({ rule, options }) => [
      rule,
      Object.fromEntries(Object.entries(options ?? {}).map(([name, value]) => [name, text(value)])),
    ]),
  );
  return {
    ...{ ...EMPTY_DRAFT, seeds: from, policies, primary, question, reason, direction, assume, links, stops },
    ...{ chain: run.chain ?? '', asset: run.asset ?? '', conversions: run.conversions === 'recorded', accepted: run.accepted },
    ...{ openings: run.openings, victims: run.victims === null ? null : { grant: null, name: run.victims } },
  };
}
