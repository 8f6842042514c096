// Grades of what sources say of account transactions: under an anchor with anvil as the node, by two operators, by one; and sources that lie.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseDesk, caseDesk } from '../../../../tests/fixtures/caseDesk.ts';
import { ANVIL_BINARY, type AnvilNode, startAnvil } from '../../../../tests/vectors/anvilNode.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { simulateRing } from '../../learn/index.ts';
import { decodeAccounts } from './accountSegment.ts';
import { gradeTransaction } from './grades.ts';
import { anchoredRecords } from './inclusion.ts';
import type { SourcedTransaction } from './mergeAccounts.ts';
import { mergeAccounts } from './tests/plainMerge.ts';
import { openNodeObjects } from './nodeObjects.ts';
import { operatorOf } from './operators.ts';
import { takeInAccounts } from './takeInAccounts.ts';

type Json = Record<string, unknown>;
let desk: CaseDesk;
let count = 0;
const opened: CaseFile[] = [];
beforeAll(async () => {
  desk = await caseDesk();
});
afterAll(async () => {
  for (const file of opened) await file.close();
  desk.clear();
});
async function newCase(): Promise<CaseFile> {
  const file = await desk.create(`grades-${++count}`);
  opened.push(file);
  return file;
}
const work = { report: () => undefined, signal: new AbortController().signal, cancelled: () => false } as never;

async function take(file: CaseFile, text: string, chain: string, more: { anchor?: string; operator?: string } = {}) {
  const path = desk.at(`dump-${++count}.jsonl`);
  writeFileSync(path, text);
  const source = await openNodeObjects(path, { chain });
  const [material] = source?.materials ?? [];
  if (source === null || material === undefined) throw new Error('not recognised');
  try {
    return await takeInAccounts(desk.host, file, material, { name: path, exhibit: '', ...more }, work);
  } finally {
    source.close();
  }
}
const lines = (answers: readonly unknown[]): string => answers.map((one) => JSON.stringify(one)).join('\n');

function graded(file: CaseFile, chain: string, id: string) {
  const held: SourcedTransaction[] = [];
  for (const row of file.accounts.segments(chain))
    for (const placed of decodeAccounts(file.accounts.columns(row.id))) held.push({ ...placed, source: row.source });
  const sources = [...new Set(held.map(({ source }) => source))];
  const { transactions, conflicts } = mergeAccounts(held, anchoredRecords(file, chain, sources, file.chain.anchors(chain)));
  const merged = transactions.find(({ transaction }) => transaction.id === id);
  if (merged === undefined) throw new Error('not held');
  const grades = gradeTransaction(file, chain, merged);
  const byPath = merged.transaction.transfers.map(({ path, kind }, i) => `${path.join('.')} ${kind} ${grades.transfers[i]}`);
  return { merged, conflicts: conflicts.filter(({ transaction }) => transaction === id), grades, byPath };
}

