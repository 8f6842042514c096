// Transactions as movements, by hand and from real blocks: what moved, what did not, who paid whom, and what is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { SHARED_DATA, sharedFile, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { addressText, createdAddress } from './addresses.ts';
import { type JsonObject, hexText } from './json.ts';
import { ARBITRUM_ONE, AVALANCHE_C, ETHEREUM, type EvmNetwork, OP_MAINNET } from './networks.ts';
import { type EvmReading, type EvmSource, readEvmTransaction, readWithdrawals } from './readTransaction.ts';
import { bloomOf } from './receipt.ts';
import { readTrace } from './traces.ts';

const bytes = (fill: number, length: number): Uint8Array => new Uint8Array(length).fill(fill);
const account = (fill: number): string => `0x${hex(bytes(fill, 20))}`;
const shown = (fill: number): string => addressText(bytes(fill, 20));
const hash = (fill: number): string => `0x${hex(bytes(fill, 32))}`;
const NO_LOGS = hexText(bloomOf([]));

const TRANSACTION = {
  ...{ hash: hash(1), blockHash: hash(2), blockNumber: '0x64', transactionIndex: '0x3', from: account(0xa), to: account(0xb) },
  ...{ value: '0x3e8', gas: '0x5208', gasPrice: '0x64', nonce: '0x0', input: '0x', type: '0x2' },
};
const RECEIPT = {
  ...{ transactionHash: hash(1), blockHash: hash(2), blockNumber: '0x64', transactionIndex: '0x3', type: '0x2', status: '0x1' },
  ...{ cumulativeGasUsed: '0x5208', gasUsed: '0x5208', effectiveGasPrice: '0x64', contractAddress: null, logs: [], logsBloom: NO_LOGS },
};
const BLOCK = { hash: hash(2), number: '0x64', timestamp: '0x64', miner: account(0xc), baseFeePerGas: '0x5a', excessBlobGas: '0x0' };

function read(change: Partial<Record<keyof EvmSource, unknown>> = {}, chain: EvmNetwork = ETHEREUM): EvmReading {
  return readEvmTransaction({ transaction: TRANSACTION, receipt: RECEIPT, trace: null, block: BLOCK, ...change }, chain);
}

function moves({ transaction }: EvmReading): readonly unknown[] {
  return transaction.transfers.map(({ path, kind, from, to, amount }) => [path.join('.'), kind, from, to, amount]);
}

function reasonOf(change: Partial<Record<keyof EvmSource, unknown>>): string {
  try {
    read(change);
  } catch (fault) {
    if (fault instanceof Fault) return String(fault.parameters['reason']);
    throw fault;
  }
  return 'accepted';
}

const frame = (type: string, from: number, to: number, value: number, more: JsonObject = {}): JsonObject => ({
  ...{ type, from: account(from), to: account(to), value: `0x${value.toString(16)}`, gas: '0x0', gasUsed: '0x0', input: '0x' },
  ...more,
});

