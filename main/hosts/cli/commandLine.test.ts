// The command line as a whole, on a machine made of texts: one document with --json, exit codes, and a case that is
// closed whatever happened.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS, Fault, type FaultCode } from '../../../shared/model/fault.ts';
import { createNodeHost } from '../nodeHost.ts';
import { type Machine, runCommandLine } from './commandLine.ts';
import { commands } from './commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-cli-'));
const passphraseFile = join(folder, 'passphrase.txt');
writeFileSync(passphraseFile, 'correct horse\r\n');
const RESOURCES = join(import.meta.dirname, '..', '..', '..', 'resources');

type Answers = Readonly<Record<string, unknown>>;

interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly (readonly [string, unknown])[];
}

async function run(
  argv: readonly string[],
  answers: Answers = {},
  environment: Record<string, string> = {},
  prompts: string[] = [],
): Promise<Run> {
  let out = '';
  let err = '';
  const asked: [string, unknown][] = [];
  const machine: Machine = {
    nodeHost: createNodeHost({ environment: { TRACEHOLD_PROFILE: join(folder, 'profile') }, resourceFolders: [RESOURCES] }),
    commands,
    startEngine: async () => ({
      client: {
        call: async (name, input) => {
          asked.push([name, input]);
          const answer = answers[name] ?? (name === 'case.open' ? { notices: [] } : {});
          if (answer instanceof Error) throw answer;
          return answer as never;
        },
      },
      dispose: async () => undefined,
    }),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    environment,
    prompt: async () => prompts.shift() ?? '',
    signal: new AbortController().signal,
  };
  return { exit: await runCommandLine(argv, machine), out, err, asked };
}

const open = ['--case', folder, '--passphrase-file', passphraseFile];

describe('faults', () => {
  it.each(Object.keys(FAULTS) as FaultCode[])('%s has its exit code and one document with --json', async (code) => {
    const { exit, out, err } = await run(['runs', ...open, '--json'], { 'trace.runs': new Fault(code, { file: 'a.dat' }) });
    expect(exit).toBe(FAULTS[code]);
    const document = JSON.parse(out) as { error: { code: string; message: string; next: string } };
    expect(Object.keys(document)).toEqual(['error']);
    expect(document.error.code).toBe(code);
    expect(document.error.message).not.toContain('errors.');
    expect(document.error.message.length).toBeGreaterThan(10);
    expect(document.error.next.length).toBeGreaterThan(10);
    expect(document.error.message + document.error.next).not.toMatch(/[{}]/);
    expect(err).toBe('');
  });

  it('anything unexpected is internal, its text only in the log', async () => {
    const { exit, out } = await run(['runs', ...open, '--json'], { 'trace.runs': new TypeError('secret detail') });
    expect(exit).toBe(70);
    expect(out).not.toContain('secret detail');
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'internal' } });
    expect(readFileSync(join(folder, 'profile', 'tracehold.log'), 'utf8')).toContain('secret detail');
  });

  it('usage errors are one document too, and exit 2', async () => {
    const { exit, out } = await run(['trace', '--cese', 'x', '--json']);
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'usage.unknownOption' } });
    expect(JSON.parse(out).error.next).toContain('--case');
  });

  it('without --json they are words on stderr, and stdout stays empty', async () => {
    const { exit, out, err } = await run(['runs', ...open], { 'case.open': new Fault('case.passphrase') });
    expect(exit).toBe(4);
    expect(out).toBe('');
    expect(err).toContain('passphrase');
  });
});

describe('a case', () => {
  it('is closed after the work, and after a failure', async () => {
    const good = await run(['runs', ...open, '--json'], { 'trace.runs': { runs: [] } });
    expect(good.asked.map(([name]) => name)).toEqual(['case.open', 'trace.runs', 'case.close']);
    expect(JSON.parse(good.out)).toEqual({ runs: [] });
    const bad = await run(['runs', ...open, '--json'], { 'trace.runs': new Fault('case.damaged') });
    expect(bad.asked.map(([name]) => name)).toEqual(['case.open', 'trace.runs', 'case.close']);
    expect(bad.exit).toBe(3);
  });

  it('opens with a passphrase from a file, the environment or the prompt, without its line end', async () => {
    const answers = { 'trace.runs': { runs: [] } };
    const fromFile = await run(['runs', ...open], answers);
    const fromEnvironment = await run(['runs', '--case', folder], answers, { TRACEHOLD_PASSPHRASE_FILE: passphraseFile });
    const typed = await run(['runs', '--case', folder], answers, {}, ['correct horse']);
    for (const { asked } of [fromFile, fromEnvironment, typed]) expect(asked[0]?.[1]).toMatchObject({ passphrase: 'correct horse' });
    expect((await run(['runs', '--case', folder], answers)).exit).toBe(2);
  });

  it('asks twice for a new passphrase', async () => {
    const create = ['case', 'new', join(folder, 'new'), '--title', 't', '--examiner', 'e', '--agency', 'a', '--reference', 'r'];
    const differing = await run(create, {}, {}, ['one', 'two']);
    expect(differing.exit).toBe(2);
    expect(differing.asked).toEqual([]);
  });
});