describe.skipIf(ANVIL_BINARY === null)('a transaction of an EVM chain', () => {
  let node: AnvilNode;
  let id = '';
  let parts: { block: Json; above: Json; receipts: readonly Json[]; trace: Json; transaction: Json; receipt: Json };
  const TOPIC = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
  /** Logs Transfer(caller, word 0, word 1) and forwards its value to word 0. */
  const MOVER = `602035600052600035337f${TOPIC}60206000a36000600060006000346000355af15000`;
  beforeAll(async () => {
    node = await startAnvil('--hardfork', 'prague', '--steps-tracing');
    const [from, other] = (await node.ask('eth_accounts')) as readonly string[];
    const length = (MOVER.length / 2).toString(16).padStart(2, '0');
    const made = (await node.ask('eth_sendTransaction', {
      from,
      gas: '0x30d40',
      data: `0x60${length}600c60003960${length}6000f3${MOVER}`,
    })) as string;
    const { contractAddress } = (await node.ask('eth_getTransactionReceipt', made)) as Json;
    await node.ask('evm_setAutomine', false);
    await node.ask('eth_sendTransaction', { from: other, gas: '0x5208', to: from, value: '0x9' });
    const data = `0x${(other as string).slice(2).padStart(64, '0')}${777n.toString(16).padStart(64, '0')}`;
    id = (await node.ask('eth_sendTransaction', { from, gas: '0x30d40', to: contractAddress, value: '0x5', data })) as string;
    await node.ask('evm_mine');
    await node.ask('evm_mine');
    const receipt = (await node.ask('eth_getTransactionReceipt', id)) as Json;
    const number = receipt['blockNumber'] as string;
    parts = {
      receipt,
      block: (await node.ask('eth_getBlockByNumber', number, true)) as Json,
      above: (await node.ask('eth_getBlockByNumber', `0x${(BigInt(number) + 1n).toString(16)}`, true)) as Json,
      receipts: (await node.ask('eth_getBlockReceipts', number)) as readonly Json[],
      trace: { txHash: id, result: await node.ask('debug_traceTransaction', id, { tracer: 'callTracer' }) },
      transaction: (await node.ask('eth_getTransactionByHash', id)) as Json,
    };
    expect([receipt['status'], (receipt['logs'] as readonly unknown[]).length]).toEqual(['0x1', 1]);
  }, 60_000);
  afterAll(() => node.stop());
  const anchor = () => `${BigInt(parts.above['number'] as string)}:${parts.above['hash'] as string}`;
  const all = () => lines([parts.block, parts.above, ...parts.receipts, parts.trace]);

  it('is proven under an anchor with its value, logs and fees, but not with what ran inside it', async () => {
    const file = await newCase();
    await take(file, all(), 'anvil', { anchor: anchor() });
    const { grades, byPath } = graded(file, 'eip155:31337', id);
    expect(grades.grade).toBe('A');
    expect(grades.inclusion).toMatchObject({
      blockHash: parts.block['hash'],
      receipt: true,
      why: null,
      anchor: { hash: parts.above['hash'] },
    });
    expect(byPath.sort()).toEqual(['0 value A', '0.0 internal S', expect.stringMatching(/^1\.\d+ token A$/), '2.0 burn A', '2.1 fee A']);
  });

  it("without an anchor is its source's word, and says why", async () => {
    const file = await newCase();
    await take(file, all(), 'anvil');
    const { grades, byPath } = graded(file, 'eip155:31337', id);
    expect([grades.grade, grades.inclusion.why, grades.inclusion.receipt]).toEqual(['S', 'noAnchor', true]);
    expect(byPath.every((one) => one.endsWith(' S'))).toBe(true);
  });

  it('without receipts proves what was signed, not that it was carried out', async () => {
    const file = await newCase();
    await take(file, lines([parts.block, parts.above]), 'anvil', { anchor: anchor() });
    const { grades, byPath } = graded(file, 'eip155:31337', id);
    expect([grades.grade, grades.inclusion.receipt]).toEqual(['A', false]);
    expect(byPath).toEqual(['0 value S']);
  });

  it('is heard from its proof where an earlier source lies, and the lie is told', async () => {
    const file = await newCase();
    const lie = { ...parts.receipt, status: '0x0', logs: [], logsBloom: `0x${'00'.repeat(256)}` };
    await take(file, lines([parts.transaction, lie]), 'anvil', { operator: 'Node A' });
    expect(graded(file, 'eip155:31337', id).merged.transaction.status).toBe('failed');
    await take(file, all(), 'anvil', { operator: 'Node B' });
    // Whoever invents a whole block is heard in turn, not before.
    expect(graded(file, 'eip155:31337', id).merged.transaction.status).toBe('failed');
    await take(file, lines([parts.above]), 'anvil', { anchor: anchor() });
    const { merged, conflicts, grades, byPath } = graded(file, 'eip155:31337', id);
    expect([merged.transaction.status, grades.grade]).toEqual(['ok', 'A']);
    expect(byPath).toContain('0 value A');
    expect(conflicts.find(({ what }) => what === 'status')?.said.map(({ value }) => value)).toEqual(['ok', 'failed']);
  });

  it("a movement that only a lying source has stays that source's word", async () => {
    const file = await newCase();
    await take(file, all(), 'anvil', { anchor: anchor() });
    const [log] = parts.receipt['logs'] as readonly Json[];
    const more = { ...parts.receipt, logsBloom: null, logs: [log, { ...log, logIndex: '0x63', data: `0x${'ff'.repeat(32)}` }] };
    await take(file, lines([parts.transaction, more]), 'anvil', { operator: 'Node A' });
    const { byPath } = graded(file, 'eip155:31337', id);
    expect(byPath).toContain('1.99 token S');
    expect(byPath.filter((one) => one.endsWith(' token A'))).toHaveLength(1);
  });

  it('two named operators who agree outweigh one; one operator twice, or nobody named, does not', async () => {
    const first = () => lines([parts.transaction, parts.receipt]);
    const second = () => lines([parts.receipt, parts.transaction]);
    const cases = [
      [{ operator: 'Node A' }, { operator: 'Node B' }, 'Q'],
      [{ operator: 'Node A' }, { operator: ' node  a' }, 'S'],
      [{ operator: 'api.etherscan.io' }, { operator: 'https://bscscan.com/x' }, 'S'],
      [{}, { operator: 'Node B' }, 'S'],
    ] as const;
    for (const [one, other, expected] of cases) {
      const file = await newCase();
      await take(file, first(), 'anvil', one);
      await take(file, second(), 'anvil', other);
      const { grades, byPath } = graded(file, 'eip155:31337', id);
      expect([one, grades.grade, byPath[0]]).toEqual([one, expected, `0 value ${expected}`]);
    }
    const file = await newCase();
    await take(file, first(), 'anvil', { operator: 'Node A' });
    const lie = { ...parts.receipt, status: '0x0', logs: [], logsBloom: `0x${'00'.repeat(256)}` };
    await take(file, lines([lie, parts.transaction]), 'anvil', { operator: 'Node B' });
    // They agree on the fee alone.
    expect(graded(file, 'eip155:31337', id)).toMatchObject({ grades: { grade: 'S' } });
    expect(
      graded(file, 'eip155:31337', id)
        .byPath.filter((one) => one.endsWith(' Q'))
        .every((one) => one.startsWith('2')),
    ).toBe(true);
  });
});

