// Answers of nodes as sources. Real dumps are read completely and set beside what ethereum-etl made of the same blocks; what the
// simulator wrote is read back; what was altered is refused or told.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SHARED_DATA } from '../../../../tests/vectors/sharedData.ts';
import { simulateRing } from '../../learn/index.ts';
import type { PlacedTransaction } from './accountColumns.ts';
import { openNodeObjects } from './nodeObjects.ts';
import { openTable } from './tableSource.ts';
import { NOTHING_GIVEN } from './knownDecimals.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-node-objects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function readPath(path: string, chain: string) {
  const opened = await openNodeObjects(path, { chain });
  if (opened === null) return null;
  try {
    const [material] = opened.materials;
    if (material === undefined || opened.materials.length !== 1) throw new Error('one material expected');
    const placed: PlacedTransaction[] = [];
    for await (const { transactions } of material.batches()) placed.push(...transactions);
    return { placed, ...material.summary(), chain: material.chain.id };
  } finally {
    opened.close();
  }
}

async function readText(name: string, text: string, chain: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const read = await readPath(path, chain);
  if (read === null) throw new Error('not recognised');
  return read;
}

const flagsOf = (read: { table: { flags: readonly { code: string; values: Record<string, string> }[] } | null }) =>
  Object.fromEntries((read.table?.flags ?? []).map(({ code, values }) => [code, values]));

describe('a dump of java-tron', () => {
  const { files, truth } = simulateRing();
  const text = new TextDecoder().decode(files.get('tron-node.jsonl'));
  const lines = text.trim().split('\n');

  it('is read line by line, blocks proven, infos joined, rows kept', async () => {
    const read = await readText('ring.jsonl', text, 'tron-training');
    expect(read.rejected).toEqual([]);
    expect(flagsOf(read)).toEqual({ blockProven: expect.objectContaining({ blocks: '150' }) });
    const [withdrawal] = truth.withdrawals;
    const found = read.placed.find(({ transaction }) => transaction.id === withdrawal?.txid);
    const row = lines.findIndex((line) => line.startsWith('{') && line.includes(withdrawal?.txid ?? '')) + 1;
    // Its block's line, and the line of the infos behind it.
    expect(found?.rows).toEqual([row, row + 1]);
    expect(found?.transaction.transfers[0]).toMatchObject({ kind: 'token', amount: withdrawal?.amountMicro, to: withdrawal?.to });
  });

  it('is the same as one document, and as answers of a service in an array', async () => {
    const all = await readText('ring.jsonl', text, 'tron-training');
    const document = await readText('ring.json', `[${lines.join(',')}]`, 'tron-training');
    expect(document.placed.map(({ transaction }) => transaction)).toEqual(all.placed.map(({ transaction }) => transaction));
    const wrapped = lines.map((line) => `{"jsonrpc":"2.0","id":1,"result":${line}}`).join('\n');
    const rpc = await readText('ring.rpc', wrapped, 'tron-training');
    expect(rpc.placed).toEqual(all.placed);
  });

  it('tells of a block with a transaction left out, and refuses one with an altered amount', async () => {
    const block = JSON.parse(lines.find((line) => line.startsWith('{') && line.includes(truth.fanIn[0]?.txid ?? '')) ?? '') as {
      transactions: { raw_data: { contract: { parameter: { value: { data: string } } }[] } }[];
      block_header: { raw_data: { number: number } };
    };
    const less = await readText('less.json', JSON.stringify({ ...block, transactions: [] }), 'tron-training');
    expect(flagsOf(less)).toEqual({
      blockNotRebuilt: { reason: 'transactions', blocks: '1', numbers: String(block.block_header.raw_data.number) },
    });
    for (const one of block.transactions)
      for (const contract of one.raw_data.contract)
        if (contract.parameter.value.data !== undefined) contract.parameter.value.data = contract.parameter.value.data.replace(/.$/, '1');
    const altered = await readText('altered.json', JSON.stringify(block), 'tron-training');
    expect([altered.placed.length, altered.rejected[0]?.reason]).toEqual([0, 'disagrees: data']);
  });

  it('takes logs of infos without their transactions, and says so', async () => {
    const line = lines.findIndex((one) => one.startsWith('{') && one.includes(truth.fanIn[0]?.txid ?? ''));
    const read = await readText('infos.json', lines[line + 1] ?? '', 'tron-training');
    expect(read.rejected).toEqual([]);
    expect(flagsOf(read)).toEqual({ noTransaction: { transactions: String(read.placed.length) } });
    const own = read.placed.find(({ transaction }) => transaction.id === truth.fanIn[0]?.txid)?.transaction;
    const { from, to, amountMicro } = truth.fanIn[0] ?? {};
    expect(own).toMatchObject({ status: 'ok', from: null, transfers: [{ kind: 'token', from, to, amount: amountMicro }] });
  });

  it('asks for the chain, and refuses one of another family', async () => {
    const path = join(folder, 'ring.jsonl');
    await expect(openNodeObjects(path, { chain: undefined })).rejects.toMatchObject({ code: 'usage.chainRequired' });
    await expect(openNodeObjects(path, { chain: 'ethereum' })).rejects.toMatchObject({ code: 'chain.otherFamily' });
  });

  it('is not taken for one where the JSON is something else', async () => {
    for (const [name, content] of [
      ['a.json', '{"hello": 1}'],
      ['b.json', '[]'],
      ['c.txt', 'txid,amount\n1,2\n'],
    ] as const) {
      writeFileSync(join(folder, name), content);
      expect(await openNodeObjects(join(folder, name), { chain: 'tron' })).toBeNull();
    }
  });

  it('ends hostile nesting in a clear error', async () => {
    writeFileSync(join(folder, 'deep.json'), `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`);
    await expect(openNodeObjects(join(folder, 'deep.json'), { chain: 'tron' })).rejects.toMatchObject({ code: 'intake.malformed' });
  });
});

