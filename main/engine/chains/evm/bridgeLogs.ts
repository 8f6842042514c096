// Bridges: what left for another chain and what came from one. Both ends of a hop carry the same `id` in their details where the
// protocol gives one: equal ids make a recorded hop, anything else is at most an inference.
import type { AccountEvent } from '../accountFamily.ts';
import { type EventDefinition, decodeEvent } from './abi.ts';
import { ACROSS_READERS } from './bridges/across.ts';
import { CIRCLE_READERS } from './bridges/circle.ts';
import { bridgeContract } from './bridges/contracts.ts';
import { LIQUIDITY_READERS } from './bridges/liquidity.ts';
import { messageReaders } from './bridges/messages.ts';
import { NATIVE_READERS } from './bridges/native.ts';
import type { BridgeContext, BridgeReader } from './bridges/reader.ts';
import { knownToken } from './catalogue.ts';
import type { EvmLog } from './receipt.ts';

const READERS: readonly BridgeReader[] = [
  ...CIRCLE_READERS,
  ...ACROSS_READERS,
  ...LIQUIDITY_READERS,
  ...messageReaders((chain, contract) => knownToken(chain, contract)?.decimals ?? null),
  ...NATIVE_READERS,
];

export const BRIDGE_EVENTS: readonly EventDefinition[] = READERS.map((reader) => reader.event);

/** What a log of a known bridge says; null for all others. */
export function bridgeEvent(log: EvmLog, contract: string, path: readonly number[], context: BridgeContext): AccountEvent | null {
  const bridge = bridgeContract(context.chain, contract);
  if (bridge === null) return null;
  for (const { role, event, read } of READERS) {
    const values = role === bridge.role ? decodeEvent(event, log) : null;
    const hop = values === null ? null : read(values, bridge, context, path);
    if (hop === null) continue;
    const { kind, actor, subject, asset, amount, details } = hop;
    return {
      ...{ path, kind, actor: actor ?? null, subject: subject ?? null },
      ...{ asset: asset ?? null, amount: amount ?? null, details: { bridge: bridge.name, ...details } },
    };
  }
  return null;
}
