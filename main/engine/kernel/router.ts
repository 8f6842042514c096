// Takes a named question, checks it against the contract, runs its handler, and turns whatever goes wrong into a
// fault of the closed list. Knows no room.
import { type CallInput, type CallName, type CallOutput, type CallProgress, contract } from '../../../shared/contract/index.ts';
import { Fault, type FaultRecord } from '../../../shared/model/fault.ts';
import type { FromEngine, Port, ToEngine } from '../../../shared/wire/messages.ts';
import type { Host } from './host.ts';
import { storageFault } from './storageFault.ts';
import type { Work } from './work.ts';
import type { z } from 'zod';

type Parsed<N extends CallName> = z.output<(typeof contract)[N]['input']>;
export type Handler<N extends CallName> = (input: Parsed<N>, work: Work<CallProgress<N>>) => Promise<CallOutput<N>> | CallOutput<N>;
export type Handlers<Names extends CallName> = { readonly [N in Names]: Handler<N> };
type AnyHandler = (input: unknown, work: Work<unknown>) => unknown;

/** Names the calls of one contract domain; a missing or extra handler is a type error. */
export function implement<Names extends CallName>(_domain: Readonly<Record<Names, unknown>>, handlers: Handlers<Names>): Handlers<Names> {
  return handlers;
}

export interface Router {
  /** Runs one call; rejects with a Fault and with nothing else. */
  call<N extends CallName>(
    name: N,
    input: CallInput<N>,
    options?: { onProgress?: (p: CallProgress<N>) => void; signal?: AbortSignal },
  ): Promise<CallOutput<N>>;
}

/** Joins the handlers of all rooms; a duplicate or missing name throws at start. */
export function createRouter(host: Host, domains: readonly Readonly<Record<string, unknown>>[]): Router {
  const handlers = new Map<string, AnyHandler>();
  for (const domain of domains) {
    for (const [name, handler] of Object.entries(domain)) {
      if (handlers.has(name)) throw new Error(`router: "${name}" is implemented twice`);
      handlers.set(name, handler as AnyHandler);
    }
  }
  for (const name of Object.keys(contract)) if (!handlers.has(name)) throw new Error(`router: "${name}" is not implemented`);

  return {
    async call(name, input, options = {}) {
      const declared = (contract as Record<string, (typeof contract)[CallName]>)[name];
      const handler = handlers.get(name);
      if (declared === undefined || handler === undefined) throw new Fault('usage.unknownCall', { name: String(name).slice(0, 80) });
      const parsed = declared.input.safeParse(input);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new Fault('usage.invalid', { call: name, field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
      }
      if (!wellFormed(parsed.data)) throw new Fault('usage.invalid', { call: name, field: '', reason: 'a text holds half a character' });
      const work = {
        report: (progress: unknown) => options.onProgress?.(progress as never),
        signal: options.signal ?? new AbortController().signal,
      };
      try {
        return (await handler(parsed.data, work)) as never;
      } catch (error) {
        throw toFault(host, name, error);
      }
    },
  };
}

/** Half a surrogate pair has no canonical JSON (RFC 8785) and does not survive the database: no text may hold one. */
function wellFormed(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  return Object.entries(value).every(([key, part]) => wellFormed(key) && wellFormed(part));
}

function toFault(host: Host, name: string, error: unknown): Fault {
  const known = storageFault(error);
  if (known !== null) return known;
  // The stack goes to the log only: it may name paths and values of the case.
  const incident = Buffer.from(host.randomBytes(5)).toString('hex');
  host.log('error', `incident ${incident} in ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new Fault('internal', { incident });
}

/** Answers the messages of one port with one router, in order, progress before its result. */
export function serve(port: Port<ToEngine, FromEngine>, router: Router): void {
  const running = new Map<number, AbortController>();
  port.onMessage((message) => {
    if (message.type === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    const { id } = message;
    const controller = new AbortController();
    running.set(id, controller);
    let seq = 0;
    router
      .call(message.name as CallName, message.input as never, {
        signal: controller.signal,
        // A handler that still reports after its result is not heard: the asker has forgotten the call.
        onProgress: (progress) => {
          if (running.get(id) === controller) port.post({ type: 'progress', id, seq: seq++, progress });
        },
      })
      .then(
        (output) => port.post({ type: 'result', id, output }),
        (error: unknown) => {
          const fault: FaultRecord = error instanceof Fault ? error.toRecord() : { code: 'internal', parameters: {} };
          port.post({ type: 'fault', id, fault });
        },
      )
      .finally(() => running.delete(id));
  });
  port.onClose(() => {
    for (const controller of running.values()) controller.abort();
  });
}
