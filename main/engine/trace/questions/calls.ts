// Answers question.*: which sources are asked, one question after the other, clusters round by round, and the list of what is watched.
import { questionContract, type QuestionRequest, type QuestionResult } from '../../../../shared/contract/question.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, QuestionRow, SourceRow } from '../../casefile/index.ts';
import { type Handlers, type Host, implement } from '../../kernel/index.ts';
import { chooseChain, clustersOf, scriptName, viewOf } from '../chainSession.ts';
import { membersOf } from '../cluster.ts';
import { scriptsIn } from '../searched.ts';
import { abandon, type AskContext, askSource, type AskWork, BATCH_BYTES, describeResult, type OpenBlocks, resumeQuestion } from './ask.ts';
import { costOf } from './cost.ts';
import type { QuestionOutcome } from './desk.ts';
import { syncWithNode } from './sync.ts';

export function questionCalls(
  host: Host,
  session: CaseSession,
  openBlocks: OpenBlocks,
  batchBytes: number = BATCH_BYTES,
): Handlers<keyof typeof questionContract> {
  const context: AskContext = { session, openBlocks, batchBytes, now: () => new Date(host.now()).toISOString(), running: new Set() };
  session.onEnter((file) => registerEdits(file));
  // One after the other: two questions would take each other's batches for their own.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(body: () => Promise<T>): Promise<T> => {
    const mine = turn.then(body);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return implement(questionContract, {
    'question.cost': async (input, work) => {
      const costs = await fromReadable(sourcesFor(session.current(), input), (source) =>
        costOf(context, source, input, () => host.now(), work),
      );
      return { costs };
    },
    'question.ask': (input, work) =>
      inTurn(async () => {
        const results: readonly QuestionResult[][] = await fromReadable(sourcesFor(session.current(), input), async (source) =>
          input.kind === 'cluster' ? await askCluster(context, source, input, work) : [await askSource(context, source, input, work)],
        );
        return { results: results.flat() };
      }),
    'question.resume': ({ question }, work) =>
      inTurn(async () => ({ results: [await resumeQuestion(context, openQuestion(session.current(), question), work)] })),
    'question.sync': ({ address, cookie, user, password, fromHeight, parents }, work) =>
      inTurn(() => {
        const access = {
          address,
          ...(cookie === undefined ? {} : { cookieFile: host.resolveGrant(cookie).path }),
          ...(user === undefined ? {} : { user }),
          ...(password === undefined ? {} : { password }),
        };
        return syncWithNode(host, access, { fromHeight, parents }, context, work).finally(() => session.forget());
      }),
    'question.abandon': ({ question, reason }) => {
      const file = session.current();
      const row = openQuestion(file, question);
      if (context.running.has(row.id)) throw new Fault('question.notOpen', { question, state: 'running' });
      abandon(file, row.id, reason);
      session.forget();
      return {};
    },
    'question.list': () => ({
      questions: listQuestions(session.current()),
      watched: session
        .current()
        .questions.watched()
        .map((row) => ({ ...row })),
    }),
    'question.watch': ({ items, chain, note }) => {
      const file = session.current();
      const network = chooseChain(file, chain);
      const known = new Set(file.questions.watched().flatMap((row) => (row.chain === network.id ? [row.item] : [])));
      const fresh = [...new Set(items.map((item) => item.trim()))].filter((item) => item !== '' && !known.has(item));
      for (const item of fresh) if (!/^[0-9a-f]{64}:\d+$/.test(item)) network.scriptOfAddress(item);
      if (fresh.length > 0) file.edits.perform('watch.added', { chain: network.id, items: fresh, note });
      return { added: fresh.length };
    },
    'question.unwatch': ({ items, chain }) => {
      const file = session.current();
      const network = chooseChain(file, chain);
      const wanted = new Set(items.map((item) => item.trim()));
      const rows = file.questions.watched().filter((row) => row.chain === network.id && wanted.has(row.item));
      if (rows.length > 0) file.edits.perform('watch.removed', { chain: network.id, rows: rows.map(({ item, note }) => ({ item, note })) });
      return { removed: rows.length };
    },
  });
}

interface Added {
  readonly chain: string;
  readonly items: readonly string[];
  readonly note: string;
}
interface Removed {
  readonly chain: string;
  readonly rows: readonly { readonly item: string; readonly note: string }[];
}

