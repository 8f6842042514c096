// Tables whose rows state something of a chain: blocks, tokens and contracts of ethereum-etl, and the same of GraphSense's ingest. A
// block's row lacks fields of its header (the mix hash, a witness), so its hash cannot be computed: number, hash and time are its word.
import type { AccountChain } from '../../../chains/index.ts';
import { hexOfBase64, isTronBlockId } from '../base64Cells.ts';
import { plainText } from '../cellText.ts';
import { addressReader, columnOf, readCount, readHash, reject, type TableHead } from '../mapping.ts';
import type { Row } from '../rows.ts';
import type { StatementMapping } from '../statementMapping.ts';
import { readUnixTime } from '../times.ts';

const has = (head: TableHead, ...names: readonly string[]): boolean => names.every((name) => columnOf(head, name) >= 0);
const cellReader =
  (head: TableHead) =>
  (row: Row, ...names: readonly string[]): string => {
    const column = columnOf(head, ...names);
    return column < 0 ? '' : plainText(row.cells[column] ?? '');
  };

type Family = 'evm' | 'tron';

const NUMBER = ['number', 'blockid'] as const;
const HASH = ['hash', 'blockhash'] as const;

/** Hexadecimal or base64, in the chain's display form. */
function blockHash(text: string, family: Family): string | null {
  const bytes = hexOfBase64(text, 32);
  if (bytes !== null) return family === 'evm' ? `0x${bytes}` : bytes;
  return readHash(text, family);
}

function isTronBlocks(head: TableHead): boolean {
  const cell = cellReader(head);
  return head.sample.some((row) => {
    const hash = blockHash(cell(row, ...HASH), 'tron');
    return hash !== null && isTronBlockId(hash, readCount(cell(row, ...NUMBER)));
  });
}

const blocks = (id: string, family: Family): StatementMapping => ({
  ...{ id, version: '1', family },
  sniff: (head) => {
    const fits = columnOf(head, ...NUMBER) >= 0 && columnOf(head, ...HASH) >= 0 && has(head, 'parenthash', 'transactionsroot', 'timestamp');
    return fits && isTronBlocks(head) === (family === 'tron')
      ? { score: 95, reason: 'parent_hash, transactions_root', coin: family === 'tron' ? 'TRX' : null }
      : null;
  },
  open: (head) => {
    const cell = cellReader(head);
    return (row) => {
      const number = readCount(cell(row, ...NUMBER));
      if (number === null) return reject('badNumber', 'number', cell(row, ...NUMBER));
      const text = cell(row, ...HASH);
      const hash = blockHash(text, family);
      if (hash === null || (family === 'tron' && !isTronBlockId(hash, number))) return reject('badHash', 'hash', text);
      const time = readUnixTime(cell(row, 'timestamp'));
      if (!time.ok) return reject(time.problem, 'timestamp', cell(row, 'timestamp'));
      return { kind: 'block', number, hash, timeSeconds: time.seconds, row: row.number };
    };
  },
});

/** uint8 in the contracts; more than 77 would be more than a 256-bit amount has digits. */
const MOST_DECIMALS = 77;

function contractReader(chain: AccountChain): (text: string) => string | null {
  const readAddress = addressReader(chain);
  return (text) => {
    const bytes = hexOfBase64(text, 20);
    return readAddress(bytes === null ? text : `0x${bytes}`);
  };
}

interface TokenColumns {
  readonly contract: string;
  readonly symbol: string;
  readonly name: string;
}

const tokens = (id: string, family: Family, columns: TokenColumns, fits: (head: TableHead) => boolean): StatementMapping => ({
  ...{ id, version: '1', family },
  sniff: (head) =>
    fits(head) ? { score: 95, reason: `${columns.contract}, ${columns.symbol}, decimals`, coin: family === 'tron' ? 'TRX' : null } : null,
  open: (head, { chain }) => {
    const cell = cellReader(head);
    const readContract = contractReader(chain);
    return (row) => {
      const text = cell(row, columns.contract);
      const contract = readContract(text);
      if (contract === null) return reject('badAddress', columns.contract, text);
      const stated = cell(row, 'decimals');
      const decimals = readCount(stated);
      if (stated !== '' && (decimals === null || decimals > MOST_DECIMALS)) return reject('badNumber', 'decimals', stated);
      const [symbol, name] = [cell(row, columns.symbol).slice(0, 80) || null, cell(row, columns.name).slice(0, 80) || null];
      return { kind: 'token', contract, symbol, name, decimals, by: 'source', row: row.number };
    };
  },
});

const GRAPHSENSE_TOKEN: TokenColumns = { contract: 'tokenaddress', symbol: 'currencyticker', name: '' };
const isConfiguration = (head: TableHead, standard: RegExp): boolean => {
  const column = columnOf(head, 'standard');
  if (!has(head, 'tokenaddress', 'currencyticker', 'decimals')) return false;
  return column >= 0 && head.sample.length > 0 && head.sample.every(({ cells }) => standard.test(plainText(cells[column] ?? '')));
};

const isTrue = (text: string): boolean => /^(?:true|1)$/i.test(text);

const contracts: StatementMapping = {
  ...{ id: 'ethereumEtl.contracts', version: '1', family: 'evm' },
  sniff: (head) =>
    has(head, 'address', 'bytecode', 'iserc20', 'iserc721') ? { score: 95, reason: 'bytecode, is_erc20, is_erc721', coin: null } : null,
  open: (head, { chain }) => {
    const cell = cellReader(head);
    const readContract = contractReader(chain);
    return (row) => {
      const text = cell(row, 'address');
      const address = readContract(text);
      if (address === null) return reject('badAddress', 'address', text);
      const standards = [...(isTrue(cell(row, 'iserc20')) ? ['ERC-20'] : []), ...(isTrue(cell(row, 'iserc721')) ? ['ERC-721'] : [])];
      return { kind: 'contract', address, standards, blockNumber: readCount(cell(row, 'blocknumber')), row: row.number };
    };
  },
};

export const statementMappings: readonly StatementMapping[] = [
  blocks('ethereumEtl.blocks', 'evm'),
  blocks('graphSense.tronBlocks', 'tron'),
  tokens('ethereumEtl.tokens', 'evm', { contract: 'address', symbol: 'symbol', name: 'name' }, (head) =>
    has(head, 'address', 'symbol', 'name', 'decimals', 'totalsupply'),
  ),
  tokens('graphSense.evmTokens', 'evm', GRAPHSENSE_TOKEN, (head) => isConfiguration(head, /^erc/i)),
  tokens('graphSense.tronTokens', 'tron', GRAPHSENSE_TOKEN, (head) => isConfiguration(head, /^trc/i)),
  contracts,
];
