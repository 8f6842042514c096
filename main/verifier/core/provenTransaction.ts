// What the committed bytes of a transaction of an account chain say by themselves: EVM envelopes and receipts, TRON's messages. It reads;
// whether they are committed to is shown elsewhere.
import { base58Check } from './address.ts';
import { readLittleEndian, toHex } from './bytes.ts';
import { keccak256 } from './keccak.ts';
import { bytesOf, listOf, numberOf, type RlpItem, readRlp } from './rlp.ts';
import { sha256 } from './sha256.ts';
import { utf8Encode } from './bytes.ts';

/** Addresses are compared as lower-case text. */
export interface TokenMove {
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

export interface ProvenReading {
  /** Null where the bytes do not say. */
  readonly succeeded: boolean | null;
  /** The coin, or TRON's numbered token, that the transaction itself moves; null where it is not read. */
  readonly value: { readonly to: string | null; readonly amount: bigint; readonly asset: string | null } | null;
  /** Token movements: of EVM the Transfer logs of the receipt; of TRON what a call of transfer() ordered. */
  readonly tokens: readonly TokenMove[];
  /** Whether `tokens` are all plain token movements that the receipt states. */
  readonly allTokens: boolean;
}

const TRANSFER = toHex(keccak256(utf8Encode('Transfer(address,address,uint256)')));

export const hexAddress = (bytes: Uint8Array): string => `0x${toHex(bytes)}`;

/** The envelope (EIP-2718 and before) and, where it is proven, its receipt. Null where they are not of a known form. */
export function readEvm(raw: Uint8Array, receipt: Uint8Array | null): ProvenReading | null {
  const type = (raw[0] as number) < 0x80 ? (raw[0] as number) : 0;
  const fields = listOf(readRlp(type === 0 ? raw : raw.subarray(1)));
  // Places of the receiver and the value: before types, EIP-2930, EIP-1559 and what follows it, and deposits of the OP stack.
  const place = type === 0 ? 3 : type === 1 ? 4 : type === 0x7e ? 2 : type <= 4 ? 5 : null;
  if (fields === null) return null;
  const to = place === null ? null : bytesOf(fields[place]);
  const amount = place === null ? null : numberOf(bytesOf(fields[type === 0x7e ? 4 : place + 1]));
  const value = to === null || amount === null ? null : { to: to.length === 20 ? hexAddress(to) : null, amount, asset: null };
  if (receipt === null) return { succeeded: null, value, tokens: [], allTokens: false };
  const parts = listOf(readRlp((receipt[0] as number) < 0x80 ? receipt.subarray(1) : receipt));
  const status = bytesOf(parts?.[0]);
  const logs = listOf(parts?.[3]);
  if (status === null || logs === null) return null;
  const succeeded = status.length > 1 ? null : status.length === 1;
  return { succeeded, value, tokens: logs.flatMap((log) => transferOf(log)), allTokens: true };
}

/** Transfer of a token that indexes sender and receiver, as the standard asks; other forms are left out. */
function transferOf(log: RlpItem): TokenMove[] {
  const [address, topicList, data] = listOf(log) ?? [];
  const topics = (listOf(topicList) ?? []).map((topic) => bytesOf(topic) ?? new Uint8Array(0));
  const contract = bytesOf(address);
  const amount = bytesOf(data);
  const [name, from, to] = topics;
  if (contract === null || amount === null || name === undefined || from === undefined || to === undefined) return [];
  if (topics.length !== 3 || toHex(name) !== TRANSFER || amount.length !== 32) return [];
  return [
    {
      ...{ contract: hexAddress(contract), from: hexAddress(from.subarray(12)), to: hexAddress(to.subarray(12)) },
      amount: numberOf(amount) ?? 0n,
    },
  ];
}

export interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly value: bigint;
}

/** Fields of a protobuf message in order; null where it is not one. */
export function readFields(message: Uint8Array): Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint | null => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at];
      if (byte === undefined) return null;
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    return null;
  };
  while (at < message.length) {
    const key = varint();
    if (key === null) return null;
    const kind = Number(key & 7n);
    const number = Number(key >> 3n);
    if (kind === 0) {
      const value = varint();
      if (value === null) return null;
      fields.push({ number, bytes: new Uint8Array(0), value });
      continue;
    }
    const length = kind === 2 ? varint() : kind === 1 ? 8n : kind === 5 ? 4n : null;
    if (length === null || length > BigInt(message.length - at)) return null;
    const bytes = message.subarray(at, at + Number(length));
    fields.push({ number, bytes, value: kind === 2 ? 0n : readLittleEndian(bytes) });
    at += Number(length);
  }
  return fields;
}

const only = (fields: readonly Field[] | null, number: number): Field | undefined => fields?.find((field) => field.number === number);
export const tronAddress = (bytes: Uint8Array): string => base58Check(bytes[0] ?? 0, bytes.subarray(1)).toLowerCase();

/** TRON: the raw data's hash is the id; the contract inside says what it orders, the result beside it how it ended. */
export function readTron(raw: Uint8Array): (ProvenReading & { readonly id: string }) | null {
  const fields = readFields(raw);
  const rawData = only(fields, 1)?.bytes;
  if (fields === null || rawData === undefined) return null;
  const contract = readFields(only(readFields(rawData), 11)?.bytes ?? new Uint8Array(0));
  const type = Number(only(contract, 1)?.value ?? 0n);
  const order = readFields(only(readFields(only(contract, 2)?.bytes ?? new Uint8Array(0)), 2)?.bytes ?? new Uint8Array(0));
  const result = only(readFields(only(fields, 5)?.bytes ?? new Uint8Array(0)), 3);
  const succeeded = result === undefined || result.value === 0n ? null : result.value === 1n;
  const address = (number: number): string => tronAddress(only(order, number)?.bytes ?? new Uint8Array(0));
  const amount = (number: number): bigint => only(order, number)?.value ?? 0n;
  const base = { id: toHex(sha256(rawData)), succeeded, allTokens: false };
  // TransferContract, TransferAssetContract, TriggerSmartContract.
  if (type === 1) return { ...base, value: { to: address(2), amount: amount(3), asset: null }, tokens: [] };
  if (type === 2) {
    const asset = String.fromCharCode(...(only(order, 1)?.bytes ?? []));
    return { ...base, value: { to: address(3), amount: amount(4), asset }, tokens: [] };
  }
  if (type !== 31) return { ...base, value: null, tokens: [] };
  const data = only(order, 4)?.bytes ?? new Uint8Array(0);
  const word = (place: number): Uint8Array => data.subarray(4 + place * 32, 36 + place * 32);
  const party = (place: number): string => tronAddress(Uint8Array.of(0x41, ...word(place).subarray(12)));
  const selector = toHex(data.subarray(0, 4));
  const count = selector === 'a9059cbb' ? 2 : selector === '23b872dd' ? 3 : 0;
  const isCall = count > 0 && data.length >= 4 + count * 32;
  const tokens: TokenMove[] = isCall
    ? [
        {
          contract: address(2),
          from: count === 2 ? address(1) : party(0),
          to: party(count - 2),
          amount: numberOf(word(count - 1)) ?? 0n,
        },
      ]
    : [];
  return { ...base, value: { to: address(2), amount: amount(3), asset: null }, tokens };
}
