// Exposure of addresses, clusters and labelled parties of the case, in and out, in the contract's words.
import type {
  Exposed,
  ExposureAsked,
  ExposureExample,
  ExposurePart,
  ExposureSheet,
  RuleBook,
} from '../../../../shared/contract/exposure.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { networksOfAddress } from '../../chains/index.ts';
import { bySteps, canonicalDigest, type Step, type Work } from '../../kernel/index.ts';
import { possibleIn } from '../accountRuns/find.ts';
import { accountPolicies } from '../accounts/policies/index.ts';
import type { AccountPolicy } from '../accounts/policies/policy.ts';
import { type Exposure, type ExposureDirection, exposures } from '../exposure/exposure.ts';
import { isReason } from '../exposure/ends.ts';
import { type Example, examples } from '../exposure/examples.ts';
import { judgeRule } from '../exposure/judge.ts';
import { amountOf } from '../typologies/flows.ts';
import { type CaseInput, caseInputOf } from '../typologyRuns/caseInput.ts';
import { operatorOf } from '../typologyRuns/marks.ts';
import { caseEnds, type CaseEnds } from './caseEnds.ts';
import { type Claim, type Claims, claimsOf } from './claims.ts';

const MOST_PARTIES = 100;
const MOST_LABELS = 50;

/** Policies that run both ways; the lowest intermediate balance tells a seed from other money and has nothing to say where all is asked. */
export const exposurePolicies: readonly AccountPolicy[] = accountPolicies.entries.filter(({ directions }) =>
  directions.includes('backward'),
);

/** Faults: trace.policyUnknown. */
export function exposurePolicy(id: string): AccountPolicy {
  const policy = exposurePolicies.find((one) => one.id === id.replace(/@\d+$/, ''));
  if (policy === undefined) throw new Fault('trace.policyUnknown', { policy: id });
  return policy;
}

export const policyName = ({ id, version }: AccountPolicy): string => `${id}@${version}`;

export interface ExposureCase {
  readonly input: CaseInput;
  readonly claims: Claims;
}

const CLAIMS = 'exposure claims ';

/** Put together once for all who ask, until the case's data or labels change. */
export async function exposureCase(session: CaseSession, work: Work<Step>): Promise<ExposureCase> {
  const input = await caseInputOf(session, work);
  const file = session.current();
  const versions = file.labels.versions().map(({ source, day, newest }) => ({ source, day, newest }));
  const key = `${CLAIMS}${canonicalDigest({ labels: file.labels.all().map(({ id }) => id), versions })}`;
  session.drop((one) => one.startsWith(CLAIMS) && one !== key);
  const make = async (shared: Work<Step>): Promise<ExposureCase> => ({ input, claims: await bySteps(claimsOf(file, input), shared) });
  const known = await session.share(key, make, work);
  if (known.input === input) return known;
  // The labels that stand are the same and the payments were put together anew.
  session.drop((one) => one === key);
  return session.share(key, make, work);
}

export interface Subject {
  readonly text: string;
  readonly state: Exposed['state'];
  readonly parties: readonly number[];
  readonly claims: readonly Claim[];
}

/** An address on every chain of the case on which it has a payment, or on the one asked for. */
export function addressSubject({ input: { names }, claims }: ExposureCase, text: string, chain?: string): Subject {
  const wanted = text.trim();
  const parties = names.chains.filter((one) => chain === undefined || one === chain).map((one) => names.find(one, wanted));
  const found = parties.filter((party) => party !== 0);
  const own = found.flatMap((party) => claims.of(party));
  const isAddress = found.length > 0 || networksOfAddress(wanted).length > 0 || possibleIn(wanted).some(({ kind }) => kind === 'address');
  return {
    text: wanted,
    state: found.length > 0 ? 'inCase' : isAddress ? 'notInCase' : 'invalid',
    parties: found,
    claims: found.length > 0 ? own : claims.ofAddress(wanted),
  };
}

