// What a session asked of a node, in order: counted, digested, and written so that the whole list can be had again. One act of
// the journal holds it; no credential and no answer does.
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../kernel/index.ts';
import type { AskedQuestion, Parameter } from './rpc.ts';

/** Up to so many requests stand one by one. */
const MOST_SINGLE = 1000;
/** Refusals beyond these are counted only. */
const MOST_REFUSED = 100;

/**
 * A run of requests of one method, `rest` behind the first parameter. By height: the first parameter rose by one from `from` to
 * `to`, as a number or, by quantity, as hexadecimal text with 0x. By hash: it was the hash of the block at each height from `from` to `to` on the chain that ends in `lastHash`; the case's
 * headers give the hashes between. Otherwise one request with its parameters.
 */
export type RequestRun =
  | {
      readonly method: string;
      readonly by: 'height' | 'quantity';
      readonly from: number;
      readonly to: number;
      readonly rest: readonly Parameter[];
    }
  | {
      readonly method: string;
      readonly by: 'hash';
      readonly from: number;
      readonly to: number;
      readonly firstHash: string;
      readonly lastHash: string;
      readonly rest: readonly Parameter[];
    }
  | { readonly method: string; readonly by: 'one'; readonly params: readonly Parameter[] };

export interface RequestSummary {
  readonly requests: number;
  readonly methods: Readonly<Record<string, number>>;
  /** Lowest and highest height that a request is known to have been about. */
  readonly heights: { readonly first: number; readonly last: number } | null;
  readonly bytesReceived: number;
  readonly refused: readonly { readonly request: number; readonly method: string; readonly outcome: string }[];
  readonly refusedCount: number;
  /** SHA-256 over one line per request in order, `[method,params]` as RFC 8785 JSON and a line feed. */
  readonly digest: string;
  /** The whole list where it is short, else null. */
  readonly list: readonly (readonly [string, ...Parameter[]])[] | null;
  /** The whole list as runs where it is long, else null. */
  readonly runs: readonly RequestRun[] | null;
}

export interface RequestLog {
  add(asked: readonly AskedQuestion[], bytes: number): void;
  summary(): RequestSummary;
}

export function openRequestLog(): RequestLog {
  const digest = createHash('sha256');
  const methods: Record<string, number> = {};
  const refused: { request: number; method: string; outcome: string }[] = [];
  const list: [string, ...Parameter[]][] = [];
  const runs: RequestRun[] = [];
  let requests = 0;
  let bytesReceived = 0;
  let refusedCount = 0;
  let first: number | null = null;
  let last = -1;
  return {
    add(asked, bytes) {
      bytesReceived += bytes;
      for (const question of asked) {
        const { method, params, outcome } = question;
        requests++;
        methods[method] = (methods[method] ?? 0) + 1;
        digest.update(`${canonicalJson([method, params])}\n`);
        if (list.length < MOST_SINGLE) list.push([method, ...params]);
        const height = heightOf(question);
        if (height !== null) {
          first = first === null ? height : Math.min(first, height);
          last = Math.max(last, height);
        }
        appendTo(runs, question);
        if (outcome !== 'ok' && ++refusedCount <= MOST_REFUSED) refused.push({ request: requests, method, outcome });
      }
    },
    summary: () => ({
      requests,
      methods: { ...methods },
      heights: first === null ? null : { first, last },
      bytesReceived,
      refused: [...refused],
      refusedCount,
      digest: digest.copy().digest('hex'),
      list: requests <= MOST_SINGLE ? [...list] : null,
      runs: requests <= MOST_SINGLE ? null : [...runs],
    }),
  };
}

function heightOf({ method, params, height }: AskedQuestion): number | null {
  return method === 'getblockhash' ? (params[0] as number) : height;
}

const quantity = (height: number): string => `0x${height.toString(16)}`;

/** Lengthens the last run where the request continues it, else begins another. */
function appendTo(runs: RequestRun[], question: AskedQuestion): void {
  const { method, params } = question;
  const [subject, ...rest] = params;
  const height = heightOf(question);
  const before = runs.at(-1);
  const by =
    height === null
      ? 'one'
      : subject === height
        ? 'height'
        : subject === quantity(height)
          ? 'quantity'
          : typeof subject === 'string'
            ? 'hash'
            : 'one';
  if (by === 'one') {
    runs.push({ method, by, params });
    return;
  }
  const at = height as number;
  // A run by hash goes on only where the block names the one before it as its parent: else the headers would not give it again.
  const continues =
    before?.method === method &&
    before.by === by &&
    before.to === at - 1 &&
    (before.by !== 'hash' || before.lastHash === question.parent) &&
    canonicalJson(before.rest) === canonicalJson(rest);
  if (continues) {
    runs[runs.length - 1] =
      by === 'hash' ? { ...(before as RequestRun & { by: 'hash' }), to: at, lastHash: subject as string } : { ...before, to: at };
  } else if (by === 'hash') {
    runs.push({ method, by, from: at, to: at, firstHash: subject as string, lastHash: subject as string, rest });
  } else runs.push({ method, by, from: at, to: at, rest });
}

/**
 * The requests of a summary's runs, one by one. `hashAt` gives the hash of the block at a height on the chain that ends in the
 * block given (display order), as the case's headers have it.
 */
export function* requestsOf(
  runs: readonly RequestRun[],
  hashAt: (height: number, on: string) => string,
): Generator<[string, ...Parameter[]]> {
  for (const run of runs) {
    if (run.by === 'one') yield [run.method, ...run.params];
    else
      for (let height = run.from; height <= run.to; height++)
        yield [run.method, run.by === 'hash' ? hashAt(height, run.lastHash) : run.by === 'height' ? height : quantity(height), ...run.rest];
  }
}

/** The digest of a list of requests as `RequestSummary.digest` has it. */
export function requestsDigest(requests: Iterable<readonly [string, ...Parameter[]]>): string {
  const digest = createHash('sha256');
  for (const [method, ...params] of requests) digest.update(`${canonicalJson([method, params])}\n`);
  return digest.digest('hex');
}
