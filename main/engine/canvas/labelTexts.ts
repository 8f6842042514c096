// What the labels of an address say, for pictures, tables and reports alike.
import type { CaseFile } from '../casefile/index.ts';

/** Texts of the labels that an address carries on this chain, each once; none of where no address is known. */
export function labelTexts(file: CaseFile, chain: string, address: string | null): string[] {
  if (address === null) return [];
  return [...new Set(file.labels.of(address).flatMap((label) => (label.chain === null || label.chain === chain ? [label.label] : [])))];
}
