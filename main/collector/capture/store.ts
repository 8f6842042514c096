// A capture while it is made: a folder that is valid after every step, so that a stop at any moment leaves what had come. A second run
// finds in it what was answered already. It asks nobody.
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { Refusal } from '../refusal.ts';
import {
  ANSWER_FOLDER,
  answerFile,
  CAPTURE_FORMAT,
  canonical,
  type CapturedAnswer,
  type CapturedItem,
  type Manifest,
  MANIFEST_FILE,
  type SignedManifest,
} from './format.ts';
import { type CaptureSigner, signatureHolds } from './signingKey.ts';

/** All answers together: a capture is read back whole where it is taken in. */
const MOST_BYTES = 512 << 20;
const MOST_ANSWERS = 60_000;
/** The manifest is written again after so many answers or so long, so that a killed program loses little. */
const ANSWERS_PER_WRITE = 25;
const SECONDS_PER_WRITE = 5;

export type Heading = Omit<Manifest, 'items' | 'answers'>;
export interface Question {
  readonly role: string;
  readonly about: string;
  readonly item: number;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string | null;
}
export interface StoredAnswer extends CapturedAnswer {
  read(): Buffer;
}
export interface CaptureStore {
  readonly earlier: number;
  find(question: Pick<Question, 'method' | 'url' | 'body'>): StoredAnswer | undefined;
  add(question: Question, answer: Pick<CapturedAnswer, 'status' | 'headers' | 'time'> & { readonly content: Buffer }): StoredAnswer;
  setItem(item: CapturedItem): void;
  setHeading(heading: Heading): void;
  readonly answers: readonly CapturedAnswer[];
  readonly items: ReadonlyMap<string, CapturedItem>;
  /** Writes what stands; with a `.zip` named, also packs it and takes the folder away. */
  finish(): void;
}

export function openCapture(
  out: string,
  signer: CaptureSigner,
  expected: { readonly kind: string; readonly service: string },
  now: () => number,
): CaptureStore {
  const zip = out.toLowerCase().endsWith('.zip');
  const folder = zip ? `${out}.part` : out;
  if (zip && existsSync(out) && !existsSync(folder)) unpack(out, folder);
  mkdirSync(join(folder, ANSWER_FOLDER), { recursive: true });
  // Two collectors at one capture would overwrite each other's answers.
  const lock = join(dirname(folder), `.${basename(folder)}.lock`);
  takeLock(lock);
  const begun = readEarlier(folder, expected);
  let heading: Heading | null = begun?.manifest ?? null;
  const answers: CapturedAnswer[] = [...(begun?.manifest.answers ?? [])];
  const items = new Map((begun?.manifest.items ?? []).map((item) => [itemKey(item), item]));
  const byQuestion = new Map(answers.map((answer) => [questionKey(answer), answer]));
  removeUnlisted(folder, answers.length);
  let bytes = answers.reduce((sum, answer) => sum + answer.bytes, 0);
  let unwritten = 0;
  let written = now();

  const stored = (answer: CapturedAnswer): StoredAnswer => ({ ...answer, read: () => readFileSync(join(folder, answer.file)) });
  function write(): void {
    if (heading === null) return;
    const sorted = [...items.values()].sort((a, b) => a.number - b.number || (itemKey(a) < itemKey(b) ? -1 : 1));
    const { collector, kind, service, chain, chainFrom, lists, keyPlace } = heading;
    const manifest: Manifest = { collector, kind, service, chain, chainFrom, lists, keyPlace, items: sorted, answers };
    const signed: SignedManifest = {
      format: CAPTURE_FORMAT,
      manifest,
      publicKey: signer.publicKey,
      signature: signer.sign(Buffer.from(canonical(manifest), 'utf8')),
    };
    writeWhole(join(folder, MANIFEST_FILE), Buffer.from(canonical(signed), 'utf8'));
    unwritten = 0;
    written = now();
  }
  return {
    earlier: answers.length,
    answers,
    items,
    find(question) {
      const known = byQuestion.get(questionKey(question));
      return known === undefined ? undefined : stored(known);
    },
    add(question, { status, headers, time, content }) {
      if (bytes + content.length > MOST_BYTES || answers.length >= MOST_ANSWERS)
        throw new Refusal('full', { bytes: MOST_BYTES, answers: MOST_ANSWERS });
      const file = answerFile(answers.length);
      const { role, about, item, method, url, body } = question;
      const sha256 = createHash('sha256').update(content).digest('hex');
      const answer: CapturedAnswer = { file, role, about, item, method, url, body, status, headers, time, bytes: content.length, sha256 };
      writeWhole(join(folder, file), content);
      answers.push(answer);
      byQuestion.set(questionKey(answer), answer);
      bytes += content.length;
      unwritten++;
      if (unwritten >= ANSWERS_PER_WRITE || now() - written > SECONDS_PER_WRITE * 1000) write();
      return stored(answer);
    },
    setItem(item) {
      items.set(itemKey(item), item);
    },
    setHeading(next) {
      // Lists of earlier runs stay named: their items are in it.
      heading = { ...next, lists: [...new Set([...(heading?.lists ?? []), ...next.lists])].sort() };
    },
    finish() {
      write();
      if (zip && heading !== null) {
        pack(folder, answers, out);
        rmSync(folder, { recursive: true, force: true });
      }
      if (heading === null) rmSync(folder, { recursive: true, force: true });
      rmSync(lock, { force: true });
    },
  };
}

