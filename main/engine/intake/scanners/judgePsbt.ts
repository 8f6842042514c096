// A partly signed transaction (PSBT, BIP174) written as base64 or hexadecimal digits: the whole of it, or of a long one its beginning, which holds the
// transaction that is to be signed.
import { Psbt, Transaction } from 'bitcoinjs-lib';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}/;
const HEX = /^(?:[0-9a-f]{2})+/i;
/** `psbt`, 0xff, then the key of the first record: one byte, which is 0. */
const HEAD_BYTES = 7;

export interface PsbtText {
  /** As it stands; of a long one up to the end of the unsigned transaction. */
  readonly value: string;
  /** base64 or hex; `beginning` where what follows was not read. */
  readonly detail: readonly string[];
}

/** `marked`: characters that brought somebody here. Null where the text is none. */
export function psbtOfText(text: string, marked: number): PsbtText | null {
  const digits = HEX.exec(text)?.[0] ?? '';
  const isHex = digits.length > marked;
  const value = isHex ? digits : (BASE64.exec(text)?.[0] ?? '');
  const form = isHex ? 'hex' : 'base64';
  const bytes = Buffer.from(value, form);
  try {
    Psbt.fromBuffer(bytes);
    return { value, detail: [form] };
  } catch {
    // Only where it goes on behind what is seen.
    const head = value.length < text.length ? null : headOf(bytes);
    return head === null ? null : { value: value.slice(0, isHex ? head * 2 : Math.ceil(head / 3) * 4), detail: [form, 'beginning'] };
  }
}

/** Where the unsigned transaction ends; null where none stands there. */
function headOf(bytes: Buffer): number | null {
  try {
    const first = bytes.readUInt8(HEAD_BYTES);
    const [length, at] =
      first < 0xfd
        ? [first, HEAD_BYTES + 1]
        : first === 0xfd
          ? [bytes.readUInt16LE(HEAD_BYTES + 1), HEAD_BYTES + 3]
          : [bytes.readUInt32LE(HEAD_BYTES + 1), HEAD_BYTES + 5];
    if (at + length > bytes.length) return null;
    Transaction.fromBuffer(bytes.subarray(at, at + length));
    return at + length;
  } catch {
    return null;
  }
}
