// Collects what the verifier found: every failure (up to a bound per check) and one line for each check that held.
// Structurally the VerifyReport of the program's contract; declared here so that nothing is imported.
import { moreNotCheckedSentence, tooManySentence } from './sentences.ts';

export interface VerifyFinding {
  readonly check: string;
  readonly ok: boolean;
  readonly file: string;
  readonly detail: string;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly training: boolean;
  readonly firstLine: string;
  readonly signer: { readonly fingerprint: string; readonly known: boolean };
  readonly findings: VerifyFinding[];
  readonly notChecked: string[];
  readonly counts: Record<string, number>;
}

const MOST_FAILURES_PER_CHECK = 200;
const MOST_NOT_CHECKED = 500;

export interface Findings {
  fail(check: string, file: string, detail: string): void;
  /** States that a check was made and held; dropped when the same check failed on the same file. */
  pass(check: string, file: string, detail: string): void;
  notChecked(sentence: string): void;
  count(name: string, amount?: number): void;
  counted(name: string): number;
  failures(check?: string): number;
  list(): VerifyFinding[];
  omitted(): string[];
  counts(): Record<string, number>;
}

export function collectFindings(): Findings {
  const failed: VerifyFinding[] = [];
  const passed: VerifyFinding[] = [];
  const perCheck = new Map<string, number>();
  const omitted = new Set<string>();
  const counts: Record<string, number> = {};
  let total = 0;
  /** Sentences on what was not checked, beyond those kept. */
  let unsaid = 0;
  return {
    fail(check, file, detail) {
      const already = perCheck.get(check) ?? 0;
      perCheck.set(check, already + 1);
      total += 1;
      if (already < MOST_FAILURES_PER_CHECK) failed.push({ check, ok: false, file, detail: detail.slice(0, 1000) });
    },
    pass(check, file, detail) {
      passed.push({ check, ok: true, file, detail });
    },
    notChecked(sentence) {
      const said = sentence.slice(0, 1000);
      if (omitted.size < MOST_NOT_CHECKED) omitted.add(said);
      else if (!omitted.has(said)) unsaid += 1;
    },
    count(name, amount = 1) {
      counts[name] = (counts[name] ?? 0) + amount;
    },
    counted: (name) => counts[name] ?? 0,
    failures: (check) => (check === undefined ? total : (perCheck.get(check) ?? 0)),
    list() {
      const more = [...perCheck]
        .filter(([, count]) => count > MOST_FAILURES_PER_CHECK)
        .map(([check, count]) => ({ check, ok: false, file: '', detail: tooManySentence(count - MOST_FAILURES_PER_CHECK) }));
      const held = passed.filter(
        (finding) => !failed.some((failure) => failure.check === finding.check && (finding.file === '' || failure.file === finding.file)),
      );
      return [...failed, ...more, ...held];
    },
    omitted: () => (unsaid === 0 ? [...omitted] : [...omitted, moreNotCheckedSentence(unsaid)]),
    counts: () => ({ ...counts, failures: total }),
  };
}
