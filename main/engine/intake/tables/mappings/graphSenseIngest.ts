// GraphSense's ingest of TRON as JSON lines: transactions, fees and internal transactions, every hash and address as base64. The rows are
// the service's word. A transaction's amount names no asset there, so it becomes a movement only where the examiner says what it counts.
import type { AccountTransfer } from '../../../chains/index.ts';
import { hexOfBase64, isTronBlockId } from '../base64Cells.ts';
import { plainText } from '../cellText.ts';
import {
  addressReader,
  columnOf,
  type Mapped,
  type MappingContext,
  NATIVE,
  NO_EVENTS,
  NO_TRANSFERS,
  readCount,
  reject,
  type Rejected,
  type RowMapper,
  type TableHead,
  type TableMapping,
  isRejection,
} from '../mapping.ts';
import { namedCells } from '../namedCells.ts';
import type { Row } from '../rows.ts';
import type { TableFlag } from '../tableFlag.ts';
import { readUnixTime } from '../times.ts';

const HASH_BYTES = 32;
const ADDRESS_BYTES = 20;

function cellsOf(head: TableHead, chain: MappingContext['chain']) {
  const readAddress = addressReader(chain);
  const { cell, integer } = namedCells(head);
  return {
    cell,
    hash(row: Row, name: string): string | Rejected {
      const text = cell(row, name);
      return hexOfBase64(text, HASH_BYTES) ?? reject('badHash', name, text);
    },
    /** Null where the cell is empty. */
    address(row: Row, name: string): string | null | Rejected {
      const text = cell(row, name);
      if (text === '') return null;
      const bytes = hexOfBase64(text, ADDRESS_BYTES);
      return (bytes === null ? null : readAddress(`0x${bytes}`)) ?? reject('badAddress', name, text);
    },
    amount: integer,
  };
}

/** `asCoin`: the examiner has said that the amounts are TRX. */
function openTransactions(asCoin: boolean): TableMapping['open'] {
  return (head, context): RowMapper => {
    const read = cellsOf(head, context.chain);
    let unstated = 0;
    return {
      map(row): Mapped {
        const id = read.hash(row, 'txhash');
        if (isRejection(id)) return id;
        const blockHash = read.hash(row, 'blockhash');
        if (isRejection(blockHash)) return blockHash;
        const blockNumber = readCount(read.cell(row, 'blockid'));
        if (!isTronBlockId(blockHash, blockNumber)) return reject('badHash', 'blockhash', blockHash);
        const time = readUnixTime(read.cell(row, 'blocktimestamp'));
        if (!time.ok) return reject(time.problem, 'blocktimestamp', read.cell(row, 'blocktimestamp'));
        const from = read.address(row, 'fromaddress');
        if (isRejection(from)) return from;
        const to = read.address(row, 'toaddress');
        if (isRejection(to)) return to;
        const value = read.amount(row, 'value');
        if (isRejection(value)) return value;
        const status = statusOf(read.cell(row, 'receiptstatus'));
        const transfers: readonly AccountTransfer[] =
          asCoin && to !== null && value > 0n && status === 'ok'
            ? [{ path: [0], kind: 'value', from, to, asset: NATIVE, amount: value }]
            : NO_TRANSFERS;
        if (value > 0n && status !== 'failed') unstated++;
        return {
          transaction: {
            ...{ id, blockHash, blockNumber, position: readCount(read.cell(row, 'transactionindex')), timeSeconds: time.seconds },
            ...{ status, from, to, transfers, events: NO_EVENTS },
          },
          facts: value > 0n ? { amountWithoutAsset: `${value}` } : null,
          names: null,
        };
      },
      flags: (): readonly TableFlag[] =>
        unstated === 0 ? [] : [{ code: asCoin ? 'amountsTakenAsCoin' : 'amountsWithoutAsset', rows: unstated }],
    };
  };
}

