// ethereum-etl's own expected rows and GraphSense's real blocks, read whole; skipped where the data is absent.
import { parse } from 'csv-parse/sync';
import { Interface } from 'ethers/abi';
import { getAddress } from 'ethers/address';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA, sharedFile } from '../../../../../tests/vectors/sharedData.ts';
import { contextOf, evm, readAll } from '../../../../../tests/tables/reading.ts';

const ETL = 'eth-tron/ethereum-etl';
const context = contextOf(evm());
type Cells = Record<string, string>;
const csvRows = (bytes: Uint8Array): Cells[] => parse(Buffer.from(bytes), { columns: true }) as Cells[];

describe('ethereum-etl', () => {
  it('reads calls, creations and rewards by their trace address, and nothing that failed', async () => {
    const hash = `0x${'ab'.repeat(32)}`;
    const [A, B] = [`0x${'11'.repeat(20)}`, `0x${'22'.repeat(20)}`];
    const head =
      'block_number,transaction_hash,transaction_index,from_address,to_address,value,input,output,trace_type,call_type,reward_type,gas,gas_used,subtraces,trace_address,error,status,trace_id';
    const row = (type: string, call: string, value: string, address: string, status: string): string =>
      `9,${hash},0,${A},${B},${value},0x,0x,${type},${call},,0,0,0,"${address}",,${status},`;
    const { transactions } = await readAll(
      [
        head,
        row('call', 'call', '5', '', '1'),
        row('call', 'call', '3', '0,1', '1'),
        row('call', 'delegatecall', '5', '0,2', '1'),
        row('call', 'callcode', '5', '0,3', '1'),
        row('call', 'call', '5', '1', '0'),
        row('create', '', '2', '2', '1'),
        `9,,,,${B},7,,,reward,,block,,,0,,,1,reward_9_0`,
      ].join('\n'),
      context,
    );
    expect(transactions[0]?.transaction.transfers.map((t) => [t.path, t.kind, t.amount])).toEqual([
      [[0], 'value', 5n],
      [[0, 0, 1], 'internal', 3n],
      [[0, 2], 'internal', 2n],
    ]);
    expect(transactions[0]?.transaction).toMatchObject({ status: 'ok', events: [{ kind: 'contractCreated', path: [0, 2] }] });
    expect(transactions[1]?.transaction).toMatchObject({ id: 'reward_9_0', transfers: [{ kind: 'mint', from: null, amount: 7n }] });
  });
});

describe('logs in a table, in any order', () => {
  const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';
  const [holder, pool] = [getAddress(`0x${'11'.repeat(20)}`), getAddress(`0x${'22'.repeat(20)}`)];
  const NOBODY = `0x${'00'.repeat(20)}`;
  const abi = new Interface([
    'event Transfer(address indexed from, address indexed to, uint256 value)',
    'event Deposit(address indexed dst, uint256 wad)',
    'event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
  ]);
  const line = (index: number, contract: string, name: string, values: readonly unknown[]): string => {
    const { topics, data } = abi.encodeEventLog(name, values as unknown[]);
    return [index, `0x${'ab'.repeat(32)}`, 0, `0x${'cd'.repeat(32)}`, 9, contract, data, `"${topics.join(',')}"`].join(',');
  };
  const head = 'log_index,transaction_hash,transaction_index,block_hash,block_number,address,data,topics';

  it('wrapped coins are made by their deposit, and by both logs once', async () => {
    const { transactions } = await readAll(
      [
        head,
        line(5, WETH, 'Transfer', [holder, pool, 7n]),
        line(3, WETH, 'Deposit', [holder, 7n]),
        line(9, WETH, 'Transfer', [NOBODY, holder, 7n]),
        line(11, WETH, 'Transfer', [NOBODY, holder, 7n]),
        // Anyone can log a Deposit.
        line(12, pool, 'Deposit', [holder, 7n]),
      ].join('\n'),
      context,
    );
    expect(transactions[0]?.transaction.transfers.map((t) => [t.path, t.kind, t.from, t.to, t.amount])).toEqual([
      [[1, 5], 'token', holder, pool, 7n],
      [[1, 3], 'mint', null, holder, 7n],
      [[1, 11], 'mint', null, holder, 7n],
    ]);
  });

  it('a swap is the event that a receipt gives', async () => {
    const { transactions } = await readAll([head, line(6, pool, 'Swap', [holder, 0n, 5n, 9n, 0n, holder])].join('\n'), context);
    expect(transactions[0]?.transaction.events).toEqual([
      {
        ...{ path: [1, 6], kind: 'swap', actor: holder, subject: holder, asset: null, amount: null },
        details: { form: 'uniswapV2', pool, amount0In: '0', amount1In: '5', amount0Out: '9', amount1Out: '0' },
      },
    ]);
  });

  it('tokens from and to nobody are made and destroyed, as in the explorer rows of the same transfer', async () => {
    const csv = [
      'Txhash,Blockno,UnixTimestamp,DateTime (UTC),From,To,TokenValue,USDValueDayOfTx,ContractAddress,TokenName,TokenSymbol',
      `0x${'ab'.repeat(32)},9,1655778500,2022-06-21 02:28:20,${NOBODY},${holder},7,,${WETH},Wrapped Ether,WETH`,
      `0x${'ab'.repeat(32)},9,1655778500,2022-06-21 02:28:20,${holder},${NOBODY},7,,${WETH},Wrapped Ether,WETH`,
    ].join('\n');
    const { transactions } = await readAll(csv, { ...context, decimalsOf: () => 18 });
    expect(transactions[0]?.transaction.transfers.map((t) => [t.kind, t.from, t.to])).toEqual([
      ['mint', null, holder],
      ['burn', holder, null],
    ]);
  });
});

