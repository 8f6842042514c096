// The answers of java-tron's HTTP interface, as values: blocks, transactions and the infos beside them, `visible` or not. Where
// raw_data_hex is there it is the truth, and JSON fields beside it must say the same, or the transaction is refused with the reason.
import { bytesEqual, fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { readTronAddress, tronAddressBytes } from './address.ts';
import { readHeaderRawData, type TronHeader } from './block.ts';
import { buildRawData, buildTransaction } from './build.ts';
import {
  ACCOUNT_TYPES,
  CONTRACT_RESULTS,
  contractTypeNamed,
  type ContractType,
  ENUMERATIONS,
  type FieldRule,
  type Schema,
} from './contracts.ts';
import { hexAt, intAt, isObject, type Json, type JsonObject, listAt, malformed, objectAt, textAt } from './json.ts';
import { tronLeaf, tronRoot } from './merkle.ts';
import type { MessageValue, MessageValues } from './message.ts';
import { readRawData, readTransactionBytes, type TronResult, type TronTransaction } from './transaction.ts';
import { delimitedField, joinBytes, varintField } from './wire.ts';

/** Reasons given in `chain.badTransaction` by this file. */
export type NodeJsonRefusal = 'txid' | 'disagrees' | 'noRawData' | 'typeUnknown';

function refuse(reason: NodeJsonRefusal, more: Readonly<Record<string, string>> = {}): never {
  throw new Fault('chain.badTransaction', { reason, ...more });
}

/** A field's JSON as the value that the bytes would give; undefined where the text can be read in more than one way and none fits. */
function valueFromJson(json: Json, rule: FieldRule, path: string, is: MessageValue | undefined): MessageValue {
  const { kind } = rule;
  if (kind === 'bool') return json === true;
  if (kind === 'int') {
    if (typeof json === 'string' && !/^-?\d+$/.test(json)) {
      const names = path.startsWith('AccountCreateContract') ? ACCOUNT_TYPES : (ENUMERATIONS[rule.name] ?? []);
      const number = names.indexOf(json);
      return number < 0 ? refuse('disagrees', { field: path, stated: json.slice(0, 80) }) : BigInt(number);
    }
    return intAt({ value: json }, 'value') ?? 0n;
  }
  if (kind === 'address') return typeof json === 'string' && json !== '' ? addressText(json) : malformed('shape', path);
  if (kind === 'text') return typeof json === 'string' ? json : malformed('shape', path);
  if (kind === 'bytes') return bytesFromJson(json, path, is);
  return isObject(json) ? valuesFromJson(json, kind.message, path, (is ?? {}) as MessageValues) : malformed('shape', path);
}

/** No repeated group: on a text of megabytes that would exhaust the matcher's stack. */
function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text);
}

function addressText(text: string): string {
  try {
    return readTronAddress(text);
  } catch {
    // Bytes that are no address: block 0 has such an owner.
    return isHex(text) ? `hex:${text.toLowerCase()}` : `hex:${hex(new TextEncoder().encode(text))}`;
  }
}

/** Bytes stand in JSON as hex, or as text where `visible` is on: the reading that agrees with the bytes is taken. */
function bytesFromJson(json: Json, path: string, is: MessageValue | undefined): Uint8Array {
  if (isObject(json)) return is instanceof Uint8Array ? is : new Uint8Array(0); // an ABI: compared by its bytes only
  if (typeof json !== 'string') return malformed('shape', path);
  const asText = new TextEncoder().encode(json);
  const asHex = isHex(json) ? fromHex(json) : null;
  if (is instanceof Uint8Array && bytesEqual(is, asText)) return asText;
  return asHex ?? asText;
}

function valuesFromJson(json: JsonObject, fields: Schema, path: string, is: MessageValues): MessageValues {
  const values: Record<string, MessageValue> = {};
  for (const rule of fields.values()) {
    const stated = json[rule.name];
    if (stated === undefined || stated === null) continue;
    const at = `${path}.${rule.name}`;
    const own = is[rule.name];
    if (rule.repeated) {
      const ownList = Array.isArray(own) ? (own as readonly MessageValue[]) : [];
      values[rule.name] = listAt(json, rule.name).map((one, i) => valueFromJson(one, rule, at, ownList[i]));
    } else values[rule.name] = valueFromJson(stated, rule, at, own);
  }
  return values;
}

