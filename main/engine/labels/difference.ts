// What a newer version of a list says that the older did not: what it added, what it no longer lists, and what it words otherwise.
export interface Claim {
  readonly chain: string | null;
  readonly address: string;
  readonly label: string;
  readonly category: string;
  readonly abuse: string;
  readonly concepts: string;
  readonly actor: string;
  readonly confidence: string;
}

export interface LabelChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly chain: string | null;
  readonly address: string;
  readonly before: readonly Claim[];
  readonly after: readonly Claim[];
}

export interface Difference {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  /** Removed first: a delisting matters most. Within a kind in the order of the lists. */
  readonly changes: readonly LabelChange[];
}

export function difference(before: readonly Claim[], after: readonly Claim[]): Difference {
  const old = bySubject(before);
  const is = bySubject(after);
  const removed: LabelChange[] = [];
  const changed: LabelChange[] = [];
  const added: LabelChange[] = [];
  let same = 0;
  for (const [subject, own] of old) {
    const { chain, address } = own[0] as Claim;
    const then = is.get(subject);
    if (then === undefined) removed.push({ kind: 'removed', chain, address, before: own, after: [] });
    else if (textOf(own) === textOf(then)) same++;
    else changed.push({ kind: 'changed', chain, address, before: own, after: then });
  }
  for (const [subject, own] of is) {
    const { chain, address } = own[0] as Claim;
    if (!old.has(subject)) added.push({ kind: 'added', chain, address, before: [], after: own });
  }
  return { added: added.length, removed: removed.length, changed: changed.length, same, changes: [...removed, ...changed, ...added] };
}

function bySubject(claims: readonly Claim[]): Map<string, Claim[]> {
  const found = new Map<string, Claim[]>();
  for (const claim of claims) {
    const subject = `${claim.chain ?? ''}\n${claim.address}`;
    const own = found.get(subject);
    if (own === undefined) found.set(subject, [claim]);
    else own.push(claim);
  }
  return found;
}

const textOf = (claims: readonly Claim[]) =>
  claims
    .map(({ label, category, abuse, concepts, actor, confidence }) => JSON.stringify([label, category, abuse, concepts, actor, confidence]))
    .sort()
    .join('\n');