describe.skipIf(SHARED_DATA === null)('real dumps of Ethereum nodes', () => {
  const root = join(SHARED_DATA ?? '', 'eth-tron');

  it('are all read, or known to be something else; every whole block is proven', async () => {
    const names = readdirSync(root, { recursive: true })
      .map(String)
      .filter((name) => /^(ethereum-etl|go-ipld-eth)\//.test(name) && statSync(join(root, name)).isFile());
    const counts = { files: 0, transactions: 0, proven: 0 };
    const unproven: string[] = [];
    for (const name of names) {
      const read = await readPath(join(root, name), 'ethereum');
      if (read === null) continue;
      counts.files++;
      counts.transactions += read.placed.length;
      const flags = flagsOf(read);
      if (flags['blockProven'] !== undefined) counts.proven++;
      if (flags['blockNotRebuilt'] !== undefined) unproven.push(`${name.split('/').at(-1)}: ${flags['blockNotRebuilt']['reason']}`);
      // Traces that old geth lists without naming their transactions have nothing to stand on in their own file.
      const reasons = new Set(read.rejected.map(({ reason }) => reason));
      expect([name, [...reasons].filter((reason) => reason !== 'traceUnnamed' && reason !== 'placeUnknown')]).toEqual([name, []]);
    }
    expect(counts.files).toBeGreaterThan(30);
    expect(counts.transactions).toBeGreaterThan(350);
    expect(counts.proven).toBe(12);
    // Blocks whose transactions were not asked for or were cut out of the answer, an uncle's header alone, and one spoilt on purpose.
    expect(unproven.sort()).toEqual(
      [
        'error-tx-eth-block-body-json-999999: transactions.malformed',
        ...['0x7c0ce', '0x203aea'].map((number) => `web3_response.eth_getBlockByNumber_${number}_false.json: transactions.absent`),
        ...Array.from({ length: 3 }, () => 'web3_response.eth_getBlockByNumber_latest_false.json: transactions.mismatch'),
        ...Array.from({ length: 2 }, () => 'eth_getBlockByNumber.json: transactions.mismatch'),
        'eth-uncle-json-997522-1: transactions.mismatch',
      ].sort(),
    );
  });

  it('give the rows that ethereum-etl made of them', async () => {
    const job = join(root, 'ethereum-etl/test_export_blocks_job');
    let compared = 0;
    for (const part of readdirSync(job)) {
      const expected = join(job, part, 'expected_transactions.csv');
      if (!existsSync(expected)) continue;
      const [head = '', ...rows] = readFileSync(expected, 'utf8').trim().split(/\r?\n/);
      const columns = head.split(',');
      const read = (
        await Promise.all(
          readdirSync(join(job, part))
            .filter((name) => name.startsWith('web3'))
            .map((name) => readPath(join(job, part, name), 'ethereum')),
        )
      ).flatMap((one) => one?.placed ?? []);
      if (read.length === 0) continue;
      for (const row of rows) {
        const cells = row.split(',');
        const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
        const own = read.find(({ transaction }) => transaction.id === cell('hash'))?.transaction;
        expect([own?.from?.toLowerCase(), own?.to?.toLowerCase() ?? '']).toEqual([cell('from_address'), cell('to_address')]);
        expect([own?.blockNumber, own?.position]).toEqual([Number(cell('block_number')), Number(cell('transaction_index'))]);
        const sent = own?.transfers.filter(({ kind }) => kind === 'value').reduce((sum, { amount }) => sum + amount, 0n);
        expect(String(sent)).toBe(cell('value'));
        compared++;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(8);
  });

  it('joins a block with the traces of its transactions', async () => {
    const job = join(root, 'ethereum-etl/test_export_traces_job/block_with_subtraces');
    const traces = await readPath(join(job, 'web3_response.trace_block_0xf4240.json'), 'ethereum');
    const lines = readFileSync(join(job, 'expected_traces.csv'), 'utf8').trim().split(/\r?\n/);
    const columns = (lines[0] ?? '').split(',');
    const wanted = lines
      .slice(1)
      .map((line) => line.split(','))
      .filter((cells) => cells[columns.indexOf('call_type')] === 'call' && cells[columns.indexOf('status')] === '1')
      .reduce((sum, cells) => sum + BigInt(cells[columns.indexOf('value')] ?? '0'), 0n);
    const own = traces?.placed.flatMap(({ transaction }) =>
      transaction.transfers.filter(({ kind }) => kind === 'value' || kind === 'internal'),
    );
    expect(own?.reduce((sum, { amount }) => sum + amount, 0n)).toBe(wanted);
    const rewards = traces?.placed.filter(({ transaction }) => transaction.id.startsWith('reward:')) ?? [];
    expect(rewards.map(({ transaction }) => transaction.transfers[0]?.amount)).toEqual([5_000_000_000_000_000_000n]);
  });

  it('blocks and receipts line by line are no table of ethereum-etl, whose columns have the same names', async () => {
    const stream = join(root, 'ethereum-etl/test_stream/blocks_1755634_1755635');
    const names = readdirSync(stream).filter((name) => /getBlockByNumber_0x|getTransactionReceipt/.test(name));
    const results = names.map((name) => (JSON.parse(readFileSync(join(stream, name), 'utf8')) as { result: object }).result);
    const path = join(folder, 'mixed.jsonl');
    writeFileSync(path, results.map((one) => JSON.stringify(one)).join('\n'));
    const reading = {
      chain: 'ethereum',
      account: undefined,
      zoneMinutes: undefined,
      dayOrder: undefined,
      mapping: null,
      form: {},
      saved: [],
      decimals: NOTHING_GIVEN,
    };
    expect(await openTable(path, reading)).toBeNull();
    expect(flagsOf((await readPath(path, 'ethereum')) as NonNullable<Awaited<ReturnType<typeof readPath>>>)).toMatchObject({
      blockProven: { blocks: '2', transactions: '2', receipts: '2' },
    });
  });
});
