// Tries against the vectors of ethereum/tests (TrieTests) and against a trie written differently: a fold over sorted keys here, a
// recursive definition straight from the yellow paper there.
import { encodeRlp as ethersRlp, getBytes, hexlify } from 'ethers/utils';
import { keccak256 as ethersKeccak } from 'ethers/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { checkTrieProof, positionKey, trieOf, trieOfList } from './trie.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function rootOfTexts(pairs: Readonly<Record<string, string>>): string {
  return hex(trieOf(Object.entries(pairs).map(([key, value]) => ({ key: text(key), value: text(value) }))).root);
}

/** The trie function of the yellow paper (equations 194 to 197), on maps of nibble texts, with ethers' RLP and Keccak. */
type Structure = string | readonly Structure[];
function paperNode(entries: ReadonlyMap<string, string>, depth: number): Structure {
  const list = [...entries];
  const [first] = list;
  if (first === undefined) return '0x';
  if (list.length === 1) return [paperPath(first[0].slice(depth), true), first[1]];
  let shared = depth;
  while (list.every(([key]) => key.length > shared && key[shared] === first[0][shared])) shared++;
  if (shared > depth) return [paperPath(first[0].slice(depth, shared), false), paperReference(entries, shared)];
  const children: Structure[] = [];
  for (const digit of '0123456789abcdef') children.push(paperReference(new Map(list.filter(([key]) => key[depth] === digit)), depth + 1));
  children.push(list.find(([key]) => key.length === depth)?.[1] ?? '0x');
  return children;
}
function paperReference(entries: ReadonlyMap<string, string>, depth: number): Structure {
  if (entries.size === 0) return '0x';
  const node = paperNode(entries, depth);
  const bytes = ethersRlp(node as string);
  return getBytes(bytes).length < 32 ? node : ethersKeccak(bytes);
}
function paperPath(nibbles: string, isLeaf: boolean): string {
  const flag = (isLeaf ? 2 : 0) + (nibbles.length % 2);
  return `0x${flag.toString(16)}${nibbles.length % 2 === 1 ? '' : '0'}${nibbles}`;
}
function paperRoot(entries: ReadonlyMap<string, string>): string {
  return ethersKeccak(ethersRlp(paperNode(entries, 0) as string)).slice(2);
}

const anyPairs = fc.uniqueArray(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.uint8Array({ minLength: 1, maxLength: 40 })), {
  selector: ([key]) => hex(key),
  minLength: 1,
  maxLength: 40,
});

describe('Merkle-Patricia tries', () => {
  it('ethereum/tests: any order, singles, the empty one', () => {
    expect(hex(trieOf([]).root)).toBe('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
    expect(rootOfTexts({ do: 'verb', horse: 'stallion', doge: 'coin', dog: 'puppy' })).toBe(
      '5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84',
    );
    expect(rootOfTexts({ doe: 'reindeer', dog: 'puppy', dogglesworth: 'cat' })).toBe(
      '8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3',
    );
    expect(rootOfTexts({ foo: 'bar', food: 'bass' })).toBe('17beaa1648bafa633cda809c90c04af50fc8aed3cb40d16efbddee6fdf63c4c3');
    expect(rootOfTexts({ be: 'e', dog: 'puppy', bed: 'd' })).toBe('3f67c7a47520f79faa29255d2d3c084a7a6df0453116ed7232ff10277a8be68b');
    expect(rootOfTexts({ test: 'test', te: 'testy' })).toBe('8452568af70d8d140f58d941338542f645fcca50094b20f3c3d8c3df49337928');
  });

  it('have the root of the yellow paper, and proofs of presence and of absence', () => {
    fc.assert(
      fc.property(anyPairs, fc.uint8Array({ minLength: 1, maxLength: 4 }), (pairs, other) => {
        const trie = trieOf(pairs.map(([key, value]) => ({ key, value })));
        expect(hex(trie.root)).toBe(paperRoot(new Map(pairs.map(([key, value]) => [hex(key), hexlify(value)]))));
        for (const [key, value] of pairs) {
          const proof = trie.proofOf(key);
          expect(hex(checkTrieProof(trie.root, key, proof) as Uint8Array)).toBe(hex(value));
          for (let i = 0; i < proof.length; i++) expect(() => checkTrieProof(trie.root, key, proof.toSpliced(i, 1))).toThrow(Fault);
        }
        const known = pairs.find(([key]) => hex(key) === hex(other));
        const shown = checkTrieProof(trie.root, other, trie.proofOf(other));
        expect(shown === null ? null : hex(shown)).toBe(known === undefined ? null : hex(known[1]));
      }),
      { numRuns: 200 },
    );
  });

  it('a proof with any byte changed never shows another value', () => {
    fc.assert(
      fc.property(anyPairs, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (pairs, pick, place, change) => {
        const trie = trieOf(pairs.map(([key, value]) => ({ key, value })));
        const [key] = pairs[pick % pairs.length] as (typeof pairs)[number];
        const proof = trie.proofOf(key).map((node) => node.slice());
        const node = proof[place % proof.length] as Uint8Array;
        node[place % node.length] = (node[place % node.length] as number) ^ change;
        expect(() => checkTrieProof(trie.root, key, proof)).toThrow(Fault);
      }),
      { numRuns: 200 },
    );
  });

  it('an empty trie is proven by no node or by that of nothing; a proof of another trie contradicts it', () => {
    const empty = trieOf([]).root;
    const other = trieOfList([text('a'), text('b')]);
    const key = positionKey(0);
    expect(checkTrieProof(empty, key, [])).toBeNull();
    expect(checkTrieProof(empty, key, [Uint8Array.of(0x80)])).toBeNull();
    expect(() => checkTrieProof(empty, key, other.proofOf(key))).toThrow('trie.rootEmpty');
    // The same nodes under their own root prove what stands there.
    expect(checkTrieProof(other.root, key, other.proofOf(key))).toEqual(text('a'));
  });

  it('refuses malformed nodes that hash right', () => {
    // A node of one's own making has the hash one likes as root: only its form can be refused.
    const cases: readonly (readonly [string, string])[] = [
      ['c0', 'trie.node'],
      ['c3010203', 'trie.node'],
      // Path flags of 4 and above, and a padding nibble that is not 0.
      ['c240c0', 'trie.node'],
      ['c24501', 'trie.node'],
      ['c20101', 'trie.node'],
      // An extension without a path would loop.
      ['c200c0', 'trie.node'],
      // A reference of 31 bytes is neither hash nor node.
      [`f5${'80'.repeat(5)}9f${'11'.repeat(31)}${'80'.repeat(11)}`.replace('f5', 'f0'), 'trie.node'],
    ];
    for (const [bytes, reason] of cases) {
      const node = fromHex(bytes);
      const root = fromHex(ethersKeccak(node).slice(2));
      let said = 'accepted';
      try {
        checkTrieProof(root, fromHex('51'), [node]);
      } catch (fault) {
        said = String((fault as Fault).parameters['reason']);
      }
      expect([bytes, said]).toEqual([bytes, reason]);
    }
  });

  it('keys a list by the RLP of its positions', () => {
    expect(hex(positionKey(0))).toBe('80');
    expect(hex(positionKey(127))).toBe('7f');
    expect(hex(positionKey(128))).toBe('8180');
    expect(hex(positionKey(300))).toBe('82012c');
    expect(hex(trieOfList([]).root)).toBe('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
  });
});
