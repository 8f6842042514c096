// The capture (tracehold-capture/1, docs/CAPTURES.md): capture.json, canonical and signed, beside the answers byte for byte. What stands
// here is written down there; intake reads it by its own code.
import canonicalize from 'canonicalize';

export const CAPTURE_FORMAT = 'tracehold-capture/1';
export const MANIFEST_FILE = 'capture.json';
export const ANSWER_FOLDER = 'data';

export interface CapturedAnswer {
  /** `data/000001` */
  readonly file: string;
  /** What was asked, in the collector's words; `about` is the id, address or block. */
  readonly role: string;
  readonly about: string;
  /** Number of the list's item that it was first asked for; 0 for what concerns all. */
  readonly item: number;
  readonly method: 'GET' | 'POST';
  /** Without the key. */
  readonly url: string;
  readonly body: string | null;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** When the answer was there in full, by the connected computer's clock. */
  readonly time: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface CapturedItem {
  readonly number: number;
  readonly chain: string;
  readonly kind: 'transaction' | 'address' | 'block';
  readonly item: string;
  readonly fromBlock: number | null;
  readonly toBlock: number | null;
  /** Codes; empty where everything that is asked for such an item came. */
  readonly gaps: readonly string[];
}

export interface Manifest {
  readonly collector: { readonly version: string; readonly build: string; readonly platform: string };
  readonly kind: string;
  /** The URL as the person gave it; a key in it stands as {key}. */
  readonly service: string;
  readonly chain: string;
  /** `service`: it told its chain; `person`: it cannot, and the chain was named by hand. */
  readonly chainFrom: 'service' | 'person';
  readonly lists: readonly string[];
  readonly keyPlace: string | null;
  readonly items: readonly CapturedItem[];
  readonly answers: readonly CapturedAnswer[];
}

export interface SignedManifest {
  readonly format: typeof CAPTURE_FORMAT;
  readonly manifest: Manifest;
  /** Ed25519, raw, in hex. The signature is over the UTF-8 of the canonical JSON of `manifest`. */
  readonly publicKey: string;
  readonly signature: string;
}

export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('no JSON form');
  return text;
}

export const answerFile = (index: number): string => `${ANSWER_FOLDER}/${String(index + 1).padStart(6, '0')}`;
