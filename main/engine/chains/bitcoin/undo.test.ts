// Undo data: round trips, published amounts of Bitcoin Core's compressor tests, a real block's spent outputs, and
// the files that a real node writes.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayHash, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type LitecoinNode, litecoindInstalled, startLitecoin } from '../../../../tests/vectors/litecoinNode.ts';
import { realBlocks } from '../../../../tests/vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile } from '../../../../tests/vectors/sharedData.ts';
import { scanFrames, undoChecksumHolds } from './blockFiles.ts';
import { compressedForm, decompressKey } from './compressedScript.ts';
import { decodeHeader, sha256d } from './header.ts';
import { REGTEST } from './networks.ts';
import { txidsOf } from './txids.ts';
import { compressAmount, decodeUndo, decompressAmount, encodeUndo, readUndo, type UndoCoin } from './undo.ts';
import { readBlock } from './walkBlock.ts';

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (fault) {
    if (fault instanceof Fault) return String(fault.parameters['reason']);
    throw fault;
  }
  return 'accepted';
}

// The generator point of secp256k1 (SEC 2), whose key every library prints.
const G_X = fromHex('79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
const G_Y = fromHex('483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8');

const hash = fc.uint8Array({ minLength: 20, maxLength: 20 });
const script = fc.oneof(
  hash.map((bytes) => Uint8Array.of(0x76, 0xa9, 20, ...bytes, 0x88, 0xac)),
  hash.map((bytes) => Uint8Array.of(0xa9, 20, ...bytes, 0x87)),
  fc
    .tuple(fc.constantFrom(2, 3), fc.uint8Array({ minLength: 32, maxLength: 32 }))
    .map(([prefix, x]) => Uint8Array.of(33, prefix, ...x, 0xac)),
  fc.constant(Uint8Array.of(65, 4, ...G_X, ...G_Y, 0xac)),
  fc.uint8Array({ minLength: 64, maxLength: 64 }).map((point) => Uint8Array.of(65, 4, ...point, 0xac)), // mostly off the curve
  fc.uint8Array({ maxLength: 300 }),
);
const coin: fc.Arbitrary<UndoCoin> = fc.record({
  valueSat: fc.oneof(
    fc.bigInt(0n, 2_100_000_000_000_000n),
    fc.bigInt(0n, 2_100_000n).map((coins) => coins * 1_000_000_000n),
  ),
  script,
  height: fc.integer({ min: 0, max: 2_000_000 }),
  coinbase: fc.boolean(),
});

describe('undo data', () => {
  it('survives encoding and decoding whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.array(coin, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), (transactions) => {
        const back = decodeUndo(encodeUndo(transactions));
        const text = (list: readonly (readonly UndoCoin[])[]): unknown =>
          list.map((coins) => coins.map((one) => [one.valueSat, hex(one.script), one.height, one.coinbase]));
        expect(text(back)).toEqual(text(transactions));
      }),
      { numRuns: 200 },
    );
  });

  it('compresses amounts as Bitcoin Core does (compress_tests)', () => {
    const pairs: readonly (readonly [bigint, bigint])[] = [
      [0n, 0x0n],
      [1n, 0x1n],
      [1_000_000n, 0x7n], // CENT
      [100_000_000n, 0x9n], // COIN
      [5_000_000_000n, 0x32n], // 50 COIN
      [2_100_000_000_000_000n, 0x1406f40n], // 21,000,000 COIN
    ];
    for (const [valueSat, compressed] of pairs) {
      expect(compressAmount(valueSat)).toBe(compressed);
      expect(decompressAmount(compressed)).toBe(valueSat);
    }
  });

  it('restores uncompressed keys, and leaves alone what is on no point', () => {
    expect(hex(decompressKey(2, G_X) as Uint8Array)).toBe(`04${hex(G_X)}${hex(G_Y)}`);
    expect(hex((decompressKey(3, G_X) as Uint8Array).subarray(1, 33))).toBe(hex(G_X));
    expect(decompressKey(2, new Uint8Array(32).fill(0xff))).toBeNull();
    expect(decompressKey(2, fromHex(`${'00'.repeat(31)}05`))).toBeNull(); // 5^3 + 7 is no square
    expect(compressedForm(Uint8Array.of(65, 4, ...G_X, ...G_X, 0xac))).toBeNull();
    const bad = Uint8Array.of(1, 1, 2, 0, 1, 4, ...new Uint8Array(31), 5);
    expect(reasonOf(() => readUndo(bad))).toBe('undo.key');
  });

  it('refuses every cut, trailing bytes and lying counts', () => {
    const bytes = encodeUndo([[{ valueSat: 5_000_000_000n, script: Uint8Array.of(0x51), height: 9, coinbase: true }]]);
    for (let length = 0; length < bytes.length; length++) expect(reasonOf(() => readUndo(bytes.subarray(0, length)))).not.toBe('accepted');
    expect(reasonOf(() => readUndo(Uint8Array.from([...bytes, 0])))).toBe('undo.trailing');
    expect(reasonOf(() => readUndo(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0xff)))).toBe('undo.count');
    expect(reasonOf(() => readUndo(Uint8Array.of(1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0, 0)))).toBe('undo.count');
    expect(reasonOf(() => readUndo(Uint8Array.of(1, 1, ...new Uint8Array(20).fill(0xff))))).toBe('undo.varint');
  });
});

