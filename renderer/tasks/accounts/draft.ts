// The half-filled form of a trace over balances: it outlives a look at another screen. From it to the request; the engine decides
// whether a seed exists.
import type { AccountTraceRequest, AccountTraceResult } from '../../../shared/contract/account.ts';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { useKept } from '../../session/session.ts';
import { seedsIn } from '../trace/request.ts';
import { type ChosenStops, stopsOf } from '../trace/StopRules.tsx';
import type { Catalog } from '../../session/session.ts';

export interface AccountDraft {
  readonly seeds: readonly string[];
  readonly text: string;
  readonly chain: string;
  readonly asset: string;
  readonly policies: readonly string[];
  readonly primary: string;
  readonly stops: ChosenStops;
  readonly assume: readonly string[];
  readonly assumeText: string;
  readonly question: string;
  readonly reason: string;
}

/** The taint policies of account chains in the order in which they are shown. */
export const ACCOUNT_POLICIES = ['fifo', 'lifo', 'haircut', 'lowestBalance', 'poison'] as const;

export const EMPTY_DRAFT: AccountDraft = {
  ...{ seeds: [], text: '', chain: '', asset: '', policies: ACCOUNT_POLICIES, primary: '', stops: {} },
  ...{ assume: [], assumeText: '', question: '', reason: '' },
};

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
];

const NO_RESULTS: Readonly<Record<number, AccountTraceResult>> = {};

export function useAccountDraft(): readonly [AccountDraft, (draft: AccountDraft) => void] {
  return useKept('accounts.draft', EMPTY_DRAFT);
}

/** Results computed since the case was opened, by run. */
export function useAccountResults() {
  return useKept('accounts.results', NO_RESULTS);
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
  const { seeds, chain, asset, policies, primary, assume, question, reason } = draft;
  const stops = stopsOf(ACCOUNT_STOPS, draft.stops, 0);
  if (seeds.length === 0) return { needs: 'accounts.needSeeds' };
  if (policies.length === 0) return { needs: 'accounts.needPolicies' };
  if (stops === null) return { needs: 'trace.needStops' };
  if (!policies.includes(primary)) return { needs: 'trace.needPrimary' };
  if (question.trim() === '' || reason.trim() === '') return { needs: 'trace.needWords' };
  const all = ACCOUNT_POLICIES.every((policy) => policies.includes(policy));
  const request: CallInput<'account.trace'> & Partial<AccountTraceRequest> = {
    ...{ from: [...seeds], policies: all ? ['all'] : [...policies], stops, assume: [...assume] },
    ...{ question: question.trim(), primary, reason: reason.trim() },
    ...(chain === '' ? {} : { chain }),
    ...(asset.trim() === '' ? {} : { asset: asset.trim() }),
  };
  return { request };
}

export type AccountRun = CallOutput<'account.runs'>['runs'][number];

/** What a run asked, as far as the list of runs says it: stops and assumptions are to be ticked again. */
export function draftOf({ from, policies, primary, question, reason }: AccountRun): AccountDraft {
  return { ...EMPTY_DRAFT, seeds: from, policies, primary, question, reason };
}
