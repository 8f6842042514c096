// CSV exports of TRONSCAN: transactions and token transfers, with the header variants seen, and the older form with quant.
import type { AccountAsset, AccountTransfer } from '../../../chains/index.ts';
import { readAmount } from '../amounts.ts';
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
  readHash,
  reject,
  type Rejected,
  type RowMapper,
  type Sniff,
  type TableHead,
  type TableMapping,
  UNKNOWN_INDEX,
} from '../mapping.ts';
import { readTime, readUnixTime } from '../times.ts';
import { tokenClaims } from '../tokenClaims.ts';
import { tokenStatements } from '../tokenStatements.ts';

interface Columns {
  readonly hash: number;
  readonly block: number;
  readonly utc: number;
  readonly eight: number;
  readonly stamp: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly quant: number;
  readonly symbol: number;
  readonly tokenName: number;
  readonly token: number;
  readonly decimals: number;
  readonly result: number;
  readonly confirmed: number;
  readonly type: number;
}

function columnsOf(head: TableHead): Columns {
  return {
    hash: columnOf(head, 'txhash', 'txnhash', 'transactionid', 'transactionhash', 'hash', '交易哈希'),
    block: columnOf(head, 'blockheight', 'block', 'blocknumber', '区块高度'),
    utc: columnOf(head, 'blocktime(utc)', 'time(utc)', 'utc时间', 'timestamp(utc)'),
    eight: columnOf(head, 'blocktime(utc+8)'),
    stamp: columnOf(head, 'blockts', 'timestamp', 'blocktimestamp'),
    from: columnOf(head, 'from', 'fromaddress', 'transferfromaddress', 'owneraddress', '发送方'),
    to: columnOf(head, 'to', 'toaddress', 'transfertoaddress', '接收方'),
    value: columnOf(head, 'value', 'amount', '数量'),
    quant: columnOf(head, 'quant'),
    symbol: columnOf(head, 'symbol', 'tokensymbol', 'tokenabbr', 'token', '代币符号'),
    tokenName: columnOf(head, 'tokenname', '代币名称'),
    token: columnOf(head, 'tokenaddress', 'contractaddress', 'tokenid', '代币地址'),
    decimals: columnOf(head, 'tokendecimal', 'decimals'),
    result: columnOf(head, 'contractret', 'status', 'result'),
    confirmed: columnOf(head, 'isconfirm', 'confirmed'),
    type: columnOf(head, 'contracttype', 'type'),
  };
}

function sniff(head: TableHead, tokens: boolean): Sniff | null {
  const columns = columnsOf(head);
  if (columns.hash < 0 || columns.from < 0 || (columns.value < 0 && columns.quant < 0)) return null;
  if (columns.utc < 0 && columns.eight < 0 && columns.stamp < 0) return null;
  const isTokens = columns.token >= 0 || columns.quant >= 0;
  if (isTokens !== tokens) return null;
  if (!tokens && columns.type < 0 && columns.result < 0) return null;
  // Base58check of version 0x41 always begins with T and has 34 characters.
  const tron = head.sample.filter((row) => /^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(plainText(row.cells[columns.from] ?? ''))).length;
  if (head.sample.length > 0 && tron === 0) return null;
  return {
    score: tron > 0 ? 92 : 70,
    reason: tokens ? 'token transfers with T addresses' : 'contractType with T addresses',
    coin: 'TRX',
  };
}

/** `SUCCESS`, `OK` and true mean carried out; every other word of `contractRet` means that nothing moved. */
function statusOf(cell: string): 'ok' | 'failed' | 'unknown' {
  const text = plainText(cell).toUpperCase();
  if (text === 'SUCCESS' || text === 'SUCESS' || text === 'OK' || text === 'TRUE' || text === 'CONFIRMED') return 'ok';
  if (text === '' || text === 'UNCONFIRMED') return 'unknown';
  return /^(?:OUT_OF|REVERT|BAD_|ILLEGAL|STACK_|JVM_|PRECOMPILED|TRANSFER_FAILED|INVALID_CODE|FAIL|ERROR|FALSE)/.test(text)
    ? 'failed'
    : 'unknown';
}

