// What every kind of service gives the collector: how it says its chain, where a key goes, and what is asked for an item. The answers
// are not judged here beyond what the next question needs; intake judges them.
import type { Answer, Asker } from '../asker.ts';
import type { ListItem } from '../lists.ts';
import type { KeyPlace } from '../secret.ts';

/** Why a capture does not have all of an item. The sentences stand in the locale files. */
export type Gap =
  | 'noAnswer'
  | 'badAnswer'
  | 'refused'
  | 'notFound'
  | 'unconfirmed'
  | 'noProof'
  | 'noTraces'
  | 'noBlockReceipts'
  | 'noAccountProof'
  | 'noHistory'
  | 'noNativeHistory'
  | 'rowLimit'
  | 'rangeNotApplied'
  | 'notAsked';

export interface Service {
  readonly kind: string;
  /** CAIP-2 namespace with its colon. */
  readonly namespace: string;
  readonly keyPlace: KeyPlace | null;
  /** The chain's CAIP-2 id as the service shows it; null where it cannot. */
  identify(asker: Asker): Promise<string | null>;
  /** Asks all that belongs to an item; returns what could not be had. Refusals of single questions may be thrown through. */
  collect(item: ListItem, asker: Asker, reach: Reach): Promise<readonly Gap[]>;
}

export interface Reach {
  readonly chain: string;
  /** Headers behind the block of a transaction: work on top of it. */
  readonly headersBehind: number;
  /** Most transactions for one address. */
  readonly transactions: number;
}

const LARGEST_TEXT = 1000;

/** Short text of an answer, without line ends; null where it is none. */
export function textOf({ status, body }: Answer, form: RegExp): string | null {
  if (status !== 200 || body.length > LARGEST_TEXT) return null;
  const text = body.toString('latin1').trim();
  return form.test(text) ? text : null;
}

/** The answer as JSON; undefined where it is none. */
export function jsonOf({ body }: Answer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

export interface RpcAnswer {
  readonly result: unknown;
  /** Null where there is none. */
  readonly error: { readonly code: number; readonly message: string } | null;
  readonly isRpc: boolean;
}

export function rpcOf(answer: Answer): RpcAnswer {
  const json = jsonOf(answer);
  const error = fieldOf(json, 'error');
  if (error !== undefined && error !== null)
    return {
      isRpc: true,
      result: null,
      error: { code: Number(fieldOf(error, 'code') ?? 0), message: String(fieldOf(error, 'message') ?? error) },
    };
  const result = fieldOf(json, 'result');
  return { isRpc: result !== undefined, result: result ?? null, error: null };
}
