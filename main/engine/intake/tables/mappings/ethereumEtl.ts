// Tables of ethereum-etl (CSV, JSON lines) and GraphSense's raw tables, which are the same under other names: transactions, token
// transfers, receipts, logs and traces. Amounts are whole numbers of the smallest unit. Status is taken only from where it is stated.
import { type AccountEvent, type AccountTransfer, paysForDataBelow } from '../../../chains/index.ts';
import { readInteger } from '../amounts.ts';
import {
  columnOf,
  type Mapped,
  type MappingContext,
  NATIVE,
  NO_EVENTS,
  NO_TRANSFERS,
  readCount,
  reject,
  type RowMapper,
  type Sniff,
  type TableHead,
  type TableMapping,
  isRejection,
} from '../mapping.ts';
import { type EtlColumns, etlColumns, readerOf } from './etlRows.ts';
import { openLogs } from './etlLogs.ts';
import { openTraces } from './etlTraces.ts';

function statusOf(text: string): 'ok' | 'failed' | 'unknown' {
  return text === '1' || text === '0x1' ? 'ok' : text === '0' || text === '0x0' ? 'failed' : 'unknown';
}

function openTransactions(head: TableHead, context: Pick<MappingContext, 'chain'>): RowMapper {
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

function openTokenTransfers(head: TableHead, context: Pick<MappingContext, 'chain'>): RowMapper {
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

function openReceipts(head: TableHead, context: Pick<MappingContext, 'chain'>): RowMapper {
  const reader = readerOf(head, context.chain);
  const { columns } = reader;
  const paysBelow = paysForDataBelow(context.chain.id);
  const l1Fee = columnOf(head, 'l1fee', 'receiptl1fee');
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
      // Who paid the fee is not in a receipt of this form: it becomes a movement where another record names the signer.
      const [used, price] = [reader.cell(row, columns.gasUsed), reader.cell(row, columns.gasPrice)];
      const below = l1Fee < 0 ? '' : reader.cell(row, l1Fee);
      const [gas, paid, data] = [readInteger(used), readInteger(price), below === '' && !paysBelow ? 0n : readInteger(below)];
      const fee: Record<string, string> = gas === null || paid === null || data === null ? {} : { fee: `${gas * paid + data}` };
      const facts = { gasUsed: used, effectiveGasPrice: price, ...fee };
      return { transaction: { ...place, status, from: null, to: null, transfers: NO_TRANSFERS, events }, facts, names: null };
    },
  };
}

const base = { version: '1', family: 'evm', rowCaps: [] as readonly number[] } as const;
const known = (reason: string): Sniff => ({ score: 95, reason, coin: null });
const sniffer =
  (reason: string, fits: (columns: EtlColumns) => boolean) =>
  (head: TableHead): Sniff | null =>
    fits(etlColumns(head)) ? known(reason) : null;

export const etlTransactions: TableMapping = {
  ...base,
  id: 'ethereumEtl.transactions',
  sniff: (head) => {
    const columns = etlColumns(head);
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
    columnOf(head, 'cumulativegasused') >= 0 && etlColumns(head).hash >= 0 && etlColumns(head).from < 0
      ? known('cumulative_gas_used')
      : null,
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
