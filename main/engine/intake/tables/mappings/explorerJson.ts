// JSON answers of explorers' services, as a courier brings them: TronGrid's token transfers, the Etherscan family's account modules, and
// GraphSense's address transactions. Their amounts count the smallest unit.
import type { AccountAsset, AccountEvent, AccountTransfer, TransferKind } from '../../../chains/index.ts';
import { readInteger } from '../amounts.ts';
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
  type TableHead,
  type TableMapping,
  UNKNOWN_INDEX,
  isRejection,
} from '../mapping.ts';
import { namedCells } from '../namedCells.ts';
import type { Row } from '../rows.ts';
import { readUnixTime } from '../times.ts';
import { tokenClaims } from '../tokenClaims.ts';
import { tokenStatements } from '../tokenStatements.ts';

/** Cells by the service's own names, with the checks that all of them need. */
function cellsOf(head: TableHead, context: MappingContext, family: 'evm' | 'tron') {
  const readAddress = addressReader(context.chain);
  const { cell, integer } = namedCells(head);
  return {
    cell,
    hash: (row: Row, name: string): string | Rejected => readHash(cell(row, name), family) ?? reject('badHash', name, cell(row, name)),
    time: (row: Row, name: string): number | null | Rejected => {
      const text = cell(row, name);
      if (text === '') return null;
      const reading = readUnixTime(text);
      return reading.ok ? reading.seconds : reject(reading.problem, name, text);
    },
    address: (row: Row, name: string): string | null | Rejected => {
      const text = cell(row, name);
      return text === '' ? null : (readAddress(text) ?? reject('badAddress', name, text));
    },
    integer,
  };
}

/** The first refusal among values that were read, in their order. */
function refused(...values: readonly unknown[]): Rejected | null {
  return values.find(isRejection) ?? null;
}

function openTrongrid(head: TableHead, context: MappingContext): RowMapper {
  const read = cellsOf(head, context, 'tron');
  const claims = tokenClaims(context.chain);
  const tokens = tokenStatements(context.chain);
  return {
    map(row): Mapped {
      const id = read.hash(row, 'transactionid');
      const time = read.time(row, 'blocktimestamp');
      const from = read.address(row, 'from');
      const to = read.address(row, 'to');
      const contract = read.address(row, 'tokeninfoaddress');
      const amount = read.integer(row, 'value');
      const bad = refused(id, time, from, to, contract, amount);
      if (bad !== null) return bad;
      if (contract === null) return reject('assetUnknown', 'token_info.address', '');
      const type = read.cell(row, 'type');
      const asset: AccountAsset = { kind: 'token', contract: contract as string, tokenId: null };
      const path = [1, UNKNOWN_INDEX, 0];
      let transfers: readonly AccountTransfer[] = NO_TRANSFERS;
      let events: readonly AccountEvent[] = NO_EVENTS;
      if (type === 'Transfer')
        transfers = [{ path, kind: 'token', from: from as string | null, to: to as string | null, asset, amount: amount as bigint }];
      else if (type === 'Approval')
        events = [
          {
            path,
            kind: 'approval',
            actor: from as string | null,
            subject: to as string | null,
            asset,
            amount: amount as bigint,
            details: {},
          },
        ];
      else return reject('otherShape', 'type', type);
      const [symbol, name] = [read.cell(row, 'tokeninfosymbol'), read.cell(row, 'tokeninfoname')];
      tokens.see(contract as string, { symbol, name, decimals: readCount(read.cell(row, 'tokeninfodecimals')) }, row.number);
      const named = claims(contract as string, symbol, name, path);
      if (named.length > 0) events = [...events, ...named];
      return {
        transaction: {
          id: id as string,
          blockHash: null,
          blockNumber: null,
          position: null,
          timeSeconds: time as number | null,
          status: 'ok',
          from: null,
          to: null,
          transfers,
          events,
        },
        facts: null,
        names: null,
      };
    },
    statements: () => tokens.all(),
  };
}

