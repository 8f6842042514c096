// What the commands about finds print: lists to their end, and no more of an address than its wallet's file says.
import { expect, it } from 'vitest';
import { parseCommandLine } from './arguments.ts';
import type { Desk } from './command.ts';
import { exhibitCommands } from './exhibits.ts';
import { keysCommands } from './keys.ts';
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
const key = (id: number, scheme: string, path: string) => ({
  ...{ id, scheme, path, account: 0, script: 'p2wpkh', keys: [`xpub of ${path}`], required: null, fingerprint: '' },
});
const EXHIBIT = { from: null, description: '', custody: [], scans: [], copy: null };
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
  'device.wallets': () => ({
    wallets: Array.from({ length: 30 }, (_, i) => ({ id: i + 1, path: `w${i}`, wallet: i === 0 ? wallet : { ...wallet, addresses: [] } })),
  }),
  'exhibit.list': () => ({ exhibits: Array.from({ length: 25 }, (_, i) => ({ ...EXHIBIT, id: i + 1, number: `K-${i + 1}` })) }),
  'keys.list': () => ({
    origins: [
      {
        origin: { kind: 'phrase', trace: 3, fingerprint: '0a0b0c0d' },
        keys: [1, 2].map((account) => key(account, 'bip84', `m/84'/0'/${account}'`)),
      },
      {
        origin: { kind: 'phrase', trace: null, fingerprint: '0a0b0c0d' },
        keys: [
          key(3, 'bip44', "m/44'/0'/0'"),
          ...['evm', 'ledgerLive', 'ledgerLegacy'].map((scheme, at) => key(4 + at, scheme, "m/44'/60'/0'")),
        ],
      },
    ],
    last: { run: 2, time: '2026-11-20T00:00:00Z', origins: [{ findings: [{ key: { id: 5 }, used: [{}, {}] }] }] },
    phrases: [{ id: 6, kind: 'typed', value: '… (6)', fingerprint: null, time: 'T', authority: 'Warrant', reason: '' }],
  }),
  'keys.reveal': (input) => ({ text: JSON.stringify(input) }),
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
  passphrase: async () => 'of the seal',
  note: () => undefined,
} as unknown as Desk;

async function run(...argv: string[]) {
  const parsed = parseCommandLine([...traceListCommands, ...exhibitCommands, ...keysCommands], [...argv, '--case', 'c.tracehold']);
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

it('shows as many rows as are asked for, says how many are left, and gives programs all of them', async () => {
  const counted = async (...argv: string[]) => {
    const { document, text } = await run(...argv);
    return [
      Object.entries(document as Record<string, unknown[]>).find(([name, all]) => name !== 'kinds' && Array.isArray(all))?.[1].length,
      text,
    ] as const;
  };
  for (const [command, rows, of, more] of [
    ['traces', /K-1: p @0/g, 1500, 'cli.traces.more'],
    ['wallets', /devices\.walletForm|electrum {2}w/g, 30, 'cli.moreRows'],
    ['messages', /^1 {2}/gm, 5, 'cli.messages.more'],
    ['exhibit', /cli\.exhibit\.number/g, 25, 'cli.moreRows'],
  ] as const) {
    const [all, two] = await counted(command, 'list', '--limit', '2');
    expect([all, two.match(rows)?.length], command).toEqual([of, 2]);
    expect(two).toContain(`${more}${of - 2}`);
    const [, whole] = await counted(command, 'list', '--all');
    expect(whole.match(rows)?.length, command).toBe(of);
    expect(whole).not.toContain(more);
    await expect(run(command, 'list', '--limit', '0')).rejects.toMatchObject({ code: 'usage.badValue', parameters: { option: '--limit' } });
  }
  // Of a wallet its addresses too.
  expect((await run('wallets', 'list', '--all')).text).not.toContain('cli.wallets.moreAddresses');
});

it('lists a key once, with the programs along its path, used ones first', async () => {
  const { text } = await run('keys', 'list');
  const lines = (text as string).split('\n').map((line) => line.replace(/ {2,}/g, ' | ').trim());
  expect(lines.filter((line) => line.includes('xpub'))).toEqual([
    "4… | m/44'/60'/0' | cli.keys.scheme.evm, cli.keys.scheme.ledgerLive, cli.keys.scheme.ledgerLegacy | p2wpkh | 2 | xpub of m/44'/60'/0'",
    "3 | m/44'/0'/0' | cli.keys.scheme.bip44 | p2wpkh | 0 | xpub of m/44'/0'/0'",
    "1 | m/84'/0'/1' | cli.keys.scheme.bip84 | p2wpkh | 0 | xpub of m/84'/0'/1'",
    "2 | m/84'/0'/2' | cli.keys.scheme.bip84 | p2wpkh | 0 | xpub of m/84'/0'/2'",
  ]);
  const short = (await run('keys', 'list', '--limit', '1')).text;
  expect(short.match(/xpub/g)?.length).toBe(1);
  expect(short).toContain('cli.moreRows3');
});

it('lists what was sealed of phrases, and shows one with its reason', async () => {
  expect((await run('keys', 'list')).text).toContain('cli.keys.phrase6,cli.keys.typed,… (6),T,Warrant\n\ncli.keys.reveal');
  const { text } = await run('keys', 'reveal', '6', '--reason', 'to sign');
  expect(JSON.parse(text)).toEqual({ phrase: 6, reason: 'to sign', authority: '', passphrase: 'of the seal' });
  await expect(run('keys', 'reveal', '6')).rejects.toMatchObject({ code: 'usage.missingOption' });
});
