// Account chains: an explorer's export into an encrypted case beside csv-parse over the same bytes, fifo per account beside a bare loop
// over the same arrays, proofs of a block's receipts. Each run in a process of its own.
import { once } from 'node:events';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { bloomOf, type CommittedReceipt, encodeReceipt, proveAndCheckReceipts, trieOfList } from '../../main/engine/chains/index.ts';
import { type BlockHeader, headerOf } from '../../main/engine/chains/evm/header.ts';
import { encodeRlp } from '../../main/engine/chains/evm/rlp.ts';
import { createEngine } from '../../main/engine/index.ts';
import { type FifoFigures, measureFifo } from '../../main/engine/trace/accounts/tests/fifoBench.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { type PartResult, peakMegabytes, sequence, timeText, timing } from './figures.ts';
import type { Child } from './tracePart.ts';

const RECEIPTS = 300;
const ACCOUNTS = 20_000;

/** An export of an address of an explorer's family: one payment in or out a row. */
export async function makeExport(path: string, rows: number): Promise<{ readonly rows: number }> {
  const next = sequence(4);
  const address = (number: number) => `0x${number.toString(16).padStart(40, '0')}`;
  const out = createWriteStream(path);
  out.write(
    '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","ContractAddress","Value_IN(ETH)","Value_OUT(ETH)","CurrentValue @ $3000/Eth","TxnFee(ETH)","TxnFee(USD)","Historical $Price/Eth","Status","ErrCode","Method"\n',
  );
  for (let row = 0; row < rows; row++) {
    const hash = `0x${[0, 1, 2, 3, 4, 5, 6, 7]
      .map(() =>
        Math.floor(next() * 2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      )
      .join('')}`;
    const other = address(2 + Math.floor(next() * ACCOUNTS));
    const isIn = next() < 0.5;
    const value = `${Math.floor(next() * 1000)}.${Math.floor(next() * 1e9)}`;
    const seconds = 1_700_000_000 + row * 12;
    const when = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const [from, to] = isIn ? [other, address(1)] : [address(1), other];
    const line = [
      hash,
      100 + row,
      seconds,
      when,
      from,
      to,
      '',
      isIn ? value : '0',
      isIn ? '0' : value,
      '0',
      '0.00021',
      '0.63',
      '',
      '',
      '',
      'Transfer',
    ];
    if (!out.write(`${line.map((cell) => `"${cell}"`).join(',')}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  return { rows };
}

export async function bareCsv(path: string): Promise<{ readonly ms: number; readonly rows: number }> {
  const start = performance.now();
  let rows = 0;
  for await (const _ of createReadStream(path).pipe(parse({ columns: true, bom: true }))) rows++;
  return { ms: performance.now() - start, rows };
}

const PASSPHRASE = 'correct horse battery staple';

export interface Measured {
  readonly ms: number;
  /** Of all threads; other programs on the machine make the wall's time longer, not this one. */
  readonly processorMs: number;
  readonly transactions: number;
  readonly peakMegabytes: number;
}

function stopwatch(): () => Pick<Measured, 'ms' | 'processorMs'> {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { ms: performance.now() - start, processorMs: (user + system) / 1000 };
  };
}

export async function exportIntake(path: string, folder: string): Promise<Measured> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: join(folder, 'profile') } });
  const engine = await createEngine(host);
  const { router } = engine;
  await router.call('case.create', {
    folder: grantPath(join(folder, 'case')),
    ...{ title: 'Bench', examiner: 'Bench', agency: 'Bench', reference: '1', passphrase: PASSPHRASE },
  });
  const taken = stopwatch();
  const { results } = await router.call('intake.run', { paths: [grantPath(path)], chain: 'ethereum' });
  const figures = taken();
  await engine.dispose();
  return { ...figures, transactions: results[0]?.accepted ?? 0, peakMegabytes: peakMegabytes() };
}

/** The first question of a process that has just opened the case: everything is put together for it. */
export async function firstAnswer(folder: string): Promise<Measured> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: join(folder, 'profile') } });
  const engine = await createEngine(host);
  await engine.router.call('case.open', { folder: grantPath(join(folder, 'case.tracehold')), passphrase: PASSPHRASE });
  if (process.env['DEBUG_PEAK']) console.error('before', peakMegabytes(), process.memoryUsage());
  const asked = stopwatch();
  const { chains } = await engine.router.call('account.summary', {});
  const figures = asked();
  await engine.dispose();
  return { ...figures, transactions: chains[0]?.transactions ?? 0, peakMegabytes: peakMegabytes() };
}

/** Three hundred receipts of five logs each, as a block of token payments has them. */
export function receiptProofs(runs: number): { readonly timesMs: readonly number[]; readonly bytes: number } {
  const receipts = Array.from({ length: RECEIPTS }, (_, i): CommittedReceipt => {
    const logs = Array.from({ length: 5 }, (_each, k) => ({
      address: new Uint8Array(20).fill(i + k),
      topics: [0, 1, 2].map((topic) => new Uint8Array(32).fill(topic * 7 + i + k)),
      data: new Uint8Array(32 + (k % 2) * 160).fill(k),
    }));
    const rest = { bloom: bloomOf(logs), logs, deposit: null };
    return { type: 2, status: 'ok', postState: null, cumulativeGasUsed: BigInt(i + 1) * 100_000n, ...rest };
  });
  const values = receipts.map(encodeReceipt);
  const header = headerWith(trieOfList(values).root);
  const timesMs: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    if (proveAndCheckReceipts(header, receipts).length !== RECEIPTS) throw new Error('receipts');
    timesMs.push(performance.now() - start);
  }
  return { timesMs, bytes: values.reduce((sum, { length }) => sum + length, 0) };
}

function headerWith(receiptsRoot: Uint8Array): BlockHeader {
  const zeros = (length: number): Uint8Array => new Uint8Array(length);
  const roots = [zeros(32), zeros(32), zeros(20), zeros(32), zeros(32), receiptsRoot];
  return headerOf(encodeRlp([...roots, zeros(256), ...[7, 8, 9, 10, 11, 12].map(() => zeros(0)), zeros(32), zeros(8)]));
}

export async function accountsChild(name: string, args: readonly string[]): Promise<unknown> {
  const [path = '', second = ''] = args;
  if (name === 'child:accountsMake') return makeExport(path, Number(second));
  if (name === 'child:accountsBare') return bareCsv(path);
  if (name === 'child:accountsIntake') return exportIntake(path, second);
  if (name === 'child:accountsAsk') return firstAnswer(path);
  if (name === 'child:accountsFifo') return measureFifo();
  return receiptProofs(Number(path));
}

export function accountsPart(folder: string, runs: number, rows: number, child: Child): PartResult {
  const file = join(folder, 'export.csv');
  child('child:accountsMake', file, String(rows));
  const own: Measured[] = [];
  const asked: Measured[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run++) {
    bare.push((child('child:accountsBare', file) as Awaited<ReturnType<typeof bareCsv>>).ms);
    const caseFolder = join(folder, `accounts${run}`);
    own.push(child('child:accountsIntake', file, caseFolder) as Measured);
    asked.push(child('child:accountsAsk', caseFolder) as Measured);
    if (asked.at(-1)?.transactions !== rows) throw new Error('the intake did not hold');
    rmSync(caseFolder, { recursive: true, force: true });
  }
  const [intake, plain, answer] = [timing(own.map(({ ms }) => ms)), timing(bare), timing(asked.map(({ ms }) => ms))];
  const peak = (of: readonly Measured[]) => Math.max(...of.map(({ peakMegabytes: most }) => most));
  const processor = (of: readonly Measured[]) => `${timeText(timing(of.map(({ processorMs }) => processorMs)))} of processor time`;
  const rate = (ms: number) => `${Math.round((rows / ms) * 1000).toLocaleString('en')} rows/s`;
  const fifo = child('child:accountsFifo') as FifoFigures;
  const proofs = child('child:accountsProofs', '7') as ReturnType<typeof receiptProofs>;
  const proofTimes = timing(proofs.timesMs.slice(1));
  return {
    rows: [
      {
        what: `an explorer's export of ${rows.toLocaleString('en')} rows into an encrypted case`,
        ours: rate(intake.medianMs),
        peer: `csv-parse alone, rows as objects ${rate(plain.medianMs)}`,
        ratio: `${(plain.medianMs / intake.medianMs).toFixed(2)}×`,
        target: '≥ 60,000 rows/s (goal 0.5×)',
        met: (rows / intake.medianMs) * 1000 >= 60_000,
      },
      {
        what: 'the first answer over them: put together, laid into one slice',
        ours: timeText(answer),
        ...{ peer: '', ratio: '', target: '< 1500 ms', met: answer.medianMs < 1500 },
      },
      {
        what: 'its memory',
        ours: `${peak(asked)} MB`,
        ...{ peer: '', ratio: '', target: '< 400 MB', met: peak(asked) < 400 },
      },
      {
        what: `fifo per account over ${(fifo.transfers / 1e6).toFixed(0)} M movements, ${fifo.transfersTouched.toLocaleString('en')} reached, as a run does it`,
        ours: `${fifo.runMilliseconds.toFixed(0)} ms`,
        peer: `bare loop ${fifo.bareMilliseconds.toFixed(0)} ms`,
        ratio: `${fifo.runRatio.toFixed(2)}× its time`,
        target: '≤ 3×',
        met: fifo.runRatio <= 3,
      },
      {
        what: 'the second opinion on it',
        ours: `${fifo.fifoMilliseconds.toFixed(0)} ms`,
        peer: `bare loop ${fifo.bareMilliseconds.toFixed(0)} ms`,
        ratio: `${fifo.ratio.toFixed(2)}× its time`,
        target: '≤ 3×',
        met: fifo.ratio <= 3,
      },
      {
        what: 'its memory',
        ours: `${(fifo.residentBytes / 1e6).toFixed(0)} MB`,
        ...{ peer: '', ratio: '', target: '≤ 1000 MB', met: fifo.residentBytes <= 1e9 },
      },
      {
        what: `proofs of all ${RECEIPTS} receipts of a block (${Math.round(proofs.bytes / 1e3)} kB) built and checked, the first time`,
        ours: `${(proofs.timesMs[0] as number).toFixed(0)} ms; later ${timeText(proofTimes)}`,
        ...{ peer: '', ratio: '', target: '≤ 100 ms', met: (proofs.timesMs[0] as number) <= 100 },
      },
    ],
    notes: [
      `accounts: the export is made; hashing, mapping, encrypted columns and fsync included, Argon2id not: ${processor(own)}, peak ${peak(own)} MB; the first answer in a process of its own: ${processor(asked)}`,
    ],
  };
}
