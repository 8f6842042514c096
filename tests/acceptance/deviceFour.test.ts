// Practice case four, solved on the command line as its demo does and set beside the truth; and no half of its phrase stands in what the program
// writes: the bag, the case's files, the journal, the terminal. Only the copies themselves and the truth file hold them.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateDevice } from '../../main/engine/learn/index.ts';
import { demoDeviceCommands } from '../../main/hosts/cli/demoDevice.ts';
import type { CommandSpec, Outcome } from '../../main/hosts/cli/command.ts';
import { type Desk, openDesk } from './desk.ts';

/** Another program's reading of a PDF, where it is installed. */
const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;
const PASSPHRASE = 'practice makes perfect';
let desk: Desk;
let outcome: Outcome;
const notes: string[] = [];
const { truth } = simulateDevice();
const folder = (): string => join(desk.folder, 'four');

beforeAll(async () => {
  desk = await openDesk();
  const [command] = demoDeviceCommands as readonly [CommandSpec];
  const given = { text: folder, optional: folder, list: () => [], has: () => false };
  const words = (key: string, values: Readonly<Record<string, unknown>> = {}): string => `${key} ${Object.values(values).join(' ')}`;
  outcome = await command.run(given, {
    ...{ call: desk.call, grant: desk.grant, say: words, reason: words, note: (text) => void notes.push(text) },
    ...{ withCase: (_given, _folder, work) => work(), passphrase: async () => PASSPHRASE, environment: {}, width: undefined },
    signal: new AbortController().signal,
  });
}, 60_000);
afterAll(() => desk?.end());

function filesBelow(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const at = join(path, name);
    return statSync(at).isDirectory() ? filesBelow(at) : [at];
  });
}

describe('practice case four', () => {
  it('is solved as in truth: both halves, the used addresses with what lies there, where the coins went', () => {
    expect(outcome.exit).toBe(0);
    const document = outcome.document as {
      comparison: unknown;
      scans: { state: string; unread: unknown[] }[];
      parts: { device: string; path: string }[];
    };
    expect(document.comparison).toEqual({
      ...{ halves: true, wrongParts: 0, used: { missed: [], wrong: [] } },
      policies: Object.fromEntries(['poison', 'haircut', 'fifo', 'lifo', 'tiho'].map((policy) => [policy, { identical: true }])),
    });
    expect(document.scans.map(({ state, unread }) => [state, unread])).toEqual([
      ['complete', []],
      ['complete', []],
    ]);
    expect(document.parts.filter(({ path }) => path.includes('report.xml')).length).toBeGreaterThan(0);
    for (const { address } of truth.used) expect(outcome.text).toContain(address);
  });

  it('tells decoys for what they are: published phrases as examples, the old one never used, words of a list not at all', async () => {
    await desk.call('case.open', { folder: desk.grant(join(folder(), 'devices.tracehold')), passphrase: PASSPHRASE });
    const { traces } = await desk.call('device.traces', { kinds: ['phrase', 'phrasePart'], limit: 1000 });
    const phrases = traces.filter(({ kind }) => kind === 'phrase');
    expect(phrases.filter(({ isExample }) => !isExample)).toHaveLength(1);
    expect(phrases.filter(({ isExample }) => isExample).length).toBeGreaterThan(1);
    for (const { value, isSecret } of traces.filter(({ kind }) => kind === 'phrasePart'))
      expect([value, isSecret]).toEqual(['… (6)', true]);
    const { last } = await desk.call('keys.list', {});
    const used = last?.origins.filter(({ findings }) => findings.some(({ state }) => state === 'used')) ?? [];
    expect(used).toHaveLength(1);
    expect(last?.origins.length).toBe(4);
    const { wallets } = await desk.call('device.wallets', {});
    expect(wallets.map(({ wallet }) => wallet.addresses.map(({ address }) => address).sort())).toContainEqual(
      truth.used
        .slice(0, 2)
        .map(({ address }) => address)
        .sort(),
    );
    // Who asked for how much, and whereto: in the other chat.
    const { messages } = await desk.call('device.messages', { text: truth.handover.address });
    expect(messages.map(({ app }) => app)).toContain('LINE');
  });

  it('custody of both devices, and each reveal with its reason, stand on record', async () => {
    const { exhibits } = await desk.call('exhibit.list', {});
    expect(exhibits.map(({ number, from, custody }) => [number, from?.number, custody.map(({ action }) => action)])).toEqual([
      ['K-1', undefined, ['seized']],
      ['K-1-1', 'K-1', ['imaged']],
      ['K-2', undefined, ['seized']],
      ['K-2-1', 'K-2', ['imaged']],
    ]);
    const { entries } = await desk.call('journal.list', { limit: 500 });
    const reveals = entries.filter(({ name }) => name === 'secret.revealed');
    expect(reveals.length).toBe((outcome.document as { parts: unknown[] }).parts.length);
    for (const half of [...Object.values(truth.halves), truth.decoys.unusedPhrase]) {
      expect(JSON.stringify(entries).includes(half)).toBe(false);
      expect(JSON.stringify(await desk.call('device.messages', { limit: 1000 })).includes(half)).toBe(false);
    }
    await desk.call('case.close', {});
  });

  it.skipIf(!HAS_PDFTOTEXT)(
    'has its report name both copies with their sums, and the used addresses (SKIPPED where pdftotext is absent)',
    () => {
      const report = filesBelow(folder()).find((path) => path.endsWith('report.pdf')) ?? '';
      const text = execFileSync('pdftotext', ['-layout', report, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
      expect(text).toContain('Seizedthingsandwhatwasfoundinthem');
      for (const { address } of truth.used) expect(text).toContain(address);
      const { scans } = outcome.document as { scans: { exhibit: { number: string } }[] };
      for (const { exhibit } of scans) expect(text).toContain(`ofexhibit${exhibit.number}`);
    },
  );

  it('says of an address of the case’s chain whether its data know it, and nothing of one of another chain', async () => {
    await desk.call('case.open', { folder: desk.grant(join(folder(), 'devices.tracehold')), passphrase: PASSPHRASE });
    // BIP173's key on regtest, and on Bitcoin itself, of which the case has no data.
    const [strange, other] = ['bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'];
    const path = desk.write('slip.txt', `${truth.used[0]?.address}\n${strange}\n${other}\n`);
    const { id } = await desk.call('exhibit.add', { number: 'K-9', paths: [desk.grant(path)] });
    const { scan } = await desk.call('device.scan', { exhibit: id });
    const { traces } = await desk.call('device.traces', { scan, kinds: ['address'] });
    expect(new Map(traces.map(({ value, onChain }) => [value, onChain]))).toEqual(
      new Map([
        [truth.used[0]?.address, true],
        [strange, false],
        [other, null],
      ]),
    );
    await desk.call('case.close', {});
  });

  it('no half stands in the bag, in the case’s files or on the terminal', () => {
    const written = filesBelow(folder()).filter((path) => !/[/\\]devices[/\\]|truth\.json$/.test(path));
    expect(written.some((path) => path.includes('bag'))).toBe(true);
    const said = [
      outcome.text,
      JSON.stringify(outcome.document),
      ...notes,
      ...written.map((path) => readFileSync(path).toString('latin1')),
    ];
    const { phone, laptop } = truth.halves;
    for (const secret of [phone, laptop, truth.decoys.unusedPhrase])
      for (const form of [secret, secret.split(' ').slice(0, 3).join(' '), secret.split(' ').slice(0, 4).join(',')])
        for (const text of said) expect(text.includes(form)).toBe(false);
  });
});
