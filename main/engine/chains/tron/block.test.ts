// Blocks and the Merkle rule against the main network: block 0, a proven transaction, twenty signed headers, 1001 ids.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { SHARED_DATA, sharedFile } from '../../../../tests/vectors/sharedData.ts';
import { tronAddressBytes } from './address.ts';
import { checkConfirmations, headerSigner, readHeaderBytes, readHeaderRawData, readTronBlock, tronBlockId } from './block.ts';
import { buildBlock, buildRawData, buildTransaction, signTron, tronAddressOfPrivateKey } from './build.ts';
import { GENESIS, PROVEN } from './chainVectors.ts';
import { checkTronInclusion, tronBranch, tronLeaf, tronRoot } from './merkle.ts';
import { TRON } from './networks.ts';
import { readTransactionBytes } from './transaction.ts';
import { delimitedField, joinBytes, varintField } from './wire.ts';

const sha = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());

function reasonOf(work: () => unknown): unknown {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Fault) return fault.parameters['reason'];
    throw fault;
  }
  return 'accepted';
}

/**
 * Five producers of December 2025 sign with a key of their witness permission; which, is read off the signatures here (the other
 * fifteen recover to the address that the header names). Without such a table these headers look forged.
 */
const SIGNING_ADDRESSES = new Map([
  ['TN2W4cc7a4dsYyTLiLMWa9m7jVpdLjGvYs', 'TAwYNtREMVLrHWx8zAqvVZhbCE2S2oJpzs'],
  ['TGyrSc9ZmTdbYziuk1SKEmdtCdETafewJ9', 'TVbTHM4NsiZ6tGKKekoEriNoemeCdTf16n'],
  ['TTxrh32VJveqiYRwbLEX2wLTMFCfbpAUQj', 'TXXvArisGf7YL9TfUbwYj5i16htm8ZjMUs'],
  ['TQzd66b9EFVHJfZK5AmiVhBjtJvXGeSPPZ', 'TS5HALgtmHTLnHQGGdzpiza7mPJDSUPvEZ'],
  ['TQhuVjZtmp6k4fPmGZLr4wyXdziCVSPkEX', 'TBd3CentvemaAugP4mjWhHqNNJvr1rSbsc'],
]);

const headers = PROVEN.headers.map((text) => readHeaderBytes(fromHex(text)));
const proof = {
  transactionBytes: fromHex(PROVEN.bytes),
  position: PROVEN.position,
  transactions: 400,
  branch: PROVEN.branch.map(fromHex),
};

describe('a block of the main network', () => {
  it('holds the transaction under its root', () => {
    expect(headers[0]?.number).toBe(PROVEN.block);
    expect(hex(headers[0]?.txTrieRoot as Uint8Array)).toBe(PROVEN.root);
    expect(hex(tronLeaf(proof.transactionBytes))).toBe(PROVEN.leaf);
    expect(() => checkTronInclusion(proof, headers[0]?.txTrieRoot as Uint8Array)).not.toThrow();
  });

  it('refuses the same with one thing changed', () => {
    const root = fromHex(PROVEN.root);
    const changed = proof.transactionBytes.slice();
    changed[changed.length - 1] = 2; // contractRet REVERT: whether it succeeded is committed to
    expect(reasonOf(() => checkTronInclusion({ ...proof, transactionBytes: changed }, root))).toBe('root');
    expect(reasonOf(() => checkTronInclusion({ ...proof, position: 334 }, root))).toBe('root');
    expect(reasonOf(() => checkTronInclusion({ ...proof, position: 400 }, root))).toBe('position');
    expect(reasonOf(() => checkTronInclusion({ ...proof, branch: proof.branch.slice(1) }, root))).toBe('branchLength');
    expect(reasonOf(() => checkTronInclusion({ ...proof, branch: [...proof.branch, root] }, root))).toBe('branchLength');
    expect(reasonOf(() => checkTronInclusion({ ...proof, transactionBytes: new Uint8Array(64) }, root))).toBe('shortTransaction');
    // The txid in the leaf's place: the mistake that Bitcoin's habit invites.
    expect(reasonOf(() => checkTronInclusion({ ...proof, transactionBytes: fromHex(PROVEN.txid) }, root))).toBe('shortTransaction');
    expect(
      reasonOf(() => checkTronInclusion({ ...proof, transactionBytes: readTransactionBytes(proof.transactionBytes).rawData }, root)),
    ).toBe('root');
  });

  it('is followed by nineteen headers, each signed by its producer or, for five of them, by the key the producer appointed', () => {
    const apart = headers.filter((header) => headerSigner(header) !== header.witness);
    expect(new Map(apart.map((header) => [header.witness, headerSigner(header)]))).toEqual(SIGNING_ADDRESSES);
    const confirmation = checkConfirmations(headers, SIGNING_ADDRESSES);
    expect(confirmation.following).toBe(19);
    expect(confirmation.producers).toHaveLength(20);
    expect(confirmation.irreversible).toBe(true);
    expect(checkConfirmations(headers.slice(0, 18), SIGNING_ADDRESSES).irreversible).toBe(false);
    expect(reasonOf(() => checkConfirmations(headers))).toBe('witness');
    expect(reasonOf(() => checkConfirmations([headers[0]!, headers[2]!], SIGNING_ADDRESSES))).toBe('parent');
    const forged = { ...headers[1]!, signature: headers[2]!.signature };
    expect(reasonOf(() => checkConfirmations([headers[0]!, forged], SIGNING_ADDRESSES))).toBe('witness');
  });
});

