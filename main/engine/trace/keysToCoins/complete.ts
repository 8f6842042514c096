// A phrase that was put together and may lack one word: every word of its list is tried, those with a good checksum are expanded, and the case's data
// say which of them were used. The words themselves go nowhere.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { CompletePhrase } from '../../../../shared/contract/keysToCoins.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type AccountKey, accountKeysTask, electrumSeedType } from '../../chains/index.ts';
import { phraseLists } from '../../intake/index.ts';
import { breathe, type Pool, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { expandKeys, lookedIn } from './expand.ts';
import type { KeysProgress } from './keysProgress.ts';
import { viewOfKey } from './keyView.ts';
import { openLookUp, pathName } from './lookUp.ts';
import { identityOf, namingDigits, WORD_COUNTS } from './origins.ts';

/** Of each candidate the first account alone, and few of those that have one address: what is not used there is not pursued here. */
const WANTED = { accounts: 1, single: 5 };
/** Phrases on threads at a time. */
const AT_ONCE = 32;
const MISSING = /^[?？]+$/;
/** Stands for the missing word. */
const GAP = '?';

interface Candidate {
  readonly kind: 'phrase' | 'electrumSeed';
  readonly word: string;
  readonly phrase: string;
}

export interface PhraseFound extends Candidate {
  /** To which its keys are tied: with an extra word another than the phrase's alone. */
  readonly identity: string;
}

interface Completed {
  readonly answer: Omit<CallOutput<'keys.complete'>, 'kept'>;
  /** Phrases to keep: those that are used; of a whole phrase, where none is, those with a good checksum. */
  readonly found: readonly PhraseFound[];
}

/** `onRead`: lists hold the words that were given. Faults: keys.onePhrase, keys.wordCount, keys.unlisted; job.cancelled. */
export async function completePhrase(
  session: CaseSession,
  orders: readonly (readonly string[])[],
  { missing, passphrase, gap, tell }: Pick<CompletePhrase, 'missing' | 'passphrase' | 'gap' | 'tell'>,
  onRead: () => void,
  pool: Pool,
  work: Work<KeysProgress>,
): Promise<Completed> {
  const { tried, candidates } = await candidatesOf(
    orders.flatMap((words) => withGap(words, missing)),
    work,
  );
  onRead();
  const lookUp = await openLookUp(session, work);
  // Nothing is kept, so paths of chains without data are not even begun.
  const wanted = { ...WANTED, chains: new Set(lookUp.targets.map(pathName)) };
  const keys: { origin: number; key: AccountKey }[] = [];
  for (let from = 0; from < candidates.length; from += AT_ONCE) {
    const made = await Promise.all(
      candidates
        .slice(from, from + AT_ONCE)
        .map(({ kind, phrase }) => pool.run(accountKeysTask, { secret: { kind, value: phrase, passphrase }, wanted })),
    );
    keys.push(...made.flatMap((own, at) => own.map((key) => ({ origin: from + at, key }))));
    work.report({ phase: 'keysDeriving', done: from + made.length, total: candidates.length, unit: 'steps' });
    throwIfCancelled(work);
  }
  const { findings } = await expandKeys(session, keys, { gap, accountGap: 1, pool, archives: null }, work);
  const used = [...new Set(findings.filter(({ finding }) => finding.state === 'used').map(({ origin }) => origin))];
  const isWhole = missing === 'none' && used.length === 0;
  const named = new Map<number, PhraseFound>();
  for (const at of isWhole ? candidates.keys() : used) {
    const one = candidates[at] as Candidate;
    named.set(at, { ...one, identity: await identityOf({ kind: one.kind, value: one.phrase, passphrase }, pool) });
  }
  const answer: Completed['answer'] = {
    ...{ tried, good: candidates.length },
    lookedIn: lookUp.targets.map((target) => lookedIn(lookUp, target, [])),
    used: used.map((origin) => {
      const { kind, identity, word } = named.get(origin) as PhraseFound;
      return {
        ...{ kind, fingerprint: namingDigits(identity), word: tell && word !== '' ? word : null },
        findings: findings
          .filter((one) => one.origin === origin && one.finding.state === 'used')
          .map(({ key, finding }) => ({ key: viewOfKey(0, key), ...finding, needsSecret: false })),
      };
    }),
  };
  return { answer, found: [...named.values()] };
}

/** The words with the gap where it may be. Faults: keys.onePhrase, keys.wordCount. */
function withGap(words: readonly string[], missing: CompletePhrase['missing']): string[][] {
  const marked = words.filter((word) => MISSING.test(word)).length;
  if (marked !== (missing === 'marked' ? 1 : 0)) throw new Fault('keys.onePhrase');
  const count = missing === 'marked' || missing === 'none' ? words.length : words.length + 1;
  if (!WORD_COUNTS.includes(count) || (typeof missing === 'number' && missing > count)) throw new Fault('keys.wordCount', { count });
  if (missing === 'none') return [[...words]];
  if (missing === 'marked') return [words.map((word) => (MISSING.test(word) ? GAP : word))];
  return (missing === 'anywhere' ? [...words.keys(), words.length] : [missing - 1]).map((at) => words.toSpliced(at, 0, GAP));
}

/** Faults: keys.unlisted, which tells places alone. */
async function candidatesOf(
  wholes: readonly (readonly string[])[],
  work: Work<KeysProgress>,
): Promise<{ readonly tried: number; readonly candidates: readonly Candidate[] }> {
  const { isPhrase, languages, numbersOf } = await phraseLists();
  const found = new Map<string, Candidate>();
  let tried = 0;
  for (const [done, words] of wholes.entries()) {
    const place = words.indexOf(GAP);
    for (const language of languages) {
      const list = numbersOf(language);
      if (words.some((word, at) => at !== place && !list.has(word))) continue;
      for (const word of place < 0 ? [''] : list.keys()) {
        tried++;
        const whole = place < 0 ? [...words] : words.with(place, word);
        const phrase = whole.join(' ');
        if (isPhrase(whole, language)) found.set(`phrase ${phrase}`, { kind: 'phrase', word, phrase });
        const type = words.length === 12 ? electrumSeedType(phrase) : null;
        if (type === 'standard' || type === 'segwit') found.set(`electrum ${phrase}`, { kind: 'electrumSeed', word, phrase });
      }
    }
    work.report({ phase: 'phraseTrying', done: done + 1, total: wholes.length, unit: 'steps' });
    await breathe();
    throwIfCancelled(work);
  }
  if (tried === 0) throw unlisted(wholes[0] ?? [], languages.map(numbersOf));
  return { tried, candidates: [...found.values()] };
}

/** Where words stand that are in no list, by the list that has most of them: counted without the gap, as they were given. */
function unlisted(words: readonly string[], lists: readonly { readonly has: (word: string) => boolean }[]): Fault {
  const given = words.filter((word) => word !== GAP);
  const wrong = lists.map((list) => given.flatMap((word, at) => (list.has(word) ? [] : [at + 1])));
  const [fewest = []] = wrong.sort((a, b) => a.length - b.length);
  return new Fault('keys.unlisted', { places: fewest.join(', ') });
}
