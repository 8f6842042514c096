// signature.json and signature.txt (SPEC [B5], [B6]): who sealed the bag, over what, and whether the key is the expected one.
import { fromHex, toHex, utf8Decode } from './bytes.ts';
import { canonicalJson, parseJson } from './canonicalJson.ts';
import type { BagContents } from './bagit.ts';
import { verifyEd25519 } from './ed25519.ts';
import { flag, hash, object, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import * as say from './sentences.ts';
import { sha256 } from './sha256.ts';

export interface Checkpoint {
  readonly size: number;
  readonly headHash: string;
  readonly time: string;
}
export interface Seal {
  readonly fingerprint: string;
  readonly known: boolean;
  readonly checkpoint: Checkpoint | null;
  readonly training: boolean;
}

const FILE = 'signature.json';

export function checkSignature(contents: BagContents, expected: string | undefined, findings: Findings): Seal {
  const nobody: Seal = { fingerprint: '', known: false, checkpoint: null, training: false };
  const bytes = contents.bytes.get(FILE);
  const signatureBytes = contents.bytes.get('signature.txt');
  if (bytes === undefined) return nobody;
  const decoded = utf8Decode(bytes);
  const value = decoded === null ? undefined : parseJson(decoded);
  if (value === undefined || canonicalJson(value) !== decoded) {
    findings.fail('signature', FILE, say.notCanonicalSentence());
    return nobody;
  }
  const where = { findings, check: 'signature', file: FILE, at: 'signature' };
  const seal = readShape(
    value,
    {
      format: oneOf('tracehold-bag/1'),
      algorithm: oneOf('Ed25519'),
      publicKey: hash,
      programVersion: text,
      checkpoint: object,
      tagmanifestSha256: hash,
      tagmanifestSha512: text,
      training: flag,
    },
    where,
  );
  if (seal === null) return nobody;
  const checkpoint = readShape(
    seal.checkpoint,
    { size: whole, headHash: hash, time: text, code: text },
    { ...where, at: 'signature.checkpoint' },
  );
  if (seal.tagmanifestSha256 !== contents.hashes.get('tagmanifest-sha256.txt')?.sha256)
    findings.fail('signature', 'tagmanifest-sha256.txt', say.hashDiffersSentence(FILE));
  if (seal.tagmanifestSha512 !== contents.hashes.get('tagmanifest-sha512.txt')?.sha512)
    findings.fail('signature', 'tagmanifest-sha512.txt', say.hashDiffersSentence(FILE));
  const key = fromHex(seal.publicKey) as Uint8Array;
  const fingerprint = toHex(sha256(key));
  const signatureText = signatureBytes === undefined ? null : utf8Decode(signatureBytes);
  const signature = signatureText !== null && /^[0-9a-f]{128}\n$/.test(signatureText) ? fromHex(signatureText.slice(0, 128)) : null;
  let valid = false;
  if (signatureBytes !== undefined) {
    valid = signature !== null && verifyEd25519(key, bytes, signature);
    if (signature === null) findings.fail('signature', 'signature.txt', say.signatureFormSentence());
    else if (!valid) findings.fail('signature', 'signature.txt', say.signatureWrongSentence());
    else findings.pass('signature', 'signature.txt', say.signatureHolds(fingerprint));
  }
  const wanted = expected?.replace(/\s+/g, '').toLowerCase();
  const known = wanted !== undefined && wanted === fingerprint && valid;
  if (wanted !== undefined && wanted !== fingerprint)
    findings.fail('fingerprint', FILE, say.fingerprintDiffersSentence(fingerprint, wanted));
  if (known) findings.pass('fingerprint', FILE, say.fingerprintHolds());
  if (wanted === undefined) findings.notChecked(say.signerUnknownSentence());
  return { fingerprint, known, checkpoint, training: seal.training };
}
