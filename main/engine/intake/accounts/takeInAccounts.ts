// Takes movements of an account chain or of a ledger into the case as a source of its own: hashed, in batches that survive a kill, every
// transaction with the rows it was read from, nothing dropped unsaid.
import { Fault } from '../../../../shared/model/fault.ts';
import type { ReportNote } from '../../../../shared/contract/goaml.ts';
import type { CaptureNote } from '../../../../shared/contract/capture.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type AccountChain, isLedger } from '../../chains/index.ts';
import { breathe, type Host, sha256Hex, sha256Stream, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { type AnswerOrigin, captureHead } from '../capture/captureNote.ts';
import { freeId } from '../identify.ts';
import type { Progress, RejectedRow } from '../material.ts';
import type { PeopleNote, TableNote, TakeInResult } from '../result.ts';
import { hashFile, type SourceFile } from '../sourceFile.ts';
import { type AccountColumns, type AccountColumnsWriter, createAccountColumns, type PlacedTransaction } from './accountColumns.ts';
import { readIds } from './idColumn.ts';
import { createSeenIds, type SeenIds } from './seenIds.ts';
import { keepAnchor, describeBlocks, readAccountAnchor, refreshProven, stateAnew } from './accountAnchors.ts';
import { digestOfBlocks, keepBlock, type ProvenBlock, sizeOfBlock } from './blockBodies.ts';
import { createShownRejections, rejectedColumn } from './rejections.ts';
import { digestOfFacts, keepFact, type StatedFact } from './statedFacts.ts';
import { type Statement, statementColumn } from './statements.ts';

/** What one source says of one chain. */
export interface AccountMaterial {
  readonly chain: AccountChain;
  /** Mapping or reader with its version, for the provenance of every row. */
  readonly importer: string;
  readonly files: readonly SourceFile[];
  /** Anything that changes what the bytes mean: sheet, time zone, account. It belongs to the identity of the source. */
  readonly reading: string;
  /** The mapping that the examiner chose, whole: the file that it was saved in may change or go. */
  readonly profile?: { readonly id: string; readonly version: string; readonly sha256: string; readonly mapping: string };
  /** Transactions in the order of the source; `done` is how much of `size` was read. */
  batches(): AsyncIterable<AccountBatch>;
  /** Asked once behind the last batch. */
  summary(): AccountSummary;
  /** Of a source that tells of people too: writes what it says of them, within the transaction that finishes the source. */
  readonly people?: (file: CaseFile, source: number, exhibit: string) => PeopleNote;
  /** What a goAML report says of itself. */
  readonly report?: ReportNote;
  /** For answers that a collector brought: whence, by the numbers that the rows name. */
  readonly capture?: { readonly note: CaptureNote; readonly answers: readonly AnswerOrigin[] };
}

export interface AccountRequest {
  readonly name: string;
  readonly exhibit: string;
  /** `HEIGHT:HASH` of a block that the examiner takes as known. */
  readonly anchor?: string | undefined;
  /** Who ran the node or the service, where the examiner names them. */
  readonly operator?: string | undefined;
  /** How much makes a batch; for tests, whose sources are small. */
  readonly batch?: number;
  readonly blockBytes?: number;
}

export interface AccountBatch {
  readonly transactions: readonly PlacedTransaction[];
  /** Blocks that prove what is in them. */
  readonly blocks?: readonly ProvenBlock[];
  /** What the source states of accounts at a place or a time. */
  readonly stated?: readonly StatedFact[];
  /** What it states of blocks, tokens and contracts. */
  readonly statements?: readonly Statement[];
  /** Rows of this part that were not taken, every one. */
  readonly rejected?: readonly RejectedRow[];
  readonly done: number;
}

export interface AccountSummary {
  /** Rejected rows that no batch brought. */
  readonly rejected: readonly RejectedRow[];
  readonly table: TableNote | null;
  /** Names that the source prints beside addresses: its claims. */
  readonly names: readonly { readonly address: string; readonly name: string; readonly source: string; readonly row: number }[];
}

const BATCH_TRANSACTIONS = 50_000;
const BATCH_BLOCK_BYTES = 16 << 20;
const BATCH_REJECTED = 50_000;
/** From here on the cheaper journal is worth the switch, as for blocks. */
const BULK_BYTES = 16 << 20;

export async function takeInAccounts(
  host: Host,
  file: CaseFile,
  material: AccountMaterial,
  request: AccountRequest,
  work: Work<Progress>,
): Promise<TakeInResult> {
  const { chain, importer } = material;
  refuseMixing(file, chain, request.name);
  const anchor = readAccountAnchor(file, chain, request.anchor);
  const size = material.files.reduce((sum, one) => sum + one.size, 0);
  // What no row can be read of is refused before the case knows of it: somebody has to say more, e.g. the zone of its times.
  const batches = await firstRead(material, request.name, work);
  const hashes: string[] = [];
  for (const one of material.files)
    hashes.push(await hashFile(one.path, work, (done) => work.report({ phase: 'hashing', done, total: size, unit: 'bytes' })));
  const lines = material.files.map((one, i) => `${one.name} ${one.size} ${hashes[i]}`);
  const publicId = freeId(file, sha256Hex([...lines, chain.id, importer, material.reading].join('\n')).slice(0, 32));
  const earlier = file.sources.byPublicId(publicId);
  if (earlier?.state === 'complete') return stateAnew(file, chain, earlier, request, anchor);
  const source = earlier?.id ?? start(host, file, material, request, { publicId, size, hashes });
  if (anchor !== null) keepAnchor(file, chain, source, publicId, anchor);
  const written = file.accounts.segmentsOfSource(source).length;

  const counts = { batch: 0, transactions: 0, statements: 0, new: 0 };
  const seen = idsOfOthers(file, chain.id, source);
  const shown = createShownRejections();
  const pending = createAccountColumns();
  let blocks: ProvenBlock[] = [];
  let stated: StatedFact[] = [];
  let statements: Statement[] = [];
  let rejected: RejectedRow[] = [];
  let blockBytes = 0;
  const flush = (): void => {
    if (pending.transactions + blocks.length + stated.length + statements.length + rejected.length === 0) return;
    const { transactions, transfers, events } = pending;
    const columns = new Map([...pending.take(), ...statementColumn(statements), ...rejectedColumn(rejected)]);
    counts.new += seen.add(readIds((name) => columns.get(name) ?? new Uint8Array(0)));
    // A kill left the first batches there: they are the same, since the source is read in its own order.
    if (counts.batch >= written)
      writeBatch(file, { source, publicId, chain, batch: counts.batch }, { transactions, transfers, events, columns, blocks, stated });
    counts.batch++;
    blocks = [];
    stated = [];
    statements = [];
    rejected = [];
    blockBytes = 0;
  };
  const refuse = (rows: readonly RejectedRow[]): void => {
    for (const row of rows) {
      shown.add(row);
      rejected.push(row);
      if (rejected.length >= BATCH_REJECTED) flush();
    }
  };
  const readAll = async (): Promise<void> => {
    for await (const { transactions, blocks: proven = [], done, ...beside } of batches) {
      throwIfCancelled(work);
      stated.push(...(beside.stated ?? []));
      refuse(beside.rejected ?? []);
      for (const statement of beside.statements ?? []) {
        counts.statements++;
        statements.push(statement);
        if (statements.length >= (request.batch ?? BATCH_TRANSACTIONS)) flush();
      }
      for (const block of proven) {
        blocks.push(block);
        blockBytes += sizeOfBlock(block);
        if (blockBytes >= (request.blockBytes ?? BATCH_BLOCK_BYTES)) flush();
      }
      for (const placed of transactions) {
        counts.transactions++;
        pending.add(placed);
        if (pending.transactions >= (request.batch ?? BATCH_TRANSACTIONS)) flush();
      }
      work.report({ phase: 'rows', done: Math.min(done, size), total: size, unit: 'bytes' });
      await breathe();
    }
    refuse(material.summary().rejected);
    flush();
  };
  await (size >= BULK_BYTES ? file.bulk(readAll) : readAll());
  refuseChanged(file, material, source, publicId);
  const { table, names } = material.summary();
  const finished = file.transaction(() => {
    const proven = describeBlocks(file, chain.id, source);
    const result: TakeInResult = {
      ...{
        source: publicId,
        mode: 'accounts',
        chain: chain.id,
        blocks: 0,
        accepted: counts.transactions || counts.statements,
        new: counts.new,
        stale: 0,
      },
      ...{ refused: [], headers: null, transactions: counts.transactions, undo: 'none', partial: false },
      rejectedRows: shown.rows(),
      ...(table === null ? {} : { table }),
      ...(material.capture === undefined ? {} : { capture: material.capture.note }),
      ...(proven === null ? {} : { proven }),
      ...(material.people === undefined ? {} : { people: material.people(file, source, request.exhibit) }),
      ...(material.report === undefined ? {} : { report: material.report }),
    };
    const date = new Date(host.now()).toISOString().slice(0, 10);
    for (const { address, name, source: origin, row } of names)
      file.labels.add({
        // An explorer is known by the form of its export; a bank or an exchange is not, so its own file is named.
        ...{ source, row, chain: chain.id, address, label: name, origin: chain.family === 'ledger' ? request.name : origin, date },
        ...{ category: '', confidence: '', own: false },
      });
    file.sources.finish(source, result);
    file.journal.append('act', 'intake.finished', {
      source: publicId,
      result: { ...result, refused: 0, rejectedRows: shown.count() },
    });
    return result;
  });
  if (finished.proven !== undefined) refreshProven(file, chain.id);
  return finished;
}

/** The hash was made before the rows were read: of a file that changed in between it would be another's. What was read is withdrawn. */
function refuseChanged(file: CaseFile, { files }: AccountMaterial, source: number, publicId: string): void {
  const changed = files.find((one) => !one.isUnchanged());
  if (changed === undefined) return;
  const reason = `${changed.name} changed while it was read`;
  file.act('source.withdrawn', { source: publicId, reason }, () => file.sources.setState(source, 'withdrawn'));
  throw new Fault('intake.sourceChanged', { file: changed.name, reason: 'changed while it was read' });
}

/** What a reader of answers says of one that is none: a refusal, a limit, an error page. */
const REFUSED = 'answer:shape';

/** Rejected rows held until something is taken; beyond them the source is read again from its beginning. */
const MOST_HELD = 100_000;

/** The batches, read up to the first that says anything. Faults: intake.noRowTaken where every row was rejected. */
async function firstRead(material: AccountMaterial, name: string, work: Work<Progress>): Promise<AsyncIterable<AccountBatch>> {
  const iterator = material.batches()[Symbol.asyncIterator]();
  let before: AccountBatch[] = [];
  let held = 0;
  let first: RejectedRow | undefined;
  let next = await iterator.next();
  while (next.done !== true && isEmpty(next.value)) {
    first ??= next.value.rejected?.[0];
    held += next.value.rejected?.length ?? 0;
    if (held <= MOST_HELD) before.push(next.value);
    else before = [];
    throwIfCancelled(work);
    await breathe();
    next = await iterator.next();
  }
  first ??= next.done === true ? material.summary().rejected[0] : undefined;
  // A capture in which the service gave other words than an answer still tells the fetch list so; one of lies alone does not come in.
  if (next.done === true && first !== undefined && !(material.capture !== undefined && first.reason === REFUSED)) {
    const unknown = material.summary().table?.flags.find(({ code }) => code === 'decimalsUnknown');
    // Which tokens it is about, so that whoever knows their decimals can say them.
    const contracts = unknown?.values['tokens'] === undefined ? {} : { contracts: unknown.values['tokens'] };
    throw new Fault('intake.noRowTaken', { file: name, row: first.row, reason: first.reason, ...contracts });
  }
  if (held > MOST_HELD) return material.batches();
  return (async function* () {
    yield* before.splice(0);
    for (; next.done !== true; next = await iterator.next()) yield next.value;
  })();
}

function isEmpty({ transactions, blocks = [], stated = [], statements = [] }: AccountBatch): boolean {
  return transactions.length + blocks.length + stated.length + statements.length === 0;
}

/** Ids that the case has of the chain from other sources. */
export function idsOfOthers(file: CaseFile, chain: string, source: number): SeenIds {
  const seen = createSeenIds();
  for (const row of file.accounts.segments(chain))
    if (row.source !== source) seen.add(readIds((name) => file.accounts.column(row.id, name)));
  return seen;
}

export function refuseMixing(file: CaseFile, chain: AccountChain, name: string): void {
  const live = file.sources.list().filter((source) => source.state !== 'withdrawn' && source.chain !== null);
  // A ledger without a chain says nothing of whether it is practice: it follows the case.
  const judging = live.filter((source) => !isLedger(source.chain ?? ''));
  if (chain.family !== 'ledger' && judging.some((source) => source.training !== chain.training))
    throw new Fault('intake.trainingMixed', { file: name, chain: chain.name });
}

function start(
  host: Host,
  file: CaseFile,
  { chain, importer, files, reading, capture, profile }: AccountMaterial,
  request: AccountRequest,
  identity: { readonly publicId: string; readonly size: number; readonly hashes: readonly string[] },
): number {
  const { publicId, size, hashes } = identity;
  const sha256 = hashes.length === 1 ? (hashes[0] as string) : sha256Hex(hashes.join('\n'));
  const described = files.map((one, i) => ({ name: one.name, size: one.size, sha256: hashes[i] as string }));
  const { name, exhibit, operator } = request;
  const said = operator === undefined ? {} : { operator };
  return file.act(
    'intake.started',
    {
      source: publicId,
      name,
      importer,
      mode: 'accounts',
      chain: chain.id,
      exhibit,
      files: described,
      anchor: request.anchor ?? null,
      reading,
      ...said,
      ...(profile === undefined ? {} : { profile }),
      ...(capture === undefined ? {} : { capture: captureHead(capture.note) }),
    },
    () => {
      const training = chain.family === 'ledger' ? file.sources.list().some((source) => source.training) : chain.training;
      const id = file.sources.add({
        ...{ publicId, name, importer, mode: 'accounts', chain: chain.id, exhibit, size: String(size), sha256, training },
        ...{
          taken: new Date(host.now()).toISOString(),
          state: 'partial',
          request: { name, exhibit, reading, ...said, ...(capture === undefined ? {} : { answers: capture.answers }) },
        },
      });
      files.forEach((one, i) => {
        file.sources.addFile({
          ...{ source: id, path: one.path, size: one.size, modified: one.modified, sha256: hashes[i] as string },
          ...{ xorKey: '', rawKept: false },
        });
      });
      return id;
    },
  );
}

interface BatchPlace {
  readonly source: number;
  readonly publicId: string;
  readonly chain: AccountChain;
  readonly batch: number;
}

interface Batch extends Pick<AccountColumnsWriter, 'transactions' | 'transfers' | 'events'> {
  readonly columns: AccountColumns;
  readonly blocks: readonly ProvenBlock[];
  readonly stated: readonly StatedFact[];
}

function writeBatch(file: CaseFile, { source, publicId, chain, batch }: BatchPlace, { columns, blocks, stated, ...counts }: Batch): void {
  const digest = digestOf(columns);
  const kept = {
    ...(blocks.length === 0 ? {} : { blocksDigest: digestOfBlocks(blocks) }),
    ...(stated.length === 0 ? {} : { stated: stated.length, statedDigest: digestOfFacts(stated) }),
  };
  const { transactions } = counts;
  const said = { source: publicId, batch, blocks: blocks.length, refused: 0, transactions, digest, ...kept };
  file.act('intake.batch', said, () => {
    file.accounts.addSegment({ source, chain: chain.id, batch, ...counts, digest }, columns);
    for (const block of blocks) keepBlock(file, source, chain, block);
    for (const fact of stated) keepFact(file, source, chain.id, fact);
  });
}

export function digestOf(columns: AccountColumns): string {
  const digest = sha256Stream();
  for (const [name, bytes] of columns) digest.update(`${name} ${bytes.length}\n`).update(bytes);
  return digest.digest('hex');
}
