// No code of the canvas reaches the screen as a code: every one that the contract or the engine can give has words in each language. Codes that
// are free text in the contract are read from the sources that write them, so that a new one fails here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CANVAS_COLOURS, CanvasChange, CanvasEdge, CanvasLayout, ManualEvent, SearchHit } from '../../shared/contract/canvas.ts';
import { BREAKER_SIGNS, REASON_KINDS } from '../../shared/contract/canvasReason.ts';
import { CANVAS_KINDS, CANVAS_LEVELS } from '../../shared/model/canvasItem.ts';
import { PROOF_GRADES, STATEMENT_KINDS } from '../../shared/model/statement.ts';
import { createCatalogue } from '../../shared/words/index.ts';
import { conversionRules } from '../../main/engine/trace/accountRuns/conversions/conversionRules.ts';
import { accountHeuristics } from '../../main/engine/trace/accounts/heuristics/index.ts';
import { policyBehind } from '../../main/engine/trace/policyBook.ts';
import { accountPolicies } from '../../main/engine/trace/accounts/policies/index.ts';
import { policies } from '../../main/engine/trace/policies/index.ts';
import { SIGNED_BREAKERS } from '../../main/engine/trace/heuristics/breakerSigns.ts';
import { heuristics } from '../../main/engine/trace/heuristics/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENGINE = join(ROOT, 'main/engine');

/** Sources of the engine below a folder, without tests. */
function sources(folder: string): string[] {
  return readdirSync(join(ENGINE, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/(^|[/\\])tests[/\\]/.test(name))
    .map((name) => readFileSync(join(ENGINE, folder, name), 'utf8'));
}
const all = (texts: readonly string[], pattern: RegExp): string[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] as string));
/** Words in quotes inside what a pattern finds. */
const quoted = (texts: readonly string[], pattern: RegExp): string[] => all(all(texts, pattern), /'(\w+)'/g);

