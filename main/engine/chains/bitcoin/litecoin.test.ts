// Litecoin's parameter set: scrypt against other implementations, real blocks and transactions of its main chain, its retarget
// rule, and the extension block's forms, accepted and refused.
import { scrypt } from 'hash-wasm';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { displayHash, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { BLOCK_900000, HOGEX, PEG_IN } from '../../../../tests/vectors/litecoinMainnet.ts';
import { newColumns } from './columns.ts';
import { nodeKernel, wasmKernel } from './hashKernel.ts';
import { checkWork, decodeHeader } from './header.ts';
import { buildHeaderChain } from './headerChain.ts';
import { LITECOIN, LITECOIN_NETWORKS, LITECOIN_REGTEST } from './litecoinNetworks.ts';
import { merkleRoot } from './merkle.ts';
import { BITCOIN } from './networks.ts';
import { adjustedBits, expectedBits } from './retarget.ts';
import { forget, proveWorkAhead, workHashOf } from './scryptWork.ts';
import { decodeTransaction } from './transaction.ts';
import { BITCOIN_FORM, LITECOIN_FORM, type TransactionForm } from './transactionForm.ts';
import { txidsOf, wtxidsOf } from './txids.ts';
import { encodeUndo, readUndo, newUndoColumns } from './undo.ts';
import { claimedHeight, readBlock, readTransaction } from './walkBlock.ts';

const wasm = wasmKernel(readFileSync(new URL('../../../../resources/wasm/bitcoin.wasm', import.meta.url)));
const block = fromHex(BLOCK_900000.raw);

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (fault) {
    if (fault instanceof Fault) return String(fault.parameters['reason']);
    throw fault;
  }
  return 'accepted';
}
const transaction = (raw: Uint8Array, form: TransactionForm = LITECOIN_FORM) => readTransaction(raw, newColumns(), form);

describe('scrypt', () => {
  it('is the same in both kernels and in another library', async () => {
    // The work hash of Litecoin's first block, known to everybody who mined it.
    expect(displayHash(workHashOf(LITECOIN, LITECOIN.genesisHeader))).toBe(
      '0000050c34a64b415b6b15b37f2216634b5b1669cb9a2e38d76f7213b0671e00',
    );
    for (const count of [1, 2, 3, 257]) {
      const headers = new Uint8Array(count * 80);
      for (let i = 0; i < headers.length; i++) headers[i] = (i * 131 + count * 7 + (i >>> 5)) & 0xff;
      const [one, other] = [new Uint8Array(count * 32), new Uint8Array(count * 32)];
      nodeKernel.scrypt(headers, one);
      wasm.scrypt(headers, other);
      expect(hex(other)).toBe(hex(one));
      const last = headers.subarray((count - 1) * 80);
      const peer = await scrypt({
        ...{ password: last, salt: last, costFactor: 1024, blockSize: 1, parallelism: 1, hashLength: 32 },
        outputType: 'hex',
      });
      expect(hex(one.subarray((count - 1) * 32))).toBe(peer);
    }
  });
});

