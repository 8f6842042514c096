// Keeping up with a real node (litecoind on its own regtest) through the program's own connection: what is watched and what runs
// hold is followed to the tip, a reorganisation takes back exactly what it must, and an interrupted sync ends like an unbroken one.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallOutput } from '../../shared/contract/index.ts';
import { REGTEST } from '../../main/engine/chains/index.ts';
import { BCOIN, BCOIN_PASSWORD, BCOIN_USER, type BcoinNode, startBcoin } from '../vectors/bcoinNode.ts';
import { type LitecoinNode, litecoindInstalled, startLitecoin } from '../vectors/litecoinNode.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const CHAIN = 'litecoin-regtest';

describe.skipIf(!litecoindInstalled())('following a node', () => {
  let node: LitecoinNode;
  let desk: Desk;
  let home = '';
  let first = { outpoint: '', address: '' };
  beforeAll(async () => {
    desk = await openDesk();
    node = await startLitecoin();
    await node.call('createwallet', 'w');
    home = await node.call<string>('getnewaddress', '', 'bech32');
    await mine(110);
    first = await coinOf(5);
    await mine(2);
  }, 120_000);
  afterAll(async () => {
    node?.remove();
    await desk?.end();
  });
  afterEach(() => desk.close());

  const mine = (blocks: number, to = home) => node.call<string[]>('generatetoaddress', blocks, to);
  const access = () => ({ address: node.address, cookie: desk.grant(node.cookieFile) });
  const sync = (options: { fromHeight?: number } = {}) => desk.call('question.sync', { ...access(), ...options });

  /** Pays an amount to a fresh address; gives the output. */
  async function coinOf(amount: number): Promise<{ outpoint: string; address: string }> {
    const address = await node.call<string>('getnewaddress', '', 'bech32');
    const txid = await node.call<string>('sendtoaddress', address, amount);
    const { vout } = await node.call<{ vout: { n: number; scriptPubKey: { addresses?: string[] } }[] }>('getrawtransaction', txid, true);
    const paid = vout.find((out) => out.scriptPubKey.addresses?.[0] === address);
    return { outpoint: `${txid}:${paid?.n}`, address };
  }
  /** Spends one output to two fresh addresses, the rest being fee. */
  async function spend(outpoint: string, amounts: readonly number[]): Promise<string> {
    const [txid, vout] = outpoint.split(':') as [string, string];
    const outputs = [];
    for (const amount of amounts) outputs.push({ [await node.call<string>('getnewaddress', '', 'bech32')]: amount });
    const raw = await node.call<string>('createrawtransaction', [{ txid, vout: Number(vout) }], outputs);
    const { hex } = await node.call<{ hex: string }>('signrawtransactionwithwallet', raw);
    return node.call<string>('sendrawtransaction', hex);
  }
  async function newCase(name: string): Promise<void> {
    await desk.newCase(name);
    await desk.call('case.setPolicy', { node: { address: node.address }, reason: 'the unit’s own node, in the same room' });
  }
  const trace = () => desk.call('trace.run', { from: [first.outpoint], question: 'where did the five coins go?' });
  const statesOf = (result: CallOutput<'trace.run'>) =>
    result.policies['fifo']?.holdings.map(({ outpoint, amountSat, state }) => ({ outpoint, amountSat, state }));

  it('is refused unless the case’s policy allows exactly this node', async () => {
    await desk.newCase('policy');
    expect(await faultOf(sync())).toMatchObject({ code: 'node.notAllowed', parameters: { reason: 'off' } });
    await desk.call('case.setPolicy', { node: { address: 'http://127.0.0.1:1' }, reason: 'another one' });
    expect(await faultOf(sync())).toMatchObject({ code: 'node.notAllowed', parameters: { reason: 'other' } });
  });

  it('[T37] watched addresses come in with proofs, runs are followed, a reorganisation takes back what it must', async () => {
    await newCase('sync');
    await desk.call('question.watch', { items: [first.address], chain: CHAIN, note: 'the victim’s payment' });
    const begun = await sync();
    expect(begun).toMatchObject({ chainName: CHAIN, before: 0, rolledBack: [], runs: [] });
    expect(begun.tip).toBe(await node.call<number>('getblockcount'));
    expect(begun.questions).toMatchObject([{ kind: 'history', low: 0, high: begun.tip, transactions: 1, gaps: [] }]);
    const { found } = await desk.call('show.find', { text: first.address });
    expect(found[0]).toMatchObject({ kind: 'address', receivedSat: '500000000', history: [{ outpoint: first.outpoint, spentBy: null }] });
    const at = await trace();
    expect(statesOf(at)).toEqual([{ outpoint: first.outpoint, amountSat: '500000000', state: 'unspent' }]);
    expect(at.height).toBe(begun.tip);

    // Everything known to the tip: nothing is asked again.
    expect(await sync()).toMatchObject({ headers: 0, questions: [], rolledBack: [] });

    const spending = await spend(first.outpoint, [3, 1.999]);
    await mine(1);
    const split = await spend(`${spending}:0`, [2.5, 0.499]);
    const [tipBefore] = (await mine(2)) as [string];
    const after = await sync();
    expect(after.headers).toBe(3);
    expect(after.runs).toEqual([{ run: at.run, holdings: 1, moved: 1, gone: 0 }]);
    const moved = await trace();
    expect(statesOf(moved)).toEqual([
      { outpoint: `${spending}:1`, amountSat: '199900000', state: 'unspent' },
      { outpoint: `${split}:0`, amountSat: '250000000', state: 'unspent' },
      { outpoint: `${split}:1`, amountSat: '49900000', state: 'unspent' },
    ]);
    expect(moved.height).toBe(after.tip);

    // The block with the second spending and the one on it are replaced by four empty ones, the transaction by another.
    await node.call('invalidateblock', tipBefore);
    await node.call('abandontransaction', split).catch(() => undefined);
    const other = await node.call<string>('getnewaddress', '', 'legacy');
    for (let i = 0; i < 4; i++) await node.call('generateblock', other, []);
    const back = await sync();
    expect(back.rolledBack.map(({ height }) => height)).toEqual([after.tip, after.tip - 1]);
    expect(back.rolledBack.at(-1)?.hash).toBe(tipBefore);
    expect(back.runs).toEqual(
      [{ run: moved.run, holdings: 3, moved: 0, gone: 2 }, ...[{ run: at.run, holdings: 1, moved: 1, gone: 0 }]].sort(
        (a, b) => a.run - b.run,
      ),
    );
    const again = await trace();
    expect(statesOf(again)).toEqual([
      { outpoint: `${spending}:0`, amountSat: '300000000', state: 'unspent' },
      { outpoint: `${spending}:1`, amountSat: '199900000', state: 'unspent' },
    ]);
    // What was found before the reorganisation can be made again as it was.
    const { runs } = await desk.call('trace.replay', {});
    expect(runs.map(({ identical }) => identical)).toEqual([true, true, true]);

    const bag = await desk.call('evidence.exportBag', { out: desk.grant(`${desk.folder}/nodeBag`) });
    const report = await desk.call('evidence.verify', { bag: desk.grant(`${desk.folder}/${bag.name}`), fingerprint: bag.fingerprint });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);

    // The same reached in one go from nothing is the same answer.
    await newCase('sync at once');
    await desk.call('question.watch', { items: [first.address], chain: CHAIN });
    await sync();
    await trace();
    await sync();
    expect((await trace()).resultDigest).toBe(again.resultDigest);
  }, 180_000);

  it('[T36] a node killed in the middle loses nothing: the next sync goes on and ends alike', async () => {
    await newCase('undisturbed');
    await desk.call('question.watch', { items: [home], chain: CHAIN });
    await sync();
    const whole = await desk.call('show.find', { text: home });
    await newCase('killed');
    await desk.call('question.watch', { items: [home], chain: CHAIN });
    // Long enough into the blocks that something is under way.
    await node.call('gettxoutsetinfo'); // has the node write its own state: what it forgets by the power cut is not ours to test
    let killed: Promise<unknown> | null = null;
    const fault = await faultOf(
      desk.callWith('question.sync', access(), ({ phase }) => {
        if (phase === 'pass') killed ??= node.kill();
      }),
    );
    await killed;
    expect(['node.unreachable', 'node.badAnswer']).toContain(fault.code);
    node = await startLitecoin(node);
    await node.call('loadwallet', 'w').catch(() => undefined);
    await desk.reopen('killed');
    const ended = await sync();
    expect(ended.questions.length).toBeGreaterThan(0);
    const { questions } = await desk.call('question.list', {});
    expect(questions.every(({ state }) => state === 'finished')).toBe(true);
    expect(await desk.call('show.find', { text: home })).toEqual(whole);
    const { entries } = await desk.call('journal.list', { limit: 500 });
    expect(entries.filter(({ name }) => name === 'node.session').map(({ payload }) => (payload as { outcome: string }).outcome)).toEqual([
      'done',
      fault.code,
    ]);
  }, 180_000);
});

