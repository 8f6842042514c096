// Practice case four from beginning to end: copies of a phone and of a laptop taken in as exhibits and scanned, both halves of a phrase revealed, its
// addresses looked for on the chain and followed; exported, verified, set beside its truth. No secret is printed.
import { resolve } from 'node:path';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { UsedAddress } from '../../../shared/contract/keysToCoins.ts';
import type { DeviceComparison, DeviceTruth } from '../../engine/learn/index.ts';
import type { CommandSpec, Desk, Outcome } from './command.ts';
import { type DemoEnd, endDemo, endText } from './demoEnd.ts';
import { PASSPHRASE_FILE, PRACTICE_PASSPHRASE } from './demoFolder.ts';
import { type Practice, solvePractice } from './demoPractice.ts';
import { demoOutcome } from './demoOutcome.ts';
import { btc, printable, renderTable, sections } from './table.ts';

/** All that it leaves in its folder. */
const CONTENTS = [
  ...[PASSPHRASE_FILE, 'practice-examiner.key', 'node', 'devices', 'labels', 'TASK.md'],
  ...['devices.tracehold', 'truth.json', 'bag'],
] as const;
const DEVICES = [
  { device: 'phone', number: 'K-1', file: 'phone.zip', seized: '2024-01-03T08:15+09:00', copied: '2024-01-03T10:00+09:00' },
  { device: 'laptop', number: 'K-2', file: 'laptop.dd', seized: '2024-01-03T08:20+09:00', copied: '2024-01-03T10:40+09:00' },
] as const;
type Device = (typeof DEVICES)[number]['device'];

interface Part {
  readonly trace: number;
  readonly device: Device;
  readonly path: string;
  readonly masked: string;
}

interface Solved {
  readonly scans: readonly CallOutput<'device.scan'>[];
  readonly parts: readonly Part[];
  readonly keys: readonly { readonly kind: string; readonly fingerprint: string; readonly used: readonly UsedAddress[] }[];
  readonly canvas: number;
  readonly trace: CallOutput<'trace.run'>;
  readonly comparison: DeviceComparison;
}

type DeviceFindings = Solved & DemoEnd<CallOutput<'trace.replay'>> & Practice;

export const demoDeviceCommands: readonly CommandSpec[] = [
  {
    words: ['demo', 'device'],
    positionals: [],
    options: [{ name: 'out', value: 'DIR' }],
    async run(given, desk): Promise<Outcome> {
      const found = await runDevice(resolve(given.optional('out') ?? 'demo-device'), desk);
      const { halves, wrongParts, used, policies } = found.comparison;
      const good =
        [found.verify.ok, found.replay.runs.every((run) => run.identical), halves].every(Boolean) &&
        wrongParts + used.missed.length + used.wrong.length === 0 &&
        Object.values(policies).every(({ identical }) => identical);
      return demoOutcome(found, good, deviceText(found, desk));
    },
  },
];

async function runDevice(folder: string, desk: Desk): Promise<DeviceFindings> {
  const { simulateDevice } = await import('../../engine/learn/index.ts');
  return solvePractice('device', folder, CONTENTS, desk, async (at) => {
    // The same story again, for its truth: made from the same seed it has the same bytes.
    const solved = await solve(simulateDevice().truth, at, desk);
    return { ...solved, ...(await endDemo(desk, at, () => desk.call('trace.replay', {}))) };
  });
}

async function solve(truth: DeviceTruth, at: (...parts: string[]) => string, desk: Desk): Promise<Solved> {
  const { compareDevice } = await import('../../engine/learn/index.ts');
  const scans: CallOutput<'device.scan'>[] = [];
  for (const one of DEVICES) {
    desk.note(desk.say('cli.demo.device.step.scan', { number: one.number }));
    scans.push(await takeIn(one, at('devices', one.file), desk));
  }
  desk.note(desk.say('cli.demo.device.step.reveal'));
  const parts = await partsFound(desk);
  const revealed: Record<Device, string[]> = { phone: [], laptop: [] };
  for (const { trace, device } of parts) {
    const reason = desk.say('cli.demo.device.revealReason');
    const { text } = await desk.call('device.reveal', { trace, what: 'value', reason, passphrase: PRACTICE_PASSPHRASE });
    // A part that stands in a message and in the text of its file is two traces of one.
    if (!revealed[device].includes(text)) revealed[device].push(text);
  }
  desk.note(desk.say('cli.demo.device.step.keys'));
  const words = `${revealed.phone.join(' ')} ${revealed.laptop.join(' ')}`.trim();
  const { origins } = await desk.call('keys.expand', { secrets: [{ kind: 'words', value: words }], kept: true });
  const keys = origins.map(({ origin: { kind, fingerprint }, findings }) => ({
    kind,
    fingerprint,
    used: findings.flatMap((one) => one.used),
  }));
  const used = keys.flatMap((one) => one.used);
  const { canvas } = await desk.call('canvas.create', { name: desk.say('cli.demo.device.title') });
  await desk.call('canvas.edit', { canvas, change: { do: 'add', items: used.map(({ item }) => item) } });

  desk.note(desk.say('cli.demo.device.step.trace'));
  const trace = await desk.call('trace.run', {
    // What others paid in; change came from there.
    from: used.filter(({ branch }) => branch[0] === 0).map(({ address }) => address),
    ...{ policies: ['all'], primary: 'fifo', stops: [{ rule: 'labelled', options: {} }] },
    ...{ question: desk.say('cli.demo.device.question'), reason: desk.say('cli.demo.reason') },
  });
  const comparison = compareDevice(
    {
      parts: revealed,
      used: used.map(({ path, address, amounts: [one] }) => ({
        path,
        address,
        balanceSat: one?.balance == null ? null : BigInt(one.balance),
      })),
      traced: Object.fromEntries(Object.entries(trace.policies).map(([policy, { holdings }]) => [policy, amountsOf(holdings)])),
    },
    truth,
  );
  return { scans, parts, keys, canvas, trace, comparison };
}

