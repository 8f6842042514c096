// The algebra of change rules against plain sets and against every possible completion of what is unknown; the canonical
// text reads back to itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/fault.ts';
import { type BuiltSlice, buildSlice, chainOf } from '../../../tests/fixtures/slices.ts';
import { evaluateChange, parseChange, printChange, rulesOf } from './changeExpression.ts';
import { countScripts } from './cluster.ts';
import { firstAppearances } from './heuristics/heuristic.ts';

const written = (text: string): string => printChange(parseChange(text));

/** Terms of the random expressions, with the outputs of `t` that each marks, worked out by hand below. */
const ATOMS = ['reuse', 'scriptType', 'optimal', 'fresh', 'powerOfTen', 'all'] as const;
type Atom = (typeof ATOMS)[number];

const built = buildSlice(
  chainOf([
    {
      name: 'f',
      inputs: ['coinbase'],
      outputs: [70_000_000n, { valueSat: 40_000_000n, script: 'wpkh-b' }, { valueSat: 5n, script: 'wpkh-old' }],
    },
    {
      name: 't',
      inputs: ['f:1', { valueSat: 60_000_000n, script: 'wpkh-a' }],
      outputs: [
        { valueSat: 50_000_000n, script: 'wpkh-1' }, // scriptType, fresh
        { valueSat: 11_111_111n, script: 'tr-2' }, // optimal, fresh, not round
        { valueSat: 20_000_000n, script: 'wpkh-old' }, // scriptType, optimal
        { valueSat: 3_333_333n, script: 'wpkh-a' }, // reuse, scriptType, optimal, not round
        { valueSat: 0n, script: 'nulldata-x' }, // never
      ],
    },
  ]),
);
const BY_HAND: Record<Atom, readonly number[]> = {
  reuse: [3],
  scriptType: [0, 2, 3],
  optimal: [1, 2, 3],
  fresh: [0, 1],
  powerOfTen: [1, 3],
  all: [0, 1, 2, 3],
};

function contextOf({ slice, scriptName }: BuiltSlice) {
  const scriptType = (script: number) => scriptName(script).split('-')[0] as string;
  return { slice, scriptType, firstAppearance: firstAppearances(slice, countScripts(slice)) };
}

function marked(text: string): number[] {
  const marks = evaluateChange(parseChange(text), contextOf(built), built.tx('t'));
  expect(marks.includes(1)).toBe(false);
  return [...marks.keys()].filter((index) => marks[index] === 2);
}

type Expression = Atom | { readonly operator: '&' | '|' | '-'; readonly parts: readonly Expression[] } | { readonly unique: Expression };

const { expression } = fc.letrec<{ expression: Expression; atom: Expression }>((tie) => ({
  atom: fc.constantFrom<Expression[]>(...ATOMS),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('atom'),
    fc.record({
      operator: fc.constantFrom('&' as const, '|' as const, '-' as const),
      parts: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ unique: tie('expression') }),
  ) as fc.Arbitrary<Expression>,
}));

const textOf = (one: Expression): string =>
  typeof one === 'string' ? one : 'unique' in one ? `unique(${textOf(one.unique)})` : `(${one.parts.map(textOf).join(one.operator)})`;

/** With sets, as one would write it on paper. */
function setOf(one: Expression, atoms: Record<Atom, readonly number[]>): Set<number> {
  if (typeof one === 'string') return new Set(atoms[one]);
  if ('unique' in one) {
    const inner = setOf(one.unique, atoms);
    return inner.size === 1 ? inner : new Set();
  }
  const [first, ...others] = one.parts.map((part) => setOf(part, atoms)) as [Set<number>, ...Set<number>[]];
  let all = first;
  for (const other of others) {
    const keeps = KEEPS[one.operator];
    all = new Set([0, 1, 2, 3].filter((index) => keeps(all.has(index), other.has(index))));
  }
  return all;
}
const KEEPS = {
  '&': (left: boolean, right: boolean) => left && right,
  '|': (left: boolean, right: boolean) => left || right,
  '-': (left: boolean, right: boolean) => left && !right,
};

