// The rules that stand in a case: the unit's own file, taken in by an edit of the journal, or the program's example, which says that it is one.
import { readFileSync, statSync } from 'node:fs';
import type { RuleBook } from '../../../../shared/contract/exposure.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { openSourceFile } from '../../intake/index.ts';
import { type GrantedPath, sha256Hex } from '../../kernel/index.ts';
import { EXAMPLE_RULES, readRules, RULES_LARGEST_BYTES } from '../exposure/ruleText.ts';

export const RULES_SET = 'exposure.rulesSet';

export interface RulesSet {
  /** The text as it was taken in, or null for the program's example. */
  readonly text: string | null;
  readonly name: string;
  readonly sha256: string;
}

export function bookOf(text: string | null): RuleBook {
  const { title, rules } = readRules(text ?? EXAMPLE_RULES);
  return { title, rules: [...rules], example: text === null, sha256: sha256Hex(Buffer.from(text ?? EXAMPLE_RULES, 'utf8')) };
}

/** Faults: exposure.badRules, intake.notFound, intake.unreadable. */
export function readRulesFile({ path, name }: GrantedPath): RulesSet {
  openSourceFile(path).close();
  if (statSync(path).size > RULES_LARGEST_BYTES) throw new Fault('exposure.badRules', { reason: 'rulesTooLarge', line: 0, value: name });
  const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  return { text, name, sha256: bookOf(text).sha256 };
}

export function standingBook(file: CaseFile): RuleBook {
  const last = file.edits.standing(RULES_SET).at(-1)?.payload as RulesSet | undefined;
  return bookOf(last?.text ?? null);
}
