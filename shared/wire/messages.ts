// The one envelope of every transport: request, progress with seq, then exactly one result or fault, on one
// ordered channel. Cancel may come at any time.
import type { FaultRecord } from '../model/fault.ts';

export type ToEngine =
  | { readonly type: 'request'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number };

export type FromEngine =
  | { readonly type: 'progress'; readonly id: number; readonly seq: number; readonly progress: unknown }
  | { readonly type: 'result'; readonly id: number; readonly output: unknown }
  | { readonly type: 'fault'; readonly id: number; readonly fault: FaultRecord };

/** An ordered two-way channel of plain messages. Each transport makes one of these and nothing more. */
export interface Port<Incoming, Outgoing> {
  post(message: Outgoing): void;
  onMessage(listener: (message: Incoming) => void): void;
  onClose(listener: () => void): void;
}
