// The half-filled form of a new trace: it outlives a look at another screen, and a run can be laid out in it to be traced again.
import { useCallback } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { formatAmount } from '../../design/amounts.ts';
import { useSession, useKept } from '../../session/session.ts';

export interface TraceDraft {
  readonly seeds: readonly string[];
  readonly text: string;
  readonly direction: 'forward' | 'backward';
  readonly chain: string;
  readonly primary: string;
  readonly question: string;
  readonly reason: string;
  /** Texts of the options by rule, as they are typed. */
  readonly stops: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether archives are asked before the run. */
  readonly look: boolean;
  readonly source: string;
  /** Whether every block that is read is hashed. */
  readonly thorough: boolean;
}

export const EMPTY_DRAFT: TraceDraft = {
  ...{ seeds: [], text: '', direction: 'forward', chain: '', primary: '', question: '', reason: '' },
  ...{ stops: {}, look: true, source: '', thorough: false },
};

const KEY = 'trace.draft';

export function useDraft(): readonly [TraceDraft, (draft: TraceDraft) => void] {
  return useKept(KEY, EMPTY_DRAFT);
}

type Run = CallOutput<'trace.runs'>['runs'][number];

/** What a run asked, as the form holds it. */
export function draftOf(run: Run, decimals: number): TraceDraft {
  const text = (name: string, value: string | number | readonly string[]): string =>
    typeof value === 'object'
      ? value.join(' ')
      : name === 'amountSat'
        ? formatAmount(String(value), decimals, { trim: true })
        : String(value);
  const stops = Object.fromEntries(
    run.stops.map(({ rule, options }) => [
      rule,
      Object.fromEntries(Object.entries(options ?? {}).map(([name, value]) => [name, text(name, value)])),
    ]),
  );
  const { direction, chain, primary, question, reason } = run;
  return { ...EMPTY_DRAFT, seeds: run.from, direction, chain, primary, question, reason, stops, look: false };
}

/** Lays a run out in the form and goes there; it is computed again only when the person starts it. */
export function useTraceAgain(): (run: Run) => void {
  const { kept, go, catalog } = useSession();
  return useCallback(
    (run) => {
      kept.set(KEY, draftOf(run, catalog.chains.find((chain) => chain.id === run.chain)?.decimals ?? 8));
      go({ task: 'trace' });
    },
    [kept, go, catalog],
  );
}
