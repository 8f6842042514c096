// The two joiners against each other and against a partition kept as sets.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createJoiner, type Joiner, loadJoins, plainJoiner } from './joins.ts';

/** From here on the kernel joins. */
const SCRIPTS = 50_000;
/** Scripts of inputs per transaction, in chunks; few numbers, so that clusters meet. */
const chunks = fc.array(fc.array(fc.array(fc.oneof(fc.nat(30), fc.integer({ min: SCRIPTS - 5, max: SCRIPTS - 1 })), { maxLength: 9 })), {
  maxLength: 5,
});

function run(joiner: Joiner, all: readonly (readonly (readonly number[])[])[]) {
  let tx = 0;
  let from = 1000;
  for (const transactions of all) {
    const scripts = transactions.flat();
    joiner.room(scripts.length).set(scripts);
    const starts = Uint32Array.from([from, ...transactions.map((inputs) => (from += inputs.length))]);
    joiner.join(starts, tx);
    tx += transactions.length;
  }
  const { parent, count, a, b, tx: by } = joiner.end();
  return { parent, log: Array.from({ length: count }, (_, i) => [a[i], b[i], by[i]]) };
}

/** Clusters as sets; a join is logged where the two sets were not the same. */
function bySets(all: readonly (readonly (readonly number[])[])[]) {
  const own = new Map<number, Set<number>>();
  const setOf = (script: number) => own.get(script) ?? new Set([script]);
  const log: number[][] = [];
  all.flat().forEach((inputs, tx) => {
    const [first, ...others] = inputs.filter((script) => script !== 0);
    for (const script of others) {
      if (first === undefined || setOf(first).has(script)) continue;
      const joined = new Set([...setOf(first), ...setOf(script)]);
      for (const member of joined) own.set(member, joined);
      log.push([first, script, tx]);
    }
  });
  return { smallest: (script: number) => Math.min(...setOf(script)), log };
}

it('plain and compiled join alike, in the order of the transactions, and as sets do', () => {
  loadJoins(readFileSync(new URL('../../../resources/wasm/trace.wasm', import.meta.url)));
  fc.assert(
    fc.property(chunks, (all) => {
      const sets = bySets(all);
      for (const joiner of [plainJoiner(SCRIPTS), createJoiner(SCRIPTS)]) {
        const { parent, log } = run(joiner, all);
        expect(log).toEqual(sets.log);
        for (const script of [...new Set(all.flat(2)), 31, SCRIPTS - 6]) expect(parent[script]).toBe(sets.smallest(script));
      }
    }),
    { numRuns: 60 },
  );
});

it('a chunk larger than the batch and than the first page of memory', () => {
  loadJoins(readFileSync(new URL('../../../resources/wasm/trace.wasm', import.meta.url)));
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state % SCRIPTS;
  };
  const all = [0, 1].map(() => Array.from({ length: 20_000 }, (_, tx) => Array.from({ length: tx % 4 }, next)));
  const [plain, compiled] = [run(plainJoiner(SCRIPTS), all), run(createJoiner(SCRIPTS), all)];
  expect(compiled.log).toEqual(plain.log);
  expect(plain.log.length).toBeGreaterThan(20_000);
  expect(Buffer.from(compiled.parent).equals(Buffer.from(plain.parent))).toBe(true);
});
