// CSV exports of Etherscan and its sister sites (BscScan, PolygonScan, Arbiscan…): normal, internal, ERC-20 and NFT, with the header
// variants of several years. The coin's symbol in parentheses narrows the chain down; ETH alone names several.
import type { AccountAsset, AccountEvent, AccountTransfer } from '../../../chains/index.ts';
import { tokenClaims } from '../tokenClaims.ts';
import { type TokenStatements, tokenStatements } from '../tokenStatements.ts';
import { readAmount } from '../amounts.ts';
import { plainText } from '../cellText.ts';
import {
  addressReader,
  columnLike,
  columnOf,
  type Mapped,
  type MappingContext,
  NATIVE,
  NO_EVENTS,
  NO_TRANSFERS,
  type NamedAddress,
  readCoins,
  readCount,
  readHash,
  type Rejected,
  reject,
  type RowMapper,
  rowTime,
  sameSymbol,
  type Sniff,
  type TableHead,
  type TableMapping,
  UNKNOWN_INDEX,
} from '../mapping.ts';
import type { Row } from '../rows.ts';

const VALUE_PATH = [0];
const FEE_PATH = [2];

/** 5,000 rows per export for years, 10,000 on some sister sites, 1,000 where a view is exported. */
const ROW_CAPS = [5000, 10_000, 1000] as const;

interface Columns {
  readonly hash: number;
  readonly block: number;
  readonly unix: number;
  readonly date: number;
  readonly from: number;
  readonly to: number;
  readonly contract: number;
  readonly valueIn: number;
  readonly valueOut: number;
  readonly amount: number;
  readonly fee: number;
  readonly status: number;
  readonly error: number;
  readonly type: number;
  readonly tokenValue: number;
  readonly tokenId: number;
  readonly tokenSymbol: number;
  readonly tokenName: number;
  readonly tokenDecimals: number;
  readonly fromName: number;
  readonly toName: number;
  readonly symbol: string | null;
}

function columnsOf(head: TableHead): Columns {
  const valueIn = columnLike(head, /^valuein\((.+)\)$/);
  const valueOut = columnLike(head, /^valueout\((.+)\)$/);
  const fee = columnLike(head, /^txnfee\((?!usd\))(.+)\)$/);
  return {
    hash: columnOf(head, 'txhash', 'txnhash', 'transactionhash', 'parenttransactionhash', 'hash'),
    block: columnOf(head, 'blockno', 'block', 'blocknumber'),
    unix: columnOf(head, 'unixtimestamp'),
    date: columnOf(head, 'datetime(utc)', 'datetime'),
    from: columnOf(head, 'from'),
    to: columnOf(head, 'to', 'txto'),
    contract: columnOf(head, 'contractaddress', 'tokenaddress', 'tokencontract'),
    valueIn: valueIn?.index ?? -1,
    valueOut: valueOut?.index ?? -1,
    amount: columnOf(head, 'amount', 'value', 'quantity'),
    fee: fee?.index ?? columnOf(head, 'txnfee'),
    status: columnOf(head, 'status'),
    error: columnOf(head, 'errcode'),
    type: columnOf(head, 'type'),
    tokenValue: columnOf(head, 'tokenvalue', 'value', 'quantity', 'amount'),
    tokenId: columnOf(head, 'tokenid'),
    tokenSymbol: columnOf(head, 'tokensymbol'),
    tokenName: columnOf(head, 'tokenname'),
    tokenDecimals: columnOf(head, 'tokendecimal', 'tokendecimals'),
    fromName: columnOf(head, 'fromnametag', 'fromprivatetag'),
    toName: columnOf(head, 'tonametag', 'toprivatetag'),
    symbol: valueIn?.group.toUpperCase() ?? fee?.group.toUpperCase() ?? null,
  };
}

/** All exports have these; the date column's name varies and `sniff` of each kind asks for its own further ones. */
function common(columns: Columns): boolean {
  return columns.hash >= 0 && columns.from >= 0 && columns.to >= 0 && (columns.unix >= 0 || columns.date >= 0);
}

function coinOf(columns: Columns, head: TableHead): string | null {
  let symbol = columns.symbol;
  if (symbol === null) {
    // The form of 2024 and later writes the coin in the cell: "0.5 ETH".
    for (const row of head.sample) {
      const unit = /[\d ]([A-Za-z]{2,6})$/.exec(plainText(row.cells[columns.amount] ?? ''))?.[1]?.toUpperCase();
      if (unit !== undefined && unit !== 'WEI') symbol = unit;
    }
  }
  return symbol;
}

