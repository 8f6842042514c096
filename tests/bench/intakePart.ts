// Intake end to end: a block file into an encrypted case through the engine's own contract, up to the first answers,
// beside bitcoinjs-lib merely parsing the same bytes. Each run is its own process; nothing of it stays on the disk.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Block } from 'bitcoinjs-lib';
import { REGTEST } from '../../main/engine/chains/index.ts';
import { createEngine } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';

export interface IntakeRun {
  readonly createMs: number;
  readonly intakeMs: number;
  readonly firstFindMs: number;
  readonly secondFindMs: number;
  readonly totalMs: number;
  readonly transactions: number;
  readonly peakMegabytes: number;
}

/** Takes `path` into a new case below `folder` and asks it for a transaction and an address. */
export async function runIntake(
  path: string,
  folder: string,
  ask: { readonly txid: string; readonly address: string },
): Promise<IntakeRun> {
  const { host, grantPath } = createNodeHost({ environment: { TRACEHOLD_PROFILE: join(folder, 'profile') } });
  const engine = await createEngine(host);
  const marks = [performance.now()];
  const mark = () => marks.push(performance.now());
  const { router } = engine;
  await router.call('case.create', {
    folder: grantPath(join(folder, 'case')),
    ...{ title: 'Bench', examiner: 'Bench', agency: 'Bench', reference: '1', passphrase: 'correct horse battery staple' },
  });
  mark();
  const { results } = await router.call('intake.run', { paths: [grantPath(path)], chain: 'regtest' });
  mark();
  const byId = await router.call('show.find', { text: ask.txid, chain: 'regtest' });
  mark();
  const byAddress = await router.call('show.find', { text: ask.address, chain: 'regtest' });
  mark();
  const [first] = results;
  if (first === undefined || first.refused.length > 0 || byId.found.length !== 1 || byAddress.found.length !== 1)
    throw new Error(
      `the intake did not hold: ${JSON.stringify({ refused: first?.refused.slice(0, 2), byId: byId.found.length, byAddress: byAddress.found.length })}`,
    );
  const span = (from: number) => (marks[from + 1] as number) - (marks[from] as number);
  const run = {
    createMs: span(0),
    intakeMs: span(1),
    firstFindMs: span(2),
    secondFindMs: span(3),
    totalMs: (marks.at(-1) as number) - (marks[0] as number),
    transactions: first.transactions,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  await engine.dispose();
  return run;
}

/** bitcoinjs-lib over the file's first bytes: blocks from the disk one by one, an id for every transaction. */
export function runBareParse(
  path: string,
  mostBytes: number,
): { readonly bytes: number; readonly ms: number; readonly transactions: number } {
  const file = openSync(path, 'r');
  const start = performance.now();
  const lead = Buffer.alloc(8);
  let at = 0;
  let transactions = 0;
  let letters = 0;
  while (at < mostBytes && readSync(file, lead, 0, 8, at) === 8) {
    const bytes = Buffer.alloc(lead.readUInt32LE(4));
    readSync(file, bytes, 0, bytes.length, at + 8);
    for (const transaction of Block.fromBuffer(bytes).transactions ?? []) {
      letters += transaction.getId().length;
      transactions++;
    }
    at += 8 + bytes.length;
  }
  const ms = performance.now() - start;
  closeSync(file);
  if (letters !== transactions * 64) throw new Error('bare parse');
  return { bytes: at, ms, transactions };
}

export function addressOf(script: Uint8Array): string {
  return REGTEST.readScript(script).address ?? '';
}
