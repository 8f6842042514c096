// What ran inside a transaction, from the two forms nodes tell it in: geth's callTracer (a tree) and trace_block (a list with trace
// addresses). No header commits to any of it: it is derived by whoever re-executed the transaction, and is never proven.
import { bytesEqual } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import {
  type JsonObject,
  isObject,
  present,
  readAddress,
  readBytes,
  readList,
  readObject,
  readOptionalAddress,
  readOptionalBytes,
  readOptionalHash,
  readOptionalQuantity,
  readQuantity,
} from './json.ts';

export interface Frame {
  /** Place in the tree; empty for the transaction's own call. */
  readonly path: readonly number[];
  readonly kind: 'call' | 'create' | 'selfdestruct';
  readonly from: Uint8Array;
  /** The contract called, created, or paid by a selfdestruct; null where a creation failed. */
  readonly to: Uint8Array | null;
  /** What moved. Nothing moves in a delegatecall, a staticcall, or a callcode (it pays itself). */
  readonly valueWei: bigint;
  readonly input: Uint8Array;
  /** False where it, or any call above it, was reverted: then nothing of it happened. */
  readonly held: boolean;
}

export interface Trace {
  /** In order of execution. */
  readonly frames: readonly Frame[];
  /** False where a frame does not say what it moved: older geth names a selfdestruct without amount and receiver. */
  readonly complete: boolean;
}

/** The EVM's own limit (EIP-150 makes it unreachable in practice). */
const DEEPEST = 1024;
const MOST_FRAMES = 1_000_000;

function refuse(reason: string): never {
  throw new Fault('chain.badTransaction', { reason: `trace.${reason}` });
}

/** Takes a callTracer frame, the `{ result }` around it, or the list of trace_transaction. */
export function readTrace(value: unknown, transactionHash: Uint8Array): Trace {
  if (Array.isArray(value)) return readFlatTrace(value, transactionHash);
  const json = readObject(value, 'trace');
  const stated = readOptionalHash(json, 'txHash');
  if (stated !== null && !bytesEqual(stated, transactionHash)) refuse('other');
  return readCallTree(isObject(json['result']) ? json['result'] : json);
}

interface Waiting {
  readonly json: JsonObject;
  readonly path: readonly number[];
  readonly held: boolean;
}

function readCallTree(top: JsonObject): Trace {
  const frames: Frame[] = [];
  let complete = true;
  // A stack of one's own: the depth of hostile JSON must not be the depth of ours.
  const waiting: Waiting[] = [{ json: top, path: [], held: true }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (frames.length >= MOST_FRAMES || next.path.length > DEEPEST) refuse('tooLarge');
    const { json, path } = next;
    const held = next.held && present(json, 'error') === null;
    if (present(json, 'type') === 'SELFDESTRUCT' && present(json, 'to') === null) {
      complete = false;
      continue;
    }
    frames.push(treeFrame(json, path, held));
    const calls = present(json, 'calls') === null ? [] : readList(json['calls'], 'calls');
    for (let i = calls.length - 1; i >= 0; i--) waiting.push({ json: readObject(calls[i], 'calls'), path: [...path, i], held });
  }
  return { frames, complete };
}

function treeFrame(json: JsonObject, path: readonly number[], held: boolean): Frame {
  const type = present(json, 'type');
  const from = readAddress(json, 'from');
  const value = readOptionalQuantity(json, 'value') ?? 0n;
  const input = readOptionalBytes(json, 'input') ?? new Uint8Array(0);
  const frame = { path, from, input, held };
  switch (type) {
    case 'CALL':
      return { ...frame, kind: 'call', to: readAddress(json, 'to'), valueWei: value };
    case 'CALLCODE':
    case 'DELEGATECALL':
    case 'STATICCALL':
      return { ...frame, kind: 'call', to: readAddress(json, 'to'), valueWei: 0n };
    case 'CREATE':
    case 'CREATE2':
      return { ...frame, kind: 'create', to: readOptionalAddress(json, 'to'), valueWei: value };
    case 'SELFDESTRUCT':
      return { ...frame, kind: 'selfdestruct', to: readAddress(json, 'to'), valueWei: value };
    default:
      return refuse('type');
  }
}

function readFlatTrace(list: readonly unknown[], transactionHash: Uint8Array): Trace {
  const own: JsonObject[] = [];
  for (const value of readList(list, 'traces', MOST_FRAMES)) {
    const json = readObject(value, 'traces');
    const hash = readOptionalHash(json, 'transactionHash');
    // A block's list holds all its transactions, and rewards that belong to none.
    if (hash !== null && bytesEqual(hash, transactionHash)) own.push(json);
  }
  const dead = new Set<string>();
  const seen = new Set<string>();
  const frames = own.map((json) => {
    const path = traceAddress(json);
    const key = path.join('.');
    const parent = path.slice(0, -1).join('.');
    if (seen.has(key) || (path.length > 0 && !seen.has(parent))) refuse('order');
    seen.add(key);
    const held = present(json, 'error') === null && !(path.length > 0 && dead.has(parent));
    if (!held) dead.add(key);
    return flatFrame(json, path, held);
  });
  return { frames, complete: true };
}

function traceAddress(json: JsonObject): readonly number[] {
  const path = readList(present(json, 'traceAddress'), 'traceAddress', DEEPEST);
  return path.map((step) => (typeof step === 'number' && Number.isSafeInteger(step) && step >= 0 ? step : refuse('address')));
}

function flatFrame(json: JsonObject, path: readonly number[], held: boolean): Frame {
  const action = readObject(json['action'], 'action');
  switch (present(json, 'type')) {
    case 'call': {
      const moves = present(action, 'callType') === 'call';
      const value = readQuantity(action, 'value');
      const call = { path, from: readAddress(action, 'from'), to: readAddress(action, 'to'), input: readBytes(action, 'input'), held };
      return { ...call, kind: 'call', valueWei: moves ? value : 0n };
    }
    case 'create': {
      const result = present(json, 'result');
      const to = isObject(result) ? readOptionalAddress(result, 'address') : null;
      const create = { path, from: readAddress(action, 'from'), input: readBytes(action, 'init'), held };
      return { ...create, kind: 'create', to, valueWei: readQuantity(action, 'value') };
    }
    case 'suicide':
    case 'selfdestruct': {
      const from = readAddress(action, 'address');
      const to = readAddress(action, 'refundAddress');
      return { path, kind: 'selfdestruct', from, to, valueWei: readQuantity(action, 'balance'), input: new Uint8Array(0), held };
    }
    default:
      return refuse('type');
  }
}
