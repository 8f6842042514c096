// The verifier's own scrypt, Litecoin's header rules, addresses and transactions: against RFC 7914, node:crypto, Litecoin Core's
// test values and real blocks of its main chain.
import { createHmac, pbkdf2Sync, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ADDRESS_VECTORS } from '../../tests/vectors/addresses.ts';
import { BLOCK_900000, HOGEX, PEG_IN } from '../../tests/vectors/litecoinMainnet.ts';
import { addressOf } from './core/address.ts';
import { KNOWN_CHAINS, type KnownChain, MAINNET } from './core/constants.ts';
import { collectFindings } from './core/findings.ts';
import { checkHeaders, nextBits, periodStart, provenTarget, readHeader } from './core/headers.ts';
import { hmacSha256, mix, pbkdf2Once, salsa20of8, scryptOfHeader } from './core/scrypt.ts';
import { parseTransaction } from './core/transaction.ts';
import { canonical } from './testing/bagWriter.ts';

const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
const litecoin = KNOWN_CHAINS.get(LITECOIN) as KnownChain;
const bitcoin = KNOWN_CHAINS.get(MAINNET) as KnownChain;
const raw = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const header = raw(BLOCK_900000.raw.slice(0, 160));

describe('scrypt', () => {
  it('has the Salsa20/8 of RFC 7914, section 8', () => {
    const words = (hex: string) => {
      const bytes = Buffer.from(hex, 'hex');
      return Int32Array.from({ length: 16 }, (_, i) => bytes.readInt32LE(4 * i));
    };
    const out = new Int32Array(16);
    const input = words(
      '7e879a214f3ec9867ca940e641718f26baee555b8c61c1b50df846116dcd3b1dee24f319df9b3d8514121e4b5ac5aa3276021d2909c74829edebc68db8b8c25e',
    );
    salsa20of8(input, 0, new Int32Array(16), 0, out, 0);
    expect(out).toEqual(
      words(
        'a41f859c6608cc993b81cacb020cef05044b2181a2fd337dfd7b1c6396682f29b4393168e3c9e6bcfe6bc5b7a06d96bae424cc102c91745c24ad673dc7618f81',
      ),
    );
  });
  it('gives the first vector of RFC 7914, section 12 (N = 16, r = 1, p = 1)', () => {
    const empty = new Uint8Array(0);
    const bytes = pbkdf2Once(empty, empty, 128);
    const view = new DataView(bytes.buffer);
    const block = Int32Array.from({ length: 32 }, (_, i) => view.getInt32(4 * i, true));
    mix(block, 16);
    block.forEach((word, i) => {
      view.setInt32(4 * i, word, true);
    });
    expect(Buffer.from(pbkdf2Once(empty, bytes, 64)).toString('hex')).toBe(
      '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
    );
  });
  it('agrees with node:crypto on keys and messages of all lengths', () => {
    for (const length of [0, 1, 63, 64, 65, 80, 200]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
      expect(Buffer.from(hmacSha256(bytes, header)).toString('hex')).toBe(createHmac('sha256', bytes).update(header).digest('hex'));
      expect(Buffer.from(pbkdf2Once(bytes, header, 97)).toString('hex')).toBe(pbkdf2Sync(bytes, header, 1, 97, 'sha256').toString('hex'));
    }
    for (let i = 0; i < 20; i += 1) {
      const one = Uint8Array.from({ length: 80 }, (_, k) => (k * 13 + i * 101) & 255);
      expect(Buffer.from(scryptOfHeader(one)).toString('hex')).toBe(scryptSync(one, one, 32, { N: 1024, r: 1, p: 1 }).toString('hex'));
    }
  });
});

