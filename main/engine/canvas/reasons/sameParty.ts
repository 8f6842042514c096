// What else on a canvas is the same party as one thing of it, and by whose word: the same address recorded, a cluster of the canvas's own rules,
// an actor that sources name, a link that the examiner accepted. Equal texts, amounts or times make nobody the same.
import type { CanvasSame } from '../../../../shared/contract/canvasReason.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { judgements } from '../../trace/index.ts';
import type { CanvasState } from '../canvases/document.ts';
import { type Material, shownOn } from '../canvases/shown.ts';

type Ground = CanvasSame['ground'];

const STATEMENTS = { address: 'derivation', accepted: 'assumption', cluster: 'inference', actor: 'attribution' } as const;

/** A thing with one party behind it: an address, an output's address, or any address of a cluster. */
interface Owned {
  readonly name: string;
  readonly chain: string;
  readonly address: string;
  readonly isCluster: boolean;
}

/** Of things without one party (transactions, movements, groups, what was entered by hand) nothing else is the same. */
export function sameParty(file: CaseFile, state: CanvasState, material: Material, item: string): CanvasSame[] {
  const owned = shownOn(state, material).nodes.flatMap(({ name, item: of, fact }): Owned[] => {
    const address = of.kind === 'output' ? fact?.address : of.kind === 'address' || of.kind === 'cluster' ? of.id : undefined;
    return address == null ? [] : [{ name, chain: of.chain, address, isCluster: of.kind === 'cluster' }];
  });
  const chosen = owned.find(({ name }) => name === item);
  if (chosen === undefined) return [];
  const { clusters } = material;
  const anchorOf = ({ chain, address }: Owned): string => clusters.anchor(chain, address);
  const actors = new Map<string, ReadonlySet<string>>();
  /** Of a cluster those that labels of any of its addresses name: it has them through an inference only. */
  const actorsOf = ({ chain, address, isCluster }: Owned): ReadonlySet<string> => {
    const key = `${chain} ${isCluster ? 'cluster ' : ''}${address}`;
    const known = actors.get(key);
    if (known !== undefined) return known;
    const found = new Set<string>();
    for (const one of isCluster ? clusters.labelled(chain, address) : [address])
      for (const label of file.labels.of(one))
        if (label.actor !== '' && label.subject === 'address' && (label.chain === null || label.chain === chain)) found.add(label.actor);
    actors.set(key, found);
    return found;
  };
  const anchor = anchorOf(chosen);
  const named = actorsOf(chosen);
  const linked = acceptedAround(file, chosen);
  const groundOf = (other: Owned): Ground | null => {
    if (other.chain === chosen.chain) {
      if (other.address === chosen.address && other.isCluster === chosen.isCluster) return 'address';
      if (linked.has(other.address)) return 'accepted';
      if (anchorOf(other) === anchor) return 'cluster';
    }
    return [...actorsOf(other)].some((actor) => named.has(actor)) ? 'actor' : null;
  };
  return owned.flatMap((other): CanvasSame[] => {
    const ground = other.name === item ? null : groundOf(other);
    if (ground === null) return [];
    const isInferred = ground === 'actor' && (other.isCluster || chosen.isCluster);
    return [{ item: other.name, ground, statement: isInferred ? 'inference' : STATEMENTS[ground] }];
  });
}

/** Accounts that links accepted by the examiner lead to, one after another, on the same chain. */
function acceptedAround(file: CaseFile, { chain, address }: Owned): ReadonlySet<string> {
  const links = judgements(file).all.filter((one) => one.verdict === 'accepted' && one.chain === chain);
  const reached = new Set([address]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { a, b } of links) {
      if (reached.has(a)) reached.add(b);
      else if (reached.has(b)) reached.add(a);
    }
  }
  return reached;
}
