// The header chain on real mainnet headers, against published chain work, and against forged headers.
import { describe, expect, it } from 'vitest';
import { displayHash, fromDisplayHash, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { framed } from '../../../../tests/vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { buildHeaderChain, stateWork } from './headerChain.ts';
import { bitsOfTarget, checkWork, decodeHeader, sha256d, targetOfBits, workOfTarget } from './header.ts';
import { BITCOIN, REGTEST, SIGNET, TESTNET3, TESTNET4 } from './networks.ts';
import type { BitcoinNetwork } from './parameters.ts';
import { adjustedBits } from './retarget.ts';

function joined(records: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(records.length * 80);
  records.forEach((record, i) => bytes.set(record, i * 80));
  return bytes;
}

/** A header on `previous` with real work for easy targets; only for regtest difficulty. */
function mined(previous: Uint8Array, time: number, bits = 0x207fffff, powLimit = REGTEST.powLimit, salt = 0): Uint8Array {
  const header = new Uint8Array(80);
  const view = new DataView(header.buffer);
  view.setInt32(0, 4, true);
  header.set(sha256d(previous), 4);
  view.setUint32(36, salt, true);
  view.setUint32(68, time, true);
  view.setUint32(72, bits, true);
  for (let nonce = 0; ; nonce++) {
    view.setUint32(76, nonce, true);
    if (checkWork(sha256d(header), bits, powLimit) === null) return header;
  }
}

function chainOn(start: Uint8Array, count: number, salt = 0): Uint8Array[] {
  const list: Uint8Array[] = [];
  let previous = start;
  const time = decodeHeader(start).time;
  for (let i = 1; i <= count; i++) {
    previous = mined(previous, time + i * 600, undefined, undefined, salt);
    list.push(previous);
  }
  return list;
}

const EASY: BitcoinNetwork = REGTEST;

describe('compact targets', () => {
  it('follow the vectors of Bitcoin Core (arith_uint256_tests, bignum_SetCompact)', () => {
    for (const bits of [
      0, 0x00123456, 0x01003456, 0x02000056, 0x03000000, 0x04000000, 0x00923456, 0x01803456, 0x02800056, 0x03800000, 0x04800000,
    ]) {
      expect(targetOfBits(bits), bits.toString(16)).toBeNull();
    }
    expect(targetOfBits(0x01123456)).toBe(0x12n);
    expect(targetOfBits(0x02123456)).toBe(0x1234n);
    expect(targetOfBits(0x03123456)).toBe(0x123456n);
    expect(targetOfBits(0x04123456)).toBe(0x12345600n);
    expect(targetOfBits(0x04923456)).toBeNull(); // negative
    expect(targetOfBits(0x05009234)).toBe(0x92340000n);
    expect(targetOfBits(0x20123456)).toBe(0x123456n << 232n);
    expect(targetOfBits(0xff123456)).toBeNull(); // overflow
    expect(bitsOfTarget(0x80n)).toBe(0x02008000);
    expect(bitsOfTarget(0x12345600n)).toBe(0x04123456);
    expect(bitsOfTarget(0x92340000n)).toBe(0x05009234);
  });

  it('count work: the genesis block is 2^32 + 2^16 + 1 hashes', () => {
    expect(workOfTarget(targetOfBits(0x1d00ffff) as bigint)).toBe(0x100010001n);
  });
});

describe('networks', () => {
  it('have the published genesis hashes', () => {
    const published: readonly (readonly [BitcoinNetwork, string])[] = [
      [BITCOIN, '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f'],
      [TESTNET3, '000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943'],
      [TESTNET4, '00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043'],
      [SIGNET, '00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6'],
      [REGTEST, '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206'],
    ];
    for (const [network, hash] of published) {
      expect(displayHash(network.genesisHash), network.name).toBe(hash);
      expect(network.id).toBe(`bip122:${hash.slice(0, 32)}`);
      expect(checkWork(network.genesisHash, decodeHeader(network.genesisHeader).bits, network.powLimit)).toBeNull();
    }
  });
});

describe.skipIf(SHARED_DATA === null)('real headers', () => {
  const first =
    SHARED_DATA === null ? [] : framed(sharedFile('btc-blocks/bitcoinj/first-100k-blocks.dat')).map((block) => block.slice(0, 80));

  it('gives the first 439 mainnet headers their heights and work in any order', () => {
    const order = first.map((_, i) => (i * 100) % first.length); // 439 is prime: a permutation
    const chain = buildHeaderChain(BITCOIN, joined(order.map((i) => first[i] as Uint8Array)));
    expect(chain.count).toBe(439);
    expect(chain.height[chain.tip]).toBe(438);
    order.forEach((height, i) => {
      expect(chain.height[i]).toBe(height);
      expect(chain.state(i)).toBe('active');
      expect(chain.chainWork(i)).toBe(BigInt(height + 1) * 0x100010001n);
    });
  });

  it('gives no height without an anchor, and takes one from the examiner', () => {
    const some = joined(first.slice(100, 130));
    const loose = buildHeaderChain(BITCOIN, some);
    expect(Array.from(loose.height)).toEqual(Array(30).fill(-1));
    expect(loose.state(3)).toBe('unanchored');
    expect(loose.tip).toBe(-1);
    const anchor = { height: 120, hash: sha256d(first[120] as Uint8Array) };
    const held = buildHeaderChain(BITCOIN, some, [anchor]);
    expect(held.height[0]).toBe(100);
    expect(held.height[29]).toBe(129);
    expect(held.anchors).toMatchObject([{ height: 120, from: 'examiner' }]);
    expect(held.chainWork(29)).toBe(30n * 0x100010001n);
    expect(() => buildHeaderChain(BITCOIN, some, [anchor, { height: 5, hash: sha256d(first[121] as Uint8Array) }])).toThrow(
      /intake.anchor/,
    );
  });

  it('agrees with the retargets that summa recorded', () => {
    const vectors = sharedJson('btc-blocks/summa-spv/testVectors.json') as {
      retargetAlgorithm: readonly { input: readonly { timestamp: number; nbits: string }[] }[];
    };
    let checked = 0;
    for (const { input } of vectors.retargetAlgorithm) {
      const [opening, closing, next] = input;
      if (opening === undefined || closing === undefined || next === undefined) continue;
      const bitsOf = (text: string): number => new DataView(fromHex(text.slice(2)).buffer).getUint32(0, true);
      expect(adjustedBits(BITCOIN, bitsOf(closing.nbits), opening.timestamp, closing.timestamp)).toBe(bitsOf(next.nbits));
      checked++;
    }
    expect(checked).toBeGreaterThan(0);
  });

  it('knows the orphan of a real reorganisation from the active chain', () => {
    type Recorded = { hex: string; height: number; digest_le: string };
    const recorded = sharedJson('btc-blocks/summa-spv/headers.json') as { orphan_562630: Recorded; chain: readonly Recorded[] };
    const list = [recorded.orphan_562630, ...recorded.chain];
    const base = recorded.chain[0] as Recorded;
    const chain = buildHeaderChain(BITCOIN, joined(list.map((header) => fromHex(header.hex.slice(2)))), [
      { height: base.height, hash: fromHex(base.digest_le.slice(2)) },
    ]);
    expect(chain.state(0)).toBe('stale');
    list.forEach((header, i) => {
      expect(chain.height[i]).toBe(header.height);
      if (i > 0) expect(chain.state(i)).toBe('active');
    });
  });

  it("holds Bitcoin Core's minimum chain work against the targets that Electrum recorded per interval", () => {
    // JSON numbers lose digits, so targets come in as floats; their compact form has only three bytes.
    const recorded = sharedJson('btc-blocks/electrum-headers/checkpoints.json') as readonly (readonly [string, number])[];
    let work = 0n;
    let height = 0;
    // Electrum lists with interval i the target that its end sets for interval i + 1.
    for (const target of [0xffff * 2 ** 208, ...recorded.map((pair) => pair[1])]) {
      const exact = targetOfBits(bitsOfTarget(BigInt(target))) as bigint;
      const blocks = Math.min(2016, 886157 + 1 - height);
      work += BigInt(blocks) * workOfTarget(exact);
      height += blocks;
    }
    expect(work).toBe(BITCOIN.minimumChainWork);
  });

  it('agrees with the chain work of the bitcoinj checkpoints at every interval', () => {
    const lines = new TextDecoder()
      .decode(sharedFile('btc-blocks/bitcoinj/org.bitcoin.production.checkpoints.txt'))
      .trim()
      .split('\n')
      .slice(3);
    const recorded = lines.map((line) => new Uint8Array(Buffer.from(line, 'base64')));
    let previous: { work: bigint; height: number; header: Uint8Array } | null = null;
    for (const bytes of recorded) {
      const width = bytes.length - 84;
      const work = BigInt(`0x${hex(bytes.subarray(0, width))}`);
      const height = new DataView(bytes.buffer, bytes.byteOffset + width).getUint32(0);
      const header = bytes.subarray(width + 4);
      const bits = decodeHeader(header).bits;
      expect(checkWork(sha256d(header), bits, BITCOIN.powLimit)).toBeNull();
      if (previous !== null && height === previous.height + 2016) {
        const own = workOfTarget(targetOfBits(bits) as bigint);
        const before = workOfTarget(targetOfBits(decodeHeader(previous.header).bits) as bigint);
        expect([own + 2015n * before, own * 2016n]).toContain(work - previous.work);
      }
      previous = { work, height, header };
    }
    expect(recorded.length).toBe(436);
  });
});

describe('target rules', () => {
  // A network with regtest's easy work and intervals of four blocks of 600 s, so that its chains can be mined here.
  const limit = targetOfBits(0x207fffff) as bigint;
  const small = (rules: Partial<BitcoinNetwork['retarget']>): BitcoinNetwork => ({
    ...REGTEST,
    powLimit: limit,
    retarget: { interval: 4, timespan: 2400, easyAfterSeconds: null, fromBlockBefore: false, bip94: false, fixed: false, ...rules },
  });
  const genesis = REGTEST.genesisHeader;
  const start = decodeHeader(genesis).time;
  /** A chain on the genesis block from (seconds since the genesis block, bits) pairs. */
  const chainOf = (blocks: readonly (readonly [number, number])[]): Uint8Array => {
    const list = [genesis];
    for (const [seconds, bits] of blocks) list.push(mined(list[list.length - 1] as Uint8Array, start + seconds, bits));
    return joined(list);
  };
  const refusals = (network: BitcoinNetwork, blocks: readonly (readonly [number, number])[]): readonly (string | null)[] => {
    const chain = buildHeaderChain(network, chainOf(blocks));
    return blocks.map((_, i) => chain.refusal(i + 1));
  };
  // By hand: three gaps of 400 s make 1200 s of 2400, so the target halves: 0x7fffff / 2 = 0x3fffff (with 0x80 below: compact 3fffff).
  const HALF = 0x203fffff;
  const EASIEST = 0x207fffff;

  it('adjust from the first to the last block of an interval, by at most four', () => {
    const opening = [
      [400, EASIEST],
      [800, EASIEST],
      [1200, EASIEST],
    ] as const;
    expect(refusals(small({}), [...opening, [1600, HALF]])).toEqual([null, null, null, null]);
    expect(refusals(small({}), [...opening, [1600, EASIEST]])[3]).toBe('wrongTarget');
    // 3 seconds in all: bounded to a quarter, 0x7fffff / 4 = 0x1fffff.
    expect(
      refusals(small({}), [
        [1, EASIEST],
        [2, EASIEST],
        [3, EASIEST],
        [4, 0x201fffff],
      ])[3],
    ).toBeNull();
    // Slower than planned: eased, but never above the limit.
    expect(
      refusals(small({}), [
        [4000, EASIEST],
        [8000, EASIEST],
        [12000, EASIEST],
        [16000, EASIEST],
      ])[3],
    ).toBeNull();
    expect(refusals(small({}), [...opening, [1600, HALF], [2000, EASIEST]])[4]).toBe('wrongTarget');
    expect(refusals(small({}), [...opening, [1600, HALF], [9000, EASIEST]])[4]).toBe('wrongTarget'); // no easy blocks on mainnet
  });

  const rising = [
    [400, EASIEST],
    [800, EASIEST],
    [1200, EASIEST],
    [1600, HALF],
  ] as const;

  it('of testnet3 allow an easy block after twenty minutes and then fall back to the last real target', () => {
    const testnet = small({ easyAfterSeconds: 1200 });
    expect(refusals(testnet, [...rising, [1600 + 1201, EASIEST], [2900, HALF]]).slice(4)).toEqual([null, null]);
    expect(refusals(testnet, [...rising, [1600 + 1200, EASIEST]])[4]).toBe('wrongTarget');
    expect(refusals(testnet, [...rising, [1600 + 1201, HALF]])[4]).toBe('wrongTarget'); // the easy target is not optional
    expect(refusals(testnet, [...rising, [2900, EASIEST], [3000, EASIEST]])[5]).toBe('wrongTarget');
  });

  it('of testnet3 adjust from the last block even if it was an easy one; BIP94 from the first', () => {
    const blocks = [...rising, [2000, HALF], [2400, HALF], [2400 + 1300, EASIEST]] as const;
    // The interval took 2100 s of 2400. From the easy last block: 0x7fffff * 7 / 8 = 0x6fffff; from the first: 0x37ffff.
    expect(refusals(small({ easyAfterSeconds: 1200 }), [...blocks, [4000, 0x206fffff]])[7]).toBeNull();
    expect(refusals(small({ easyAfterSeconds: 1200, bip94: true }), [...blocks, [4000, 0x2037ffff]])[7]).toBeNull();
    expect(refusals(small({ easyAfterSeconds: 1200, bip94: true }), [...blocks, [4000, 0x206fffff]])[7]).toBe('wrongTarget');
  });

  it('of BIP94 forbid the time warp at the start of an interval', () => {
    const blocks = [
      [400, EASIEST],
      [800, EASIEST],
      [3000, EASIEST],
    ] as const;
    expect(refusals(small({ bip94: true }), [...blocks, [2400, EASIEST]])[3]).toBeNull();
    expect(refusals(small({ bip94: true }), [...blocks, [2399, EASIEST]])[3]).toBe('timeWarp');
    expect(refusals(small({}), [...blocks, [2399, EASIEST]])[3]).toBeNull();
  });

  it('are marked as unchecked where the interval was not given whole', () => {
    const records = chainOf([...rising, [2000, HALF]]).slice(2 * 80);
    const anchor = { height: 2, hash: sha256d(records.slice(0, 80)) };
    const chain = buildHeaderChain(small({}), records, [anchor]);
    expect(Array.from(chain.height)).toEqual([2, 3, 4, 5]);
    expect(Array.from(chain.targetUnchecked)).toEqual([0, 0, 1, 0]);
  });
});

describe('forged and competing headers', () => {
  const genesis = EASY.genesisHeader;

  it('finds the chain with most work, keeps the first of equals, and marks the rest stale', () => {
    const main = chainOn(genesis, 20);
    const fork = chainOn(main[9] as Uint8Array, 5, 1);
    const chain = buildHeaderChain(EASY, joined([genesis, ...main, ...fork]));
    expect(chain.height[chain.tip]).toBe(20);
    expect(chain.state(21)).toBe('stale');
    expect(chain.height[21]).toBe(11);
    const longer = chainOn(main[9] as Uint8Array, 11, 2);
    const turned = buildHeaderChain(EASY, joined([genesis, ...main, ...longer]));
    expect(turned.height[turned.tip]).toBe(21);
    expect(turned.state(20)).toBe('stale');
    expect(turned.at(10)).toBe(10);
    expect(turned.at(11)).toBe(21);
    expect(turned.at(99)).toBe(-1);
  });

  it('refuses missing work and everything built on it', () => {
    const main = chainOn(genesis, 3);
    const bad = main[1] as Uint8Array;
    const view = new DataView(bad.buffer);
    do view.setUint32(76, view.getUint32(76, true) + 1, true);
    while (checkWork(sha256d(bad), 0x207fffff, EASY.powLimit) === null);
    const child = mined(bad, decodeHeader(bad).time + 600);
    const chain = buildHeaderChain(EASY, joined([genesis, main[0] as Uint8Array, bad, child]));
    expect(chain.refusal(2)).toBe('highHash');
    expect(chain.refusal(3)).toBe('parent');
    expect(chain.height[3]).toBe(-1);
    expect(chain.height[chain.tip]).toBe(1);
  });

  it('refuses a time that is not after the median of eleven, and a changed target', () => {
    const main = chainOn(genesis, 11);
    const last = main[10] as Uint8Array;
    const median = decodeHeader(main[5] as Uint8Array).time;
    const early = mined(last, median);
    const fine = mined(last, median + 1);
    const easier = mined(last, median + 2, 0x207ffffe);
    const chain = buildHeaderChain(EASY, joined([genesis, ...main, early, fine, easier]));
    expect([chain.refusal(12), chain.refusal(13), chain.refusal(14)]).toEqual(['timeTooOld', null, 'wrongTarget']);
    expect(buildHeaderChain(BITCOIN, joined([genesis, ...main])).refusal(0)).toBe('aboveLimit');
  });

  it('refuses a header that stands where an anchor names another', () => {
    const main = chainOn(genesis, 5);
    const chain = buildHeaderChain(EASY, joined([genesis, ...main]), [{ height: 3, hash: new Uint8Array(32).fill(7) }]);
    expect([2, 3, 4].map((i) => chain.refusal(i))).toEqual([null, 'checkpoint', 'parent']);
  });

  it('counts a header once however often it is given, and refuses a torn record', () => {
    const chain = buildHeaderChain(EASY, joined([genesis, genesis, genesis]));
    expect(chain.count).toBe(1);
    expect(Array.from(chain.numberOfInput)).toEqual([0, 0, 0]);
    expect(() => buildHeaderChain(EASY, new Uint8Array(81))).toThrow(/intake.malformed/);
    expect(chain.find(fromDisplayHash('0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206'))).toBe(0);
  });

  it('says when work is cheap to forge', () => {
    expect(stateWork(2000n).cheapToForge).toBe(true);
    expect(stateWork(BITCOIN.minimumChainWork)).toMatchObject({ cheapToForge: false });
    expect(stateWork(2n ** 96n).log2).toBeCloseTo(96, 9);
  });
});