describe('headers', () => {
  it('have the known first blocks', () => {
    expect(LITECOIN_NETWORKS.map((network) => [network.name, displayHash(network.genesisHash)])).toEqual([
      ['litecoin', '12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2'],
      ['litecoin-testnet4', '4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0'],
      ['litecoin-regtest', '530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9'],
    ]);
    for (const network of LITECOIN_NETWORKS) expect(buildHeaderChain(network, network.genesisHeader).state(0)).toBe('active');
  });

  it('are held to scrypt, not to their id: block 900000, and the same with another nonce', () => {
    const header = block.slice(0, 80);
    const { bits, hash } = decodeHeader(header);
    expect(displayHash(hash)).toBe(BLOCK_900000.hash);
    expect(checkWork(hash, bits, LITECOIN.powLimit)).toBe('highHash');
    expect(checkWork(workHashOf(LITECOIN, header), bits, LITECOIN.powLimit)).toBeNull();
    for (const kernel of [nodeKernel, wasm]) {
      forget();
      expect(buildHeaderChain(LITECOIN, header, [], kernel).state(0)).toBe('unanchored');
      expect(buildHeaderChain(LITECOIN, header, [], kernel).state(0)).toBe('unanchored'); // remembered
      const forged = header.slice();
      forged[79] = (forged[79] as number) ^ 1;
      const chain = buildHeaderChain(LITECOIN, Uint8Array.from([...header, ...forged]), [{ height: 900_000, hash }], kernel);
      expect([chain.state(0), chain.refusal(1)]).toEqual(['active', 'highHash']);
    }
    expect(buildHeaderChain(BITCOIN, header).refusal(0)).toBe('highHash');
    forget();
    expect([...proveWorkAhead(LITECOIN, header)]).toEqual([1]);
    expect([...proveWorkAhead(BITCOIN, header)]).toEqual([]);
  });

  it('that were proven are remembered by their whole id, beyond the first growth of the list', () => {
    forget();
    const records = new Uint8Array(1500 * 80);
    for (let i = 0; i < 1500; i++) {
      records.set(LITECOIN_REGTEST.genesisHeader, i * 80);
      records.set([i & 0xff, i >>> 8], i * 80 + 4);
    }
    const states = () => {
      const chain = buildHeaderChain(LITECOIN_REGTEST, records, [], wasm);
      return Array.from({ length: chain.count }, (_, header) => chain.state(header)).join();
    };
    const first = states();
    expect(first).toContain('refused');
    expect(first).toContain('unanchored');
    expect(states()).toBe(first);
  });

  // Litecoin Core, src/test/pow_tests.cpp: heights, times and bits of real blocks.
  it('retarget as Litecoin Core does', () => {
    expect(adjustedBits(LITECOIN, 0x1c0ac141, 1358118740, 1358378777)).toBe(0x1c093f8d);
    expect(adjustedBits(LITECOIN, 0x1e0ffff0, 1317972665, 1318480354)).toBe(0x1e0fffff);
    expect(adjustedBits(LITECOIN, 0x1b075cf1, 1401682934, 1401757934)).toBe(0x1b01d73c);
    expect(adjustedBits(LITECOIN, 0x1b015318, 1463690315, 1464900315)).toBe(0x1b054c60);
  });

  it('take the time of an interval from the block before it, but for the first interval', () => {
    const count = 4033;
    const parent = Int32Array.from({ length: count }, (_, i) => i - 1);
    const height = Int32Array.from({ length: count }, (_, i) => i);
    const bits = new Uint32Array(count).fill(0x1d00ffff);
    const time = Uint32Array.from({ length: count }, (_, i) => 1_400_000_000 + i * 150);
    time[0] = 1_400_000_000 - 100_000; // counts for the first retarget
    time[2015] = 1_400_000_000 + 2015 * 150 - 50_000; // counts at both: as the end of the first and the start of the second
    const line = { parent, height, time, bits };
    const span = (from: number, to: number) => (time[to] as number) - (time[from] as number);
    const byHand = (seconds: number) => Number((0xffffn * BigInt(seconds)) / 302_400n); // the mantissa of 0x1d00ffff is one step below 2^16
    expect(expectedBits(LITECOIN, line, 2016)).toBe(0x1d000000 + byHand(span(0, 2015)));
    expect(expectedBits(LITECOIN, line, 4032)).toBe(0x1d000000 + byHand(span(2015, 4031)));
    expect(expectedBits(LITECOIN, line, 4031)).toBe(0x1d00ffff);
  });
});