const questionKey = ({ method, url, body }: Pick<Question, 'method' | 'url' | 'body'>): string => `${method} ${url}\n${body ?? ''}`;

export function itemKey({ chain, kind, item, fromBlock, toBlock }: Omit<CapturedItem, 'number' | 'gaps'>): string {
  return `${chain} ${kind} ${item} ${fromBlock ?? ''} ${toBlock ?? ''}`;
}

function takeLock(path: string): void {
  try {
    const handle = openSync(path, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'EEXIST') throw new Refusal('notWritable', { file: basename(path), reason: code ?? 'unknown' });
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder !== process.pid && isAlive(holder)) throw new Refusal('captureLocked', { process: holder });
    rmSync(path, { force: true });
    takeLock(path);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

/** What an earlier run left; every answer must still be what it was, or nothing new is signed on top of it. */
function readEarlier(folder: string, expected: { readonly kind: string; readonly service: string }): SignedManifest | null {
  const path = join(folder, MANIFEST_FILE);
  if (!existsSync(path)) {
    if (readdirSync(folder).some((name) => name !== ANSWER_FOLDER))
      throw new Refusal('capture', { file: basename(folder), reason: 'foreign' });
    return null;
  }
  let signed: SignedManifest;
  try {
    signed = JSON.parse(readFileSync(path, 'utf8')) as SignedManifest;
    if (
      signed.format !== CAPTURE_FORMAT ||
      !signatureHolds(signed.publicKey, signed.signature, Buffer.from(canonical(signed.manifest), 'utf8'))
    )
      throw new Error('signature');
  } catch {
    throw new Refusal('capture', { file: MANIFEST_FILE, reason: 'signature' });
  }
  const { kind, service, answers } = signed.manifest;
  if (kind !== expected.kind || service !== expected.service) throw new Refusal('otherCapture', { kind, service });
  answers.forEach((answer, i) => {
    const file = answerFile(i);
    const here = join(folder, file);
    const holds =
      answer.file === file &&
      existsSync(here) &&
      statSync(here).size === answer.bytes &&
      createHash('sha256').update(readFileSync(here)).digest('hex') === answer.sha256;
    if (!holds) throw new Refusal('capture', { file, reason: 'changed' });
  });
  return signed;
}

/** Answers that a killed program wrote behind its last manifest: they are asked again. */
function removeUnlisted(folder: string, listed: number): void {
  const known = new Set(Array.from({ length: listed }, (_, i) => basename(answerFile(i))));
  for (const name of readdirSync(join(folder, ANSWER_FOLDER))) if (!known.has(name)) rmSync(join(folder, ANSWER_FOLDER, name));
  for (const name of readdirSync(folder)) if (name.endsWith('.new')) rmSync(join(folder, name));
}

function writeWhole(path: string, bytes: Uint8Array): void {
  try {
    const handle = openSync(`${path}.new`, 'w');
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new Refusal('notWritable', { file: basename(path), reason: (error as { code?: string }).code ?? 'unknown' });
  }
}

function pack(folder: string, answers: readonly CapturedAnswer[], out: string): void {
  const files: Zippable = {};
  for (const name of [MANIFEST_FILE, ...answers.map(({ file }) => file)]) files[name] = new Uint8Array(readFileSync(join(folder, name)));
  const pending = `${out}.new`;
  // One date for all: the answers' own times stand in the manifest.
  writeFileSync(pending, zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) }));
  renameSync(pending, out);
}

function unpack(out: string, folder: string): void {
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(new Uint8Array(readFileSync(out)), {
      filter({ name, originalSize }) {
        total += originalSize;
        if (total > 2 * MOST_BYTES || !/^(capture\.json|data\/\d{6})$/.test(name)) throw new Error('foreign');
        return true;
      },
    });
  } catch {
    throw new Refusal('capture', { file: basename(out), reason: 'zip' });
  }
  mkdirSync(join(folder, ANSWER_FOLDER), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
}
