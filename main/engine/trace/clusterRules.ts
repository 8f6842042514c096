// The rules that an examiner chose for clustering: read from texts, named canonically, and asked per transaction for what
// they put together. Only co-spending is chosen by default. It joins nothing itself.
import { Fault } from '../../../shared/model/fault.ts';
import { type ChangeTree, evaluateChange, parseChange, printChange, rulesOf } from './changeExpression.ts';
import { UNKNOWN, YES } from './heuristics/changeRule.ts';
import { mayBeCoinjoin } from './heuristics/coinjoins.ts';
import { exclusionDust, readDustInput } from './heuristics/exclusionDust.ts';
import { firstAppearances, firstSpends, type HeuristicContext, ruleName } from './heuristics/heuristic.ts';
import { type CoSpendRule, multiInput, multiInputFirst } from './heuristics/multiInput.ts';
import type { UtxoSlice } from './slice.ts';

export interface ChosenRules {
  readonly coSpend: CoSpendRule | null;
  readonly changes: readonly { readonly name: string; readonly tree: ChangeTree }[];
  readonly leavesOutDust: boolean;
  /** Names with versions: co-spending first, change expressions in text order, exclusions last. */
  readonly names: readonly string[];
}

export const DEFAULT_RULES: readonly string[] = [multiInput.id];
const CHANGE = 'change:';

/** Throws `cluster.badRule` for what is not known or contradicts itself. The same rules in any order and spelling give the same names. */
export function parseRules(texts: readonly string[]): ChosenRules {
  let coSpend: CoSpendRule | null = null;
  let leavesOutDust = false;
  const changes = new Map<string, ChangeTree>();
  for (const given of texts) {
    const text = given.trim();
    const fail = (reason: string): never => {
      const known = `${multiInput.id}, ${ruleName(multiInputFirst)}, ${exclusionDust.id}, ${CHANGE}EXPRESSION`;
      throw new Fault('cluster.badRule', { rule: text.slice(0, 80), reason, place: 1, known });
    };
    const link = [multiInput, multiInputFirst].find((rule) => text === rule.id || text === ruleName(rule));
    if (link !== undefined) {
      if (coSpend !== null && coSpend !== link) fail('two versions of one rule');
      coSpend = link;
    } else if (text === exclusionDust.id || text === ruleName(exclusionDust)) leavesOutDust = true;
    else if (text.startsWith(CHANGE)) {
      const tree = parseChange(text.slice(CHANGE.length));
      changes.set(`${CHANGE}${printChange(tree)}`, tree);
    } else fail('no such rule');
  }
  const sorted = [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tree]) => ({ name, tree }));
  return {
    coSpend,
    changes: sorted,
    leavesOutDust,
    names: [
      ...(coSpend === null ? [] : [ruleName(coSpend)]),
      ...sorted.map(({ name }) => name),
      ...(leavesOutDust ? [ruleName(exclusionDust)] : []),
    ],
  };
}

/** True where later spending can change what a chosen rule says. */
export function changesWithLaterData(chosen: ChosenRules, name: string): boolean {
  const change = chosen.changes.find((one) => one.name === name);
  return change !== undefined && [...rulesOf(change.tree)].some((rule) => rule.changesWithLaterData);
}

/** An input that a rule left out of linking. */
export interface ExcludedInput {
  readonly txNumber: number;
  readonly inNumber: number;
}

/** Scripts that one rule puts together in one transaction; the first is what the others are linked to. */
export interface Evidence {
  /** Position in `linkNames`. */
  readonly rule: number;
  readonly scripts: readonly number[];
}

export interface PreparedRules {
  readonly chosen: ChosenRules;
  /** Names of the rules that link, by their numbers in a merge log. */
  readonly linkNames: readonly string[];
  /** What the rules put together in a transaction; `guarded` where it may be a CoinJoin and so nothing is. */
  readonly evidence: (tx: number, detached: ReadonlySet<number> | undefined) => readonly Evidence[] | 'guarded';
  /** Inputs that are left out of a transaction that spends several scripts. */
  readonly excluded: (tx: number) => readonly ExcludedInput[];
}

