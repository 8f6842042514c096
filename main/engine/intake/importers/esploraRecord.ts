// One transaction as Esplora and mempool.space write it, back into its raw bytes. A record counts only where the bytes rebuilt from its
// parts hash to the id it states; what it says of its block and of the coins it spends is its word and stands beside.
import { fromDisplayHash, fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import {
  BITCOIN_FORM,
  decodeTransaction,
  encodeTransaction,
  LITECOIN_FORM,
  type Transaction,
  type TransactionInput,
  type TransactionOutput,
} from '../../chains/index.ts';
import type { StatedPlace } from '../material.ts';
import { type Json, membersOf } from '../node/exactJson.ts';

type Members = NonNullable<ReturnType<typeof membersOf>>;

export interface RebuiltTransaction {
  readonly bytes: Uint8Array;
  readonly txid: string;
  /** The block the record names, or null where it says that it is in none. */
  readonly place: StatedPlace | null;
  /** Addresses it names, as written: they tell of which network it is and nothing else. */
  readonly addresses: readonly string[];
}
export interface RefusedRecord {
  /** A reason of the locale files; the part meant stands behind the colon. */
  readonly reason: string;
  readonly text: string;
}

/** No block of any network holds more bytes, so no list of a record is longer. */
const MOST_PARTS = 1_000_000;
const LARGEST_BYTES = 4_000_000;
const U32 = 0xffff_ffff;
const HASH = /^[0-9a-f]{64}$/;
/** Above every network's limit; the network's own is held against it when the network is known. */
const MOST_SAT = LITECOIN_FORM.mostMoneySat;

/** What a record lacks, thrown within this file only. */
class Lacking extends Error {
  readonly part: string;
  constructor(part: string) {
    super(part);
    this.part = part;
  }
}

export function rebuildRecord(record: Json): RebuiltTransaction | RefusedRecord {
  const members = membersOf(record);
  const stated = members?.['txid'];
  const text = typeof stated === 'string' ? stated.slice(0, 64) : '';
  if (members === null || !HASH.test(text)) return { reason: 'part:txid', text };
  try {
    const { bytes, transaction } = rebuild(members);
    if (transaction.txid !== text) return { reason: 'rebuiltTxid', text: `${text}: ${transaction.txid}` };
    // No id covers a witness left out or added: the sizes are what shows it.
    for (const [name, found] of [
      ['size', transaction.size],
      ['weight', transaction.weight],
    ] as const)
      if (members[name] !== undefined && members[name] !== found) return { reason: 'rebuiltSize', text };
    return { bytes, txid: text, place: placeOf(members), addresses: addressesOf(members) };
  } catch (error) {
    if (error instanceof Lacking) return { reason: `part:${error.part}`, text };
    if (error instanceof Fault) return { reason: `rebuilt:${error.parameters.reason ?? error.code}`, text };
    throw error;
  }
}

function rebuild(members: Members): { readonly bytes: Uint8Array; readonly transaction: Transaction } {
  const inputs = listOf(members, 'vin', 'vin').map((input, i) => inputOf(input, `vin[${i}]`));
  const outputs = listOf(members, 'vout', 'vout').map((output, i) => outputOf(output, `vout[${i}]`));
  const version = integerOf(members, 'version', 'version', -(2 ** 31), U32);
  const lockTime = integerOf(members, 'locktime', 'locktime', 0, U32);
  const bytes = encodeTransaction({ version, lockTime, inputs, outputs });
  const form = outputs.some(({ valueSat }) => valueSat > BITCOIN_FORM.mostMoneySat) ? LITECOIN_FORM : BITCOIN_FORM;
  return { bytes, transaction: decodeTransaction(bytes, form) };
}

function inputOf(input: Json, at: string): TransactionInput {
  const members = objectOf(input, at);
  const witness = members['witness'] ?? [];
  if (!Array.isArray(witness) || witness.length > MOST_PARTS) throw new Lacking(`${at}.witness`);
  const previousTxid = members['txid'];
  if (typeof previousTxid !== 'string' || !HASH.test(previousTxid)) throw new Lacking(`${at}.txid`);
  return {
    previousTxid,
    previousOutput: integerOf(members, 'vout', `${at}.vout`, 0, U32),
    scriptSig: hexOf(members['scriptsig'], `${at}.scriptsig`),
    sequence: integerOf(members, 'sequence', `${at}.sequence`, 0, U32),
    witness: (witness as readonly Json[]).map((item, i) => hexOf(item, `${at}.witness[${i}]`)),
  };
}

function outputOf(output: Json, at: string): TransactionOutput {
  const members = objectOf(output, at);
  return { valueSat: satoshiOf(members['value'], `${at}.value`), script: hexOf(members['scriptpubkey'], `${at}.scriptpubkey`) };
}

function objectOf(value: Json, at: string): Members {
  const members = membersOf(value);
  if (members === null) throw new Lacking(at);
  return members;
}

function listOf(members: Members, name: string, at: string): readonly Json[] {
  const list = members[name];
  if (!Array.isArray(list) || list.length > MOST_PARTS) throw new Lacking(at);
  return list as readonly Json[];
}

function integerOf(members: Members, name: string, at: string, least: number, most: number): number {
  const value = members[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) throw new Lacking(at);
  return value;
}

/** Whole satoshi. Numbers beyond 15 digits come as the text they were written as, so no digit is lost. */
function satoshiOf(value: Json | undefined, at: string): bigint {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' && value.length > 15 ? value : '';
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) throw new Lacking(at);
  const valueSat = BigInt(text);
  if (valueSat > MOST_SAT) throw new Lacking(at);
  return valueSat;
}

/** No repeated group in the pattern: on megabytes that would exhaust the matcher's stack. */
function hexOf(value: Json | undefined, at: string): Uint8Array {
  if (typeof value !== 'string' || value.length % 2 !== 0 || value.length > 2 * LARGEST_BYTES || !/^[0-9a-fA-F]*$/.test(value))
    throw new Lacking(at);
  return fromHex(value.toLowerCase());
}

function placeOf(members: Members): StatedPlace | null {
  if (members['status'] === undefined || members['status'] === null) return null;
  const status = objectOf(members['status'], 'status');
  const hash = status['block_hash'];
  if (status['confirmed'] === false) return null;
  if (status['confirmed'] !== true) throw new Lacking('status.confirmed');
  if (typeof hash !== 'string' || !HASH.test(hash)) throw new Lacking('status.block_hash');
  const time = status['block_time'] === undefined ? null : integerOf(status, 'block_time', 'status.block_time', 0, U32);
  return { hash: fromDisplayHash(hash), height: integerOf(status, 'block_height', 'status.block_height', 0, U32), time };
}

function addressesOf(members: Members): readonly string[] {
  const named = [
    ...listOf(members, 'vout', 'vout'),
    ...listOf(members, 'vin', 'vin').flatMap((input) => {
      const { prevout } = membersOf(input) ?? {};
      return prevout === undefined || prevout === null ? [] : [prevout];
    }),
  ];
  return named.flatMap((one) => {
    const address = membersOf(one)?.['scriptpubkey_address'];
    return typeof address === 'string' && address.length <= 120 ? [address] : [];
  });
}
