// A transaction as a wallet of Bitcoin Core keeps it: the outputs' scripts, when it came, what the user wrote about it.
// Source: bitcoin/bitcoin, src/wallet/transaction.h (CWalletTx::Serialize), src/primitives/transaction.h (BIP144).
import { type ByteCursor, cursorOf } from '../byteCursor.ts';
import { instantOf } from '../reading.ts';

export interface WalletTransaction {
  readonly scripts: readonly Uint8Array[];
  readonly time: string;
  readonly label: string;
}

const MOST_LISTED = 100_000;

export function readWalletTransaction(bytes: Uint8Array): WalletTransaction {
  const cursor = cursorOf(bytes);
  const scripts = readOutputs(cursor);
  try {
    // Of CMerkleTx: hash of the block, branch, index; then transactions before it (empty since 2012).
    cursor.take(32);
    cursor.take(listed(cursor) * 32);
    cursor.i32();
    if (listed(cursor) > 0) return { scripts, time: '', label: '' };
    const values = new Map<string, string>();
    for (let left = listed(cursor); left > 0; left--) values.set(cursor.text(), cursor.text());
    for (let left = listed(cursor); left > 0; left--) {
      cursor.vector();
      cursor.vector();
    }
    cursor.u32();
    const received = cursor.u32();
    const smart = Number(values.get('timesmart') ?? 0);
    const label = [values.get('comment'), values.get('to'), values.get('message')].filter((text) => (text ?? '') !== '').join(' · ');
    return { scripts, time: instantOf(smart > 0 ? smart : received), label };
  } catch {
    // What follows the transaction differs between programs: the transaction itself was read.
    return { scripts, time: '', label: '' };
  }
}

/** Of a transaction alone, in their order. */
export const outputScripts = (bytes: Uint8Array): readonly Uint8Array[] => readOutputs(cursorOf(bytes));

function readOutputs(cursor: ByteCursor): readonly Uint8Array[] {
  cursor.u32();
  let inputs = listed(cursor);
  const isSegwit = inputs === 0;
  if (isSegwit) {
    cursor.u8();
    inputs = listed(cursor);
  }
  for (let left = inputs; left > 0; left--) {
    cursor.take(36);
    cursor.vector();
    cursor.u32();
  }
  const scripts: Uint8Array[] = [];
  for (let left = listed(cursor); left > 0; left--) {
    cursor.take(8);
    scripts.push(cursor.vector());
  }
  if (isSegwit) for (let left = inputs; left > 0; left--) for (let items = listed(cursor); items > 0; items--) cursor.vector();
  cursor.u32();
  return scripts;
}

function listed(cursor: ByteCursor): number {
  const count = cursor.size();
  if (count > MOST_LISTED || count > cursor.left) throw new RangeError('a list is longer than the record');
  return count;
}
