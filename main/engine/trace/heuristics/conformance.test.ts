// Every listed link rule: described, cited, with a case that fires and a near miss that does not. A rule without
// cases fails here. Real transactions are read where the data folder is present.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtWith, cases, coins, pay, spend } from '../../../../tests/fixtures/ruleCases.ts';
import { type BuiltSlice, buildSlice, chainOf } from '../../../../tests/fixtures/slices.ts';
import { countScripts } from '../cluster.ts';
import { readCoinjoin } from './coinjoinGeneric.ts';
import { readAnyCoinjoin } from './coinjoins.ts';
import { firstAppearances, firstSpends } from './heuristic.ts';
import { heuristics } from './index.ts';
import { vetoStonewall } from './vetoStonewall.ts';

const locale = join(import.meta.dirname, '../../../../resources/locales/en/reasons.json');
const reasons = JSON.parse(readFileSync(locale, 'utf8')) as Readonly<Record<string, string>>;

function read(id: string, built: BuiltSlice) {
  const scriptCount = countScripts(built.slice);
  const context = {
    slice: built.slice,
    scriptType: (script: number) => built.scriptName(script).split('-')[0] as string,
    firstAppearance: firstAppearances(built.slice, scriptCount),
    firstSpend: firstSpends(built.slice, scriptCount),
    fingerprint: (tx: number) => builtWith.get(built)?.[tx] ?? null,
  };
  return heuristics.find(id)?.read(context, built.tx('t'));
}

describe.each(heuristics.entries.map((rule) => [rule.id, rule] as const))('rule %s', (id, rule) => {
  it('is described: version, citation, preconditions, known breakers', () => {
    expect(rule.version).toBeGreaterThan(0);
    expect(rule.citation.length).toBeGreaterThan(20);
    expect(rule.preconditions.length).toBeGreaterThan(0);
    expect(rule.knownBreakers.length).toBeGreaterThan(0);
    const words = [`rule-${id}`, ...rule.knownBreakers.map((code) => `breaker-${code}`)];
    expect(words.filter((key) => reasons[key] === undefined)).toEqual([]);
  });
  it('[T21] [T22] [T23] fires where it should and says on what', () => {
    const given = cases[id];
    expect(given).toBeDefined();
    if (given === undefined) return;
    const result = read(id, given.fires);
    expect(result?.verdict).toBe('holds');
    expect(id === 'multiInput' ? result?.links : result?.outNumbers).toEqual(given.found(given.fires));
    expect(Object.keys(given.nearMisses).length).toBeGreaterThan(0);
  });
  it.each(Object.keys(cases[id]?.nearMisses ?? {}))('[T21] [T22] [T23] does not fire: %s', (name) => {
    expect(read(id, cases[id]?.nearMisses[name] as BuiltSlice)?.verdict).not.toBe('holds');
  });
});

describe('[T21] CoinJoin rules', () => {
  it('does not depend on the order of outputs where two values are equally common', () => {
    for (const order of [
      [546, 546, 9000, 9000],
      [9000, 9000, 546, 546],
      [9000, 546, 9000, 546],
    ]) {
      const { slice, tx } = spend(
        ['wpkh-a', 'wpkh-b'],
        order.map((value, index) => pay(value, `wpkh-${index}`)),
      );
      expect(readCoinjoin(slice, tx('t'))).toEqual({ verdict: 'holds', denominationSat: 9000n, participants: 2 });
    }
  });

  it('is undecidable where unknown input scripts could tip it, and multiInput then does not merge', () => {
    const built = buildSlice(
      chainOf([
        { name: 'f', inputs: ['coinbase'], outputs: coins('wpkh-a') },
        { name: 't', inputs: ['f:0', {}], outputs: [pay(50_000, 'wpkh-1'), pay(50_000, 'wpkh-2'), pay(60_000, 'wpkh-3')] },
      ]),
    );
    expect(readCoinjoin(built.slice, built.tx('t')).verdict).toBe('undecidable');
  });

  const folder = join(process.env['TRACEHOLD_DATA'] ?? '../shared/data', 'coinjoin-crime/am-i-exposed');
  it.skipIf(!existsSync(folder)).each([
    ['whirlpool-coinjoin.json', 'coinjoin.whirlpool@1'],
    ['joinmarket-coinjoin.json', 'coinjoin.generic@1'],
    ['wabisabi-coinjoin.json', 'coinjoin.wabisabi@1'],
    ['batch-withdrawal-143.json', null],
    ['simple-legacy-p2pkh.json', null],
    ['dust-attack-555.json', null],
    ['bare-multisig.json', null],
    ['op-return-charley.json', null],
    ['taproot-op-return.json', null],
    ['taproot-script-path.json', null],
  ])('reads the real transaction %s', (file, expected) => {
    const transaction = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      vin: { prevout: { value: number; scriptpubkey: string } | null }[];
      vout: { value: number; scriptpubkey: string }[];
    };
    const { slice, tx } = buildSlice(
      chainOf([
        {
          name: 't',
          inputs: transaction.vin.map(({ prevout }) =>
            prevout === null ? {} : { valueSat: BigInt(prevout.value), script: prevout.scriptpubkey },
          ),
          outputs: transaction.vout.map(({ value, scriptpubkey }) => ({ valueSat: BigInt(value), script: scriptpubkey })),
        },
      ]),
    );
    for (const guard of ['first', 'wide'] as const) expect(readAnyCoinjoin(slice, tx('t'), guard).rule).toBe(expected);
    // Of two participants it is no JoinMarket round by that rule, and its shape has a rival that one wallet could make.
    expect(vetoStonewall.read({ slice }, tx('t')).verdict === 'holds').toBe(file === 'joinmarket-coinjoin.json');
  });
});
