// Takes in a table of networks or a list of shared addresses as a source: every range with its line, its day shown wherever it is used.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type Host, sha256Hex, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { networkForm, type NetworkRange, readNetworkLine, statedDay } from '../../labels/index.ts';
import { createShownRejections } from '../accounts/rejections.ts';
import { byteSourceOf } from '../accounts/tableSource.ts';
import { freeId } from '../identify.ts';
import type { Progress, RejectedRow } from '../material.ts';
import type { TakeInResult } from '../result.ts';
import { hashFile, openSourceFile } from '../sourceFile.ts';
import { keepRefused } from '../takeInLabels.ts';
import { type ByteSource, readLines, shownCell } from '../tables/index.ts';
import { NETWORKS_MODE, type NetworkNote } from './sighting.ts';

type Taken = CallOutput<'people.networks'>;

const MOST_LINES = 5_000_000;
const LONGEST_LINE = 4_096;
const MOST_REJECTED = 100_000;
const HEAD = 20;

/** Faults: intake.malformed where no line holds a range, people.noDay. */
export async function takeInNetworks(
  host: Host,
  file: CaseFile,
  given: { readonly path: string; readonly name: string },
  asked: { readonly kind: NetworkNote['kind']; readonly asOf: string; readonly exhibit: string },
  work: Work<Progress>,
): Promise<Taken> {
  const { path, name } = given;
  const content = openSourceFile(path);
  content.close();
  const sha256 = await hashFile(path, work, (done) => work.report({ phase: 'hashing', done, total: content.size, unit: 'bytes' }));
  const publicId = freeId(file, sha256Hex(`${NETWORKS_MODE} ${asked.kind} ${content.name} ${content.size} ${sha256}`).slice(0, 32));
  const earlier = file.sources.byPublicId(publicId);
  if (earlier?.state === 'complete') return takenBefore(earlier.id, earlier.result as TakeInResult, earlier.request as NetworkNote);

  const { ranges, rejected, form, asOf: stated } = await readTable(path, work);
  if (ranges.length === 0) throw new Fault('intake.malformed', { file: name, row: rejected[0]?.row ?? 0, reason: 'no range of addresses' });
  const asOf = asked.asOf === '' ? stated : asked.asOf;
  if (asOf === '') throw new Fault('people.noDay', { file: name });
  const importer = `networks.${form}@1`;
  const result: TakeInResult = {
    ...{ source: publicId, mode: NETWORKS_MODE, chain: null, blocks: 0, accepted: ranges.length, new: ranges.length, stale: 0 },
    ...{ refused: [], headers: null, transactions: 0, undo: 'none', partial: false },
    rejectedRows: createShownRejections(rejected).rows(),
  };
  const request: NetworkNote = { kind: asked.kind, asOf, form };
  const started = {
    ...{ source: publicId, name, importer, mode: NETWORKS_MODE, chain: null, exhibit: asked.exhibit, anchor: null, networks: request },
    files: [{ name: content.name, size: content.size, sha256 }],
  };
  const number = file.transaction(() => {
    const source = file.act('intake.started', started, () => {
      const id = file.sources.add({
        ...{ publicId, name, importer, mode: NETWORKS_MODE, chain: null, exhibit: asked.exhibit, size: String(content.size), sha256 },
        ...{ taken: new Date(host.now()).toISOString(), state: 'partial' as const, training: false, request },
      });
      file.sources.addFile({
        source: id,
        path: content.path,
        size: content.size,
        modified: content.modified,
        sha256,
        xorKey: '',
        rawKept: false,
      });
      for (const range of ranges) file.entities.addRange(id, range);
      keepRefused(file, id, rejected);
      file.sources.finish(id, result);
      return id;
    });
    file.act('intake.finished', { source: publicId, result: { ...result, rejectedRows: rejected.length } });
    return source;
  });
  return {
    ...{ source: publicId, number, form, asOf, ranges: ranges.length, refused: rejected.length },
    rejectedRows: [...result.rejectedRows],
  };
}

function takenBefore(number: number, result: TakeInResult, { asOf, form }: NetworkNote): Taken {
  const refused = result.rejectedRows.reduce((sum, { row, reason, text }) => sum + (row === 0 && reason === 'more' ? Number(text) : 1), 0);
  return { source: result.source, number, form, asOf, ranges: result.accepted, refused, rejectedRows: [...result.rejectedRows] };
}

async function readTable(path: string, work: Work<Progress>) {
  const content = openSourceFile(path);
  try {
    return await readRanges(byteSourceOf(content), work);
  } finally {
    content.close();
  }
}

async function readRanges(content: ByteSource, work: Work<Progress>) {
  const head: string[] = [];
  const ranges: NetworkRange[] = [];
  const rejected: RejectedRow[] = [];
  let form: ReturnType<typeof networkForm> | null = null;
  const take = (line: string, number: number): void => {
    const read = readNetworkLine(form ?? 'list', line, number);
    if (read === null) return;
    if (!('reason' in read)) ranges.push(read);
    else if (rejected.length < MOST_REJECTED) rejected.push({ row: number, reason: read.reason, text: shownCell(line) });
  };
  for await (const lines of readLines(content, { encoding: 'utf-8', markBytes: 0 }, LONGEST_LINE)) {
    for (const { number, text } of lines) {
      if (number > MOST_LINES) throw new Fault('intake.malformed', { row: number, reason: `more than ${MOST_LINES} rows` });
      if (form !== null) take(text, number);
      else {
        head.push(text);
        if (head.length < HEAD) continue;
        form = networkForm(head);
        for (const [at, early] of head.entries()) take(early, at + 1);
      }
    }
    const last = lines.at(-1);
    work.report({ phase: 'reading', done: (last?.offset ?? 0) + (last?.text.length ?? 0), total: content.size, unit: 'bytes' });
    throwIfCancelled(work);
  }
  if (form === null) {
    form = networkForm(head);
    for (const [at, early] of head.entries()) take(early, at + 1);
  }
  return { ranges, rejected, form, asOf: statedDay(head) };
}
