// Takes a file of labels into the case as a version of a list: hashed, every row with its place, nothing dropped unsaid.
import { deflateSync, inflateSync } from 'node:zlib';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile } from '../casefile/index.ts';
import { type Host, sha256Hex, type Work } from '../kernel/index.ts';
import { createShownRejections } from './accounts/rejections.ts';
import { freeId } from './identify.ts';
import { differenceFrom, type ListStatement, placed, placeOfList } from './labelVersions.ts';
import type { ListSignature } from './listSignature.ts';
import type { Importer, Material, Progress, RejectedRow } from './material.ts';
import { hashFile } from './sourceFile.ts';
import type { LabelNote, TakeInResult } from './result.ts';

export interface LabelRequest {
  readonly name: string;
  readonly exhibit: string;
  readonly statement?: ListStatement;
  readonly signature?: ListSignature | null;
}

export async function takeInLabels(
  host: Host,
  file: CaseFile,
  importer: Importer,
  material: Material,
  request: LabelRequest,
  work: Work<Progress>,
): Promise<TakeInResult> {
  const { labels, places } = material;
  const [content] = material.files;
  if (labels === null || places === null || content === undefined)
    throw new Fault('labels.malformed', { file: request.name, row: 0, reason: 'no labels' });
  const { name, exhibit, statement = {}, signature = null } = request;
  const sha256 = await hashFile(content.path, work, (done) => work.report({ phase: 'hashing', done, total: content.size, unit: 'bytes' }));
  const publicId = freeId(file, sha256Hex(`${content.name} ${content.size} ${sha256}`).slice(0, 32));
  const earlier = file.sources.byPublicId(publicId);
  if (earlier?.state === 'complete') return { ...(earlier.result as TakeInResult), new: 0 };

  const accepted = placed(labels, places);
  const taken = new Date(host.now()).toISOString();
  const place = placeOfList(file, name, labels, statement, taken.slice(0, 10));
  const { previous } = place;
  const change = previous === null ? null : differenceFrom(file, previous, accepted);
  const actors = labels.actors ?? [];
  const refusedRows = Object.values(labels.refused).reduce((sum, count) => sum + count, 0);
  const note: LabelNote = {
    format: labels.format,
    title: labels.title,
    creator: place.creator,
    asOf: place.asOf,
    actors: actors.length,
    refused: { ...labels.refused },
    previous:
      previous === null
        ? null
        : { source: file.sources.list().find(({ id }) => id === previous.source)?.publicId ?? '', asOf: previous.asOf },
    change: change === null ? null : { added: change.added, removed: change.removed, changed: change.changed, same: change.same },
    signature,
  };
  const result: TakeInResult = {
    source: publicId,
    mode: 'labels',
    chain: null,
    blocks: 0,
    accepted: accepted.length,
    new: accepted.length,
    stale: 0,
    refused: [],
    headers: null,
    transactions: 0,
    undo: 'none',
    partial: false,
    rejectedRows: createShownRejections(labels.rejected, refusedRows).rows(),
    labels: note,
  };
  // All or nothing: started, rows and finished stand in one transaction.
  file.transaction(() => {
    file.act(
      'intake.started',
      {
        source: publicId,
        name,
        importer: labels.importer,
        mode: 'labels',
        chain: null,
        exhibit,
        files: [{ name: content.name, size: content.size, sha256 }],
        anchor: null,
        list: { ...note, statement: { ...statement } },
      },
      () => {
        const source = file.sources.add({
          publicId,
          name,
          importer: labels.importer,
          mode: 'labels',
          chain: null,
          exhibit,
          size: String(content.size),
          sha256,
          taken,
          state: 'partial',
          training: false,
          request: { name, exhibit, importer: importer.id },
        });
        file.sources.addFile({
          source,
          path: content.path,
          size: content.size,
          modified: content.modified,
          sha256,
          xorKey: '',
          rawKept: false,
        });
        let first = 0;
        let last = -1;
        for (const { parsed, address, chain } of accepted) {
          last = file.labels.add({
            source,
            row: parsed.row,
            chain,
            address,
            label: parsed.label,
            origin: parsed.source,
            category: parsed.category ?? '',
            confidence: parsed.confidence ?? '',
            date: parsed.lastModified ?? '',
            own: false,
            ...(parsed.subject === undefined ? {} : { subject: parsed.subject }),
            abuse: parsed.abuse ?? '',
            concepts: parsed.concepts ?? '',
            actor: parsed.actor ?? '',
            creator: parsed.creator ?? '',
            tagType: parsed.tagType ?? '',
            definesCluster: parsed.definesCluster ?? '',
            inherited: parsed.inherited ?? '',
            currency: parsed.currency ?? '',
            network: parsed.network ?? '',
            context: parsed.context ?? '',
          });
          if (first === 0) first = last;
        }
        for (const { id, row, label, uri, lastModified, categories, jurisdictions, aliases, context } of actors)
          file.labels.addActor({ id, source, row, label, uri, detail: { lastModified, categories, jurisdictions, aliases, context } });
        file.labels.addPack({
          ...{ source, series: place.series, format: labels.format, title: labels.title, creator: place.creator, asOf: place.asOf },
          ...{ firstLabel: first, lastLabel: last, detail: note },
        });
        keepRefused(file, source, labels.rejected);
        file.sources.finish(source, result);
      },
    );
    file.act('intake.finished', { source: publicId, result: { ...result, refused: 0, rejectedRows: refusedRows } });
  });
  return result;
}

/** Rows of a list or a register that were not taken. */
export function keepRefused(file: CaseFile, source: number, rows: readonly RejectedRow[]): void {
  if (rows.length === 0) return;
  const lines = rows.map(({ row, reason, text }) => JSON.stringify([row, reason, text])).join('\n');
  file.labels.addRefused(source, 0, new Uint8Array(deflateSync(Buffer.from(lines, 'utf8'))));
}

const LARGEST_REFUSED = 256 << 20;

/** Rows of a list that were not taken, as they were kept. */
export function* refusedLabels(file: CaseFile, source: number): Generator<readonly RejectedRow[]> {
  for (const packed of file.labels.refused(source)) {
    const lines = inflateSync(packed, { maxOutputLength: LARGEST_REFUSED }).toString('utf8').split('\n');
    yield lines.map((line) => {
      const [row, reason, text] = JSON.parse(line) as [number, string, string];
      return { row, reason, text };
    });
  }
}
