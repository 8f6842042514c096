// The argument list against the table of commands: what fits, and what is refused with the nearest thing that fits.
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/fault.ts';
import { commaList, editDistance, nearest, parseCommandLine, wholeNumber } from './arguments.ts';
import type { Given } from './command.ts';
import { commands } from './commands.ts';
import { intakeDocument, intakeExit } from './intake.ts';
import { stopsOf } from './stops.ts';
import { traceDocument } from './trace.ts';

function given(...argv: string[]): Given {
  const parsed = parseCommandLine(commands, argv);
  if (parsed.kind !== 'run') throw new Error('help');
  return parsed.given;
}

function faultOf(...argv: string[]): { code: string; parameters: Readonly<Record<string, string | number>> } {
  try {
    parseCommandLine(commands, argv);
  } catch (error) {
    if (error instanceof Fault) return error.toRecord();
    throw error;
  }
  throw new Error('was accepted');
}

describe('the table of commands', () => {
  it('holds every command once, and no option twice', () => {
    const words = commands.map((command) => command.words.join(' '));
    expect(new Set(words).size).toBe(words.length);
    for (const command of commands) {
      const names = command.options.map((option) => option.name);
      expect(new Set(names).size, command.words.join(' ')).toBe(names.length);
    }
    expect(words.sort()).toEqual(
      [
        ...[
          'accounts',
          'accounts replay',
          'accounts runs',
          'canvas',
          'canvas add',
          'canvas figure',
          'canvas new',
          'canvas paths',
          'canvas search',
          'canvas show',
          'case new',
          'case info',
          'case slot add',
          'case slot remove',
          'case rekey',
          'case policy',
          'selftest',
          'intake',
          'intake answers',
          'intake withdraw',
          'labels add',
          'trace',
          'runs',
          'keys expand',
          'keys complete',
          'keys list',
          'keys reveal',
          'replay',
        ],
        ...['search', 'parents', 'questions', 'resume', 'abandon', 'watch', 'sync'],
        ...[
          'cluster',
          'rules',
          'explain',
          'reject',
          'accept',
          'show',
          'journal',
          'undo',
          'redo',
          'export bag',
          'export graph',
          'verify',
          'scan',
          'exhibit add',
          'exhibit list',
          'exhibit custody',
          'exhibit form',
          'exhibit scan',
          'traces list',
          'traces show',
          'traces reveal',
          'wallets list',
          'wallets open',
          'messages list',
          'serve',
          'demo',
        ],
        ...['intake rejected', 'profile list', 'profile remove', 'profile save', 'profile show'],
        ...['accounts conversions', 'accounts candidates', 'accounts link accept', 'accounts link dismiss', 'accounts link list'],
        ...['accounts leads', 'accounts accept', 'accounts reject', 'accounts group', 'accounts rules', 'labels list', 'labels set'],
        ...['labels lists', 'labels changes', 'labels conflicts', 'labels export'],
        ...['accept', 'dismiss', 'list', 'rules', 'run', 'self-test', 'show'].map((what) => `typologies ${what}`),
        ...['accept', 'add', 'dismiss', 'import', 'link', 'list', 'locate', 'map', 'matches', 'networks', 'show', 'withdraw'].map(
          (what) => `people ${what}`,
        ),
        ...['add', 'again', 'check', 'find', 'list', 'look', 'withdraw'].map((what) => `transcribe ${what}`),
        ...['exposure', 'exposure rules', 'exposure example', 'screen'],
        ...['answer', 'freezable', 'list', 'new', 'set', 'show'].map((what) => `request ${what}`),
        ...['close', 'list', 'prepare', 'show', 'withdraw'].map((what) => `seizure ${what}`),
        ...['approve', 'compare', 'export', 'list', 'new'].map((what) => `deconflict ${what}`),
        ...['find', 'list', 'page', 'text'].map((what) => `document ${what}`),
        ...['demo device', 'demo ring', 'demo trade', 'fetch add', 'fetch list', 'fetch remove', 'fetch save'],
      ].sort(),
    );
  });

  it('never takes a passphrase as a value', () => {
    for (const command of commands)
      for (const option of command.options) if (option.name.includes('passphrase')) expect(option.value).toBe('FILE');
  });
});

