// Labels of an address as reasons name them: the text, and the source that says it; empty where the examiner does.
import type { CaseFile } from '../../casefile/index.ts';

export function labelsOf(file: CaseFile, chain: string, address: string): { label: string; source: string }[] {
  return file.labels
    .of(address)
    .flatMap((label) =>
      label.chain === null || label.chain === chain ? [{ label: label.label, source: label.own ? '' : label.origin }] : [],
    );
}
