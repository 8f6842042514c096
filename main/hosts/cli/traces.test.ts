// What the commands about finds print: lists to their end, and no more of an address than its wallet's file says.
import { expect, it } from 'vitest';
import { parseCommandLine } from './arguments.ts';
import type { Desk } from './command.ts';
import { exhibitCommands } from './exhibits.ts';
import { traceListCommands } from './traces.ts';

const TRACE = { kind: 'address', value: 'A', checks: [], isExample: false, onChain: null, count: 1, exhibit: { number: 'K-1' } };
const addresses = Array.from({ length: 30 }, (_, i) => ({
  ...{ address: `A${i}`, role: 'receive', label: '' },
  used: i === 0 ? null : i === 1 ? false : i === 29,
}));
const wallet = {
  form: 'electrum',
  version: '',
  protection: null,
  isOpened: false,
  addresses,
  keys: [],
  transactions: [],
  facts: [],
  notRead: [],
};
const message = { id: 1, app: 'LINE', chat: 'Aoi', sender: 'Aoi', time: '9:00', instant: null, text: 'hello', traces: [] };
const VISITED = { app: 'Chrome', chat: '', sender: '', direction: 'unknown', path: 'History', text: 'https://a.example\nTitle' };
const answers: Readonly<Record<string, (input: { after?: number }) => unknown>> = {
  'device.traces': ({ after = 0 }) => ({
    total: 1500,
    kinds: [],
    traces: Array.from({ length: Math.min(1000, 1500 - after) }, (_, i) => ({
      ...{ ...TRACE, trace: after + i + 1 },
      first: { path: 'p', offset: 0 },
    })),
  }),
  'device.wallets': () => ({ wallets: [{ id: 1, path: 'w', wallet }] }),
  'device.messages': () => ({
    total: 5,
    messages: [
      { ...message, path: 'a.txt', direction: 'in' },
      { ...message, path: 'a.txt', direction: 'unknown' },
      { ...message, path: 'b.txt', direction: 'out' },
      { ...message, ...VISITED, instant: '2024-01-17T21:20:00Z', visit: { count: 7, first: null } },
      { ...message, ...VISITED, visit: { count: null, first: null } },
    ],
  }),
};
const desk = {
  width: undefined,
  say: (key: string, parameters: object = {}) => `${key}${Object.values(parameters).join()}`,
  call: async (name: string, input: { after?: number }) => answers[name]?.(input),
  withCase: async (_given: unknown, _folder: string, work: () => Promise<unknown>) => work(),
} as unknown as Desk;

async function run(...argv: string[]) {
  const parsed = parseCommandLine([...traceListCommands, ...exhibitCommands], [...argv, '--case', 'c.tracehold']);
  if (parsed.kind !== 'run') throw new Error('help');
  return parsed.command.run(parsed.given, desk);
}

it('gives programs every trace and a reader the first ones, with how many are left', async () => {
  const { document, text } = await run('traces', 'list');
  expect((document as { traces: { trace: number }[] }).traces.map(({ trace }) => trace)).toEqual(
    Array.from({ length: 1500 }, (_, i) => i + 1),
  );
  expect(text).toContain('cli.traces.more1300');
});

it('says of an address that it is used or not only where the file says so, used ones first', async () => {
  const { text } = await run('wallets', 'list');
  const shown = (text as string).split('\n').filter((line) => / A\d+/.test(line));
  expect(shown).toHaveLength(20);
  expect(shown.map((line) => line.trim().replace(/^\S+\s+/, '')).slice(0, 3)).toEqual([
    'A29  cli.wallets.used',
    'A0',
    'A1  cli.wallets.notUsed',
  ]);
  expect(text).toContain('cli.wallets.moreAddresses10');
});

it('puts messages under their file, and names a direction only where the export tells one', async () => {
  const lines = ((await run('messages', 'list')).text as string).split('\n');
  expect(lines).toEqual([
    ...['a.txt: LINE · Aoi', '1  9:00 cli.messages.noZone · cli.messages.inAoi: hello', '1  9:00 cli.messages.noZone · Aoi: hello', ''],
    ...['b.txt: LINE · Aoi', '1  9:00 cli.messages.noZone · cli.messages.outAoi: hello', ''],
    'History: Chrome',
    '1  2024-01-17T21:20:00Z · cli.messages.visited7: https://a.example · Title',
    '1  cli.messages.visitedSometime0: https://a.example · Title',
  ]);
});

it('refuses sums and times of another form in words', async () => {
  const custody = ['--action', 'seized', '--person', 'Ito', '--place', 'Osaka', '--time', 'yesterday'];
  for (const [wrong, option] of [
    [['--sha1', 'a'.repeat(32)], '--sha1'],
    [custody, '--time'],
  ] as const)
    await expect(run('exhibit', 'add', 'K-1', ...wrong)).rejects.toMatchObject({ code: 'usage.badValue', parameters: { option } });
});
