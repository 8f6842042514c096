// One transaction decoded for people and for exhibits. For bulk there is walkBlock.ts, which this rests on, so
// both refuse the same bytes. It must not guess: what is not an exact encoding is refused.
import { displayHash } from '../../../../shared/model/bytes.ts';
import { isNullOutpoint, readTransaction } from './walkBlock.ts';
import { type BlockColumns, newColumns } from './columns.ts';
import { BITCOIN_FORM, type TransactionForm } from './transactionForm.ts';
import { txidsOf, wtxidsOf } from './txids.ts';

export interface TransactionInput {
  /** As displayed; all zeros for a coinbase. */
  readonly previousTxid: string;
  readonly previousOutput: number;
  readonly scriptSig: Uint8Array;
  readonly sequence: number;
  readonly witness: readonly Uint8Array[];
}

export interface TransactionOutput {
  readonly valueSat: bigint;
  readonly script: Uint8Array;
}

export interface Transaction {
  readonly version: number;
  readonly lockTime: number;
  /** The encoding carries witness data. */
  readonly segwit: boolean;
  readonly coinbase: boolean;
  /** Litecoin: a block's HogEx, or a transaction with an extension transaction attached, which is not interpreted. */
  readonly mweb: 'none' | 'hogEx' | 'attached';
  readonly inputs: readonly TransactionInput[];
  readonly outputs: readonly TransactionOutput[];
  /** As displayed. */
  readonly txid: string;
  readonly wtxid: string;
  readonly size: number;
  readonly strippedSize: number;
  /** Weight and virtual size leave the extension's part out. */
  readonly weight: number;
  readonly virtualSize: number;
}

/** Decodes a raw transaction that fills `bytes` exactly; throws `chain.badTransaction`. All parts are copies. */
export function decodeTransaction(bytes: Uint8Array, form: TransactionForm = BITCOIN_FORM): Transaction {
  const columns = readTransaction(bytes, newColumns(), form);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const witness = columns.txWitness[0] === 1 ? witnessesAt(bytes, columns.txOutputsEnd[0] as number, columns.inCount) : null;
  const inputs: TransactionInput[] = [];
  for (let i = 0; i < columns.inCount; i++) {
    const outpoint = columns.inPrevOffset[i] as number;
    const scriptEnd = columns.inScriptEnd[i] as number;
    inputs.push({
      previousTxid: displayHash(bytes.subarray(outpoint, outpoint + 32)),
      previousOutput: view.getUint32(outpoint + 32, true),
      scriptSig: bytes.slice(columns.inScriptStart[i], scriptEnd),
      sequence: view.getUint32(scriptEnd, true),
      witness: witness?.[i] ?? [],
    });
  }
  const outputs: TransactionOutput[] = [];
  for (let i = 0; i < columns.outCount; i++) {
    outputs.push({ valueSat: columns.outValue[i] as bigint, script: bytes.slice(columns.outScriptStart[i], columns.outScriptEnd[i]) });
  }
  // Everything but marker, flag and witness (BIP141).
  const strippedSize = 8 + (columns.txOutputsEnd[0] as number) - (columns.txInputsAt[0] as number);
  const witnessSize = witness === null ? 0 : 2 + witnessEnd(columns, bytes) - (columns.txOutputsEnd[0] as number);
  const weight = strippedSize * 4 + witnessSize;
  return {
    version: view.getInt32(0, true),
    lockTime: view.getUint32(bytes.length - 4, true),
    segwit: witness !== null,
    coinbase: columns.inCount === 1 && isNullOutpoint(bytes, columns.inPrevOffset[0] as number),
    mweb: columns.mweb,
    inputs,
    outputs,
    txid: displayHash(txidsOf(bytes, columns)),
    wtxid: displayHash(wtxidsOf(bytes, columns)),
    size: bytes.length,
    strippedSize,
    weight,
    virtualSize: Math.ceil(weight / 4),
  };
}

function witnessEnd(columns: BlockColumns, bytes: Uint8Array): number {
  return columns.mweb === 'none' ? bytes.length - 4 : columns.mwebPartAt;
}

/** The walker has checked every length before, so none is checked again. */
function witnessesAt(bytes: Uint8Array, offset: number, inputs: number): readonly (readonly Uint8Array[])[] {
  let at = offset;
  const size = (): number => {
    const first = bytes[at++] as number;
    if (first < 0xfd) return first;
    const width = first === 0xfd ? 2 : 4;
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] as number);
    at += width;
    return value;
  };
  return Array.from({ length: inputs }, () =>
    Array.from({ length: size() }, () => {
      const length = size();
      at += length;
      return bytes.slice(at - length, at);
    }),
  );
}
