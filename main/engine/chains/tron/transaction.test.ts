// Transactions of the main network: ids, signers and fields against what nodes gave for them.
import { SigningKey } from 'ethers/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { readTronAddress } from './address.ts';
import { buildRawData, buildTransaction, signTron, tronAddressOfPrivateKey } from './build.ts';
import { PROVEN, TETHER_CALL, TRANSACTIONS } from './chainVectors.ts';
import { tronLeaf } from './merkle.ts';
import { writeMessage } from './message.ts';
import { createdContractAddress, memoOf, readTransactionBytes, recoverSigner, signersOf, statusOf } from './transaction.ts';
import { delimitedField, joinBytes, varintField } from './wire.ts';

function reasonOf(work: () => unknown): unknown {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Fault) return fault.parameters['reason'];
    throw fault;
  }
  return 'accepted';
}

const read = (text: string) => readTransactionBytes(fromHex(text));

describe('transactions of the main network', () => {
  it.each([...Object.entries(TRANSACTIONS), ['proven', PROVEN], ['call', TETHER_CALL]] as const)(
    '%s: id, contract and bytes',
    (_, vector) => {
      const transaction = read(vector.bytes);
      expect(transaction.txid).toBe(vector.txid);
      expect(statusOf(transaction, true)).toBe('ok');
      expect(transaction.contract.unknownFields).toEqual([]);
      // Written anew from the values, the contract has the same bytes: the table of fields is complete for these types.
      const again = writeMessage(transaction.contract.values, transaction.contract.type.fields);
      expect(hex(transaction.rawData)).toContain(hex(again));
    },
  );

  it('are signed by their owners', () => {
    const { contract, signatures } = read(TRANSACTIONS.transfer.bytes);
    expect(contract.values).toEqual({
      owner_address: readTronAddress('4135ab94f7fb13f97d30df88998556d9c3bbcad38f'),
      to_address: readTronAddress('41c54888cafd962830278330efdf786b9e70824f16'),
      amount: 7n,
    });
    expect(signatures).toHaveLength(1);
    for (const { bytes } of [TRANSACTIONS.transfer, TRANSACTIONS.asset, PROVEN, TETHER_CALL]) {
      const transaction = read(bytes);
      expect(signersOf(transaction)).toEqual([transaction.contract.values['owner_address']]);
    }
  });

  it('are signed by another key where an active permission or several keys are used', () => {
    const delegate = read(TRANSACTIONS.delegate.bytes);
    expect(delegate.contract.permissionId).toBe(3);
    expect(signersOf(delegate)[0]).not.toBe(delegate.contract.values['owner_address']);
    const two = signersOf(read(TRANSACTIONS.twoSignatures.bytes));
    expect(new Set(two).size).toBe(2);
    expect(two).not.toContain(null);
  });

  it('have a leaf that is not their id', () => {
    for (const vector of [PROVEN, TETHER_CALL]) {
      expect(hex(tronLeaf(fromHex(vector.bytes)))).toBe(vector.leaf);
      expect(vector.leaf).not.toBe(vector.txid);
    }
  });
});