function registerEdits(file: CaseFile): void {
  file.edits.register({
    name: 'watch.added',
    apply: ({ chain, items, note }: Added, event) => {
      for (const item of items) file.questions.watch({ chain, item, note }, event);
    },
    undo: ({ chain, items }: Added) => {
      for (const item of items) file.questions.unwatch(chain, item);
    },
  });
  file.edits.register({
    name: 'watch.removed',
    apply: ({ chain, rows }: Removed) => {
      for (const { item } of rows) file.questions.unwatch(chain, item);
    },
    undo: ({ chain, rows }: Removed, event) => {
      for (const row of rows) file.questions.watch({ chain, ...row }, event);
    },
  });
}

/** Asks each source; one whose blocks have no heights is passed over where another could be asked. */
async function fromReadable<Answer>(sources: readonly SourceRow[], ask: (source: SourceRow) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let hanging: Fault | null = null;
  for (const source of sources) {
    try {
      answers.push(await ask(source));
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'question.noHeights') throw error;
      hanging = error;
    }
  }
  if (answers.length === 0 && hanging !== null) throw hanging;
  return answers;
}

function sourcesFor(file: CaseFile, input: QuestionRequest): SourceRow[] {
  const network = chooseChain(file, input.chain);
  const live = file.sources
    .list()
    .filter((source) => source.state === 'complete' && source.chain === network.id && source.mode === 'archive');
  const chosen = input.source === undefined ? live : live.filter((source) => source.publicId.startsWith(input.source as string));
  if (chosen.length === 0) throw new Fault('question.noSource', { chain: network.name });
  return chosen;
}

function openQuestion(file: CaseFile, question: number): QuestionRow {
  const row = file.questions.get(question);
  if (row === undefined) throw new Fault('question.unknown', { question });
  if (row.state !== 'open') throw new Fault('question.notOpen', { question, state: row.state });
  return row;
}

/**
 * Clusters around addresses, one pass a round: what a round finds spent together is searched in the next. Ends when a round adds no
 * script, or after the rounds asked for, with what was found and not searched.
 */
async function askCluster(context: AskContext, source: SourceRow, input: QuestionRequest, work: AskWork): Promise<QuestionResult[]> {
  const { session } = context;
  const network = chooseChain(session.current(), input.chain);
  const results: QuestionResult[] = [];
  let frontier = [...input.from];
  for (let round = 0; round < input.rounds && frontier.length > 0; round++) {
    const result = await askSource(context, source, { ...input, from: frontier }, work);
    frontier = openFrontier(session, network.id, input.from);
    results.push({ ...result, frontier });
  }
  return results;
}

/** Members of the clusters around the seeds, as the case has them, whose history was not searched. */
function openFrontier(session: CaseSession, chain: string, seeds: readonly string[]): string[] {
  const file = session.current();
  const network = chooseChain(file, chain);
  const view = viewOf(session, network);
  const searched = new Set<number>();
  for (const search of file.questions.searches(chain))
    if (search.kind === 'scripts')
      for (const script of scriptsIn(file.questions.searched(search.id))) searched.add(view.scripts.find(script));
  const { clusters } = clustersOf(session, view);
  const open = new Set<number>();
  for (const seed of seeds) {
    const script = seed.startsWith('script:')
      ? view.scripts.find(Buffer.from(seed.slice(7), 'hex'))
      : view.scripts.find(network.scriptOfAddress(seed));
    if (script === 0) continue;
    for (const member of membersOf(clusters, script)) if (!searched.has(member)) open.add(member);
  }
  return [...open].sort((a, b) => a - b).map((script) => scriptName(view, script));
}

function listQuestions(file: CaseFile) {
  const sources = new Map(file.sources.list().map((source) => [source.id, source]));
  return file.questions.list().flatMap((row) => {
    const source = sources.get(row.source);
    if (source === undefined) return [];
    const { input } = row.request as { input: QuestionRequest };
    const next = (row.progress as { next: number | null }).next;
    return [
      {
        ...{ question: row.id, source: source.publicId, sourceName: source.name, chain: row.chain, kind: row.kind, state: row.state },
        started: row.started,
        // A list of a hundred thousand addresses is counted, not told.
        request: { ...input, from: input.from.slice(0, 100), thorough: input.thorough === true },
        next: row.state === 'open' ? next : null,
        result: row.state === 'finished' ? describeResult(row.id, source, input, row.result as QuestionOutcome) : null,
      },
    ];
  });
}
