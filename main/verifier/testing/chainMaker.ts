// Makes small regtest chains by hand for the verifier's tests: transactions, Merkle trees, mined headers. Uses node:crypto and
// bitcoinjs-lib, never the verifier's own code, so that the two cannot agree by sharing a mistake.
import { createHash } from 'node:crypto';
import { address as addresses, networks } from 'bitcoinjs-lib';

export const REGTEST = 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328';
const sha = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const twice = (bytes: Uint8Array): Buffer => sha(sha(bytes));
export const display = (hash: Uint8Array): string => Buffer.from(hash).reverse().toString('hex');

export interface MadeTransaction {
  readonly txid: string;
  readonly raw: Buffer;
  readonly stripped: Buffer;
  readonly outputs: readonly { readonly value: bigint; readonly script: Buffer }[];
}
export interface MadeBlock {
  readonly hash: string;
  readonly header: Buffer;
  readonly height: number;
  readonly time: number;
  readonly transactions: readonly MadeTransaction[];
}

const compact = (n: number): Buffer =>
  n < 253
    ? Buffer.from([n])
    : n < 65536
      ? Buffer.from([253, n & 255, n >> 8])
      : Buffer.from([254, n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24]);
const u32 = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
};
const u64 = (n: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(n);
  return bytes;
};

export function makeTransaction(
  spent: readonly string[],
  outputs: readonly (readonly [bigint, Buffer])[],
  options: { tag?: number; witness?: boolean } = {},
): MadeTransaction {
  const coinbase = spent.length === 0;
  const inputs = coinbase
    ? [Buffer.concat([Buffer.alloc(32), u32(0xffffffff), compact(4), u32(options.tag ?? 0), u32(0xffffffff)])]
    : spent.map((outpoint) =>
        Buffer.concat([Buffer.from(outpoint.slice(0, 64), 'hex').reverse(), u32(Number(outpoint.slice(65))), compact(0), u32(0xfffffffe)]),
      );
  const outs = outputs.map(([value, script]) => Buffer.concat([u64(value), compact(script.length), script]));
  const body = Buffer.concat([compact(inputs.length), ...inputs, compact(outs.length), ...outs]);
  const witness = Buffer.concat(
    inputs.map(() => Buffer.concat([compact(2), compact(3), Buffer.from('abc'), compact(1), Buffer.from([options.tag ?? 1])])),
  );
  const stripped = Buffer.concat([u32(2), body, u32(0)]);
  const raw = options.witness ? Buffer.concat([u32(2), Buffer.from([0, 1]), body, witness, u32(0)]) : stripped;
  return { txid: display(twice(stripped)), raw, stripped, outputs: outputs.map(([value, script]) => ({ value, script })) };
}

export function merkleLevels(leaves: readonly Buffer[]): Buffer[][] {
  const levels = [[...leaves]];
  for (let level = levels[0] as Buffer[]; level.length > 1; level = levels.at(-1) as Buffer[]) {
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) next.push(twice(Buffer.concat([level[i] as Buffer, level[i + 1] ?? (level[i] as Buffer)])));
    levels.push(next);
  }
  return levels;
}

export function branchOf(block: MadeBlock, position: number): string[] {
  const levels = merkleLevels(block.transactions.map((transaction) => twice(transaction.stripped)));
  return levels.slice(0, -1).map((level, depth) => {
    const index = position >> depth;
    return ((level[index ^ 1] ?? level[index]) as Buffer).toString('hex');
  });
}

export const GENESIS_HEADER = Buffer.concat([
  u32(1),
  Buffer.alloc(32),
  Buffer.from('4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b', 'hex').reverse(),
  u32(1296688602),
  u32(0x207fffff),
  u32(2),
]);

export function mineHeader(previous: Buffer, root: Buffer, time: number, bits = 0x207fffff): Buffer {
  for (let nonce = 0; ; nonce += 1) {
    const header = Buffer.concat([u32(0x20000000), previous, root, u32(time), u32(bits), u32(nonce)]);
    if ((twice(header)[31] as number) < 0x7f) return header;
  }
}

/** Blocks on top of the regtest genesis; each begins with its own coinbase transaction. */
export function mineChain(contents: readonly (readonly MadeTransaction[])[]): MadeBlock[] {
  const blocks: MadeBlock[] = [
    { hash: display(twice(GENESIS_HEADER)), header: GENESIS_HEADER, height: 0, time: 1296688602, transactions: [] },
  ];
  for (const transactions of contents) {
    const before = blocks.at(-1) as MadeBlock;
    const root = merkleLevels(transactions.map((one) => twice(one.stripped))).at(-1)?.[0] as Buffer;
    const time = before.time + 600;
    const header = mineHeader(twice(before.header), root, time);
    blocks.push({ hash: display(twice(header)), header, height: before.height + 1, time, transactions });
  }
  return blocks;
}

const fill = (byte: number, length: number): Buffer => Buffer.alloc(length, byte);
export const scripts = {
  p2pkh: (n: number) => Buffer.concat([Buffer.from([0x76, 0xa9, 20]), fill(n, 20), Buffer.from([0x88, 0xac])]),
  p2sh: (n: number) => Buffer.concat([Buffer.from([0xa9, 20]), fill(n, 20), Buffer.from([0x87])]),
  p2wpkh: (n: number) => Buffer.concat([Buffer.from([0, 20]), fill(n, 20)]),
  p2wsh: (n: number) => Buffer.concat([Buffer.from([0, 32]), fill(n, 32)]),
  p2tr: (n: number) => Buffer.concat([Buffer.from([0x51, 32]), fill(n, 32)]),
  p2pk: (n: number) => Buffer.concat([Buffer.from([33, 2]), fill(n, 32), Buffer.from([0xac])]),
  bare: () => Buffer.from([0x51]),
};

export function addressOfScript(script: Buffer): string | null {
  // bitcoinjs-lib wants a curve library for taproot outputs; writing the address down needs none.
  if (script.length === 34 && script[0] === 0x51) return addresses.toBech32(script.subarray(2), 1, networks.regtest.bech32);
  try {
    return addresses.fromOutputScript(script, networks.regtest);
  } catch {
    return null;
  }
}