describe.skipIf(SHARED_DATA === null)('the spent outputs of mainnet block 300025', () => {
  it('survive encoding and decoding, and their sum exceeds the outputs by the fees', () => {
    const list = sharedFile('btc-blocks/bcoin/block300025-undo.raw');
    const view = new DataView(list.buffer, list.byteOffset, list.byteLength);
    const coins: UndoCoin[] = [];
    for (let at = 0; at < list.length; ) {
      let length = list[at + 8] as number;
      let start = at + 9;
      if (length === 0xfd) {
        length = view.getUint16(at + 9, true);
        start += 2;
      }
      coins.push({ valueSat: view.getBigUint64(at, true), script: list.slice(start, start + length), height: 300000, coinbase: false });
      at = start + length;
    }
    expect(coins.length).toBe(1427);
    const block = (realBlocks().find(({ name }) => name === 'bcoin/block300025.raw') as { bytes: Uint8Array }).bytes;
    const columns = readBlock(block);
    expect(columns.inCount - 1).toBe(coins.length);
    const perTransaction = Array.from({ length: columns.txCount - 1 }, (_, t) =>
      coins.slice((columns.txInStart[t + 1] as number) - 1, (columns.txInStart[t + 2] as number) - 1),
    );
    const undo = readUndo(encodeUndo(perTransaction));
    expect(undo.inCount).toBe(1427);
    coins.forEach((one, i) => {
      expect(undo.value[i]).toBe(one.valueSat);
      expect(hex(undo.scripts.subarray(undo.scriptStart[i], undo.scriptEnd[i]))).toBe(hex(one.script));
    });
    // Value conservation against the block itself: the coinbase takes subsidy plus all fees.
    const outputs = (from: number, to: number): bigint => columns.outValue.subarray(from, to).reduce((sum, value) => sum + value, 0n);
    const spentSat = coins.reduce((sum, one) => sum + one.valueSat, 0n);
    const feesSat = spentSat - outputs(columns.txOutStart[1] as number, columns.outCount);
    expect(outputs(0, columns.txOutStart[1] as number)).toBe(REGTEST.subsidy(0) / 2n + feesSat); // 25 bitcoin at that height
  });
});