describe('a transaction of TRON', () => {
  const { files, truth } = simulateRing();
  const text = new TextDecoder().decode(files.get('tron-node.jsonl'));

  it('under an anchor is proven with what it orders, not with what a contract or a node says of it', async () => {
    const file = await newCase();
    const { chain } = await take(file, text, 'tron-training');
    const top = file.accountFacts.headers(chain as string).reduce((a, b) => (b.number > a.number ? b : a));
    await take(file, `${text}\n`, 'tron-training', { anchor: `${top.number}:${top.hash}` });
    const { grades, merged, byPath } = graded(file, chain as string, truth.withdrawals[0]?.txid as string);
    expect([grades.grade, grades.inclusion.receipt, grades.inclusion.why]).toEqual(['A', false, null]);
    // USDT moved by a call: the token is the contract's doing, the fee a node's statement.
    expect(merged.transaction.transfers.map(({ kind }) => kind)).toContain('token');
    expect(byPath.every((one) => one.endsWith(' S'))).toBe(true);
    const ids = new Set<string>();
    for (const row of file.accounts.segments(chain as string))
      for (const { transaction } of decodeAccounts(file.accounts.columns(row.id)))
        if (transaction.transfers.some(({ kind, asset }) => kind === 'value' && asset.kind === 'native')) ids.add(transaction.id);
    const [coins] = ids;
    expect(graded(file, chain as string, coins as string).byPath[0]).toBe('0 value A');
  });
});

describe('operators', () => {
  const of = (service: string) => operatorOf({ request: {}, result: { capture: { service } } });
  it('are the house behind a service; numbers, own machines and nameless hosts are nobody', () => {
    expect(['https://api.trongrid.io', 'https://apilist.tronscan.org/x', 'https://eth.llamarpc.com'].map(of)).toEqual([
      ...['tron.network', 'tron.network', 'llamarpc.com'],
    ]);
    expect(['http://127.0.0.1:8545', 'http://localhost:8545', 'http://[::1]:1', 'http://node.lan', 'nonsense'].map(of)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(operatorOf({ request: { operator: 'Chain Lab GmbH' }, result: null })).toBe('chain lab gmbh');
  });
});
