// The program: createEngine(host) builds the rooms in order and passes each what it needs. No framework.
import { basename } from 'node:path';
import { appContract, catalogContract } from '../../shared/contract/app.ts';
import { learnContract } from '../../shared/contract/learn.ts';
import { Fault } from '../../shared/model/fault.ts';
import {
  accountCanvasCalls,
  canvasCalls,
  chainSight,
  canvasReasonCalls,
  canvasHits,
  canvasPutCalls,
  canvasTableCalls,
  mapCalls,
  screeningSaveCalls,
  findCalls,
  flowCalls,
  listSources,
  readySearchAtOpening,
  resolveItem,
  runPictures,
  rulesOfCanvas,
  showCalls,
  transcribeCalls,
  transcriptionHits,
} from './canvas/index.ts';
import { caseCalls, caseSelfTests, createCaseSession, journalCalls } from './casefile/index.ts';
import { ACCOUNT_CHAINS, chainSelfTests, CHAINS, loadKernel } from './chains/index.ts';
import {
  bagIntake,
  deconflictCalls,
  evidenceCalls,
  exchangeCalls,
  fetchSaveCalls,
  figureCalls,
  rejectedCalls,
  requestCalls,
  requestHits,
  custodyCalls,
  seizureCalls,
} from './evidence/index.ts';
import {
  createSavedProfiles,
  deviceCalls,
  documentCalls,
  fetchCalls,
  importers,
  intakeCalls,
  labelCalls,
  nodeIntakeCalls,
  openArchiveBlocks,
  peopleCalls,
  profileCalls,
} from './intake/index.ts';
import { loadHanVariants, loadWorld } from './labels/index.ts';
import {
  createRouter,
  type GrantedPath,
  type Host,
  implement,
  type NodeAccess,
  type NodeConnection,
  type NodeLimits,
  type NodeQuestion,
  recallWindow,
  rememberWindow,
  type Router,
  serve,
} from './kernel/index.ts';
import {
  accountCalls,
  clusterCalls,
  heuristics,
  keysCalls,
  leadCalls,
  loadJoins,
  locateCalls,
  policies,
  questionCalls,
  stops,
  traceCalls,
  traceSelfTests,
  typologyCalls,
  exposureCalls,
} from './trace/index.ts';

export interface Engine {
  readonly router: Router;
  /** Closes the case, if one is open, and frees everything. */
  dispose(): Promise<void>;
}

export interface EngineOptions {
  /** For tests, whose archives are small. */
  readonly questionBatchBytes?: number;
  /** Makes the search of a case ready behind its opening: for a window that stays, not for one command. */
  readonly readySearch?: boolean;
}

