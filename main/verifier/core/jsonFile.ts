// Reads one JSON file of the bag: strict UTF-8, strict JSON, equal to its own canonical form (SPEC [B7]).
import type { BagContents } from './bagit.ts';
import { utf8Decode } from './bytes.ts';
import { canonicalJson, type Json, parseJson } from './canonicalJson.ts';
import type { Findings } from './findings.ts';
import { notCanonicalSentence } from './sentences.ts';

export function readJsonFile(contents: BagContents, file: string, findings: Findings): Json | undefined {
  const bytes = contents.bytes.get(file);
  if (bytes === undefined) return undefined;
  const text = utf8Decode(bytes);
  const value = text === null ? undefined : parseJson(text);
  if (value === undefined || canonicalJson(value) !== text) {
    findings.fail('canonical', file, notCanonicalSentence());
    return undefined;
  }
  return value;
}