describe('a plain payment', () => {
  it('moves its value and pays the burnt and the other part of its fee', () => {
    const reading = read();
    expect(moves(reading)).toEqual([
      ['0', 'value', shown(0xa), shown(0xb), 1000n],
      ['2.0', 'burn', shown(0xa), null, 90n * 21000n],
      ['2.1', 'fee', shown(0xa), shown(0xc), 10n * 21000n],
    ]);
    expect(reading.transaction).toMatchObject({ id: hash(1), blockNumber: 100, position: 3, timeSeconds: 100, status: 'ok', events: [] });
    expect(reading).toMatchObject({ internalCallsKnown: false, statusFrom: 'receipt', feesKnown: true });
  });

  it('failed: pays only its fee', () => {
    const reading = read({ receipt: { ...RECEIPT, status: '0x0' } });
    expect(reading.transaction.status).toBe('failed');
    expect(moves(reading)).toEqual([
      ['2.0', 'burn', shown(0xa), null, 90n * 21000n],
      ['2.1', 'fee', shown(0xa), shown(0xc), 10n * 21000n],
    ]);
  });

  it('before London the whole fee is the producer’s; without the block nobody is named', () => {
    const { baseFeePerGas, ...early } = BLOCK;
    expect(baseFeePerGas).toBe('0x5a');
    expect(moves(read({ block: early }))[1]).toEqual(['2.1', 'fee', shown(0xa), shown(0xc), 2_100_000n]);
    const without = read({ block: null });
    expect(moves(without)[1]).toEqual(['2', 'fee', shown(0xa), null, 2_100_000n]);
    expect(without.feesKnown).toBe(false);
    expect(without.transaction.timeSeconds).toBeNull();
  });

  it('where the receipt names no price, it follows from the block and what the sender would pay', () => {
    const { effectiveGasPrice, ...receipt } = RECEIPT;
    expect(effectiveGasPrice).toBe('0x64');
    const paid = (most: string): unknown =>
      read({ receipt, transaction: { ...TRANSACTION, maxFeePerGas: most, maxPriorityFeePerGas: '0x5' } })
        .transaction.transfers.slice(1)
        .map(({ amount }) => amount);
    expect(paid('0xff')).toEqual([90n * 21000n, 5n * 21000n]);
    expect(paid('0x5c')).toEqual([90n * 21000n, 2n * 21000n]);
    expect(read({ receipt }).feesKnown).toBe(false);
  });

  it('on other chains the fee goes where neither transaction nor header says, or is burnt whole', () => {
    expect(moves(read({}, ARBITRUM_ONE))[1]).toEqual(['2', 'fee', shown(0xa), null, 2_100_000n]);
    expect(moves(read({}, AVALANCHE_C))[1]).toEqual(['2', 'burn', shown(0xa), null, 2_100_000n]);
    const onOptimism = read({ receipt: { ...RECEIPT, l1Fee: '0x7' } }, OP_MAINNET);
    expect(moves(onOptimism).slice(1)).toEqual([
      ['2', 'fee', shown(0xa), null, 2_100_000n],
      ['2.3', 'fee', shown(0xa), null, 7n],
    ]);
  });

  it('with blobs burns their gas too', () => {
    const receipt = { ...RECEIPT, type: '0x3', blobGasUsed: '0x20000', blobGasPrice: '0x2' };
    const reading = read({ transaction: { ...TRANSACTION, type: '0x3' }, receipt });
    expect(moves(reading)[3]).toEqual(['2.2', 'burn', shown(0xa), null, 262_144n]);
  });

  it('without a receipt is known to have been sent, not to have worked', () => {
    const reading = read({ receipt: null });
    expect(reading.transaction.status).toBe('unknown');
    expect(reading).toMatchObject({ statusFrom: 'nothing', feesKnown: false });
  });

  it('before Byzantium: gas left over shows success, all gas used shows nothing', () => {
    const { status, ...rest } = RECEIPT;
    expect(status).toBe('0x1');
    const early = { ...rest, root: hash(9) };
    expect(read({ receipt: early }).transaction.status).toBe('unknown');
    const roomy = read({ receipt: early, transaction: { ...TRANSACTION, gas: '0x5209' } });
    expect(roomy).toMatchObject({ statusFrom: 'derived', transaction: { status: 'ok' } });
    const traced = read({ receipt: early, trace: frame('CALL', 0xa, 0xb, 1000, { error: 'out of gas' }) });
    expect(traced).toMatchObject({ statusFrom: 'derived', transaction: { status: 'failed' } });
  });
});