const HEX_HASH = /^0x[0-9a-f]{64}$/i;

function sniffer(kind: (columns: Columns, head: TableHead) => string | null): (head: TableHead) => Sniff | null {
  return (head) => {
    const columns = columnsOf(head);
    if (!common(columns)) return null;
    const reason = kind(columns, head);
    if (reason === null) return null;
    const hashes = head.sample.filter((row) => HEX_HASH.test(plainText(row.cells[columns.hash] ?? ''))).length;
    if (head.sample.length > 0 && hashes === 0) return null;
    return { score: columns.unix >= 0 ? 90 : 80, reason, coin: coinOf(columns, head) };
  };
}

/** What all kinds read alike; `transfersOf` adds what is their own. */
function opener(
  source: string,
  own: (
    columns: Columns,
    head: TableHead,
    context: MappingContext,
    read: (text: string) => string | null,
    tokens: TokenStatements,
  ) => (row: Row, base: Base) => Own | Rejected,
): TableMapping['open'] {
  return (head, context): RowMapper => {
    const columns = columnsOf(head);
    const tokens = tokenStatements(context.chain);
    const readAddress = addressReader(context.chain);
    const readOwn = own(columns, head, context, readAddress, tokens);
    const name = (column: number): string | null => head.columns[column] ?? null;
    const needed = Math.max(columns.hash, columns.from, columns.to);
    return {
      map(row): Mapped {
        const { cells } = row;
        if (cells.length <= needed) return reject('tooFewCells', null, cells.join(','));
        const hashCell = cells[columns.hash] as string;
        const id = readHash(hashCell, 'evm');
        if (id === null) return reject('badHash', name(columns.hash), hashCell);
        const { seconds, rejected } = rowTime(row, columns.unix, columns.date, head, context.time);
        if (rejected !== null) return rejected;
        const block = columns.block < 0 ? null : readCount(cells[columns.block] ?? '');
        if (block === null && columns.block >= 0 && plainText(cells[columns.block] ?? '') !== '')
          return reject('badNumber', name(columns.block), cells[columns.block] ?? '');
        const fromCell = cells[columns.from] as string;
        const from = readAddress(fromCell);
        if (from === null) return reject('badAddress', name(columns.from), fromCell);
        const toCell = plainText(cells[columns.to] as string);
        const to = toCell === '' ? null : readAddress(toCell);
        if (to === null && toCell !== '') return reject('badAddress', name(columns.to), toCell);
        const contractCell = columns.contract < 0 ? '' : plainText(cells[columns.contract] ?? '');
        const contract = contractCell === '' ? null : readAddress(contractCell);
        if (contract === null && contractCell !== '') return reject('badAddress', name(columns.contract), contractCell);
        const result = readOwn(row, { from, to, contract });
        if ('rejected' in result) return result;
        return {
          transaction: {
            id,
            blockHash: null,
            blockNumber: block,
            position: null,
            timeSeconds: seconds,
            status: result.status,
            from: result.signer,
            to: result.named,
            transfers: result.transfers,
            events: result.events,
          },
          facts: null,
          names: namesOf(row, columns, from, to, source),
        };
      },
      flags: () => tokens.flags(),
      statements: () => tokens.all(),
    };
  };
}

interface Base {
  readonly from: string;
  readonly to: string | null;
  readonly contract: string | null;
}
interface Own {
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly signer: string | null;
  readonly named: string | null;
  readonly transfers: readonly AccountTransfer[];
  readonly events: readonly AccountEvent[];
}

function namesOf(row: Row, columns: Columns, from: string, to: string | null, source: string): readonly NamedAddress[] | null {
  if (columns.fromName < 0 && columns.toName < 0) return null;
  const names: NamedAddress[] = [];
  const fromName = plainText(row.cells[columns.fromName] ?? '');
  const toName = plainText(row.cells[columns.toName] ?? '');
  if (fromName !== '') names.push({ address: from, name: fromName, source, row: row.number });
  if (toName !== '' && to !== null) names.push({ address: to, name: toName, source, row: row.number });
  return names.length === 0 ? null : names;
}