/** Every party that a label gives this name, or a number of its own under it: `Kraken`, `Kraken 7`. */
export function namedSubject({ claims }: ExposureCase, name: string): Subject {
  const wanted = operatorOf(name);
  const parties = claims.parties.filter((party) => claims.of(party).some(({ label }) => operatorOf(label) === wanted));
  return { text: name, state: parties.length > 0 ? 'inCase' : 'notInCase', parties, claims: parties.flatMap((party) => claims.of(party)) };
}

export async function exposedOf(
  { input, claims }: ExposureCase,
  subjects: readonly Subject[],
  asked: ExposureAsked,
  book: Pick<RuleBook, 'rules'>,
  work: Work<Step>,
  withExamples = false,
): Promise<Exposed[]> {
  const policy = exposurePolicy(asked.policy);
  const ends = caseEnds(input, claims, asked);
  const sheets: ExposureSheet[][] = subjects.map(() => []);
  if (subjects.some(({ parties }) => parties.length > 0))
    for (const direction of ['in', 'out'] as const) {
      const question = { direction, policy, ends: ends.ends, mostHops: asked.mostHops, subjects: subjects.map(({ parties }) => parties) };
      const found = await bySteps(exposures(input, question), work);
      const wanted = new Set(found.flatMap(({ parts }) => parts.map(({ end }) => end)).filter((end) => !isReason(end)));
      const ways = withExamples && wanted.size > 0 ? await bySteps(examples(input, question, wanted), work) : null;
      for (const one of found) sheets[one.subject]?.push(sheetOf(input, ends, direction, one, ways));
    }
  return subjects.map((subject, at) => {
    const known = {
      ...{ text: subject.text, state: subject.state },
      parties: subject.parties.slice(0, MOST_PARTIES).map((party) => ({ ...input.names.party(party) })),
      moreParties: Math.max(0, subject.parties.length - MOST_PARTIES),
      labels: subject.claims
        .slice(0, MOST_LABELS)
        .map(({ label, categories, source, from, until }) => ({ label, categories: [...categories], source, from, until })),
      sheets: (sheets[at] ?? []).sort((a, b) => (a.direction === b.direction ? 0 : a.direction === 'in' ? -1 : 1)),
    };
    const verdicts = subject.state === 'invalid' ? [] : book.rules.map((rule) => judgeRule(rule, known, policy.conserves));
    return { ...known, verdicts };
  });
}

function sheetOf(
  input: CaseInput,
  { meaning }: CaseEnds,
  direction: ExposureDirection,
  found: Exposure,
  ways: readonly Example[] | null,
): ExposureSheet {
  const own = ways?.filter(({ subject, asset }) => subject === found.subject && asset === found.asset) ?? [];
  const exampleOf = (end: number, isDirect: boolean): Pick<ExposurePart, 'example'> => {
    if (ways === null || isReason(end)) return {};
    const way = own.find((one) => one.end === end && one.isDirect === isDirect);
    return { example: way === undefined ? null : exampleView(input, way) };
  };
  return {
    direction,
    asset: input.names.asset(found.asset),
    ...{ total: `${found.total}`, payments: found.payments, internal: `${found.internal}` },
    parts: found.parts
      .map(({ end, isDirect, amount, payments }) => ({
        part: isReason(end) ? ('unknown' as const) : isDirect ? ('direct' as const) : ('indirect' as const),
        ...{ isDirect, ...meaning(end), amount, payments, ...exampleOf(end, isDirect) },
      }))
      .sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0))
      .map((one) => ({ ...one, categories: [...one.categories], amount: `${one.amount}` })),
  };
}

function exampleView({ flows, names }: CaseInput, { flows: way, least }: Example): ExposureExample {
  return {
    payments: way.map((flow) => {
      const { chain, id } = names.transaction(flows.transaction[flow] as number);
      return {
        ...{ item: names.item(flow), timeSeconds: Math.floor(flows.time[flow] as number), transaction: id, chain },
        ...{ from: { ...names.party(flows.from[flow] as number) }, to: { ...names.party(flows.to[flow] as number) } },
        amount: `${amountOf(flows, flow)}`,
      };
    }),
    least: `${least}`,
  };
}

const PARTS: readonly string[] = ['direct', 'indirect', 'unknown'];
