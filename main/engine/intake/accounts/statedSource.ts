// A table whose rows state blocks, tokens or contracts, as material: nothing in it moves, and its rows stand beside the movements of other
// sources. Its form is decided by content, as that of every table.
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import {
  type RowStatement,
  findLayout,
  isNodeDump,
  type Layout,
  MOST_PREAMBLE,
  openSource,
  type OpenedSource,
  type Rejection,
  type Row,
  type Sheet,
  skippedKind,
  statementMappings,
  type StatementMapping,
} from '../tables/index.ts';
import {
  byteSourceOf,
  chainIdsOf,
  chooseChain,
  flagAsText,
  type OpenedTable,
  openingOf,
  rejectedRow,
  type TableReading,
} from './tableSource.ts';
import type { AccountMaterial } from './takeInAccounts.ts';

/** Null where no sheet states anything in a form that we know. Faults: as openTable. */
export async function openStatedTable(path: string, reading: Pick<TableReading, 'chain' | 'form'>): Promise<OpenedTable | null> {
  const file = openSourceFile(path);
  try {
    const source = byteSourceOf(file);
    // What a node answers of a block is more than a statement of it.
    const opened = (await isNodeDump(source)) ? null : await openSource(source, openingOf(reading.form));
    const materials: AccountMaterial[] = [];
    for (const sheet of opened?.sheets ?? []) {
      if (reading.form.sheet !== undefined && sheet.name !== reading.form.sheet) continue;
      const layout = findLayout(await firstRows(sheet), statementMappings);
      if (opened !== null && layout.mapping !== null)
        materials.push(materialOf(file, opened, sheet, layout, layout.mapping, reading.chain));
    }
    if (materials.length > 0) return { materials, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

async function firstRows(sheet: Sheet): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const batch of sheet.rows()) {
    rows.push(...batch.slice(0, 2 * MOST_PREAMBLE - rows.length));
    if (rows.length >= 2 * MOST_PREAMBLE) break;
  }
  return rows;
}

const FLAGS = { block: 'statedBlocks', token: 'statedTokens', contract: 'statedContracts' } as const;

function materialOf(
  file: SourceFile,
  opened: OpenedSource,
  sheet: Sheet,
  layout: Layout<StatementMapping>,
  mapping: StatementMapping,
  asked: string | undefined,
): AccountMaterial {
  const chain = chooseChain(file.name, mapping.family, layout.sniff === null ? [] : chainIdsOf(mapping, layout.sniff), asked);
  let counts = { rows: 0, taken: 0, rejected: 0 };
  const kinds = new Map<RowStatement['kind'], number>();
  return {
    ...{ chain, importer: `${mapping.id}@${mapping.version}`, files: [file] },
    reading: JSON.stringify({ sheet: sheet.name, encoding: opened.encoding?.encoding ?? null }),
    async *batches() {
      counts = { rows: 0, taken: 0, rejected: 0 };
      kinds.clear();
      const read = mapping.open(layout.head, { chain });
      let seen = 0;
      for await (const rows of sheet.rows()) {
        const statements: RowStatement[] = [];
        const rejected: Rejection[] = [];
        for (const row of rows) {
          seen++;
          if (row.number < layout.firstRow) continue;
          const said = row.problem === null ? read(row) : { rejected: row.problem, column: null, text: '' };
          if (said === null) continue;
          if (!('rejected' in said)) {
            statements.push(said);
            kinds.set(said.kind, (kinds.get(said.kind) ?? 0) + 1);
            counts.taken++;
          } else if (skippedKind(row, layout.head) !== null) continue;
          else {
            rejected.push({ row: row.number, offset: row.offset, column: said.column, reason: said.rejected, text: said.text });
            counts.rejected++;
          }
          counts.rows++;
        }
        yield { transactions: [], statements, rejected: rejected.map(rejectedRow), done: Math.min(file.size, seen * 64) };
      }
    },
    summary: () => ({
      rejected: [],
      names: [],
      table: {
        ...{ rows: counts.rows, taken: counts.taken, sheet: sheet.name, encoding: opened.encoding?.encoding ?? opened.kind },
        flags: [
          ...(counts.rejected === 0 ? [] : [flagAsText({ code: 'rejectedRows', rows: counts.rejected })]),
          ...[...kinds].map(([kind, rows]) => flagAsText({ code: FLAGS[kind], rows })),
        ],
      },
    }),
  };
}