/** Fees of transactions: who paid is in the transaction alone. */
function openFees(head: TableHead, context: MappingContext): RowMapper {
  const read = cellsOf(head, context.chain);
  return {
    map(row): Mapped {
      const id = read.hash(row, 'txhash');
      if (isRejection(id)) return id;
      const fee = read.amount(row, 'fee');
      if (isRejection(fee)) return fee;
      const facts: Record<string, string> = { fee: `${fee}` };
      for (const name of ['energyUsage', 'energyFee', 'netUsage', 'netFee', 'result'] as const) {
        const text = read.cell(row, name.toLowerCase());
        if (text !== '') facts[name] = text;
      }
      return {
        transaction: {
          ...{ id, blockHash: null, blockNumber: null, position: null, timeSeconds: null, status: 'unknown', from: null, to: null },
          ...{ transfers: NO_TRANSFERS, events: NO_EVENTS },
        },
        facts,
        names: null,
      };
    },
  };
}

function openInternals(head: TableHead, context: MappingContext): RowMapper {
  const read = cellsOf(head, context.chain);
  let negative = 0;
  return {
    map(row): Mapped {
      const id = read.hash(row, 'txhash');
      if (isRejection(id)) return id;
      const from = read.address(row, 'calleraddress');
      if (isRejection(from)) return from;
      const to = read.address(row, 'transfertoaddress');
      if (isRejection(to)) return to;
      const amount = read.amount(row, 'callvalue');
      if (isRejection(amount)) {
        if (amount.rejected === 'negative') negative++;
        return amount;
      }
      const at = readCount(read.cell(row, 'traceindex'));
      if (at === null) return reject('badNumber', 'traceindex', read.cell(row, 'traceindex'));
      const nth = readCount(read.cell(row, 'callinfoindex')) ?? 0;
      const note = read.cell(row, 'note');
      const token = read.cell(row, 'calltokenid');
      if (token !== '' && token !== '0' && !/^\d{7}$/.test(token)) return reject('assetUnknown', 'calltokenid', token);
      const undone = read.cell(row, 'rejected') === 'true';
      const moves = !undone && amount > 0n && /^(?:call|create|suicide)$/.test(note);
      // Staking and votes inside a contract show amounts too and move nothing; what else a note says is not known here.
      const asset = token === '' || token === '0' ? NATIVE : ({ kind: 'token', contract: token, tokenId: null } as const);
      return {
        transaction: {
          ...{ id, blockHash: null, blockNumber: readCount(read.cell(row, 'blockid')), position: null, timeSeconds: null },
          // One that was undone does not say how its transaction ended.
          ...{ status: moves ? 'ok' : 'unknown', from: null, to: null, events: NO_EVENTS },
          transfers: moves ? [{ path: nth === 0 ? [0, at] : [0, at, nth], kind: 'internal', from, to, asset, amount }] : NO_TRANSFERS,
        },
        facts: null,
        names: null,
      };
    },
    flags: (): readonly TableFlag[] => (negative === 0 ? [] : [{ code: 'narrowAmounts', rows: negative }]),
  };
}

function statusOf(text: string): 'ok' | 'failed' | 'unknown' {
  return text === '1' ? 'ok' : text === '0' ? 'failed' : 'unknown';
}

const has = (head: TableHead, ...names: readonly string[]): boolean => names.every((name) => columnOf(head, name) >= 0);
const isBase64 = (head: TableHead, name: string): boolean => {
  const column = columnOf(head, name);
  const cells = head.sample.map(({ cells: own }) => plainText(own[column] ?? '')).filter((cell) => cell !== '');
  // A damaged row among good ones is refused as such.
  return cells.length > 0 && 2 * cells.filter((cell) => hexOfBase64(cell, HASH_BYTES) !== null).length >= cells.length;
};
const isTron = (head: TableHead): boolean => {
  const [hash, number] = [columnOf(head, 'blockhash'), columnOf(head, 'blockid')];
  return head.sample.some(({ cells }) => {
    const bytes = hexOfBase64(plainText(cells[hash] ?? ''), HASH_BYTES);
    return bytes !== null && isTronBlockId(bytes, readCount(cells[number] ?? ''));
  });
};

