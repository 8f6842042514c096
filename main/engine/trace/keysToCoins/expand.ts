// Expands keys to addresses in rounds and looks for them in the case, and first in its archives where that is asked: all addresses of a round in one
// pass. It writes nothing.
import type { KeyFinding, UsedAddress } from '../../../../shared/contract/keysToCoins.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type AccountKey, bitcoinNetwork, outputScript } from '../../chains/index.ts';
import { breathe, type Pool, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { KeysProgress } from './keysProgress.ts';
import { type LookUp, type Met, openLookUp, pathName, type Target } from './lookUp.ts';
import { makeAddresses } from './makeAddresses.ts';
import { type Candidate, isUsed, planRounds, type Stretch } from './rounds.ts';
import { describeUse } from './used.ts';

/** Looks for scripts of a chain in its archives; names of the sources that were read. */
export type AskArchives = (chain: string, scripts: readonly string[]) => Promise<readonly string[]>;

export interface Expansion {
  /** In the order of the keys given, those whose accounts were begun. */
  readonly findings: readonly { readonly origin: number; readonly key: AccountKey; readonly finding: Omit<KeyFinding, 'key'> }[];
  /** How many were made of each origin. */
  readonly addresses: readonly number[];
  readonly asked: readonly string[];
  readonly targets: readonly Target[];
}

interface Hit {
  readonly met: Met;
  readonly branch: readonly number[];
  readonly index: number;
}

const AT_ONCE = 4096;

/** Faults: job.cancelled, and those of a question to an archive. */
export async function expandKeys(
  session: CaseSession,
  keys: readonly { readonly origin: number; readonly key: AccountKey }[],
  of: { readonly gap: number; readonly accountGap: number; readonly pool: Pool; readonly archives: AskArchives | null },
  work: Work<KeysProgress>,
): Promise<Expansion> {
  const rounds = planRounds(keys, of);
  const hits = new Map<Candidate, Hit[]>();
  const scriptsOf = new Map<Candidate, Uint8Array[]>();
  const asked = new Set<string>();
  const addresses = keys.map(() => 0);
  let lookUp = await openLookUp(session, work);
  for (let stretches = rounds.next(); stretches.length > 0; stretches = rounds.next()) {
    const wanted = stretches.filter(({ candidate }) => of.archives !== null || lookUp.targetsOf(candidate.key).length > 0);
    const made = await makeAddresses(of.pool, wanted, work);
    if (of.archives !== null) {
      for (const source of await askAll(session, of.archives, wanted, made)) asked.add(source);
      lookUp = await openLookUp(session, work);
    }
    let done = 0;
    for (const stretch of wanted) {
      const { candidate, branch, from } = stretch;
      for (const [at, payload] of (made.get(stretch) ?? []).entries()) {
        addresses[candidate.origin] = (addresses[candidate.origin] ?? 0) + 1;
        if (candidate.key.script !== 'account') keep(scriptsOf, candidate, outputScript(candidate.key.script, payload));
        for (const met of lookUp.meet(candidate.key, payload)) {
          keep(hits, candidate, { met, branch: branch.branch, index: from + at });
          branch.lastUsed = from + at;
        }
        if (++done % AT_ONCE !== 0) continue;
        work.report({ phase: 'keysMatching', done, total: null, unit: 'steps' });
        await breathe();
        throwIfCancelled(work);
      }
    }
  }
  const file = session.current();
  const findings: Expansion['findings'][number][] = [];
  for (const candidate of rounds.begun()) {
    const { key, origin } = candidate;
    const own = hits.get(candidate) ?? [];
    const used = own.map(
      ({ met, branch, index }): UsedAddress => ({
        ...describeUse(file, met),
        ...{
          path: [key.path, ...branch, ...(key.isRanged ? [index] : [])].filter((part) => part !== '').join('/'),
          branch: [...branch],
          index,
        },
      }),
    );
    const targets = lookUp.targetsOf(key);
    findings.push({
      ...{ origin, key },
      finding: {
        ...{ state: used.length > 0 ? 'used' : targets.length === 0 ? 'noData' : 'unused', statement: 'derivation' },
        lookedIn: targets.map((target) => lookedIn(lookUp, target, scriptsOf.get(candidate) ?? [])),
        noData: key.chains.filter((chain) => !targets.some((one) => pathName(one) === chain)),
        derived: targets.length === 0 ? [] : candidate.branches.map(({ branch, made }) => ({ branch: [...branch], count: made })),
        ...{ used, needsSecret: endsBefore(candidate, keys, of.accountGap) },
      },
    });
    if (findings.length % 64 === 0) {
      await breathe();
      throwIfCancelled(work);
    }
  }
  return { findings, addresses, asked: [...asked], targets: lookUp.targets };
}

function keep<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [value]);
  else held.push(value);
}

export function lookedIn(lookUp: LookUp, target: Target, scripts: readonly Uint8Array[]): KeyFinding['lookedIn'][number] {
  return {
    ...{ chain: target.chain, chainName: target.name, form: target.kind === 'coins' ? 'blocks' : 'rows' },
    ranges: lookUp.ranges(target, () => scripts).map(({ from, to }) => ({ from, to })),
  };
}

/** Whether behind a used account there are fewer at hand than are to be looked through. */
function endsBefore(
  candidate: Candidate,
  keys: readonly { readonly origin: number; readonly key: AccountKey }[],
  accountGap: number,
): boolean {
  const { key, origin } = candidate;
  if (key.account === null || !isUsed(candidate)) return false;
  const behind = keys.filter(
    (one) =>
      one.origin === origin &&
      one.key.scheme === key.scheme &&
      one.key.script === key.script &&
      one.key.chains.join() === key.chains.join() &&
      (one.key.account ?? 0) > (key.account ?? 0),
  );
  return behind.length < accountGap;
}

/** Every chain of coins in its turn, each script once. A chain without an archive is passed over. */
async function askAll(
  session: CaseSession,
  ask: AskArchives,
  stretches: readonly Stretch[],
  made: ReadonlyMap<Stretch, readonly Uint8Array[]>,
): Promise<string[]> {
  const byChain = new Map<string, Set<string>>();
  const held = new Set(session.current().chain.chains());
  for (const stretch of stretches) {
    const { key } = stretch.candidate;
    if (key.script === 'account') continue;
    for (const name of key.chains) {
      const network = bitcoinNetwork(name);
      if (network === undefined || !held.has(network.id)) continue;
      const own = byChain.get(network.id) ?? new Set<string>();
      byChain.set(network.id, own);
      for (const payload of made.get(stretch) ?? []) {
        const script = outputScript(key.script, payload);
        own.add(network.readScript(script).address ?? `script:${Buffer.from(script).toString('hex')}`);
      }
    }
  }
  const asked: string[] = [];
  for (const [chain, scripts] of byChain) {
    try {
      asked.push(...(await ask(chain, [...scripts])));
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'question.noSource') throw error;
    }
  }
  return asked;
}
