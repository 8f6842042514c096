// The glyphs that tell kinds of statement and grades apart without colour; no text, no component.
import type { ProofGrade, StatementKind } from '../../shared/model/statement.ts';

/** A hypothesis is an assumption that the examiner entered without any exhibit: it is told apart wherever it stands. */
export type Standing = StatementKind | 'hypothesis';
export const STATEMENT_GLYPHS: Readonly<Record<Standing, string>> = {
  fact: '■',
  derivation: '▲',
  inference: '≈',
  attribution: '❞',
  assumption: '◇',
  hypothesis: '◌',
};
export const GRADE_GLYPHS: Readonly<Record<ProofGrade, string>> = { P: '⬤', A: '◉', Q: '◑', S: '◔', M: '○' };