/** The thing itself, seized; its copy beside it, made and read; then the scan. */
async function takeIn(
  { device, number, seized, copied }: (typeof DEVICES)[number],
  path: string,
  desk: Desk,
): Promise<CallOutput<'device.scan'>> {
  const word = (name: string): string => desk.say(`cli.demo.device.${name}`);
  const person = desk.say('cli.demo.examiner');
  const thing = await desk.call('exhibit.add', {
    ...{ number, description: word(device) },
    custody: [{ action: 'seized', person, time: seized, place: word('placeSeized'), authority: word('authority') }],
  });
  const copy = await desk.call('exhibit.add', {
    ...{ number: `${number}-1`, from: thing.id, description: word('copy'), paths: [desk.grant(path)] },
    custody: [{ action: 'imaged', person, time: copied, place: word('placeCopied'), purpose: word('purpose') }],
  });
  return desk.call('device.scan', { exhibit: copy.id, passphrase: PRACTICE_PASSPHRASE });
}

/** Parts of phrases that are no published example, as they lie on the devices. */
async function partsFound(desk: Desk): Promise<Part[]> {
  const { traces } = await desk.call('device.traces', { kinds: ['phrasePart'], withExamples: false });
  return traces.flatMap(({ trace, exhibit, first, value }) => {
    const device = DEVICES.find(({ number }) => exhibit.number.startsWith(number))?.device;
    return device === undefined ? [] : [{ trace, device, path: `${exhibit.number}: ${first.path}`, masked: value }];
  });
}

function amountsOf(holdings: CallOutput<'trace.run'>['policies'][string]['holdings']): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { address, amountSat } of holdings) sums[address ?? ''] = (sums[address ?? ''] ?? 0n) + BigInt(amountSat);
  return sums;
}

function deviceText(found: DeviceFindings, desk: Desk): string {
  const { scans, parts, keys, trace, comparison, canvas } = found;
  const word = (name: string, values: Record<string, string | number> = {}): string => desk.say(`cli.demo.device.${name}`, values);
  const column = (name: string): { title: string } => ({ title: desk.say(`cli.column.${name}`) });
  const used = keys.flatMap((one) => one.used);
  const balance = ({ amounts: [one] }: UsedAddress): string =>
    one?.balance == null
      ? desk.say('cli.keys.balanceUnknown')
      : desk.say('cli.keys.balanceAt', { balance: `${btc(one.balance)} BTC`, height: one.balanceHeight ?? '–' });
  const ends = (trace.policies['fifo']?.holdings ?? []).map(({ address, amountSat, state }) => [address ?? '', btc(amountSat), state]);
  const { missed, wrong } = comparison.used;
  const judged = [
    word(comparison.halves && comparison.wrongParts === 0 ? 'halvesRight' : 'halvesWrong'),
    missed.length + wrong.length === 0 ? word('usedRight') : word('usedWrong', { missed: missed.join(', '), wrong: wrong.join(', ') }),
    ...Object.entries(comparison.policies).map(
      ([policy, { identical }]) => `${policy}: ${desk.say(identical ? 'cli.demo.ring.identical' : 'cli.demo.ring.different')}`,
    ),
  ];
  return sections(
    desk.say('cli.case.training'),
    scans
      .map(({ exhibit, traces, wallets, messages }) => word('scanned', { number: exhibit.number, traces, wallets, messages }))
      .join('\n'),
    `${word('parts')}\n${parts.map(({ trace: number, path, masked }) => `  ${number}  ${masked}  ${printable(path)}`).join('\n')}`,
    `${word('keys')}\n${keys.map((one) => `  #${one.fingerprint} ${desk.say(`cli.keys.kind.${one.kind}`)}: ${word('usedCount', { used: one.used.length })}`).join('\n')}`,
    renderTable(
      [column('keyPath'), column('address'), column('received'), column('balance')],
      used.map((one) => [one.path, one.address, btc(one.amounts[0]?.received ?? '0'), balance(one)]),
      desk.width,
    ),
    word('onCanvas', { canvas }),
    `${word('ends')}\n${renderTable([column('address'), { ...column('amount'), align: 'right' as const }, column('state')], ends, desk.width)}`,
    `${word('truth')}\n${judged.map((line) => `  ${line}`).join('\n')}`,
    endText(found, desk),
  );
}
