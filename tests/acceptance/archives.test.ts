// Questions to an archive must end like the same chain taken in whole: same holdings, same states, same digests, proofs included.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { practiceMaterial } from '../contract/practice.ts';
import { type Desk, openDesk } from './desk.ts';

type Trace = CallInput<'trace.run'>;

const practice = practiceMaterial();
const { theft, exchange, wallets, thief } = practice.truth;
const stolen = theft.stolenOutpoints.map(({ outpoint }) => outpoint);

let desk: Desk;
let whole: Awaited<ReturnType<typeof traceWhole>>;

const REQUESTS: Readonly<Record<string, Omit<Trace, 'question'>>> = {
  'all policies': { from: stolen },
  'a whole transaction': { from: [theft.txid] },
  'an address': { from: [thief.cluster.members[0] as string] },
  'at most three hops': { from: stolen, stops: [{ rule: 'maxHops', options: { hops: 3 } }] },
  'a floor': { from: stolen, stops: [{ rule: 'minValue', options: { amountSat: 5_000_000 } }] },
  'before CoinJoins and an address': {
    from: stolen,
    stops: [
      { rule: 'coinjoin', options: {} },
      { rule: 'addresses', options: { addresses: [exchange.hotAddress] } },
    ],
  },
  'fifo alone': { from: stolen, policies: ['fifo'] },
};

async function traceWhole() {
  await desk.newCase('whole');
  await desk.intake(practice.node);
  const results = new Map<string, CallOutput<'trace.run'>>();
  for (const [name, request] of Object.entries(REQUESTS)) {
    results.set(name, await desk.call('trace.run', request));
    const { stops: _stops, ...plain } = request;
    const back = { ...plain, direction: 'backward' as const, policies: ['poison', 'haircut', 'fifo', 'lifo'] };
    if (name === 'a whole transaction') results.set('backward', await desk.call('trace.run', back));
  }
  return results;
}

async function newArchive(name: string): Promise<void> {
  await desk.newCase(name);
  await desk.call('intake.run', { paths: [desk.grant(practice.node)], archive: true });
}

beforeAll(async () => {
  desk = await openDesk();
  whole = await traceWhole();
}, 120_000);
afterAll(() => desk?.end());

describe('an archive', () => {
  it('is never written to, and the cache of its headers names nothing of the case', async () => {
    const files = () =>
      readdirSync(practice.node, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => [name, statSync(join(practice.node, name)).mtimeMs, statSync(join(practice.node, name)).size]);
    const before = files();
    await newArchive('untouched');
    await desk.call('question.ask', { kind: 'forward', from: stolen });
    expect(files()).toEqual(before);
    const cache = join(desk.folder, 'profile', 'archives');
    const cached = readdirSync(cache).map((name) => readFileSync(join(cache, name)));
    expect(cached.length).toBeGreaterThan(0);
    const txid = Buffer.from(theft.txid, 'hex').reverse();
    for (const bytes of cached) {
      expect(bytes.includes('untouched')).toBe(false);
      expect(bytes.includes(practice.node)).toBe(false);
      expect(bytes.includes(txid)).toBe(false);
    }
  });

  it('brings headers and coverage and no transaction', async () => {
    await newArchive('headers');
    const { sources, coverage, chains } = await desk.call('intake.sources', {});
    expect(sources[0]).toMatchObject({ mode: 'archive', state: 'complete', sha256: null });
    expect(coverage).toMatchObject([{ from: 0, to: practice.truth.tipHeight, scope: 'archive' }]);
    expect(chains[0]).toMatchObject({ blocks: 0, transactions: 0, tip: { height: practice.truth.tipHeight } });
    expect(sources[0]?.result).toMatchObject({ accepted: expect.any(Number), refused: [], undo: 'values' });
  });

  it.each(Object.keys(REQUESTS))('[T34] forward, %s: ends like the chain taken in whole', async (name) => {
    await newArchive(`forward ${name}`.replaceAll(' ', '-'));
    const request = REQUESTS[name] as (typeof REQUESTS)[string];
    const { results } = await desk.call('question.ask', {
      kind: 'forward',
      from: request.from,
      ...(request.policies === undefined ? {} : { policies: request.policies }),
      ...(request.stops === undefined ? {} : { stops: request.stops }),
    });
    expect(results[0]).toMatchObject({ gaps: [], refused: [], notFound: [], missing: 0, high: practice.truth.tipHeight });
    const traced = await desk.call('trace.run', request);
    expect(traced.policies).toEqual(whole.get(name)?.policies);
    expect(traced.resultDigest).toBe(whole.get(name)?.resultDigest);
    expect(traced.height).toBe(whole.get(name)?.height);
  });

  it('[T38] backward reads only the blocks involved, and ends like the chain taken in whole', async () => {
    await newArchive('backward');
    const policies = ['poison', 'haircut', 'fifo', 'lifo'];
    const { results } = await desk.call('question.ask', { kind: 'backward', from: [`${theft.txid}@${theft.height}`], policies });
    expect(results[0]?.blocks).toBeLessThan(practice.truth.tipHeight / 2);
    const traced = await desk.call('trace.run', { from: [theft.txid], direction: 'backward', policies });
    expect(traced.policies).toEqual(whole.get('backward')?.policies);
  });

  it('gives the history of a watch list in one pass, and the cluster round by round', async () => {
    const addresses = wallets.flatMap((wallet) => wallet.addresses.flatMap(({ address }) => (address === null ? [] : [address])));
    await desk.reopen('whole');
    const asked = addresses.slice(0, 40);
    const expected = [];
    for (const text of asked) expected.push(describeAddress(await desk.call('show.find', { text })));
    const [member] = thief.cluster.members as [string];
    const wholeCluster = await desk.call('cluster.of', { address: member });
    await newArchive('history');
    await desk.call('question.ask', { kind: 'history', from: asked });
    const found = [];
    for (const text of asked) found.push(describeAddress(await desk.call('show.find', { text })));
    expect(found).toEqual(expected);

    await newArchive('cluster');
    const { results } = await desk.call('question.ask', { kind: 'cluster', from: [member], rounds: 20 });
    expect(results.at(-1)?.frontier).toEqual([]);
    const cluster = await desk.call('cluster.of', { address: member });
    expect(cluster.size).toBe(wholeCluster.size);
    expect(new Set(cluster.members.map(({ address }) => address))).toEqual(new Set(wholeCluster.members.map(({ address }) => address)));

    await newArchive('cluster-one-round');
    const once = await desk.call('question.ask', { kind: 'cluster', from: [member], rounds: 1 });
    expect(once.results).toHaveLength(1);
    expect(once.results[0]?.frontier.length).toBeGreaterThan(0);
  });
});

function describeAddress({ found }: CallOutput<'show.find'>) {
  const [view] = found;
  if (view?.kind !== 'address') return null;
  return {
    received: view.receivedSat,
    spent: view.spentSat,
    history: view.history.map(({ outpoint, spentBy }) => ({ outpoint, spentBy })),
  };
}
