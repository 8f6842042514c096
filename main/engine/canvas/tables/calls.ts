// Answers the tables and series beside a canvas. They change no case.
import { canvasTableContract } from '../../../../shared/contract/canvasTable.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { bySteps, type Handlers, type Host, implement, outPath, type Step, type Work } from '../../kernel/index.ts';
import { computedRun } from '../../trace/index.ts';
import { documentOf, materialOf } from '../canvases/calls.ts';
import { readCanvas } from '../canvases/document.ts';
import { retraced } from '../retraced.ts';
import { accountSankeyOf } from './accountSankey.ts';
import { activityOf } from './activity.ts';
import { balanceOf } from './balance.ts';
import { sankeyOf } from './sankey.ts';
import { saveCsv, saveXlsx } from './saveRows.ts';
import { tableWords } from './tableWords.ts';
import { type History, historiesOf } from './whose.ts';
import { type RowQuestion, rowTable, type RowTable } from './rowTable.ts';

export function canvasTableCalls(host: Host, session: CaseSession): Handlers<keyof typeof canvasTableContract> {
  return implement(canvasTableContract, {
    'canvas.rows': async ({ after, limit, ...asked }, work) => {
      const { total, assets, sums, page } = await tableOf(session, asked, work);
      return { assets, total, rows: page(after, limit), sums };
    },
    'canvas.saveRows': async ({ out, format, locale, canvas, ...asked }, work) => {
      const file = session.current();
      const state = readCanvas(documentOf(file, canvas));
      const table = await tableOf(session, { canvas, ...asked }, work);
      const { path, name } = host.resolveGrant(out);
      const isFile = name.toLowerCase().endsWith(`.${format}`);
      const target = outPath(path, !isFile, `canvas-${canvas}-transfers-event-${file.journal.head().size}.${format}`);
      const program = `Tracehold ${host.version.program}`;
      const saved =
        format === 'csv'
          ? await saveCsv(target, table, work)
          : await saveXlsx(target, { file, state, table, asked, program }, tableWords(host, locale), work);
      file.noteAccess('canvas.rowsSaved', { canvas, name: saved.name, rows: saved.rows, sha256: saved.sha256 });
      return saved;
    },
    'canvas.balance': async ({ canvas, items, ...asked }, work) => balanceOf(await historiesFor(session, canvas, items, work), asked),
    'canvas.activity': async ({ canvas, items, offsetMinutes }, work) =>
      activityOf(await historiesFor(session, canvas, items, work), offsetMinutes),
    'canvas.sankey': async ({ run, of, policy, asset, limit }, work) => {
      const file = session.current();
      const { sankey } =
        of === 'accounts'
          ? await bySteps(accountSankeyOf(file, await retraced(session, run, policy, work), { asset, limit }), work)
          : sankeyOf(file, await computedRun(session, run, { report: work.report, signal: work.signal }), policy, limit);
      return sankey;
    },
  });
}

async function historiesFor(session: CaseSession, canvas: number, items: readonly string[], work: Work<Step>): Promise<History[]> {
  const state = readCanvas(documentOf(session.current(), canvas));
  return historiesOf(items, state, await materialOf(session, state.rules, work));
}

const KEPT = 'canvas rows ';

/** Kept for the next page. */
async function tableOf(
  session: CaseSession,
  { canvas, ...asked }: RowQuestion & { readonly canvas: number },
  work: Work<Step>,
): Promise<RowTable> {
  const file = session.current();
  const state = readCanvas(documentOf(file, canvas));
  const material = await materialOf(session, state.rules, work);
  const key = `${KEPT}${canvas} ${file.journal.head().headHash} ${JSON.stringify(asked)}`;
  session.drop((other) => other.startsWith(KEPT) && other !== key);
  return session.remember(key, () => rowTable(file, state, material, asked));
}
