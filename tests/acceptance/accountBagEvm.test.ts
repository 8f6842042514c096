// Account runs over an EVM chain in the case file: blocks of anvil (a node of another making) with transactions and receipts, an anchor above
// them, a trace of coins and of a token, the export, the independent verifier, and changes that only its proofs can object to.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBag } from '../../main/verifier/index.ts';
import type { Loose } from '../../main/verifier/testing/bagWriter.ts';
import { changeJson, changeRows, type Files, renewAccountDigests, resealBag } from '../../main/verifier/testing/resealBag.ts';
import { ANVIL_BINARY, type AnvilNode, startAnvil } from '../vectors/anvilNode.ts';
import { type Desk, openDesk } from './desk.ts';

const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** Logs Transfer(caller, word 0, word 1) and stores word 1 in slot 0. */
const TOKEN = `602035600052600035337f${TRANSFER}60206000a300`;
const LEDGER = 'data/account-ledgers/0.jsonl';
const RUNS = 'data/account-runs.json';

const word = (value: string | bigint): string =>
  (typeof value === 'bigint' ? value.toString(16) : value.slice(2).toLowerCase()).padStart(64, '0');
const quantity = (value: bigint): string => `0x${value.toString(16)}`;

describe.skipIf(ANVIL_BINARY === null)('an EVM chain in the case file', () => {
  let node: AnvilNode;
  let desk: Desk;
  let bag: Files;
  let token: string;
  let accounts: readonly string[];
  const sent: string[] = [];

  async function send(from: number, fields: Record<string, string>): Promise<Loose> {
    const hash = await node.ask('eth_sendTransaction', { from: accounts[from], gas: '0x30d40', ...fields });
    await node.ask('evm_mine');
    sent.push(hash as string);
    return node.ask('eth_getTransactionReceipt', hash);
  }
  const pay = (from: number, to: string, amount: bigint) => send(from, { to: token, data: `0x${word(to)}${word(amount)}` });

  beforeAll(async () => {
    node = await startAnvil('--hardfork', 'prague');
    accounts = (await node.ask('eth_accounts')) as readonly string[];
    const length = (TOKEN.length / 2).toString(16).padStart(2, '0');
    token = (await send(0, { data: `0x60${length}600c60003960${length}6000f3${TOKEN}` })).contractAddress;
    const [, one, two, three] = accounts as [string, string, string, string];
    await pay(0, one, 60n);
    await pay(1, two, 45n);
    await pay(2, three, 20n);
    await send(0, { to: one, value: quantity(5n * 10n ** 18n) });
    await send(1, { to: two, value: quantity(2n * 10n ** 18n) });
    await node.ask('evm_mine');
    const tip = Number(await node.ask('eth_blockNumber'));
    const answers: Loose[] = [];
    for (let height = 1; height <= tip; height++) answers.push(await node.ask('eth_getBlockByNumber', quantity(BigInt(height)), true));
    const receipts: Loose[] = [];
    for (const hash of sent) receipts.push(await node.ask('eth_getTransactionReceipt', hash));
    desk = await openDesk();
    await desk.newCase('evm');
    const path = desk.write(
      'blocks.jsonl',
      [...answers, ...receipts].map((answer) => `${JSON.stringify({ jsonrpc: '2.0', id: 1, result: answer })}\n`).join(''),
    );
    const anchor = `${tip}:${answers.at(-1).hash}`;
    await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'anvil', anchor });
    const base = { assume: accounts.slice(1, 4), policies: ['all'], primary: 'fifo', question: 'Where did it go?', reason: 'practice' };
    await desk.call('account.trace', { ...base, from: [sent[1] as string] });
    await desk.call('account.trace', { ...base, from: [sent[4] as string] });
    await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'bag')) });
    bag = new Map();
    const walk = (folder: string): void => {
      for (const name of readdirSync(folder)) {
        const whole = join(folder, name);
        if (statSync(whole).isDirectory()) walk(whole);
        else bag.set(relative(join(desk.folder, 'bag'), whole), readFileSync(whole));
      }
    };
    walk(join(desk.folder, 'bag'));
  }, 120_000);
  afterAll(async () => {
    await desk?.end();
    node?.stop();
  });

  const verify = (files: ReadonlyMap<string, Uint8Array>) =>
    verifyBag({ names: [...files.keys()], read: async (name) => files.get(name) as Uint8Array });
  const objections = async (change: (files: Files) => void): Promise<string> => {
    const { findings } = await verify(resealBag(bag, change));
    return findings.flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`])).join('\n');
  };
  const rows = (): Loose[] =>
    Buffer.from(bag.get(LEDGER) as Uint8Array)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('holds, every coin and token movement proven under the anchor', async () => {
    const report = await verify(bag);
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.counts).toMatchObject({ accountRuns: 2, accountPoliciesRecomputed: 10 });
    const moved = rows().filter(({ fee }) => !fee);
    expect(moved.length).toBe(5);
    expect(moved.map(({ grade }) => grade)).toEqual(moved.map(() => 'A'));
    expect(report.notChecked.join('\n')).toMatch(/is taken as known on the examiner's word/);
  });

  it('a token amount changed everywhere it is said, and every figure with it, fails at the proven receipt', async () => {
    const bent = await objections((files) => {
      changeRows(files, LEDGER, (all) => all.map((row) => (row.amount === '60' ? { ...row, amount: '61' } : row)));
      changeJson(files, RUNS, (document) => {
        document.runs[0].document.seeds[0].amount = '61';
        renewAccountDigests(document);
      });
    });
    expect(bent).toMatch(/accountProofs: row \d+ is not among the token movements of the proven receipt/);
  });

  it('a coin amount, an outcome, a block changed', async () => {
    const value = await objections((files) =>
      changeRows(files, LEDGER, (all) =>
        all.map((row) => (row.path === '0' && row.asset.kind === 'native' ? { ...row, amount: '7' } : row)),
      ),
    );
    expect(value).toMatch(/states another receiver or amount than the proven transaction/);
    const status = await objections((files) =>
      changeRows(files, LEDGER, (all) => all.map((row) => ({ ...row, status: 'failed', reason: row.fee ? null : 'failed' }))),
    );
    expect(status).toMatch(/states another outcome than the proof/);
    const place = await objections((files) =>
      changeRows(files, LEDGER, (all) => all.map((row) => ({ ...row, time: (row.time ?? 0) + 1 }))),
    );
    expect(place).toMatch(/states another block or place/);
  });

  it('a row left out that the receipt shows', async () => {
    const gone = rows().find(({ amount }) => amount === '45')?.row as number;
    const missing = await objections((files) => {
      changeRows(files, LEDGER, (all) => all.filter(({ row }) => row !== gone));
      changeJson(files, RUNS, (document) => {
        for (const { grounds } of document.runs) {
          grounds.rows -= 1;
          grounds.seeds = grounds.seeds.map((row: number) => (row > gone ? row - 1 : row));
        }
      });
    });
    // The fee of the same transaction is still a row of the bag.
    expect(missing).toMatch(/moves a token of a touched ledger, and no row says so/);
  });

  it('a receipt of another transaction, a header left out, an anchor moved', async () => {
    const names = [...bag.keys()].filter((name) => name.startsWith('data/account-proofs/'));
    const proofOf = (name: string): Loose => JSON.parse(Buffer.from(bag.get(name) as Uint8Array).toString());
    const receiptOf = (name: string): unknown => proofOf(name).transactions[0].receipt;
    const [first = '', ...others] = names.filter((name) => receiptOf(name) !== null);
    // Blocks of one like transaction each have the same receipt; their order is that of hashes, and random.
    const second = others.find((name) => JSON.stringify(receiptOf(name)) !== JSON.stringify(receiptOf(first))) as string;
    const swapped = await objections((files) =>
      changeJson(files, first, (document) => {
        document.transactions[0].receipt = receiptOf(second);
      }),
    );
    expect(swapped).toMatch(/the proof of the receipt of .* does not lead to the header's root of receipts/);
    const headers = await objections((files) =>
      changeJson(files, 'data/account-headers.json', (document) => document.headers.splice(1, 1)),
    );
    expect(headers).toMatch(/do not lead from this block to the anchor/);
    const moved = await objections((files) =>
      changeJson(files, first, (document) => {
        document.anchor.blockNumber += 1;
      }),
    );
    expect(moved).toMatch(/do not lead from this block to the anchor/);
    expect(moved).toMatch(/is called proven under an anchor, but no proof of this file shows it/);
  });
});
