// JSON of nodes: bytes and fields must agree, and blocks are restored only where the root shows it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { tronHexAddress } from './address.ts';
import { checkConfirmations, headerSigner } from './block.ts';
import { buildBlock, buildRawData, buildTransaction, signTron, transferCall, tronAddressOfPrivateKey } from './build.ts';
import { readTronInfo } from './info.ts';
import { type Json, type JsonObject, parseTronJson } from './json.ts';
import { BLOCKS_IN_JSON, OLD_TRANSACTION_IN_JSON, TRANSACTIONS } from './chainVectors.ts';
import { readNodeBlock, readNodeTransaction } from './nodeJson.ts';
import { readTransactionBytes, signersOf } from './transaction.ts';

function faultOf(work: () => unknown): Readonly<Record<string, string | number>> {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Fault) return fault.parameters;
    throw fault;
  }
  return { reason: 'accepted' };
}

const plain = (value: unknown): Json =>
  parseTronJson(JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)));

/**
 * Answers as nodes gave them and others published them: main network, a test network with `visible`, the making of an asset. The id
 * of the first is computed from its bytes (it was published with another's); those of the rest are the nodes' own.
 */
const ANSWERS = {
  undelegate: {
    ret: [{ contractRet: 'SUCCESS' }],
    signature: [
      '27a73675483a50fa52972e7c5ffe33e931ffad1a037a79c3ff2ab97cf08315b557a723d3fc87d5a1e81165775fdfba4b14c7aab31ccd74d06d36bcdd4615f18a1c',
    ],
    txID: '95e0851656c5ef40bce185261de13c066e98797a195d673612e2e53fac0612ec',
    raw_data: {
      contract: [
        {
          parameter: {
            value: {
              balance: 248167143,
              receiver_address: '414c614b77e81392450d88f9e339481843abae0e34',
              owner_address: '410611d6c1d784930f53979f06f10306251919e1ea',
            },
            type_url: 'type.googleapis.com/protocol.UnDelegateResourceContract',
          },
          type: 'UnDelegateResourceContract',
        },
      ],
      ref_block_bytes: 'a343',
      ref_block_hash: '92d31415885cc680',
      expiration: 1733761442497,
      fee_limit: 30000000,
      timestamp: 1733675342497,
    },
    raw_data_hex:
      '0a02a343220892d31415885cc68040c1c5f0e1ba325a72083a126e0a37747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e556e44656c65676174655265736f75726365436f6e747261637412330a15410611d6c1d784930f53979f06f10306251919e1ea18e7f5aa762215414c614b77e81392450d88f9e339481843abae0e3470a1b5e9b8ba3290018087a70e',
  },
  visible: {
    visible: true,
    txID: 'c7a477f59257ce358d15a2d06e1241345aa854adcaafce8122a35bf5a9a95794',
    raw_data: {
      contract: [
        {
          parameter: {
            value: {
              owner_address: 'TSNEe5Tf4rnc9zPMNXfaTF5fZfHDDH8oyW',
              origin_energy_limit: 100000000,
              contract_address: 'TG3XXyExBkPp9nzdajDZsozEu4BkaSJozs',
            },
            type_url: 'type.googleapis.com/protocol.UpdateEnergyLimitContract',
          },
          type: 'UpdateEnergyLimitContract',
        },
      ],
      ref_block_bytes: '9a8b',
      ref_block_hash: '3b55fced95a03058',
      expiration: 1745352102000,
      timestamp: 1745352044131,
    },
    raw_data_hex:
      '0a029a8b22083b55fced95a0305840f0a0def8e5325a71082d126d0a36747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e557064617465456e657267794c696d6974436f6e747261637412330a1541b3dcf27c251da9363f1a4888257c16676cf54edf12154142a1e39aefa49290f2b3f9ed688d7cecf86cd6e01880c2d72f70e3dcdaf8e532',
  },
  assetIssue: {
    visible: false,
    txID: 'a9c125300a5e5c6fa9490ab599b3f37db756aa1e421d883167955c91e4cfe409',
    raw_data: {
      contract: [
        {
          parameter: {
            value: {
              owner_address: '41dd791d6b49e190062d650e6a23c575510d35f2f9',
              name: '44494345',
              abbr: '44494345',
              total_supply: 1000000000,
              trx_num: 1,
              num: 1,
              start_time: 1900000000000,
              end_time: 2000000000000,
              description: '44494345',
              url: '68747470733a2f2f747261782e696f',
            },
            type_url: 'type.googleapis.com/protocol.AssetIssueContract',
          },
          type: 'AssetIssueContract',
        },
      ],
      ref_block_bytes: '275a',
      ref_block_hash: '8aeea897e90cdc79',
      expiration: 1777446138000,
      timestamp: 1777446080622,
    },
    raw_data_hex:
      '0a02275a22088aeea897e90cdc794090e1aec0dd335a8c0108061287010a2f747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e41737365744973737565436f6e747261637412540a1541dd791d6b49e190062d650e6a23c575510d35f2f91204444943451a0444494345208094ebdc03300140014880f0cc86a6375080c0a8ca9a3aa2010444494345aa010f68747470733a2f2f747261782e696f70eea0abc0dd33',
  },
} as const;

