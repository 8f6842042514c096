// The verifier: reads a bag and says what holds, what does not, and what nobody can check from it (docs/FORMATS.md §8).
// Imports nothing but its own folder and trusts nothing in the bag but what follows from bytes, hashes, work and its own constants.
import { readLedgers } from './accountLedgers.ts';
import { checkAccountProofs, compareRows } from './accountProofs.ts';
import { ACCOUNT_RUNS } from './accountGrounds.ts';
import { checkAccountRuns } from './accountRuns.ts';
import { checkAccountTransfers } from './accountTransfers.ts';
import { type BagFiles, type BagInfo, checkBagInfo, checkManifests, readContents, type BagContents } from './bagit.ts';
import { isTrainingChain, KNOWN_CHAINS } from './constants.ts';
import { checkDevices, DEVICES } from './devices.ts';
import { flag, list, object, oneOf, readShape, text, anything, whole } from './fields.ts';
import { collectFindings, type Findings, type VerifyReport } from './findings.ts';
import { checkHeaders } from './headers.ts';
import { checkJournal } from './journal.ts';
import { readJsonFile } from './jsonFile.ts';
import { checkLimits } from './limits.ts';
import { checkPeople, PEOPLE, type SourceStates } from './people.ts';
import { checkProofs } from './proofs.ts';
import { checkRequests, REQUESTS } from './requests.ts';
import { checkRuns } from './runs.ts';
import { checkSeizures, SEIZURES } from './seizures.ts';
import * as say from './sentences.ts';
import { checkSignature, type Seal } from './signature.ts';
import { checkTransfers } from './transfers.ts';