describe.skipIf(SHARED_DATA === null)('real tables', () => {
  const files: readonly (readonly [string, string])[] = [
    [`${ETL}/test_export_blocks_job/block_with_logs/expected_transactions.csv`, 'ethereumEtl.transactions'],
    [`${ETL}/test_export_blocks_job/blocks_with_transactions/expected_transactions.csv`, 'ethereumEtl.transactions'],
    [`${ETL}/test_export_blocks_job/blocks_with_transactions_and_withdrawals/expected_transactions.csv`, 'ethereumEtl.transactions'],
    [`${ETL}/test_export_token_transfers_job/block_with_transfers/expected_token_transfers.csv`, 'ethereumEtl.tokenTransfers'],
    [`${ETL}/test_extract_token_transfers_job/logs/expected_token_transfers.csv`, 'ethereumEtl.tokenTransfers'],
    [`${ETL}/test_extract_token_transfers_job/logs/logs.csv`, 'ethereumEtl.logs'],
    [`${ETL}/test_export_receipts_job/receipts_with_logs/expected_receipts.csv`, 'ethereumEtl.receipts'],
    [`${ETL}/test_export_receipts_job/receipts_with_logs/expected_logs.csv`, 'ethereumEtl.logs'],
    [`${ETL}/test_export_traces_job/block_with_create/expected_traces.csv`, 'ethereumEtl.traces'],
    [`${ETL}/test_export_traces_job/block_with_error/expected_traces.csv`, 'ethereumEtl.traces'],
    [`${ETL}/test_export_traces_job/block_with_subtraces/expected_traces.csv`, 'ethereumEtl.traces'],
    [`${ETL}/test_export_traces_job/block_with_suicide/expected_traces.csv`, 'ethereumEtl.traces'],
    ['eth-tron/graphsense-eth/simple_graph/transactions.csv', 'ethereumEtl.transactions'],
    ['eth-tron/graphsense-eth/simple_graph/traces.csv', 'ethereumEtl.traces'],
    ['eth-tron/graphsense-eth/cassandra/traces.csv', 'ethereumEtl.traces'],
    ['eth-tron/graphsense-eth/tokens/transactions.csv', 'ethereumEtl.transactions'],
    ['eth-tron/graphsense-eth/tokens/traces.csv', 'ethereumEtl.traces'],
  ];
  it.each(files)('%s: every row as %s', async (path, mapping) => {
    const bytes = sharedFile(path);
    const rows = csvRows(bytes);
    const read = await readAll(bytes, context);
    expect(read.mapping).toBe(mapping);
    // GraphSense's tables hold some values as 199e17: a spreadsheet's or a float's work, refused as such and nothing else.
    const rounded = rows.flatMap((cells, i) => (/e/i.test(cells['value'] ?? '') ? [i + 2] : []));
    expect(read.rejected.map((one) => [one.row, one.reason])).toEqual(rounded.map((row) => [row, 'scientific']));
    expect(read.summary.taken).toBe(rows.length - rounded.length);
    const taken = rows.flatMap((_, i) => (rounded.includes(i + 2) ? [] : [i + 2]));
    expect(read.transactions.flatMap((one) => one.rows).sort((a, b) => a - b)).toEqual(taken);
    const amounts = read.transactions
      .flatMap((one) => one.transaction.transfers.filter((t) => t.kind !== 'fee').map((t) => t.amount))
      .filter((a) => a > 0n);
    const asc = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
    // Sums are taken from the cells by another reader: csv-parse and BigInt.
    const moves = (cells: Cells): boolean => {
      if (/e/i.test(cells['value'] ?? '')) return false;
      if (mapping === 'ethereumEtl.traces')
        return cells['status'] === '1' && ['call', ''].includes(cells['call_type'] ?? cells['callType'] ?? '');
      return mapping === 'ethereumEtl.transactions' || mapping === 'ethereumEtl.tokenTransfers';
    };
    if (mapping === 'ethereumEtl.logs' || mapping === 'ethereumEtl.receipts') return;
    const expected = rows
      .filter(moves)
      .map((cells) => BigInt(cells['value'] || '0'))
      .filter((value) => value > 0n);
    expect([...amounts].sort(asc)).toEqual([...expected].sort(asc));
  });

  it("finds in logs the token transfers that ethereum-etl's own extractor found", async () => {
    const folder = `${ETL}/test_extract_token_transfers_job/logs`;
    const logs = await readAll(sharedFile(`${folder}/logs.csv`), context);
    const expected = csvRows(sharedFile(`${folder}/expected_token_transfers.csv`));
    const found = logs.transactions.flatMap(({ transaction }) =>
      transaction.transfers.map((t) => [
        transaction.id,
        t.path[1],
        t.asset.contract?.toLowerCase(),
        t.from?.toLowerCase(),
        t.to?.toLowerCase(),
        t.amount,
      ]),
    );
    expect(found).toEqual(
      expected.map((row) => [
        row['transaction_hash'],
        Number(row['log_index']),
        row['token_address'],
        row['from_address'],
        row['to_address'],
        BigInt(row['value'] as string),
      ]),
    );
  });

  it.each([
    [`${ETL}/test_stream/blocks_1755634_1755635/expected_transactions.json`, 'ethereumEtl.transactions'],
    [`${ETL}/test_stream/blocks_1755634_1755635/expected_token_transfers.json`, 'ethereumEtl.tokenTransfers'],
    [`${ETL}/test_stream/blocks_1755634_1755635/expected_logs.json`, 'ethereumEtl.logs'],
    [`${ETL}/test_stream/blocks_508110_508110/expected_traces.json`, 'ethereumEtl.traces'],
    [`${ETL}/test_stream/blocks_2112234_2112234/expected_traces.json`, 'ethereumEtl.traces'],
    [`${ETL}/test_export_receipts_job/receipts_with_logs/expected_receipts.json`, 'ethereumEtl.receipts'],
    [`${ETL}/test_export_blocks_job/blocks_with_transactions_and_withdrawals/expected_transactions.json`, 'ethereumEtl.transactions'],
    ['eth-tron/graphsense-eth/tokens/logs.json', 'ethereumEtl.logs'],
  ])('%s: every line as %s', async (path, mapping) => {
    const bytes = sharedFile(path);
    const lines = new TextDecoder()
      .decode(bytes)
      .split('\n')
      .filter((line) => line.trim() !== '');
    const read = await readAll(bytes, context);
    expect(read.mapping).toBe(mapping);
    expect(read.rejected).toEqual([]);
    expect(read.summary.taken).toBe(lines.length);
    if (mapping !== 'ethereumEtl.transactions') return;
    // The numbers as they stand in the text, not as JSON.parse would round them.
    const stated = lines.map((line) => BigInt(/"value": (\d+)/.exec(line)?.[1] ?? '0')).filter((value) => value > 0n);
    const found = read.transactions.flatMap((one) => one.transaction.transfers.filter((t) => t.kind === 'value').map((t) => t.amount));
    expect(found).toEqual(stated);
  });
});
