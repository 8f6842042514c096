// Answers typologies.*.
import { type FindingDetail, type FindingListed, typologyContract, type TypologyRun } from '../../../../shared/contract/typology.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, FindingRow } from '../../casefile/index.ts';
import { type Handlers, type Host, implement } from '../../kernel/index.ts';
import { typologies } from '../typologies/index.ts';
import { LIMIT_TABLE } from '../typologies/limitTable.ts';
import { selfTestRows } from '../typologies/selfTest/selfTest.ts';
import type { Typology } from '../typologies/typology.ts';
import { caseInputOf } from './caseInput.ts';
import type { Detail, Summary } from './describe.ts';
import { type Asked, ruleOf, runTypologies, tryTypology } from './run.ts';

const JUDGED = 'typology.judged';

interface Judgement {
  readonly finding: number;
  readonly rule: string;
  readonly subject: string;
  readonly verdict: 'accepted' | 'dismissed';
  readonly reason: string;
}

export function typologyCalls(host: Host, session: CaseSession): Handlers<keyof typeof typologyContract> {
  session.onEnter((file) =>
    file.edits.register({
      name: JUDGED,
      leavesData: true,
      apply: ({ finding, verdict, reason }: Judgement, event) => file.typologies.judge(event, finding, verdict, reason),
      undo: (_payload: Judgement, event) => {
        if (file.typologies.restore(event) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the judgement is gone' });
      },
    }),
  );
  return implement(typologyContract, {
    'typologies.rules': () => ({
      rules: typologies.entries.map(describeRule),
      limitTable: LIMIT_TABLE.map((one) => ({ ...one, amount: `${one.amount}` })),
    }),
    'typologies.input': async (_, work) => {
      const { flows, names, bounds } = await caseInputOf(session, work);
      const assets = Array.from({ length: flows.assetCount - 1 }, (_unused, at) => names.asset(at + 1));
      return { payments: flows.flowCount, parties: flows.partyCount - 1, assets, bounds: bounds.map((one) => ({ ...one })) };
    },
    'typologies.run': ({ rules }, work) => runTypologies(host, session, rules, work),
    'typologies.try': (asked, work) => tryTypology(session, asked, work),
    'typologies.runs': () => ({
      runs: session
        .current()
        .typologies.runs()
        .map(({ id, time, request, result }) => ({
          run: id,
          time,
          rules: request as Asked[],
          ...(result as Pick<TypologyRun, 'counts' | 'bounds' | 'payments'>),
        })),
    }),
    'typologies.list': ({ run, rule, kind, standing, after, limit }) => {
      const { typologies: store } = session.current();
      const last = run ?? store.runs().at(-1)?.id;
      if (last === undefined) return { total: 0, findings: [] };
      const { total, rows } = store.page({ run: last, kind, rule, standing }, after, limit);
      return { total, findings: rows.map(listed) };
    },
    'typologies.finding': ({ finding }) => detailOf(session.current(), rowOf(session.current(), finding)),
    'typologies.judge': ({ finding, verdict, reason }) => {
      const file = session.current();
      const row = rowOf(file, finding);
      if (row.kind === 'near') throw new Fault('typology.findingUnknown', { finding });
      const judgement: Judgement = { finding, rule: row.rule, subject: (row.summary as Summary).subject.id, verdict, reason };
      file.edits.perform(JUDGED, judgement);
      return { finding, rule: row.rule, standing: verdict };
    },
    'typologies.selfTest': async (_, work) => ({ rows: await selfTestRows(work) }),
  });
}

/** What the examiner accepted, for the report. */
export function acceptedFindings(file: CaseFile): readonly (FindingDetail & { readonly accepted: string })[] {
  return file.typologies.accepted().map((row) => ({
    ...detailOf(file, row),
    accepted: (row.event === null ? undefined : file.journal.get(row.event)?.header.time) ?? '',
  }));
}

function describeRule({ id, version, heading, citation, parameters, limits, innocent, needs }: Typology) {
  return {
    id,
    version,
    heading,
    citation,
    limits,
    parameters: parameters.map((one) => ({ ...one })),
    innocent: [...innocent],
    needs: [...needs],
  };
}

/** Faults: typology.findingUnknown. */
function rowOf(file: CaseFile, finding: number): FindingRow {
  const row = file.typologies.get(finding);
  if (row === undefined) throw new Fault('typology.findingUnknown', { finding });
  return row;
}

function listed({ id, run, rule, kind, summary, verdict, reason }: FindingRow): FindingListed {
  return { finding: id, run, rule, kind, ...(summary as Summary), standing: verdict ?? 'open', reason };
}

function detailOf(file: CaseFile, row: FindingRow): FindingDetail {
  const rule = ruleOf(row.rule);
  const asked = (file.typologies.runs().find(({ id }) => id === row.run)?.request as Asked[] | undefined)?.find(
    (one) => one.rule === row.rule,
  );
  return {
    ...listed(row),
    ...(row.data as Detail),
    parameters: rule.parameters.map(({ id, unit, standard }) => ({ id, unit, value: asked?.parameters[id] ?? standard })),
    ...{ innocent: [...rule.innocent], heading: rule.heading, citation: rule.citation },
  };
}
