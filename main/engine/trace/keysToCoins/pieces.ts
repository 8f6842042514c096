// The pieces of a phrase as they were given: seals are opened, and the pieces follow one another in every order that is asked for. That this was done is
// in the journal before a seal is opened.
import type { CompletePhrase, PhrasePiece } from '../../../../shared/contract/keysToCoins.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { phraseWordsOf } from '../../chains/index.ts';
import { wordsOfTrace } from '../../intake/index.ts';
import type { Host } from '../../kernel/index.ts';
import { sealPhrase, typedWordsOf } from './keptPhrases.ts';

/**
 * The words in each order, small letters. Faults: case.readOnly, device.needsSecretsKey, device.traceUnknown, device.notSecret, keys.phraseUnknown,
 * case.secretsPassphrase, case.secretsKeyMissing.
 */
export async function openPieces(file: CaseFile, asked: CompletePhrase): Promise<readonly (readonly string[])[]> {
  if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
  const { pieces, missing, anyOrder, keep, secretsPassphrase: passphrase, authority, reason } = asked;
  if (keep && file.sealer() === null) {
    if (passphrase === undefined) throw new Fault('device.needsSecretsKey');
    await file.makeSecretsKey(passphrase);
  }
  const told = pieces.map((piece) => ('words' in piece ? { typed: phraseWordsOf(piece.words).length } : piece));
  file.act('keys.completing', { pieces: told, missing, anyOrder, authority, reason });
  const opened: (readonly string[])[] = [];
  for (const piece of pieces) opened.push(phraseWordsOf((await textOf(file, piece, passphrase)).toLowerCase()));
  const words = anyOrder ? ordersOf(opened) : [opened];
  return words.map((one) => one.flat());
}

async function textOf(file: CaseFile, piece: PhrasePiece, passphrase: string | undefined): Promise<string> {
  if ('words' in piece) return piece.words;
  if (passphrase === undefined) throw new Fault('device.needsSecretsKey');
  return 'trace' in piece ? wordsOfTrace(file, piece.trace, passphrase) : typedWordsOf(file, piece.kept, passphrase);
}

/** Words that were typed, sealed: nobody has to type them again. Faults: device.needsSecretsKey. */
export function keepTyped(host: Host, file: CaseFile, { pieces, keep, authority, reason }: CompletePhrase): void {
  for (const piece of keep ? pieces : [])
    if ('words' in piece)
      file.act('keys.wordsSealed', { words: phraseWordsOf(piece.words).length, authority, reason }, () =>
        sealPhrase(host, file, { kind: 'typed', words: piece.words, identity: null, authority, reason }),
      );
}

/** Every order of a few things, the given one first. */
function ordersOf<One>(things: readonly One[]): One[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, at) => ordersOf(things.filter((_, other) => other !== at)).map((rest) => [first, ...rest]));
}
