// What all tables of ethereum-etl and GraphSense say alike: the place of a row's transaction, addresses and whole numbers.
import { readInteger } from '../amounts.ts';
import { plainText } from '../cellText.ts';
import { addressReader, columnOf, readCount, readHash, reject, type Rejected, type TableHead } from '../mapping.ts';
import type { Row } from '../rows.ts';
import { readUnixTime } from '../times.ts';

export interface EtlColumns {
  readonly hash: number;
  readonly block: number;
  readonly blockHash: number;
  readonly position: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly time: number;
  readonly status: number;
  readonly gasUsed: number;
  readonly gasPrice: number;
  readonly created: number;
  readonly token: number;
  readonly logIndex: number;
  readonly address: number;
  readonly data: number;
  readonly topics: number;
  readonly traceId: number;
  readonly traceAddress: number;
  readonly traceType: number;
  readonly callType: number;
}

export function etlColumns(head: TableHead): EtlColumns {
  return {
    hash: columnOf(head, 'transactionhash', 'txhash', 'hash'),
    block: columnOf(head, 'blocknumber', 'blockid'),
    blockHash: columnOf(head, 'blockhash'),
    position: columnOf(head, 'transactionindex'),
    from: columnOf(head, 'fromaddress'),
    to: columnOf(head, 'toaddress'),
    value: columnOf(head, 'value'),
    time: columnOf(head, 'blocktimestamp'),
    status: columnOf(head, 'receiptstatus', 'status'),
    gasUsed: columnOf(head, 'receiptgasused', 'gasused'),
    gasPrice: columnOf(head, 'receipteffectivegasprice', 'effectivegasprice'),
    created: columnOf(head, 'receiptcontractaddress', 'contractaddress'),
    token: columnOf(head, 'tokenaddress'),
    logIndex: columnOf(head, 'logindex'),
    address: columnOf(head, 'address'),
    data: columnOf(head, 'data'),
    topics: columnOf(head, 'topics'),
    traceId: columnOf(head, 'traceid'),
    traceAddress: columnOf(head, 'traceaddress'),
    traceType: columnOf(head, 'tracetype'),
    callType: columnOf(head, 'calltype'),
  };
}

/** What every row says of its transaction's place. */
interface Place {
  readonly id: string;
  readonly blockHash: string | null;
  readonly blockNumber: number | null;
  readonly position: number | null;
  readonly timeSeconds: number | null;
}

export interface EtlReader {
  readonly columns: EtlColumns;
  cell(row: Row, column: number): string;
  name(column: number): string | null;
  place(row: Row): Place | Rejected;
  /** Null where the cell is empty. */
  address(row: Row, column: number): string | null | Rejected;
  integer(row: Row, column: number): bigint | Rejected;
}

export function readerOf(head: TableHead, chain: Parameters<typeof addressReader>[0]): EtlReader {
  const columns = etlColumns(head);
  const readAddress = addressReader(chain);
  const cell = (row: Row, column: number): string => (column < 0 ? '' : plainText(row.cells[column] ?? ''));
  const name = (column: number): string | null => head.columns[column] ?? null;
  const count = (row: Row, column: number): number | null | Rejected => {
    const text = cell(row, column);
    if (text === '') return null;
    return readCount(text) ?? reject('badNumber', name(column), text);
  };
  return {
    columns,
    cell,
    name,
    place(row) {
      const text = cell(row, columns.hash);
      const id = readHash(text, 'evm');
      if (id === null) return reject('badHash', name(columns.hash), text);
      const blockNumber = count(row, columns.block);
      if (typeof blockNumber === 'object' && blockNumber !== null) return blockNumber;
      const position = count(row, columns.position);
      if (typeof position === 'object' && position !== null) return position;
      const blockText = cell(row, columns.blockHash);
      const blockHash = blockText === '' ? null : readHash(blockText, 'evm');
      if (blockHash === null && blockText !== '') return reject('badHash', name(columns.blockHash), blockText);
      const timeText = cell(row, columns.time);
      const time = timeText === '' ? null : readUnixTime(timeText);
      if (time !== null && !time.ok) return reject(time.problem, name(columns.time), timeText);
      return { id, blockHash, blockNumber, position, timeSeconds: time === null ? null : time.seconds };
    },
    address(row, column) {
      const text = cell(row, column);
      if (text === '') return null;
      return readAddress(text) ?? reject('badAddress', name(column), text);
    },
    integer(row, column) {
      const text = cell(row, column);
      return readInteger(text) ?? reject(/^\d+(?:\.\d+)?e[+-]?\d+$/i.test(text) ? 'scientific' : 'badNumber', name(column), text);
    },
  };
}