describe('headers', () => {
  it('[H2] carry scrypt work: a real header holds on Litecoin and not on Bitcoin, and not with another nonce', () => {
    const reading = readHeader(header);
    expect(reading.hash).toBe(BLOCK_900000.hash);
    expect(provenTarget(reading, litecoin)).not.toBeNull();
    expect(provenTarget(reading, bitcoin)).toBeNull();
    const forged = Uint8Array.from(header);
    forged[76] = (forged[76] as number) ^ 1;
    expect(provenTarget(readHeader(forged), litecoin)).toBeNull();
  });
  it("[H2] retarget with Litecoin Core's values (src/test/pow_tests.cpp)", () => {
    expect(nextBits(litecoin, 0x1c0ac141, 1358118740, 1358378777)).toBe(0x1c093f8d);
    expect(nextBits(litecoin, 0x1e0ffff0, 1317972665, 1318480354)).toBe(0x1e0fffff);
    expect(nextBits(litecoin, 0x1b075cf1, 1401682934, 1401757934)).toBe(0x1b01d73c);
    expect(nextBits(litecoin, 0x1b015318, 1463690315, 1464900315)).toBe(0x1b054c60);
    // pow.cpp: 2015 blocks back from the last one at the first retarget, 2016 at all others.
    const rule = litecoin.retarget as NonNullable<KnownChain['retarget']>;
    expect(periodStart(rule, 2016, 2016)).toBe(0);
    expect(periodStart(rule, 4032, 4032)).toBe(2015);
    expect(periodStart(rule, 4032, 2016)).toBe(-1);
    expect(periodStart(bitcoin.retarget as NonNullable<KnownChain['retarget']>, 4032, 2016)).toBe(0);
  });
  const checked = (headers: Uint8Array, change: Record<string, unknown> = {}) => {
    const segment = {
      ...{ chain: LITECOIN, file: 'headers/0.bin', from: 900_000, count: headers.length / 80 },
      anchor: { kind: 'examiner', height: 900_000, hash: BLOCK_900000.hash },
      tip: { height: 900_000, hash: BLOCK_900000.hash },
      work: ((1n << 256n) / ((0x014ec5n << 192n) + 1n)).toString(),
      ...change,
    };
    const findings = collectFindings();
    const bytes = new Map<string, Uint8Array>([
      ['data/headers.json', Buffer.from(canonical({ format: 'tracehold-headers/1', segments: [segment] }))],
      ['data/headers/0.bin', headers],
    ]);
    return { findings, index: checkHeaders({ bytes, hashes: new Map() }, findings) };
  };
  it('[H1] [H3] a segment of one header: work, cheapness, an end below what is built in', () => {
    const { findings, index } = checked(header);
    expect(findings.list().filter((finding) => !finding.ok)).toEqual([]);
    expect(index.cheap.has(LITECOIN)).toBe(true);
    expect(findings.omitted().join()).toMatch(/later blocks are not part/);
    const forged = Uint8Array.from(header);
    forged[76] = (forged[76] as number) ^ 1;
    expect(checked(forged).findings.failures('headers')).toBe(1);
    const wrong = { kind: 'checkpoint', height: 900_000, hash: BLOCK_900000.hash };
    expect(checked(header, { anchor: wrong }).findings.failures('anchor')).toBe(1);
    // A block that stands where a built-in one must stand.
    const moved = { from: 721_000, anchor: { kind: 'examiner', height: 721_000, hash: BLOCK_900000.hash } };
    expect(checked(header, { ...moved, tip: { height: 721_000, hash: BLOCK_900000.hash } }).findings.failures('anchor')).toBe(1);
  });
});

describe('addresses and transactions', () => {
  it('are written as Litecoin Core writes them', () => {
    const chains = { litecoin: LITECOIN, 'litecoin-testnet4': 'bip122:4966625a4b2851d9fdee139e56211a0d' } as const;
    for (const [name, id] of [...Object.entries(chains), ['litecoin-regtest', 'bip122:530827f38f93b43ed12af0b3ad25a288'] as const]) {
      for (const { address, script } of ADDRESS_VECTORS[name] ?? [])
        expect(addressOf(raw(script), KNOWN_CHAINS.get(id) as KnownChain).address).toBe(address);
    }
    for (const version of ['58', '59']) {
      const script = raw(`${version}20${'11'.repeat(32)}`);
      expect(addressOf(script, litecoin)).toEqual({ address: null, unsettled: false });
      expect(addressOf(script, bitcoin).unsettled).toBe(true);
    }
  });
  it('[P2] hash without what belongs to the extension block', () => {
    const hogEx = parseTransaction(raw(HOGEX.raw), litecoin);
    expect(hogEx).toMatchObject({ txid: HOGEX.txid, coinbase: false, strippedBytes: raw(HOGEX.raw).length - 3 });
    expect(hogEx?.inputs[1]?.outpoint).toBe(`${PEG_IN.txid}:0`);
    expect(parseTransaction(raw(HOGEX.raw))).toBeNull();
    expect(parseTransaction(raw(HOGEX.raw), bitcoin)).toBeNull();
    const plain = raw(PEG_IN.raw);
    expect(parseTransaction(plain, litecoin)?.txid).toBe(PEG_IN.txid);
    const attached = Uint8Array.from([...plain.subarray(0, plain.length - 4), 1, 9, 9, ...plain.subarray(plain.length - 4)]);
    attached[5] = 9;
    expect(parseTransaction(attached, litecoin)?.txid).toBe(PEG_IN.txid);
    for (const [at, value] of [
      [5, 4],
      [5, 10],
      [plain.length - 4, 2],
    ] as const) {
      const garbled = Uint8Array.from(attached);
      garbled[at] = value;
      expect(parseTransaction(garbled, litecoin), `${at}`).toBeNull();
    }
    // 84 million coins, not 21.
    new DataView(plain.buffer).setBigUint64(7 + 41 + 1, 8_400_000_000_000_000n, true);
    expect(parseTransaction(plain, litecoin)).not.toBeNull();
    expect(parseTransaction(plain, bitcoin)).toBeNull();
  });
});