describe('reading arguments', () => {
  it('gives all values that follow to an option that takes many', () => {
    const read = given(
      'trace',
      '--case',
      'c',
      '--from',
      'a',
      'b',
      '--from',
      'd',
      '--policy',
      'fifo,lifo',
      '--stop',
      'coinjoin',
      'serviceLike:transactions=5',
    );
    expect(read.list('from')).toEqual(['a', 'b', 'd']);
    expect(commaList(read.list('policy'))).toEqual(['fifo', 'lifo']);
    expect(stopsOf(read)).toEqual([
      { rule: 'coinjoin', options: {} },
      { rule: 'serviceLike', options: { transactions: 5 } },
    ]);
  });

  it('turns the short limits into the rules of the same meaning', () => {
    const read = given(
      'trace',
      '--case',
      'c',
      '--from',
      'a',
      '--max-hops',
      '3',
      '--min-value',
      '546',
      '--from-height',
      '0',
      '--to-height',
      '9',
    );
    expect(stopsOf(read)).toEqual([
      { rule: 'heightWindow', options: { from: 0, to: 9 } },
      { rule: 'minValue', options: { amountSat: 546 } },
      { rule: 'maxHops', options: { hops: 3 } },
    ]);
  });

  it('keeps positionals apart from options wherever they stand', () => {
    const read = given('intake', 'one', '--case', 'c', 'two', '--force', 'three');
    expect(read.list('PATH')).toEqual(['one', 'two', 'three']);
    expect(read.has('force')).toBe(true);
  });

  it('names the nearest option, command and value', () => {
    expect(faultOf('trace', '--case', 'c', '--form', 'a')).toEqual({
      code: 'usage.unknownOption',
      parameters: { option: '--form', nearest: '--from' },
    });
    expect(faultOf('verify', 'bag', '--as-evidense')).toMatchObject({ parameters: { nearest: '--as-evidence' } });
    expect(faultOf('tracee')).toMatchObject({ code: 'usage.unknownCommand', parameters: { nearest: 'trace' } });
    expect(faultOf('case', 'nwe', 'x')).toMatchObject({ code: 'usage.unknownCommand', parameters: { nearest: 'case new' } });
    expect(faultOf('case')).toMatchObject({ code: 'usage.unknownCommand' });
  });

  it('refuses what is missing, doubled, surplus or without its value', () => {
    expect(faultOf('trace', '--from', 'a')).toMatchObject({ code: 'usage.missingOption', parameters: { option: '--case' } });
    expect(faultOf('runs', '--case')).toMatchObject({ code: 'usage.missingValue' });
    expect(faultOf('runs', '--case', '--json')).toMatchObject({ code: 'usage.missingValue' });
    expect(faultOf('runs', '--case', 'a', '--case', 'b')).toMatchObject({ code: 'usage.optionTwice' });
    expect(faultOf('runs', '--case', 'a', 'b')).toMatchObject({ code: 'usage.tooManyArguments', parameters: { argument: 'b' } });
    expect(faultOf('intake', '--case', 'a')).toMatchObject({ code: 'usage.missingArgument', parameters: { argument: 'PATH' } });
    expect(faultOf('intake', '--case', 'a', 'p', '--force=yes')).toMatchObject({ code: 'usage.optionTakesNoValue' });
    expect(given('runs', '--case=-odd-').text('case')).toBe('-odd-');
  });

  it('gives help at every level', () => {
    for (const argv of [[], ['--help'], ['-h'], ['help']]) expect(parseCommandLine(commands, argv)).toEqual({ kind: 'help', words: [] });
    expect(parseCommandLine(commands, ['case', '--help'])).toEqual({ kind: 'help', words: ['case'] });
    expect(parseCommandLine(commands, ['help', 'case', 'slot'])).toEqual({ kind: 'help', words: ['case', 'slot'] });
    expect(parseCommandLine(commands, ['trace', '--help'])).toEqual({ kind: 'help', words: ['trace'] });
  });

  it('reads whole numbers strictly', () => {
    expect(wholeNumber('max-hops', '12')).toBe(12);
    const told = (name: string) => () => wholeNumber(name, 'x', 1);
    for (const [name, option] of [
      ['hops', '--hops'],
      ['--port', '--port'],
      ['NUMBER', 'NUMBER'],
    ] as const)
      expect(told(name)).toThrow(expect.objectContaining({ parameters: expect.objectContaining({ option }) }));
    for (const bad of ['', '-1', '1.5', '0x10', '1e3', ' 1', '9'.repeat(16)]) expect(() => wholeNumber('max-hops', bad)).toThrow(Fault);
  });
});

describe('nearness', () => {
  it('is the edit distance', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('same', 'same')).toBe(0);
    expect(nearest(['export bag', 'explain'], 'export')).toBe('export bag');
  });
});

describe('documents', () => {
  const HASH = '00'.repeat(32);

  it('trace --json prints the names of docs/FORMATS.md §6 and no more', () => {
    const document = traceDocument({
      run: 1,
      chain: 'c',
      direction: 'forward',
      inputsDigest: HASH,
      resultDigest: HASH,
      height: 5,
      coverage: [],
      seeds: [],
      policies: {},
    });
    expect(Object.keys(document as object)).toEqual(['run', 'inputsDigest', 'resultDigest', 'height', 'coverage', 'seeds', 'policies']);
  });

  it('intake --json prints the names of docs/FORMATS.md §4 and no more', () => {
    const result = {
      source: 's',
      mode: 'takenIn' as const,
      chain: null,
      blocks: 1,
      accepted: 0,
      new: 0,
      stale: 0,
      refused: [{ height: null, claimedHeight: 7, hash: HASH, reason: 'work' }],
      headers: { from: 0, to: 1, anchoredTo: null, work: '2', cheap: true },
      transactions: 0,
      undo: 'none' as const,
      partial: false,
      rejectedRows: [],
    };
    expect(intakeDocument(result)).toEqual({
      source: 's',
      mode: 'takenIn',
      blocks: 1,
      accepted: 0,
      new: 0,
      stale: 0,
      refused: [{ height: null, hash: HASH, reason: 'work' }],
      headers: { from: 0, to: 1, anchoredTo: null, work: '2' },
      transactions: 0,
      undo: 'none',
      partial: false,
    });
    expect(intakeExit([result])).toBe(3);
    expect(intakeExit([{ ...result, accepted: 1 }])).toBe(0);
  });
});
