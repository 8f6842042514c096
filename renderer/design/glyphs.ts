// The glyphs that tell kinds of statement and grades apart without colour; no text, no component.
import type { ProofGrade, StatementKind } from '../../shared/model/statement.ts';

export const STATEMENT_GLYPHS: Readonly<Record<StatementKind, string>> = {
  fact: '■',
  derivation: '▲',
  inference: '≈',
  attribution: '❞',
  assumption: '◇',
};
export const GRADE_GLYPHS: Readonly<Record<ProofGrade, string>> = { P: '⬤', A: '◉', Q: '◑', S: '◔', M: '○' };
