// Chains for the tests of tables, with address rules from libraries, and a reader that takes a whole text at once. Not for the program.
import { createHash } from 'node:crypto';
import { getAddress } from 'ethers/address';
import type { AccountChain } from '../../main/engine/chains/accountFamily.ts';
import type { Rejection, MappingContext, TableMapping } from '../../main/engine/intake/tables/mapping.ts';
import { openSource, readTransactions, recogniseSheet, type TableSummary } from '../../main/engine/intake/tables/readTable.ts';
import type { TableTransaction } from '../../main/engine/intake/tables/assemble.ts';
import type { Sheet } from '../../main/engine/intake/tables/sheet.ts';
import { bytesSource } from '../../main/engine/intake/tables/byteSource.ts';
import type { Encoding } from '../../main/engine/intake/tables/encoding.ts';

export function evm(id = 'eip155:1', symbol = 'ETH'): AccountChain {
  return {
    family: 'evm',
    id,
    name: id,
    title: id,
    training: false,
    coin: { symbol, decimals: 18, smallestUnit: 'wei' },
    readAddress: (text) => {
      if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new Error(text);
      return getAddress(text);
    },
    provable: [],
  };
}

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const doubleSha = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();

export const TRON: AccountChain = {
  family: 'tron',
  id: 'tron:0x2b6653dc',
  name: 'tron',
  title: 'TRON',
  training: false,
  coin: { symbol: 'TRX', decimals: 6, smallestUnit: 'sun' },
  readAddress: (text) => {
    let value = 0n;
    for (const character of text) {
      const digit = ALPHABET.indexOf(character);
      if (digit < 0) throw new Error(text);
      value = value * 58n + BigInt(digit);
    }
    const bytes = Buffer.from(value.toString(16).padStart(50, '0'), 'hex');
    if (bytes.length !== 25 || bytes[0] !== 0x41 || doubleSha(bytes.subarray(0, 21)).subarray(0, 4).join() !== bytes.subarray(21).join())
      throw new Error(text);
    return text;
  },
  provable: [],
} as AccountChain;

export const LEDGER: AccountChain = {
  family: 'ledger',
  id: 'ledger:test',
  name: 'test',
  title: 'Test ledger',
  training: false,
  coin: null,
  readAddress: (text) => text,
  provable: [],
};

export const contextOf = (chain: AccountChain, more: Partial<MappingContext> = {}): MappingContext => ({
  chain,
  time: { zoneMinutes: null, dayOrder: null },
  decimalsOf: () => null,
  account: null,
  token: null,
  ...more,
});

export interface ReadAll {
  readonly mapping: string;
  readonly transactions: readonly TableTransaction[];
  readonly rejected: readonly Rejection[];
  readonly summary: TableSummary;
}

export async function readAll(
  input: string | Uint8Array,
  context: MappingContext,
  options: { readonly mappings?: readonly TableMapping[]; readonly encoding?: Encoding } = {},
): Promise<ReadAll> {
  const source = bytesSource(typeof input === 'string' ? new TextEncoder().encode(input) : input, 'test');
  const opened = await openSource(source, options.encoding === undefined ? {} : { encoding: options.encoding });
  if (opened.sheets.length === 0) throw new Error('no table');
  const sheet = opened.sheets[0] as Sheet;
  const layout = await recogniseSheet(sheet, options.mappings === undefined ? {} : { mappings: options.mappings });
  if (layout.mapping === null) throw new Error(`form not recognised: ${layout.head.columns.join('|')}`);
  const transactions: TableTransaction[] = [];
  const rejected: Rejection[] = [];
  const reading = readTransactions(sheet, { mapping: layout.mapping, layout, context });
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return { mapping: layout.mapping.id, transactions, rejected, summary: step.value };
    transactions.push(...step.value.transactions);
    rejected.push(...step.value.rejected);
  }
}
