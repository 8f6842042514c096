// The calls that every body of the engine must answer alike, as data: extend the list, not the test. Steps are walked
// in order on one engine, so later ones may build on the case that earlier ones made.
import { join } from 'node:path';
import type { CallInput, CallName } from '../../shared/contract/index.ts';
import type { FaultCode } from '../../shared/model/fault.ts';
import { withoutHashes } from './normal.ts';
import { type Practice, thiefAddresses } from './practice.ts';

export interface Place {
  /** Private to this walk. */
  readonly folder: string;
  readonly practice: Practice;
  grant(path: string): Promise<string>;
  /** Outputs of earlier steps by their title. */
  readonly earlier: ReadonlyMap<string, unknown>;
}

export interface Step {
  readonly title: string;
  /** A call of the contract, or on purpose none. */
  readonly name: string;
  readonly input: unknown | ((place: Place) => unknown);
  /** The fault expected instead of an answer. */
  readonly fault?: FaultCode;
  /** What is compared between bodies, before times, random ids and keys are replaced (normal.ts). */
  readonly compared?: (output: never) => unknown;
  /** What the answer holds besides being the same everywhere. */
  readonly holds?: object;
  /** It reports progress. */
  readonly phases?: true;
  /** The asker gives up: with the question, or at the first progress. */
  readonly cancel?: 'at once' | 'when it runs';
}

/** A step whose input is checked against the contract's types. */
function ask<N extends CallName>(
  title: string,
  name: N,
  input: CallInput<N> | ((place: Place) => CallInput<N> | Promise<CallInput<N>>),
  rest: Omit<Step, 'title' | 'name' | 'input'> = {},
): Step {
  return { title, name, input, ...rest };
}

const PASSPHRASE = '川の流れは絶えずして';
const QUESTION = { question: '盗まれた資金は今どこにあるか', primary: 'fifo', reason: '判例は先入先出法による' };
const theft = ({ practice }: Place): string => practice.truth.theft.txid;
const thief = ({ practice }: Place, which: number): string => thiefAddresses(practice.truth).at(which) ?? '';
const fingerprintOf = ({ earlier }: Place): string => (earlier.get('makes the bag') as { readonly fingerprint: string }).fingerprint;
const bagOf = ({ folder, earlier }: Place): string => {
  const { name } = earlier.get('makes the bag') as { readonly name: string };
  return name === 'bag' ? join(folder, 'bag') : join(folder, 'bag', name);
};

const AT_THE_DOOR: readonly Step[] = [
  {
    title: 'says what it is',
    name: 'app.info',
    input: {},
    // Run from the sources it has neither version nor build.
    compared: (info: { readonly platform: string; readonly caseOpen: boolean }) => ({ platform: info.platform, caseOpen: info.caseOpen }),
  },
  ask('shows its catalogue', 'catalog.get', {}),
  ask('keeps what was chosen for the window', 'app.remember', { theme: 'contrast', language: 'ja', times: '540' }),
  ask('remembers it', 'app.remembered', {}),
  { title: 'refuses an unknown key', name: 'app.info', input: { surplus: true }, fault: 'usage.invalid' },
  { title: 'refuses no input', name: 'app.info', input: null, fault: 'usage.invalid' },
  { title: 'refuses a list as input', name: 'app.info', input: [], fault: 'usage.invalid' },
  { title: 'knows no such call', name: 'app.quit', input: {}, fault: 'usage.unknownCall' },
  { title: 'knows no inherited name', name: 'constructor', input: {}, fault: 'usage.unknownCall' },
  { title: 'knows no prototype', name: '__proto__', input: {}, fault: 'usage.unknownCall' },
  { title: 'knows no domain alone', name: 'app.', input: {}, fault: 'usage.unknownCall' },
  ask('has no case yet', 'case.info', {}, { fault: 'usage.noCase' }),
  ask('takes no path for a grant', 'case.open', { folder: '/etc', passphrase: 'x' }, { fault: 'usage.grantUnknown' }),
];

