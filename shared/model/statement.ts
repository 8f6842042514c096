// The grades of truth (docs/FORMATS.md §5): what kind of statement something is, and how a recorded fact is proven.

/** Proof of a recorded fact. P proven by work; A under a stated anchor; Q two operators; S one source; M by hand. */
export type ProofGrade = 'P' | 'A' | 'Q' | 'S' | 'M';
export const PROOF_GRADES: readonly ProofGrade[] = ['P', 'A', 'Q', 'S', 'M'];

export type StatementKind = 'fact' | 'derivation' | 'inference' | 'attribution' | 'assumption';
export const STATEMENT_KINDS: readonly StatementKind[] = ['fact', 'derivation', 'inference', 'attribution', 'assumption'];

/** The weaker of two grades, for a statement that rests on both. */
export function weakerGrade(a: ProofGrade, b: ProofGrade): ProofGrade {
  return PROOF_GRADES.indexOf(a) >= PROOF_GRADES.indexOf(b) ? a : b;
}
