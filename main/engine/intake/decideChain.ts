// Decides which network a material belongs to: by a header that is known, else by the examiner's word. Never by the magic
// bytes that frame blocks, which test networks share (docs/FORMATS.md §1).
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile } from '../casefile/index.ts';
import { BITCOIN_NETWORKS, type BitcoinNetwork, bitcoinNetwork, HashIndex, HEADER_BYTES, headerHashes, sha256d } from '../chains/index.ts';
import type { Material } from './material.ts';

export function* recordsOf(headers: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at + HEADER_BYTES <= headers.length; at += HEADER_BYTES) yield headers.subarray(at, at + HEADER_BYTES);
}

/** Every header of the material: records of their own, those of blocks, those of proofs. */
export function* headersOf(material: Material): Generator<Uint8Array> {
  yield* recordsOf(material.headers);
  for (const block of material.blocks) yield block.header;
  for (const proof of material.proofs) if (proof.header !== null) yield proof.header;
}

/** Blocks that only one network has: its genesis and the checkpoints the program knows, by hash in hexadecimal. */
function landmarks(): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const network of BITCOIN_NETWORKS) {
    for (const hash of [network.genesisHash, ...network.checkpoints.map((checkpoint) => checkpoint.hash)])
      known.set(Buffer.from(hash).toString('hex'), network.id);
  }
  return known;
}

/** The network of a material; throws `usage.chainRequired` where nothing decides it or two networks lie mixed. */
export function decideChain(file: CaseFile, material: Material, asked: string | undefined, name: string): BitcoinNetwork {
  const known = BITCOIN_NETWORKS.map((network) => network.name).join(', ');
  if (asked !== undefined) {
    const network = bitcoinNetwork(asked);
    if (network === undefined) throw new Fault('chain.unknown', { chain: asked, known });
    return network;
  }
  const held = file.chain.chains();
  const marks = landmarks();
  const candidates = new Set<string>();
  const packed = new Map(held.filter((chain) => file.chain.hasHeaderPacks(chain)).map((chain) => [chain, packedHeaders(file, chain)]));
  const holds = (chain: string, hash: Uint8Array) => file.chain.hasHeader(chain, hash) || packed.get(chain)?.(hash) === true;
  let headers = 0;
  for (const header of headersOf(material)) {
    headers++;
    for (const hash of [sha256d(header), header.subarray(4, 36)]) {
      const landmark = marks.get(Buffer.from(hash).toString('hex'));
      if (landmark !== undefined) candidates.add(landmark);
      for (const chain of held) if (!candidates.has(chain) && holds(chain, hash)) candidates.add(chain);
    }
  }
  const named = namedNetworks(material);
  // Addresses say it where no header does; test networks share theirs.
  if (candidates.size === 0 && named?.length === 1) for (const chain of named) candidates.add(chain);
  // Proofs that name only a height, and lone transactions, belong to the one chain the case already has.
  if (candidates.size === 0 && headers === 0) for (const chain of held) if (named === null || named.includes(chain)) candidates.add(chain);
  const [only, ...others] = [...candidates];
  const network = only === undefined || others.length > 0 ? undefined : bitcoinNetwork(only);
  if (network !== undefined) return network;
  const hint = BITCOIN_NETWORKS.find(({ magic }) => material.magic !== null && Buffer.compare(magic, material.magic) === 0);
  const among = (named ?? []).flatMap((id) => bitcoinNetwork(id)?.name ?? []).join(', ');
  throw new Fault('usage.chainRequired', { file: name, known, hint: hint?.name ?? among });
}

/** The networks that all addresses beside the transactions can be of; null where there is no address. */
function namedNetworks({ transactions }: Material): readonly string[] | null {
  let named: readonly string[] | null = null;
  for (const { stated } of transactions) {
    const own = stated?.networks ?? null;
    if (own !== null) named = named === null ? own : named.filter((id) => own.includes(id));
  }
  return named;
}

/** Look-up among the headers that archives brought, which no row names. */
function packedHeaders(file: CaseFile, chain: string): (hash: Uint8Array) => boolean {
  const hashes = headerHashes(file.chain.headerRecords(chain));
  const index = new HashIndex(hashes, hashes.length / 32);
  for (let i = 0; i < hashes.length / 32; i++) index.addIfAbsent(i);
  return (hash) => index.find(hash, 0) !== undefined;
}

/** Marks of other networks, to keep their blocks out of this one. */
export function foreignLandmarks(network: BitcoinNetwork): ReadonlySet<string> {
  const own = new Set([...landmarks()].filter(([, id]) => id === network.id).map(([hash]) => hash));
  return new Set([...landmarks().keys()].filter((hash) => !own.has(hash)));
}