/**
 * Makes the rules ready for one slice. `scriptType` is asked only by change rules. A change expression links the one output
 * that it marks to the first input, and nothing where it marks several, leaves one open, or the transaction has one output.
 */
export function prepareRules(
  slice: UtxoSlice,
  chosen: ChosenRules,
  scriptCount: number,
  scriptType?: (script: number) => string,
): PreparedRules {
  const hasChanges = chosen.changes.length > 0;
  const guard = chosen.coSpend?.guard ?? 'wide';
  const context: HeuristicContext = {
    slice,
    ...(scriptType === undefined ? {} : { scriptType }),
    ...(hasChanges ? { firstAppearance: firstAppearances(slice, scriptCount) } : {}),
    ...(chosen.leavesOutDust ? { firstSpend: firstSpends(slice, scriptCount) } : {}),
  };
  const shift = chosen.coSpend === null ? 0 : 1;
  return {
    chosen,
    linkNames: [...(chosen.coSpend === null ? [] : [ruleName(chosen.coSpend)]), ...chosen.changes.map(({ name }) => name)],
    evidence,
    excluded,
  };

  function evidence(tx: number, detached: ReadonlySet<number> | undefined): readonly Evidence[] | 'guarded' {
    const hasSeveral = hasTwoScripts(slice.inScript, slice.txInStart[tx] as number, slice.txInStart[tx + 1] as number);
    if (!hasSeveral && !hasChanges) return [];
    if (mayBeCoinjoin(slice, tx, guard)) return 'guarded';
    const scripts = inputScripts(tx);
    const kept = detached === undefined ? scripts : scripts.filter((script) => !detached.has(script));
    const [anchor] = kept;
    if (anchor === undefined) return [];
    const links: Evidence[] = [];
    if (chosen.coSpend !== null && kept.length > 1) links.push({ rule: 0, scripts: kept });
    // Change links always ask the wide guard, whatever version of co-spending is beside them.
    if (!hasChanges || (guard === 'first' && mayBeCoinjoin(slice, tx, 'wide'))) return links;
    chosen.changes.forEach(({ tree }, index) => {
      const script = changeScript(tree, tx);
      if (script !== 0 && detached?.has(script) !== true && !scripts.includes(script))
        links.push({ rule: shift + index, scripts: [anchor, script] });
    });
    return links;
  }

  /** Distinct known scripts in input order, dust left out where that is chosen. */
  function inputScripts(tx: number): number[] {
    const scripts = new Set<number>();
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
      const script = slice.inScript[input] as number;
      if (script !== 0 && !(chosen.leavesOutDust && readDustInput(context, input) === 'holds')) scripts.add(script);
    }
    return [...scripts];
  }

  function changeScript(tree: ChangeTree, tx: number): number {
    const first = slice.txOutStart[tx] as number;
    const outputs = (slice.txOutStart[tx + 1] as number) - first;
    if (outputs < 2) return 0;
    const marks = evaluateChange(tree, context, tx);
    if (marks.includes(UNKNOWN)) return 0;
    const place = marks.indexOf(YES);
    if (place < 0 || marks.lastIndexOf(YES) !== place || spendable(first, outputs) < 2) return 0;
    return slice.outScript[first + place] as number;
  }

  function spendable(first: number, outputs: number): number {
    let count = 0;
    for (let out = first; out < first + outputs; out++) if (scriptType?.(slice.outScript[out] as number) !== 'nulldata') count++;
    return count;
  }

  function excluded(tx: number): readonly ExcludedInput[] {
    if (!chosen.leavesOutDust || !hasTwoScripts(slice.inScript, slice.txInStart[tx] as number, slice.txInStart[tx + 1] as number))
      return [];
    const found: ExcludedInput[] = [];
    for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++)
      if (readDustInput(context, input) === 'holds') found.push({ txNumber: tx, inNumber: input });
    return found;
  }
}

/** True where not every input is of the same script; an unknown one counts as another. */
export function hasTwoScripts(inScript: Uint32Array, start: number, end: number): boolean {
  const first = inScript[start] as number;
  for (let input = start + 1; input < end; input++) if (inScript[input] !== first) return true;
  return false;
}
