// A file of rows as material: its form is decided by content, its chain by content or by the examiner, never by its name.
import { Fault } from '../../../../shared/model/fault.ts';
import { type AccountChain, accountChain, ACCOUNT_CHAINS } from '../../chains/index.ts';
import type { TableForm } from '../../../../shared/contract/profile.ts';
import { canonicalJson } from '../../kernel/index.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import {
  type ByteSource,
  chainsOfTable,
  isNodeDump,
  type Encoding,
  ENCODINGS,
  lackingNames,
  type MappingContext,
  openSource,
  type Profile,
  profileDigest,
  ownRowsFlags,
  profileMapping,
  readTransactions,
  recogniseSheet,
  type Rejection,
  type Sheet,
  type Sniff,
  type TableFlag,
  type TableMapping,
  type TableSummary,
  type Layout,
  type OpenedSource,
} from '../tables/index.ts';
import type { RejectedRow } from '../material.ts';
import { type DecimalsGiven, type KnownDecimals, knownDecimals } from './knownDecimals.ts';
import type { TransactionAt } from './places.ts';
import type { AccountMaterial } from './takeInAccounts.ts';

export interface TableReading {
  /** Chain by id or short name, or `ledger:NAME`. */
  readonly chain: string | undefined;
  readonly account: string | undefined;
  readonly zoneMinutes: number | undefined;
  readonly dayOrder: 'dmy' | 'mdy' | undefined;
  /** The mapping that the examiner chose. */
  readonly mapping: ChosenMapping | null;
  readonly form: TableForm;
  /** Saved mappings, offered where no built-in form knows the columns. */
  readonly saved: readonly Profile[];
  readonly decimals: DecimalsGiven;
  /** What the case holds at a place of a block of a chain. */
  readonly transactionAt?: (chain: string) => TransactionAt;
}

/** A built-in form, or a mapping that is data. */
export type ChosenMapping = { readonly mapping: TableMapping; readonly profile: Profile | null };

/** Below this score a person should say what the table is; nothing is taken in on a guess. */
const SURE_SCORE = 50;
/** Enough where the examiner has said what chain or ledger the file is of: then it is a table, and only its form is open. */
const STATED_SCORE = 30;

export interface OpenedTable {
  readonly materials: readonly AccountMaterial[];
  close(): void;
}

/**
 * Null where the file is no table of movements that we know. Faults: intake.malformed, usage.chainRequired, chain.unknown, chain.otherFamily,
 * intake.profileMisfit, and intake.profileFits where a saved mapping would read it: which one is meant, the examiner says.
 */
