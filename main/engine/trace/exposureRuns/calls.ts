// Answers exposure.*.
import {
  type ExposureAsked,
  exposureContract,
  type RuleBook,
  type Screening,
  type ScreeningRow,
} from '../../../../shared/contract/exposure.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, ScreeningHead } from '../../casefile/index.ts';
import {
  breathe,
  canonicalDigest,
  type Handlers,
  type Host,
  implement,
  type Step,
  throwIfCancelled,
  type Work,
} from '../../kernel/index.ts';
import { EXAMPLE_RULES } from '../exposure/ruleText.ts';
import {
  addressSubject,
  exposedOf,
  exposureCase,
  exposurePolicies,
  exposurePolicy,
  namedSubject,
  policyName,
  type Subject,
} from './compute.ts';
import { entriesOf } from './entries.ts';
import { bookOf, readRulesFile, RULES_SET, type RulesSet, standingBook } from './ruleBook.ts';

const FOR_REPORT = 'exposure.forReport';

interface ForReport {
  readonly screening: number;
  readonly inReport: boolean;
}

interface Request {
  readonly name: string;
  readonly asked: ExposureAsked;
  readonly policy: string;
  readonly book: RuleBook;
}
type Result = Omit<Screening, 'screening' | 'time' | 'inReport' | keyof Request>;

export function exposureCalls(host: Host, session: CaseSession): Handlers<keyof typeof exposureContract> {
  session.onEnter((file) => {
    // What stands is read from the edits themselves: there is nothing else to change.
    for (const name of [RULES_SET, FOR_REPORT])
      file.edits.register({ name, leavesData: true, apply: () => undefined, undo: () => undefined });
  });
  return implement(exposureContract, {
    'exposure.of': async ({ subject, ...asked }, work) => {
      const policy = exposurePolicy(asked.policy);
      const known = await exposureCase(session, work);
      const book = standingBook(session.current());
      const one = 'name' in subject ? namedSubject(known, subject.name) : addressSubject(known, subject.address, subject.chain);
      const [exposed] = await exposedOf(known, [one], asked, book, work, true);
      if (exposed === undefined) throw new Error('exposure: no answer');
      const { flows, bounds } = known.input;
      return {
        ...{ exposed, asked, policy: policyName(policy), book, payments: flows.flowCount },
        bounds: bounds.map((bound) => ({ ...bound })),
        policies: exposurePolicies.map(({ id }) => id),
      };
    },
    'exposure.rules': () => standingBook(session.current()),
    'exposure.setRules': ({ file: grant }) => {
      const { edits } = session.current();
      const set: RulesSet =
        grant === undefined ? { text: null, name: '', sha256: bookOf(null).sha256 } : readRulesFile(host.resolveGrant(grant));
      edits.perform(RULES_SET, set);
      return standingBook(session.current());
    },
    'exposure.example': () => ({ text: EXAMPLE_RULES }),
    'exposure.screen': async ({ file: grant, text, rules, ...asked }, work) => {
      const granted = grant === undefined ? null : host.resolveGrant(grant);
      const book = rules === undefined ? standingBook(session.current()) : bookOf(readRulesFile(host.resolveGrant(rules)).text);
      return screen(host, session, await entriesOf(granted, text), { name: granted?.name ?? '', asked, book }, work);
    },
    'exposure.screenings': () => ({ screenings: screenings(session.current()) }),
    'exposure.rows': ({ screening, after, limit, ...filter }) => {
      const { exposures: store } = session.current();
      screeningOf(session.current(), screening);
      const { total, rows } = store.page(screening, filter, after, limit);
      return { total, rows: rows as ScreeningRow[] };
    },
    'exposure.forReport': ({ screening, inReport }) => {
      screeningOf(session.current(), screening);
      session.current().edits.perform(FOR_REPORT, { screening, inReport } satisfies ForReport);
      return { screening, inReport };
    },
  });
}