function asJson(name: string, value: unknown, visible: boolean): unknown {
  if (name.endsWith('_address')) return visible ? value : tronHexAddress(value as string);
  if (value instanceof Uint8Array) return visible ? new TextDecoder().decode(value) : hex(value);
  return name === 'resource' ? ['BANDWIDTH', 'ENERGY'][Number(value)] : value;
}

describe('transactions in JSON', () => {
  it.each(Object.entries(ANSWERS))('%s: bytes and fields agree, and the fields alone give the same bytes', (_, answer) => {
    const read = readNodeTransaction(plain(answer));
    expect(read.txid).toBe(answer.txID);
    expect(read.bytes).toBeNull();
    const { raw_data_hex: bytes, ...withoutBytes } = answer;
    expect(hex(readNodeTransaction(plain(withoutBytes)).rawData)).toBe(bytes);
  });

  it.each(Object.entries(TRANSACTIONS))(
    "%s: written as JSON in either form of address, it is read back to the node's own id",
    (_, vector) => {
      const { contract, ...read } = readTransactionBytes(fromHex(vector.bytes));
      for (const visible of [false, true]) {
        const value = Object.fromEntries(Object.entries(contract.values).map(([name, one]) => [name, asJson(name, one, visible)]));
        const raw_data = {
          contract: [
            {
              parameter: { value },
              type: contract.type.name,
              ...(contract.permissionId > 0 ? { Permission_id: contract.permissionId } : {}),
            },
          ],
          ref_block_bytes: hex(read.refBlockBytes),
          ref_block_hash: hex(read.refBlockHash),
          ...{ expiration: read.expirationMs, timestamp: read.timestampMs, fee_limit: read.feeLimitSun },
        };
        expect(readNodeTransaction(plain({ txID: vector.txid, raw_data })).txid).toBe(vector.txid);
        expect(readNodeTransaction(plain({ txID: vector.txid, raw_data, raw_data_hex: hex(read.rawData) })).txid).toBe(vector.txid);
      }
    },
  );

  it('are refused where a field says otherwise than the bytes', () => {
    const change = (path: readonly string[], value: unknown): Json => {
      const copy = structuredClone(ANSWERS.undelegate) as unknown as Record<string, never>;
      let at: Record<string, never> = copy;
      for (const name of path.slice(0, -1)) at = at[name] as unknown as Record<string, never>;
      at[path.at(-1) as string] = value as never;
      return plain(copy);
    };
    const value = ['raw_data', 'contract', '0', 'parameter', 'value'];
    for (const [path, to, field] of [
      [[...value, 'balance'], 248167144, 'balance'],
      [[...value, 'receiver_address'], '410611d6c1d784930f53979f06f10306251919e1ea', 'receiver_address'],
      [[...value, 'resource'], 'ENERGY', 'resource'],
      [['raw_data', 'contract', '0', 'type'], 'DelegateResourceContract', 'type'],
      [['raw_data', 'contract', '0', 'Permission_id'], 2, 'Permission_id'],
      [['raw_data', 'expiration'], 1733761442498, 'expiration'],
      [['raw_data', 'timestamp'], 1, 'timestamp'],
      [['raw_data', 'fee_limit'], 0, 'fee_limit'],
      [['raw_data', 'ref_block_hash'], '92d31415885cc681', 'ref_block_hash'],
      [['raw_data', 'data'], '00', 'data'],
    ] as const) {
      expect(
        faultOf(() => readNodeTransaction(change(path, to))),
        path.join('.'),
      ).toEqual({ reason: 'disagrees', field });
    }
    expect(faultOf(() => readNodeTransaction(change([...value, 'resource'], 'BANDWIDTH')))).toEqual({ reason: 'accepted' });
    expect(faultOf(() => readNodeTransaction(change(['txID'], '00'.repeat(32))))['reason']).toBe('txid');
    const unsure = structuredClone(ANSWERS.undelegate) as Record<string, unknown>;
    delete unsure['raw_data_hex'];
    delete unsure['txID'];
    expect(faultOf(() => readNodeTransaction(plain(unsure)))['reason']).toBe('txid');
    expect(faultOf(() => readNodeTransaction(plain({ txID: '00' })))['reason']).toBe('noRawData');
  });

  it('lose no digit: a number past 2^53 is read from its text', () => {
    const object = parseTronJson('{"a":9223372036854775807,"b":1.5,"c":-1}') as JsonObject;
    expect(object['a']).toBe(9_223_372_036_854_775_807n);
    expect(object['b']).toBe(1.5);
    expect(object['c']).toBe(-1n);
  });

  it('end in values or a refusal, whatever the text', () => {
    expect(faultOf(() => parseTronJson('['.repeat(100_000)))['reason']).toBe('depth');
    expect(faultOf(() => parseTronJson('{"a":'))['reason']).toBe('json');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = parseTronJson(JSON.stringify(value));
        for (const read of [readNodeTransaction, readNodeBlock, readTronInfo]) faultOf(() => read(json));
        faultOf(() => readNodeTransaction({ raw_data: json, txID: 'aa' }));
      }),
    );
  });
});

