// What the screens share that put questions to archives: which archives a chain has, and what a question would cost, worked out
// again whenever the question changes. It asks nothing by itself but the cost.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { isCancelled } from '../../session/faults.ts';
import { type Pace, paced } from '../../session/pace.ts';
import type { Words } from '../../session/words.ts';
import { type ProgressView, type SourcesAnswer, useSession } from '../../session/session.ts';

export type Source = SourcesAnswer['sources'][number];
export type Question = CallInput<'question.ask'>;
export type Cost = CallOutput<'question.cost'>['costs'][number];
export type Answer = CallOutput<'question.ask'>['results'][number];
export type QuestionRow = CallOutput<'question.list'>['questions'][number];

export type Synced = CallOutput<'question.sync'>;

export function kindText(say: Words, kind: string): string {
  return say.has(`questionKinds.${kind}`) ? say(`questionKinds.${kind}`) : kind;
}

/** Kinds that read every block of their heights; the others check each block that they read. */
export const READS_ALL: readonly string[] = ['forward', 'history', 'cluster'];

/** Jobs that put questions; the engine takes them one after the other. */
export const QUESTION_JOBS = ['question.ask', 'question.resume', 'question.sync'] as const;

/** Archives that can be asked; of one chain where it is named. */
export function useArchives(chain?: string | null): readonly Source[] {
  const { sources } = useSession();
  return useMemo(
    () =>
      (sources?.sources ?? []).filter(
        (source) =>
          source.mode === 'archive' && source.state === 'complete' && (chain === undefined || chain === null || source.chain === chain),
      ),
    [sources, chain],
  );
}

export interface CostState {
  readonly costs: readonly Cost[] | null;
  readonly fault: unknown;
  readonly progress: ProgressView | null;
  readonly pace: Pace | null;
  readonly working: boolean;
}

const NOTHING: CostState = { costs: null, fault: null, progress: null, pace: null, working: false };
/** Somebody who types should not make the medium seek at every letter. */
const PATIENCE = 500;

/** `version`: another value asks anew, e.g. after an answer changed what the case holds. */
export function useCost(question: Question | null, version: number): CostState {
  const { client } = useSession();
  const key = JSON.stringify(question);
  const [state, setState] = useState<CostState>(NOTHING);
  const asked = useRef('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is a reason to ask again
  useEffect(() => {
    if (key === 'null') {
      setState(NOTHING);
      return;
    }
    const controller = new AbortController();
    asked.current = key;
    setState({ ...NOTHING, working: true });
    const timer = setTimeout(() => {
      client
        .call('question.cost', JSON.parse(key) as Question, {
          signal: controller.signal,
          onProgress: (given) => {
            if (controller.signal.aborted) return;
            const progress = given as unknown as ProgressView;
            setState((before) => ({ ...before, progress, pace: paced(before.pace, progress, performance.now()) }));
          },
        })
        .then(
          ({ costs }) => controller.signal.aborted || setState({ ...NOTHING, costs }),
          (fault: unknown) => controller.signal.aborted || isCancelled(fault) || setState({ ...NOTHING, fault }),
        );
    }, PATIENCE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, key, version]);
  // Until the effect has run, the state is that of the question before.
  return asked.current === key || key === 'null' ? state : { ...NOTHING, working: true };
}

export interface Totals {
  readonly bytes: number | null;
  readonly seconds: number | null;
}

/** What all sources together would cost; null where one of them cannot tell. */
export function totalCost(costs: readonly Cost[]): Totals {
  const sum = (of: (cost: Cost) => number | null) =>
    costs.reduce<number | null>((total, cost) => {
      const one = of(cost);
      return total === null || one === null ? null : total + one * Math.max(1, cost.passes);
    }, 0);
  return { bytes: sum((cost) => cost.bytes), seconds: sum((cost) => cost.seconds) };
}

/** One id a line, or several in one; what stands behind a blank, a comma or a semicolon on a file's line is the person's own remark. */
export function idsInFile(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(/\r?\n/)
        .map((line) => (line.replace(/^\uFEFF/, '').split(/[\s,;]/, 1)[0] ?? '').trim())
        .filter((item) => item !== '' && !item.startsWith('#')),
    ),
  ];
}