describe('the genesis block', () => {
  const owner = `hex:${hex(new TextEncoder().encode(GENESIS.owner))}`;
  const transactions = GENESIS.accounts.map(({ address, amount }) => {
    const empty = new Uint8Array(0);
    const values = { owner_address: owner, to_address: address, amount };
    const rawData = buildRawData({
      ...{ type: 'TransferContract', values, refBlockBytes: empty, refBlockHash: empty, expirationMs: 0n, timestampMs: 0n },
    });
    return buildTransaction(rawData, [], null);
  });
  const leaves = transactions.map(tronLeaf);

  it('gives the id that CAIP-2 names the network by: three leaves, the third promoted', () => {
    const rawData = joinBytes([
      delimitedField(2, tronRoot(leaves)),
      delimitedField(3, fromHex(GENESIS.parent)),
      delimitedField(9, new TextEncoder().encode(GENESIS.witness)),
    ]);
    expect(tronBlockId(rawData, 0)).toBe(TRON.genesisId);
    const block = readTronBlock(
      joinBytes([...transactions.map((bytes) => delimitedField(1, bytes)), delimitedField(2, delimitedField(1, rawData))]),
    );
    expect(block.header.id).toBe(TRON.genesisId);
    expect(block.header.witness).toBeNull();
    expect(block.transactions[2]?.contract.values['amount']).toBe(-9_223_372_036_854_775_808n);
    expect(block.transactions[0]?.contract.values['owner_address']).toBe(owner);
  });

  it('does not come out with the txid as leaf, nor with the odd leaf doubled as Bitcoin does', () => {
    const [a, b, c] = leaves as [Uint8Array, Uint8Array, Uint8Array];
    expect(hex(tronRoot(leaves))).toBe(hex(sha(sha(a, b), c)));
    expect(hex(tronRoot(leaves))).not.toBe(hex(sha(sha(a, b), sha(c, c))));
    const txids = readTronBlock(
      joinBytes([
        ...transactions.map((bytes) => delimitedField(1, bytes)),
        delimitedField(2, delimitedField(1, delimitedField(2, tronRoot(leaves)))),
      ]),
    ).transactions.map(({ txid }) => fromHex(txid));
    expect(hex(tronRoot(txids))).not.toBe(hex(tronRoot(leaves)));
  });
});

