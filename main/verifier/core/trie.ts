// What a Merkle-Patricia proof shows to stand under a key (yellow paper, appendix D). The nodes must be exactly those on the way, in order,
// each with the hash that its parent names; anything else proves nothing.
import { equalBytes } from './bytes.ts';
import { keccak256 } from './keccak.ts';
import { bytesOf, listOf, type RlpItem, readRlp } from './rlp.ts';

/** The value under the key, or null where the proof does not show one. */
export function provenValue(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): Uint8Array | null {
  const path = [...key].flatMap((byte) => [byte >> 4, byte & 15]);
  let used = 0;
  let at = 0;
  /** The node that a reference means: the next of the proof by its hash, or one written inside its parent. */
  const follow = (reference: RlpItem | null): readonly RlpItem[] | null => {
    const hash = bytesOf(reference);
    if (hash === null) return listOf(reference);
    const node = nodes[used];
    if (hash.length !== 32 || node === undefined || !equalBytes(keccak256(node), hash)) return null;
    used += 1;
    return listOf(readRlp(node));
  };
  let node = follow({ bytes: root, whole: root });
  for (let steps = 0; node !== null && steps <= path.length + 1; steps += 1) {
    if (node.length === 17) {
      const next = at === path.length ? null : (node[path[at] as number] ?? null);
      if (next === null) return finish(node[16]);
      at += 1;
      node = follow(next);
      continue;
    }
    const compact = node.length === 2 ? bytesOf(node[0]) : null;
    const flags = compact?.[0];
    if (compact === null || flags === undefined || flags >> 4 > 3) return null;
    const odd = (flags & 0x10) !== 0;
    if (!odd && (flags & 15) !== 0) return null;
    const part = [...compact].flatMap((byte) => [byte >> 4, byte & 15]).slice(odd ? 1 : 2);
    if (part.some((nibble, place) => path[at + place] !== nibble)) return null;
    at += part.length;
    if ((flags & 0x20) !== 0) return at === path.length ? finish(node[1]) : null;
    if (part.length === 0) return null;
    node = follow(node[1] ?? null);
  }
  return null;

  function finish(item: RlpItem | undefined): Uint8Array | null {
    const value = bytesOf(item);
    return value === null || value.length === 0 || used !== nodes.length ? null : value;
  }
}