/** Two values of a field are the same; a default that was left out equals one that was written. */
function same(a: MessageValue | undefined, b: MessageValue | undefined): boolean {
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return bytesEqual(a instanceof Uint8Array ? a : new Uint8Array(0), b instanceof Uint8Array ? b : new Uint8Array(0));
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    const [left, right] = [a ?? [], b ?? []] as [readonly MessageValue[], readonly MessageValue[]];
    return left.length === right.length && left.every((one, i) => same(one, right[i]));
  }
  if (typeof a === 'object' || typeof b === 'object') {
    const [left, right] = [a ?? {}, b ?? {}] as [MessageValues, MessageValues];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => same(left[name], right[name]));
  }
  const plain = (value: MessageValue | undefined): MessageValue | undefined =>
    value === 0n || value === '' || value === false ? undefined : value;
  return plain(a) === plain(b);
}

interface StatedRawData {
  readonly type: ContractType;
  readonly contract: JsonObject;
  readonly value: JsonObject;
}

function statedRawData(rawData: JsonObject): StatedRawData {
  const contracts = listAt(rawData, 'contract');
  const contract = contracts[0];
  if (contracts.length !== 1 || !isObject(contract)) return malformed('shape', 'raw_data.contract');
  const name = textAt(contract, 'type') ?? 'AccountCreateContract';
  const type = contractTypeNamed(name);
  if (type === undefined) return refuse('typeUnknown', { type: name.slice(0, 80) });
  return { type, contract, value: objectAt(objectAt(contract, 'parameter'), 'value') };
}

function checkAgrees(rawData: JsonObject, read: ReturnType<typeof readRawData>): void {
  const disagree = (field: string): never => refuse('disagrees', { field });
  const name = textAt(objectOrFirst(rawData), 'type');
  if (name !== null && contractTypeNamed(name) === undefined && read.contract.type.fields.size === 0) return;
  const { type, contract, value } = statedRawData(rawData);
  if (type !== read.contract.type) disagree('type');
  if (!same(valuesFromJson(value, type.fields, type.name, read.contract.values), read.contract.values)) {
    const stated = valuesFromJson(value, type.fields, type.name, read.contract.values);
    const names = [...new Set([...Object.keys(stated), ...Object.keys(read.contract.values)])];
    disagree(names.find((one) => !same(stated[one], read.contract.values[one])) ?? 'value');
  }
  if ((intAt(contract, 'Permission_id') ?? 0n) !== BigInt(read.contract.permissionId)) disagree('Permission_id');
  if ((intAt(rawData, 'expiration') ?? 0n) !== read.expirationMs) disagree('expiration');
  if ((intAt(rawData, 'timestamp') ?? 0n) !== read.timestampMs) disagree('timestamp');
  if ((intAt(rawData, 'fee_limit') ?? 0n) !== read.feeLimitSun) disagree('fee_limit');
  if (!bytesEqual(hexAt(rawData, 'ref_block_bytes') ?? new Uint8Array(0), read.refBlockBytes)) disagree('ref_block_bytes');
  if (!bytesEqual(hexAt(rawData, 'ref_block_hash') ?? new Uint8Array(0), read.refBlockHash)) disagree('ref_block_hash');
  const memo = rawData['data'];
  if (!bytesEqual(memo === undefined ? new Uint8Array(0) : bytesFromJson(memo, 'data', read.data), read.data)) disagree('data');
}

function objectOrFirst(rawData: JsonObject): JsonObject {
  const first = listAt(rawData, 'contract')[0];
  return isObject(first) ? first : {};
}

/** raw_data written anew from its JSON: accepted only if its sha-256 is the txid, which proves that these are the bytes. */
function rebuiltRawData(rawData: JsonObject): Uint8Array {
  const { type, contract, value } = statedRawData(rawData);
  const memo = rawData['data'];
  return buildRawData({
    type: type.name,
    values: valuesFromJson(value, type.fields, type.name, {}),
    permissionId: Number(intAt(contract, 'Permission_id') ?? 0n),
    refBlockBytes: hexAt(rawData, 'ref_block_bytes') ?? new Uint8Array(0),
    refBlockHash: hexAt(rawData, 'ref_block_hash') ?? new Uint8Array(0),
    expirationMs: intAt(rawData, 'expiration') ?? 0n,
    timestampMs: intAt(rawData, 'timestamp') ?? 0n,
    feeLimitSun: intAt(rawData, 'fee_limit') ?? 0n,
    memo: memo === undefined ? new Uint8Array(0) : bytesFromJson(memo, 'data', undefined),
  });
}

