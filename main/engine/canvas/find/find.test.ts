// What a canvas asks of the whole case, over both practice cases: against what their stories say is true.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import { canvasContract } from '../../../../shared/contract/canvas.ts';
import { type CallInput, type CallName, type CallOutput, contract } from '../../../../shared/contract/index.ts';
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { caseCalls, type CaseSession, createCaseSession, journalCalls } from '../../casefile/index.ts';
import { bitcoinNetwork, loadKernel } from '../../chains/index.ts';
import { createSavedProfiles, intakeCalls, labelCalls } from '../../intake/index.ts';
import { makePractice } from '../../learn/index.ts';
import { accountCalls, loadJoins, traceCalls } from '../../trace/index.ts';
import { findCalls } from './calls.ts';
import { readySearchAtOpening } from './readySearch.ts';

const WORK = { report: () => undefined, signal: new AbortController().signal };
type Found = keyof ReturnType<typeof findCalls>;

interface Desk {
  readonly session: CaseSession;
  /** As whoever asks over the wire gets it: input and output checked by the contract. */
  ask<Name extends Found>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  call(name: CallName, input: unknown): Promise<never>;
  truth(): never;
  close(): Promise<void>;
}

async function deskOf(story: 'theft' | 'ring'): Promise<Desk> {
  const desk = await caseDesk();
  const { host } = desk;
  loadKernel(host.resource('wasm/bitcoin.wasm'));
  loadJoins(host.resource('wasm/trace.wasm'));
  const session = createCaseSession();
  const profiles = createSavedProfiles(() => host.profileFolder());
  const handlers: Record<string, unknown> = {
    ...caseCalls(host, session, []),
    ...journalCalls(session),
    ...intakeCalls(host, session, () => Promise.resolve(null), profiles),
    ...labelCalls(host, session),
    ...accountCalls(host, session),
    ...traceCalls(host, session),
  };
  const call = async (name: CallName, input: unknown): Promise<never> => {
    const handler = handlers[name] as (input: unknown, work: unknown) => unknown;
    return (await handler(contract[name].input.parse(input), WORK)) as never;
  };
  const grant = desk.grantPath;
  await makePractice(
    host,
    { call: (name, input) => call(name, input), grant },
    { story, out: grant(desk.at('story')), title: 'Practice', examiner: 'E', agency: 'A' },
    WORK,
  );
  const found = findCalls(session, { resolve: (_, item) => [item], rules: () => null, extraHits: () => [] });
  return {
    session,
    call,
    async ask(name, input) {
      const handler = found[name] as (input: unknown, work: unknown) => unknown;
      return canvasContract[name].output.parse(await handler(canvasContract[name].input.parse(input), WORK)) as never;
    },
    truth: () => JSON.parse(readFileSync(desk.at('story', 'truth.json'), 'utf8')) as never,
    async close() {
      await session.leave()?.close();
      desk.clear();
    },
  };
}

let theft: Desk;
let ring: Desk;
beforeAll(async () => {
  theft = await deskOf('theft');
  ring = await deskOf('ring');
}, 300_000);
afterAll(async () => {
  await theft.close();
  await ring.close();
});

interface TheftTruth {
  readonly theft: { readonly txid: string };
  readonly thief: {
    readonly outpoints: readonly {
      readonly outpoint: string;
      readonly spentBy?: string;
      readonly purpose: string;
      readonly address: string | null;
    }[];
  };
  readonly exchange: { readonly stolenDeposits: readonly { readonly outpoint: string; readonly address: string | null }[] };
}
interface RingTruth {
  readonly chain: string;
  readonly ledgers: Readonly<Record<'exchangeA' | 'exchangeB' | 'bank', string>>;
  readonly wallets: { readonly mules: readonly string[]; readonly coldWallet: string; readonly depositAddress: string };
  readonly purchase: { readonly uid: string };
  readonly victim: { readonly account: string };
  readonly cashOut: { readonly uid: string };
  readonly fanIn: readonly { readonly txid: string }[];
  readonly hops: readonly { readonly txid: string }[];
  readonly split: readonly { readonly txid: string }[];
}
const REGTEST = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';
const coin = (kind: 'output' | 'transaction' | 'address' | 'cluster', id: string): string => itemName({ kind, chain: REGTEST, id });

