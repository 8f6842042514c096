// What the examiner asks of payments beside movements on chains, and the last answer: both outlive a look at another screen.
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import { useKept } from '../../../session/session.ts';

export interface LinkDraft {
  readonly rates: { readonly grant: string; readonly name: string } | null;
  /** Largest difference in percent of the payment, as typed: at most two decimals. */
  readonly tolerance: string;
  /** How far the movement may lie before and behind the payment, in hours as typed. */
  readonly before: string;
  readonly after: string;
  readonly account: string;
}

export const EMPTY_LINKS: LinkDraft = { rates: null, tolerance: '2', before: '1', after: '24', account: '' };

export interface LinkAnswer {
  readonly asked: CallInput<'account.candidates'>;
  readonly result: CallOutput<'account.candidates'>;
}
const NO_ANSWER: { readonly answer: LinkAnswer | null } = { answer: null };

export function useLinkDraft(): readonly [LinkDraft, (draft: LinkDraft) => void] {
  return useKept('accounts.linkDraft', EMPTY_LINKS);
}

export function useLinkAnswer() {
  return useKept('accounts.linkAnswer', NO_ANSWER);
}

/** The request, or the word for what is missing or wrong. */
export function linkRequest({
  rates,
  tolerance,
  before,
  after,
  account,
}: LinkDraft):
  | { readonly request: CallInput<'account.candidates'> }
  | { readonly needs: 'links.needRates' | 'links.needTolerance' | 'links.needHours' } {
  if (rates === null) return { needs: 'links.needRates' };
  const percent = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(tolerance.trim());
  const basisPoints = percent === null ? -1 : Number(percent[1]) * 100 + Number((percent[2] ?? '').padEnd(2, '0'));
  if (basisPoints < 0 || basisPoints > 10_000) return { needs: 'links.needTolerance' };
  const [beforeSeconds, afterSeconds] = [before, after].map((text) => (/^\d{1,4}$/.test(text.trim()) ? Number(text) * 3600 : -1));
  if (beforeSeconds === undefined || afterSeconds === undefined || beforeSeconds < 0 || afterSeconds < 0)
    return { needs: 'links.needHours' };
  const own = account.trim();
  return {
    request: {
      rates: rates.grant,
      toleranceBasisPoints: basisPoints,
      beforeSeconds,
      afterSeconds,
      ...(own === '' ? {} : { account: own }),
    },
  };
}