const TAKING_IN: readonly Step[] = [
  ask('creates a case', 'case.create', async ({ folder, grant }) => ({
    folder: await grant(join(folder, 'river')),
    title: '特殊詐欺事件',
    examiner: '黒田',
    agency: 'サイバー犯罪対策課',
    reference: 'R8-1204',
    passphrase: PASSPHRASE,
  })),
  ask(
    'opens no second case',
    'case.open',
    async ({ folder, grant }) => ({ folder: await grant(join(folder, 'river.tracehold')), passphrase: PASSPHRASE }),
    {
      fault: 'usage.caseOpen',
    },
  ),
  ask('traces nothing in an empty case', 'trace.run', (place) => ({ from: [theft(place)], ...QUESTION }), { fault: 'usage.chainRequired' }),
  ask(
    'takes in a node folder',
    'intake.run',
    async ({ practice, grant }) => ({ paths: [await grant(practice.node)], exhibit: 'R8-1204/1' }),
    {
      phases: true,
      holds: { results: [{ mode: 'takenIn', refused: [], stale: 1, undo: 'values' }] },
    },
  ),
  ask(
    'takes in nothing that is not there',
    'intake.run',
    async ({ folder, grant }) => ({ paths: [await grant(join(folder, 'nothing'))] }),
    {
      fault: 'intake.notFound',
    },
  ),
  ask('takes in labels', 'labels.add', async ({ practice, grant }) => ({ paths: [await grant(practice.tagPack)] })),
  ask('lists sources and coverage', 'intake.sources', {}, { holds: { sources: [{ state: 'complete' }, { mode: 'labels' }] } }),
  ask('lists labels', 'labels.list', { search: 'hot', limit: 5 }, { holds: { total: 1 } }),
];

const LOOKING_UP: readonly Step[] = [
  ask('finds the theft', 'show.find', (place) => ({ text: theft(place) }), { holds: { found: [{ kind: 'transaction', grade: 'P' }] } }),
  ask('finds a CoinJoin', 'show.find', ({ practice }) => ({ text: practice.truth.coinJoin.txid }), {
    holds: { found: [{ coinjoin: true }] },
  }),
  ask('finds probable change', 'show.find', ({ practice }) => ({ text: practice.truth.peelChain[0]?.txid ?? '' })),
  ask('finds an address', 'show.find', ({ practice }) => ({ text: practice.truth.exchange.hotAddress }), {
    holds: { found: [{ kind: 'address' }] },
  }),
  ask('finds a block by its hash', 'show.find', ({ practice }) => ({ text: practice.truth.tipHash }), {
    holds: { found: [{ kind: 'block' }] },
  }),
  ask('finds a block by its height', 'show.find', { text: '130' }, { holds: { found: [{ kind: 'block', block: { height: 130 } }] } }),
  ask('says what an unknown hash could be', 'show.find', { text: `${'0'.repeat(63)}1` }, { holds: { found: [] } }),
  ask('says that a text is nothing', 'show.find', { text: 'where is the money' }, { holds: { found: [], possible: [] } }),
];

