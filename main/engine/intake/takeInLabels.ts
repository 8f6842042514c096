// Takes a file of labels into the case as a source of its own: hashed, every row with its place, nothing dropped unsaid.
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile } from '../casefile/index.ts';
import { type Host, sha256Hex, type Work } from '../kernel/index.ts';
import { freeId } from './identify.ts';
import { placesOfLabel } from './labelledChains.ts';
import type { Importer, Material, Progress, RejectedRow } from './material.ts';
import { hashFile } from './sourceFile.ts';
import type { TakeInResult } from './result.ts';

export async function takeInLabels(
  host: Host,
  file: CaseFile,
  importer: Importer,
  material: Material,
  request: { readonly name: string; readonly exhibit: string },
  work: Work<Progress>,
): Promise<TakeInResult> {
  const { labels } = material;
  const [content] = material.files;
  if (labels === null || content === undefined) throw new Fault('labels.malformed', { file: request.name, row: 0, reason: 'no labels' });
  const sha256 = await hashFile(content.path, work, (done) => work.report({ phase: 'hashing', done, total: content.size, unit: 'bytes' }));
  const publicId = freeId(file, sha256Hex(`${content.name} ${content.size} ${sha256}`).slice(0, 32));
  const earlier = file.sources.byPublicId(publicId);
  if (earlier?.state === 'complete') return { ...(earlier.result as TakeInResult), new: 0 };

  const rejected: RejectedRow[] = labels.rejected.map(({ row, reason, text }) => ({ row, reason, text }));
  const accepted = labels.accepted.map((label) => {
    const { chains, address } = placesOfLabel(label.address, label.network ?? label.currency);
    // Networks share address forms: an address that could be of several is left without a chain and counts on each.
    return { label, address, chain: chains.length === 1 ? (chains[0] as string) : null };
  });
  const importerId = labels.importer;
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
    rejectedRows: rejected,
  };
  // Small and all-or-nothing: started, rows and finished stand in one transaction.
  file.act(
    'intake.started',
    {
      source: publicId,
      name: request.name,
      importer: importerId,
      mode: 'labels',
      chain: null,
      exhibit: request.exhibit,
      files: [{ name: content.name, size: content.size, sha256 }],
      anchor: null,
    },
    () => {
      const source = file.sources.add({
        publicId,
        name: request.name,
        importer: importerId,
        mode: 'labels',
        chain: null,
        exhibit: request.exhibit,
        size: String(content.size),
        sha256,
        taken: new Date(host.now()).toISOString(),
        state: 'partial',
        training: false,
        request: { ...request, importer: importer.id },
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
      for (const { label, address, chain } of accepted) {
        file.labels.add({
          source,
          row: label.row,
          chain,
          address,
          label: label.label,
          origin: label.source,
          category: label.category ?? '',
          confidence: label.confidence ?? '',
          date: label.lastModified ?? '',
          own: false,
        });
      }
      file.sources.finish(source, result);
    },
  );
  file.act('intake.finished', { source: publicId, result: { ...result, refused: 0, rejectedRows: rejected.length } });
  return result;
}
