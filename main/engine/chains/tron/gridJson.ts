// TronGrid's account history as files hold it: pages of transactions (java-tron's form with a few fields beside) and of TRC-20
// transfers. A page says nothing of what is not on it; whether the pages are complete is for the caller to judge.
import type { AccountTransaction, AccountTransfer } from '../accountFamily.ts';
import { tokenAsset } from './assets.ts';
import { readCancelled, readInternal, type TronInfo } from './info.ts';
import {
  addressAt,
  hexAt,
  intAt,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  malformed,
  objectAt,
  safeNumberAt,
  textAt,
} from './json.ts';
import { readNodeTransaction } from './nodeJson.ts';
import { NO_PLACE, readTronTransaction, type TronReading } from './readTransaction.ts';
import { hex } from '../../../../shared/model/bytes.ts';

/** Rows of a page (`{data: […]}`), or of a file that is the bare list. */
export function gridRows(json: Json): readonly JsonObject[] {
  const rows = Array.isArray(json) ? (json as readonly Json[]) : isObject(json) ? listAt(json, 'data') : malformed('shape', 'data');
  return rows.map((row) => (isObject(row) ? row : malformed('shape', 'data')));
}

/** Mark of the next page; a page that has one is not the last. */
export function gridContinues(json: Json): string | null {
  const meta = isObject(json) ? json['meta'] : undefined;
  return isObject(meta) ? textAt(meta, 'fingerprint') : null;
}

function secondsAt(row: JsonObject): number | null {
  const milliseconds = safeNumberAt(row, 'block_timestamp');
  return milliseconds === null ? null : Math.floor(milliseconds / 1000);
}

/** A row of `/v1/accounts/…/transactions`; null for a row that stands for an internal transaction alone (`tx_id`). */
export function readGridTransaction(row: JsonObject): TronReading | null {
  if (row['raw_data'] === undefined && row['raw_data_hex'] === undefined && textAt(row, 'tx_id') !== null) return null;
  const transaction = readNodeTransaction(row);
  const reading = readTronTransaction(transaction, null, {
    ...NO_PLACE,
    blockNumber: safeNumberAt(row, 'blockNumber'),
    timeSeconds: secondsAt(row),
  });
  const internals = listAt(row, 'internal_transactions');
  if (internals.length === 0 || !internals.some((one) => isObject(one) && one['callValueInfo'] !== undefined)) return reading;
  return readTronTransaction(transaction, statedBeside(row, transaction.txid, internals), {
    ...NO_PLACE,
    blockNumber: reading.transaction.blockNumber,
    timeSeconds: reading.transaction.timeSeconds,
  });
}

/** What TronGrid puts beside the transaction, as an info without logs. */
function statedBeside(row: JsonObject, txid: string, internals: readonly Json[]): TronInfo {
  const ret = listAt(row, 'ret')[0];
  const amount = (name: string): bigint => intAt(row, name) ?? 0n;
  return {
    txid,
    feeSun: isObject(ret) ? (intAt(ret, 'fee') ?? 0n) : 0n,
    blockNumber: null,
    timeMs: intAt(row, 'block_timestamp'),
    contractAddress: null,
    failed: false,
    result: isObject(ret) ? textAt(ret, 'contractRet') : null,
    energyUsage: amount('energy_usage'),
    energyFeeSun: amount('energy_fee'),
    originEnergyUsage: 0n,
    energyTotal: amount('energy_usage_total'),
    netUsage: amount('net_usage'),
    netFeeSun: amount('net_fee'),
    logs: null,
    internals: internals.map(readInternal),
    withdrawSun: amount('withdraw_amount'),
    unfreezeSun: amount('unfreeze_amount'),
    withdrawExpireSun: amount('withdraw_expire_amount'),
    cancelledSun: readCancelled(row),
  };
}

/**
 * Rows of `/v1/accounts/…/transactions/trc20`, put together by transaction. Each row is a log, and a log stands only if it was
 * carried out, so the status is ok; who signed is not stated. The logs' numbers are not stated either: their order in the file is.
 */
export function readGridTransfers(rows: readonly JsonObject[]): readonly AccountTransaction[] {
  const found = new Map<string, { readonly timeSeconds: number | null; readonly transfers: AccountTransfer[] }>();
  for (const row of rows) {
    const type = textAt(row, 'type') ?? 'Transfer';
    const id = hexAt(row, 'transaction_id');
    if (id === null || id.length !== 32) malformed('shape', 'transaction_id');
    const place = found.get(hex(id)) ?? { timeSeconds: secondsAt(row), transfers: [] };
    found.set(hex(id), place);
    if (type !== 'Transfer') continue;
    const contract = addressAt(objectAt(row, 'token_info'), 'address') ?? malformed('shape', 'token_info.address');
    const amount = intAt(row, 'value') ?? malformed('shape', 'value');
    if (amount < 0n) malformed('shape', 'value');
    place.transfers.push({
      path: [1, place.transfers.length],
      kind: 'token',
      from: addressAt(row, 'from'),
      to: addressAt(row, 'to'),
      asset: tokenAsset(contract),
      amount,
    });
  }
  return [...found].map(([id, { timeSeconds, transfers }]) => ({
    ...{
      id,
      blockHash: null,
      blockNumber: null,
      position: null,
      timeSeconds,
      status: 'ok' as const,
      from: null,
      to: null,
      transfers,
      events: [],
    },
  }));
}
