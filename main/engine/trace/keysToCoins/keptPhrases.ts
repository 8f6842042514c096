// Phrases that the case keeps sealed though no scan found them: words typed from paper, phrases that were completed. One gives its words only to who
// has the passphrase for secrets.
import type { CallInput } from '../../../../shared/contract/index.ts';
import type { KeptPhrase } from '../../../../shared/contract/keysToCoins.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { phraseWordsOf } from '../../chains/index.ts';
import { masked, openSealed } from '../../intake/index.ts';
import type { Host } from '../../kernel/index.ts';

interface Phrase {
  readonly kind: KeptPhrase['kind'];
  readonly words: string;
  /** The extra word of BIP39 or the extension of Electrum. */
  readonly extra?: string | undefined;
  /** Of the origin of its keys; typed words have none. */
  readonly fingerprint: string | null;
  readonly authority: string;
  readonly reason: string;
}

/** What is sealed with a phrase, so that none can stand for another. */
const sealedAs = (id: number, kind: string): unknown => ({ keptPhrase: id, kind });

/** Within an act. Faults: device.needsSecretsKey. */
export function sealPhrase(host: Host, file: CaseFile, { kind, words, extra, fingerprint, authority, reason }: Phrase): KeptPhrase {
  const sealer = file.sealer();
  if (sealer === null) throw new Fault('device.needsSecretsKey');
  const id = file.keys.nextPhrase();
  const plain = phraseWordsOf(words).join(' ');
  const value = masked(kind === 'typed' ? 'phrasePart' : kind, plain);
  const content = extra === undefined ? plain : `${plain}\n${extra}`;
  const said = { fingerprint, time: new Date(host.now()).toISOString(), authority, reason };
  file.keys.addPhrase({ id, kind, value, data: said }, sealer.seal(Buffer.from(content), sealedAs(id, kind)));
  return { id, kind, value, ...said };
}

export function keptPhrases(file: CaseFile): KeptPhrase[] {
  return file.keys.phrases().map(({ id, kind, value, data }) => ({ id, kind, value, ...(data as object) }) as KeptPhrase);
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
