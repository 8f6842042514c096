// Tables of ethereum-etl (CSV, JSON lines) and GraphSense's raw tables, which are the same under other names: transactions, token
// transfers, receipts, logs and traces. Amounts are whole numbers of the smallest unit. Status is taken only from where it is stated.
import type { AccountEvent, AccountTransfer } from '../../../chains/accountFamily.ts';
import { readInteger } from '../amounts.ts';
import { plainText } from '../cellText.ts';
import {
  addressReader,
  columnOf,
  type Mapped,
  NATIVE,
  NO_EVENTS,
  NO_TRANSFERS,
  readCount,
  readHash,
  reject,
  type Rejected,
  type RowMapper,
  type Sniff,
  type TableHead,
  type TableMapping,
} from '../mapping.ts';
import type { Row } from '../rows.ts';
import { readUnixTime } from '../times.ts';

interface Columns {
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

function columnsOf(head: TableHead): Columns {
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

interface Reader {
  readonly columns: Columns;
  cell(row: Row, column: number): string;
  name(column: number): string | null;
  place(row: Row): Place | Rejected;
  /** Null where the cell is empty. */
  address(row: Row, column: number): string | null | Rejected;
  integer(row: Row, column: number): bigint | Rejected;
}

function readerOf(head: TableHead, chain: Parameters<typeof addressReader>[0]): Reader {
  const columns = columnsOf(head);
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

const isRejection = (value: unknown): value is Rejected => typeof value === 'object' && value !== null && 'rejected' in value;

function statusOf(text: string): 'ok' | 'failed' | 'unknown' {
  return text === '1' || text === '0x1' ? 'ok' : text === '0' || text === '0x0' ? 'failed' : 'unknown';
}

function openTransactions(head: TableHead, context: { readonly chain: Parameters<typeof addressReader>[0] }): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
  return {
    map(row): Mapped {
      const place = reader.place(row);
      if (isRejection(place)) return place;
      const from = reader.address(row, columns.from);
      if (isRejection(from)) return from;
      if (from === null) return reject('badAddress', reader.name(columns.from), '');
      const to = reader.address(row, columns.to);
      if (isRejection(to)) return to;
      const value = reader.integer(row, columns.value);
      if (isRejection(value)) return value;
      const created = reader.address(row, columns.created);
      if (isRejection(created)) return created;
      const status = statusOf(reader.cell(row, columns.status));
      const transfers: AccountTransfer[] = [];
      if (value > 0n && status !== 'failed')
        transfers.push({ path: [0], kind: 'value', from, to: to ?? created, asset: NATIVE, amount: value });
      // Gas used is in an enriched table only, and a price bid is not the price paid.
      if (reader.cell(row, columns.gasUsed) !== '' && reader.cell(row, columns.gasPrice) !== '') {
        const used = reader.integer(row, columns.gasUsed);
        if (isRejection(used)) return used;
        const price = reader.integer(row, columns.gasPrice);
        if (isRejection(price)) return price;
        if (used * price > 0n) transfers.push({ path: [2], kind: 'fee', from, to: null, asset: NATIVE, amount: used * price });
      }
      const events: readonly AccountEvent[] =
        created === null || status === 'failed'
          ? NO_EVENTS
          : [{ path: [0], kind: 'contractCreated', actor: from, subject: created, asset: null, amount: null, details: {} }];
      return { transaction: { ...place, status, from, to, transfers, events }, facts: null, names: null };
    },
  };
}

function openTokenTransfers(head: TableHead, context: { readonly chain: Parameters<typeof addressReader>[0] }): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
  return {
    map(row): Mapped {
      const place = reader.place(row);
      if (isRejection(place)) return place;
      const contract = reader.address(row, columns.token);
      if (isRejection(contract)) return contract;
      if (contract === null) return reject('assetUnknown', reader.name(columns.token), '');
      const from = reader.address(row, columns.from);
      if (isRejection(from)) return from;
      const to = reader.address(row, columns.to);
      if (isRejection(to)) return to;
      const amount = reader.integer(row, columns.value);
      if (isRejection(amount)) return amount;
      const index = readCount(reader.cell(row, columns.logIndex));
      if (index === null) return reject('badNumber', reader.name(columns.logIndex), reader.cell(row, columns.logIndex));
      return {
        transaction: {
          ...place,
          // A log is kept only of a transaction that was carried out.
          status: 'ok',
          from: null,
          to: null,
          transfers: [{ path: [1, index], kind: 'token', from, to, asset: { kind: 'token', contract, tokenId: null }, amount }],
          events: NO_EVENTS,
        },
        facts: null,
        names: null,
      };
    },
  };
}

/** Transfer(address,address,uint256) of ERC-20 (EIP-20) and ERC-721 (EIP-721): keccak-256 of the signature. */
const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

function openLogs(head: TableHead, context: { readonly chain: Parameters<typeof addressReader>[0] }): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
  const readAddress = addressReader(context.chain);
  return {
    map(row): Mapped {
      const place = reader.place(row);
      if (isRejection(place)) return place;
      const contract = reader.address(row, columns.address);
      if (isRejection(contract)) return contract;
      const index = readCount(reader.cell(row, columns.logIndex));
      if (index === null) return reject('badNumber', reader.name(columns.logIndex), reader.cell(row, columns.logIndex));
      const topics =
        reader
          .cell(row, columns.topics)
          .toLowerCase()
          .match(/0x[0-9a-f]{64}/g) ?? [];
      const data = reader.cell(row, columns.data).toLowerCase();
      let transfers: readonly AccountTransfer[] = NO_TRANSFERS;
      // Other events are for whoever knows contracts; the row is taken, and moves nothing here.
      if (topics[0] === TRANSFER_TOPIC && contract !== null) {
        const [, from, to, id] = topics.map((topic) => readAddress(`0x${topic.slice(26)}`));
        if (topics.length === 3 && /^0x[0-9a-f]{64}$/.test(data) && from !== undefined && to !== undefined)
          transfers = [
            { path: [1, index], kind: 'token', from, to, asset: { kind: 'token', contract, tokenId: null }, amount: BigInt(data) },
          ];
        else if (topics.length === 4 && id !== undefined && from !== undefined && to !== undefined)
          transfers = [
            {
              path: [1, index],
              kind: 'token',
              from,
              to,
              asset: { kind: 'item', contract, tokenId: BigInt(topics[3] as string).toString() },
              amount: 1n,
            },
          ];
      }
      return { transaction: { ...place, status: 'ok', from: null, to: null, transfers, events: NO_EVENTS }, facts: null, names: null };
    },
  };
}

