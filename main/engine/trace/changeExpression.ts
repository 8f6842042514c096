// Change rules combined, as `unique(optimal & fresh) - reuse`: read into a tree, printed in one canonical form with
// versions, evaluated with yes, no and unknown. A tree marks outputs; clusterRules.ts says when a mark becomes a link.
import { Fault } from '../../../shared/model/fault.ts';
import { type ChangeRule, marksOf, NO, UNKNOWN, YES } from './heuristics/changeRule.ts';
import type { HeuristicContext } from './heuristics/heuristic.ts';
import { changeRules } from './heuristics/index.ts';

export type ChangeTree =
  | { readonly kind: 'rule'; readonly rule: ChangeRule; readonly parameter: number }
  | { readonly kind: 'unique'; readonly of: ChangeTree }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ChangeTree[] }
  | { readonly kind: 'minus'; readonly from: ChangeTree; readonly less: readonly ChangeTree[] };

const MOST_CHARACTERS = 400;
const MOST_DEPTH = 20;
const OPERATORS = { '&': 'and', '|': 'or', '-': 'minus' } as const;
type Operator = keyof typeof OPERATORS;
const TOKEN = /\s*(?:([A-Za-z][A-Za-z.]*)(?:@(\d{1,4}))?|(\d{1,4})|([()&|-]))/y;

interface Token {
  readonly at: number;
  readonly name?: string;
  readonly version?: number;
  readonly number?: number;
  readonly sign?: string;
}

/** Reads an expression; throws `cluster.badRule` naming the place. Different operators side by side need brackets. */
export function parseChange(text: string): ChangeTree {
  const fail = (reason: string, at: number): never => {
    throw new Fault('cluster.badRule', { rule: text.slice(0, 80), reason, place: at + 1, known: knownTerms() });
  };
  if (text.length > MOST_CHARACTERS) fail('too long', MOST_CHARACTERS);
  const tokens = tokensOf(text, fail);
  let next = 0;
  const tree = expression(0);
  if (next < tokens.length) fail('expected & | - or the end', (tokens[next] as Token).at);
  return canonical(tree);

  function take(sign: string): boolean {
    if (tokens[next]?.sign !== sign) return false;
    next++;
    return true;
  }

  function expression(depth: number): ChangeTree {
    if (depth > MOST_DEPTH) fail('nested too deeply', tokens[next]?.at ?? text.length);
    const parts = [operand(depth)];
    let operator: Operator | undefined;
    for (;;) {
      const token = tokens[next];
      const sign = token?.sign;
      if (token === undefined || sign === undefined || !(sign in OPERATORS)) break;
      if (operator !== undefined && sign !== operator) fail('put brackets: & | and - do not mix', token.at);
      operator = sign as Operator;
      next++;
      parts.push(operand(depth));
    }
    const [first, ...others] = parts as [ChangeTree, ...ChangeTree[]];
    if (operator === undefined) return first;
    const kind = OPERATORS[operator];
    return kind === 'minus' ? { kind, from: first, less: others } : { kind, parts };
  }

  function operand(depth: number): ChangeTree {
    const token = tokens[next];
    if (token === undefined) return fail('ends too early', text.length);
    next++;
    if (token.sign === '(') {
      const inner = expression(depth + 1);
      if (!take(')')) fail('expected )', tokens[next]?.at ?? text.length);
      return inner;
    }
    if (token.name === undefined) return fail('expected a rule', token.at);
    if (token.name === 'unique') {
      if (token.version !== undefined) fail('unique has no version', token.at);
      if (!take('(')) fail('expected (', tokens[next]?.at ?? text.length);
      const of = expression(depth + 1);
      if (!take(')')) fail('expected )', tokens[next]?.at ?? text.length);
      return { kind: 'unique', of };
    }
    const rule = changeRules.find(({ term, id }) => term === token.name || id === token.name || id === `change.${token.name}`);
    if (rule === undefined) return fail('no such rule', token.at);
    if (token.version !== undefined && token.version !== rule.version) fail(`no such version; known: ${rule.version}`, token.at);
    if (!take('(')) return { kind: 'rule', rule, parameter: rule.parameter?.usual ?? 0 };
    const number = tokens[next];
    if (rule.parameter === null) return fail('this rule takes no number', number?.at ?? text.length);
    const { least, most } = rule.parameter;
    if (number?.number === undefined || number.number < least || number.number > most)
      return fail(`expected a number from ${least} to ${most}`, number?.at ?? text.length);
    next++;
    if (!take(')')) fail('expected )', tokens[next]?.at ?? text.length);
    return { kind: 'rule', rule, parameter: number.number };
  }
}

