// Traces of ethereum-etl and GraphSense as movements: calls, creations, self-destructions and rewards, with their trace address as path.
import type { AccountEvent, AccountTransfer } from '../../../chains/index.ts';
import {
  columnOf,
  type Mapped,
  type MappingContext,
  NATIVE,
  NO_EVENTS,
  NO_TRANSFERS,
  readCount,
  readHash,
  reject,
  type RowMapper,
  type TableHead,
  isRejection,
} from '../mapping.ts';
import { readerOf } from './etlRows.ts';

const TRACE_ID = /^(call|create|suicide|reward|genesis|daofork)_(?:(0x[0-9a-f]{64})_([\d_]*))?/;

export function openTraces(head: TableHead, context: Pick<MappingContext, 'chain' | 'transactionAt'>): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
  const error = columnOf(head, 'error');
  const outcome = outcomes();
  return {
    map(row): Mapped {
      const traceId = reader.cell(row, columns.traceId);
      const parts = TRACE_ID.exec(traceId);
      const type = reader.cell(row, columns.traceType) || (parts?.[1] ?? '');
      const from = reader.address(row, columns.from);
      if (isRejection(from)) return from;
      const to = reader.address(row, columns.to);
      if (isRejection(to)) return to;
      const amount = reader.cell(row, columns.value) === '' ? 0n : reader.integer(row, columns.value);
      if (isRejection(amount)) return amount;
      const block = readCount(reader.cell(row, columns.block));
      if (type === 'reward' || type === 'genesis' || type === 'daofork') {
        // No transaction stands behind a reward: its name is the trace's, or its block and receiver.
        const id = traceId !== '' ? traceId : `${type}_${block}_${to}_${reader.cell(row, columns.traceAddress)}`;
        const kind = from === null ? 'mint' : 'internal';
        const transfers: readonly AccountTransfer[] = amount === 0n ? NO_TRANSFERS : [{ path: [0], kind, from, to, asset: NATIVE, amount }];
        return {
          transaction: {
            id,
            blockHash: null,
            blockNumber: block,
            position: null,
            timeSeconds: null,
            status: 'ok',
            from: null,
            to: null,
            transfers,
            events: NO_EVENTS,
          },
          facts: null,
          names: null,
        };
      }
      if (type !== 'call' && type !== 'create' && type !== 'suicide')
        return reject('otherShape', reader.name(columns.traceType), type || traceId);
      const hashText = reader.cell(row, columns.hash) || (parts?.[2] ?? '');
      const position = readCount(reader.cell(row, columns.position));
      const isPlaced = hashText === '' && columns.hash >= 0 && block !== null && position !== null;
      const id = isPlaced ? (context.transactionAt?.(block, position) ?? null) : readHash(hashText, 'evm');
      if (id === null && isPlaced) return reject('placeUnknown', reader.name(columns.hash), `${block} / ${position}`);
      if (id === null) return reject('badHash', reader.name(columns.hash >= 0 ? columns.hash : columns.traceId), hashText || traceId);
      const addressText = columns.traceAddress >= 0 ? reader.cell(row, columns.traceAddress) : (parts?.[3] ?? '');
      const steps = addressText.match(/\d+/g)?.map(Number) ?? [];
      // status 0 here covers a call above that was undone as well; what geth's tracer gave has no status, and only its own errors.
      const stated = reader.cell(row, columns.status);
      const ended = stated !== '' || error < 0 ? stated : outcome(id, steps, reader.cell(row, error) !== '');
      const [done, failed] = [ended === '1', ended === '0'];
      const root = steps.length === 0;
      const call = reader.cell(row, columns.callType);
      // delegatecall and callcode run foreign code in the caller's own account; staticcall may move nothing.
      const moves = done && amount > 0n && (type !== 'call' || call === 'call' || call === '');
      const path = [0, ...steps];
      const transfers: readonly AccountTransfer[] = moves
        ? [{ path, kind: root ? 'value' : 'internal', from, to, asset: NATIVE, amount }]
        : NO_TRANSFERS;
      const events: readonly AccountEvent[] =
        type === 'create' && done && to !== null
          ? [{ path, kind: 'contractCreated', actor: from, subject: to, asset: null, amount: null, details: {} }]
          : NO_EVENTS;
      return {
        transaction: {
          id,
          blockHash: null,
          blockNumber: block,
          position,
          timeSeconds: null,
          status: done ? 'ok' : failed && root ? 'failed' : 'unknown',
          from: root ? from : null,
          to: root && type === 'call' ? to : null,
          transfers,
          events,
        },
        facts: null,
        names: null,
      };
    },
  };
}

/**
 * How calls ended that state nothing but an error of their own: one that a call above undid has none. '1' and '0' as in the column of
 * status; '' where the call above did not stand before it.
 */
function outcomes(): (transaction: string, steps: readonly number[], hasError: boolean) => '1' | '0' | '' {
  let current = '';
  const ended = new Map<string, '1' | '0' | ''>();
  return (transaction, steps, hasError) => {
    if (transaction !== current) ended.clear();
    current = transaction;
    const above = steps.length === 0 ? '1' : (ended.get(steps.slice(0, -1).join('_')) ?? '');
    const own = above === '0' || hasError ? '0' : above;
    ended.set(steps.join('_'), own);
    return own;
  };
}