export interface VerifyOptions {
  /** The fingerprint on the slip: SHA-256 of the public key in hex; spaces and case do not matter. */
  readonly fingerprint?: string;
  /** Fail material made for training. */
  readonly asEvidence?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

export async function verifyBag(files: BagFiles, options: VerifyOptions = {}): Promise<VerifyReport> {
  const findings = collectFindings();
  let seal: Seal = { fingerprint: '', known: false, checkpoint: null, training: false };
  let training = false;
  try {
    const contents = await readContents(files, findings, options.onProgress);
    checkManifests(contents, findings);
    const info = checkBagInfo(contents, findings);
    seal = checkSignature(contents, options.fingerprint, findings);
    const withheld = checkJournal(contents, seal.checkpoint, findings);
    const described = checkCase(contents, findings);
    const headers = checkHeaders(contents, findings);
    const transactions = await checkProofs(contents, headers, findings);
    const values = checkLimits(contents, withheld, headers, transactions, findings);
    const runs = checkRuns(contents, transactions, values, findings);
    checkTransfers(contents, runs, transactions, findings);
    const accounts = checkAccounts(contents, described === null ? null : new Set(described.sources.keys()), findings);
    if (contents.bytes.has(PEOPLE)) checkPeople(contents, described?.sources ?? new Map(), findings);
    if (contents.bytes.has(REQUESTS)) checkRequests(contents, described?.sources ?? new Map(), findings);
    if (contents.bytes.has(DEVICES)) checkDevices(contents, findings);
    if (contents.bytes.has(SEIZURES)) checkSeizures(contents, transactions, findings);
    const chains = new Set([
      ...headers.chains,
      ...transactions.chains,
      ...(runs ?? []).map((run) => run.chain),
      ...(described?.chains ?? []),
      ...accounts,
    ]);
    for (const id of chains) if (KNOWN_CHAINS.get(id)?.mweb === true) findings.notChecked(say.mwebSentence(id));
    training = checkTraining(info, seal, described, chains, findings);
    if (info !== null && seal.checkpoint !== null && info.baggingDate !== seal.checkpoint.time.slice(0, 10))
      findings.fail('bag-info', 'bag-info.txt', say.baggingDateSentence());
  } catch (error) {
    // Nothing in a bag should get here; if it does, the bag is not called good.
    findings.fail('verifier', '', say.internalSentence(error instanceof Error ? error.message : String(error)));
  }
  if (training && options.asEvidence === true) findings.fail('training', '', say.trainingAsEvidenceSentence());
  const failures = findings.failures();
  return {
    ok: failures === 0,
    training,
    firstLine: training
      ? say.trainingFirstLine()
      : failures > 0
        ? say.failedFirstLine(failures)
        : seal.known
          ? say.knownFirstLine()
          : say.unknownFirstLine(),
    signer: { fingerprint: seal.fingerprint, known: seal.known },
    findings: findings.list(),
    notChecked: [...new Set([...findings.omitted(), ...say.neverChecked()])],
    counts: findings.counts(),
  };
}

/** What the bag says of account chains and ledgers; their chains. */
function checkAccounts(contents: BagContents, sources: ReadonlySet<number> | null, findings: Findings): ReadonlySet<string> {
  if (!contents.bytes.has(ACCOUNT_RUNS)) return new Set();
  const ledgers = readLedgers(contents, findings);
  const runs = checkAccountRuns(contents, ledgers, sources, findings);
  checkAccountTransfers(contents, runs, findings);
  const proven = checkAccountProofs(contents, findings);
  for (const [file, rows] of ledgers) {
    const own = runs.filter((run) => run.file === file);
    const touched = new Set(own.flatMap((run) => [...run.touched]));
    compareRows(
      rows,
      file,
      touched,
      own.some(({ later }) => later),
      proven,
      findings,
    );
  }
  return new Set([...ledgers.values()].flatMap((rows) => rows.map(({ chain }) => chain)));
}

interface CaseDescription {
  readonly training: boolean;
  readonly chains: readonly string[];
  /** Chains the case itself calls practice chains. */
  readonly trainingChains: readonly string[];
  readonly sources: SourceStates;
}

function checkCase(contents: BagContents, findings: Findings): CaseDescription | null {
  const file = 'data/case.json';
  const document = readJsonFile(contents, file, findings);
  if (document === undefined) return null;
  const where = { findings, check: 'case', file, at: 'case' };
  const described = readShape(
    document,
    {
      format: oneOf('tracehold-case/1'),
      caseId: anything,
      title: anything,
      reference: anything,
      agency: anything,
      authority: anything,
      examiner: anything,
      timeZone: anything,
      training: flag,
      created: anything,
      program: anything,
      chains: list,
      sources: list,
    },
    where,
  );
  if (described === null) return null;
  const chains: string[] = [];
  const trainingChains: string[] = [];
  for (const [index, item] of described.chains.entries()) {
    const chain = readShape(item, { chain: text, name: text, training: flag }, { ...where, at: `chains[${index}]` });
    if (chain === null) continue;
    chains.push(chain.chain);
    if (chain.training) trainingChains.push(chain.chain);
  }
  const sources = new Map<number, { state: string; sha256: string }>();
  for (const [index, source] of described.sources.entries()) {
    if (!object(source)) findings.fail('case', file, say.shapeSentence(`sources[${index}]`));
    else if (whole(source['number'])) sources.set(source['number'], { state: String(source['state']), sha256: String(source['sha256']) });
  }
  findings.pass('case', file, say.caseHolds());
  return { training: described.training, chains, trainingChains, sources };
}

/** The four places that say whether this is practice material must agree, and a test network is practice whatever they say. */
function checkTraining(
  info: BagInfo | null,
  seal: Seal,
  described: CaseDescription | null,
  chains: ReadonlySet<string>,
  findings: Findings,
): boolean {
  const test = [...chains].filter((chain) => isTrainingChain(chain));
  const said = [info?.training, seal.fingerprint === '' ? undefined : seal.training, described?.training].filter(
    (word) => word !== undefined,
  );
  const derived = test.length > 0 || (described?.trainingChains.length ?? 0) > 0;
  if (new Set(said).size > 1) findings.fail('training', '', say.trainingDisagreesSentence());
  if (derived && said.includes(false))
    findings.fail('training', '', say.testChainSentence(test.join(', ') || (described?.trainingChains.join(', ') ?? '')));
  const training = derived || said.includes(true);
  if (!training) findings.pass('training', '', say.notTrainingHolds());
  return training;
}
