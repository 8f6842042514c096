// Phrases that the case keeps sealed though no scan found them: words typed from paper, phrases that were completed. One gives its words only to who
// has the passphrase for secrets.
import type { CallInput } from '../../../../shared/contract/index.ts';
import type { KeptPhrase } from '../../../../shared/contract/keysToCoins.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { phraseWordsOf } from '../../chains/index.ts';
import { masked, openSealed } from '../../intake/index.ts';
import type { Host } from '../../kernel/index.ts';
import { type KeysOfOrigin, namingDigits } from './origins.ts';

interface Phrase {
  readonly kind: KeptPhrase['kind'];
  readonly words: string;
  /** The extra word of BIP39 or the extension of Electrum. */
  readonly extra?: string | undefined;
  /** Of the origin of its keys; typed words have none. */
  readonly identity: string | null;
  readonly authority: string;
  readonly reason: string;
}

/** Rows of earlier versions hold the eight digits alone. */
type Said = Pick<KeptPhrase, 'fingerprint' | 'time' | 'authority' | 'reason'> & { readonly identity?: string | null };

/** What is sealed with a phrase, so that none can stand for another. */
const sealedAs = (id: number, kind: string): unknown => ({ keptPhrase: id, kind });

/** Within an act. Faults: device.needsSecretsKey. */
export function sealPhrase(host: Host, file: CaseFile, { kind, words, extra, identity, authority, reason }: Phrase): KeptPhrase {
  const sealer = file.sealer();
  if (sealer === null) throw new Fault('device.needsSecretsKey');
  const id = file.keys.nextPhrase();
  const plain = phraseWordsOf(words).join(' ');
  const value = masked(kind === 'typed' ? 'phrasePart' : kind, plain);
  const content = extra === undefined ? plain : `${plain}\n${extra}`;
  const said = {
    fingerprint: identity === null ? null : namingDigits(identity),
    time: new Date(host.now()).toISOString(),
    authority,
    reason,
  };
  file.keys.addPhrase(
    { id, kind, value, data: { ...said, identity } satisfies Said },
    sealer.seal(Buffer.from(content), sealedAs(id, kind)),
  );
  return { id, kind, value, ...said };
}

export function keptPhrases(file: CaseFile): KeptPhrase[] {
  return file.keys.phrases().map(({ id, kind, value, data }) => {
    const { fingerprint, time, authority, reason } = data as Said;
    return { ...{ id, kind: kind as KeptPhrase['kind'], value }, ...{ fingerprint, time, authority, reason } };
  });
}

/**
 * Which sealed phrase each origin is, the last where it was kept twice: by the whole sum. A row that holds eight digits alone is told of an origin only
 * where no other has these.
 */
export function sealedAmong(file: CaseFile, origins: readonly KeysOfOrigin[]): ReadonlyMap<KeysOfOrigin, number> {
  const found = new Map<KeysOfOrigin, number>();
  for (const { id, kind, data } of file.keys.phrases()) {
    const { identity, fingerprint } = data as Said;
    const own = origins.filter(
      (one) => one.origin.kind === kind && (identity === undefined ? one.origin.fingerprint === fingerprint : one.identity === identity),
    );
    const [only] = own;
    if (only !== undefined && own.length === 1) found.set(only, id);
  }
  return found;
}

/** Faults: keys.phraseUnknown, case.secretsPassphrase, case.secretsKeyMissing. */
export async function typedWordsOf(file: CaseFile, id: number, passphrase: string): Promise<string> {
  const [words = ''] = (await contentOf(file, id, passphrase)).split('\n');
  return words;
}

/** Faults: keys.phraseUnknown, case.readOnly, case.secretsPassphrase, case.secretsKeyMissing. */
export async function revealPhrase(
  file: CaseFile,
  { phrase, reason, authority = '', passphrase }: CallInput<'keys.reveal'>,
): Promise<string> {
  if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
  const text = await contentOf(file, phrase, passphrase);
  const { kind, value } = rowOf(file, phrase);
  // The act first: nobody sees what was not written down.
  file.act('secret.revealed', { phrase, kind, what: 'value', value, reason, authority });
  file.noteAccess('secret.revealed', { phrase, kind, what: 'value' });
  return text;
}

async function contentOf(file: CaseFile, id: number, passphrase: string): Promise<string> {
  const { kind } = rowOf(file, id);
  const sealed = file.keys.sealedPhrase(id) as Uint8Array;
  return (await openSealed(file, passphrase, sealed, sealedAs(id, kind))).toString('utf8');
}

function rowOf(file: CaseFile, id: number): KeptPhrase {
  const row = keptPhrases(file).find((one) => one.id === id);
  if (row === undefined) throw new Fault('keys.phraseUnknown', { phrase: id });
  return row;
}