function readRet(json: Json): TronResult {
  if (!isObject(json)) return malformed('shape', 'ret');
  const code = textAt(json, 'ret') ?? textAt(json, 'code');
  return { feeSun: intAt(json, 'fee') ?? 0n, failed: code === 'FAILED', contractRet: textAt(json, 'contractRet') ?? 'DEFAULT' };
}

/**
 * A transaction of `getblockbynum`, `gettransactionbyid` or TronGrid. Its `bytes` are null: JSON does not hold the whole
 * Transaction; a block with all of them can restore them (`readNodeBlock`).
 */
export function readNodeTransaction(json: Json): TronTransaction {
  if (!isObject(json)) return malformed('shape', 'transaction');
  const stated = textAt(json, 'txID')?.toLowerCase() ?? null;
  const rawHex = hexAt(json, 'raw_data_hex');
  const rawJson = json['raw_data'];
  if (rawHex === null && !isObject(rawJson)) refuse('noRawData');
  const read = readRawData(rawHex ?? rebuiltRawData(rawJson as JsonObject));
  if (stated === null ? rawHex === null : stated !== read.txid) refuse('txid', { stated: stated ?? '', computed: read.txid });
  if (rawHex !== null && isObject(rawJson)) checkAgrees(rawJson, read);
  return {
    ...read,
    bytes: null,
    signatures: listAt(json, 'signature').map((one) => hexAt({ one }, 'one') as Uint8Array),
    results: listAt(json, 'ret').map(readRet),
  };
}

export interface NodeBlock {
  readonly header: TronHeader;
  readonly transactions: readonly TronTransaction[];
  /**
   * True when the transactions, written as a node writes them, have the header's root: then `bytes` are the exact bytes and prove
   * inclusion. False when this could not be shown, which says nothing against the transactions.
   */
  readonly exact: boolean;
}

function headerFromJson(json: JsonObject): TronHeader {
  const header = objectAt(json, 'block_header');
  const raw = objectAt(header, 'raw_data');
  const witnessText = textAt(raw, 'witness_address') ?? '';
  const witness = addressText(witnessText);
  const optional = (number: number, name: string): readonly Uint8Array[] => {
    const bytes = hexAt(raw, name);
    return bytes === null || bytes.length === 0 ? [] : [delimitedField(number, bytes)];
  };
  const rawData = joinBytes([
    varintField(1, intAt(raw, 'timestamp') ?? 0n),
    ...optional(2, 'txTrieRoot'),
    ...optional(3, 'parentHash'),
    varintField(7, intAt(raw, 'number') ?? 0n),
    varintField(8, intAt(raw, 'witness_id') ?? 0n),
    delimitedField(9, witness.startsWith('hex:') ? fromHex(witness.slice(4)) : tronAddressBytes(witness)),
    varintField(10, intAt(raw, 'version') ?? 0n),
    ...optional(11, 'accountStateRoot'),
  ]);
  const read = readHeaderRawData(rawData, hexAt(header, 'witness_signature') ?? new Uint8Array(0));
  const stated = textAt(json, 'blockID')?.toLowerCase();
  // The header is small and fully in JSON, so its id must come out.
  if (stated !== undefined && stated !== read.id) throw new Fault('chain.badProof', { reason: 'blockId', stated, computed: read.id });
  return read;
}

/** A block of `getblockbynum`, `getblock` or `getnowblock`; one entry of `getblockbylimitnext`. */
export function readNodeBlock(json: Json): NodeBlock {
  if (!isObject(json)) return malformed('shape', 'block');
  const header = headerFromJson(json);
  const transactions = listAt(json, 'transactions').map(readNodeTransaction);
  const rebuilt = transactions.map(bytesAsWritten);
  const exact =
    rebuilt.every((bytes) => bytes !== null && bytes.length > 64) &&
    bytesEqual(tronRoot((rebuilt as readonly Uint8Array[]).map(tronLeaf)), header.txTrieRoot);
  return { header, transactions: exact ? (rebuilt as readonly Uint8Array[]).map(readTransactionBytes) : transactions, exact };
}

/** The whole Transaction as a node stores it in a block: raw_data, signatures, and one result with contractRet alone. */
function bytesAsWritten({ rawData, signatures, results }: TronTransaction): Uint8Array | null {
  const result = results[0];
  if (results.length > 1 || (result !== undefined && !CONTRACT_RESULTS.includes(result.contractRet))) return null;
  return buildTransaction(rawData, signatures, result === undefined ? null : result.contractRet);
}