const TRACING: readonly Step[] = [
  ask(
    'traces forward',
    'trace.run',
    (place) => ({
      from: place.practice.truth.theft.stolenOutpoints.map(({ outpoint }) => outpoint),
      stops: [{ rule: 'labelled' }],
      ...QUESTION,
    }),
    { holds: { run: 1, direction: 'forward' }, phases: true },
  ),
  ask(
    'traces backward',
    'trace.run',
    ({ practice }) => ({
      from: practice.truth.exchange.stolenDeposits.slice(0, 1).map(({ outpoint }) => outpoint),
      direction: 'backward',
      policies: ['poison', 'haircut', 'fifo', 'lifo'],
      ...QUESTION,
    }),
    { holds: { run: 2, direction: 'backward' } },
  ),
  ask('traces from nowhere', 'trace.run', { from: [`${'0'.repeat(63)}1:0`], ...QUESTION }, { fault: 'trace.seedUnknown' }),
  ask('traces by no such policy', 'trace.run', (place) => ({ from: [theft(place)], ...QUESTION, policies: ['guess'] }), {
    fault: 'trace.policyUnknown',
  }),
  ask('traces by no such rule', 'trace.run', (place) => ({ from: [theft(place)], stops: [{ rule: 'guess' }], ...QUESTION }), {
    fault: 'trace.ruleUnknown',
  }),
  ask('gives up a trace', 'trace.run', (place) => ({ from: [theft(place)], ...QUESTION }), { cancel: 'at once', fault: 'job.cancelled' }),
  ask('lists runs', 'trace.runs', {}, { holds: { runs: [{ run: 1 }, { run: 2 }] } }),
  ask('shows a result', 'trace.result', { run: 1 }),
  ask('shows no other result', 'trace.result', { run: 99 }, { fault: 'trace.runUnknown' }),
  ask(
    'replays every run',
    'trace.replay',
    {},
    {
      holds: {
        runs: [
          { run: 1, identical: true },
          { run: 2, identical: true },
        ],
      },
    },
  ),
  ask('gives up a replay', 'trace.replay', {}, { cancel: 'at once', fault: 'job.cancelled' }),
  ask('draws the flow', 'canvas.flow', { run: 1, policy: 'fifo' }, { holds: { policy: 'fifo', direction: 'forward' } }),
  ask('draws the largest nodes only', 'canvas.flow', { run: 1, policy: 'haircut', limit: 20 }),
  ask('draws a backward flow', 'canvas.flow', { run: 2, policy: 'lifo' }, { holds: { direction: 'backward' } }),
  ask('lists transfers', 'canvas.transfers', { run: 1, policy: 'fifo', after: 3, limit: 40 }),
];

const CLUSTERS_AND_UNDO: readonly Step[] = [
  ask('clusters', 'cluster.of', (place) => ({ address: thief(place, 0) }), { holds: { errorRate: 'notMeasured' } }),
  ask('explains', 'cluster.explain', (place) => ({ a: thief(place, 0), b: thief(place, -1) }), { holds: { joined: true } }),
  ask('lists link rules', 'cluster.rules', {}),
  ask(
    'clusters by more rules',
    'cluster.of',
    (place) => ({
      address: thief(place, 0),
      rules: ['multiInput', 'exclusion.dust', 'change:unique(fresh & optimal) - reuse'],
      without: ['multiInput'],
    }),
    { holds: { rule: 'multiInput@2, change:unique(fresh@1 & optimal@1) - reuse@1, exclusion.dust@1' } },
  ),
  ask('refuses an unknown rule', 'cluster.of', (place) => ({ address: thief(place, 0), rules: ['change:odd'] }), {
    fault: 'cluster.badRule',
  }),
  ask('looks for contradictions', 'cluster.contradictions', (place) => ({ address: thief(place, 0) })),
  ask('has nothing to redo', 'journal.redo', {}, { fault: 'journal.nothingToRedo' }),
  ask('rejects a merge', 'cluster.reject', (place) => {
    const { steps } = place.earlier.get('explains') as { readonly steps: readonly { readonly a: string; readonly b: string }[] };
    return { a: steps[0]?.a ?? '', b: steps[0]?.b ?? '', reason: '別人が同席していた' };
  }),
  ask('clusters without it', 'cluster.of', (place) => ({ address: thief(place, 0) })),
  ask('undoes the rejection', 'journal.undo', {}, { holds: { undone: 'merge.rejected' } }),
  ask('clusters as before', 'cluster.of', (place) => ({ address: thief(place, 0) })),
  ask('redoes the rejection', 'journal.redo', {}, { holds: { redone: 'merge.rejected' } }),
  ask('lets the merge stand again', 'cluster.accept', (place) => {
    const { steps } = place.earlier.get('explains') as { readonly steps: readonly { readonly a: string; readonly b: string }[] };
    return { a: steps[0]?.b ?? '', b: steps[0]?.a ?? '', reason: '調べ直した' };
  }),
  ask('undoes the accepting', 'journal.undo', {}, { holds: { undone: 'merge.accepted' } }),
  ask('undoes it again', 'journal.undo', {}, { holds: { undone: 'merge.rejected' } }),
  ask('labels by hand', 'labels.set', (place) => ({
    chain: (place.earlier.get('clusters') as { readonly chain: string }).chain,
    address: thief(place, 0),
    label: '被疑者A',
    reason: '供述調書3',
  })),
  ask('shows the label', 'show.find', (place) => ({ text: thief(place, 0) }), { holds: { found: [{ labels: [{ label: '被疑者A' }] }] } }),
  ask('undoes the label', 'journal.undo', {}, { holds: { undone: 'label.set' } }),
  ask('shows no label', 'show.find', (place) => ({ text: thief(place, 0) }), { holds: { found: [{ labels: [] }] } }),
  ask('notes', 'journal.note', { text: '電話で照会済み' }),
  ask('lists the journal', 'journal.list', { limit: 500 }, { compared: withoutHashes }),
  ask('allows no chain node', 'case.policy', {}, { holds: { node: { address: null } } }),
  ask(
    'allows one',
    'case.setPolicy',
    { node: { address: 'http://127.0.0.1:8332/' }, reason: '令状による' },
    {
      holds: { node: { address: 'http://127.0.0.1:8332', reason: '令状による' } },
    },
  ),
  ask('allows no name', 'case.setPolicy', { node: { address: 'http://localhost:8332' }, reason: 'x' }, { fault: 'node.notAllowed' }),
  ask('makes a checkpoint', 'journal.checkpoint', {}),
  ask(
    'checks the journal by that code',
    'journal.check',
    ({ earlier }) => ({ code: (earlier.get('makes a checkpoint') as { readonly code: string }).code }),
    {
      compared: ({ ok, matchedSize, size }: { ok: boolean; matchedSize: number | null; size: number }) => ({
        ok,
        behind: size - (matchedSize ?? 0) < 2,
      }),
      holds: { ok: true, behind: true },
    },
  ),
];

