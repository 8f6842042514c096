// Labels in the report over practice case one: what reaches an address only through a cluster stands apart, with rule and size, and is never said to
// be the address's own; claims on transactions; and people in a bag of coins, which another case counts and does not take over.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let bags = 0;
let hasPdfText = true;
try {
  execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
} catch {
  hasPdfText = false;
}

beforeAll(async () => {
  desk = await openDesk();
  const out = desk.grant(join(desk.folder, 'theft'));
  await desk.call('learn.practice', { story: 'theft', out, title: 'Theft', examiner: 'E. Examiner', agency: 'Cyber Unit' });
}, 120_000);
afterAll(() => desk.end());

async function reportText(run: number, locale: 'en' | 'ja' = 'en'): Promise<string> {
  const name = `bag-${++bags}`;
  await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, name)), runs: [run], locale });
  const path = join(desk.folder, name, 'data/report.pdf');
  const kept = process.env['TRACEHOLD_KEEP_REPORTS'];
  if (kept !== undefined) {
    mkdirSync(kept, { recursive: true });
    copyFileSync(path, join(kept, `labels-${locale}.pdf`));
  }
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
}

it.skipIf(!hasPdfText)(
  'a label of another address of the cluster is inherited, one of the address itself is not',
  async () => {
    const truth = JSON.parse(readFileSync(join(desk.folder, 'theft/truth.json'), 'utf8')) as { theft: { txid: string } };
    const asked = { primary: 'fifo', question: 'Where did it go?', reason: 'As asked.' };
    const { run, chain, policies } = await desk.call('trace.run', { from: [truth.theft.txid], policies: ['fifo'], ...asked });
    const ends = new Set(Object.values(policies).flatMap(({ holdings }) => holdings.flatMap(({ address }) => address ?? [])));
    // An end in a cluster with an address that the trace does not reach.
    let found: { end: string; other: string; size: number } | undefined;
    for (const end of ends) {
      const { members, size } = await desk.call('cluster.of', { address: end, chain });
      const other = members.find(({ address }) => address !== null && !address.startsWith('script:') && !ends.has(address))?.address;
      if (other !== undefined) found ??= { end, other, size };
    }
    if (found === undefined) throw new Error('the practice case has ends in clusters');
    const heading = 'Labels that reach addresses only through a cluster';
    await desk.call('labels.set', { chain, address: found.end, label: 'Direct Label', category: 'exchange' });
    await desk.call('labels.set', { chain, address: found.other, label: 'Far Label', category: 'exchange' });
    const after = (await reportText(run)).replace(/\s+/g, ' ');
    expect(after).toContain(`${found.end}: Direct Label`);
    const chapter = after.slice(after.lastIndexOf(heading), after.indexOf('Rejected merges of addresses', after.lastIndexOf(heading)));
    expect(chapter).toContain(`a cluster of ${found.size} addresses by multiInput`);
    expect(chapter).toContain('error rate not measured');
    expect(chapter).toContain(found.other);
    expect(chapter).toContain('Far Label');
    expect(chapter).toContain('Addresses of this report in the cluster:');
    expect(after).not.toContain(`${found.end}: Far Label`);
    if (process.env['TRACEHOLD_KEEP_REPORTS'] !== undefined) await reportText(run, 'ja');
  },
  120_000,
);

it('claims on a transaction and on an output stand on the transaction’s page', async () => {
  const truth = JSON.parse(readFileSync(join(desk.folder, 'theft/truth.json'), 'utf8')) as { theft: { txid: string } };
  const { txid } = truth.theft;
  const lines = [
    { type: 'tx', ref: txid, label: 'Wallet note' },
    { type: 'output', ref: `${txid}:0`, label: 'Coin note' },
  ];
  const path = desk.write('wallet.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  await desk.call('labels.add', { paths: [desk.grant(path)] });
  const { found } = await desk.call('show.find', { text: txid });
  const [view] = found.flatMap((one) => (one.kind === 'transaction' ? [one] : []));
  expect(view?.labels.map(({ label }) => label)).toEqual(['Wallet note']);
  expect(view?.outputs[0]?.labels.map(({ label }) => label)).toContain('Coin note');
  expect(view?.outputs.slice(1).flatMap(({ labels }) => labels.map(({ label }) => label))).not.toContain('Coin note');
});

it('entries about people and requests of a bag are counted where it is taken in, and stay that case’s', async () => {
  const truth = JSON.parse(readFileSync(join(desk.folder, 'theft/truth.json'), 'utf8')) as { theft: { txid: string } };
  const asked = { primary: 'fifo', question: 'Who is named at its end?', reason: 'As asked.', policies: ['fifo', 'lifo'] };
  const { run, chain, policies } = await desk.call('trace.run', { from: [truth.theft.txid], ...asked });
  const end = policies['fifo']?.holdings.find(({ address }) => address !== null)?.address ?? '';
  const evidence = { basis: 'attribution', exhibit: 'CY-7/1', says: 'Harbour Police' } as const;
  const { id } = await desk.call('people.add', { kind: 'person', link: { kind: 'address', value: end, chain, evidence } });
  await desk.call('requests.new', { kind: 'customerData', addresses: [{ text: end }], recipient: 'Kestrel Exchange' });
  const out = join(desk.folder, 'with-people');
  const { counts } = await desk.call('evidence.exportBag', { out: desk.grant(out), runs: [run] });
  expect(counts).toMatchObject({ people: 1, requests: 1 });
  // Without a name it is called by what the chain goes over.
  const people = JSON.parse(readFileSync(join(out, 'data/people.json'), 'utf8')) as { entries: { title: string; chains: unknown[] }[] };
  expect(people.entries).toMatchObject([{ id, title: end, chains: [{ run, of: 'coins', address: end }] }]);
  await desk.newCase('other');
  const [taken] = await desk.intake(out);
  expect(taken?.bag).toMatchObject({ people: 1, requests: 1 });
  expect((await desk.call('people.list', {})).total).toBe(0);
  expect((await desk.call('requests.list', {})).requests).toEqual([]);
}, 120_000);