describe('blocks in JSON', () => {
  it.each(BLOCKS_IN_JSON)('$blockID: its id, its producer, and the exact bytes of what it holds', (answer) => {
    const { header, transactions, exact } = readNodeBlock(plain(answer));
    expect(header.id).toBe(answer.blockID);
    expect(headerSigner(header)).toBe(header.witness);
    // The root over the transactions as written anew is the header's: JSON was enough for the exact bytes.
    expect(exact).toBe(true);
    const shown = 'transactions' in answer ? answer.transactions : [];
    expect(transactions.map(({ txid }) => txid)).toEqual(shown.map(({ txID }) => txID));
    for (const one of transactions) expect(signersOf(one)).toEqual([one.contract.values['owner_address']]);
    const wrong = structuredClone(answer) as unknown as { block_header: { raw_data: { timestamp: number } } };
    wrong.block_header.raw_data.timestamp += 3000;
    expect(faultOf(() => readNodeBlock(plain(wrong)))['reason']).toBe('blockId');
  });

  it('follow one another, each signed by its producer', () => {
    const run = BLOCKS_IN_JSON.slice(1, 4).map((answer) => readNodeBlock(plain(answer)).header);
    expect(checkConfirmations(run)).toMatchObject({ following: 2, irreversible: false });
  });

  it('of 2018 gave no bytes: fields that hash to the txid are as good', () => {
    const read = readNodeTransaction(plain(OLD_TRANSACTION_IN_JSON));
    expect(read.txid).toBe(OLD_TRANSACTION_IN_JSON.txID);
    expect(signersOf(read)).toEqual([read.contract.values['owner_address']]);
    expect(read.results).toEqual([]);
  });

  it('restores the exact bytes where the root shows that they are right', () => {
    const key = new Uint8Array(32).fill(5);
    const owner = tronAddressOfPrivateKey(key);
    const rawData = buildRawData({
      type: 'TriggerSmartContract',
      values: { owner_address: owner, contract_address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', data: transferCall(owner, 3n) },
      ...{
        refBlockBytes: Uint8Array.of(1, 2),
        refBlockHash: new Uint8Array(8).fill(1),
        expirationMs: 9n,
        timestampMs: 8n,
        feeLimitSun: 7n,
      },
    });
    const bytes = buildTransaction(rawData, [signTron(rawData, key)], 'REVERT');
    const others = [fromHex(TRANSACTIONS.transfer.bytes), fromHex(TRANSACTIONS.twoSignatures.bytes)];
    const transactions = [bytes, ...others];
    const block = buildBlock({ number: 9, parentId: '11'.repeat(32), timestampMs: 3000n, version: 31, witness: owner, transactions });
    const inJson = transactions.map((one) => {
      const read = readTransactionBytes(one);
      return {
        txID: read.txid,
        raw_data_hex: hex(read.rawData),
        signature: read.signatures.map(hex),
        ret: read.results.map(({ contractRet }) => ({ contractRet })),
      };
    });
    const header = { number: 9, txTrieRoot: '', witness_address: owner, parentHash: '11'.repeat(32), version: 31, timestamp: 3000 };
    const read = readTransactionBytes(bytes);
    expect(read.results[0]?.contractRet).toBe('REVERT');
    const rootAt = hex(block.headerRawData).indexOf('1220') + 4;
    header.txTrieRoot = hex(block.headerRawData).slice(rootAt, rootAt + 64);
    const whole = readNodeBlock(plain({ block_header: { raw_data: header }, transactions: inJson }));
    expect(whole.exact).toBe(true);
    expect(whole.transactions.map((one) => hex(one.bytes as Uint8Array))).toEqual(transactions.map(hex));
    const lied = structuredClone(inJson);
    (lied[0] as { ret: unknown }).ret = [{ contractRet: 'SUCCESS' }];
    const shown = readNodeBlock(plain({ block_header: { raw_data: header }, transactions: lied }));
    expect(shown.exact).toBe(false);
    expect(shown.transactions[0]?.bytes).toBeNull();
  });
});
