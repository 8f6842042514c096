// Real blocks: hashes, roots, signatures and receipts rebuilt from what nodes printed, and compared with what the chain committed to.
import { gunzipSync } from 'node:zlib';
import { Transaction } from 'ethers/transaction';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { SHARED_DATA, sharedFile, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { addressText } from './addresses.ts';
import { type BlockHeader, headerOf, readHeader } from './header.ts';
import { type JsonObject, hexText } from './json.ts';
import { keccak256 } from './keccak.ts';
import { bloomOf, decodeReceipt, encodeReceipt, logOfJson, receiptOfJson } from './receipt.ts';
import { type RlpItem, decodeRlp, encodeRlp, integerBytes } from './rlp.ts';
import { decodeEvmTransaction, senderOf, transactionOfJson } from './transaction.ts';
import { checkTrieProof, nibblesOf, positionKey, trieOfList } from './trie.ts';

const IPLD = 'eth-tron/go-ipld-eth';
const ETL = 'eth-tron/ethereum-etl';

const BLOCKS = [
  ...['0', '997522', '999998', '999999', '4139497'].map((height) => `${IPLD}/eth-block-body-json-${height}`),
  `${IPLD}/eth-uncle-json-997522-0`,
  `${IPLD}/eth-uncle-json-997522-1`,
  `${ETL}/test_export_blocks_job/block_with_logs/web3_response.eth_getBlockByNumber_0x76250_true.json`,
  `${ETL}/test_export_blocks_job/block_without_transactions/web3_response.eth_getBlockByNumber_0x0_true.json`,
  `${ETL}/test_export_blocks_job/blocks_with_transactions/web3_response.eth_getBlockByNumber_0xb872_true.json`,
  `${ETL}/test_export_blocks_job/blocks_with_transactions/web3_response.eth_getBlockByNumber_0xb873_true.json`,
  `${ETL}/test_stream/blocks_1755634_1755635/web3_response.eth_getBlockByNumber_0x1ac9f2_true.json`,
  `${ETL}/test_stream/blocks_1755634_1755635/web3_response.eth_getBlockByNumber_0x1ac9f3_true.json`,
];

function resultOf(path: string): JsonObject {
  const json = sharedJson(path) as JsonObject;
  return (json['result'] ?? json) as JsonObject;
}

function headerOfJson(json: JsonObject): BlockHeader {
  const reading = readHeader(json);
  if (reading.kind !== 'rebuilt') throw new Error(JSON.stringify(reading));
  return reading.header;
}

function linesOf(path: string): readonly JsonObject[] {
  const text = new TextDecoder().decode(sharedFile(path));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
}

describe.skipIf(SHARED_DATA === null)('real blocks', () => {
  it('have the hash that their header gives, and the transactions that their root commits to', () => {
    let transactions = 0;
    for (const path of BLOCKS) {
      const block = resultOf(path);
      const header = headerOfJson(block);
      expect(hexText(header.hash)).toBe(block['hash']);
      expect(header.fieldCount).toBe(15);
      // Uncles come without their body.
      if (!Array.isArray(block['transactions']) || path.includes('uncle')) continue;
      const read = block['transactions'].map(transactionOfJson);
      transactions += read.length;
      expect(hexText(trieOfList(read.map(({ bytes }) => bytes)).root)).toBe(hexText(header.transactionsRoot));
      for (const [i, transaction] of read.entries()) {
        const stated = block['transactions'][i] as JsonObject;
        expect(hexText(transaction.hash)).toBe(stated['hash']);
        if (typeof stated['raw'] === 'string') expect(hexText(transaction.bytes)).toBe(stated['raw']);
      }
    }
    expect(transactions).toBeGreaterThan(330);
  });

  it('are refused once any header field is another', () => {
    const block = resultOf(`${IPLD}/eth-block-body-json-999999`);
    expect(readHeader({ ...block, gasUsed: '0x1' }).kind).toBe('mismatch');
    expect(readHeader({ ...block, gasUsed: '0x1', somethingNew: '0x1' })).toMatchObject({ kind: 'unknownForm', unknown: ['somethingNew'] });
    // A further field of the JSON is no part of the header as long as the hash comes out.
    expect(readHeader({ ...block, somethingNew: '0x1' }).kind).toBe('rebuilt');
    expect(readHeader({ ...block, baseFeePerGas: '0x7' }).kind).toBe('mismatch');
    const { mixHash, ...lacking } = block;
    expect(mixHash).toBeDefined();
    expect(readHeader(lacking)).toEqual({ kind: 'incomplete', missing: ['mixHash'] });
    expect(() => readHeader({ ...block, number: 999999 })).toThrow(Fault);
  });

  it('are signed by the senders that the nodes print', () => {
    for (const path of [BLOCKS[2], BLOCKS[4], BLOCKS[7], BLOCKS[9]]) {
      const list = resultOf(path as string)['transactions'] as readonly JsonObject[];
      // A recovery takes a millisecond; forty of the largest block do.
      for (const json of list.slice(0, 40)) expect(hexText(senderOf(transactionOfJson(json)))).toBe(json['from']);
    }
  });

  it('read the same from their RLP', () => {
    for (const height of ['999996', '999997', '999999']) {
      const bytes = sharedFile(`${IPLD}/eth-block-header-rlp-${height}`);
      const header = headerOf(bytes);
      expect(header.number).toBe(Number(height));
      expect(hex(keccak256(header.bytes))).toBe(hex(header.hash));
    }
    expect(hexText(headerOf(sharedFile(`${IPLD}/eth-block-header-rlp-999999`)).hash)).toBe(
      resultOf(`${IPLD}/eth-block-body-json-999999`)['hash'],
    );
    for (const height of ['997522', '999999']) {
      const [header, list, uncles] = decodeRlp(sharedFile(`${IPLD}/eth-block-body-rlp-${height}`)) as readonly (readonly RlpItem[])[];
      const { transactionsRoot, bytes } = headerOf(encodeRlp(header as RlpItem));
      const transactions = (list as readonly RlpItem[]).map((item) => decodeEvmTransaction(encodeRlp(item)));
      expect(hex(trieOfList(transactions.map((each) => each.bytes)).root)).toBe(hex(transactionsRoot));
      // The RLP of 997522 in the data is not the block of the JSON beside it; 999999 is.
      const stated = resultOf(`${IPLD}/eth-block-body-json-${height}`)['hash'];
      if (height === '999999') expect(hexText(keccak256(bytes))).toBe(stated);
      expect(hex(keccak256(encodeRlp(uncles as RlpItem)))).toBe(hex((header as readonly Uint8Array[])[1] as Uint8Array));
    }
  });

  it('commit to their receipts: before Byzantium the state after each', () => {
    const folder = `${ETL}/test_stream/blocks_1755634_1755635`;
    const block = resultOf(BLOCKS[12] as string);
    const receipts = (block['transactions'] as readonly JsonObject[]).map((transaction) =>
      receiptOfJson(resultOf(`${folder}/web3_response.eth_getTransactionReceipt_${transaction['hash']}.json`)),
    );
    const encoded = receipts.map(encodeReceipt);
    expect(receipts.every(({ status, postState }) => status === 'notStated' && postState?.length === 32)).toBe(true);
    expect(hexText(trieOfList(encoded).root)).toBe(block['receiptsRoot']);
    expect(hexText(bloomOf(receipts.flatMap(({ logs }) => logs)))).toBe(block['logsBloom']);
    for (const bytes of encoded) expect(hex(encodeReceipt(decodeReceipt(bytes)))).toBe(hex(bytes));
    // Block 0x76250, receipts in the other form of test data.
    const logsFolder = `${ETL}/test_export_receipts_job/receipts_with_logs`;
    const other = resultOf(BLOCKS[7] as string);
    const hashes = (other['transactions'] as readonly JsonObject[]).map(({ hash }) => String(hash));
    const list = hashes.map((hash) => receiptOfJson(resultOf(`${logsFolder}/web3_response.eth_getTransactionReceipt_${hash}.json`)));
    expect(hexText(bloomOf(list.flatMap(({ logs }) => logs)))).toBe(other['logsBloom']);
    if (list.every(({ postState }) => postState !== null))
      expect(hexText(trieOfList(list.map(encodeReceipt)).root)).toBe(other['receiptsRoot']);
  });

  it('have proofs for each transaction that hold for it alone', () => {
    const block = resultOf(`${IPLD}/eth-block-body-json-4139497`);
    const { transactionsRoot } = headerOfJson(block);
    const values = (block['transactions'] as readonly unknown[]).map((json) => transactionOfJson(json).bytes);
    const trie = trieOfList(values);
    for (const [i, value] of values.entries()) {
      const proof = trie.proofOf(positionKey(i));
      expect(hex(checkTrieProof(transactionsRoot, positionKey(i), proof) as Uint8Array)).toBe(hex(value));
      const other = positionKey((i + 1) % values.length);
      expect(() => checkTrieProof(transactionsRoot, other, proof)).toThrow(Fault);
      expect(() => checkTrieProof(transactionsRoot, positionKey(i), proof.slice(0, -1))).toThrow(Fault);
      expect(() => checkTrieProof(transactionsRoot, positionKey(i), [...proof, proof[0] as Uint8Array])).toThrow(Fault);
      const flipped = proof.map((node) => node.slice());
      const last = flipped.at(-1) as Uint8Array;
      last[last.length - 1] = (last.at(-1) as number) ^ 1;
      expect(() => checkTrieProof(transactionsRoot, positionKey(i), flipped)).toThrow(Fault);
    }
    // Behind the last one the trie proves that there is nothing.
    const behind = positionKey(values.length);
    expect(checkTrieProof(transactionsRoot, behind, trie.proofOf(behind))).toBeNull();
  });

  it('commit to their withdrawals since Shanghai', () => {
    const blocks = linesOf(`${ETL}/test_export_blocks_job/blocks_with_transactions_and_withdrawals/expected_blocks.json`);
    expect(blocks.length).toBe(2);
    for (const block of blocks) {
      const withdrawals = block['withdrawals'] as readonly JsonObject[];
      const leaves = withdrawals.map((each) =>
        encodeRlp([
          ...['index', 'validator_index'].map((name) => integerBytes(BigInt(each[name] as number))),
          fromHex(String(each['address']).slice(2)),
          integerBytes(BigInt(each['amount'] as number)),
        ]),
      );
      expect(hexText(trieOfList(leaves).root)).toBe(block['withdrawals_root']);
    }
  });

  it('have the bloom of their logs: blocks 15000000 and following', () => {
    const rows = new TextDecoder().decode(sharedFile('eth-tron/graphsense-eth/tokens/blocks.csv')).split('\n');
    const logs = linesOf('eth-tron/graphsense-eth/tokens/logs.json');
    let checked = 0;
    for (const row of rows) {
      const [, height, , , , , bloom] = row.split(',');
      const own = logs.filter((log) => String(log['blockId']) === height);
      if (own.length === 0) continue;
      checked++;
      expect([height, hexText(bloomOf(own.map(logOfJson)))]).toEqual([height, bloom]);
    }
    expect(checked).toBeGreaterThan(0);
  });

  it('have state and storage nodes that a proof walks through', () => {
    // Genesis: from its state root down to the account whose leaf is 0x56864f (go-ipld-eth's own path 0, e, …).
    const nodes = new Map<string, Uint8Array>();
    for (const name of ['0e8b34', '56864f', '6fc2d7', '727994', 'c9070d', 'd5be90', 'd7f897', 'eb2f5f']) {
      const bytes = sharedFile(`${IPLD}/eth-state-trie-rlp-${name}`);
      expect(hex(keccak256(bytes)).startsWith(name)).toBe(true);
      nodes.set(hex(keccak256(bytes)), bytes);
    }
    const root = fromHex(String(resultOf(`${IPLD}/eth-block-body-json-0`)['stateRoot']).slice(2));
    let steps = 0;
    for (const [hash] of nodes) {
      // Follow every branch that the files hold, and check the proof of each path found.
      for (const [parent, bytes] of nodes) {
        const item = decodeRlp(bytes) as readonly RlpItem[];
        const nibble = item.findIndex((child) => child instanceof Uint8Array && child.length === 32 && hex(child) === hash);
        if (parent !== hex(root) || nibble < 0 || item.length !== 17) continue;
        steps++;
        const key = new Uint8Array(32);
        key[0] = nibble << 4;
        expect(nibblesOf(key)[0]).toBe(nibble);
        // The next node is accepted by its hash; what lies deeper is not in the files, or is absent.
        const proof = [bytes, nodes.get(hash) as Uint8Array];
        try {
          expect(checkTrieProof(root, key, proof)).toBeNull();
        } catch (fault) {
          expect((fault as Fault).parameters['reason']).toBe('trie.nodeMissing');
        }
      }
    }
    expect(steps).toBeGreaterThan(0);
  });
});

describe.skipIf(SHARED_DATA === null)("ethers' 1067 signed transactions", () => {
  interface Case {
    readonly accountAddress: string;
    readonly signedTransaction: string;
    readonly signedTransactionChainId5: string;
  }
  const cases = (): readonly Case[] =>
    JSON.parse(gunzipSync(sharedFile('wallets-vectors/ethers-testcases/transactions.json.gz')).toString()) as readonly Case[];

  it('are read, have the hash ethers gives and the sender they state', () => {
    for (const [i, { accountAddress, signedTransaction, signedTransactionChainId5 }] of cases().entries()) {
      for (const raw of [signedTransaction, signedTransactionChainId5]) {
        const transaction = decodeEvmTransaction(fromHex(raw.slice(2)));
        expect(hexText(transaction.bytes)).toBe(raw);
        expect(transaction.chainId).toBe(raw === signedTransaction ? null : 5n);
        if (i % 20 !== 0) continue;
        const theirs = Transaction.from(raw);
        expect(hexText(transaction.hash)).toBe(theirs.hash);
        expect(addressText(senderOf(transaction))).toBe(theirs.from);
        expect(hexText(senderOf(transaction))).toBe(accountAddress.toLowerCase());
        expect(transaction.valueWei).toBe(theirs.value);
      }
    }
  });
});
