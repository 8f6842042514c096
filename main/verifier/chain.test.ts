// The verifier's chain rules against real main network data (read in place, skipped with a notice where absent) and published examples.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { address, networks } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import { addressOf } from './core/address.ts';
import { readManifest } from './core/bagit.ts';
import { KNOWN_CHAINS, type KnownChain, MAINNET, MAINNET_CHECKPOINTS, MAINNET_MINIMUM_WORK, targetOf, workOf } from './core/constants.ts';
import { collectFindings } from './core/findings.ts';
import { checkHeaders, nextBits, provenTarget, readHeader } from './core/headers.ts';
import { foldBranch } from './core/merkle.ts';
import { parseTransaction } from './core/transaction.ts';
import { canonical } from './testing/bagWriter.ts';
import { scripts } from './testing/chainMaker.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const data = process.env['TRACEHOLD_DATA'] ?? join(root, '../shared/data');
const present = existsSync(data);
if (!present) console.warn('real chain data absent: tests against it are skipped');
const mainnet = KNOWN_CHAINS.get(MAINNET) as KnownChain;

describe.skipIf(!present)('built-in constants', () => {
  it('equal both public lists of checkpoints', () => {
    const lines = readFileSync(join(data, 'btc-blocks/bitcoinj/org.bitcoin.production.checkpoints.txt'), 'utf8')
      .split('\n')
      .slice(3)
      .filter((line) => line !== '');
    const electrum = JSON.parse(readFileSync(join(data, 'btc-blocks/electrum-headers/checkpoints.json'), 'utf8')) as [string, number][];
    let compared = 0;
    for (const line of lines) {
      const bytes = Buffer.from(line, 'base64');
      const height = bytes.readUInt32BE(bytes.length - 84);
      const own = MAINNET_CHECKPOINTS.get(height);
      if (own === undefined) continue;
      const header = readHeader(bytes.subarray(-80));
      expect(own).toEqual({ hash: header.hash, work: BigInt(`0x${bytes.subarray(0, -84).toString('hex')}`) });
      expect(MAINNET_CHECKPOINTS.get(height - 1)?.hash).toBe(electrum[height / 2016 - 1]?.[0]);
      expect(own.work - (MAINNET_CHECKPOINTS.get(height - 1)?.work ?? 0n)).toBe(workOf(targetOf(header.bits) as bigint));
      compared += 1;
    }
    expect(compared).toBe((MAINNET_CHECKPOINTS.size - 1) / 2);
    expect(compared).toBe(44);
    expect(MAINNET_MINIMUM_WORK).toBeGreaterThan(1n << 95n);
  });
});

describe.skipIf(!present)('real headers', () => {
  const raw = present ? readFileSync(join(data, 'btc-blocks/bitcoinj/first-100k-blocks.dat')) : Buffer.alloc(0);
  const blocks: Buffer[] = [];
  for (let at = 0; at + 8 < raw.length && raw.readUInt32LE(at) === 0xd9b4bef9; at += 8 + raw.readUInt32LE(at + 4))
    blocks.push(raw.subarray(at + 8, at + 8 + raw.readUInt32LE(at + 4)));
  const bag = (headers: Buffer, change: Record<string, unknown> = {}) => {
    const count = Math.floor(headers.length / 80);
    const segment = {
      chain: MAINNET,
      file: 'headers/0.bin',
      from: 0,
      count,
      anchor: { kind: 'genesis', height: 0, hash: mainnet.genesis },
      tip: { height: count - 1, hash: readHeader(headers, headers.length - 80).hash },
      work: String(BigInt(count) * 0x100010001n),
      ...change,
    };
    const findings = collectFindings();
    const bytes = new Map<string, Uint8Array>([
      ['data/headers.json', Buffer.from(canonical({ format: 'tracehold-headers/1', segments: [segment] }))],
      ['data/headers/0.bin', headers],
    ]);
    const index = checkHeaders({ bytes, hashes: new Map() }, findings);
    return { findings, index };
  };
  it('[H2] the first blocks of the main network hold, are cheap to forge, and end early', () => {
    const headers = Buffer.concat(blocks.map((block) => block.subarray(0, 80)));
    const { findings, index } = bag(headers);
    expect(findings.list().filter((finding) => !finding.ok)).toEqual([]);
    expect(index.cheap.has(MAINNET)).toBe(true);
    expect(findings.omitted().join()).toMatch(/later blocks are not part/);
    const other = Buffer.from(headers);
    other.writeUInt32LE(0x1d00fffe, 200 * 80 + 72);
    expect(bag(other).findings.failures()).toBeGreaterThan(0);
    expect(bag(headers, { anchor: { kind: 'genesis', height: 0, hash: '00'.repeat(32) } }).findings.failures('anchor')).toBeGreaterThan(0);
    expect(bag(headers, { work: '1' }).findings.failures('headers')).toBe(1);
  });
  it('[H2] retargets of published main network periods', () => {
    const file = JSON.parse(readFileSync(join(data, 'btc-blocks/summa-spv/headersWithRetarget.json'), 'utf8'));
    const first = readHeader(Buffer.from(file.oldPeriodStart.hex.slice(2), 'hex'));
    const chain = [file.genesis, ...file.chain].map((one: { hex: string; height: number }) => ({
      ...readHeader(Buffer.from(one.hex.slice(2), 'hex')),
      height: one.height,
    }));
    const boundary = chain.findIndex((header, index) => index > 0 && header.bits !== chain[0]?.bits);
    const last = chain[boundary - 1] as (typeof chain)[number];
    expect(boundary).toBeGreaterThan(0);
    expect(nextBits(mainnet, last.bits, first.time, last.time)).toBe(chain[boundary]?.bits);
    for (const header of chain) expect(provenTarget(header, mainnet)).not.toBeNull();
  });
  it('[P2] every transaction of a real block parses, and a branch leads to its root', () => {
    const block = readFileSync(join(data, 'btc-blocks/bcoin/block300025.raw'));
    const header = readHeader(block);
    let at = 80;
    const count = block[at] === 253 ? block.readUInt16LE(at + 1) : (block[at] as number);
    at += block[at] === 253 ? 3 : 1;
    const leaves: Uint8Array[] = [];
    const from = at;
    // The reader takes exactly one transaction, so its length is found by walking the fields here.
    const size = (): number => {
      const first = block[at++] as number;
      if (first < 253) return first;
      at += 2;
      return block.readUInt16LE(at - 2);
    };
    for (let i = 0; i < count; i += 1) {
      const start = at;
      at += 4;
      for (let n = size(); n > 0; n -= 1) {
        at += 36;
        const script = size();
        at += script + 4;
      }
      for (let n = size(); n > 0; n -= 1) {
        at += 8;
        const script = size();
        at += script;
      }
      at += 4;
      const transaction = parseTransaction(block.subarray(start, at));
      expect(transaction, `transaction ${i}`).not.toBeNull();
      leaves.push(transaction?.leaf as Uint8Array);
    }
    expect(at).toBe(block.length);
    expect(from).toBeLessThan(at);
    const twice = (bytes: Uint8Array): Buffer => createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
    for (const position of [0, 1, Math.floor(count / 2), count - 1]) {
      const branch: Uint8Array[] = [];
      let level: Uint8Array[] = leaves;
      for (let index = position; level.length > 1; index >>= 1) {
        branch.push((level[index ^ 1] ?? level[index]) as Uint8Array);
        const next: Uint8Array[] = [];
        for (let i = 0; i < level.length; i += 2)
          next.push(twice(Buffer.concat([level[i] as Uint8Array, (level[i + 1] ?? level[i]) as Uint8Array])));
        level = next;
      }
      expect(foldBranch(leaves[position] as Uint8Array, position, count, branch)).toEqual(new Uint8Array(header.merkleRoot));
    }
  });
});

