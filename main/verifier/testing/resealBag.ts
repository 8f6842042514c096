// Seals the files of a bag again after a test changed them, with a key of its own: every sum, manifest and signature then holds, and only
// what the verifier works out itself can object. Shares no code with the verifier.
import { createHash, sign } from 'node:crypto';
import { canonical, type Loose, testKey } from './bagWriter.ts';

export type Files = Map<string, Uint8Array>;

const digest = (algorithm: 'sha256' | 'sha512', bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');

export function resealBag(files: ReadonlyMap<string, Uint8Array>, change: (files: Files) => void): Files {
  const sealed: Files = new Map(files);
  change(sealed);
  const key = testKey(9);
  const payload = [...sealed.keys()].filter((name) => name.startsWith('data/')).sort();
  const size = payload.reduce((sum, name) => sum + (sealed.get(name) as Uint8Array).length, 0);
  const info = Buffer.from(sealed.get('bag-info.txt') as Uint8Array).toString();
  sealed.set('bag-info.txt', Buffer.from(info.replace(/Payload-Oxum: .*/, `Payload-Oxum: ${size}.${payload.length}`)));
  const tags = ['START-HERE.html', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'];
  for (const [prefix, names] of [
    ['manifest', payload],
    ['tagmanifest', tags],
  ] as const)
    for (const algorithm of ['sha256', 'sha512'] as const)
      sealed.set(
        `${prefix}-${algorithm}.txt`,
        Buffer.from(names.map((name) => `${digest(algorithm, sealed.get(name) as Uint8Array)}  ${name}\n`).join('')),
      );
  const document = JSON.parse(Buffer.from(sealed.get('signature.json') as Uint8Array).toString()) as Loose;
  document.publicKey = key.publicKey;
  document.tagmanifestSha256 = digest('sha256', sealed.get('tagmanifest-sha256.txt') as Uint8Array);
  document.tagmanifestSha512 = digest('sha512', sealed.get('tagmanifest-sha512.txt') as Uint8Array);
  const signed = Buffer.from(canonical(document));
  sealed.set('signature.json', signed);
  sealed.set('signature.txt', Buffer.from(`${sign(null, signed, key.privateKey).toString('hex')}\n`));
  return sealed;
}

/** Changes one JSON file. */
export function changeJson(files: Files, name: string, change: (document: Loose) => void): void {
  const document = JSON.parse(Buffer.from(files.get(name) as Uint8Array).toString()) as Loose;
  change(document);
  files.set(name, Buffer.from(canonical(document)));
}

/** Changes the rows of a file of JSON lines; rows are numbered anew. */
export function changeRows(files: Files, name: string, change: (rows: Loose[]) => Loose[]): void {
  const text = Buffer.from(files.get(name) as Uint8Array).toString();
  const rows = change(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  rows.forEach((row, place) => {
    row.row = place;
  });
  files.set(name, Buffer.from(rows.map((row) => `${canonical(row)}\n`).join('')));
}

/** The stated digest of each exported account run, after its result was changed. */
export function renewAccountDigests(document: Loose): void {
  for (const run of document.runs)
    if (run.exported) run.document.resultDigest = digest('sha256', Buffer.from(canonical(run.document.policies)));
}
