// What a block itself proves of one of its transactions: read from the bytes that its header commits to and from nothing else. No trace, no
// node's word: what is missing here is not proven.
import { addressText } from './addresses.ts';
import { ENVELOPES, jsonOfFields, LEGACY_FIELDS } from './envelope.ts';
import { headerOf } from './header.ts';
import { hexText } from './json.ts';
import type { EvmNetwork } from './networks.ts';
import { type EvmReading, readEvmTransaction } from './readTransaction.ts';
import { decodeReceipt } from './receipt.ts';
import { decodeEvmTransaction, senderOf } from './transaction.ts';

export interface CommittedBytes {
  readonly header: Uint8Array;
  readonly position: number;
  readonly transaction: Uint8Array;
  /** Null where it is not held. */
  readonly receipt: (ReceiptPlace & { readonly bytes: Uint8Array }) | null;
}

/** Gas and the numbers of logs are counted through a block: what the receipts before this one come to. */
export interface ReceiptPlace {
  readonly gasBefore: bigint;
  readonly logsBefore: number;
}

/** The place of each of a block's receipts. */
export function receiptPlaces(receipts: readonly Uint8Array[]): readonly ReceiptPlace[] {
  let [gasBefore, logsBefore] = [0n, 0];
  return receipts.map((bytes) => {
    const place = { gasBefore, logsBefore };
    const { cumulativeGasUsed, logs } = decodeReceipt(bytes);
    gasBefore = cumulativeGasUsed;
    logsBefore += logs.length;
    return place;
  });
}

/** The last type that a key signs (EIP-7702): beyond are chains' own deposits, whose sender and fees are rules of their own. */
const LAST_SIGNED = 4;
const quantity = (value: bigint | number): string => `0x${value.toString(16)}`;

/** Null for types without a signature. Throws where the bytes are not what they claim. */
export function readCommittedTransaction({ header, position, transaction, receipt }: CommittedBytes, chain: EvmNetwork): EvmReading | null {
  const read = decodeEvmTransaction(transaction);
  if (read.type > LAST_SIGNED) return null;
  const block = headerOf(header, chain.headerForm);
  const form = read.type === 0 ? LEGACY_FIELDS : (ENVELOPES.get(read.type) ?? []);
  const place = { blockHash: hexText(block.hash), blockNumber: quantity(block.number), transactionIndex: quantity(position) };
  const source = {
    transaction: {
      ...jsonOfFields(read.items, form),
      ...place,
      ...{ type: quantity(read.type), hash: hexText(read.hash), from: addressText(senderOf(read)) },
    },
    receipt: receipt === null ? null : { ...receiptJson(receipt), ...place, transactionHash: hexText(read.hash) },
    trace: null,
    block: {
      ...{ hash: hexText(block.hash), number: quantity(block.number), timestamp: quantity(block.timeSeconds), miner: hexText(block.miner) },
      baseFeePerGas: block.baseFeeWei === null ? null : quantity(block.baseFeeWei),
      excessBlobGas: block.excessBlobGas === null ? null : quantity(block.excessBlobGas),
    },
  };
  return readEvmTransaction(source, chain);
}

function receiptJson({ bytes, gasBefore, logsBefore }: NonNullable<CommittedBytes['receipt']>): Readonly<Record<string, unknown>> {
  const { type, status, postState, cumulativeGasUsed, bloom, logs } = decodeReceipt(bytes);
  return {
    ...{ type: quantity(type), cumulativeGasUsed: quantity(cumulativeGasUsed), logsBloom: hexText(bloom) },
    ...(postState === null ? { status: status === 'ok' ? '0x1' : '0x0' } : { root: hexText(postState) }),
    gasUsed: quantity(cumulativeGasUsed - gasBefore),
    logs: logs.map(({ address, topics, data }, i) => ({
      ...{ address: hexText(address), topics: topics.map(hexText), data: hexText(data), logIndex: quantity(logsBefore + i) },
    })),
  };
}