describe('addresses', () => {
  it('equal bitcoinjs-lib for every standard script on two networks', () => {
    const regtest = KNOWN_CHAINS.get('bip122:0f9188f13cb7b2c71f2a335e3a4fc328') as KnownChain;
    for (let n = 0; n < 256; n += 15) {
      for (const script of [scripts.p2pkh(n), scripts.p2sh(n), scripts.p2wpkh(n), scripts.p2wsh(n)]) {
        expect(addressOf(script, mainnet).address).toBe(address.fromOutputScript(script, networks.bitcoin));
        expect(addressOf(script, regtest).address).toBe(address.fromOutputScript(script, networks.regtest));
      }
      expect(addressOf(scripts.p2tr(n), mainnet).address).toBe(address.toBech32(scripts.p2tr(n).subarray(2), 1, 'bc'));
      for (const script of [scripts.p2pk(n), scripts.bare(), Buffer.from([0x6a, 1, n]), Buffer.alloc(0)])
        expect(addressOf(script, mainnet).address).toBeNull();
    }
  });
  it('BIP350 vectors', () => {
    for (const [script, text] of [
      ['0014751e76e8199196d454941c45d1b3a323f1433bd6', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
      [
        '5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6',
        'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
      ],
      ['6002751e', 'bc1sw50qgdz25j'],
      [
        '512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
        'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
      ],
    ] as const) {
      expect(addressOf(Buffer.from(script, 'hex'), mainnet).address).toBe(text);
    }
  });
});

describe.skipIf(!present)('Library of Congress BagIt conformance suite', () => {
  const suite = join(data, 'case-bagit/bagit-conformance-suite');
  const manifests = (kind: string): [string, Buffer][] =>
    readdirSync(suite).flatMap((version) => {
      const folder = join(suite, version, kind);
      if (!existsSync(folder)) return [];
      return readdirSync(folder, { withFileTypes: true })
        .filter((bag) => bag.isDirectory())
        .flatMap((bag) =>
          readdirSync(join(folder, bag.name))
            .filter((name) => /^manifest-/.test(name))
            .map((name) => [`${version}/${bag.name}/${name}`, readFileSync(join(folder, bag.name, name))] as [string, Buffer]),
        );
    });
  const digits = (name: string): number => (name.includes('md5') ? 32 : name.includes('sha256') ? 64 : name.includes('sha512') ? 128 : 40);
  const accepted = (kind: string): string[] =>
    manifests(kind)
      .filter(([name, bytes]) => readManifest(bytes, digits(name), name, collectFindings()) !== null)
      .map(([name]) => name);
  it('accepts plain bags, and none of the manifests that leave the bag or name a file twice', () => {
    // Ours is a closed profile of BagIt: it also refuses what the suite only warns of (case, order, asterisks, leading dots).
    expect(accepted('valid').some((name) => name.includes('basic-bag'))).toBe(true);
    const wrong = [...accepted('invalid'), ...accepted('linux-only'), ...accepted('windows-only')].filter((name) =>
      /out-of-scope-file-paths-using-(dot|absolute|unc)(?!.*for-fetch)|twice.*sha256/.test(name),
    );
    expect(wrong).toEqual([]);
    expect(manifests('invalid').length).toBeGreaterThan(5);
    expect(accepted('warning').filter((name) => /md5sum-tools|relative|same-filename.*sha256/.test(name))).toEqual([]);
  });
});