describe('the tree', () => {
  it('is what a calculation by hand gives for one to seven leaves', () => {
    const leaves = [1, 2, 3, 4, 5, 6, 7].map((n) => sha(Uint8Array.of(n)));
    const [a, b, c, d, e, f, g] = leaves as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const abcd = sha(sha(a, b), sha(c, d));
    expect(hex(tronRoot([]))).toBe('00'.repeat(32));
    expect(hex(tronRoot([a]))).toBe(hex(a));
    expect(hex(tronRoot([a, b]))).toBe(hex(sha(a, b)));
    expect(hex(tronRoot([a, b, c, d, e]))).toBe(hex(sha(abcd, e)));
    expect(hex(tronRoot([a, b, c, d, e, f]))).toBe(hex(sha(abcd, sha(e, f))));
    expect(hex(tronRoot(leaves))).toBe(hex(sha(abcd, sha(sha(e, f), g))));
    expect(tronBranch([a, b, c, d, e], 4).map(hex)).toEqual([hex(abcd)]);
    expect(tronBranch([a, b, c, d, e], 0).map(hex)).toEqual([hex(b), hex(sha(c, d)), hex(e)]);
  });

  it('checks every branch it builds, and no branch for another place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (count, pick, other) => {
        const bytes = Array.from({ length: count }, (_, n) => new Uint8Array(70).fill(n + 1));
        const leaves = bytes.map(tronLeaf);
        const position = pick % count;
        const one = { transactionBytes: bytes[position]!, position, transactions: count, branch: tronBranch(leaves, position) };
        checkTronInclusion(one, tronRoot(leaves));
        const elsewhere = other % count;
        if (elsewhere !== position)
          expect(reasonOf(() => checkTronInclusion({ ...one, position: elsewhere }, tronRoot(leaves)))).not.toBe('accepted');
      }),
    );
  });
});

describe('blocks that are made', () => {
  const key = new Uint8Array(32).fill(7);
  const witness = tronAddressOfPrivateKey(key);
  const rawData = buildRawData({
    type: 'TransferContract',
    values: { owner_address: witness, to_address: 'TLLM21wteSPs4hKjbxgmH1L6poyMjeTbHm', amount: 5n },
    refBlockBytes: Uint8Array.of(1, 2),
    refBlockHash: new Uint8Array(8).fill(3),
    expirationMs: 1_700_000_060_000n,
    timestampMs: 1_700_000_000_000n,
  });
  const transaction = buildTransaction(rawData, [signTron(rawData, key)], 'SUCCESS');
  const values = { number: 5, parentId: '00'.repeat(32), timestampMs: 1_700_000_003_000n, version: 30, witness, witnessKey: key };

  it('read back with their producer, and a changed byte of a transaction is refused', () => {
    const { bytes } = buildBlock({ ...values, transactions: [transaction, transaction, transaction] });
    const block = readTronBlock(bytes);
    expect(block.header.number).toBe(5);
    expect(headerSigner(block.header)).toBe(witness);
    expect(block.transactions).toHaveLength(3);
    const changed = bytes.slice();
    changed[40] = (changed[40] as number) ^ 1;
    expect(reasonOf(() => readTronBlock(changed))).toBe('root');
    expect(reasonOf(() => readTronBlock(new Uint8Array(0)))).toBe('noHeader');
  });

  it('end in a refusal or a block, whatever the bytes', () => {
    const { bytes } = buildBlock({ ...values, transactions: [transaction] });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ change;
        reasonOf(() => readTronBlock(changed));
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (random) => void reasonOf(() => readTronBlock(random))));
  });
});

describe.skipIf(SHARED_DATA === null)('1001 headers of the main network (November 2023)', () => {
  it('have the ids that were recorded for them, each the parent of the next', () => {
    const rows = new TextDecoder().decode(sharedFile('eth-tron/graphsense-trx/56804500to56805500/blocks.json')).trim().split('\n');
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
    let parent: string | null = null;
    for (const row of rows) {
      const { blockId, blockHash, parentHash, transactionsRoot, miner, timestamp } = JSON.parse(row) as Record<string, string> & {
        blockId: number;
        timestamp: number;
      };
      const rawData = joinBytes([
        varintField(1, BigInt(timestamp) * 1000n),
        delimitedField(2, bytes(transactionsRoot as string)),
        delimitedField(3, bytes(parentHash as string)),
        varintField(7, BigInt(blockId)),
        delimitedField(9, Uint8Array.of(0x41, ...bytes(miner as string))),
        varintField(10, 28n),
      ]);
      const header = readHeaderRawData(rawData);
      expect(header.id).toBe(hex(bytes(blockHash as string)));
      if (parent !== null) expect(header.parentId).toBe(parent);
      expect(hex(tronAddressBytes(header.witness as string)).slice(2)).toBe(hex(bytes(miner as string)));
      parent = header.id;
    }
    expect(rows).toHaveLength(1001);
  });
});