export async function createEngine(machine: Host, options: EngineOptions = {}): Promise<Engine> {
  const practiceGrants = new Map<string, GrantedPath>();
  // Files of a practice case are written by the program itself: nobody was asked for them, so nobody else can have granted them.
  const host: Host = { ...machine, resolveGrant: (grant) => practiceGrants.get(grant) ?? machine.resolveGrant(grant) };
  loadKernel(host.resource('wasm/bitcoin.wasm'));
  loadJoins(host.resource('wasm/trace.wasm'));
  loadHanVariants(() => host.resource('labels/hanVariants.json'));
  loadWorld(() => host.resource('map/world.json'));
  const session = createCaseSession();
  if (options.readySearch === true) readySearchAtOpening(session);
  const savedProfiles = createSavedProfiles(() => host.profileFolder());
  const questions = questionCalls(
    host,
    session,
    (file, source, network, work) => {
      // A node is asked while its session stands, and a session needs its address and its key from the examiner.
      if (source.mode !== 'archive') throw new Fault('question.needsNode', { source: source.name });
      return openArchiveBlocks(host, file, source, network, work);
    },
    options.questionBatchBytes,
  );
  const router: Router = createRouter(host, [
    implement(appContract, {
      'app.info': () => ({
        version: host.version.program,
        build: host.version.build,
        platform: host.version.platform,
        caseOpen: session.isOpen(),
      }),
      'app.remembered': () => recallWindow(host.profileFolder()),
      'app.remember': (choices) => rememberWindow(host.profileFolder(), choices),
    }),
    implement(catalogContract, { 'catalog.get': catalogue }),
    caseCalls(host, session, [...caseSelfTests, ...chainSelfTests, ...traceSelfTests]),
    journalCalls(session),
    {
      ...intakeCalls(host, session, bagIntake(host, session), savedProfiles),
      ...nodeIntakeCalls(host, session),
      ...rejectedCalls(host, session),
      'intake.sources': () => listSources(session),
    },
    documentCalls(host, session),
    profileCalls(host, savedProfiles),
    labelCalls(host, session, savedProfiles),
    peopleCalls(host, session),
    { ...locateCalls(session), ...mapCalls(session) },
    { ...fetchCalls(session), ...fetchSaveCalls(host, session) },
    showCalls(session),
    transcribeCalls(session),
    traceCalls(host, session),
    clusterCalls(session),
    accountCalls(host, session),
    leadCalls(session),
    typologyCalls(host, session),
    { ...exposureCalls(host, session), ...screeningSaveCalls(host, session) },
    questions,
    keysCalls(host, session, questions['question.ask']),
    flowCalls(session),
    accountCanvasCalls(session),
    canvasCalls(session),
    canvasPutCalls(session, runPictures(session)),
    canvasTableCalls(host, session),
    canvasReasonCalls(session),
    findCalls(session, {
      resolve: (canvas, item) => resolveItem(session, canvas, item),
      rules: (canvas) => rulesOfCanvas(session, canvas),
      extraHits: async (text, work) => [
        ...canvasHits(session, text),
        ...requestHits(session, text),
        ...(await transcriptionHits(session, text, work)),
      ],
    }),
    evidenceCalls(host, session),
    figureCalls(host, session),
    exchangeCalls(host, session),
    requestCalls(host, session),
    seizureCalls(host, session),
    custodyCalls(host, session),
    deconflictCalls(host, session),
    deviceCalls(host, session, chainSight(session)),
    implement(learnContract, {
      'learn.practice': async (input, work) => {
        if (session.isOpen()) throw new Fault('usage.caseOpen');
        const grant = (path: string): string => {
          const token = Buffer.from(host.randomBytes(16)).toString('hex');
          practiceGrants.set(token, { path, name: basename(path) });
          return token;
        };
        try {
          // The stories are code that a case at work never needs.
          const { makePractice } = await import('./learn/index.ts');
          return await makePractice(host, { call: (name, asked, { signal }) => router.call(name, asked, { signal }), grant }, input, work);
        } catch (error) {
          await session.leave()?.close();
          throw error;
        } finally {
          practiceGrants.clear();
        }
      },
    }),
  ]);
  return {
    router,
    async dispose() {
      await session.leave()?.close();
    },
  };
}

function catalogue() {
  return {
    chains: CHAINS.entries.map(({ id, name, training, coin, smallestUnit, capabilities }) => ({
      id,
      name,
      training,
      unitName: coin.name,
      unitSymbol: coin.symbol,
      decimals: coin.decimals,
      smallestSymbol: smallestUnit.symbol,
      verified: [...capabilities.verified],
      notVerified: [...capabilities.notVerified],
    })),
    accountChains: ACCOUNT_CHAINS.map(({ id, name, title }) => ({ id, name, title })),
    importers: importers.entries.map(({ id }) => ({ id })),
    policies: policies.entries.map(({ id, version, directions }) => ({ id, version: String(version), directions: [...directions] })),
    stops: stops.entries.map(({ id, version, statement, options }) => ({
      id,
      version: String(version),
      inference: statement === 'inference',
      options: options.map((field) => ({
        name: field.type === 'scripts' ? 'addresses' : field.name,
        kind:
          field.type === 'scripts'
            ? ('addresses' as const)
            : field.type === 'amountSat'
              ? ('amount' as const)
              : /^(from|to)$/.test(field.name)
                ? ('height' as const)
                : ('integer' as const),
        required: field.required && id !== 'labelled',
        defaultValue: field.default ?? null,
      })),
    })),
    heuristics: heuristics.entries.map(({ id, version }) => ({ id, version: String(version), errorRate: 'notMeasured' })),
    exporters: [{ id: 'bag', version: '1' }],
  };
}

export { type Host, type NodeAccess, type NodeConnection, type NodeLimits, type NodeQuestion, type Router, serve };
