// Answers keys.*: what was given is read, expanded and looked for; the public keys and what was found are kept, in one act of the journal. Phrases that
// were completed are kept sealed.
import { type CompletePhrase, type ExpandKeys, keysContract, type KeysFound } from '../../../../shared/contract/keysToCoins.ts';
import type { QuestionRequest, QuestionResult } from '../../../../shared/contract/question.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { ACCOUNTS_AHEAD, type AccountKey, fingerprintOfKey } from '../../chains/index.ts';
import { type Handlers, type Host, implement, openPool, type Pool, sha256Hex, type Work } from '../../kernel/index.ts';
import { completePhrase, type PhraseFound } from './complete.ts';
import { type Expansion, expandKeys } from './expand.ts';
import type { KeysProgress } from './keysProgress.ts';
import { viewOfKey } from './keyView.ts';
import { keptPhrases, revealPhrase, sealedAmong, sealPhrase } from './keptPhrases.ts';
import { eachOnce, type KeysOfOrigin, keptOrigins, lookedFor, nameOf, namingDigits, readOrigins } from './origins.ts';
import { keepTyped, openPieces } from './pieces.ts';

const MOST_THREADS = 2;
const USUAL_GAP = 20;
/** Addresses of one question to an archive. */
const MOST_ASKED = 100_000;
const NOTHING_GIVEN = { traces: [], extendedKeys: [], kept: false, accounts: ACCOUNTS_AHEAD.accounts, archives: false };

/** `ask`: question.ask itself, so that what is looked for in archives is on record as every other question. */
export type AskQuestion = (input: QuestionRequest, work: Work<KeysProgress>) => Answered | Promise<Answered>;
interface Answered {
  readonly results: readonly QuestionResult[];
}

interface Look {
  /** Whether no other look was written down meanwhile, which this one would lose. */
  readonly isNext: () => boolean;
  readonly write: () => KeysFound;
}

export function keysCalls(host: Host, session: CaseSession, ask: AskQuestion): Handlers<keyof typeof keysContract> {
  /**
   * Looks, and hands on what writes down what was found. What the last look looked for is looked for with it and no less far ahead: the look that is
   * told from now on is this one, and loses nothing of the one before. Only who asks for all that the case holds may say that it is to go less far.
   */
  const look = async (file: CaseFile, input: ExpandKeys, pool: Pool, work: Work<KeysProgress>): Promise<Look> => {
    const last = file.keys.lastRun() as KeysFound | null;
    const far = (asked: number | undefined, usual: number, before = 0): number =>
      input.kept && asked !== undefined ? asked : Math.max(asked ?? usual, before);
    const gap = far(input.gap, USUAL_GAP, last?.gap);
    const accountGap = far(input.accountGap, 1, last?.accountGap);
    const how = { ...input, gap, accountGap, accounts: Math.max(input.accounts, accountGap) };
    const given = await readOrigins(file, input.kept ? keptOrigins(file.keys.list()) : [], how, pool, work);
    const origins = eachOnce([...lookedFor(file, input.kept ? null : last), ...given]);
    const places = new Map(origins.map((one, at) => [nameOf(one), at]));
    const asked = given.map((one) => places.get(nameOf(one)) as number);
    const keys = origins.flatMap(({ keys: own }, origin) => own.map((key) => ({ origin, key })));
    const archives = input.archives ? askInParts(ask, work) : null;
    const found = await expandKeys(session, keys, { gap, accountGap, pool, archives }, work);
    return {
      isNext: () => (file.keys.lastRun() as KeysFound | null)?.run === last?.run,
      write() {
        const whole = keep(host, session, origins, how, found);
        return {
          ...whole,
          addresses: sumOf(asked.map((at) => found.addresses[at])),
          origins: asked.flatMap((at) => whole.origins[at] ?? []),
        };
      },
    };
  };
  /** Of two looks at a time the later one looks again, with what the other looked for. `use` is handed what writes, and waits for nothing. */
  const lookInTurn = async <Used>(file: CaseFile, use: (write: () => KeysFound) => Used, ...by: [ExpandKeys, Pool, Work<KeysProgress>]) => {
    for (;;) {
      const { isNext, write } = await look(file, ...by);
      if (session.current() !== file) unkept();
      if (isNext()) return use(write);
    }
  };
  const ofPhrases = (phrases: readonly PhraseFound[], { gap, passphrase }: CompletePhrase): ExpandKeys => {
    const extra = passphrase === undefined ? {} : { passphrase };
    return { ...NOTHING_GIVEN, secrets: phrases.map(({ kind, phrase }) => ({ kind, value: phrase, ...extra })), gap };
  };
  return implement(keysContract, {
    'keys.expand': async (input, work) => {
      const file = session.current();
      const pool = openPool(host, MOST_THREADS, work.signal);
      try {
        return await lookInTurn(file, (write) => write(), input, pool, work);
      } finally {
        pool.end();
      }
    },
    'keys.complete': async (input, work) => {
      const file = session.current();
      const pool = openPool(host, MOST_THREADS, work.signal);
      try {
        const orders = await openPieces(file, input);
        const { answer, found } = await completePhrase(session, orders, input, () => keepTyped(host, file, input), pool, work);
        const { authority, reason, passphrase: extra } = input;
        const keeping = input.keep ? found : [];
        const payload = {
          ...{ words: namingDigits(sha256Hex((orders[0] ?? []).join(' '))), authority, reason, tried: answer.tried, good: answer.good },
          ...{ used: answer.used.map(({ fingerprint }) => fingerprint), told: input.tell && answer.used.length > 0, kept: keeping.length },
        };
        const writeDown = (write?: () => KeysFound) => {
          const kept = file.act('keys.completed', payload, () =>
            keeping.map(({ kind, phrase, identity }) =>
              sealPhrase(host, file, { kind, words: phrase, extra, identity, authority, reason }),
            ),
          );
          write?.();
          return { ...answer, kept };
        };
        if (keeping.length > 0) return await lookInTurn(file, writeDown, ofPhrases(keeping, input), pool, work);
        return session.current() === file ? writeDown() : unkept();
      } finally {
        pool.end();
      }
    },
    'keys.reveal': async (input) => ({ text: await revealPhrase(session.current(), input) }),
    'keys.list': () => {
      const { keys } = session.current();
      const rows = keys.list();
      const ids = new Map(rows.map(({ id, data }) => [data as AccountKey, id]));
      const origins = keptOrigins(rows);
      const sealed = sealedAmong(session.current(), origins);
      return {
        origins: origins.map((one) => ({
          ...{ origin: one.origin, phrase: sealed.get(one) ?? null },
          keys: one.keys.map((key) => viewOfKey(ids.get(key) ?? 0, key)),
        })),
        last: keys.lastRun() as KeysFound | null,
        phrases: keptPhrases(session.current()),
      };
    },
  });
}