describe('what is refused or stays unknown', () => {
  const key = new Uint8Array(32).fill(9);
  const owner = tronAddressOfPrivateKey(key);
  const raw = {
    type: 'TransferContract',
    values: { owner_address: owner, to_address: 'TLLM21wteSPs4hKjbxgmH1L6poyMjeTbHm', amount: 1n },
    refBlockBytes: Uint8Array.of(1, 2),
    refBlockHash: new Uint8Array(8),
    expirationMs: 2n,
    timestampMs: 1n,
  };

  it('names unknown types and refuses a type_url that says otherwise', () => {
    const contract = (type: bigint, url: string): Uint8Array =>
      delimitedField(
        1,
        delimitedField(11, joinBytes([varintField(1, type), delimitedField(2, delimitedField(1, new TextEncoder().encode(url)))])),
      );
    const unknown = readTransactionBytes(contract(77n, 'type.googleapis.com/protocol.Whatever'));
    expect(unknown.contract.type.name).toBe('UnknownContract(77)');
    expect(statusOf(unknown, true)).toBe('unknown');
    expect(reasonOf(() => readTransactionBytes(contract(1n, 'type.googleapis.com/protocol.TransferAssetContract')))).toBe('typeUrl');
    expect(reasonOf(() => readTransactionBytes(delimitedField(1, varintField(14, 1n))))).toBe('contractCount');
    expect(reasonOf(() => readTransactionBytes(new Uint8Array(0)))).toBe('noRawData');
    const rawData = buildRawData(raw);
    expect(reasonOf(() => readTransactionBytes(joinBytes([delimitedField(1, rawData), delimitedField(1, rawData)])))).toBe('repeatedField');
  });

  it('says how it ended: never success where nothing is stated of a machine', () => {
    const system = buildRawData(raw);
    const call = buildRawData({ ...raw, type: 'TriggerSmartContract', values: { owner_address: owner, contract_address: owner } });
    const status = (rawData: Uint8Array, ret: string | null, inBlock: boolean): string =>
      statusOf(readTransactionBytes(buildTransaction(rawData, [], ret)), inBlock);
    expect(status(system, null, true)).toBe('ok');
    expect(status(system, null, false)).toBe('unknown');
    expect(status(call, null, true)).toBe('unknown');
    expect(status(call, 'SUCCESS', false)).toBe('ok');
    expect(status(call, 'REVERT', true)).toBe('failed');
    expect(status(call, 'OUT_OF_ENERGY', true)).toBe('failed');
  });

  it('keeps a memo as text, or as hex where it is none', () => {
    const memo = (bytes: Uint8Array): string | null =>
      memoOf(readTransactionBytes(buildTransaction(buildRawData({ ...raw, memo: bytes }), [], null)));
    expect(memo(new TextEncoder().encode('房租 7月'))).toBe('房租 7月');
    expect(memo(Uint8Array.of(0xff, 0x00))).toBe('hex:ff00');
    expect(memo(new Uint8Array(0))).toBeNull();
  });

  it('recovers the signer of either form of s, and nobody from nonsense', () => {
    const rawData = buildRawData(raw);
    const digest = fromHex(readTransactionBytes(buildTransaction(rawData, [], null)).txid);
    const signature = signTron(rawData, key);
    expect(recoverSigner(digest, signature)).toBe(owner);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const high = signature.slice();
    high.set(fromHex((order - BigInt(`0x${hex(signature.subarray(32, 64))}`)).toString(16).padStart(64, '0')), 32);
    high[64] = (high[64] as number) ^ 1;
    expect(recoverSigner(digest, high)).toBe(owner);
    high[64] = (high[64] as number) + 27;
    expect(recoverSigner(digest, high)).toBe(owner);
    expect(recoverSigner(digest, new Uint8Array(65))).toBeNull();
    expect(recoverSigner(digest, signature.slice(0, 64))).toBeNull();
    expect(new SigningKey(`0x${hex(key)}`).publicKey).toHaveLength(132);
  });

  it('knows the address of a created contract, as a node reported it', () => {
    expect(
      createdContractAddress('d8228648cb275bb548da9a8b2d11beb956275413774015a63e390de85bc1fb57', 'TGQgfK497YXmjdgvun9Bg5Zu3xE15v17cu'),
    ).toBe(readTronAddress('4123ff5e2eac2926b5ed72948eb9e69a07f24b49ba'));
  });

  it('ends any bytes in a transaction or a refusal', () => {
    const whole = fromHex(TETHER_CALL.bytes);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] as number) ^ change;
        reasonOf(() => signersOf(readTransactionBytes(bytes)));
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void reasonOf(() => readTransactionBytes(bytes))));
  });
});
