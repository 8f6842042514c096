// What a node states beside a transaction (`gettransactioninfobyblocknum`): fee, resources, logs, internal transactions. No header
// commits to any of it, so it is one source's word, whatever else is proven.
import { hex } from '../../../../shared/model/bytes.ts';
import { addressAt, hexAt, intAt, isObject, type Json, type JsonObject, listAt, malformed, safeNumberAt, textAt } from './json.ts';

export interface TronLog {
  /** Base58check of the contract. */
  readonly address: string;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

export interface TronInternal {
  readonly caller: string | null;
  readonly to: string | null;
  /** `call`, `create`, `suicide`, or the name of a staking operation inside a contract. */
  readonly note: string;
  readonly rejected: boolean;
  /** TRX where the token is null, else the TRC-10 number. */
  readonly values: readonly { readonly amount: bigint; readonly token: string | null }[];
}

export interface TronInfo {
  readonly txid: string;
  /** Everything that was burnt for the transaction: bandwidth, energy, activation, memo, several signatures. */
  readonly feeSun: bigint;
  readonly blockNumber: number | null;
  readonly timeMs: bigint | null;
  readonly contractAddress: string | null;
  readonly failed: boolean;
  /** SUCCESS, REVERT, …; null for types without a virtual machine. */
  readonly result: string | null;
  readonly energyUsage: bigint;
  readonly energyFeeSun: bigint;
  readonly originEnergyUsage: bigint;
  readonly energyTotal: bigint;
  readonly netUsage: bigint;
  readonly netFeeSun: bigint;
  /** Null where the source shows none at all, as TronGrid's account history: then nothing is said about them. */
  readonly logs: readonly TronLog[] | null;
  readonly internals: readonly TronInternal[];
  /** A voter's or producer's reward that was taken out. */
  readonly withdrawSun: bigint;
  /** Stake that came free: of the first kind, and of the second after its waiting time. */
  readonly unfreezeSun: bigint;
  readonly withdrawExpireSun: bigint;
  /** Stake whose coming free was called off, by resource. */
  readonly cancelledSun: readonly { readonly resource: string; readonly amountSun: bigint }[];
}

function readLog(json: Json): TronLog {
  if (!isObject(json)) return malformed('shape', 'log');
  return {
    address: addressAt(json, 'address') ?? malformed('shape', 'log.address'),
    topics: listAt(json, 'topics').map((one) => hexAt({ topic: one }, 'topic') ?? malformed('shape', 'log.topics')),
    data: hexAt(json, 'data') ?? new Uint8Array(0),
  };
}

/** Notes stand as hex of their text, or as the text. */
function noteText(note: string): string {
  if (note.length === 0 || note.length > 200 || note.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(note)) return note;
  const text = new TextDecoder().decode(Uint8Array.from(note.match(/../g) as string[], (pair) => Number.parseInt(pair, 16)));
  return /^[\x20-\x7e]*$/.test(text) ? text : note;
}

export function readInternal(json: Json): TronInternal {
  if (!isObject(json)) return malformed('shape', 'internal_transactions');
  return {
    caller: addressAt(json, 'caller_address'),
    to: addressAt(json, 'transferTo_address'),
    note: noteText(textAt(json, 'note') ?? ''),
    rejected: json['rejected'] === true,
    values: listAt(json, 'callValueInfo').map((one) => {
      if (!isObject(one)) return malformed('shape', 'callValueInfo');
      const token = textAt(one, 'tokenId') ?? textAt(one, 'tokenName');
      return { amount: intAt(one, 'callValue') ?? 0n, token: token === null || token === '' || token === '_' ? null : token };
    }),
  };
}

/** A protobuf map stands in java-tron's JSON as a list of keys and values. */
export function readCancelled(json: JsonObject): TronInfo['cancelledSun'] {
  return listAt(json, 'cancel_unfreezeV2_amount').flatMap((one) => {
    if (!isObject(one)) return malformed('shape', 'cancel_unfreezeV2_amount');
    const amountSun = intAt(one, 'value') ?? 0n;
    return amountSun === 0n ? [] : [{ resource: textAt(one, 'key') ?? '', amountSun }];
  });
}

/** One entry of `gettransactioninfobyblocknum`, or the answer of `gettransactioninfobyid`. */
export function readTronInfo(json: Json): TronInfo {
  if (!isObject(json)) return malformed('shape', 'info');
  const id = hexAt(json, 'id');
  if (id === null || id.length !== 32) return malformed('shape', 'id');
  const receipt: JsonObject = isObject(json['receipt']) ? json['receipt'] : {};
  const amount = (from: JsonObject, name: string): bigint => intAt(from, name) ?? 0n;
  return {
    txid: hex(id),
    feeSun: amount(json, 'fee'),
    blockNumber: safeNumberAt(json, 'blockNumber'),
    timeMs: intAt(json, 'blockTimeStamp'),
    contractAddress: addressAt(json, 'contract_address'),
    failed: json['result'] === 'FAILED',
    result: textAt(receipt, 'result'),
    energyUsage: amount(receipt, 'energy_usage'),
    energyFeeSun: amount(receipt, 'energy_fee'),
    originEnergyUsage: amount(receipt, 'origin_energy_usage'),
    energyTotal: amount(receipt, 'energy_usage_total'),
    netUsage: amount(receipt, 'net_usage'),
    netFeeSun: amount(receipt, 'net_fee'),
    logs: listAt(json, 'log').map(readLog),
    internals: listAt(json, 'internal_transactions').map(readInternal),
    withdrawSun: amount(json, 'withdraw_amount'),
    unfreezeSun: amount(json, 'unfreeze_amount'),
    withdrawExpireSun: amount(json, 'withdraw_expire_amount'),
    cancelledSun: readCancelled(json),
  };
}