export async function openTable(path: string, reading: TableReading): Promise<OpenedTable | null> {
  const file = openSourceFile(path);
  try {
    const source = byteSourceOf(file);
    const opened = await openSource(source, openingOf(reading.form));
    const materials: AccountMaterial[] = [];
    const fitting = new Set<string>();
    const sheets = opened.sheets.filter(({ name }) => reading.form.sheet === undefined || name === reading.form.sheet);
    if (reading.mapping !== null) {
      for (const sheet of sheets) {
        const layout = await layoutFor(sheet, reading);
        if (layout.mapping !== null) materials.push(materialOf(file, opened, sheet, layout, reading));
      }
      if (materials.length === 0)
        throw misfit(file.name, reading.mapping, sheets[0] === undefined ? null : await layoutFor(sheets[0], reading));
      return { materials, close: () => file.close() };
    }
    for (const sheet of sheets) {
      const layout = await layoutFor(sheet, reading);
      const { mapping, sniff } = layout;
      // ethereum-etl names its columns as a node names the members of its answers.
      if (mapping?.id.startsWith('ethereumEtl.') === true && (await isNodeDump(source))) break;
      const sure = mapping !== null && sniff !== null && sniff.score >= (reading.chain === undefined ? SURE_SCORE : STATED_SCORE);
      if (!sure && reading.saved.length > 0) {
        const own = await layoutFor(sheet, { ...reading, forms: reading.saved.map(profileMapping) });
        for (const id of [own.mapping?.id, ...own.others.map(({ mapping }) => mapping)]) if (id !== undefined) fitting.add(id);
      }
      if (sure) materials.push(materialOf(file, opened, sheet, layout, reading));
    }
    if (materials.length === 0 && fitting.size > 0)
      throw new Fault('intake.profileFits', { file: file.name, profiles: [...fitting].join(', ') });
    if (materials.length > 0) return { materials, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

/** Where the header is and what reads the rows: the chosen mapping, else the built-in forms. */
export function layoutFor(
  sheet: Sheet,
  { mapping, form, forms }: Pick<TableReading, 'mapping' | 'form'> & { readonly forms?: readonly TableMapping[] },
): Promise<Layout> {
  const mappings = mapping !== null ? [mapping.mapping] : forms;
  const header = form.header ?? (mapping?.profile?.header === 'none' ? { row: 1, count: 0 as const } : undefined);
  return recogniseSheet(sheet, { ...(mappings === undefined ? {} : { mappings }), ...(header === undefined ? {} : { header }) });
}

export function openingOf({ encoding, delimiter }: TableForm): { encoding?: Encoding; delimiter?: string } {
  const known = ENCODINGS.find((one) => one === encoding);
  if (encoding !== undefined && known === undefined)
    throw new Fault('usage.badValue', { option: 'encoding', value: encoding, expected: ENCODINGS.join(', ') });
  return { ...(known === undefined ? {} : { encoding: known }), ...(delimiter === undefined ? {} : { delimiter }) };
}

/** What the table would have to have. */
function misfit(file: string, { mapping, profile }: ChosenMapping, layout: Layout | null): Fault {
  const missing = profile === null || layout === null ? [] : lackingNames(profile, layout.head);
  return new Fault('intake.profileMisfit', { file, profile: mapping.id, missing: missing.join('; ') || '–' });
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
  const chain = chooseChain(file.name, mapping.family, layout.sniff === null ? [] : chainIdsOf(mapping, layout.sniff), reading.chain);
  const decimals = knownDecimals(chain, reading.decimals);
  const context = contextOf(chain, reading, decimals);
  const { account } = context;
  const depends = mapping.needsDecimals === true ? decimals.identity() : null;
  const { form } = reading;
  const profile = reading.mapping?.profile ?? null;
  let summary: TableSummary | null = null;
  return {
    chain,
    importer: `${mapping.id}@${mapping.version}`,
    files: [file],
    reading: JSON.stringify({
      sheet: sheet.name,
      account,
      zone: context.time.zoneMinutes,
      dayOrder: context.time.dayOrder,
      encoding: opened.encoding?.encoding ?? null,
      // Readings of earlier sources name neither: the identity of theirs must not change.
      ...(form.header === undefined ? {} : { header: form.header }),
      ...(form.delimiter === undefined ? {} : { delimiter: form.delimiter }),
      ...(profile === null ? {} : { profile: profileDigest(profile) }),
      ...(depends ?? {}),
    }),
    ...(profile === null
      ? {}
      : { profile: { id: profile.id, version: profile.version, sha256: profileDigest(profile), mapping: canonicalJson(profile) } }),
    async *batches() {
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
          const statements = [...summary.statements, ...decimals.statements()];
          if (stated.length + statements.length > 0) yield { transactions: [], stated, statements, done: file.size };
          return;
        }
        const { value } = read;
        yield {
          transactions: value.transactions,
          rejected: value.rejected.map(rejectedRow),
          done: Math.min(file.size, value.rowsSeen * 64),
        };
      }
    },
    summary() {
      if (summary === null) throw new Error('tableSource: asked before the last row');
      return {
        rejected: [],
        names: summary.names,
        table: {
          ...{ rows: summary.rows, taken: summary.taken, sheet: sheet.name, encoding: opened.encoding?.encoding ?? opened.kind },
          flags: [...summary.flags, ...ownRowsFlags(summary.statements), ...decimals.flags()].map(flagAsText),
        },
      };
    },
  };
}

/** How rows are read that do not say it themselves. */
export function contextOf(
  chain: AccountChain,
  {
    account,
    zoneMinutes,
    dayOrder,
    decimals,
    transactionAt,
  }: Pick<TableReading, 'account' | 'zoneMinutes' | 'dayOrder' | 'decimals' | 'transactionAt'>,
  known: KnownDecimals = knownDecimals(chain, decimals),
): MappingContext {
  return {
    chain,
    account: account ?? null,
    token: null,
    // Explorers print UTC; ledgers print the time of their country, which somebody must state.
    time: { zoneMinutes: zoneMinutes ?? (chain.family === 'ledger' ? null : 0), dayOrder: dayOrder ?? null },
    decimalsOf: known.of,
    ...(transactionAt === undefined ? {} : { transactionAt: transactionAt(chain.id) }),
  };
}

export function chainIdsOf(mapping: Pick<TableMapping, 'family'>, sniff: Sniff): readonly string[] {
  return chainsOfTable(ACCOUNT_CHAINS, mapping, sniff).map(({ id }) => id);
}

/** As a report lists it: the column stands before the cell. */
export function rejectedRow({ row, reason, column, text }: Rejection): RejectedRow {
  return { row, reason, text: column === null ? text : `${column}: ${text}` };
}

export function flagAsText({ code, ...values }: TableFlag): { code: string; values: Record<string, string> } {
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
