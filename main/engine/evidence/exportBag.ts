// Writes a case's bag: gathers, draws the report, signs, writes to a temporary place, has the independent verifier read it
// back, and only then gives it its name.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../../shared/model/fault.ts';
import { openBag, verifyBag } from '../../verifier/index.ts';
import { transcriptionsInOrder, transcriptionsOf } from '../canvas/index.ts';
import { type CaseSession, fingerprintOf } from '../casefile/index.ts';
import { accountChain, bitcoinNetwork } from '../chains/index.ts';
import type { TakeInResult } from '../intake/index.ts';
import { screeningsWithExamples } from '../trace/index.ts';
import { breathe, type Host, sha256Hex, throwIfCancelled, type Work } from '../kernel/index.ts';
import { accountHeadersFile, accountLedgerFile, accountProofFile, accountRunsFile, accountTransfersCsv } from './bag/accountPayload.ts';
import { caseFile, headersFile, journalLines, limitsFile, proofFile, runsFile } from './bag/payload.ts';
import { devicesFile, seizuresFile } from './bag/devicesPayload.ts';
import { peopleFile, requestsFile } from './bag/peoplePayload.ts';
import { transfersCsv } from './bag/transfers.ts';
import { writeBag } from './bag/write.ts';
import { zipBag } from './bag/zip.ts';
import { type FigureModel, figureModel } from './figure/figureModel.ts';
import { gather, type Gathered } from './gather.ts';
import { inheritedLabels } from './inheritedLabels.ts';
import { renderReport } from './report/render.ts';
import { type ReportLocale, reportWords } from './report/words.ts';
import { reportModel } from './reportModel.ts';

export interface ExportRequest {
  readonly out: string;
  readonly runs: readonly number[];
  readonly accountRuns: readonly number[];
  readonly canvases: readonly { readonly canvas: number; readonly caption: string }[];
  readonly zip: boolean;
  readonly fullJournal: boolean;
  /** Entries by number; left out: those that a chain of evidence of the runs reaches. */
  readonly people?: readonly number[] | undefined;
  readonly fullLinks: boolean;
  readonly requests: boolean;
  readonly devices: boolean;
  readonly locale: ReportLocale;
}

/** Sections of words that chapters take theirs from, and what stands before their keys. */
const CHAPTER_WORDS = {
  typologies: 'typology',
  exposure: 'exposure',
  transcribe: 'transcribe',
  custody: 'custody',
  people: 'people',
  requests: 'request',
  seizure: 'seizure',
} as const;

type ExportWork = Work<{ phase: string; done: number; total: number | null; unit: 'steps' | 'files' }>;