/** Wallet import format of a secret number, uncompressed, for regtest. Test keys only. */
function wif(secret: number): string {
  const payload = new Uint8Array(33);
  payload[0] = 239;
  payload[32] = secret;
  const bytes = [...payload, ...sha256d(payload).subarray(0, 4)];
  let value = BigInt(`0x${hex(Uint8Array.from(bytes))}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[Number(value % 58n)] + text;
  return text;
}

describe.skipIf(!litecoindInstalled())('files of a real node', () => {
  let node: LitecoinNode;
  beforeAll(async () => {
    node = await startLitecoin();
  }, 60_000);
  afterAll(() => node?.remove());

  it('hold the outputs that the node says each input spent', async () => {
    await node.call('createwallet', 'w');
    await node.call('importprivkey', wif(1)); // the generator point: spent as uncompressed pay-to-pubkey
    const key = `04${hex(G_X)}${hex(G_Y)}`;
    const described = await node.call<{ descriptor: string }>('getdescriptorinfo', `pk(${key})`);
    const compressed = await node.call<{ descriptor: string }>('getdescriptorinfo', `pk(02${hex(G_X)})`);
    await node.call('generatetodescriptor', 4, described.descriptor);
    await node.call('generatetodescriptor', 1, compressed.descriptor);
    const legacy = await node.call<string>('getnewaddress', '', 'legacy');
    const nested = await node.call<string>('getnewaddress', '', 'p2sh-segwit');
    const native = await node.call<string>('getnewaddress', '', 'bech32');
    await node.call('generatetoaddress', 105, legacy);
    for (let round = 0; round < 4; round++) {
      for (const to of [legacy, nested, native]) await node.call('sendtoaddress', to, 1.5 + round);
      await node.call('generatetoaddress', 1, nested);
    }
    await node.call('sendtoaddress', native, await node.call<number>('getbalance'), '', '', true); // spends everything ripe
    await node.call('generatetoaddress', 1, nested);

    const expected = new Map<string, { hash: string; previous: string; coins: string[] }>();
    const top = await node.call<number>('getblockcount');
    for (let height = 1; height <= top; height++) {
      const hash = await node.call<string>('getblockhash', height);
      type Json = { previousblockhash: string; tx: { txid: string; vin: { txid?: string; vout: number }[] }[] };
      const block = await node.call<Json>('getblock', hash, 2);
      const coins: string[] = [];
      for (const input of block.tx.slice(1).flatMap((transaction) => transaction.vin)) {
        type Raw = { blockhash: string; vin: { coinbase?: string }[]; vout: { value: number; scriptPubKey: { hex: string } }[] };
        const made = await node.call<Raw>('getrawtransaction', input.txid, true);
        const output = made.vout[input.vout] as Raw['vout'][number];
        const { height: at } = await node.call<{ height: number }>('getblockheader', made.blockhash);
        coins.push(`${BigInt(Math.round(output.value * 1e8))} ${output.scriptPubKey.hex} ${at} ${made.vin[0]?.coinbase !== undefined}`);
      }
      expected.set(block.previousblockhash, { hash, previous: block.previousblockhash, coins });
    }
    await node.stop();

    // litecoind's regtest has the magic of Bitcoin's regtest.
    const blk = node.blockFile('blk00000.dat');
    const blocks = scanFrames(blk, REGTEST.magic, { kind: 'block', final: true });
    expect(blocks.findings).toEqual([]);
    expect(blocks.frames.length).toBe(top + 1);
    for (const frame of blocks.frames) {
      const bytes = blk.subarray(frame.offset, frame.offset + frame.length);
      const columns = readBlock(bytes);
      expect(txidsOf(bytes, columns).length).toBe(columns.txCount * 32);
    }
    const rev = node.blockFile('rev00000.dat');
    const records = scanFrames(rev, REGTEST.magic, { kind: 'undo', final: true });
    expect(records.findings).toEqual([]);
    expect(records.frames.length).toBe(top);
    const previousHashes = blocks.frames.map((frame) => decodeHeader(blk, frame.offset).previousHash);
    let compared = 0;
    let uncompressed = 0;
    for (const { offset, length } of records.frames) {
      const undo = rev.subarray(offset, offset + length);
      const checksum = rev.subarray(offset + length, offset + length + 32);
      const previous = previousHashes.filter((hash) => undoChecksumHolds(hash, undo, checksum));
      expect(previous.length).toBe(1);
      const wanted = expected.get(displayHash(previous[0] as Uint8Array)) as { coins: string[] };
      const decoded = decodeUndo(undo);
      expect(decoded.flat().map((one) => `${one.valueSat} ${hex(one.script)} ${one.height} ${one.coinbase}`)).toEqual(wanted.coins);
      expect(hex(encodeUndo(decoded))).toBe(hex(undo)); // the encoder writes what the node writes, byte for byte
      compared += wanted.coins.length;
      uncompressed += decoded.flat().filter((one) => one.script.length === 67).length;
    }
    expect(compared).toBeGreaterThan(15);
    expect(uncompressed).toBeGreaterThan(0);
  }, 120_000);
});
