// The container: closed set of names, BagIt manifests, bag-info (SPEC [B1]-[B4]). Hashes every file once and hands the bytes on.
import { toHex, utf8Decode } from './bytes.ts';
import type { Findings } from './findings.ts';
import * as say from './sentences.ts';
import { sha256 } from './sha256.ts';
import { sha512 } from './sha512.ts';

export interface BagFiles {
  readonly names: readonly string[];
  read(name: string): Promise<Uint8Array>;
  /** Links, devices, folders that do not belong, names outside ASCII: each fails. */
  readonly irregular?: readonly string[];
  /** What was wrong with the container itself (a damaged zip): each fails. */
  readonly damage?: readonly string[];
}

const HASHED_ROOT = ['START-HERE.html', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'];
const ROOT = [...HASHED_ROOT, 'signature.json', 'signature.txt', 'tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'];
const DATA = ['report.pdf', 'case.json', 'runs.json', 'transfers.csv', 'limits.json', 'journal.jsonl', 'headers.json'].map(
  (name) => `data/${name}`,
);
const NUMBERED =
  /^data\/(headers\/(0|[1-9][0-9]{0,5})\.bin|proofs\/[0-9a-f]{64}\.json|account-ledgers\/(0|[1-9][0-9]{0,5})\.jsonl|account-proofs\/[0-9a-f]{64}\.json)$/;
/** Files about account runs: all of them, or none of them and none of the numbered ones. */
export const ACCOUNT_FILES = ['account-runs.json', 'account-transfers.csv', 'account-headers.json'].map((name) => `data/${name}`);
/** Files that a bag may hold or not. */
const OPTIONAL = ['people.json', 'requests.json', 'devices.json', 'seizures.json'].map((name) => `data/${name}`);
const SYSTEM_FILES = ['thumbs.db', 'desktop.ini', '.ds_store'];
const MOST_FILES = 200_000;

export interface BagContents {
  /** Bytes of the files the later checks read; the report and the page are kept as hashes only. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  readonly hashes: ReadonlyMap<string, { readonly sha256: string; readonly sha512: string }>;
}

export async function readContents(
  files: BagFiles,
  findings: Findings,
  onProgress?: (done: number, total: number) => void,
): Promise<BagContents> {
  for (const problem of files.damage ?? []) findings.fail('container', '', say.damageSentence(problem));
  for (const name of files.irregular ?? []) findings.fail('files', name, say.irregularSentence());
  const bytes = new Map<string, Uint8Array>();
  const hashes = new Map<string, { sha256: string; sha512: string }>();
  const present = new Set<string>();
  const known: string[] = [];
  for (const name of files.names.slice(0, MOST_FILES)) {
    if (present.has(name)) {
      findings.fail('files', name, say.twiceSentence());
      continue;
    }
    present.add(name);
    const last = name.split('/').at(-1) ?? '';
    const isNamed = [ROOT, DATA, ACCOUNT_FILES, OPTIONAL].some((names) => names.includes(name));
    if (isNamed || NUMBERED.test(name)) known.push(name);
    else if (SYSTEM_FILES.includes(last.toLowerCase())) findings.fail('files', name, say.systemFileSentence(last));
    else findings.fail('files', name, say.addedFileSentence());
  }
  if (files.names.length > MOST_FILES) findings.fail('files', '', say.tooManyFilesSentence(files.names.length));
  const accounts = [...present].some((name) => name.startsWith('data/account-')) ? ACCOUNT_FILES : [];
  for (const name of [...ROOT, ...DATA, ...accounts]) if (!present.has(name)) findings.fail('files', name, say.missingFileSentence());
  let done = 0;
  for (const name of known) {
    onProgress?.(done, known.length);
    done += 1;
    let content: Uint8Array;
    try {
      content = await files.read(name);
    } catch {
      findings.fail('files', name, say.unreadableSentence());
      continue;
    }
    hashes.set(name, { sha256: toHex(sha256(content)), sha512: toHex(sha512(content)) });
    findings.count('files');
    findings.count('bytes', content.length);
    if (name.startsWith('data/')) findings.count('payloadBytes', content.length);
    if (name.startsWith('data/')) findings.count('payloadFiles');
    if (name !== 'data/report.pdf' && name !== 'START-HERE.html') bytes.set(name, content);
  }
  onProgress?.(done, known.length);
  findings.pass('files', '', say.filesHold(findings.counted('files')));
  return { bytes, hashes };
}

/** The lines of a manifest as path to hash, or null with findings. Also used by tests against the BagIt conformance suite. */
export function readManifest(content: Uint8Array, digits: number, file: string, findings: Findings): ReadonlyMap<string, string> | null {
  const text = utf8Decode(content);
  if (text === null || text === '' || !text.endsWith('\n')) {
    findings.fail('manifest', file, say.manifestLineSentence(1));
    return null;
  }
  const entries = new Map<string, string>();
  let before = '';
  let good = true;
  text
    .slice(0, -1)
    .split('\n')
    .forEach((line, index) => {
      const match = /^([0-9a-f]+) {2}([\x21-\x7e]+)$/.exec(line);
      const path = match?.[2] ?? '';
      const ordered = path > before;
      if (
        match === null ||
        match[1]?.length !== digits ||
        !ordered ||
        path.includes('\\') ||
        path.split('/').some((part) => part === '' || part === '.' || part === '..')
      ) {
        findings.fail(
          'manifest',
          file,
          match !== null && !ordered ? say.manifestOrderSentence(index + 1) : say.manifestLineSentence(index + 1),
        );
        good = false;
        return;
      }
      before = path;
      entries.set(path, match[1] as string);
    });
  return good ? entries : null;
}

export function checkManifests(contents: BagContents, findings: Findings): void {
  const payload = [...contents.hashes.keys()].filter((name) => name.startsWith('data/'));
  for (const algorithm of ['sha256', 'sha512'] as const) {
    for (const kind of ['manifest', 'tagmanifest'] as const) {
      const file = `${kind}-${algorithm}.txt`;
      const content = contents.bytes.get(file);
      if (content === undefined) continue;
      const entries = readManifest(content, algorithm === 'sha256' ? 64 : 128, file, findings);
      if (entries === null) continue;
      const expected = kind === 'manifest' ? payload : HASHED_ROOT;
      for (const path of expected) if (!entries.has(path)) findings.fail('manifest', path, say.notListedSentence(file));
      for (const [path, stated] of entries) {
        const actual = contents.hashes.get(path)?.[algorithm];
        if (!expected.includes(path) && kind === 'tagmanifest') findings.fail('manifest', path, say.listedWronglySentence(file));
        else if (actual === undefined || !(kind === 'tagmanifest' || path.startsWith('data/')))
          findings.fail('manifest', path, say.listedMissingSentence(file));
        else if (actual !== stated) findings.fail('manifest', path, say.hashDiffersSentence(file));
      }
      findings.pass('manifest', file, say.manifestHolds(entries.size));
    }
  }
}

const BAG_INFO_KEYS = [
  'Source-Organization',
  'Contact-Name',
  'External-Identifier',
  'External-Description',
  'Bagging-Date',
  'Bag-Software-Agent',
  'Payload-Oxum',
  'Tracehold-Training',
];

export interface BagInfo {
  readonly training: boolean;
  readonly baggingDate: string;
}

export function checkBagInfo(contents: BagContents, findings: Findings): BagInfo | null {
  const declaration = contents.bytes.get('bagit.txt');
  if (declaration !== undefined && utf8Decode(declaration) !== 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n') {
    findings.fail('bag-info', 'bagit.txt', say.declarationSentence());
  }
  const content = contents.bytes.get('bag-info.txt');
  if (content === undefined) return null;
  const file = 'bag-info.txt';
  const values = new Map<string, string>();
  const text = utf8Decode(content);
  if (text === null || !text.endsWith('\n')) {
    findings.fail('bag-info', file, say.bagInfoLineSentence(1));
    return null;
  }
  text
    .slice(0, -1)
    .split('\n')
    .forEach((line, index) => {
      const match = /^([A-Za-z-]+): ?(.*)$/.exec(line);
      const name = match?.[1] ?? '';
      if (match === null || line.includes('\r') || !BAG_INFO_KEYS.includes(name) || values.has(name))
        findings.fail('bag-info', file, say.bagInfoLineSentence(index + 1));
      else values.set(name, match[2] ?? '');
    });
  for (const name of BAG_INFO_KEYS) if (!values.has(name)) findings.fail('bag-info', file, say.bagInfoMissingSentence(name));
  const oxum = `${findings.counted('payloadBytes')}.${findings.counted('payloadFiles')}`;
  if (values.get('Payload-Oxum') !== oxum) findings.fail('bag-info', file, say.oxumSentence(values.get('Payload-Oxum') ?? '', oxum));
  const training = values.get('Tracehold-Training');
  if (training !== 'yes' && training !== 'no') findings.fail('bag-info', file, say.bagInfoMissingSentence('Tracehold-Training'));
  findings.pass('bag-info', file, say.bagInfoHolds());
  return { training: training !== 'no', baggingDate: values.get('Bagging-Date') ?? '' };
}