function openReceipts(head: TableHead, context: { readonly chain: Parameters<typeof addressReader>[0] }): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
  return {
    map(row): Mapped {
      const place = reader.place(row);
      if (isRejection(place)) return place;
      const created = reader.address(row, columns.created);
      if (isRejection(created)) return created;
      // Before Byzantium (EIP-658) a receipt states no status.
      const status = statusOf(reader.cell(row, columns.status));
      const events: readonly AccountEvent[] =
        created === null || status === 'failed'
          ? NO_EVENTS
          : [{ path: [0], kind: 'contractCreated', actor: null, subject: created, asset: null, amount: null, details: {} }];
      // Who paid the fee is not in a receipt of this form, so the fee cannot become a movement here.
      const facts = { gasUsed: reader.cell(row, columns.gasUsed), effectiveGasPrice: reader.cell(row, columns.gasPrice) };
      return { transaction: { ...place, status, from: null, to: null, transfers: NO_TRANSFERS, events }, facts, names: null };
    },
  };
}

const TRACE_ID = /^(call|create|suicide|reward|genesis|daofork)_(?:(0x[0-9a-f]{64})_([\d_]*))?/;

function openTraces(head: TableHead, context: { readonly chain: Parameters<typeof addressReader>[0] }): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
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
      const id = readHash(hashText, 'evm');
      if (id === null) return reject('badHash', reader.name(columns.hash >= 0 ? columns.hash : columns.traceId), hashText || traceId);
      const addressText = columns.traceAddress >= 0 ? reader.cell(row, columns.traceAddress) : (parts?.[3] ?? '');
      const steps = addressText.match(/\d+/g)?.map(Number) ?? [];
      // status 0 here covers a call above that was undone as well.
      const done = reader.cell(row, columns.status) === '1';
      const failed = reader.cell(row, columns.status) === '0';
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
          position: readCount(reader.cell(row, columns.position)),
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

const base = { version: '1', family: 'evm', rowCaps: [] as readonly number[] } as const;
const known = (reason: string): Sniff => ({ score: 95, reason, chains: [] });
const sniffer =
  (reason: string, fits: (columns: Columns) => boolean) =>
  (head: TableHead): Sniff | null =>
    fits(columnsOf(head)) ? known(reason) : null;

export const etlTransactions: TableMapping = {
  ...base,
  id: 'ethereumEtl.transactions',
  sniff: (head) => {
    const columns = columnsOf(head);
    const own = columnOf(head, 'nonce') >= 0 && columnOf(head, 'gasprice') >= 0 && columnOf(head, 'input') >= 0;
    return own && columns.from >= 0 && columns.to >= 0 && columns.value >= 0 && columns.traceId < 0
      ? known('nonce, gas_price, input')
      : null;
  },
  open: openTransactions,
};
export const etlTokenTransfers: TableMapping = {
  ...base,
  id: 'ethereumEtl.tokenTransfers',
  sniff: sniffer('token_address, log_index', (c) => c.token >= 0 && c.logIndex >= 0 && c.from >= 0 && c.value >= 0),
  open: openTokenTransfers,
};
export const etlReceipts: TableMapping = {
  ...base,
  id: 'ethereumEtl.receipts',
  sniff: (head) =>
    columnOf(head, 'cumulativegasused') >= 0 && columnsOf(head).hash >= 0 && columnsOf(head).from < 0 ? known('cumulative_gas_used') : null,
  open: openReceipts,
};
export const etlLogs: TableMapping = {
  ...base,
  id: 'ethereumEtl.logs',
  sniff: sniffer('topics, data, log_index', (c) => c.topics >= 0 && c.data >= 0 && c.logIndex >= 0 && c.address >= 0),
  open: openLogs,
};
export const etlTraces: TableMapping = {
  ...base,
  id: 'ethereumEtl.traces',
  sniff: sniffer('trace_id', (c) => (c.traceId >= 0 || (c.traceAddress >= 0 && c.traceType >= 0)) && c.from >= 0 && c.value >= 0),
  open: openTraces,
};
