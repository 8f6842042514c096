// What every bridge's reader gives: which event of which role it is, and what the event says of a hop. It decides no pair.
import { fromHex } from '../../../../../shared/model/bytes.ts';
import type { AccountAsset } from '../../accountFamily.ts';
import type { EventDefinition, EventValues } from '../abi.ts';
import { addressText } from '../addresses.ts';
import type { BridgeContract, BridgeRole } from './contracts.ts';

export interface BridgeContext {
  readonly chain: string;
  readonly blockHash: Uint8Array | null;
}

export interface Hop {
  readonly kind: 'bridgeIn' | 'bridgeOut';
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly asset?: AccountAsset | undefined;
  readonly amount?: bigint | undefined;
  /**
   * `id`: what both ends share, under the protocol's name. `otherChain`: the chain at the other end. `arrives`: the amount that shall
   * arrive, where the departure alone states it. `term:NAME`: what the protocol states at both ends; ends that differ in one are no pair.
   */
  readonly details: Readonly<Record<string, string>>;
}

export interface BridgeReader {
  readonly role: BridgeRole;
  readonly event: EventDefinition;
  read(values: EventValues, bridge: BridgeContract, context: BridgeContext, path: readonly number[]): Hop | null;
}

export const text = (values: EventValues, name: string): string => values[name] as string;
export const amountOf = (values: EventValues, name: string): bigint => values[name] as bigint;
export const token = (contract: string): AccountAsset => ({ kind: 'token', contract, tokenId: null });
export const NATIVE: AccountAsset = { kind: 'native', contract: null, tokenId: null };

/** Chains that are no EVM write addresses of 32 bytes; those of 20 stand at the end, behind zeros. */
export function wideAddress(word: string): string {
  return /^0x0{24}[0-9a-f]{40}$/i.test(word) ? addressText(fromHex(word.slice(26))) : word;
}

export function otherChain(id: string | null | undefined): Readonly<Record<string, string>> {
  return id === null || id === undefined ? {} : { otherChain: id };
}

/** What the protocol states at both ends, under names that both use. */
export function terms(stated: Readonly<Record<string, string | bigint>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(stated).map(([name, value]) => [`term:${name}`, String(value)]));
}

/** A number that a chain's own registry gives to chains, the other way round; null where it does not know the chain. */
export function numberOf(registry: ReadonlyMap<number, string>, chain: string): number | null {
  for (const [number, id] of registry) if (id === chain) return number;
  return null;
}