export async function exportBag(host: Host, session: CaseSession, request: ExportRequest, work: ExportWork) {
  const file = session.current();
  const target = request.zip && !request.out.endsWith('.zip') ? `${request.out}.zip` : request.out;
  if (existsSync(target)) throw new Fault('export.exists', { name: basename(target) });
  // The signature and every time in the bag are the journal's head: it must not move between here and the end.
  const checkpoint = await file.checkpoint();
  const signer = await file.signer();
  const pause = async (): Promise<void> => {
    await breathe();
    throwIfCancelled(work);
    if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
    if (file.journal.head().size !== checkpoint.size)
      throw new Fault('bag.fails', { check: 'journal', file: '', detail: 'the case changed while the bag was made' });
  };
  const { fullJournal, fullLinks, requests, devices } = request;
  const told = { fullJournal, requests, devices, people: { entries: request.people ?? null, fullLinks } };
  const gathered = await gather(session, request, told, work, pause);
  work.report({ phase: 'report', done: 0, total: 1, unit: 'steps' });
  await pause();
  const program = `Tracehold ${host.version.program} (${host.version.build.slice(0, 16)})`;
  const payload = payloadOf(session, gathered, program);
  const sentences = (section: string): Readonly<Record<string, string>> =>
    JSON.parse(Buffer.from(host.resource(`locales/${request.locale}/${section}.json`)).toString('utf8'));
  const prefixed = (section: string, head: string) => Object.entries(sentences(section)).map(([key, text]) => [`${head}.${key}`, text]);
  const chapters = Object.entries(CHAPTER_WORDS).flatMap(([section, head]) => prefixed(section, head));
  const words = reportWords(request.locale, { ...sentences('report'), ...Object.fromEntries(chapters) });
  const figures: FigureModel[] = [];
  for (const one of request.canvases)
    figures.push(await figureModel(session, { ...one, scope: { what: 'all' }, classification: '' }, { ...work, report: () => undefined }));
  await pause();
  const frame = { program, checkpoint, fingerprint: fingerprintOf(signer.publicKey), files: payload };
  const screenings = await screeningsWithExamples(session, { ...work, report: () => undefined });
  const typed = await transcriptionsOf(session, { ...work, report: () => undefined }, true);
  const transcriptions = transcriptionsInOrder(typed.filter(({ withdrawn }) => withdrawn === ''));
  await pause();
  const model = {
    ...reportModel(file, gathered, frame),
    figures,
    screenings,
    inherited: inheritedLabels(session, gathered.runs),
    transcriptions,
  };
  payload.set('data/report.pdf', await renderReport(model, { font: (name) => host.resource(`fonts/${name}`), words }));
  await pause();

  const { details } = file;
  const files = writeBag({
    payload,
    info: {
      agency: details.agency,
      examiner: details.examiner,
      reference: details.reference,
      title: details.title,
      softwareAgent: program,
      programVersion: host.version.program,
      training: file.isTraining(),
      traced: gathered.bagRuns.length + gathered.accounts.bagRuns.length > 0,
    },
    checkpoint,
    publicKey: Uint8Array.from(Buffer.from(signer.publicKey, 'hex')),
    sign: (bytes) => signer.sign(bytes),
    words,
  });
  const pending = join(dirname(target), `.${basename(target)}.being-written${request.zip ? '.zip' : ''}`);
  try {
    rmSync(pending, { recursive: true, force: true });
    if (request.zip) writeFileSync(pending, zipBag(files));
    else await writeFolder(pending, files, work);
    work.report({ phase: 'verifying', done: 0, total: 1, unit: 'steps' });
    const report = await verifyBag(await openBag(pending), { fingerprint: fingerprintOf(signer.publicKey) });
    if (!report.ok) {
      const wrong = report.findings.find((finding) => !finding.ok);
      throw new Fault('bag.fails', { check: wrong?.check ?? '', file: wrong?.file ?? '', detail: wrong?.detail ?? '' });
    }
    renameSync(pending, target);
  } catch (error) {
    rmSync(pending, { recursive: true, force: true });
    if (error instanceof Fault) throw error;
    const { code } = error as { code?: string };
    if (code === 'ENOSPC') throw new Fault('case.diskFull', {}, error);
    if (code === 'EACCES' || code === 'EROFS' || code === 'ENOENT' || code === 'EPERM')
      throw new Fault('export.notWritable', { name: basename(target), reason: code }, error);
    throw error;
  }
  const sizeBytes = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const tagManifestSha256 = sha256Hex(files.get('tagmanifest-sha256.txt') as Uint8Array);
  file.noteAccess('bag.exported', {
    name: basename(target),
    runs: gathered.runs.map((run) => run.row.id),
    accountRuns: gathered.accounts.runs.map(({ run }) => run),
    tagManifestSha256,
    checkpoint: checkpoint.code,
  });
  return {
    name: basename(target),
    sizeBytes,
    tagManifestSha256,
    fingerprint: fingerprintOf(signer.publicKey),
    checkpoint: checkpoint.code,
    counts: {
      files: files.size,
      runs: gathered.runs.length + gathered.accounts.runs.length,
      transactions: gathered.proofs.reduce((sum, proof) => sum + proof.transactions.length, 0),
      blocks: gathered.proofs.length,
      ...(gathered.accounts.runs.length === 0 ? {} : accountCounts(gathered)),
      ...(gathered.people === null ? {} : { people: gathered.people.entries.length }),
      ...(gathered.requests.length === 0 ? {} : { requests: gathered.requests.length }),
      ...(gathered.devices === null ? {} : { exhibits: gathered.devices.exhibits.length, traces: gathered.devices.traces.length }),
      ...(gathered.seizures.length === 0 ? {} : { seizures: gathered.seizures.length }),
      onTrust: gathered.limits.values.length,
      withheldPayloads: gathered.limits.withheldPayloads,
    },
  };
}