/** The case was closed meanwhile. */
function unkept(): never {
  throw new Fault('job.cancelled');
}

function askInParts(ask: AskQuestion, work: Work<KeysProgress>) {
  return async (chain: string, scripts: readonly string[]): Promise<string[]> => {
    const sources: string[] = [];
    for (let from = 0; from < scripts.length; from += MOST_ASKED) {
      const { results } = await ask(
        {
          ...{ kind: 'history', chain, from: scripts.slice(from, from + MOST_ASKED), policies: ['all'], stops: [] },
          ...{ rounds: 1, parents: true, thorough: false },
        },
        work,
      );
      sources.push(...results.map(({ sourceName }) => sourceName));
    }
    return sources;
  };
}

const sumOf = (counts: readonly (number | undefined)[]): number => counts.reduce<number>((sum, one = 0) => sum + one, 0);

/** How far was looked ahead, and where. */
interface Far extends Pick<ExpandKeys, 'accounts' | 'archives'> {
  readonly gap: number;
  readonly accountGap: number;
}

function keep(
  host: Host,
  session: CaseSession,
  origins: readonly KeysOfOrigin[],
  { gap, accounts, accountGap, archives }: Far,
  { findings, addresses: made, asked, targets }: Expansion,
): KeysFound {
  const addresses = sumOf(made);
  const file = session.current();
  const run = file.keys.nextRun();
  const used = findings.flatMap(({ finding }) => finding.used);
  const payload = {
    ...{ run, gap, accounts, accountGap, archives, asked, addresses },
    // Public keys are told by their fingerprints: the rows hold them.
    origins: origins.map(({ origin, keys }) => ({ ...origin, keys: keys.map(fingerprintOfKey) })),
    lookedIn: targets.map(({ chain }) => chain),
    used: used.map(({ chain, address, path }) => ({ chain, address, path })),
  };
  return file.act('keys.expanded', payload, () => {
    const ids = origins.map(({ origin: { kind, trace }, identity, keys }) => {
      const add = (key: AccountKey): number =>
        file.keys.add({ kind, trace, origin: identity, fingerprint: fingerprintOfKey(key), data: key });
      return new Map(keys.map((key) => [key, add(key)]));
    });
    const result: KeysFound = {
      ...{ run, time: new Date(host.now()).toISOString(), gap, accountGap, addresses, asked: [...asked] },
      origins: origins.map(({ origin }, at) => ({
        origin,
        findings: findings
          .filter((one) => one.origin === at)
          .map(({ key, finding }) => ({ key: viewOfKey(ids[at]?.get(key) ?? 0, key), ...finding })),
      })),
    };
    file.keys.addRun(run, result);
    return result;
  });
}
