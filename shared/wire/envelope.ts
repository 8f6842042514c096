// Reads one message of an untrusted sender. Only the envelope is judged here; the input of a call is checked by the
// router against the contract.
import type { ToEngine } from './messages.ts';

/** The message, or undefined when it is none: the transport then closes the channel. */
export function readToEngine(value: unknown): ToEngine | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const message = value as Record<string, unknown>;
  if (!Number.isSafeInteger(message.id) || (message.id as number) < 1) return undefined;
  const id = message.id as number;
  if (message.type === 'cancel') return { type: 'cancel', id };
  if (message.type !== 'request' || typeof message.name !== 'string' || message.name.length > 80) return undefined;
  return { type: 'request', id, name: message.name, input: message.input };
}
