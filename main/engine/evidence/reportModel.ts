// From gathered evidence to the report's plain data. Sentences are made elsewhere; nothing here judges.
import { flowInput, flowPicture } from '../canvas/index.ts';
import type { CaseFile, Checkpoint, SourceRow } from '../casefile/index.ts';
import { bitcoinNetwork } from '../chains/index.ts';
import type { TakeInResult } from '../intake/index.ts';
import { sha256Hex } from '../kernel/index.ts';
import {
  acceptedFindings,
  type ComputedRun,
  describeRuns,
  gradeOf,
  heuristics,
  isPossibleCoinjoin,
  outpointText,
  policyResult,
  ruleName,
  type TransferRow,
  type StoredAccountRequest,
  transferRows,
  txidOf,
} from '../trace/index.ts';
import { chainTitle, reportAccountRuns } from './accounts/reportAccounts.ts';
import type { BagAccountRun } from './bag/accountPayload.ts';
import type { BagPeople } from './bag/peoplePayload.ts';
import { type Gathered, whyNotCarried } from './gather.ts';
import type { ReportModel, ReportRun, ReportStatement, ReportTransfer } from './report/model.ts';
import { labelTexts, rowAddress } from '../canvas/index.ts';

/** Nodes of the printed chart: more cannot be read on a page. */
const CHART_NODES = 60;

