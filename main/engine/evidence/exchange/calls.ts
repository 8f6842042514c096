// Answers exchange.*: a canvas or a run as a file for another program. It changes no case; that it was written is noted in the access log.
import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { exchangeContract, GRAPH_ENDINGS } from '../../../../shared/contract/exchange.ts';
import type { CallInput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { canvasProvenance, runPictures, sourceBook } from '../../canvas/index.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import {
  breathe,
  type Handlers,
  type Host,
  implement,
  openNewFile,
  outPath,
  type Step,
  throwIfCancelled,
  type Work,
} from '../../kernel/index.ts';
import { assetOfCoins } from '../../trace/index.ts';
import { figureModel } from '../figure/figureModel.ts';
import { figureFoot } from '../figure/figureWords.ts';
import { reportWords, type Words } from '../report/words.ts';
import { anxParts } from './anx.ts';
import { canvasGraph } from './canvasGraph.ts';
import { gexfParts } from './gexf.ts';
import type { Attribution, GraphModel } from './graphModel.ts';
import { graphmlParts } from './graphml.ts';
import { i2AboutText, i2EntityParts, i2LinkParts } from './i2Csv.ts';
import { accountRunGraph, coinRunGraph } from './runGraph.ts';

type Asked = CallInput<'exchange.saveGraph'>['of'];
type Format = CallInput<'exchange.saveGraph'>['format'];

interface Made {
  readonly model: GraphModel;
  readonly hidden: number;
  readonly missing: number;
}

export function exchangeCalls(host: Host, session: CaseSession): Handlers<keyof typeof exchangeContract> {
  const read = (locale: string, section: string): Readonly<Record<string, string>> =>
    JSON.parse(Buffer.from(host.resource(`locales/${locale}/${section}.json`)).toString('utf8'));
  return implement(exchangeContract, {
    'exchange.saveGraph': async ({ of, format, out, locale }, work) => {
      const file = session.current();
      const { path, name } = host.resolveGrant(out);
      const ending = GRAPH_ENDINGS[format];
      const isFile = name.toLowerCase().endsWith(`.${ending}`);
      const number = of.what === 'canvas' ? of.canvas : of.run;
      const target = outPath(path, !isFile, `${of.what}-${number}-event-${file.journal.head().size}.${ending}`);
      const targets = targetsOf(target, format);
      for (const one of targets) if (existsSync(one)) throw new Fault('export.exists', { name: basename(one) });
      const own = reportWords(locale, read(locale, 'exchange'));
      const report = reportWords(locale, read(locale, 'report'));
      const program = `Tracehold ${host.version.program}`;
      const { model, hidden, missing } =
        of.what === 'canvas'
          ? await ofCanvas(session, of.canvas, program, own, report, work)
          : await ofRun(session, of, program, own, report, work);
      const files = await write(targets, format, model, work);
      file.noteAccess('exchange.graphSaved', { ...of, format, files: files.map((one) => ({ ...one })) });
      return { files, entities: model.nodes.length, links: model.edges.length, hidden, missing };
    },
  });
}

/** What is in every file, whatever it is of. */
const meanings = (words: Words): string[] =>
  ['statements', 'amounts', 'times', 'sources', 'labels'].map((key) => words.say(`graph.${key}`));

async function ofCanvas(session: CaseSession, canvas: number, program: string, own: Words, report: Words, work: Work<Step>): Promise<Made> {
  const figure = await figureModel(session, { canvas, scope: { what: 'all' }, caption: '', classification: '' }, work);
  const { picture, journal } = figure;
  const graph = canvasGraph(picture, await canvasProvenance(session, canvas, work));
  const title = own.say('graph.canvas', { name: picture.name, reference: figure.reference });
  const sums = picture.level === 'relations' ? [own.say('graph.sums')] : [];
  const model = { title, program, time: journal.time ?? '', about: [...figureFoot(figure, report), ...meanings(own), ...sums], ...graph };
  return { model, hidden: picture.hidden, missing: picture.missing.length };
}

async function ofRun(
  session: CaseSession,
  of: Exclude<Asked, { what: 'canvas' }>,
  program: string,
  own: Words,
  report: Words,
  work: Work<Step>,
): Promise<Made> {
  const file = session.current();
  const asked = { run: of.run, policy: of.policy, limit: Number.MAX_SAFE_INTEGER };
  const pictures = runPictures(session);
  const material = { book: await sourceBook(session, work), attributions: attributionsOf(session) };
  let graph: Pick<GraphModel, 'nodes' | 'edges'>;
  let policy: string;
  if (of.what === 'run') {
    const { chain, picture } = await pictures.coins({ kind: 'coins', ...asked }, work);
    ({ policy } = picture);
    const network = bitcoinNetwork(chain);
    if (network === undefined) throw new Error('exchange: a run of no chain');
    graph = coinRunGraph(picture, chain, assetOfCoins(network), material);
  } else {
    const picture = await pictures.accounts({ kind: 'accounts', ...asked }, work);
    ({ policy } = picture);
    graph = accountRunGraph(picture, material);
  }
  const { details, journal } = file;
  const { size, headHash, time } = journal.head();
  const about = [
    ...(file.isTraining() ? [report.say('figure.foot.training')] : []),
    own.say('graph.policy', { policy }),
    ...meanings(own),
    report.say('figure.foot.state', { reference: details.reference, event: size, head: headHash, time: time ?? '?' }),
  ];
  const title = own.say(`graph.${of.what}`, { run: of.run, policy, reference: details.reference });
  return { model: { title, program, time: time ?? '', about, ...graph }, hidden: 0, missing: 0 };
}

function attributionsOf(session: CaseSession): (chain: string, address: string) => Attribution[] {
  const file = session.current();
  const sources = new Map(file.sources.list().map(({ id, name }) => [id, name]));
  return (chain, address) =>
    (file.labels.standing([address]).get(address) ?? []).flatMap(({ chain: of, label, delisted, own, origin, source }) =>
      of !== null && of !== chain ? [] : [{ label, source: own ? '' : (sources.get(source) ?? origin), via: null, delisted }],
    );
}

function targetsOf(target: string, format: Format): readonly string[] {
  if (format !== 'i2csv') return [target];
  const bare = target.slice(0, -'.csv'.length);
  return [target, `${bare}-entities.csv`, `${bare}-about.txt`];
}

/** Parts of a file that are written between two looks at who waits. */
const AT_ONCE = 1000;

async function write(targets: readonly string[], format: Format, model: GraphModel, work: Work<Step>) {
  const parts: readonly Iterable<string>[] =
    format === 'i2csv'
      ? [i2LinkParts(model), i2EntityParts(model), [i2AboutText(model)]]
      : [{ graphml: graphmlParts, gexf: gexfParts, anx: anxParts }[format](model)];
  const files: { name: string; sha256: string }[] = [];
  for (const [at, own] of parts.entries()) {
    const target = targets[at] as string;
    const file = openNewFile(target);
    try {
      let done = 0;
      for (const part of own) {
        file.write(part);
        if (++done % AT_ONCE !== 0) continue;
        await breathe();
        throwIfCancelled(work);
        work.report({ phase: 'writing', done, total: null, unit: 'steps' });
      }
    } catch (error) {
      file.abandon();
      // Links without their entities would pass for the whole.
      for (const earlier of targets.slice(0, at)) rmSync(earlier, { force: true });
      throw error;
    }
    files.push({ name: basename(target), sha256: file.end() });
  }
  return files;
}