/** `normal` is module txlist, `internal` txlistinternal, `token` tokentx, `item` tokennfttx and token1155tx. */
type Module = 'normal' | 'internal' | 'token' | 'item';

function openEtherscanApi(module: Module): TableMapping['open'] {
  return (head, context): RowMapper => {
    const read = cellsOf(head, context, 'evm');
    const claims = tokenClaims(context.chain);
    const tokens = tokenStatements(context.chain);
    return {
      map(row): Mapped {
        const id = read.hash(row, 'hash');
        const time = read.time(row, 'timestamp');
        const from = read.address(row, 'from');
        const to = read.address(row, 'to');
        const contract = read.address(row, 'contractaddress');
        const stated = read.cell(row, 'value');
        const amount =
          module === 'item'
            ? read.cell(row, 'tokenvalue') === ''
              ? 1n
              : read.integer(row, 'tokenvalue')
            : stated === ''
              ? 0n
              : read.integer(row, 'value');
        const bad = refused(id, time, from, to, contract, amount);
        if (bad !== null) return bad;
        const [sender, receiver, token, value] = [from as string | null, to as string | null, contract as string | null, amount as bigint];
        const failed = read.cell(row, 'iserror') === '1' || read.cell(row, 'txreceiptstatus') === '0';
        const blockHash = readHash(read.cell(row, 'blockhash'), 'evm');
        const transfers: AccountTransfer[] = [];
        let events: readonly AccountEvent[] = NO_EVENTS;
        let status: 'ok' | 'failed' | 'unknown' = 'ok';
        if (module === 'token' || module === 'item') {
          if (token === null) return reject('assetUnknown', 'contractAddress', '');
          const tokenId = read.cell(row, 'tokenid');
          if (module === 'item' && !/^\d{1,78}$/.test(tokenId)) return reject('badNumber', 'tokenID', tokenId);
          const asset: AccountAsset = { kind: module, contract: token, tokenId: module === 'item' ? tokenId : null };
          const path = [1, UNKNOWN_INDEX, 0];
          transfers.push({ path, kind: 'token', from: sender, to: receiver, asset, amount: value });
          if (module === 'token') {
            const [symbol, name] = [read.cell(row, 'tokensymbol'), read.cell(row, 'tokenname')];
            tokens.see(token, { symbol, name, decimals: readCount(read.cell(row, 'tokendecimal')) }, row.number);
            events = claims(token, symbol, name, path);
          }
        } else {
          const created = receiver === null ? token : null;
          const steps =
            module === 'internal'
              ? (/^\d+(?:_\d+)*$/.exec(read.cell(row, 'traceid'))?.[0].split('_').map(Number) ?? [UNKNOWN_INDEX, 0])
              : [];
          const kind: TransferKind = module === 'internal' ? 'internal' : 'value';
          const path = [0, ...steps];
          // That a call inside failed does not say that its transaction did.
          status = !failed ? 'ok' : module === 'internal' ? 'unknown' : 'failed';
          if (!failed && value > 0n) transfers.push({ path, kind, from: sender, to: receiver ?? created, asset: NATIVE, amount: value });
          if (created !== null && !failed)
            events = [{ path, kind: 'contractCreated', actor: sender, subject: created, asset: null, amount: null, details: {} }];
          const [used, price] = [readInteger(read.cell(row, 'gasused')), readInteger(read.cell(row, 'gasprice'))];
          if (module === 'normal' && used !== null && price !== null && used * price > 0n)
            transfers.push({ path: [2], kind: 'fee', from: sender, to: null, asset: NATIVE, amount: used * price });
        }
        const normal = module === 'normal';
        return {
          transaction: {
            id: id as string,
            blockHash,
            blockNumber: readCount(read.cell(row, 'blocknumber')),
            position: readCount(read.cell(row, 'transactionindex')),
            timeSeconds: time as number | null,
            status,
            from: normal ? sender : null,
            to: normal ? receiver : null,
            transfers,
            events,
          },
          facts: null,
          names: null,
        };
      },
      statements: () => tokens.all(),
    };
  };
}