const engine = sources('.');
const searches = [...sources('trace/paths'), ...sources('canvas/find')];
const shown = [...sources('canvas/facts'), ...sources('canvas/canvases')];
const PHASES = [...all(engine, /phase: ['`](\w+)/g), ...all(engine, /\bstep\('(\w+)'/g)];
const PATH_ENDS = [
  ...quoted(searches, /countEnd\(([^)]*)\)/g),
  ...all(searches, /\bend\('(\w+)'/g),
  ...all(searches, /leads\.set\(\w+, '(\w+)'/g),
  ...all(searches, /const ACCEPTED = '(\w+)'/g),
  ...quoted(searches, /const LACKS[^=]*=([^;]*);/g),
];
const GAPS = quoted(shown, /type \w*Gap = ([^;{]*);/g);
const MARKS = [
  ...quoted(shown, /marks(?:: | = |\.includes\()(\[?[^;]*?)[;\n]/g),
  ...quoted(sources('trace/accounts'), /function whyNoMovement[\s\S]*?\{\n([\s\S]*?)\n}/g),
  ...quoted(shown, /readonly kind: ('swap'[^;]*);/g),
  ...quoted(shown, /spendingOf\(out: number\): ([^;]*);/g),
  ...quoted(shown, /function anchoring([\s\S]*?)\n}/g),
];

const conventions = [
  ...policies.entries.map(({ id }) => policyBehind('coins', id)),
  ...accountPolicies.entries.map(({ id }) => policyBehind('accounts', id)),
].filter((rule) => rule !== undefined);
const rules = [...heuristics.entries, ...conversionRules.entries, ...accountHeuristics.entries, ...conventions];
/** Breakers of conversions and conventions say what a reader can check, or a sign is looked for in every transaction. */
const CHECKED = [...conversionRules.entries, ...conventions].flatMap(({ knownBreakers }) => knownBreakers);
const events = CanvasChange.options.map((option) => option.shape.do.value);

it('finds the codes in the sources that write them', () => {
  expect(PHASES).toEqual(
    expect.arrayContaining(['pathsForward', 'pathsBackward', 'pathsLabel', 'pathsBest', 'identify', 'searchPrepare', 'figure']),
  );
  expect(PATH_ENDS).toEqual(
    expect.arrayContaining([
      'unspent',
      'outsideTime',
      'timeUnknown',
      'gone',
      'acceptedLink',
      'openHop',
      'otherChain',
      'morePaths',
      'manyWays',
      'oneSided',
    ]),
  );
  expect(GAPS).toEqual(expect.arrayContaining(['parentUnknown', 'spendUnknown', 'oneSided']));
  expect(MARKS).toEqual(
    expect.arrayContaining(['coinjoin', 'unspent', 'unanchored', 'hypothesis', 'fellApart', 'bridge', 'dayOnly', 'byHand']),
  );
});

describe.each(['en', 'ja', 'zh-Hans', 'zh-Hant'])('words for codes in %s', (locale) => {
  const section = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, 'resources/locales', locale, `${name}.json`), 'utf8'));
  const words = createCatalogue({ ui: section('ui'), reasons: section('reasons') });
  /** Codes that none of the keys has words for. */
  const unworded = (codes: readonly string[], ...keys: ((code: string) => string)[]): string[] =>
    [...new Set(codes)].filter((code) => !keys.some((key) => words[key(code)] !== undefined));
  const ui =
    (prefix: string, suffix = '') =>
    (code: string) =>
      `ui.${prefix}.${code}${suffix}`;
  const reason = (prefix: string) => (code: string) => `reasons.${prefix}${code}`;

  it('of progress, ends of searches, gaps and marks', () => {
    expect(unworded(PHASES, ui('phases'))).toEqual([]);
    expect(unworded(PATH_ENDS, reason('pathEnd-'))).toEqual([]);
    expect(unworded([...GAPS, 'notCovered', 'rowLimit'], ui('canvas.gaps'))).toEqual([]);
    expect(unworded(MARKS, ui('canvas.marks'), ui('accountReasons'), reason(''))).toEqual([]);
    expect(unworded(['manyItems', 'hub'], ui('canvas.stopped'))).toEqual([]);
  });
  it('of rules: name, what they say, where they are asked, what breaks them and its signs', () => {
    const ids = rules.map(({ id }) => id);
    expect(unworded(ids, reason('rule-'))).toEqual([]);
    expect(unworded(ids, reason('says-'))).toEqual([]);
    expect(
      unworded(
        rules.flatMap(({ preconditions }) => preconditions),
        reason('precondition-'),
      ),
    ).toEqual([]);
    expect(
      unworded(
        rules.flatMap(({ knownBreakers }) => knownBreakers),
        reason('breaker-'),
      ),
    ).toEqual([]);
    expect(unworded(SIGNED_BREAKERS, reason('sign-'))).toEqual([]);
    expect(unworded(CHECKED, reason('check-'), reason('sign-'))).toEqual([]);
    expect(conventions.filter(({ citation }) => citation === '')).toEqual([]);
    expect(unworded(quoted(searches, /through\.push\(([^)]*)\)/g), ui('canvas.throughCodes'))).toEqual([]);
  });
  it('of what the contract lists', () => {
    expect(unworded(REASON_KINDS, ui('canvas.why.what'))).toEqual([]);
    expect(unworded(REASON_KINDS, ui('canvas.why.is'))).toEqual([]);
    expect(unworded(BREAKER_SIGNS, ui('canvas.why.signs'))).toEqual([]);
    expect(unworded(CANVAS_KINDS, ui('canvas.kinds'))).toEqual([]);
    expect(unworded(CANVAS_KINDS, ui('canvas.kindsMany'))).toEqual([]);
    expect(unworded(CANVAS_KINDS, ui('terms.canvasKind', '.is'))).toEqual([]);
    expect(unworded(CanvasEdge.shape.kind.options, ui('canvas.edgeKinds'))).toEqual([]);
    expect(unworded(CanvasEdge.shape.kind.options, ui('terms.canvasEdge', '.is'))).toEqual([]);
    expect(unworded(CANVAS_LEVELS, ui('canvas.levels'))).toEqual([]);
    expect(unworded(CanvasLayout.shape.kind.options, ui('canvas.layouts'))).toEqual([]);
    expect(unworded(CANVAS_COLOURS, ui('canvas.colours'))).toEqual([]);
    expect(unworded(SearchHit.shape.kind.options, ui('canvas.hits'))).toEqual([]);
    expect(unworded(ManualEvent.shape.kind.options, ui('canvas.event.kinds'))).toEqual([]);
    expect(unworded([...STATEMENT_KINDS, 'hypothesis'], ui('statements', '.word'))).toEqual([]);
    expect(unworded(PROOF_GRADES, ui('grades', '.word'))).toEqual([]);
    expect(unworded([...events, 'create', 'delete', 'expand'], (code) => `ui.events.canvas-edited-${code}`)).toEqual([]);
  });
});