const base = { version: '1', family: 'tron', rowCaps: [] as readonly number[] } as const;
const isTransactions = (head: TableHead): boolean =>
  has(head, 'txhash', 'blockhash', 'blockid', 'fromaddress', 'value', 'blocktimestamp') && isBase64(head, 'txhash') && isTron(head);

export const graphSenseTron: readonly TableMapping[] = [
  {
    ...base,
    id: 'graphSense.tronTransactions',
    sniff: (head) => (isTransactions(head) ? { score: 97, reason: 'base64 txHash, block ids of TRON', coin: 'TRX' } : null),
    open: openTransactions(false),
  },
  {
    ...base,
    // Never chosen by itself: it is the examiner's word that the amounts are TRX.
    id: 'graphSense.tronTransactionsAsTrx',
    sniff: (head) => (isTransactions(head) ? { score: 10, reason: 'as stated', coin: 'TRX' } : null),
    open: openTransactions(true),
  },
  {
    ...base,
    id: 'graphSense.tronFees',
    sniff: (head) =>
      has(head, 'txhash', 'fee', 'energyusage', 'netfee') && isBase64(head, 'txhash')
        ? { score: 97, reason: 'base64 txHash, energyUsage, netFee', coin: 'TRX' }
        : null,
    open: openFees,
  },
  {
    ...base,
    id: 'graphSense.tronInternals',
    sniff: (head) =>
      has(head, 'txhash', 'calleraddress', 'transfertoaddress', 'callvalue', 'traceindex') && isBase64(head, 'txhash')
        ? { score: 97, reason: 'base64 txHash, callerAddress, callValue', coin: 'TRX' }
        : null,
    open: openInternals,
  },
];

/** Columns of the tables of Ethereum-like chains that hold bytes, and how many; null for any number. */
const BYTE_COLUMNS: Readonly<Record<string, number | null>> = {
  ...{ txhash: HASH_BYTES, blockhash: HASH_BYTES, topic0: HASH_BYTES },
  ...{ fromaddress: ADDRESS_BYTES, toaddress: ADDRESS_BYTES, address: ADDRESS_BYTES, receiptcontractaddress: ADDRESS_BYTES },
  ...{ data: null, input: null, output: null },
};

/** The same tables of an Ethereum-like chain: bytes are written anew in hexadecimal and read by the mapping of ethereum-etl. */
export function inBase64(mapping: TableMapping): TableMapping {
  return {
    ...mapping,
    id: mapping.id.replace(/^ethereumEtl/, 'graphSense.evm'),
    sniff: (head) => {
      if (!has(head, 'txhash', 'blockid') || !isBase64(head, 'txhash') || isTron(head)) return null;
      const sniff = mapping.sniff(head);
      return sniff === null ? null : { ...sniff, score: 96, reason: `base64 txHash, ${sniff.reason}` };
    },
    open(head, context): RowMapper {
      const mapper = mapping.open(head, context);
      return { ...mapper, map: (row) => mapper.map({ ...row, cells: row.cells.map((cell, i) => inHex(head.names[i] ?? '', cell)) }) };
    },
  };
}

function inHex(name: string, cell: string): string {
  const text = plainText(cell);
  if (text === '') return text;
  if (name === 'topics')
    return text.replace(/[A-Za-z0-9+/]{43}=/g, (one) => {
      const bytes = hexOfBase64(one, HASH_BYTES);
      return bytes === null ? one : `0x${bytes}`;
    });
  if (!Object.hasOwn(BYTE_COLUMNS, name)) return cell;
  const length = BYTE_COLUMNS[name] ?? null;
  const bytes = length === null ? Buffer.from(text, 'base64').toString('hex') : hexOfBase64(text, length);
  return bytes === null ? cell : `0x${bytes}`;
}
