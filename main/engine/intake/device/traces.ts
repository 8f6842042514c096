// Traces of scans as they are asked for: pages of them, one with its places, and which of them, or of the addresses that follow from them, chain data of the case know.
import type { z } from 'zod';
import {
  type KeptTrace,
  NAMED_KINDS,
  TRACE_KINDS,
  type deviceContract,
  type TraceKind,
  type TracePlace,
} from '../../../../shared/contract/device.ts';
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, PlaceRow, TraceRow } from '../../casefile/index.ts';
import { breathe, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { KEY_KINDS, keysSeen } from './keysSeen.ts';

/** Whether chain data of the case hold an address or transaction. Given by the canvas room, to the right of this one. */
export type ChainSight = (work: Work<Progress>) => Promise<Seen>;
/** `chains`: those that the form of an address fits, none of a transaction; null where the case has no data of any of them. */
type Seen = (value: string, chains: readonly string[]) => boolean | null;

type Asked = z.output<(typeof deviceContract)['device.traces']['input']>;
/** Chain data know them, or what follows from them. */
const SEEN_KINDS: readonly TraceKind[] = [...NAMED_KINDS, ...KEY_KINDS];
const LOOKED_AT_ONCE = 200;

export async function tracesOf(
  file: CaseFile,
  sight: ChainSight,
  asked: Asked,
  work: Work<Progress>,
): Promise<CallOutput<'device.traces'>> {
  const { scan, text, withExamples, onlyOnChain, after, limit } = asked;
  const kinds = onlyOnChain ? SEEN_KINDS.filter((kind) => asked.kinds.length === 0 || asked.kinds.includes(kind)) : asked.kinds;
  const question = { scan, text: text.trim(), withExamples, kinds };
  const isSeen = onChainOf(file, await sight(work));
  const counted = new Map(file.devices.kinds(question).map(({ kind, count }) => [kind, count]));
  const shown = viewer(file, isSeen);
  const byKind = TRACE_KINDS.flatMap((kind) => (counted.has(kind) ? [{ kind, count: counted.get(kind) as number }] : []));
  if (!onlyOnChain) {
    const traces = file.devices.traces(question, after, limit).map(shown);
    return { total: file.devices.countTraces(question), kinds: byKind, traces };
  }
  const seen: TraceRow[] = [];
  const all = kinds.length === 0 ? [] : file.devices.traces(question, 0, -1);
  for (const [at, row] of all.entries()) {
    if (isSeen(row) === true) seen.push(row);
    if (at % LOOKED_AT_ONCE > 0) continue;
    work.report({ phase: 'identify', done: at, total: all.length, unit: 'steps' });
    await breathe();
    throwIfCancelled(work);
  }
  return { total: seen.length, kinds: byKind, traces: seen.slice(after, after + limit).map(shown) };
}

export async function traceWithPlaces(
  file: CaseFile,
  sight: ChainSight,
  id: number,
  work: Work<Progress>,
): Promise<CallOutput<'device.trace'>> {
  const row = traceRow(file, id);
  const places = file.devices.places(id).map(({ message, ...place }) => {
    const read = message === null ? undefined : file.devices.message(message);
    return {
      ...placeOf(place),
      message: read === undefined ? null : { ...(read.data as SeizedMessage), id: read.id },
    };
  });
  return { trace: viewer(file, onChainOf(file, await sight(work)))(row), places };
}

/** Faults: device.traceUnknown. */
export function traceRow(file: CaseFile, id: number): TraceRow {
  const row = file.devices.trace(id);
  if (row === undefined) throw new Fault('device.traceUnknown', { trace: id });
  return row;
}

function onChainOf(file: CaseFile, isSeen: Seen): (row: TraceRow) => boolean | null {
  const isKeySeen = keysSeen(file);
  return (row) =>
    NAMED_KINDS.includes(row.kind as TraceKind)
      ? isSeen(row.value, row.kind === 'address' ? row.detail : [])
      : KEY_KINDS.includes(row.kind as TraceKind)
        ? isKeySeen(row)
        : null;
}

function viewer(file: CaseFile, isSeen: (row: TraceRow) => boolean | null): (row: TraceRow) => KeptTrace {
  const numbers = new Map(file.exhibits.list().map(({ id, number }) => [id, number]));
  const exhibits = new Map(file.devices.scans().map(({ id, exhibit }) => [id, { id: exhibit, number: numbers.get(exhibit) ?? '' }]));
  return (row) => {
    const { id, scan, kind, value, secret, example, checks, detail, count } = row;
    const first = file.devices.firstPlace(id);
    return {
      ...{ trace: id, scan, kind: kind as KeptTrace['kind'], value, isSecret: secret, isExample: example, count },
      ...{ checks: checks as KeptTrace['checks'], detail: [...detail] },
      exhibit: exhibits.get(scan) ?? { id: 0, number: '' },
      first: first === undefined ? NOWHERE : placeOf(first),
      onChain: isSeen(row),
    };
  };
}

const NOWHERE: TracePlace = { path: '', offset: 0, bytes: 0, encoding: 'bytes' };

export function placeOf({ path, offset, imageOffset, bytes, encoding, pieces }: Omit<PlaceRow, 'message'>): TracePlace {
  return {
    ...{ path, offset, bytes, encoding: encoding as TracePlace['encoding'] },
    ...(imageOffset === null ? {} : { imageOffset }),
    ...(pieces.length === 0 ? {} : { pieces: [...pieces] }),
  };
}