function openGraphSense(head: TableHead, context: MappingContext): RowMapper {
  const read = cellsOf(head, context, context.chain.family === 'tron' ? 'tron' : 'evm');
  return {
    map(row): Mapped {
      if (read.cell(row, 'txtype') !== 'account') return reject('otherShape', 'tx_type', read.cell(row, 'txtype'));
      const id = read.hash(row, 'txhash');
      const time = read.time(row, 'timestamp');
      const from = read.address(row, 'fromaddress');
      const to = read.address(row, 'toaddress');
      // A negative value is a counter that ran over in the service, never an amount.
      const amount = read.integer(row, 'valuevalue');
      const bad = refused(id, time, from, to, amount);
      if (bad !== null) return bad;
      const currency = read.cell(row, 'currency').toUpperCase();
      // The record names a token by its symbol alone, and any contract may have that symbol.
      if (currency !== context.chain.coin?.symbol.toUpperCase()) return reject('assetUnknown', 'currency', currency);
      const value = amount as bigint;
      const identifier = /_I(\d+)$/.exec(read.cell(row, 'identifier'));
      const path = identifier === null ? [0] : [0, UNKNOWN_INDEX, 0];
      const kind: TransferKind = identifier === null ? 'value' : 'internal';
      return {
        transaction: {
          id: id as string,
          blockHash: null,
          blockNumber: readCount(read.cell(row, 'height')),
          position: null,
          timeSeconds: time as number | null,
          status: 'unknown',
          from: null,
          to: null,
          transfers:
            value === 0n
              ? NO_TRANSFERS
              : [{ path, kind, from: from as string | null, to: to as string | null, asset: NATIVE, amount: value }],
          events: NO_EVENTS,
        },
        facts: null,
        names: null,
      };
    },
  };
}

const has = (head: TableHead, ...names: readonly string[]): boolean => names.every((name) => head.names.includes(name));

/** A page of TronGrid holds 20 to 200 records. */
export const trongridTokens: TableMapping = {
  id: 'trongrid.trc20',
  version: '1',
  family: 'tron',
  rowCaps: [200, 100, 50, 20],
  sniff: (head) =>
    has(head, 'transactionid', 'tokeninfoaddress', 'value') ? { score: 96, reason: 'token_info.address', coin: 'TRX' } : null,
  open: openTrongrid,
};

/** The account modules answer at most 10,000 records. */
const api = (module: Module, fits: (head: TableHead) => boolean): TableMapping => ({
  id: `etherscanApi.${module}`,
  version: '1',
  family: 'evm',
  rowCaps: [10_000, 1000],
  sniff: (head) =>
    has(head, 'blocknumber', 'timestamp', 'hash', 'from', 'to') && fits(head)
      ? { score: 96, reason: `account module, ${module}`, coin: null }
      : null,
  open: openEtherscanApi(module),
});
const names = (head: TableHead, ...list: readonly string[]): boolean => columnOf(head, ...list) >= 0;
export const etherscanApi: readonly TableMapping[] = [
  api('item', (head) => names(head, 'tokenid')),
  api('token', (head) => names(head, 'tokendecimal') && !names(head, 'tokenid')),
  api('internal', (head) => names(head, 'traceid', 'errcode') && !names(head, 'nonce')),
  api('normal', (head) => names(head, 'nonce') && names(head, 'iserror', 'txreceiptstatus') && !names(head, 'tokendecimal')),
];

export const graphSenseTransactions: TableMapping = {
  id: 'graphsense.txs',
  version: '1',
  family: 'evm',
  rowCaps: [100, 1000],
  sniff: (head) => (has(head, 'txtype', 'txhash', 'valuevalue') ? { score: 90, reason: 'tx_type, value.value', coin: null } : null),
  open: openGraphSense,
};