/** Value of a row in the coin: from the columns in and out, of which one is 0, or from one amount. */
function coinsOf(row: Row, columns: Columns, head: TableHead, context: MappingContext): bigint | Rejected {
  const coin = context.chain.coin;
  if (coin === null) return reject('assetUnknown', null, context.chain.id);
  if (columns.symbol !== null && !sameSymbol(columns.symbol, coin.symbol)) return reject('assetUnknown', null, columns.symbol);
  const read = (column: number): bigint | Rejected => {
    const cell = row.cells[column] ?? '';
    const value = readCoins(cell, coin);
    return typeof value === 'bigint' ? value : reject(value, head.columns[column] ?? null, cell);
  };
  if (columns.valueIn < 0 || columns.valueOut < 0) return read(columns.amount);
  const received = read(columns.valueIn);
  if (typeof received !== 'bigint') return received;
  const sent = read(columns.valueOut);
  if (typeof sent !== 'bigint') return sent;
  // To oneself, both columns hold the value.
  if (received > 0n && sent > 0n && received !== sent)
    return reject('inAndOut', head.columns[columns.valueIn] ?? null, `${received} / ${sent}`);
  return received > 0n ? received : sent;
}

/** An empty status is success in the older exports, whose failures say Error(0); internal rows say 0 or 1. */
function failed(row: Row, columns: Columns, internal: boolean): boolean | null {
  const status = plainText(row.cells[columns.status] ?? '').toLowerCase();
  const error = plainText(row.cells[columns.error] ?? '');
  if (status === '' || status === 'success' || status === 'ok') return error !== '';
  if (internal && (status === '0' || status === '1')) return status === '1' || error !== '';
  if (!internal && (status === '1' || status === '0')) return status === '0' || error !== '';
  return /^(?:error|fail|revert|out of gas|bad )/.test(status) ? true : null;
}

const normal = opener('etherscan.normal', (columns, head, context) => (row, { from, to, contract }) => {
  const failure = failed(row, columns, false);
  if (failure === null) return reject('statusUnknown', head.columns[columns.status] ?? null, row.cells[columns.status] ?? '');
  const value = coinsOf(row, columns, head, context);
  if (typeof value !== 'bigint') return value;
  const transfers: AccountTransfer[] = [];
  const created = to === null ? contract : null;
  if (!failure && value > 0n) transfers.push({ path: VALUE_PATH, kind: 'value', from, to: to ?? created, asset: NATIVE, amount: value });
  if (columns.fee >= 0) {
    const coin = context.chain.coin as NonNullable<MappingContext['chain']['coin']>;
    const cell = row.cells[columns.fee] ?? '';
    const fee = plainText(cell) === '' ? 0n : readCoins(cell, coin);
    if (typeof fee !== 'bigint') return reject(fee, head.columns[columns.fee] ?? null, cell);
    // To whom a fee goes (burnt, miner, sequencer) an export does not say.
    if (fee > 0n) transfers.push({ path: FEE_PATH, kind: 'fee', from, to: null, asset: NATIVE, amount: fee });
  }
  const events: readonly AccountEvent[] =
    created === null || failure
      ? NO_EVENTS
      : [{ path: [0], kind: 'contractCreated', actor: from, subject: created, asset: null, amount: null, details: {} }];
  return { status: failure ? 'failed' : 'ok', signer: from, named: to, transfers, events };
});

const internal = opener('etherscan.internal', (columns, head, context) => (row, { from, to, contract }) => {
  const failure = failed(row, columns, true);
  if (failure === null) return reject('statusUnknown', head.columns[columns.status] ?? null, row.cells[columns.status] ?? '');
  const value = coinsOf(row, columns, head, context);
  if (typeof value !== 'bigint') return value;
  // That a call inside failed does not say that the transaction did; that one moved value says that it did not fail.
  if (failure) return { status: 'unknown', signer: null, named: null, transfers: NO_TRANSFERS, events: NO_EVENTS };
  const created = contract !== null && (to === null || to === contract) ? contract : null;
  const path = [0, UNKNOWN_INDEX, 0];
  const transfers: readonly AccountTransfer[] =
    value === 0n ? NO_TRANSFERS : [{ path, kind: 'internal', from, to: to ?? created, asset: NATIVE, amount: value }];
  const events: readonly AccountEvent[] =
    created === null
      ? NO_EVENTS
      : [{ path, kind: 'contractCreated', actor: from, subject: created, asset: null, amount: null, details: {} }];
  return { status: 'ok', signer: null, named: null, transfers, events };
});

