// Opens a capture (docs/CAPTURES.md) and checks it before anything of it is believed: a closed set of files, the signature over the
// manifest, the hash of every answer. What does not hold is refused with the file and the reason.
import { createPublicKey, verify } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../../../shared/model/fault.ts';
import type { BagFiles } from '../../../verifier/index.ts';
import { breathe, canonicalJson, sha256Hex, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { Progress } from '../material.ts';
import { openIfMarked } from '../openIfMarked.ts';

const MANIFEST = 'capture.json';
const LARGEST_MANIFEST = 256 << 20;
const LARGEST_ANSWER = 64 << 20;
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Text = z.string().max(4000);
const Block = z.number().int().nonnegative().nullable();

const Answer = z.strictObject({
  file: z.string().regex(/^data\/\d{6}$/),
  role: z.string().regex(/^[A-Za-z0-9.]{1,40}$/),
  about: z.string().max(200),
  item: z.number().int().nonnegative(),
  method: z.enum(['GET', 'POST']),
  url: Text,
  body: Text.nullable(),
  status: z.number().int().min(100).max(599),
  headers: z.record(z.string().max(60), z.string().max(300)),
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/),
  bytes: z.number().int().nonnegative().max(LARGEST_ANSWER),
  sha256: Hash,
});
const Item = z.strictObject({
  number: z.number().int().positive(),
  chain: z.string().max(96),
  kind: z.enum(['transaction', 'address', 'block']),
  item: z.string().max(300),
  fromBlock: Block,
  toBlock: Block,
  gaps: z.array(z.string().regex(/^[A-Za-z]{1,40}$/)).max(40),
});
const Manifest = z.strictObject({
  collector: z.strictObject({ version: Text, build: Text, platform: Text }),
  kind: z.string().max(40),
  service: Text,
  chain: z.string().max(96),
  chainFrom: z.enum(['service', 'person']),
  lists: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(10_000),
  keyPlace: z.string().max(80).nullable(),
  items: z.array(Item).max(100_000),
  answers: z.array(Answer).max(100_000),
});
const Signed = z.strictObject({
  format: z.literal('tracehold-capture/1'),
  manifest: Manifest,
  publicKey: Hash,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

export type CaptureManifest = z.output<typeof Manifest>;
export type CaptureAnswer = z.output<typeof Answer>;

export interface Capture {
  readonly manifest: CaptureManifest;
  /** SHA-256 of capture.json: with it every answer is fixed. */
  readonly sha256: string;
  /** SHA-256 of the public key. */
  readonly fingerprint: string;
  /** The file on the disk by which the whole capture is hashed as a source: the zip, or the folder's capture.json. */
  readonly path: string;
  readonly size: number;
  /** Bytes of an answer, hashed again: what was verified is what is read, whatever the medium gives the second time. */
  read(answer: CaptureAnswer): Promise<Uint8Array>;
}

function refuse(file: string, reason: string): never {
  throw new Fault('intake.capture', { file: file.slice(0, 120), reason });
}

/** Null where the path holds no capture. Faults: intake.capture, job.cancelled. */
export async function openCapture(path: string, work: Work<Progress>): Promise<Capture | null> {
  const files = await openIfMarked(path, MANIFEST);
  if (files === null) return null;
  const [damage] = files.damage ?? [];
  if (damage !== undefined) refuse(basename(path), damage);
  const [irregular] = files.irregular ?? [];
  if (irregular !== undefined) refuse(irregular, 'no part of a capture');
  const text = await readFile(files, MANIFEST, LARGEST_MANIFEST);
  const { manifest, publicKey } = readManifest(text);
  checkFiles(files, manifest);
  const read = async (answer: CaptureAnswer): Promise<Uint8Array> => {
    const bytes = await readFile(files, answer.file, LARGEST_ANSWER);
    if (bytes.length !== answer.bytes) refuse(answer.file, 'another length than was signed');
    if (sha256Hex(bytes) !== answer.sha256) refuse(answer.file, 'other bytes than were signed');
    return bytes;
  };
  for (const [i, answer] of manifest.answers.entries()) {
    await read(answer);
    work.report({ phase: 'verifying', done: i + 1, total: manifest.answers.length, unit: 'files' });
    throwIfCancelled(work);
    await breathe();
  }
  const folder = statSync(path).isDirectory();
  const hashed = folder ? join(path, MANIFEST) : path;
  return {
    ...{ manifest, read, sha256: sha256Hex(text), fingerprint: sha256Hex(Buffer.from(publicKey, 'hex')) },
    ...{ path: hashed, size: statSync(hashed).size },
  };
}

async function readFile(files: BagFiles, name: string, most: number): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(name);
  } catch (error) {
    if (error instanceof Fault) throw error;
    return refuse(name, files.names.includes(name) ? 'it cannot be read' : 'it is missing');
  }
  return bytes.length > most ? refuse(name, 'longer than it may be') : bytes;
}

function readManifest(bytes: Uint8Array): { readonly manifest: CaptureManifest; readonly publicKey: string } {
  let json: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch {
    return refuse(MANIFEST, 'no JSON');
  }
  const parsed = Signed.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unsigned = issue?.path[0] === 'signature' || issue?.path[0] === 'publicKey';
    return refuse(MANIFEST, unsigned ? 'it is not signed' : `not of the form: ${issue?.path.join('.') ?? ''}`.slice(0, 200));
  }
  const { manifest, publicKey, signature } = parsed.data;
  // Two texts of one content would have two hashes; what is signed is the canonical one.
  if (canonicalJson(json) !== text) refuse(MANIFEST, 'not in its canonical form');
  let holds: boolean;
  try {
    const x = Buffer.from(publicKey, 'hex').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    holds = verify(null, Buffer.from(canonicalJson(manifest), 'utf8'), key, Buffer.from(signature, 'hex'));
  } catch {
    holds = false;
  }
  if (!holds) refuse(MANIFEST, 'its signature does not hold');
  return { manifest, publicKey };
}

/** Nothing lacking, nothing more: a file beside the signed ones could pass for one of them later. */
function checkFiles(files: BagFiles, { answers }: CaptureManifest): void {
  const listed = new Set([MANIFEST]);
  for (const { file } of answers) {
    if (listed.has(file)) refuse(file, 'listed twice');
    listed.add(file);
  }
  const there = new Set(files.names);
  for (const file of listed) if (!there.has(file)) refuse(file, 'it is missing');
  for (const file of there) if (!listed.has(file)) refuse(file, 'not listed in the manifest');
}
