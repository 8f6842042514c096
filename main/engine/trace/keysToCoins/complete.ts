// A phrase that lacks one word: every word of its list is tried, those with a good checksum are expanded, and the case's data say which of them were
// used. The words themselves go nowhere.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { CompletePhrase } from '../../../../shared/contract/keysToCoins.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type AccountKey, accountKeysOf, electrumSeedType, phraseWordsOf } from '../../chains/index.ts';
import { phraseLists } from '../../intake/index.ts';
import { breathe, type Pool, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { expandKeys, lookedIn } from './expand.ts';
import type { KeysProgress } from './keysProgress.ts';
import { viewOfKey } from './keyView.ts';
import { openLookUp, pathName } from './lookUp.ts';
import { fingerprintOfText } from './origins.ts';

/** Of each candidate the first account alone, and few of those that have one address: what is not used there is not pursued here. */
const WANTED = { accounts: 1, single: 5 };
const MISSING = /^[?？]+$/;

interface Candidate {
  readonly kind: 'phrase' | 'electrumSeed';
  readonly word: string;
  readonly phrase: string;
}

/** Faults: keys.onePhrase where not one word is missing, or no list holds the others; job.cancelled. */
export async function completePhrase(
  session: CaseSession,
  { words: text, passphrase, gap, tell }: CompletePhrase,
  pool: Pool,
  work: Work<KeysProgress>,
): Promise<CallOutput<'keys.complete'>> {
  const { tried, candidates } = await candidatesOf(text);
  const lookUp = await openLookUp(session, work);
  // Nothing is kept, so paths of chains without data are not even begun.
  const wanted = { ...WANTED, chains: new Set(lookUp.targets.map(pathName)) };
  const keys: { origin: number; key: AccountKey }[] = [];
  for (const [origin, { kind, phrase }] of candidates.entries()) {
    for (const key of accountKeysOf({ kind, value: phrase, passphrase }, wanted)) keys.push({ origin, key });
    work.report({ phase: 'keysDeriving', done: origin + 1, total: candidates.length, unit: 'steps' });
    await breathe();
    throwIfCancelled(work);
  }
  const { findings } = await expandKeys(session, keys, { gap, pool, archives: null }, work);
  const used = [...new Set(findings.filter(({ finding }) => finding.state === 'used').map(({ origin }) => origin))];
  return {
    ...{ tried, good: candidates.length },
    lookedIn: lookUp.targets.map((target) => lookedIn(lookUp, target, [])),
    used: used.map((origin) => {
      const { kind, phrase, word } = candidates[origin] as Candidate;
      return {
        ...{ kind, fingerprint: fingerprintOfText(phrase), word: tell ? word : null },
        findings: findings
          .filter((one) => one.origin === origin && one.finding.state === 'used')
          .map(({ key, finding }) => ({ key: viewOfKey(0, key), ...finding, needsSecret: false })),
      };
    }),
  };
}

async function candidatesOf(text: string): Promise<{ readonly tried: number; readonly candidates: readonly Candidate[] }> {
  const { isPhrase, languages, numbersOf } = await phraseLists();
  const words = phraseWordsOf(text.toLowerCase());
  const places = words.flatMap((word, at) => (MISSING.test(word) ? [at] : []));
  const [place] = places;
  if (place === undefined || places.length > 1 || ![12, 15, 18, 21, 24].includes(words.length)) throw new Fault('keys.onePhrase');
  const found = new Map<string, Candidate>();
  let tried = 0;
  for (const language of languages) {
    const list = numbersOf(language);
    if (words.some((word, at) => at !== place && !list.has(word))) continue;
    for (const word of list.keys()) {
      tried++;
      const whole = words.map((own, at) => (at === place ? word : own));
      const phrase = whole.join(' ');
      if (isPhrase(whole, language)) found.set(`phrase ${phrase}`, { kind: 'phrase', word, phrase });
      const type = words.length === 12 ? electrumSeedType(phrase) : null;
      if (type === 'standard' || type === 'segwit') found.set(`electrum ${phrase}`, { kind: 'electrumSeed', word, phrase });
    }
  }
  if (tried === 0) throw new Fault('keys.onePhrase');
  return { tried, candidates: [...found.values()] };
}