async function screen(
  host: Host,
  session: CaseSession,
  entries: Awaited<ReturnType<typeof entriesOf>>,
  { name, asked, book }: Omit<Request, 'policy'>,
  work: Work<Step>,
): Promise<Screening> {
  const file = session.current();
  const policy = policyName(exposurePolicy(asked.policy));
  const known = await exposureCase(session, work);
  const subjects: Subject[] = [];
  for (const { text } of entries) {
    if (subjects.length % 1000 === 0) {
      work.report({ phase: 'exposureEntries', done: subjects.length, total: entries.length, unit: 'steps' });
      await breathe();
      throwIfCancelled(work);
    }
    subjects.push(addressSubject(known, text));
  }
  const exposed = await exposedOf(known, subjects, asked, book, work);
  const rows = exposed.map((one, at): ScreeningRow => ({ row: entries[at]?.row ?? 0, ...one }));
  if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
  const stateCount = (state: Subject['state']): number => rows.filter((one) => one.state === state).length;
  const verdictCount = (rule: string, wanted: 'met' | 'cannotTell'): number =>
    rows.filter(({ verdicts }) => verdicts.some(({ rule: id, verdict }) => id === rule && verdict === wanted)).length;
  const result: Result = {
    ...{ addresses: rows.length, inCase: stateCount('inCase'), notInCase: stateCount('notInCase'), invalid: stateCount('invalid') },
    counts: book.rules.map(({ id }) => ({ rule: id, met: verdictCount(id, 'met'), cannotTell: verdictCount(id, 'cannotTell') })),
    payments: known.input.flows.flowCount,
    bounds: known.input.bounds.map((bound) => ({ ...bound })),
  };
  const time = new Date(host.now()).toISOString();
  const request: Request = { name, asked, policy, book };
  const digest = canonicalDigest(rows);
  const made = file.transaction(() => {
    const number = file.exposures.add(time, request, result);
    file.exposures.addRows(
      number,
      // A row of the list that stands twice is two entries; their order is what names them.
      rows.map((one, at) => {
        const of = (wanted: string): string[] => one.verdicts.filter(({ verdict }) => verdict === wanted).map(({ rule }) => rule);
        return { row: at + 1, state: one.state, met: of('met'), cannotTell: of('cannotTell'), data: one };
      }),
    );
    file.journal.append('act', 'exposure.screened', { screening: number, asked, policy, rules: book.sha256, ...result, found: digest });
    return number;
  });
  return screeningOf(file, made);
}

/** Faults: exposure.unknownScreening. */
export function screeningOf(file: CaseFile, screening: number): Screening {
  const head = file.exposures.get(screening);
  if (head === undefined) throw new Fault('exposure.unknownScreening', { screening });
  return described(head, reported(file));
}

function screenings(file: CaseFile): Screening[] {
  const inReport = reported(file);
  return file.exposures.list().map((head) => described(head, inReport));
}

/** What the examiner wants printed, with its rows. */
function reportedScreenings(file: CaseFile): readonly (Screening & { readonly rows: readonly ScreeningRow[] })[] {
  return screenings(file)
    .filter(({ inReport }) => inReport)
    .map((one) => ({ ...one, rows: file.exposures.page(one.screening, {}, 0, one.addresses).rows as ScreeningRow[] }));
}

/** Rows of a screening in the report that are given examples: those that meet a rule, the first of them. */
const MOST_WITH_EXAMPLES = 20;

/**
 * What the examiner wants printed, with one way for each labelled end of rows that meet a rule. It is worked out anew: where the case no longer
 * gives the figures of the screening, its rows stay without.
 */
export async function screeningsWithExamples(session: CaseSession, work: Work<Step>): Promise<ReturnType<typeof reportedScreenings>> {
  const all = reportedScreenings(session.current());
  if (all.length === 0) return all;
  const known = await exposureCase(session, work);
  const told: (typeof all)[number][] = [];
  for (const one of all) {
    const met = one.rows.filter(({ verdicts }) => verdicts.some(({ verdict }) => verdict === 'met')).slice(0, MOST_WITH_EXAMPLES);
    const subjects = met.map(({ text }) => addressSubject(known, text));
    const found = met.length === 0 ? [] : await exposedOf(known, subjects, one.asked, one.book, work, true);
    const sheets = new Map(met.map((row, at) => [row, found[at]?.sheets ?? []]));
    const plain = (of: ScreeningRow['sheets']) =>
      canonicalDigest(of.map((sheet) => ({ ...sheet, parts: sheet.parts.map(({ example: _example, ...part }) => part) })));
    const rows = one.rows.map((row) => {
      const own = sheets.get(row);
      return own !== undefined && plain(own) === plain(row.sheets) ? { ...row, sheets: own } : row;
    });
    told.push({ ...one, rows });
  }
  return told;
}

function reported(file: CaseFile): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { payload } of file.edits.standing(FOR_REPORT)) {
    const { screening, inReport } = payload as ForReport;
    if (inReport) found.add(screening);
    else found.delete(screening);
  }
  return found;
}

function described({ id, time, request, result }: ScreeningHead, inReport: ReadonlySet<number>): Screening {
  return { screening: id, time, ...(request as Request), ...(result as Result), inReport: inReport.has(id) };
}