describe('real transactions of the main chain', () => {
  it('block 900000: ids, Merkle root, stated height, conservation', () => {
    const columns = readBlock(block, newColumns(), LITECOIN_FORM);
    const txids = txidsOf(block, columns);
    expect(BLOCK_900000.txids.map((_, i) => displayHash(txids.subarray(i * 32, i * 32 + 32)))).toEqual(BLOCK_900000.txids);
    expect(hex(merkleRoot(txids).root)).toBe(hex(block.subarray(36, 68)));
    expect(claimedHeight(block, columns)).toBe(900_000);
    expect(LITECOIN.subsidy(900_000)).toBe(2_500_000_000n);
    const paid = columns.outValue[0] as bigint;
    expect(paid > 2_500_000_000n && paid < 2_501_000_000n).toBe(true); // subsidy and some fees
    expect(LITECOIN.readScript(block.subarray(columns.outScriptStart[0], columns.outScriptEnd[0]))).toEqual({
      type: 'p2pkh',
      address: 'LajyQBeZaBA1NkZDeY8YT5RYYVRkXMvb2T',
    });
  });

  it('a payment into the extension block and a HogEx', () => {
    const pegIn = decodeTransaction(fromHex(PEG_IN.raw), LITECOIN_FORM);
    expect(pegIn).toMatchObject({ txid: PEG_IN.txid, mweb: 'none', segwit: true });
    expect(LITECOIN.readScript(pegIn.outputs[0]?.script as Uint8Array)).toEqual({ type: 'mweb_pegin', address: null });
    const hogEx = decodeTransaction(fromHex(HOGEX.raw), LITECOIN_FORM);
    expect(hogEx).toMatchObject({ txid: HOGEX.txid, wtxid: HOGEX.txid, mweb: 'hogEx', segwit: false, coinbase: false });
    expect(LITECOIN.readScript(hogEx.outputs[0]?.script as Uint8Array)).toEqual({ type: 'mweb_hogaddr', address: null });
    expect(hogEx.inputs[1]?.previousTxid).toBe(PEG_IN.txid); // the HogEx takes what was paid in
    expect(BITCOIN.readScript(hogEx.outputs[0]?.script as Uint8Array).type).toBe('witness_unknown');
  });
});

