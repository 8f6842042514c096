// What sources state beside movements: blocks with their times, tokens with symbol and decimals, contracts. They stand in a column of the
// source's batches, so that whatever reads the batches of a run reads the same statements. Every one is its source's word.
import type { ChainStatement } from '../tables/index.ts';

export type Statement = ChainStatement;

/** Column of a batch; a digest in the journal covers it as it does the movements. */
export const STATEMENTS = 'statement';

export function statementColumn(statements: readonly Statement[]): [name: string, bytes: Uint8Array][] {
  if (statements.length === 0) return [];
  return [[STATEMENTS, new Uint8Array(Buffer.from(statements.map((one) => JSON.stringify(one)).join('\n'), 'utf8'))]];
}

export function readStatements(column: (name: string) => Uint8Array): Statement[] {
  const bytes = column(STATEMENTS);
  if (bytes.length === 0) return [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.split('\n').map((line) => JSON.parse(line) as Statement);
}

export interface SourcedStatements {
  readonly source: number;
  readonly statements: readonly Statement[];
}

/** What a source states of one block. */
export interface BlockSaying {
  readonly source: number;
  readonly row: number;
  readonly timeSeconds: number;
}

export interface StatedBlocks {
  readonly size: number;
  /** By hash, or by number where every statement of that number is of one hash and one time; null where nothing is sure. */
  find(hash: string | null, number: number | null): BlockSaying | null;
}

export function statedBlocks(sourced: Iterable<SourcedStatements>): StatedBlocks {
  const byHash = new Map<string, BlockSaying>();
  const byNumber = new Map<number, (BlockSaying & { readonly hash: string }) | null>();
  for (const { source, statements } of sourced)
    for (const one of statements) {
      if (one.kind !== 'block') continue;
      const { hash, number, timeSeconds, row } = one;
      const saying = { source, row, timeSeconds, hash };
      if (!byHash.has(hash)) byHash.set(hash, saying);
      const known = byNumber.get(number);
      if (known === undefined) byNumber.set(number, saying);
      // Two blocks of one height, or two times of one block: which one is meant, a number does not say.
      else if (known !== null && (known.hash !== hash || known.timeSeconds !== timeSeconds)) byNumber.set(number, null);
    }
  return {
    size: byHash.size,
    find: (hash, number) => (hash !== null ? byHash.get(hash) : number === null ? undefined : byNumber.get(number)) ?? null,
  };
}

export interface StatedToken {
  /** Null where none is stated, or two sources state different ones. */
  readonly decimals: number | null;
  /** Names that sources give it; claims, of which none is believed. */
  readonly names: readonly string[];
}

/** Tokens by contract in display form. What an examiner assumed stands apart: it reads rows and names nothing. */
export function statedTokens(sourced: Iterable<SourcedStatements>): ReadonlyMap<string, StatedToken> {
  const tokens = new Map<string, { decimals: Set<number>; names: Set<string> }>();
  for (const { statements } of sourced)
    for (const one of statements) {
      if (one.kind !== 'token' || one.by !== 'source') continue;
      const token = tokens.get(one.contract) ?? { decimals: new Set(), names: new Set() };
      tokens.set(one.contract, token);
      if (one.decimals !== null) token.decimals.add(one.decimals);
      for (const name of [one.symbol, one.name]) if (name !== null && name !== '') token.names.add(name);
    }
  return new Map(
    [...tokens].map(([contract, { decimals, names }]) => [
      contract,
      { decimals: decimals.size === 1 ? ([...decimals][0] as number) : null, names: [...names] },
    ]),
  );
}
