// The headers a bag carries: consecutive active ones of each chain, once, each segment from an anchor's own block on
// (SPEC.md [H1]). It reads the case and writes nothing.
import { displayHash } from '../../../shared/model/bytes.ts';
import type { CaseFile } from '../casefile/index.ts';
import { type BitcoinNetwork, bitcoinNetwork, HEADER_BYTES, type HeaderChain } from '../chains/index.ts';
import { headerChainOf } from '../trace/index.ts';
import { compareText } from './bag/order.ts';
import type { BlockProof, HeaderSegment } from './bag/payload.ts';

export interface DescribedSegment extends HeaderSegment {
  readonly cheap: boolean;
  readonly name: string;
  readonly training: boolean;
  readonly tipHeight: number;
}

export function headerSegments(file: CaseFile, chains: ReadonlySet<string>, proofs: readonly BlockProof[]): readonly DescribedSegment[] {
  const segments: DescribedSegment[] = [];
  for (const id of [...chains].sort(compareText)) {
    const network = bitcoinNetwork(id);
    if (network === undefined) continue;
    const chain = headerChainOf(file, network);
    const usesGenesis = proofs.some((proof) => proof.chain === id && proof.height === 0);
    let next = 0;
    for (const anchor of [...chain.anchors].sort((a, b) => a.height - b.height)) {
      if (anchor.height < next || chain.at(anchor.height) === -1) continue;
      // Headers below an anchor follow from it by their links. A segment begins with its anchor, so they get one of their own,
      // at the lowest trust: the examiner's word.
      let lowest = anchor.height;
      while (lowest > next && chain.at(lowest - 1) !== -1) lowest--;
      if (lowest < anchor.height) segments.push(segment(network, chain, lowest, anchor.height - 1, 'examiner'));
      let highest = anchor.height;
      while (chain.at(highest + 1) !== -1) highest++;
      next = highest + 1;
      // The program knows every genesis block: alone it says nothing of a case.
      if (highest > 0 || usesGenesis) segments.push(segment(network, chain, anchor.height, highest, anchor.from));
    }
  }
  return segments;
}

function segment(
  network: BitcoinNetwork,
  chain: HeaderChain,
  from: number,
  to: number,
  kind: HeaderSegment['anchor']['kind'],
): DescribedSegment {
  const bytes = new Uint8Array((to - from + 1) * HEADER_BYTES);
  let work = 0n;
  const anchorWork = headerWork(chain, chain.at(from));
  for (let height = from; height <= to; height++) {
    const header = chain.at(height);
    bytes.set(chain.headers.subarray(header * HEADER_BYTES, (header + 1) * HEADER_BYTES), (height - from) * HEADER_BYTES);
    work += headerWork(chain, header);
  }
  const hashAt = (height: number) => displayHash(chain.hashes.subarray(chain.at(height) * 32, chain.at(height) * 32 + 32));
  return {
    chain: network.id,
    name: network.name,
    training: network.training,
    // What follows the anchor is what a forger would have to redo: the anchor itself is known ([H3]).
    cheap: network.training || work - anchorWork < network.cheapWork,
    tipHeight: to,
    from,
    anchor: { kind, hash: hashAt(from) },
    tip: { hash: hashAt(to) },
    work,
    bytes,
  };
}

/** Work of one header: its chain work less its parent's, if that is given. */
function headerWork(chain: HeaderChain, header: number): bigint {
  const parent = chain.parent[header] as number;
  return chain.chainWork(header) - (parent === -1 ? 0n : chain.chainWork(parent));
}
