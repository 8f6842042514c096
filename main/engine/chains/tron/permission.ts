// Permissions of a TRON account: who may sign what, with which weights. Reads them from a permission update or from an account's
// JSON and keeps them as text inside an event; it decides nothing (control.ts does).
import { hex } from '../../../../shared/model/bytes.ts';
import { contractType, isKnownContract, PERMISSION_TYPES } from './contracts.ts';
import { bytesValue, intValue, listValue, type MessageValues, textValue } from './message.ts';
import { addressAt, hexAt, intAt, isObject, type Json, listAt, malformed, parseTronJson, textAt } from './json.ts';

export interface PermissionKey {
  readonly address: string;
  readonly weight: bigint;
}

export interface Permission {
  readonly type: 'Owner' | 'Witness' | 'Active';
  /** 0 owner, 1 witness, 2 and up active: the number that a transaction names. */
  readonly id: number;
  readonly name: string;
  readonly threshold: bigint;
  /** Bit n of byte n/8 allows contract type n; hex, empty for owner and witness. */
  readonly operations: string;
  readonly keys: readonly PermissionKey[];
}

export interface PermissionSet {
  readonly owner: Permission;
  readonly witness: Permission | null;
  readonly actives: readonly Permission[];
}

/** Every operation that a new account's first active permission allows at the time of writing is the network's choice: not stated. */
export function defaultPermissions(address: string): PermissionSet {
  const keys = [{ address, weight: 1n }];
  return {
    owner: { type: 'Owner', id: 0, name: 'owner', threshold: 1n, operations: '', keys },
    witness: null,
    actives: [{ type: 'Active', id: 2, name: 'active', threshold: 1n, operations: '', keys }],
  };
}

function typeName(number: bigint): Permission['type'] {
  return (PERMISSION_TYPES[Number(number)] ?? 'Active') as Permission['type'];
}

function fromMessage(values: MessageValues, id: number): Permission {
  return {
    type: typeName(intValue(values, 'type')),
    id,
    name: textValue(values, 'permission_name') ?? '',
    threshold: intValue(values, 'threshold'),
    operations: hex(bytesValue(values, 'operations')),
    keys: listValue(values, 'keys').map((key) => ({ address: textValue(key, 'address') ?? '', weight: intValue(key, 'weight') })),
  };
}

/** What an AccountPermissionUpdate sets; the network numbers the active permissions from 2 in their order. */
export function permissionsOfUpdate(values: MessageValues): PermissionSet {
  const nested = (name: string): MessageValues | null => {
    const value = values[name];
    return value === undefined ? null : (value as MessageValues);
  };
  const witness = nested('witness');
  return {
    owner: { ...fromMessage(nested('owner') ?? {}, 0), type: 'Owner' },
    witness: witness === null ? null : { ...fromMessage(witness, 1), type: 'Witness' },
    actives: listValue(values, 'actives').map((active, at) => ({ ...fromMessage(active, at + 2), type: 'Active' })),
  };
}

function fromJson(json: Json | undefined, type: Permission['type'], id: number): Permission {
  if (!isObject(json)) return malformed('shape', 'permission');
  return {
    type,
    id: Number(intAt(json, 'id') ?? BigInt(id)),
    name: textAt(json, 'permission_name') ?? '',
    threshold: intAt(json, 'threshold') ?? 0n,
    operations: hex(hexAt(json, 'operations') ?? new Uint8Array(0)),
    keys: listAt(json, 'keys').map((key) =>
      isObject(key)
        ? { address: addressAt(key, 'address') ?? malformed('shape', 'keys.address'), weight: intAt(key, 'weight') ?? 0n }
        : malformed('shape', 'keys'),
    ),
  };
}

/** Permissions as `wallet/getaccount` and TronGrid's `/v1/accounts/…` show them; null where they show none (then the default holds). */
export function permissionsOfAccount(json: Json): PermissionSet | null {
  if (!isObject(json)) return malformed('shape', 'account');
  if (json['owner_permission'] === undefined) return null;
  return {
    owner: fromJson(json['owner_permission'], 'Owner', 0),
    witness: json['witness_permission'] === undefined ? null : fromJson(json['witness_permission'], 'Witness', 1),
    actives: listAt(json, 'active_permission').map((active, at) => fromJson(active, 'Active', at + 2)),
  };
}

/** One text per permission, for `details` of an event; `permissionsOfDetails` reads them back. */
export function detailsOfPermissions(set: PermissionSet): Readonly<Record<string, string>> {
  const text = (permission: Permission): string =>
    JSON.stringify({
      id: permission.id,
      permission_name: permission.name,
      threshold: String(permission.threshold),
      operations: permission.operations,
      keys: permission.keys.map(({ address, weight }) => ({ address, weight: String(weight) })),
    });
  return {
    owner: text(set.owner),
    ...(set.witness === null ? {} : { witness: text(set.witness) }),
    ...Object.fromEntries(set.actives.map((active) => [`active${active.id}`, text(active)])),
  };
}

export function permissionsOfDetails(details: Readonly<Record<string, string>>): PermissionSet {
  const read = (name: string, type: Permission['type'], id: number): Permission => fromJson(parseTronJson(details[name] ?? ''), type, id);
  return {
    owner: read('owner', 'Owner', 0),
    witness: details['witness'] === undefined ? null : read('witness', 'Witness', 1),
    actives: Object.keys(details)
      .filter((name) => /^active\d+$/.test(name))
      .map((name) => Number(name.slice(6)))
      .sort((a, b) => a - b)
      .map((id) => read(`active${id}`, 'Active', id)),
  };
}

/** Names of the contract types that an active permission allows. */
export function allowedOperations(operations: string): readonly string[] {
  const names: string[] = [];
  for (let byte = 0; byte * 2 + 2 <= operations.length; byte++) {
    const bits = Number.parseInt(operations.slice(byte * 2, byte * 2 + 2), 16);
    for (let bit = 0; bit < 8; bit++) {
      const number = byte * 8 + bit;
      if ((bits >> bit) % 2 === 1 && isKnownContract(number)) names.push(contractType(number).name);
    }
  }
  return names;
}
