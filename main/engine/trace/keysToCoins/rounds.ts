// Which addresses are to be made next. A branch is looked through in stretches of the gap: each address that is used moves its end on behind it.
// Accounts likewise: as many are begun behind the last used one, and at first, as the account gap says. It makes no address and looks nothing up.
import type { AccountKey } from '../../chains/index.ts';

/** A key of an origin, with what is known of it so far. */
export interface Candidate {
  readonly key: AccountKey;
  readonly origin: number;
  readonly branches: { readonly branch: readonly number[]; made: number; lastUsed: number }[];
}

export interface Stretch {
  readonly candidate: Candidate;
  readonly branch: Candidate['branches'][number];
  readonly from: number;
  readonly count: number;
}

export interface Rounds {
  /** Keys begun so far, in the order given. */
  begun(): readonly Candidate[];
  /** Stretches of the next round; empty when there is none. They count as made. */
  next(): Stretch[];
}

/** `keys`: of each origin; accounts of one path in their order. */
export function planRounds(
  keys: readonly { readonly origin: number; readonly key: AccountKey }[],
  { gap, accountGap }: { readonly gap: number; readonly accountGap: number },
): Rounds {
  const all = keys.map(
    ({ origin, key }): Candidate => ({ key, origin, branches: key.branches.map((branch) => ({ branch, made: 0, lastUsed: -1 })) }),
  );
  const before = new Map<Candidate, readonly Candidate[]>();
  const lines = new Map<string, Candidate[]>();
  for (const one of all) {
    const { scheme, script, account, isRanged, chains } = one.key;
    // Where each account has one address, accounts are what the gap counts: they are looked through together.
    if (account === null || !isRanged) continue;
    const name = `${one.origin} ${scheme} ${script} ${chains.join()}`;
    const line = lines.get(name) ?? [];
    if (line.length >= accountGap) before.set(one, line.slice(-accountGap));
    line.push(one);
    lines.set(name, line);
  }
  const started = new Set<Candidate>();
  return {
    begun: () => all.filter((one) => started.has(one)),
    next() {
      const stretches: Stretch[] = [];
      for (const candidate of all) {
        const previous = before.get(candidate);
        if (!started.has(candidate)) {
          if (previous?.some(isUsed) === false) continue;
          started.add(candidate);
        }
        for (const branch of candidate.branches) {
          const until = candidate.key.isRanged ? branch.lastUsed + 1 + gap : 1;
          if (branch.made >= until) continue;
          stretches.push({ candidate, branch, from: branch.made, count: until - branch.made });
          branch.made = until;
        }
      }
      return stretches;
    },
  };
}

export function isUsed({ branches }: Candidate): boolean {
  return branches.some(({ lastUsed }) => lastUsed >= 0);
}
