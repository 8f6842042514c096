// What a change rule is: it marks each output of one transaction yes, no or unknown, so that rules can be combined without
// an unknown input value turning into an answer. It marks; it never merges.
import { COINBASE } from '../slice.ts';
import { type Heuristic, type HeuristicContext, reading } from './heuristic.ts';

/** Marks of an output, ordered, so that `and` is the smaller and `or` the larger of two. */
export const NO = 0;
export const UNKNOWN = 1;
export const YES = 2;

export type MarkOutputs = (context: Required<HeuristicContext>, tx: number, marks: Uint8Array, parameter: number) => void;

export interface ChangeRule extends Heuristic {
  /** How the rule is called in an expression. */
  readonly term: string;
  /** Where the rule has one number: its bounds and what holds when none is written. */
  readonly parameter: { readonly least: number; readonly most: number; readonly usual: number } | null;
  /** Fills in one mark per output, in their order; data outputs are set to NO afterwards, and every output of a coinbase. */
  readonly mark: MarkOutputs;
}

type Given = Pick<ChangeRule, 'id' | 'term' | 'citation' | 'preconditions' | 'knownBreakers' | 'needs' | 'mark'> &
  Partial<Pick<ChangeRule, 'changesWithLaterData' | 'parameter'>>;

export function changeRule(given: Given): ChangeRule {
  const rule: ChangeRule = {
    version: 1,
    kind: 'change',
    title: `heuristic.${given.id}`,
    changesWithLaterData: false,
    parameter: null,
    ...given,
    needs: [...given.needs, 'scriptType'],
    read(context, tx) {
      if (context.slice.inPrevOut[context.slice.txInStart[tx] as number] === COINBASE) return reading('contradicted', 'coinbase');
      const marks = marksOf(rule, context, tx, rule.parameter?.usual ?? 0);
      const first = context.slice.txOutStart[tx] as number;
      const marked = (mark: number) => [...marks.keys()].filter((index) => marks[index] === mark).map((index) => first + index);
      const outNumbers = marked(YES);
      if (outNumbers.length > 0) return reading('holds', 'marked', { outNumbers });
      return marks.includes(UNKNOWN) ? reading('undecidable', 'dataMissing') : reading('contradicted', 'noCandidate');
    },
  };
  return rule;
}

/** Marks of one rule, data outputs and coinbases left out; throws where the context lacks what the rule needs. */
export function marksOf(rule: ChangeRule, context: HeuristicContext, tx: number, parameter: number): Uint8Array {
  for (const need of rule.needs) if (context[need] === undefined) throw new Error(`${rule.id} needs ${need}`);
  const { slice, scriptType } = context as Required<HeuristicContext>;
  const first = slice.txOutStart[tx] as number;
  const marks = new Uint8Array((slice.txOutStart[tx + 1] as number) - first);
  if (slice.inPrevOut[slice.txInStart[tx] as number] === COINBASE) return marks;
  rule.mark(context as Required<HeuristicContext>, tx, marks, parameter);
  for (let index = 0; index < marks.length; index++)
    if (marks[index] !== NO && scriptType(slice.outScript[first + index] as number) === 'nulldata') marks[index] = NO;
  return marks;
}

/** Calls back with the script of each output and its place. */
export function eachOutput(
  { slice }: HeuristicContext,
  tx: number,
  visit: (index: number, script: number, valueSat: bigint, out: number) => void,
): void {
  const first = slice.txOutStart[tx] as number;
  const end = slice.txOutStart[tx + 1] as number;
  for (let out = first; out < end; out++) visit(out - first, slice.outScript[out] as number, slice.outValue[out] as bigint, out);
}

/** Known scripts of the inputs, and whether one is unknown. */
export function inputScripts(
  { slice }: HeuristicContext,
  tx: number,
): { readonly known: ReadonlySet<number>; readonly hasUnknown: boolean } {
  const known = new Set<number>();
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
    known.add(slice.inScript[input] as number);
  const hasUnknown = known.delete(0);
  return { known, hasUnknown };
}
