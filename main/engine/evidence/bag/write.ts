// Makes the root files of a bag from its finished payload (SPEC.md [B1]–[B7]). It writes no file and holds no key:
// signing is a function it is given.
import { hash } from 'node:crypto';
import { hex } from '../../../../shared/model/bytes.ts';
import { canonicalJson, sha256Hex } from '../../kernel/index.ts';
import type { Words } from '../report/words.ts';
import { compareText } from './order.ts';
import { startHere } from './startHere.ts';

export interface BagParts {
  /** Every file under `data/`, by its whole path in the bag. */
  readonly payload: ReadonlyMap<string, Uint8Array>;
  readonly info: {
    readonly agency: string;
    readonly examiner: string;
    readonly reference: string;
    readonly title: string;
    /** e.g. `Tracehold 0.1.0`. */
    readonly softwareAgent: string;
    readonly programVersion: string;
    readonly training: boolean;
    /** Whether the case has any run. */
    readonly traced: boolean;
  };
  /** The journal's head; its time is the only time that the bag knows. */
  readonly checkpoint: { readonly size: number; readonly headHash: string; readonly time: string; readonly code: string };
  readonly publicKey: Uint8Array;
  /** Ed25519 over the bytes given (RFC 8032); 64 bytes. */
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** Sentences of START-HERE.html in the language of the report. */
  readonly words: Words;
}

const PAYLOAD_NAME =
  /^data\/(account-runs\.json|account-transfers\.csv|account-headers\.json|account-ledgers\/(0|[1-9][0-9]*)\.jsonl|account-proofs\/[0-9a-f]{64}\.json|people\.json|requests\.json|devices\.json|seizures\.json|report\.pdf|case\.json|runs\.json|transfers\.csv|limits\.json|journal\.jsonl|headers\.json|headers\/(0|[1-9][0-9]*)\.bin|proofs\/[0-9a-f]{64}\.json)$/;
const REQUIRED = ['report.pdf', 'case.json', 'runs.json', 'transfers.csv', 'limits.json', 'journal.jsonl', 'headers.json'];
const utf8 = new TextEncoder();

/** The fingerprint of a signer: SHA-256 of the raw public key, [B6]. */
export function keyFingerprint(publicKey: Uint8Array): string {
  return sha256Hex(publicKey);
}

/** [B3] lines of one manifest, sorted by path. */
function manifest(algorithm: 'sha256' | 'sha512', files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const paths = [...files.keys()].sort(compareText);
  return utf8.encode(paths.map((path) => `${hash(algorithm, files.get(path) as Uint8Array, 'hex')}  ${path}\n`).join(''));
}

/** [B4] One line each: a line break in a case's title must not make a second field. */
function infoLine(label: string, value: string): string {
  const line = value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return `${label}: ${line === '' ? 'not stated' : line}\n`;
}

/** Every file of the bag by its path, sorted. Throws a TypeError where the payload is not the closed set of [B2]. */
export function writeBag(parts: BagParts): ReadonlyMap<string, Uint8Array> {
  for (const name of parts.payload.keys()) if (!PAYLOAD_NAME.test(name)) throw new TypeError(`writeBag: ${name} has no place in a bag`);
  for (const name of REQUIRED) if (!parts.payload.has(`data/${name}`)) throw new TypeError(`writeBag: data/${name} is missing`);
  if (parts.publicKey.length !== 32) throw new TypeError('writeBag: a public key has 32 bytes');

  let payloadBytes = 0;
  for (const bytes of parts.payload.values()) payloadBytes += bytes.length;
  const { info, checkpoint } = parts;
  const tagFiles = new Map<string, Uint8Array>();
  tagFiles.set('bagit.txt', utf8.encode('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'));
  tagFiles.set(
    'bag-info.txt',
    utf8.encode(
      infoLine('Source-Organization', info.agency) +
        infoLine('Contact-Name', info.examiner) +
        infoLine('External-Identifier', info.reference) +
        infoLine('External-Description', info.title) +
        infoLine('Bagging-Date', checkpoint.time.slice(0, 10)) +
        infoLine('Bag-Software-Agent', info.softwareAgent) +
        infoLine('Payload-Oxum', `${payloadBytes}.${parts.payload.size}`) +
        infoLine('Tracehold-Training', info.training ? 'yes' : 'no'),
    ),
  );
  tagFiles.set('manifest-sha256.txt', manifest('sha256', parts.payload));
  tagFiles.set('manifest-sha512.txt', manifest('sha512', parts.payload));
  tagFiles.set(
    'START-HERE.html',
    utf8.encode(
      startHere(
        {
          ...info,
          checkpoint,
          publicKey: parts.publicKey,
          fingerprint: keyFingerprint(parts.publicKey),
          accounts: parts.payload.has('data/account-runs.json'),
          beside: (['people', 'requests', 'devices', 'seizures'] as const).filter((name) => parts.payload.has(`data/${name}.json`)),
        },
        parts.words,
      ),
    ),
  );

  const tagSha256 = manifest('sha256', tagFiles);
  const tagSha512 = manifest('sha512', tagFiles);
  const statement = utf8.encode(
    canonicalJson({
      format: 'tracehold-bag/1',
      algorithm: 'Ed25519',
      publicKey: hex(parts.publicKey),
      programVersion: info.programVersion,
      checkpoint: { size: checkpoint.size, headHash: checkpoint.headHash, time: checkpoint.time, code: checkpoint.code },
      tagmanifestSha256: hash('sha256', tagSha256, 'hex'),
      tagmanifestSha512: hash('sha512', tagSha512, 'hex'),
      training: info.training,
    }),
  );
  const signature = parts.sign(statement);
  if (signature.length !== 64) throw new TypeError(`writeBag: a signature has 64 bytes, got ${signature.length}`);

  const all = new Map<string, Uint8Array>([...parts.payload, ...tagFiles]);
  all.set('tagmanifest-sha256.txt', tagSha256);
  all.set('tagmanifest-sha512.txt', tagSha512);
  all.set('signature.json', statement);
  all.set('signature.txt', utf8.encode(`${hex(signature)}\n`));
  return new Map([...all].sort(([a], [b]) => compareText(a, b)));
}
