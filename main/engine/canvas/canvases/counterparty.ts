// What of a canvas has to do with one counterparty: whoever bears the text in an address or a label, and what is beside it.
import type { LabelRow } from '../../casefile/index.ts';
import type { ChainFacts } from '../facts/index.ts';
import type { Shown, ShownNode } from './shownForm.ts';

/** Labels of the case, as far as the canvas asks for them. */
export interface Labelled {
  /** Wordings of one address, each once. */
  texts(chain: string, address: string): readonly string[];
  /** Whose label or address holds a text. */
  holding(text: string): readonly Pick<LabelRow, 'chain' | 'address'>[];
}

/** Small letters, without white space around; empty where nothing is meant. */
export function wantedText(text: string): string {
  return text.trim().toLowerCase();
}

/** True where an id, an address or a label holds the text. */
export function bears(labelled: Labelled, chain: string, names: readonly (string | null)[], wanted: string): boolean {
  return names.some((name) => name !== null && [name, ...labelled.texts(chain, name)].some((one) => one.toLowerCase().includes(wanted)));
}

/**
 * Names of the nodes that stay: those that bear the text and those one edge away. A cluster or a group is tested by its own id, by the
 * labels of its addresses, and by one of them given whole.
 */
export function aboutCounterparty(
  nodes: readonly ShownNode[],
  edges: Shown['edges'],
  facts: ReadonlyMap<string, ChainFacts>,
  labelled: Labelled,
  text: string,
): ReadonlySet<string> {
  const wanted = wantedText(text);
  const named = labelled.holding(wanted);
  const numbersOf = new Map(
    [...facts].map(([chain, own]) => [
      chain,
      new Set(
        [text.trim(), ...named.flatMap((row) => (row.chain === null || row.chain === chain ? [row.address] : []))]
          .map((address) => own.numberOf(address))
          .filter((number) => number !== 0),
      ),
    ]),
  );
  const isOneOf = ({ addresses }: ShownNode): boolean =>
    [...addresses].some(([chain, members]) => {
      const numbers = numbersOf.get(chain);
      if (numbers === undefined || numbers.size === 0) return false;
      return members instanceof Uint32Array
        ? members.some((number) => numbers.has(number))
        : members.some((address) => numbers.has(facts.get(chain)?.numberOf(address) ?? 0));
    });
  const bearing = new Set(
    nodes
      .filter((node) => bears(labelled, node.item.chain, [node.item.id, node.fact?.address ?? null], wanted) || isOneOf(node))
      .map(({ name }) => name),
  );
  const kept = new Set(bearing);
  for (const { source, target } of edges) {
    if (bearing.has(source)) kept.add(target);
    if (bearing.has(target)) kept.add(source);
  }
  return kept;
}
