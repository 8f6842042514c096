// A file of rows as material: its form is decided by content, its chain by content or by the examiner, never by its name.
import { Fault } from '../../../../shared/model/fault.ts';
import { type AccountChain, accountChain, ACCOUNT_CHAINS, tokenFacts } from '../../chains/index.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import {
  type ByteSource,
  chainsOfTable,
  openSource,
  readTransactions,
  recogniseSheet,
  type Sheet,
  type Sniff,
  type TableFlag,
  type TableSummary,
  type Layout,
  type OpenedSource,
} from '../tables/index.ts';
import type { AccountMaterial } from './takeInAccounts.ts';

export interface TableReading {
  /** Chain by id or short name, or `ledger:NAME`. */
  readonly chain: string | undefined;
  readonly account: string | undefined;
  readonly zoneMinutes: number | undefined;
  readonly dayOrder: 'dmy' | 'mdy' | undefined;
}

/** Below this score a person should say what the table is; nothing is taken in on a guess. */
const SURE_SCORE = 50;
/** Enough where the examiner has said what chain or ledger the file is of: then it is a table, and only its form is open. */
const STATED_SCORE = 30;

export interface OpenedTable {
  readonly materials: readonly AccountMaterial[];
  close(): void;
}

/** Null where the file is no table of movements that we know. Faults: intake.malformed, usage.chainRequired, chain.unknown, chain.otherFamily. */
export async function openTable(path: string, reading: TableReading): Promise<OpenedTable | null> {
  const file = openSourceFile(path);
  try {
    const source = byteSourceOf(file);
    const opened = await openSource(source);
    const materials: AccountMaterial[] = [];
    for (const sheet of opened.sheets) {
      const layout = await recogniseSheet(sheet);
      if (
        layout.mapping === null ||
        layout.sniff === null ||
        layout.sniff.score < (reading.chain === undefined ? SURE_SCORE : STATED_SCORE)
      )
        continue;
      materials.push(materialOf(file, opened, sheet, layout, reading));
    }
    if (materials.length > 0) return { materials, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

export function byteSourceOf(file: SourceFile): ByteSource {
  return {
    name: file.name,
    size: file.size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - offset)));
      return bytes.subarray(0, file.readInto(bytes, offset));
    },
  };
}

function materialOf(file: SourceFile, opened: OpenedSource, sheet: Sheet, layout: Layout, reading: TableReading): AccountMaterial {
  const mapping = layout.mapping as NonNullable<Layout['mapping']>;
  const chain = chooseChain(
    file.name,
    mapping.family,
    chainsOfTable(ACCOUNT_CHAINS, mapping, layout.sniff as Sniff).map(({ id }) => id),
    reading.chain,
  );
  const { account = null, zoneMinutes = null, dayOrder = null } = reading;
  const context = {
    chain,
    account,
    token: null,
    // Explorers print UTC; ledgers print the time of their country, which somebody must state.
    time: { zoneMinutes: zoneMinutes ?? (mapping.family === 'ledger' ? null : 0), dayOrder },
    decimalsOf: (contract: string) => tokenFacts(chain.id, contract)?.decimals ?? null,
  };
  let summary: TableSummary | null = null;
  let rejected: AccountMaterialRejection[] = [];
  return {
    chain,
    importer: `${mapping.id}@${mapping.version}`,
    files: [file],
    reading: JSON.stringify({
      sheet: sheet.name,
      account,
      zone: context.time.zoneMinutes,
      dayOrder,
      encoding: opened.encoding?.encoding ?? null,
    }),
    async *batches() {
      rejected = [];
      const rows = readTransactions(sheet, { mapping, layout, context });
      for (let read = await rows.next(); ; read = await rows.next()) {
        if (read.done === true) {
          summary = read.value;
          const stated = summary.balances.map((one) => ({
            kind: 'balance' as const,
            ...one,
            blockNumber: null,
            blockHash: null,
            proof: false,
          }));
          if (stated.length > 0) yield { transactions: [], stated, done: file.size };
          return;
        }
        const { value } = read;
        rejected.push(
          ...value.rejected.map((one) => ({
            row: one.row,
            reason: one.reason,
            text: one.column === null ? one.text : `${one.column}: ${one.text}`,
          })),
        );
        yield { transactions: value.transactions, done: Math.min(file.size, value.rowsSeen * 64) };
      }
    },
    summary() {
      if (summary === null) throw new Error('tableSource: asked before the last row');
      return {
        rejected,
        rejectedCount: summary.rejected,
        names: summary.names,
        table: {
          ...{ rows: summary.rows, taken: summary.taken, sheet: sheet.name, encoding: opened.encoding?.encoding ?? 'xlsx' },
          flags: summary.flags.map(flagAsText),
        },
      };
    },
  };
}

type AccountMaterialRejection = { readonly row: number; readonly reason: string; readonly text: string };

function flagAsText({ code, ...values }: TableFlag): { code: string; values: Record<string, string> } {
  return {
    code,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, 20).join(', ') : String(value)]),
    ),
  };
}

/** Faults: usage.chainRequired naming what the content allows, chain.unknown, chain.otherFamily. */
export function chooseChain(
  name: string,
  family: AccountChain['family'],
  stated: readonly string[],
  asked: string | undefined,
): AccountChain {
  if (asked !== undefined) {
    const chain = accountChain(asked);
    const known = [...ACCOUNT_CHAINS.map((one) => one.name), 'ledger:NAME'].join(', ');
    if (chain === undefined) throw new Fault('chain.unknown', { chain: asked, known });
    if (chain.family !== family) throw new Fault('chain.otherFamily', { file: name, chain: asked, fits: fittingChains(stated, family) });
    if (stated.length > 0 && !stated.includes(chain.id))
      throw new Fault('usage.chainRequired', { file: name, known: namesOf(stated), hint: namesOf(stated) });
    return chain;
  }
  const [only] = stated;
  const chain = stated.length === 1 && only !== undefined ? accountChain(only) : undefined;
  if (chain !== undefined) return chain;
  throw new Fault('usage.chainRequired', { file: name, known: fittingChains(stated, family), hint: '' });
}

function fittingChains(stated: readonly string[], family: AccountChain['family']): string {
  if (stated.length > 0) return namesOf(stated);
  return family === 'ledger' ? 'ledger:NAME' : namesOf(ACCOUNT_CHAINS.filter((one) => one.family === family).map(({ id }) => id));
}

function namesOf(ids: readonly string[]): string {
  return ids.map((id) => accountChain(id)?.name ?? id).join(', ');
}
