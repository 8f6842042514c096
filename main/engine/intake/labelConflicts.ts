// Where what is said of one address cannot all be meant of one holder: other actors, other categories, other kinds of abuse. That two
// claims word a name differently is no contradiction. It decides nothing and hides none of them.
import type { CaseFile, LabelRow } from '../casefile/index.ts';

interface Conflict {
  readonly address: string;
  readonly chain: string | null;
  readonly over: readonly ('actor' | 'category' | 'abuse')[];
  readonly rows: readonly LabelRow[];
}

const DISPUTED = ['actor', 'category', 'abuse'] as const;

export function conflictsOf(file: CaseFile, search: string): Conflict[] {
  const wanted = search.trim().toLowerCase();
  return file.labels.disputed().flatMap((address) => {
    const rows = file.labels.of(address);
    // A claim of no chain counts on each, so it can contradict the claims of every chain; those of two chains cannot each other.
    const chains = [...new Set(rows.flatMap(({ chain }) => chain ?? []))].sort();
    const groups = chains.length === 0 ? [null] : chains;
    return groups.flatMap((chain): Conflict[] => {
      const own = rows.filter((row) => row.chain === null || chain === null || row.chain === chain);
      const over = DISPUTED.filter((name) => new Set(own.map((row) => row[name].toLowerCase()).filter((text) => text !== '')).size > 1);
      if (over.length === 0) return [];
      const texts = [address, ...own.flatMap(({ label, actor, category, abuse, origin }) => [label, actor, category, abuse, origin])];
      return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted)) ? [{ address, chain, over, rows: own }] : [];
    });
  });
}