describe('[T28] change expressions', () => {
  it('each rule marks what it marks by hand', () => {
    for (const atom of ATOMS) expect([atom, marked(atom)]).toEqual([atom, BY_HAND[atom]]);
    expect(marked('powerOfTen(7)')).toEqual([1, 3]);
    expect(marked('powerOfTen(8)')).toEqual([0, 1, 2, 3]);
  });

  it('combine like sets', () => {
    fc.assert(
      fc.property(expression, (one) => {
        expect(marked(textOf(one))).toEqual([...setOf(one, BY_HAND)].sort((a, b) => a - b));
      }),
    );
  });

  it('have one canonical text that reads back to itself and marks the same', () => {
    fc.assert(
      fc.property(expression, (one) => {
        const text = written(textOf(one));
        expect(written(text)).toBe(text);
        expect(marked(text)).toEqual(marked(textOf(one)));
      }),
    );
    expect(written('unique(optimal&fresh)-reuse')).toBe('unique(fresh@1 & optimal@1) - reuse@1');
    expect(written('(fresh | reuse) | (reuse | all)')).toBe('all@1 | fresh@1 | reuse@1');
    expect(written('all - reuse - fresh - reuse')).toBe('all@1 - fresh@1 - reuse@1');
    expect(written('all - (fresh - reuse)')).toBe('all@1 - (fresh@1 - reuse@1)');
    expect(written('unique((unique(powerOfTen)))')).toBe('unique(powerOfTen@1(6))');
    expect(written('change.powerOfTen@1(4) & addressReuse')).toBe('powerOfTen@1(4) & reuse@1');
    expect([...rulesOf(parseChange('unique(optimal & fresh) - reuse'))].map(({ term }) => term)).toEqual(['fresh', 'optimal', 'reuse']);
  });

  it('an unknown input value or script leaves open what it could change, and nothing more', () => {
    // The unseen input may bring any value and any script: each is tried, and yes or no must hold in all of them.
    const worlds = [1n, 15_000_000n, 90_000_000n].flatMap((valueSat) =>
      ['wpkh-z', 'tr-z', 'wpkh-1', 'tr-2', 'wpkh-old', 'wpkh-a'].map((script) => ({ valueSat, script })),
    );
    const transaction = (unseen: object) =>
      buildSlice(
        chainOf([
          { name: 'f', inputs: ['coinbase'], outputs: [1n, { valueSat: 5n, script: 'wpkh-old' }] },
          {
            name: 't',
            inputs: [unseen, { valueSat: 60_000_000n, script: 'wpkh-a' }],
            outputs: [
              { valueSat: 50_000_000n, script: 'wpkh-1' },
              { valueSat: 11_111_111n, script: 'tr-2' },
              { valueSat: 20_000_000n, script: 'wpkh-old' },
              { valueSat: 60_000_000n, script: 'wpkh-3' },
            ],
          },
        ]),
      );
    const evaluate = (text: string, one: BuiltSlice) => evaluateChange(parseChange(text), contextOf(one), one.tx('t'));
    const open = transaction({});
    const possible = worlds.map(transaction);
    let left = 0;
    fc.assert(
      fc.property(expression, (one) => {
        const text = textOf(one);
        const marks = evaluate(text, open);
        const all = possible.map((world) => evaluate(text, world));
        marks.forEach((mark, index) => {
          if (mark === 1) left++;
          else for (const world of all) expect(world[index]).toBe(mark);
        });
      }),
    );
    expect(left).toBeGreaterThan(0);
    expect([...evaluate('optimal', open)]).toEqual([1, 1, 1, 0]);
    expect([...evaluate('unique(optimal)', open)]).toEqual([1, 1, 1, 0]);
    expect([...evaluate('powerOfTen', open)]).toEqual([0, 2, 0, 0]);
    expect([...evaluate('unique(powerOfTen | reuse)', open)]).toEqual([0, 1, 0, 0]);
  });

  it.each([
    ['optimal & fresh | reuse', 'brackets'],
    ['optimal &', 'too early'],
    ['(optimal', 'expected )'],
    ['optimal)', 'or the end'],
    ['unique optimal', 'expected ('],
    ['nothing', 'no such rule'],
    ['optimal@2', 'no such version'],
    ['optimal(3)', 'takes no number'],
    ['powerOfTen(0)', 'from 1 to 15'],
    ['powerOfTen(fresh)', 'from 1 to 15'],
    ['', 'too early'],
    ['optimal; fresh', 'not understood'],
    [`${'('.repeat(30)}optimal${')'.repeat(30)}`, 'too deeply'],
    ['all|'.repeat(120), 'too long'],
  ])('refuses %s', (text, reason) => {
    const refused = (() => {
      try {
        return written(text);
      } catch (error) {
        return error instanceof Fault && error.code === 'cluster.badRule' ? String(error.parameters['reason']) : String(error);
      }
    })();
    expect(refused).toContain(reason);
  });
});
