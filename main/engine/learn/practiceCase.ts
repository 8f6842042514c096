// Makes a practice case for the window: files as an officer would get them, a case beside them, and everything taken in. The tracing is
// left to whoever practises; the truth lies in a file of its own.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/index.ts';
import type { learnContract } from '../../../shared/contract/learn.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { breathe, type Handlers, type Host, type Work } from '../kernel/index.ts';
import { simulateDevice } from './deviceStory.ts';
import { writeNodeFolder } from './nodeFolder.ts';
import { RING_FILES, simulateRing } from './ringStory.ts';
import { simulateTrade, TRADE_ANSWER, TRADE_FILES, TRADE_NETWORKS_DAY, TRADE_ZONE_MINUTES } from './tradeStory.ts';
import { simulateStory } from './story.ts';
import { truthDocument } from './storyTruth.ts';

/** Printed and written beside the case: a practice case must open for whoever finds it. */
export const PRACTICE_PASSPHRASE = 'practice makes perfect';
export const PASSPHRASE_FILE = 'practice-passphrase.txt';
const TRUTH_FILE = 'truth.json';
const TASK_FILE = 'TASK.md';
const KEY_FILE = 'practice-examiner.key';
/** The second exchange prints local time without saying so: somebody has to. */
const CHINA_MINUTES = 480;

interface Practice {
  readonly caseName: string;
  readonly reference: string;
  /** Path in the folder → bytes or text. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly truth: string;
  readonly intake: readonly { readonly path: string; readonly chain?: string; readonly zoneMinutes?: number; readonly profile?: string }[];
  readonly labels: readonly string[];
  readonly networks?: { readonly path: string; readonly asOf: string };
  /** The sheet of the exercise, where it has one. */
  readonly task?: string;
}

function theft(): Practice {
  const story = simulateStory();
  const node = [...writeNodeFolder(story, { xor: true })].map(([name, bytes]) => [`node/${name}`, bytes] as const);
  return {
    ...{ caseName: 'practice', reference: 'PRACTICE-1', truth: truthDocument(story.truth) },
    files: new Map<string, Uint8Array | string>([
      ...node,
      ['labels/exchange.yaml', story.labelsTagPackYaml],
      ['labels/addresses.csv', story.labelsCsv],
    ]),
    intake: [{ path: 'node' }],
    labels: ['labels/exchange.yaml'],
  };
}

function ring(): Practice {
  const { files, truth, truthDocument: text } = simulateRing();
  const { ledgers } = truth;
  return {
    ...{ caseName: 'ring', reference: 'PRACTICE-2', truth: text },
    files: new Map([...files].map(([name, bytes]) => [`files/${name}`, bytes])),
    intake: [
      { path: `files/${RING_FILES.chain}`, chain: truth.chain },
      { path: `files/${RING_FILES.exchangeA}`, chain: ledgers.exchangeA },
      { path: `files/${RING_FILES.exchangeB}`, chain: ledgers.exchangeB, zoneMinutes: CHINA_MINUTES },
      { path: `files/${RING_FILES.bank}`, chain: ledgers.bank },
    ],
    labels: [],
  };
}

function trade(): Practice {
  const { files, answer, labels, task, truth, truthDocument: text } = simulateTrade();
  const register = { profile: 'register', zoneMinutes: TRADE_ZONE_MINUTES };
  return {
    ...{ caseName: 'trade', reference: 'PRACTICE-3', truth: text, task },
    files: new Map<string, Uint8Array | string>([
      ...[...files].map(([name, bytes]) => [`files/${name}`, bytes] as const),
      [`answer/${TRADE_ANSWER}`, answer],
      ['labels/exchange.yaml', labels],
      [TASK_FILE, task],
    ]),
    intake: [
      { path: `files/${TRADE_FILES.chain}`, chain: truth.chain },
      { path: `files/${TRADE_FILES.bank}`, chain: truth.ledger },
      { path: `files/${TRADE_FILES.invoices}`, ...register },
      { path: `files/${TRADE_FILES.records}`, ...register },
    ],
    labels: ['labels/exchange.yaml'],
    networks: { path: `files/${TRADE_FILES.networks}`, asOf: TRADE_NETWORKS_DAY },
  };
}

/** The copies are left to whoever practises: to register and to scan them is the exercise. */
function device(): Practice {
  const { node, copies, labels, task, truthDocument: text } = simulateDevice();
  return {
    ...{ caseName: 'devices', reference: 'PRACTICE-4', truth: text, task },
    files: new Map<string, Uint8Array | string>([
      ...[...node].map(([name, bytes]) => [`node/${name}`, bytes] as const),
      ...[...copies].map(([name, bytes]) => [`devices/${name}`, bytes] as const),
      ['labels/exchange.yaml', labels],
      [TASK_FILE, task],
    ]),
    intake: [{ path: 'node' }],
    labels: ['labels/exchange.yaml'],
  };
}

const STORIES = { theft, ring, trade, device } as const;

/** The engine asked as anybody asks it, with grants for files that this room has just written. */
export interface PracticeDesk {
  call<N extends CallName>(name: N, input: CallInput<N>, options: { readonly signal: AbortSignal }): Promise<CallOutput<N>>;
  grant(path: string): string;
}

type Make = Handlers<keyof typeof learnContract>['learn.practice'];

export async function makePractice(
  host: Host,
  { call, grant }: PracticeDesk,
  { story, out, title, examiner, agency }: Parameters<Make>[0],
  work: Work<{ phase: string; done: number; total: number | null; unit: 'steps' }>,
): Promise<Awaited<ReturnType<Make>>> {
  const folder = host.resolveGrant(out).path;
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Fault('export.exists', { name: basename(folder) });
  const { signal } = work;
  let step = 0;
  const report = (): void => work.report({ phase: 'practice', done: step++, total: null, unit: 'steps' });
  report();
  await breathe();
  const practice: Practice = STORIES[story]();
  const at = (path: string): string => join(folder, ...path.split('/'));
  for (const [path, bytes] of [
    ...practice.files,
    [TRUTH_FILE, practice.truth] as const,
    [PASSPHRASE_FILE, `${PRACTICE_PASSPHRASE}\n`] as const,
  ])
    writeInto(at(path), bytes);
  report();
  await call(
    'case.create',
    {
      ...{ folder: grant(at(`${practice.caseName}.tracehold`)), title, examiner, agency, reference: practice.reference },
      ...{ passphrase: PRACTICE_PASSPHRASE, keyFile: grant(at(KEY_FILE)) },
    },
    { signal },
  );
  for (const [index, { path, ...reading }] of practice.intake.entries()) {
    report();
    await call('intake.run', { paths: [grant(at(path))], exhibit: `${practice.reference}/${index + 1}`, ...reading }, { signal });
  }
  if (practice.labels.length > 0) await call('labels.add', { paths: practice.labels.map((path) => grant(at(path))) }, { signal });
  if (practice.networks !== undefined) {
    const { path, asOf } = practice.networks;
    const exhibit = `${practice.reference}/${practice.intake.length + 1}`;
    await call('people.networks', { path: grant(at(path)), kind: 'networks', asOf, exhibit }, { signal });
  }
  report();
  return {
    info: await call('case.info', {}, { signal }),
    ...{
      passphrase: PRACTICE_PASSPHRASE,
      folderName: basename(folder),
      truth: TRUTH_FILE,
      task: practice.task === undefined ? null : TASK_FILE,
    },
  };
}

function writeInto(path: string, bytes: Uint8Array | string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  } catch (error) {
    throw new Fault('export.notWritable', { name: basename(path), reason: (error as { code?: string }).code ?? 'unknown' }, error);
  }
}