describe.skipIf(BCOIN === null)('following a node of another make (bcoin) by Bitcoin’s rules', () => {
  let bcoin: BcoinNode;
  let rival: BcoinNode;
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    [bcoin, rival] = await Promise.all([startBcoin(), startBcoin()]);
    await bcoin.call('generatetoaddress', 30, bcoin.miners[0]);
  }, 60_000);
  afterAll(async () => {
    bcoin?.stop();
    rival?.stop();
    await desk?.end();
  });

  it('[T37] finds what miners were paid, and after a reorganisation exactly what still stands', async () => {
    // bcoin writes its regtest addresses with prefixes of its own; the scripts are the same.
    const addressOf = (byte: number) =>
      REGTEST.readScript(Uint8Array.of(0x76, 0xa9, 20, ...new Uint8Array(20).fill(byte), 0x88, 0xac)).address as string;
    await desk.newCase('bcoin');
    await desk.call('case.setPolicy', { node: { address: bcoin.address }, reason: 'test' });
    await desk.call('question.watch', { items: [addressOf(1), addressOf(2)], chain: 'regtest' });
    const sync = () => desk.call('question.sync', { address: bcoin.address, user: BCOIN_USER, password: BCOIN_PASSWORD });
    expect(await sync()).toMatchObject({ chainName: 'regtest', tip: 30, headers: 30, rolledBack: [] });
    const paid = async (byte: number) => {
      const [view] = (await desk.call('show.find', { text: addressOf(byte) })).found;
      return view?.kind === 'address' ? [view.history.length, view.receivedSat, view.coverage] : null;
    };
    // 50 BTC each; regtest halves at 150.
    expect(await paid(1)).toEqual([30, String(30n * 50n * 100_000_000n), [{ from: 0, to: 30, scope: 'searched' }]]);
    expect(await paid(2)).toBeNull();
    for (let height = 1; height <= 25; height++)
      await rival.call('submitblock', await bcoin.call('getblock', await bcoin.call('getblockhash', height), false));
    await rival.call('generatetoaddress', 8, bcoin.miners[1]);
    for (let height = 26; height <= 33; height++)
      await bcoin.call('submitblock', await rival.call('getblock', await rival.call('getblockhash', height), false));
    const back = await sync();
    expect(back.rolledBack.map(({ height }) => height)).toEqual([30, 29, 28, 27, 26]);
    expect(await paid(1)).toEqual([25, String(25n * 50n * 100_000_000n), [{ from: 0, to: 33, scope: 'searched' }]]);
    expect(await paid(2)).toEqual([8, String(8n * 50n * 100_000_000n), [{ from: 0, to: 33, scope: 'searched' }]]);
  }, 60_000);
});