/** ERC-20 and NFT rows: a log is there only where the transaction was carried out. Its index is not in the export. */
function tokens(kind: 'token' | 'item'): TableMapping['open'] {
  return opener(`etherscan.${kind === 'token' ? 'erc20' : 'nft'}`, (columns, head, context, _, stated) => {
    const claims = tokenClaims(context.chain);
    return (row, { from, to, contract }) => {
      if (contract === null) return reject('assetUnknown', head.columns[columns.contract] ?? null, '');
      const cell = columns.tokenValue < 0 ? '' : (row.cells[columns.tokenValue] ?? '');
      let asset: AccountAsset;
      let amount: bigint;
      if (kind === 'item') {
        const tokenId = plainText(row.cells[columns.tokenId] ?? '').replace(/^#/, '');
        if (!/^\d{1,78}$/.test(tokenId)) return reject('badNumber', head.columns[columns.tokenId] ?? null, tokenId);
        asset = { kind: 'item', contract, tokenId: tokenId.replace(/^0+(?=\d)/, '') };
        const reading = plainText(cell) === '' ? ({ ok: true, amount: 1n, negative: false } as const) : readAmount(cell, 0);
        if (!reading.ok) return reject(reading.problem, head.columns[columns.tokenValue] ?? null, cell);
        amount = reading.amount;
      } else {
        const known = context.decimalsOf(contract);
        const own = columns.tokenDecimals < 0 ? null : readCount(row.cells[columns.tokenDecimals] ?? '');
        if (known !== null && own !== null && known !== own)
          return reject('decimalsDisagree', head.columns[columns.tokenDecimals] ?? null, `${own} / ${known}`);
        const decimals = own ?? known;
        // What the contract calls itself is told with it: many of those that nobody knows borrow a known name.
        if (decimals === null || decimals > 77)
          return reject(
            'decimalsUnknown',
            head.columns[columns.contract] ?? null,
            `${contract} ${row.cells[columns.tokenSymbol] ?? ''}`.trim(),
          );
        const reading = readAmount(cell, decimals);
        if (!reading.ok) return reject(reading.problem, head.columns[columns.tokenValue] ?? null, cell);
        if (reading.negative) return reject('negative', head.columns[columns.tokenValue] ?? null, cell);
        asset = { kind: 'token', contract, tokenId: null };
        amount = reading.amount;
      }
      const path = [1, UNKNOWN_INDEX, 0];
      const transfers: readonly AccountTransfer[] = [{ path, kind: 'token', from, to, asset, amount }];
      const called = { symbol: plainText(row.cells[columns.tokenSymbol] ?? ''), name: plainText(row.cells[columns.tokenName] ?? '') };
      if (kind === 'token' && columns.tokenDecimals >= 0)
        stated.see(contract, { ...called, decimals: readCount(row.cells[columns.tokenDecimals] ?? '') }, row.number);
      const events = kind === 'token' ? claims(contract, called.symbol, called.name, path) : NO_EVENTS;
      return { status: 'ok', signer: null, named: null, transfers, events };
    };
  });
}

const base = { version: '1', family: 'evm', rowCaps: ROW_CAPS } as const;

const isInternal = (head: TableHead): boolean => columnOf(head, 'parenttxfrom', 'partxfrom', 'parenttransactionhash') >= 0;

export const etherscanNormal: TableMapping = {
  ...base,
  id: 'etherscan.normal',
  sniff: sniffer((columns, head) => {
    if (isInternal(head) || columns.tokenId >= 0 || columns.tokenSymbol >= 0) return null;
    if (columns.valueIn >= 0 && columns.valueOut >= 0) return `Value_IN(${columns.symbol})`;
    return columns.amount >= 0 && columns.fee >= 0 && columns.status >= 0 ? 'Amount, Txn Fee' : null;
  }),
  open: normal,
};

export const etherscanInternal: TableMapping = {
  ...base,
  id: 'etherscan.internal',
  sniff: sniffer((columns, head) => (isInternal(head) && (columns.valueIn >= 0 || columns.amount >= 0) ? 'Parent transaction' : null)),
  open: internal,
};

export const etherscanTokens: TableMapping = {
  ...base,
  id: 'etherscan.erc20',
  needsDecimals: true,
  sniff: sniffer((columns) =>
    columns.tokenSymbol >= 0 && columns.tokenId < 0 && columns.contract >= 0 && columns.tokenValue >= 0 ? 'TokenValue, TokenSymbol' : null,
  ),
  open: tokens('token'),
};

export const etherscanItems: TableMapping = {
  ...base,
  id: 'etherscan.nft',
  sniff: sniffer((columns) => (columns.tokenId >= 0 && columns.contract >= 0 ? 'TokenId' : null)),
  open: tokens('item'),
};