export interface ReportFrame {
  readonly program: string;
  readonly checkpoint: Checkpoint;
  readonly fingerprint: string;
  /** Files of data/ that exist before the report is made. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export function reportModel(file: CaseFile, gathered: Gathered, frame: ReportFrame): ReportModel {
  const { details } = file;
  const registered = registrationTimes(file);
  return {
    training: file.isTraining(),
    case: {
      caseId: details.caseId,
      title: details.title,
      reference: details.reference,
      agency: details.agency,
      authority: details.authority,
      examiner: details.examiner,
      timeZone: details.timeZone,
      created: details.created,
    },
    program: frame.program,
    journal: {
      size: frame.checkpoint.size,
      headHash: frame.checkpoint.headHash,
      time: frame.checkpoint.time,
      code: frame.checkpoint.code,
      withheldPayloads: gathered.limits.withheldPayloads,
    },
    signer: { fingerprint: frame.fingerprint },
    chains: gathered.headers.map((segment) => ({
      chain: segment.chain,
      name: segment.name,
      training: segment.training,
      anchor: { kind: segment.anchor.kind, height: segment.from, hash: segment.anchor.hash },
      tip: { height: segment.tipHeight, hash: segment.tip.hash },
      work: segment.work.toString(),
      cheap: segment.cheap,
      notVerified: bitcoinNetwork(segment.chain)?.capabilities.notVerified ?? [],
    })),
    sources: file.sources
      .list()
      .filter((source) => source.importer !== 'examiner@1')
      .map(describeSource),
    runs: gathered.runs.map((run) => reportRun(file, gathered, run, registered)),
    accountRuns: reportAccountRuns(file, gathered.accounts),
    findings: acceptedFindings(file),
    people: gathered.people === null ? null : { ...gathered.people, chainNames: chainNamesOf(gathered.people) },
    requests: gathered.requests,
    devices: gathered.devices,
    seizures: gathered.seizures,
    allRuns: [
      ...describeRuns(file).map((run) => ({
        run: run.run,
        ordinal: run.ordinal,
        siblings: run.siblings,
        question: run.question,
        primary: run.primary,
        direction: run.direction,
        time: run.time,
        exported: gathered.runs.some((candidate) => candidate.row.id === run.run),
        resultDigest: run.resultDigest,
      })),
      ...gathered.accounts.bagRuns.map(mentionOf),
    ],
    statements: statementsOf(file, gathered.runs),
    rejectedMerges: gathered.limits.rejectedMerges,
    limits: {
      values: gathered.limits.values.map((value) => ({ ...value, valueSat: BigInt(value.valueSat) })),
      unanchored: [
        ...gathered.limits.unanchored,
        ...gathered.accounts.proofs.filter(({ anchor }) => anchor === null).map(({ blockHash }) => blockHash),
      ],
      notCovered: gathered.limits.notCovered.map((gap) => ({
        chainName: bitcoinNetwork(gap.chain)?.name ?? gap.chain,
        from: gap.from,
        to: gap.to,
      })),
      notes: gathered.limits.notes,
    },
    files: [...frame.files].map(([path, bytes]) => ({ path, sizeBytes: bytes.length, sha256: sha256Hex(bytes) })),
  };
}

function chainNamesOf({ entries }: BagPeople): Readonly<Record<string, string>> {
  const chains = new Set(entries.flatMap(({ links }) => links.flatMap((link) => link.chains)));
  return Object.fromEntries([...chains].map((chain) => [chain, bitcoinNetwork(chain)?.name ?? chainTitle(chain)]));
}

function mentionOf(run: BagAccountRun): ReportModel['allRuns'][number] {
  const { question, primary, direction } = run.request as StoredAccountRequest;
  const resultDigest = run.exported ? (run.document as { resultDigest: string }).resultDigest : run.resultDigest;
  return {
    ...{ account: true, run: run.run, ordinal: run.ordinal, siblings: run.siblings, time: run.time, exported: run.exported },
    ...{ question, primary, direction, resultDigest },
  };
}

function describeSource(source: SourceRow): ReportModel['sources'][number] {
  const result = source.result as TakeInResult | null;
  return {
    number: source.id,
    name: source.name,
    importer: source.importer,
    mode: source.mode === 'archive' ? 'archive' : 'taken',
    chainName: source.chain === null ? null : (bitcoinNetwork(source.chain)?.name ?? chainTitle(source.chain)),
    exhibit: source.exhibit === '' ? null : source.exhibit,
    sizeBytes: Number(source.size),
    sha256: source.sha256,
    taken: source.taken,
    state: source.state === 'complete' ? 'finished' : source.state,
    blocks: result === null || source.chain === null || source.mode === 'accounts' ? null : result.accepted,
    transactions: result === null || source.chain === null ? null : result.transactions,
    refused: (result?.refused.length ?? 0) + (result?.rejectedRows.length ?? 0),
  };
}

/** When each run's question was put on record. */
function registrationTimes(file: CaseFile): ReadonlyMap<number, string> {
  const times = new Map<number, string>();
  for (const event of file.journal.all())
    if (event.header.name === 'run.registered') times.set((event.payload as { run: number }).run, event.header.time);
  return times;
}

function reportRun(file: CaseFile, gathered: Gathered, run: ComputedRun, registered: ReadonlyMap<number, string>): ReportRun {
  const { view, request, document } = run;
  const summary = describeRuns(file).find((candidate) => candidate.run === run.row.id);
  const primary = policyResult(run, request.primary) ?? run.result.policies[0];
  if (summary === undefined || primary === undefined) throw new Error('reportRun: run without policies');
  const rows = transferRows(run, primary).filter((row) => row.outNumber >= 0);
  const transfers = rows.map((row) => describeTransfer(file, run, row));
  const seedAddress = new Map(
    run.result.seeds.map(({ outNumber }) => [outpointText(view, outNumber), rowAddress(view, view.slice.outScript[outNumber] as number)]),
  );
  const exported = gathered.bagRuns.find((candidate) => candidate.run === run.row.id);
  const order = [primary.policy, ...run.result.policies.map((policy) => policy.policy).filter((id) => id !== primary.policy)];
  return {
    run: run.row.id,
    ordinal: summary.ordinal,
    siblings: summary.siblings,
    question: request.question,
    primary: primary.policy,
    reason: request.reason,
    direction: request.direction,
    chainName: view.network.name,
    coin: view.network.training ? null : { symbol: view.network.coin.symbol, decimals: view.network.coin.decimals },
    stops: request.stops,
    time: run.row.time,
    questionTime: registered.get(run.row.id) ?? null,
    height: document.height,
    coverage: document.coverage,
    inputsDigest: document.inputsDigest,
    resultDigest: document.resultDigest,
    seeds: document.seeds.map((seed) => ({
      outpoint: seed.outpoint,
      amountSat: BigInt(seed.amountSat),
      address: seedAddress.get(seed.outpoint) ?? null,
    })),
    outcomes: order.map((id) => {
      const policy = policyResult(run, id);
      const outcome = document.policies[id];
      if (policy === undefined || outcome === undefined) throw new Error(`reportRun: no policy ${id}`);
      return {
        policy: id,
        holdings: outcome.holdings.map((holding) => ({ ...holding, amountSat: BigInt(holding.amountSat) })),
        feesSat: BigInt(outcome.feesSat),
        feesUnknown: policy.feesUnknown,
        totalSat: BigInt(outcome.totalSat),
        transactions: policy.touched.length,
        notCarried: whyNotCarried(file, run, policy),
      };
    }),
    transfers,
    picture: primary.flows.length === 0 ? null : flowPicture(flowInput(file, run, primary, CHART_NODES)),
    trust: exported?.exported === true ? exported.trust.length : 0,
    coinjoins: primary.flows.filter((flow) => isPossibleCoinjoin(view, flow.txNumber)).length,
  };
}

function describeTransfer(file: CaseFile, run: ComputedRun, row: TransferRow): ReportTransfer {
  const { view } = run;
  const block = view.slice.txBlock[row.transaction] as number;
  const height = view.slice.blockHeight[block] as number;
  const address = rowAddress(view, row.script);
  return {
    hop: row.hop,
    outpoint: row.outpoint,
    address,
    height: height < 0 ? null : height,
    blockTimestamp: view.slice.blockTime[block] as number,
    valueSat: row.valueSat,
    amountSat: row.amountSat,
    state: row.state,
    spentBy: row.spentBy === -1 ? null : txidOf(view, row.spentBy),
    grade: gradeOf(view, row.transaction),
    coinjoin: isPossibleCoinjoin(view, row.transaction),
    labels: labelTexts(file, view.network.id, address),
  };
}

/** Inferences and attributions that the exported runs rest on: stop rules that infer, labels that appear in the tables. */
function statementsOf(file: CaseFile, runs: readonly ComputedRun[]): ReportStatement[] {
  const found = new Map<string, ReportStatement>();
  for (const run of runs) {
    for (const policy of run.result.policies) {
      for (const row of transferRows(run, policy)) {
        const address = rowAddress(run.view, row.script);
        if (address === null) continue;
        for (const label of file.labels.of(address)) {
          found.set(`label ${label.id}`, {
            kind: 'attribution',
            rule: label.origin,
            text: `${address}: ${label.label}`,
            errorRate: null,
            date: label.date === '' ? null : label.date,
            confidence: label.confidence === '' ? null : label.confidence,
            alternatives: [],
          });
        }
      }
    }
    const guard = heuristics.find('coinjoin.generic');
    const coinjoins = new Set(
      run.result.policies.flatMap((policy) =>
        policy.flows.filter((flow) => isPossibleCoinjoin(run.view, flow.txNumber)).map((flow) => txidOf(run.view, flow.txNumber)),
      ),
    );
    if (guard !== undefined) {
      for (const txid of coinjoins)
        found.set(`coinjoin ${txid}`, {
          kind: 'inference',
          rule: ruleName(guard),
          text: txid,
          errorRate: null,
          date: null,
          confidence: null,
          alternatives: [],
        });
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement);
}
