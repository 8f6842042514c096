// What `wallet/getaccount` shows of an account at the moment it was asked: coins, TRC-10 tokens, and who may sign. A node's statement alone:
// no header commits to it. TRC-20 balances are not in it, since they stand in their contracts.
import type { AccountAsset } from '../accountFamily.ts';
import { TRX, tokenAsset } from './assets.ts';
import { addressAt, intAt, isObject, type Json, type JsonObject, listAt, malformed, textAt } from './json.ts';
import { type PermissionSet, permissionsOfAccount } from './permission.ts';

export interface TronAccountState {
  readonly address: string;
  /**
   * TRX with what is staked, delegated or on its way out of staking: these coins stay the owner's, and staking is no movement here
   * (SPEC.md N8). Names are those of protocol.Account in java-tron's Tron.proto.
   */
  readonly balances: readonly { readonly asset: AccountAsset; readonly amount: bigint }[];
  /** Null where it shows none: the default of a new account holds. */
  readonly permissions: PermissionSet | null;
}

/** Null where the node knows no such account. */
export function readTronAccount(json: Json): TronAccountState | null {
  if (!isObject(json)) return malformed('shape', 'account');
  const address = addressAt(json, 'address');
  if (address === null) return null;
  const resources = isObject(json['account_resource']) ? json['account_resource'] : {};
  const sun =
    natural(json, 'balance') +
    sumOf(json, 'frozen', 'frozen_balance') +
    (isObject(resources['frozen_balance_for_energy']) ? natural(resources['frozen_balance_for_energy'], 'frozen_balance') : 0n) +
    natural(json, 'delegated_frozen_balance_for_bandwidth') +
    natural(resources, 'delegated_frozen_balance_for_energy') +
    sumOf(json, 'frozenV2', 'amount') +
    natural(json, 'delegated_frozenV2_balance_for_bandwidth') +
    natural(resources, 'delegated_frozenV2_balance_for_energy') +
    sumOf(json, 'unfrozenV2', 'unfreeze_amount');
  const tokens = listAt(json, 'assetV2').map((entry) => {
    if (!isObject(entry)) return malformed('shape', 'assetV2');
    return { asset: tokenAsset(textAt(entry, 'key') ?? malformed('shape', 'assetV2.key')), amount: natural(entry, 'value') };
  });
  return { address, balances: [{ asset: TRX, amount: sun }, ...tokens], permissions: permissionsOfAccount(json) };
}

function natural(json: JsonObject, name: string): bigint {
  const amount = intAt(json, name) ?? 0n;
  return amount >= 0n ? amount : malformed('shape', name);
}

function sumOf(json: JsonObject, list: string, name: string): bigint {
  return listAt(json, list).reduce<bigint>((sum, entry) => sum + (isObject(entry) ? natural(entry, name) : malformed('shape', list)), 0n);
}