function tokensOf(text: string, fail: (reason: string, at: number) => never): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return fail('not understood', from);
    const [whole, name, version, number, sign] = match;
    const at = from + whole.length - whole.trimStart().length;
    tokens.push({
      at,
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version: Number(version) }),
      ...(number === undefined ? {} : { number: Number(number) }),
      ...(sign === undefined ? {} : { sign }),
    });
  }
  return tokens;
}

export function knownTerms(): string {
  return [...changeRules.map(({ term }) => term), 'unique( )'].join(', ');
}

/** Equal sets of rules give equal trees: nested & and | flattened, their parts and what is taken away sorted, each once. */
function canonical(tree: ChangeTree): ChangeTree {
  if (tree.kind === 'rule') return tree;
  if (tree.kind === 'unique') {
    const of = canonical(tree.of);
    return of.kind === 'unique' ? of : { kind: 'unique', of };
  }
  if (tree.kind === 'minus') {
    const from = canonical(tree.from);
    const less = tree.less.map(canonical);
    return from.kind === 'minus'
      ? { kind: 'minus', from: from.from, less: sorted([...from.less, ...less]) }
      : { kind: 'minus', from, less: sorted(less) };
  }
  const parts = sorted(tree.parts.map(canonical).flatMap((part) => (part.kind === tree.kind ? part.parts : [part])));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: tree.kind, parts };
}

function sorted(parts: readonly ChangeTree[]): ChangeTree[] {
  const byText = new Map(parts.map((part) => [printChange(part), part]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

/** Canonical text with versions, which reads back to the same tree: `unique(fresh@1 & optimal@1) - reuse@1`. */
export function printChange(tree: ChangeTree): string {
  const inner = (part: ChangeTree): string =>
    part.kind === 'rule' || part.kind === 'unique' ? printChange(part) : `(${printChange(part)})`;
  switch (tree.kind) {
    case 'rule':
      return `${tree.rule.term}@${tree.rule.version}${tree.rule.parameter === null ? '' : `(${tree.parameter})`}`;
    case 'unique':
      return `unique(${printChange(tree.of)})`;
    case 'minus':
      return [tree.from, ...tree.less].map(inner).join(' - ');
    default:
      return tree.parts.map(inner).join(tree.kind === 'and' ? ' & ' : ' | ');
  }
}

/** Every rule a tree rests on, each once. */
export function rulesOf(tree: ChangeTree): ReadonlySet<ChangeRule> {
  switch (tree.kind) {
    case 'rule':
      return new Set([tree.rule]);
    case 'unique':
      return rulesOf(tree.of);
    default:
      return new Set((tree.kind === 'minus' ? [tree.from, ...tree.less] : tree.parts).flatMap((part) => [...rulesOf(part)]));
  }
}

/**
 * A mark per output. And is the smaller, or the larger, minus takes yes away and leaves open what is unknown. `unique`
 * keeps the one candidate; where an unknown output could be another, or the only one, it says unknown.
 */
export function evaluateChange(tree: ChangeTree, context: HeuristicContext, tx: number): Uint8Array {
  switch (tree.kind) {
    case 'rule':
      return marksOf(tree.rule, context, tx, tree.parameter);
    case 'unique':
      return uniqueOf(evaluateChange(tree.of, context, tx));
    case 'minus': {
      const marks = evaluateChange(tree.from, context, tx);
      for (const part of tree.less) combine(marks, evaluateChange(part, context, tx), (kept, taken) => Math.min(kept, YES - taken));
      return marks;
    }
    default: {
      const [first, ...others] = tree.parts as [ChangeTree, ...ChangeTree[]];
      const marks = evaluateChange(first, context, tx);
      for (const part of others) combine(marks, evaluateChange(part, context, tx), tree.kind === 'and' ? Math.min : Math.max);
      return marks;
    }
  }
}

function combine(marks: Uint8Array, others: Uint8Array, join: (a: number, b: number) => number): void {
  for (let index = 0; index < marks.length; index++) marks[index] = join(marks[index] as number, others[index] as number);
}

function uniqueOf(marks: Uint8Array): Uint8Array {
  let certain = 0;
  let open = 0;
  for (const mark of marks) {
    if (mark === YES) certain++;
    else if (mark === UNKNOWN) open++;
  }
  if (certain > 1) return marks.fill(NO);
  if (certain === 0) return marks;
  return marks.map((mark) => (mark === YES ? (open > 0 ? UNKNOWN : YES) : NO));
}
