// What columns of wallets' databases hold alike: transactions as bytes, hashes, times.
import { displayHash, hex } from '../../../../../shared/model/bytes.ts';
import { decodeTransaction, LITECOIN_FORM } from '../../../chains/index.ts';
import { instantOf } from '../reading.ts';

/** The id of a transaction by its bytes, which no order of bytes in a column can turn around; null where they are none. */
export function idOfTransaction(bytes: Uint8Array | null): string | null {
  try {
    return bytes === null || bytes.length > 4_000_000 ? null : decodeTransaction(bytes, LITECOIN_FORM).txid;
  } catch {
    return null;
  }
}

/** `asShown`: the column has it in the order in which it is shown; else as transactions hold it. */
export const idOfHash = (bytes: Uint8Array | null, order: 'asShown' | 'asHashed'): string =>
  bytes?.length !== 32 ? '' : order === 'asShown' ? hex(bytes) : displayHash(bytes);

export const secondsText = (seconds: bigint | null): string => (seconds === null ? '' : instantOf(seconds));
export const millisText = (millis: bigint | null): string => (millis === null ? '' : instantOf(millis / 1000n));