function payloadOf(session: CaseSession, gathered: Gathered, program: string): Map<string, Uint8Array> {
  const file = session.current();
  const held = [...file.chain.chains(), ...file.accounts.chains()];
  const chains = [...new Set([...gathered.runs.map((run) => run.row.chain), ...held])].sort();
  const payload = new Map<string, Uint8Array>();
  payload.set(
    'data/case.json',
    caseFile({
      ...file.details,
      training: file.isTraining(),
      program,
      chains: chains.map((chain) => ({
        chain,
        name: bitcoinNetwork(chain)?.name ?? accountChain(chain)?.title ?? chain,
        training: bitcoinNetwork(chain)?.training ?? accountChain(chain)?.training ?? false,
      })),
      sources: file.sources
        .list()
        .filter((source) => source.importer !== 'examiner@1')
        .map((source) => ({
          number: source.id,
          name: source.name,
          importer: source.importer,
          mode: source.mode,
          chain: source.chain,
          exhibit: source.exhibit === '' ? null : source.exhibit,
          sizeBytes: Number(source.size),
          sha256: source.sha256,
          taken: source.taken,
          state: source.state,
          result: source.mode === 'people' ? withoutTexts(source.result) : source.result,
        })),
    }),
  );
  payload.set('data/runs.json', runsFile(gathered.bagRuns));
  payload.set(
    'data/transfers.csv',
    transfersCsv(gathered.transfers, new Map(gathered.runs.map((run) => [run.row.id, run.result.policies.map((policy) => policy.policy)]))),
  );
  payload.set('data/limits.json', limitsFile(gathered.limits));
  payload.set('data/journal.jsonl', journalLines(gathered.journal));
  for (const [name, bytes] of headersFile(gathered.headers)) payload.set(name, bytes);
  for (const proof of gathered.proofs) {
    const { name, bytes } = proofFile(proof);
    payload.set(name, bytes);
  }
  const { accounts, people, requests, devices, seizures } = gathered;
  if (people !== null) payload.set('data/people.json', peopleFile(people));
  if (requests.length > 0) payload.set('data/requests.json', requestsFile(requests));
  if (devices !== null) payload.set('data/devices.json', devicesFile(devices));
  if (seizures.length > 0) payload.set('data/seizures.json', seizuresFile(seizures));
  // A case that never traced balances has no file about them.
  if (accounts.bagRuns.length === 0) return payload;
  payload.set('data/account-runs.json', accountRunsFile(accounts.bagRuns));
  payload.set('data/account-transfers.csv', accountTransfersCsv(accounts.transfers));
  payload.set('data/account-headers.json', accountHeadersFile(accounts.headers));
  for (const [name, rows] of accounts.ledgers) payload.set(`data/${name}`, accountLedgerFile(rows));
  for (const proof of accounts.proofs) {
    const { name, bytes } = accountProofFile(proof);
    payload.set(name, bytes);
  }
  return payload;
}

/** Refused rows of a register hold what it says of people: their numbers and reasons go into the bag, not their texts. */
function withoutTexts(result: unknown): unknown {
  const { rejectedRows = [] } = (result ?? {}) as Partial<TakeInResult>;
  return result === null ? null : { ...(result as TakeInResult), rejectedRows: rejectedRows.map((row) => ({ ...row, text: '' })) };
}

function accountCounts({ accounts }: Gathered): Record<string, number> {
  return {
    accountRows: [...accounts.ledgers.values()].reduce((sum, rows) => sum + rows.length, 0),
    accountTransactions: accounts.proofs.reduce((sum, proof) => sum + proof.transactions.length, 0),
  };
}

async function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>, work: ExportWork): Promise<void> {
  let done = 0;
  for (const [name, bytes] of files) {
    const path = join(folder, ...name.split('/'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    if (++done % 100 === 0) {
      work.report({ phase: 'writing', done, total: files.size, unit: 'files' });
      await breathe();
      throwIfCancelled(work);
    }
  }
}