function open(head: TableHead, context: MappingContext): RowMapper {
  const columns = columnsOf(head);
  const readAddress = addressReader(context.chain);
  const claims = tokenClaims(context.chain);
  const tokens = tokenStatements(context.chain);
  const name = (column: number): string | null => head.columns[column] ?? null;
  const timeOf = (cells: readonly string[]): number | null | Rejected => {
    const column = columns.utc >= 0 ? columns.utc : columns.eight >= 0 ? columns.eight : columns.stamp;
    const cell = cells[column] ?? '';
    const style =
      columns.utc >= 0 ? { ...context.time, zoneMinutes: 0 } : columns.eight >= 0 ? { ...context.time, zoneMinutes: 480 } : context.time;
    const reading = /^\d{10,13}$/.test(plainText(cell)) ? readUnixTime(cell) : readTime(cell, style);
    return reading.ok ? reading.seconds : reject(reading.problem, name(column), cell);
  };
  const isTokenTable = columns.token >= 0 || columns.quant >= 0;
  const tokenOf = (cells: readonly string[]): { readonly asset: AccountAsset; readonly decimals: number } | Rejected => {
    const cell = columns.token < 0 ? '' : plainText(cells[columns.token] ?? '');
    const symbol = plainText(cells[columns.symbol] ?? '').toUpperCase();
    if (symbol === 'TRX' && (cell === '' || cell === '_' || cell === '0')) return { asset: NATIVE, decimals: 6 };
    const text = cell === '' ? (context.token ?? '') : cell;
    if (text === '') return reject('assetUnknown', name(columns.symbol >= 0 ? columns.symbol : columns.quant), symbol);
    // TRC-10 tokens are numbers from 1000001 on; TRC-20 tokens are contracts.
    const contract = /^\d{7}$/.test(text) ? text : readAddress(text);
    if (contract === null) return reject('badAddress', name(columns.token), text);
    // quant counts the smallest unit.
    const [own, known] = [readCount(cells[columns.decimals] ?? ''), context.decimalsOf(contract)];
    if (columns.quant < 0 && own !== null && known !== null && own !== known)
      return reject('decimalsDisagree', name(columns.decimals), `${own} / ${known}`);
    const decimals = columns.quant >= 0 ? 0 : (own ?? known);
    if (decimals === null || decimals > 77) return reject('decimalsUnknown', name(columns.token), contract);
    return { asset: { kind: 'token', contract, tokenId: null }, decimals };
  };
  const valueColumn = columns.quant >= 0 ? columns.quant : columns.value;
  const movement = (cells: readonly string[]): Movement | Rejected => {
    const cell = cells[valueColumn] ?? '';
    if (!isTokenTable) {
      const type = plainText(cells[columns.type] ?? '');
      // Staking, votes and permissions show an amount too, but pass nothing on to the address beside it.
      if (columns.type >= 0 && !/^(?:Transfer(?:Asset)?Contract|TriggerSmartContract|1|2|31)$/i.test(type)) return NOTHING;
      if (plainText(cell) === '' || plainText(cell) === '0') return NOTHING;
    }
    const symbol = plainText(cells[columns.symbol] ?? '').toUpperCase();
    const found = !isTokenTable && symbol === '' ? { asset: NATIVE, decimals: 6 } : tokenOf(cells);
    if ('rejected' in found) return found;
    const reading = readAmount(cell, found.decimals);
    if (!reading.ok) return reject(reading.problem, name(valueColumn), cell);
    if (reading.negative) return reject('negative', name(valueColumn), cell);
    // TRC-10 moves as the transaction's own value, TRC-20 by a log, whose index the export does not give.
    const byLog = found.asset.kind === 'token' && !/^\d+$/.test(found.asset.contract ?? '');
    return { asset: found.asset, amount: reading.amount, path: byLog ? [1, UNKNOWN_INDEX, 0] : [0], kind: byLog ? 'token' : 'value' };
  };
  return {
    map({ cells, number }): Mapped {
      if (cells.length <= Math.max(columns.hash, columns.from)) return reject('tooFewCells', null, cells.join(','));
      const id = readHash(cells[columns.hash] as string, 'tron');
      if (id === null) return reject('badHash', name(columns.hash), cells[columns.hash] as string);
      const seconds = timeOf(cells);
      if (typeof seconds === 'object' && seconds !== null) return seconds;
      const block = columns.block < 0 ? null : readCount(cells[columns.block] ?? '');
      const from = readAddress(plainText(cells[columns.from] as string));
      if (from === null) return reject('badAddress', name(columns.from), cells[columns.from] as string);
      const toCell = plainText(cells[columns.to] ?? '');
      const to = toCell === '' || toCell === '_' ? null : readAddress(toCell);
      if (to === null && toCell !== '' && toCell !== '_') return reject('badAddress', name(columns.to), toCell);
      const status =
        columns.result >= 0
          ? statusOf(cells[columns.result] ?? '')
          : columns.confirmed >= 0
            ? statusOf(cells[columns.confirmed] ?? '')
            : 'unknown';
      const moved = movement(cells);
      if ('rejected' in moved) return moved;
      // A failed row moves nothing, whatever amount it shows.
      const transfers: readonly AccountTransfer[] =
        moved.asset === null || status === 'failed' || to === null
          ? NO_TRANSFERS
          : [{ path: moved.path, kind: moved.kind, from, to, asset: moved.asset, amount: moved.amount }];
      const token = isTokenTable;
      const contract = moved.asset !== null && moved.kind === 'token' ? moved.asset.contract : null;
      const called = (column: number): string => plainText(cells[column] ?? '');
      if (contract !== null && columns.decimals >= 0)
        tokens.see(
          contract,
          { symbol: called(columns.symbol), name: called(columns.tokenName), decimals: readCount(cells[columns.decimals] ?? '') },
          number,
        );
      const events = contract === null ? NO_EVENTS : claims(contract, called(columns.symbol), called(columns.tokenName), moved.path);
      return {
        transaction: {
          id,
          blockHash: null,
          blockNumber: block,
          position: null,
          timeSeconds: seconds,
          status,
          from: token ? null : from,
          to: token ? null : to,
          transfers,
          events,
        },
        facts: null,
        names: null,
      };
    },
    flags: () => (columns.quant >= 0 ? [] : tokens.flags()),
    statements: () => tokens.all(),
  };
}

interface Movement {
  readonly asset: AccountAsset | null;
  readonly amount: bigint;
  readonly path: readonly number[];
  readonly kind: 'value' | 'token';
}
const NOTHING: Movement = { asset: null, amount: 0n, path: [], kind: 'value' };

/** TRONSCAN's exports end at 10,000 rows; earlier ones at 5,000 or 1,000. */
const base = { version: '1', family: 'tron', rowCaps: [10_000, 5000, 1000] } as const;
export const tronscanTokens: TableMapping = {
  ...base,
  id: 'tronscan.tokens',
  needsDecimals: true,
  sniff: (head) => sniff(head, true),
  open,
};
export const tronscanTransactions: TableMapping = { ...base, id: 'tronscan.transactions', sniff: (head) => sniff(head, false), open };
