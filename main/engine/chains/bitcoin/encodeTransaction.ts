// A transaction's raw bytes from its parts, the way back from transaction.ts: for sources that tell the parts and not the bytes. It checks
// nothing of what it is given but that it can be written; whether the bytes are a transaction is read from them (walkBlock.ts).
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { TransactionInput, TransactionOutput } from './transaction.ts';

export interface TransactionParts {
  /** Its four bytes, signed or not. */
  readonly version: number;
  readonly lockTime: number;
  readonly inputs: readonly TransactionInput[];
  readonly outputs: readonly TransactionOutput[];
}

/** BIP144: with marker and witnesses where any input has one, else without. */
export function encodeTransaction({ version, lockTime, inputs, outputs }: TransactionParts): Uint8Array {
  const parts: Uint8Array[] = [];
  const segwit = inputs.some(({ witness }) => witness.length > 0);
  parts.push(word(version));
  if (segwit) parts.push(Uint8Array.of(0, 1));
  parts.push(compactSize(inputs.length));
  for (const { previousTxid, previousOutput, scriptSig, sequence } of inputs)
    parts.push(fromDisplayHash(previousTxid), word(previousOutput), ...counted(scriptSig), word(sequence));
  parts.push(compactSize(outputs.length));
  for (const { valueSat, script } of outputs) parts.push(amount(valueSat), ...counted(script));
  if (segwit) for (const { witness } of inputs) parts.push(compactSize(witness.length), ...witness.flatMap(counted));
  parts.push(word(lockTime));
  return new Uint8Array(Buffer.concat(parts));
}

const counted = (bytes: Uint8Array): Uint8Array[] => [compactSize(bytes.length), bytes];

function word(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32) throw new Fault('chain.badTransaction', { reason: 'value' });
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value >>> 0, true);
  return bytes;
}

function amount(valueSat: bigint): Uint8Array {
  if (valueSat < 0n || valueSat >= 1n << 64n) throw new Fault('chain.badTransaction', { reason: 'value' });
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, valueSat, true);
  return bytes;
}

/** The shortest form: no other is allowed. */
function compactSize(value: number): Uint8Array {
  if (value < 0xfd) return Uint8Array.of(value);
  const bytes = new Uint8Array(value <= 0xffff ? 3 : 5);
  const view = new DataView(bytes.buffer);
  bytes[0] = value <= 0xffff ? 0xfd : 0xfe;
  if (value <= 0xffff) view.setUint16(1, value, true);
  else view.setUint32(1, value, true);
  return bytes;
}