describe('what runs inside', () => {
  it('a revert anywhere above kills what is below it, and nothing beside it', () => {
    const trace = frame('CALL', 0xa, 0xb, 1000, {
      calls: [
        frame('CALL', 0xb, 1, 10, { calls: [frame('CALL', 1, 2, 4)] }),
        frame('CALL', 0xb, 3, 20, { error: 'execution reverted', calls: [frame('CALL', 3, 4, 5, { calls: [frame('CALL', 4, 5, 5)] })] }),
        frame('DELEGATECALL', 0xb, 6, 1000, { calls: [frame('CALL', 0xb, 7, 30)] }),
        frame('CALLCODE', 0xb, 8, 99),
        frame('STATICCALL', 0xb, 8, 0),
        frame('CREATE2', 0xb, 9, 40),
      ],
    });
    const reading = read({ trace });
    expect(moves(reading).slice(0, 5)).toEqual([
      ['0', 'value', shown(0xa), shown(0xb), 1000n],
      ['0.0', 'internal', shown(0xb), shown(1), 10n],
      ['0.0.0', 'internal', shown(1), shown(2), 4n],
      ['0.2.0', 'internal', shown(0xb), shown(7), 30n],
      ['0.5', 'internal', shown(0xb), shown(9), 40n],
    ]);
    expect(reading.transaction.events).toMatchObject([{ path: [0, 5], kind: 'contractCreated', actor: shown(0xb), subject: shown(9) }]);
    expect(reading.internalCallsKnown).toBe(true);
  });

  it('a selfdestruct pays its heir; to itself it destroys only where the contract goes', () => {
    const inside = (calls: readonly JsonObject[]): JsonObject => frame('CALL', 0xa, 0xb, 1000, { calls });
    expect(moves(read({ trace: inside([frame('SELFDESTRUCT', 0xb, 1, 7)]) }))[1]).toEqual(['0.0', 'internal', shown(0xb), shown(1), 7n]);
    const own = inside([frame('SELFDESTRUCT', 0xb, 0xb, 7)]);
    expect(moves(read({ trace: own })).length).toBe(3);
    const { excessBlobGas, ...beforeCancun } = BLOCK;
    expect(excessBlobGas).toBe('0x0');
    expect(moves(read({ trace: own, block: beforeCancun }))[1]).toEqual(['0.0', 'burn', shown(0xb), null, 7n]);
    const created = inside([frame('CREATE', 0xb, 5, 7, { calls: [frame('SELFDESTRUCT', 5, 5, 7)] })]);
    expect(moves(read({ trace: created })).slice(1, 3)).toEqual([
      ['0.0', 'internal', shown(0xb), shown(5), 7n],
      ['0.0.0', 'burn', shown(5), null, 7n],
    ]);
    // Older geth names neither heir nor amount: not all is known then.
    expect(read({ trace: inside([{ type: 'SELFDESTRUCT' }]) }).internalCallsKnown).toBe(false);
  });

  it('of a depth that no chain has ends in a refusal, not in a full stack', () => {
    let deep: JsonObject = frame('CALL', 1, 1, 0);
    for (let i = 0; i < 5000; i++) deep = frame('CALL', 1, 1, 0, { calls: [deep] });
    expect(reasonOf({ trace: frame('CALL', 0xa, 0xb, 1000, { calls: [deep] }) })).toBe('trace.tooLarge');
  });
});

describe('deposits from Ethereum', () => {
  const deposit = { ...TRANSACTION, type: '0x7e', mint: '0x7d0', sourceHash: hash(7), gasPrice: '0x0' };
  const receipt = { ...RECEIPT, type: '0x7e', effectiveGasPrice: '0x0' };
  it('OP chains: coins are made even where the call fails, and the id leads back', () => {
    const reading = read({ transaction: deposit, receipt }, OP_MAINNET);
    expect(moves(reading)).toEqual([
      ['', 'mint', null, shown(0xa), 2000n],
      ['0', 'value', shown(0xa), shown(0xb), 1000n],
    ]);
    expect(reading.transaction.events).toMatchObject([{ kind: 'bridgeIn', amount: 2000n, details: { id: `op-deposit:${hash(7)}` } }]);
    const failed = read({ transaction: deposit, receipt: { ...receipt, status: '0x0' } }, OP_MAINNET);
    expect(moves(failed)).toEqual([['', 'mint', null, shown(0xa), 2000n]]);
  });

  it('Arbitrum: a deposit makes coins for its receiver', () => {
    const requestId = `0x${(99).toString(16).padStart(64, '0')}`;
    const reading = read({ transaction: { ...deposit, type: '0x64', requestId }, receipt: { ...receipt, type: '0x64' } }, ARBITRUM_ONE);
    expect(moves(reading)).toEqual([['', 'mint', null, shown(0xb), 1000n]]);
    expect(reading.transaction.events).toMatchObject([{ kind: 'bridgeIn', amount: 1000n, details: { id: 'arbitrum-message:99' } }]);
  });
});