describe('canvas.paths', () => {
  it('from the theft to a deposit at the exchange goes through outputs that the story names', async () => {
    const {
      theft: { txid },
      thief,
      exchange,
    } = theft.truth() as TheftTruth;
    const [deposit] = exchange.stolenDeposits;
    const answer = await theft.ask('canvas.paths', {
      from: [coin('transaction', txid)],
      to: [coin('address', deposit?.address ?? '')],
      mostHops: 40,
    });
    const [first] = answer.paths;
    expect(first?.items[0]).toBe(coin('transaction', txid));
    expect(first?.items.length).toBe(2 * (first?.hops ?? 0));
    const own = new Map(thief.outpoints.map((one) => [coin('output', one.outpoint), one]));
    first?.items.forEach((item, place) => {
      if (!item.startsWith('output|') || place === first.items.length - 1) return;
      const spentBy = own.get(item)?.spentBy;
      expect(first.items[place + 1]).toBe(coin('transaction', spentBy ?? 'not of the story'));
    });
    expect(first).toMatchObject({ statement: 'derivation', asset: 0 });
    expect(answer.assets.map(({ key, decimals }) => [key, decimals])).toEqual([[REGTEST, 8]]);
    expect(answer.reach).toEqual([{ chain: REGTEST, chainName: 'regtest', text: expect.stringMatching(/^0–230/) }]);
  });

  it('marks a path whose end is meant by a cluster alone, and one through a CoinJoin', async () => {
    const {
      theft: { txid },
      thief,
      exchange,
    } = theft.truth() as TheftTruth;
    const [deposit] = exchange.stolenDeposits;
    const named = await theft.ask('canvas.paths', {
      from: [coin('transaction', txid)],
      to: [coin('cluster', deposit?.address ?? '')],
      mostHops: 40,
      count: 50,
    });
    expect(new Set(named.paths.map(({ statement }) => statement))).toContain('inference');
    for (const { statement, through } of named.paths)
      expect(through.some((rule) => rule.startsWith('multiInput@'))).toBe(statement === 'inference');
    const mixed = thief.outpoints.find(({ purpose }) => purpose === 'coinjoin-mixed');
    const { paths } = await theft.ask('canvas.paths', {
      from: [coin('transaction', txid)],
      to: [coin('output', mixed?.outpoint ?? '')],
      mostHops: 40,
    });
    expect(paths[0]?.through.some((rule) => rule.startsWith('coinjoin.'))).toBe(true);
  });

  it('takes an end that is a cluster by the rules of its canvas', async () => {
    const {
      theft: { txid },
      exchange,
    } = theft.truth() as TheftTruth;
    const to = coin('cluster', exchange.stolenDeposits[0]?.address ?? '');
    const asked = canvasContract['canvas.paths'].input.parse({ from: [coin('transaction', txid)], to: [to], mostHops: 40, count: 50 });
    const by = async (rules: readonly string[] | null) => {
      const { paths } = await findCalls(theft.session, { resolve: (_, item) => [item], rules: () => rules })['canvas.paths'](asked, WORK);
      return { count: paths.length, statements: new Set(paths.map(({ statement }) => statement)) };
    };
    const named = await by(null);
    const alone = await by([]);
    expect(named.statements).toContain('inference');
    // With every rule switched off the anchor alone is meant, and nothing is inferred.
    expect(alone.statements).toEqual(new Set(['derivation']));
    expect(alone.count).toBeLessThan(named.count);
  });

  it('an answer of none says how far was looked, in which data, and where these end', async () => {
    const {
      theft: { txid },
    } = theft.truth() as TheftTruth;
    const answer = await theft.ask('canvas.paths', {
      from: [coin('transaction', txid)],
      to: [coin('output', `${'ab'.repeat(32)}:0`)],
      mostHops: 3,
    });
    expect(answer).toMatchObject({ paths: [], hops: 3, assets: [] });
    expect(Object.fromEntries(answer.openEnds.map(({ code, count }) => [code, count]))).toMatchObject({
      notHeld: 1,
      mostHops: expect.any(Number),
    });
    const elsewhere = await ring.ask('canvas.paths', { from: [coin('transaction', txid)], to: [coin('transaction', txid)] });
    expect(elsewhere.openEnds).toEqual([{ code: 'notHeld', count: 2 }]);
  });

  it('over ledgers, links and chains: from the buyer at one exchange to the seller at the other', async () => {
    const { chain, ledgers, wallets, purchase, cashOut, victim, fanIn, hops, split } = ring.truth() as RingTruth;
    const account = (id: string, own = chain): string => itemName({ kind: 'address', chain: own, id });
    const [from, to] = [account(purchase.uid, ledgers.exchangeA), account(cashOut.uid, ledgers.exchangeB)];
    const answer = await ring.ask('canvas.paths', { from: [from], to: [to] });
    expect(answer.paths.map((path) => path.hops)).toEqual([7, 8, 8]);
    const first = answer.paths[0] as (typeof answer.paths)[number];
    expect(first.items[0]).toBe(from);
    expect(first.items.at(-1)).toBe(to);
    expect(first.through).toEqual(['ledgerLink@1']);
    const ids = first.items.flatMap((item) => /^movement\|tron:training\|(\w+)#/.exec(item)?.[1] ?? []).slice(1);
    expect(ids).toEqual([fanIn[0], hops[0], hops[1], split[0]].map((one) => one?.txid));
    // 28,000 USDT came out of the first exchange by that way, and the second counts in 18 decimals.
    expect(first.most).toBe(`28000${'0'.repeat(18)}`);
    expect((await ring.ask('canvas.paths', { from: [from], to: [to], conversions: false })).paths).toEqual([]);
    const cold = await ring.ask('canvas.paths', {
      from: [account(wallets.mules[0] ?? '')],
      to: [account(wallets.coldWallet)],
      best: 'value',
    });
    expect(cold.paths.map(({ hops: own, most }) => [own, most])).toEqual([[4, '18500000000']]);
    expect((await ring.ask('canvas.paths', { from: [account(wallets.coldWallet)], to: [account(wallets.mules[0] ?? '')] })).paths).toEqual(
      [],
    );
    // What the bank paid and what the exchange sold is joined by nothing recorded.
    const paid = await ring.ask('canvas.paths', { from: [account(victim.account, ledgers.bank)], to: [to] });
    expect(paid.paths).toEqual([]);
    expect(paid.openEnds.map(({ code }) => code)).toContain('oneSided');
  });

  it('refuses what is no item', async () => {
    await expect(theft.ask('canvas.paths', { from: ['nothing'], to: ['nothing'] })).rejects.toMatchObject({ code: 'canvas.itemUnknown' });
  });
});

describe('the search made ready at the opening of a case', () => {
  it('is ready behind it, and given up where the case is left or its data change', async () => {
    const file = theft.session.current();
    const opened = async (then: (session: CaseSession) => void): Promise<boolean> => {
      const session = createCaseSession();
      const ended = new Promise<boolean>((resolve) => readySearchAtOpening(session, resolve, 0));
      session.enter(file);
      then(session);
      return ended;
    };
    expect(await opened(() => undefined)).toBe(true);
    expect(await opened((session) => session.forget())).toBe(false);
    expect(await opened((session) => void session.leave())).toBe(false);
    // In the middle of it.
    const session = createCaseSession();
    const ended = new Promise<boolean>((resolve) => readySearchAtOpening(session, resolve, 0));
    session.enter(file);
    const share = session.share.bind(session);
    session.share = (key, make, work) => {
      setImmediate(() => void session.leave());
      return share(key, make, work);
    };
    expect(await ended).toBe(false);
  });
});

describe('canvas.identify', () => {
  const of = async (desk: Desk, text: string) => (await desk.ask('canvas.identify', { text })).lines;

  it('names transactions, outputs, blocks and addresses of the case, each with what can be drawn of it', async () => {
    const {
      theft: { txid },
      thief,
    } = theft.truth() as TheftTruth;
    const { outpoint = '', address = '' } = thief.outpoints.find((one) => one.address !== null) ?? {};
    const lines = await of(theft, `${txid}, ${outpoint}\n${address}\n200\nhttps://explorer.example/tx/${txid.toUpperCase()}?x=1`);
    expect(lines.map(({ readings }) => readings.map(({ kind, item, held }) => [kind, item, held]))).toEqual([
      [['transaction', coin('transaction', txid), true]],
      [['output', coin('output', outpoint), true]],
      [['address', coin('address', address ?? ''), true]],
      [['block', null, true]],
      [['transaction', coin('transaction', txid), true]],
    ]);
  });

  it('says of what the case lacks which chains it may be of, ready to be fetched', async () => {
    const unknown = 'cd'.repeat(32);
    const [line] = await of(theft, unknown);
    const chains = line?.readings.map(({ chainName, fetch }) => [chainName, fetch?.kind, fetch?.item]);
    expect(chains).toContainEqual(['bitcoin', 'transaction', unknown]);
    expect(chains).toContainEqual(['regtest', 'transaction', unknown]);
    expect(line?.readings.every(({ held, item }) => !held && item === null)).toBe(true);
    const [paid] = await of(theft, 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4');
    expect(paid?.readings).toEqual([
      expect.objectContaining({
        kind: 'address',
        chainName: 'bitcoin',
        held: false,
        checksum: true,
        fetch: expect.objectContaining({ kind: 'address' }),
      }),
    ]);
  });

  it('names accounts, transactions and movements of account chains and ledgers', async () => {
    const { chain, ledgers, wallets, victim, cashOut, split } = ring.truth() as RingTruth;
    const [first, last] = split;
    const lines = await of(ring, `${wallets.coldWallet}\n${victim.account}\n${first?.txid}#0\n${last?.txid}\nno. ${cashOut.uid}`);
    const item = (id: string, own: string): string => itemName({ kind: 'address', chain: own, id });
    expect(lines[0]?.readings[0]).toMatchObject({ kind: 'address', item: item(wallets.coldWallet, chain), held: true });
    expect(lines[1]?.readings[0]).toMatchObject({ kind: 'address', item: item(victim.account, ledgers.bank), held: true });
    expect(lines[2]?.readings).toEqual([
      expect.objectContaining({ kind: 'movement', item: itemName({ kind: 'movement', chain, id: `${first?.txid}#0` }) }),
    ]);
    expect(lines[3]?.readings.map(({ kind }) => kind)).toEqual(['transaction', 'movement']);
    expect(lines[4]).toMatchObject({ text: cashOut.uid, readings: [{ item: item(cashOut.uid, ledgers.exchangeB) }] });
  });
});

describe('canvas.search', () => {
  const hits = async (desk: Desk, text: string, limit = 40) => desk.ask('canvas.search', { text, limit });

  it('finds transactions, outputs and addresses of coins by any part of their id, the closest first', async () => {
    const {
      theft: { txid },
      thief,
    } = theft.truth() as TheftTruth;
    expect((await hits(theft, txid.toUpperCase())).hits).toEqual([
      expect.objectContaining({ kind: 'transaction', item: coin('transaction', txid), title: txid, timeSeconds: expect.any(Number) }),
    ]);
    for (const part of [txid.slice(0, 6), txid.slice(9, 20), txid.slice(-7), `${txid.slice(0, 5)}…${txid.slice(-4)}`])
      expect((await hits(theft, part)).hits.map(({ item }) => item)).toContain(coin('transaction', txid));
    expect((await hits(theft, `${txid.slice(0, 12)}:0`)).hits[0]?.item).toBe(coin('output', `${txid}:0`));
    const own = thief.outpoints.find(({ address }) => address !== null)?.address ?? '';
    for (const part of [own, own.slice(0, 14), own.slice(8, 18), own.slice(-6).toUpperCase(), `${own.slice(0, 8)}...${own.slice(-5)}`]) {
      const found = (await hits(theft, part)).hits.map(({ kind, item }) => [kind, item]);
      expect(found).toContainEqual(['address', coin('address', own)]);
    }
    // Everything that begins so stands before what only holds it.
    const { hits: many, more } = await hits(theft, 'bcrt1q', 200);
    expect(many.length).toBe(200);
    expect(more).toBe(true);
    expect(many.every(({ title }) => title.startsWith('bcrt1q'))).toBe(true);
  });

  it('finds labels, notes, questions of runs and sources', async () => {
    const {
      theft: { txid },
    } = theft.truth() as TheftTruth;
    await theft.call('journal.note', { text: 'Call from the bank\nThe witness saw a Grey Heron near the house.' });
    await theft.call('trace.run', { from: [txid], question: 'Where did the heron fly?', policies: ['fifo'] });
    const found = (await hits(theft, 'HERON')).hits;
    expect(found.map(({ kind, title }) => [kind, title])).toEqual([
      ['note', 'Call from the bank'],
      ['run', 'Where did the heron fly?'],
    ]);
    expect(found[0]?.found).toContain('Grey Heron near');
    const labelled = (await hits(theft, 'kestrel')).hits.filter(({ kind }) => kind === 'label');
    expect(labelled.length).toBeGreaterThan(0);
    expect(labelled.every(({ item, found: text }) => item?.startsWith('address|') === true && /kestrel/i.test(text))).toBe(true);
    expect((await hits(theft, 'node')).hits.map(({ kind }) => kind)).toContain('source');
  });

  it('finds outputs of an amount and transactions of a day', async () => {
    // By the story: what the thief took, in coins and in the smallest unit.
    const symbol = bitcoinNetwork('regtest')?.coin.symbol ?? '';
    for (const text of ['39.05781198', '3905781198', `39.05781198 ${symbol}`, '39.05781198 BTC', '3,905,781,198'])
      expect((await hits(theft, text)).hits.filter(({ kind }) => kind === 'amount').map(({ item }) => item)).toContain(
        coin('output', `${(theft.truth() as TheftTruth).theft.txid}:0`),
      );
    const first = (await hits(theft, (theft.truth() as TheftTruth).theft.txid)).hits[0]?.timeSeconds ?? 0;
    const day = new Date(first * 1000).toISOString().slice(0, 10);
    const own = await hits(theft, day, 200);
    expect(own.hits.every(({ kind, found, timeSeconds }) => kind === 'transaction' && found.startsWith(day) && timeSeconds !== null)).toBe(
      true,
    );
    expect(own.hits.length).toBeGreaterThan(0);
    expect((await hits(theft, '1999-01')).hits).toEqual([]);
  });

  it('finds accounts, transactions and movements of ledgers', async () => {
    const { chain, ledgers, wallets, victim, split } = ring.truth() as RingTruth;
    const of = async (text: string) => (await hits(ring, text)).hits.map(({ kind, item }) => [kind, item]);
    const item = (id: string, own: string): string => itemName({ kind: 'address', chain: own, id });
    expect(await of(wallets.coldWallet.slice(3, 12))).toContainEqual(['address', item(wallets.coldWallet, chain)]);
    expect(await of(victim.account.slice(0, 10))).toContainEqual(['address', item(victim.account, ledgers.bank)]);
    const cold = split[1]?.txid ?? '';
    expect(await of(cold.slice(5, 15))).toEqual([['transaction', itemName({ kind: 'movement', chain, id: `${cold}#0` })]]);
    expect(await of('18500 usdt')).toContainEqual(['amount', itemName({ kind: 'movement', chain, id: `${cold}#0` })]);
    expect(await of('18500000000')).toContainEqual(['amount', itemName({ kind: 'movement', chain, id: `${cold}#0` })]);
    expect((await of('2026-03-02')).length).toBeGreaterThan(10);
  });

  it('ranks hits of canvases among the others, gives nothing back for nothing, and keeps its order', async () => {
    const note = { kind: 'canvas', item: null, chain: '', title: 'Kestrel', found: 'Kestrel', timeSeconds: null, number: 3 } as const;
    const calls = findCalls(theft.session, {
      resolve: (_, item) => [item],
      rules: () => null,
      extraHits: (text) => (text === 'kestrel' ? [note] : []),
    });
    const { hits: found } = await calls['canvas.search']({ text: ' KESTREL ', limit: 10 }, WORK);
    expect(found[0]).toEqual(note);
    expect(await hits(theft, '   ')).toEqual({ hits: [], more: false });
    expect(await hits(theft, 'bcrt1q')).toEqual(await hits(theft, 'bcrt1q'));
  });
});
