// What the examiner asks of the link rules, and the last answer: both outlive a look at another screen.
import type { LeadResult } from '../../../../shared/contract/lead.ts';
import type { CallInput } from '../../../../shared/contract/index.ts';
import { useKept } from '../../../session/session.ts';

export interface LeadDraft {
  /** Ids of rules; none means all. */
  readonly rules: readonly string[];
  readonly account: string;
  readonly chain: string;
  readonly assume: readonly string[];
  readonly assumeText: string;
  readonly services: readonly string[];
  readonly servicesText: string;
}

export const EMPTY_LEADS: LeadDraft = { rules: [], account: '', chain: '', assume: [], assumeText: '', services: [], servicesText: '' };

export interface LeadAnswer {
  readonly asked: CallInput<'lead.find'>;
  readonly result: LeadResult;
}
const NO_ANSWER: { readonly answer: LeadAnswer | null } = { answer: null };

export function useLeadDraft(): readonly [LeadDraft, (draft: LeadDraft) => void] {
  return useKept('accounts.leadDraft', EMPTY_LEADS);
}

export function useLeadAnswer() {
  return useKept('accounts.leadAnswer', NO_ANSWER);
}

export function leadRequest({ rules, account, chain, assume, services }: LeadDraft): CallInput<'lead.find'> {
  return {
    ...{ rules: [...rules], assume: [...assume], services: [...services] },
    ...(account.trim() === '' ? {} : { account: account.trim() }),
    ...(chain === '' ? {} : { chain }),
  };
}