describe('forms of the extension block', () => {
  const hogEx = fromHex(HOGEX.raw);
  const coinbase = block.slice(81, readBlock(block).txEnd[0]); // of block 900000
  const blockOf = (...parts: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from([...block.subarray(0, 80), ...parts.flatMap((part) => [...part])]);
  const asBlock = (...parts: readonly Uint8Array[]) => readBlock(blockOf(...parts), newColumns(), LITECOIN_FORM);
  const one = Uint8Array.of(1);

  it('are Litecoin’s alone', () => {
    expect(reasonOf(() => transaction(hogEx, BITCOIN_FORM))).toBe('witnessFlag');
    expect(reasonOf(() => transaction(hogEx))).toBe('accepted');
    const unknown = hogEx.slice();
    unknown[5] = 4;
    expect(reasonOf(() => transaction(unknown))).toBe('witnessFlag');
    // 84 million coins, not 21.
    const rich = fromHex(PEG_IN.raw);
    const valueAt = 7 + 41 + 1;
    new DataView(rich.buffer).setBigUint64(valueAt, 8_400_000_000_000_000n, true);
    expect(reasonOf(() => transaction(rich))).toBe('accepted');
    expect(reasonOf(() => transaction(rich, BITCOIN_FORM))).toBe('value');
    new DataView(rich.buffer).setBigUint64(valueAt, 8_400_000_000_000_001n, true);
    expect(reasonOf(() => transaction(rich))).toBe('value');
  });

  it('stand behind a HogEx that ends the block', () => {
    expect(coinbase.length).toBe(transaction(coinbase).txEnd[0]);
    const two = Uint8Array.of(2);
    const columns = asBlock(two, coinbase, hogEx, one, Uint8Array.of(7, 7, 7));
    expect([columns.txCount, columns.mweb]).toEqual([2, 'hogEx']);
    expect(reasonOf(() => asBlock(two, coinbase, hogEx, Uint8Array.of(0)))).toBe('accepted');
    expect(reasonOf(() => asBlock(two, coinbase, hogEx))).toBe('mwebData');
    expect(reasonOf(() => asBlock(two, coinbase, hogEx, one))).toBe('mwebData');
    expect(reasonOf(() => asBlock(two, coinbase, hogEx, Uint8Array.of(2, 7)))).toBe('mwebData');
    expect(reasonOf(() => asBlock(two, coinbase, hogEx, Uint8Array.of(0, 7)))).toBe('trailing');
    expect(reasonOf(() => asBlock(Uint8Array.of(3), coinbase, hogEx, fromHex(PEG_IN.raw)))).toBe('mwebData');
    expect(reasonOf(() => asBlock(two, coinbase, fromHex(PEG_IN.raw), one, Uint8Array.of(7)))).toBe('trailing');
    // The reader keeps nothing from the block before.
    expect(readBlock(block, columns).mweb).toBe('none');
  });

  it('may be attached to a transaction that is not in a block yet: its ids leave them out', () => {
    const plain = fromHex(PEG_IN.raw);
    const attached = Uint8Array.from([...plain.subarray(0, plain.length - 4), 1, 9, 9, 9, ...plain.subarray(plain.length - 4)]);
    attached[5] = 9;
    const [before, after] = [decodeTransaction(plain, LITECOIN_FORM), decodeTransaction(attached, LITECOIN_FORM)];
    expect(after).toMatchObject({
      mweb: 'attached',
      txid: before.txid,
      wtxid: before.wtxid,
      weight: before.weight,
      outputs: before.outputs,
    });
    expect(after.inputs).toEqual(before.inputs);
    const columns = transaction(attached);
    expect(hex(wtxidsOf(attached, columns, nodeKernel, txidsOf(attached, columns)))).toBe(hex(fromHex(before.wtxid).reverse()));
    expect(reasonOf(() => asBlock(Uint8Array.of(2), coinbase, attached))).toBe('mwebData');
    // One that lies in the extension block alone has no inputs to read.
    expect(reasonOf(() => transaction(Uint8Array.from([2, 0, 0, 0, 0, 8, 0, 0, 1, ...new Uint8Array(90)])))).toBe('mwebOnly');
  });

  it('are refused, never misread, in any garbled bytes', () => {
    fc.assert(
      fc.property(fc.nat(hogEx.length - 1), fc.nat(255), fc.nat(hogEx.length), (at, byte, cut) => {
        const garbled = hogEx.slice();
        garbled[at] = byte;
        for (const bytes of [garbled, garbled.subarray(0, cut)]) {
          try {
            const columns = transaction(bytes);
            expect(columns.txEnd[0]).toBe(bytes.length);
          } catch (fault) {
            if (!(fault instanceof Fault)) throw fault;
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leave marks and a tail in undo data', () => {
    const coin = {
      valueSat: 7_500_000_000_000_000n,
      script: fromHex('76a914751e76e8199196d454941c45d1b3a323f1433bd688ac'),
      height: 434,
      coinbase: false,
    };
    const plain = encodeUndo([[coin]]);
    expect(reasonOf(() => readUndo(plain))).toBe('undo.value');
    expect(readUndo(plain, newUndoColumns(), LITECOIN_FORM).height[0]).toBe(434);
    // VARINT of 2^31 + 868: groups of seven bits, one taken off per continued group.
    const code = [0x86, 0xfe, 0xff, 0x85, 0x64];
    const marked = Uint8Array.from([1, 1, ...code, ...plain.subarray(4)]);
    const columns = readUndo(Uint8Array.from([...marked, 1, 2, 3]), newUndoColumns(), LITECOIN_FORM);
    expect([columns.height[0], columns.coinbase[0], columns.value[0]]).toEqual([434, 0, coin.valueSat]);
    expect(reasonOf(() => readUndo(Uint8Array.from([...encodeUndo([[{ ...coin, valueSat: 5n }]]), 1])))).toBe('undo.trailing');
  });
});