describe('creations', () => {
  it('name the contract, which the sender and the nonce decide', () => {
    const contract = hexText(createdAddress(bytes(0xa, 20), 5n));
    const transaction = { ...TRANSACTION, to: null, nonce: '0x5', gas: '0xffff' };
    const reading = read({ transaction, receipt: { ...RECEIPT, contractAddress: contract } });
    const created = addressText(createdAddress(bytes(0xa, 20), 5n));
    expect(moves(reading)[0]).toEqual(['0', 'value', shown(0xa), created, 1000n]);
    expect(reading.transaction.events).toMatchObject([{ path: [0], kind: 'contractCreated', subject: created }]);
    expect(reasonOf({ transaction, receipt: { ...RECEIPT, contractAddress: account(9) } })).toBe('receipt.contractAddress');
  });
});

describe('answers that do not belong together', () => {
  const trace = frame('CALL', 0xa, 0xb, 1000);
  it.each([
    ['another receipt', { receipt: { ...RECEIPT, transactionHash: hash(8) } }, 'receipt.other'],
    ['a receipt of another block', { receipt: { ...RECEIPT, blockHash: hash(8) } }, 'receipt.other'],
    ['a receipt of another type', { receipt: { ...RECEIPT, type: '0x1' } }, 'receipt.other'],
    ['more gas than allowed', { receipt: { ...RECEIPT, gasUsed: '0x5209' } }, 'receipt.gas'],
    ['another block', { block: { ...BLOCK, hash: hash(8) } }, 'block.other'],
    ['a base fee above the price', { block: { ...BLOCK, baseFeePerGas: '0x65' } }, 'block.other'],
    ['a trace from another sender', { trace: { ...trace, from: account(1) } }, 'trace.other'],
    ['a trace of another value', { trace: { ...trace, value: '0x1' } }, 'trace.other'],
    ['a trace of another hash', { trace: { txHash: hash(8), result: trace } }, 'trace.other'],
    ['no trace among the block’s', { trace: [] }, 'trace.other'],
    ['a failed trace of a successful receipt', { trace: { ...trace, error: 'reverted' } }, 'trace.contradicts'],
    ['a successful trace of a failed receipt', { trace, receipt: { ...RECEIPT, status: '0x0' } }, 'trace.contradicts'],
    ['a bloom without its log', { receipt: { ...RECEIPT, logsBloom: `0x01${NO_LOGS.slice(4)}` } }, 'receipt.bloom'],
    ['a number of JSON', { transaction: { ...TRANSACTION, value: 1000 } }, 'json.quantity'],
    ['a decimal text', { transaction: { ...TRANSACTION, value: '1000' } }, 'json.quantity'],
    ['more than 256 bits', { transaction: { ...TRANSACTION, value: `0x1${'0'.repeat(64)}` } }, 'json.quantity'],
    ['a negative quantity', { transaction: { ...TRANSACTION, value: '-0x1' } }, 'json.quantity'],
    ['an address cut short', { transaction: { ...TRANSACTION, from: '0x12' } }, 'json.length'],
    ['no transaction', { transaction: null }, 'json.object'],
    ['a list', { transaction: [] }, 'json.object'],
    ['a status that is none', { receipt: { ...RECEIPT, status: '0x2' } }, 'json.status'],
    ['an unknown kind of frame', { trace: { ...trace, type: 'JUMP' } }, 'trace.type'],
  ] as const)('%s', (_, change, reason) => {
    expect(reasonOf(change)).toBe(reason);
  });

  it('never anything but a Fault, whatever stands in a field', () => {
    const trace1 = frame('CALL', 0xa, 0xb, 1000, { calls: [frame('CALL', 0xb, 1, 1)] });
    const parts = { transaction: TRANSACTION, receipt: RECEIPT, block: BLOCK, trace: trace1 } as const;
    const places = Object.entries(parts).flatMap(([part, value]) => Object.keys(value).map((field) => [part, field] as const));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), ([part, field], value) => {
        try {
          read({ ...parts, [part]: { ...parts[part as keyof typeof parts], [field]: value } });
        } catch (fault) {
          expect(fault).toBeInstanceOf(Fault);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('withdrawals from staking', () => {
  it('make coins out of no transaction; their amounts are gwei', () => {
    const withdrawals = [{ index: '0x5', validatorIndex: '0x1', address: account(1), amount: '0x2' }];
    expect(readWithdrawals({ ...BLOCK, withdrawals })).toMatchObject([
      { id: 'withdrawal:5', blockNumber: 100, transfers: [{ kind: 'mint', from: null, to: shown(1), amount: 2_000_000_000n }] },
    ]);
    expect(readWithdrawals(BLOCK)).toEqual([]);
  });
});

describe.skipIf(SHARED_DATA === null)('traces of real blocks', () => {
  const ETL = 'eth-tron/ethereum-etl';
  const resultOf = (path: string): readonly JsonObject[] => (sharedJson(`${ETL}/${path}`) as { result: readonly JsonObject[] }).result;

  it.each([
    ['test_export_traces_job/block_with_create/web3_response.trace_block_0xf44f2.json', 'test_export_traces_job/block_with_create'],
    ['test_export_traces_job/block_with_error/web3_response.trace_block_0xf45bf.json', 'test_export_traces_job/block_with_error'],
    ['test_export_traces_job/block_with_subtraces/web3_response.trace_block_0xf4240.json', 'test_export_traces_job/block_with_subtraces'],
    ['test_export_traces_job/block_with_suicide/web3_response.trace_block_0xf7105.json', 'test_export_traces_job/block_with_suicide'],
  ])('%s', (path, folder) => {
    const list = resultOf(path);
    const [head, ...rows] = new TextDecoder()
      .decode(sharedFile(`${ETL}/${folder}/expected_traces.csv`))
      .trim()
      .split(/\r?\n/);
    const names = (head as string).split(',');
    let compared = 0;
    for (const transactionHash of new Set(list.flatMap(({ transactionHash: each }) => (typeof each === 'string' ? [each] : [])))) {
      const { frames, complete } = readTrace(list, Uint8Array.from(Buffer.from(transactionHash.slice(2), 'hex')));
      expect(complete).toBe(true);
      const expected = rows
        .map((row) => Object.fromEntries(splitRow(row).map((cell, i) => [names[i], cell])))
        .filter((row) => row['transaction_hash'] === transactionHash);
      expect(frames.length).toBe(expected.length);
      for (const [i, each] of frames.entries()) {
        const row = expected[i] as Record<string, string>;
        compared++;
        expect([each.path.join(','), each.held ? '1' : '0', hexText(each.from)]).toEqual([
          row['trace_address'],
          row['status'],
          row['from_address'],
        ]);
        if (each.to !== null) expect(hexText(each.to)).toBe(row['to_address']);
        // ethereum-etl prints the value of a callcode, which moves nothing.
        const moved = row['call_type'] === '' || row['call_type'] === 'call' ? BigInt(row['value'] || '0') : 0n;
        expect(each.valueWei).toBe(moved);
      }
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('say the same in the form of geth', () => {
    for (const [name, height] of [
      ['create', '0xf44f2'],
      ['error', '0xf45bf'],
      ['subtraces', '0xf4240'],
    ]) {
      const flat = resultOf(`test_export_traces_job/block_with_${name}/web3_response.trace_block_${height}.json`);
      const trees = resultOf(
        `test_extract_geth_traces_job/block_with_${name}/web3_response.debug_traceBlockByNumber_${height}_tracer_calltracer.json`,
      );
      const hashes = [...new Set(flat.flatMap(({ transactionHash: each }) => (typeof each === 'string' ? [each] : [])))];
      expect(trees.length).toBe(hashes.length);
      for (const [i, each] of hashes.entries()) {
        const key = Uint8Array.from(Buffer.from(each.slice(2), 'hex'));
        const [ours, theirs] = [readTrace(flat, key).frames, readTrace(trees[i], key).frames];
        const gist = (frames: typeof ours): unknown => frames.map(({ path, kind, valueWei, held }) => [path, kind, valueWei, held]);
        expect(gist(theirs)).toEqual(gist(ours));
      }
    }
  });
});

/** A row of CSV in which only trace addresses are quoted. */
function splitRow(row: string): readonly string[] {
  return [...row.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map(([, plain, quoted]) => quoted ?? plain ?? '');
}
