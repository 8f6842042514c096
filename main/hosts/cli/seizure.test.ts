// What the commands about seizures ask of the engine, and that a closing that is not whole ends with 1.
import { expect, it } from 'vitest';
import { parseCommandLine } from './arguments.ts';
import type { Desk } from './command.ts';
import { seizureCommands } from './seizure.ts';

const asked: [string, unknown][] = [];
const answers: Readonly<Record<string, unknown>> = {
  'seizure.prepare': { seizure: 4 },
  'seizure.list': {
    seizures: [
      {
        ...{
          seizure: 4,
          chainName: 'bitcoin',
          height: 9,
          agency: 'A',
          coins: null,
          now: { state: 'prepared', transactions: [], differences: [] },
          closings: [
            { time: 'T', examiner: 'E', event: 7, note: 'seen', state: 'confirmed', transactions: [{ txid: 'x', blockHash: 'y' }] },
          ],
        },
        balances: [
          { address: 'T1', asset: { decimals: 6, symbol: 'USDT' }, amount: '-1500000', complete: false, why: 'nothing' },
          { address: 'T2', asset: { decimals: 6, symbol: 'USDT' }, amount: '2500000', complete: true, why: null },
        ],
      },
    ],
  },
  'seizure.close': { state: 'partly', transactions: [], differences: [{ what: 'notSpent', of: 'x:0', planned: 'y', found: '' }] },
};
const desk = {
  width: undefined,
  say: (key: string) => key,
  call: async (name: string, input: unknown) => {
    asked.push([name, input]);
    return answers[name];
  },
  withCase: async (_given: unknown, _folder: string, work: () => Promise<unknown>) => work(),
} as unknown as Desk;

async function run(...argv: string[]) {
  const parsed = parseCommandLine(seizureCommands, ['seizure', ...argv, '--case', 'c.tracehold']);
  if (parsed.kind !== 'run') throw new Error('help');
  return parsed.command.run(parsed.given, desk);
}

it('asks for what was typed, paths behind their addresses, and shows sums with their sign', async () => {
  const agency = ['--agency', 'A', '--agency-again', 'A', '--agency-by', 'Ito'];
  const { exit, text } = await run('prepare', 'T1=0/5', 'T2', ...agency, '--fee-rate', '12.5', '--with-unknown');
  expect(asked[0]).toMatchObject([
    'seizure.prepare',
    {
      addresses: [{ text: 'T1', path: '0/5' }, { text: 'T2' }],
      agencyAgain: 'A',
      feeRate: '12.5',
      withUnknown: true,
      acceptHighFee: false,
    },
  ]);
  // What was recorded when it was closed is told, and that the chain data show something else now.
  expect(text).toContain('cli.seizure.closed · seen\ncli.seizure.changed');
  expect([exit, /-1\.5 USDT/.test(text), /[^-]2\.5 USDT/.test(text)]).toEqual([0, true, true]);
});

it('refuses what is not in its form, or lacks what belongs to it, by the name of the option', async () => {
  const agency = ['--agency', 'A', '--agency-again', 'A', '--agency-by', 'Ito'];
  const badly = (...typed: string[]) => run('prepare', 'T1', ...agency, ...typed);
  for (const [option, value] of [
    ['--fee-rate', 'abc'],
    ['--fee-rate', '1.2345'],
    ['--fee', '1.5'],
  ] as const)
    await expect(badly(option, value)).rejects.toMatchObject({ code: 'usage.badValue', parameters: { option, value } });
  const account = ['--account-key', 'xpub', '--key-fingerprint', 'd34db33f'];
  await expect(badly(...account)).rejects.toMatchObject({ code: 'usage.missingOption', parameters: { option: '--account-path' } });
  await expect(badly(...account, '--account-path', '84')).rejects.toMatchObject({ code: 'usage.badValue' });
});

it('ends with 1 where the record is not confirmed whole', async () => {
  expect((await run('close', '4')).exit).toBe(1);
});
