// Single pieces of Bitcoin data, binary or as hexadecimal text: a raw block, header records, a raw transaction, a
// merkleblock (gettxoutproof). Recognised by parsing, since none of them carries a name; of which network they are is decided later.
import { Fault, isFaultless } from '../../../../shared/model/fault.ts';
import { fromHex } from '../../../../shared/model/bytes.ts';
import {
  BITCOIN_FORM,
  checkWork,
  HEADER_BYTES,
  LITECOIN_FORM,
  newColumns,
  readBlock,
  readMerkleBlock,
  readTransaction,
  workHashOf,
} from '../../chains/index.ts';
import { EMPTY_MATERIAL, type Importer, type Material, type Probe } from '../material.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';

/** Enough for the largest block (4 MB) as hexadecimal text with line breaks. */
const LARGEST = 10_000_000;
/** Regtest's limit: below it nothing is a header of any network. */
const EASIEST = (1n << 255n) - 1n;

type Piece = 'block' | 'headers' | 'transaction' | 'merkleBlock';

function looksLikeHeader(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES) return false;
  const header = bytes.subarray(0, HEADER_BYTES);
  const bits = new DataView(header.buffer, header.byteOffset).getUint32(72, true);
  // Every kind of work the networks know: the text says not which one it is.
  return WORK_HASHES.some((workHash) => checkWork(workHashOf({ workHash }, header), bits, EASIEST) === null);
}

const WORK_HASHES = ['sha256d', 'scrypt'] as const;
const FORMS = [BITCOIN_FORM, LITECOIN_FORM];
const readsAsBlock = (bytes: Uint8Array): boolean => FORMS.some((form) => isFaultless(() => readBlock(bytes, newColumns(), form)));
const readsAsTransaction = (bytes: Uint8Array): boolean =>
  FORMS.some((form) => isFaultless(() => readTransaction(bytes, newColumns(), form)));

/** Hexadecimal text becomes bytes; anything else is taken as it is. */
export function bytesOf(content: Uint8Array): Uint8Array {
  const text = content.subarray(0, 4096);
  for (const byte of text)
    if (
      !(
        (byte >= 48 && byte <= 57) ||
        (byte >= 97 && byte <= 102) ||
        (byte >= 65 && byte <= 70) ||
        byte === 10 ||
        byte === 13 ||
        byte === 32 ||
        byte === 9
      )
    )
      return content;
  const clean = Buffer.from(content).toString('latin1').replace(/\s+/g, '');
  return clean.length % 2 === 0 && clean.length > 0 && /^[0-9a-fA-F]+$/.test(clean) ? fromHex(clean) : content;
}

/**
 * Text whose bytes 72 to 75 happen to read as an easy target passes for a header, one file in a few hundred. No header is printable through
 * and through: its hashes would have to be.
 */
function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 0x20 && byte < 0x7f));
}

/** What the whole bytes are, or null. */
export function recognisePiece(bytes: Uint8Array): Piece | null {
  if (looksLikeHeader(bytes)) {
    if (bytes.length > HEADER_BYTES && readsAsBlock(bytes)) return 'block';
    // One transaction in a few hundred has such bytes at these places.
    if (readsAsTransaction(bytes)) return 'transaction';
    if (bytes.length % HEADER_BYTES === 0) return 'headers';
    if (isFaultless(() => readMerkleBlock(bytes))) return 'merkleBlock';
    // A damaged block is still a block: it is refused by height and reason later, not as an unknown file.
    return bytes.length > HEADER_BYTES + 60 ? 'block' : null;
  }
  return readsAsTransaction(bytes) ? 'transaction' : null;
}

function whole(probe: Probe): { file: SourceFile; bytes: Uint8Array } {
  const file = openSourceFile(probe.path);
  const content = new Uint8Array(probe.size);
  file.readInto(content, 0);
  return { file, bytes: bytesOf(content) };
}

export const rawBitcoin: Importer = {
  id: 'rawBitcoin',
  version: '1',
  sniff(probe) {
    if (probe.folder || probe.size === 0 || probe.size > LARGEST) return false;
    const { file, bytes } = whole(probe);
    file.close();
    return !isText(bytes.subarray(0, HEADER_BYTES)) && recognisePiece(bytes) !== null;
  },
  async read(probe): Promise<Material> {
    const { file, bytes } = whole(probe);
    const from = memoryFile(file, bytes);
    const piece = recognisePiece(bytes);
    if (piece === 'block')
      return {
        ...EMPTY_MATERIAL,
        files: [from],
        blocks: [{ file: 0, offset: 0, length: bytes.length, header: bytes.slice(0, HEADER_BYTES) }],
      };
    if (piece === 'headers') return { ...EMPTY_MATERIAL, files: [from], headers: bytes };
    if (piece === 'transaction') return { ...EMPTY_MATERIAL, files: [from], transactions: [{ file: 0, offset: 0, bytes }] };
    if (piece === 'merkleBlock') {
      const proof = readMerkleBlock(bytes);
      return {
        ...EMPTY_MATERIAL,
        files: [from],
        proofs: proof.matches.map((match) => ({
          file: 0,
          txid: match.txid,
          header: bytes.slice(0, HEADER_BYTES),
          height: null,
          position: match.position,
          branch: match.branch,
          transactionCount: proof.transactionCount,
        })),
      };
    }
    throw new Fault('intake.unrecognised', { file: probe.name });
  },
};

/** Hexadecimal text was decoded once: later reads must see the same bytes. */
function memoryFile(file: SourceFile, bytes: Uint8Array): SourceFile {
  return {
    ...file,
    onDisk: false,
    readInto(target, offset) {
      const piece = bytes.subarray(offset, offset + target.length);
      target.set(piece);
      return piece.length;
    },
  };
}