const OUT_AND_BACK: readonly Step[] = [
  ask('gives up a bag', 'evidence.exportBag', async ({ folder, grant }) => ({ out: await grant(join(folder, 'given-up')), runs: [1] }), {
    cancel: 'when it runs',
    fault: 'job.cancelled',
  }),
  ask(
    'makes the bag',
    'evidence.exportBag',
    async ({ folder, grant }) => ({ out: await grant(join(folder, 'bag')), runs: [1, 2], locale: 'ja' }),
    {
      phases: true,
    },
  ),
  ask('writes over nothing', 'evidence.exportBag', async ({ folder, grant }) => ({ out: await grant(join(folder, 'bag')), runs: [1] }), {
    fault: 'export.exists',
  }),
  ask('closes the case', 'case.close', {}),
  ask('has none any more', 'case.info', {}, { fault: 'usage.noCase' }),
  ask(
    'verifies the bag without a case',
    'evidence.verify',
    async (place) => ({ bag: await place.grant(bagOf(place)), fingerprint: fingerprintOf(place) }),
    {
      holds: { ok: true, training: true, signer: { known: true } },
      compared: withoutHashes,
      phases: true,
    },
  ),
  ask('takes practice for no evidence', 'evidence.verify', async (place) => ({ bag: await place.grant(bagOf(place)), asEvidence: true }), {
    holds: { ok: false, signer: { known: false } },
    compared: withoutHashes,
  }),
  ask(
    'refuses a wrong passphrase',
    'case.open',
    async ({ folder, grant }) => ({ folder: await grant(join(folder, 'river.tracehold')), passphrase: 'wrong' }),
    {
      fault: 'case.passphrase',
    },
  ),
  ask('opens the case again', 'case.open', async ({ folder, grant }) => ({
    folder: await grant(join(folder, 'river.tracehold')),
    passphrase: PASSPHRASE,
  })),
  ask('shows the same result', 'trace.result', { run: 1 }),
  ask('closes it again', 'case.close', {}),
];

export const ROAD: readonly Step[] = [...AT_THE_DOOR, ...TAKING_IN, ...LOOKING_UP, ...TRACING, ...CLUSTERS_AND_UNDO, ...OUT_AND_BACK];