describe('the answer is no', () => {
  it.each([
    [['replay', ...open], { 'trace.replay': { runs: [{ run: 1, identical: false, differences: ['fifo'] }] } }],
    [['explain', 'a', 'b', ...open], { 'cluster.explain': { joined: false, steps: [] } }],
    [['show', '1', ...open], { 'account.find': { found: [] }, 'show.find': { found: [], possible: [] }, 'intake.sources': { chains: [] } }],
    [['journal', '--head', 'X', ...open], { 'journal.check': { ok: true, size: 3, headHash: 'h', matchedSize: null } }],
    [['selftest'], { 'case.selfTest': { ok: false, steps: [] } }],
    [
      ['verify', 'bag'],
      {
        'evidence.verify': {
          ok: false,
          training: false,
          firstLine: '',
          signer: { fingerprint: 'f', known: false },
          findings: [],
          notChecked: [],
          counts: {},
        },
      },
    ],
  ] as [string[], Answers][])('%s', async (argv, answers) => {
    expect((await run(argv, answers)).exit).toBe(1);
    const json = await run([...argv, '--json'], answers);
    expect(json.exit).toBe(1);
    expect(() => JSON.parse(json.out)).not.toThrow();
  });
});

describe('help', () => {
  it('says something about every command and every option', async () => {
    for (const command of commands) {
      const { exit, out } = await run([...command.words, '--help']);
      expect(exit).toBe(0);
      expect(out).not.toMatch(/cli\.|\{/);
    }
    expect((await run([])).out).not.toMatch(/cli\./);
  });
});

describe('what a newcomer meets', () => {
  const holding = (outpoint: string, amountSat: string) => ({ outpoint, address: null, amountSat, height: 5, state: 'unspent' });
  const result = {
    run: 2,
    chain: 'c',
    direction: 'forward',
    inputsDigest: '',
    resultDigest: '',
    height: 9,
    coverage: [{ from: 0, to: 9 }],
    seeds: [{ outpoint: 'a:0', amountSat: '100' }],
    policies: {
      fifo: { holdings: [holding('x:0', '100')], feesSat: '0', totalSat: '100' },
      lifo: { holdings: [holding('y:0', '60'), holding('x:0', '40')], feesSat: '0', totalSat: '100' },
    },
  };
  const answers = {
    'intake.sources': { sources: [] },
    'catalog.get': { chains: [{ id: 'c', unitSymbol: 'tLTC' }] },
    'account.summary': { chains: [] },
    'trace.run': result,
    'trace.runs': { runs: [{ run: 2, primary: 'lifo', question: 'Where to?', ordinal: 2, siblings: 3 }] },
  };
  const trace = ['trace', ...open, '--from', 'a:0'];

  it('trace prints the primary policy whole and the others beside it; --all-holdings prints all', async () => {
    const short = await run(trace, answers);
    expect(short.out).toContain('2 (2 of 3 from the same seeds)');
    expect(short.out.indexOf('lifo (primary)')).toBeLessThan(short.out.indexOf('fifo '));
    expect(short.out).toContain('Holdings under lifo');
    // In the coin of the run's own chain.
    expect(short.out).toContain('0.00000100 tLTC (100 sat)');
    expect(short.out).not.toContain('BTC');
    expect(short.out).not.toContain('Holdings under fifo');
    expect(short.out).toMatch(/y:0 +0\.00000060 +0\.00000000/);
    const long = await run([...trace, '--all-holdings'], answers);
    expect(long.out).toContain('Holdings under fifo');
    expect(Object.keys(JSON.parse((await run([...trace, '--json'], answers)).out))).not.toContain('primary');
  });
  it('a primary policy outside the traced ones, and a window upside down, are wrong usage', async () => {
    expect((await run([...trace, '--policy', 'fifo', '--primary', 'lifo'], answers)).exit).toBe(2);
    expect((await run([...trace, '--from-height', '9', '--to-height', '3'], answers)).exit).toBe(2);
  });
  it('a code that was mistyped is not called a broken journal', async () => {
    const check = { ok: false, size: 3, headHash: '', matchedSize: null };
    const { exit, out } = await run(['journal', ...open, '--head', '2-X'], { 'journal.check': check });
    expect(exit).toBe(1);
    expect(out).not.toContain('BROKEN');
    expect(out).toContain('mistyped');
  });
  it('says its version', async () => {
    expect((await run(['--version'])).out).toMatch(/^tracehold \S+ [0-9a-f]{64}\n$/);
    expect(JSON.parse((await run(['--version', '--json'])).out)).toHaveProperty('build');
  });
  it('refused blocks stand in words and not by the hundred', async () => {
    const refused = Array.from({ length: 50 }, () => ({ height: null, claimedHeight: null, hash: '00', reason: 'header:parent' }));
    const one = {
      source: 's',
      mode: 'takenIn',
      chain: null,
      blocks: 50,
      accepted: 0,
      new: 0,
      stale: 0,
      refused,
      headers: null,
      transactions: 0,
      undo: 'none',
      partial: false,
      rejectedRows: [],
    };
    const { exit, out } = await run(['intake', ...open, folder], { 'intake.run': { results: [one] } });
    expect(exit).toBe(3);
    expect(out.split('it builds on a block that was refused').length).toBe(21);
    expect(out).toContain('30 more');
  });
});

describe('what a file told without a proof', () => {
  it('goes on the fetch list by its source, and nothing else of it does', async () => {
    const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
    const rejectedRows = [
      { row: 1, reason: 'statedPlace', text: one },
      { row: 2, reason: 'rebuiltTxid', text: two },
      { row: 3, reason: 'part:vin', text: '' },
      { row: 0, reason: 'more', text: '7' },
    ];
    const sources = [{ id: 'abcdef012345', number: 3, chain: 'bip122:x', name: 'txs.json', result: { rejectedRows } }];
    for (const source of ['3', 'abcdef']) {
      const done = await run(['fetch', 'add', ...open, '--source', source], { 'intake.sources': { sources }, 'fetch.add': { added: 1 } });
      expect(done.exit).toBe(0);
      expect(done.asked.find(([name]) => name === 'fetch.add')?.[1]).toMatchObject({
        items: [{ chain: 'bip122:x', kind: 'transaction', item: one, why: expect.stringContaining('txs.json') as string }],
      });
      expect(done.out).toContain('7 more');
    }
    expect((await run(['fetch', 'add', ...open, '--source', 'abcd'], { 'intake.sources': { sources } })).exit).toBe(3);
  });
});

describe('the policy of a case', () => {
  const off = { node: { address: null, reason: '', since: null, examiner: null } };
  it('is shown, and set only with a reason', async () => {
    const shown = await run(['case', 'policy', ...open], { 'case.policy': off });
    expect([shown.exit, shown.out]).toEqual([0, expect.stringContaining('none allowed')]);
    expect(shown.asked.map(([name]) => name)).toEqual(['case.open', 'case.policy', 'case.close']);
    const url = 'http://127.0.0.1:8332';
    expect((await run(['case', 'policy', ...open, '--allow-node', url])).exit).toBe(2);
    expect((await run(['case', 'policy', ...open, '--allow-node', url, '--no-node', '--reason', 'x'])).exit).toBe(2);
    const set = { node: { address: url, reason: 'Order', since: '2026-01-01T00:00:00.000Z', examiner: 'E' } };
    const done = await run(['case', 'policy', ...open, '--allow-node', url, '--reason', 'Order'], { 'case.setPolicy': set });
    expect(done.asked[1]).toEqual(['case.setPolicy', { node: { address: url }, reason: 'Order' }]);
    expect(done.out).toContain(url);
    const ended = await run(['case', 'policy', ...open, '--no-node', '--reason', 'Done'], { 'case.setPolicy': off });
    expect(ended.asked[1]).toEqual(['case.setPolicy', { node: 'off', reason: 'Done' }]);
  });
});
