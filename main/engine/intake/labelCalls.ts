// Answers labels.*: lists taken in as versions, search, what changed and what contradicts, the examiner's own labels and their export.
import type { z } from 'zod';
import { labelsContract, type LabelPack } from '../../../shared/contract/labels.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, LabelRow, PackVersion } from '../casefile/index.ts';
import { type Handlers, type Host, implement, sha256Hex, type Work } from '../kernel/index.ts';
import { CONCEPT_IDS, CONFIDENCES, conceptOf, confidenceLevel, difference, type LabelChange } from '../labels/index.ts';
import { conflictsOf } from './labelConflicts.ts';
import { describeLabels, linesOf } from './describeLabels.ts';
import { exportLabels } from './exportLabels.ts';
import { isLabelProfile, readLabelTable } from './labelTable.ts';
import { differenceFrom, type ListStatement, placed, placeOfList } from './labelVersions.ts';
import { checkSignature, type ListSignature } from './listSignature.ts';
import type { Importer, Material, Progress } from './material.ts';
import { registerOwnLabels, setOwnLabel } from './ownLabels.ts';
import { chosenMapping } from './profiles.ts';
import { probePath, recognise } from './recognise.ts';
import type { LabelNote, TakeInResult } from './result.ts';
import { hashFile } from './sourceFile.ts';
import { labelFile } from './importers/labelFile.ts';
import { takeInLabels } from './takeInLabels.ts';
import type { SavedProfiles } from './tables/index.ts';

type OfList = Omit<z.output<(typeof labelsContract)['labels.preview']['input']>, 'path'>;

const MOST_SAMPLED = 20;
const MOST_REFUSED = 200;
const MOST_CHANGES = 200;

interface OpenedList {
  readonly name: string;
  readonly path: string;
  readonly importer: Importer;
  readonly material: Material;
  readonly labels: NonNullable<Material['labels']>;
  readonly places: NonNullable<Material['places']>;
}

export function labelCalls(host: Host, session: CaseSession, saved: SavedProfiles): Handlers<keyof typeof labelsContract> {
  session.onEnter((file) => registerOwnLabels(host, file));

  /** Faults: labels.malformed where the file is no list of labels, and those of its format. */
  const open = async (grant: string, asked: OfList, work: Work<Progress>): Promise<OpenedList> => {
    const { path, name } = host.resolveGrant(grant);
    const mapping = chosenMapping(host, saved, asked);
    let importer: Importer = labelFile;
    let material: Material;
    if (mapping !== null) {
      const { profile } = mapping;
      if (!isLabelProfile(profile))
        throw new Fault('intake.profileMisfit', { file: name, profile: mapping.mapping.id, missing: 'address' });
      material = await readLabelTable(path, profile, asked.form ?? {});
    } else {
      const probe = probePath(path);
      importer = recognise(probe);
      material = await importer.read(probe, work);
    }
    const { labels, places } = material;
    if (labels === null || places === null) {
      for (const source of material.files) source.close();
      throw new Fault('labels.malformed', { file: name, row: 0, reason: 'it is no list of labels in a form that is known' });
    }
    return { name, path, importer, material, labels, places };
  };
  const signatureOf = (asked: OfList, list: OpenedList): ListSignature | null => {
    if (asked.signature === undefined) return null;
    const [content] = list.material.files;
    const bytes = new Uint8Array(content?.size ?? 0);
    content?.readInto(bytes, 0);
    return checkSignature(host.resolveGrant(asked.signature), asked.signatureKey ?? '', bytes);
  };
  const statementOf = ({ replaces, asOf, creator }: OfList): ListStatement => ({ replaces, asOf, creator });
  const today = () => new Date(host.now()).toISOString().slice(0, 10);

  return implement(labelsContract, {
    'labels.add': async (input, work) => {
      const file = session.current();
      const results: TakeInResult[] = [];
      for (const [at, grant] of input.paths.entries()) {
        work.report({ phase: 'reading', done: at, total: input.paths.length, unit: 'files' });
        const list = await open(grant, input, work);
        try {
          const { name, importer, material } = list;
          const request = { name, exhibit: input.exhibit, statement: statementOf(input), signature: signatureOf(input, list) };
          results.push({ ...(await takeInLabels(host, file, importer, material, request, work)), name });
        } finally {
          for (const source of list.material.files) source.close();
        }
      }
      session.forget();
      return { results };
    },
    'labels.preview': async ({ path: grant, ...asked }, work) => {
      const file = session.current();
      const list = await open(grant, asked, work);
      try {
        const { name, labels, places, path } = list;
        const accepted = placed(labels, places);
        const place = placeOfList(file, name, labels, statementOf(asked), today());
        const change = place.previous === null ? null : differenceFrom(file, place.previous, accepted);
        const size = list.material.files[0]?.size ?? 0;
        const sha256 = await hashFile(path, work, (done) => work.report({ phase: 'hashing', done, total: size, unit: 'bytes' }));
        const note: LabelNote = {
          ...{ format: labels.format, title: labels.title, creator: place.creator, asOf: place.asOf },
          ...{ actors: labels.actors?.length ?? 0, refused: { ...labels.refused } },
          previous: place.previous === null ? null : { source: publicIdOf(file, place.previous.source), asOf: place.previous.asOf },
          change: change === null ? null : sumOf(change),
          signature: signatureOf(asked, list),
        };
        return {
          ...{ name, importer: labels.importer, note, labels: accepted.length },
          sample: accepted.slice(0, MOST_SAMPLED).map(({ parsed, chain, address }) => ({
            ...{ row: parsed.row, chain, address, source: parsed.source },
            claim: claimOf({ category: '', abuse: '', concepts: '', actor: '', confidence: '', ...parsed }),
          })),
          refused: labels.rejected.slice(0, MOST_REFUSED).map(({ row, reason, text }) => ({ row, reason, text })),
          previous: versionOf(file, place.previous),
          sameName: versionOf(file, place.sameName),
          changes: (change?.changes ?? []).slice(0, MOST_CHANGES).map(changeOf),
          known: file.sources.list().some((source) => source.state === 'complete' && source.sha256 === sha256),
        };
      } finally {
        for (const source of list.material.files) source.close();
      }
    },
    'labels.packs': () => {
      const file = session.current();
      const versions = file.labels.versions();
      return {
        packs: file.sources.list().flatMap((source): LabelPack[] => {
          const pack = file.labels.pack(source.id);
          if (pack === undefined) return [];
          const version = versions.find((one) => one.source === source.id);
          const { publicId, id: number, name, importer, exhibit, taken, sha256, state } = source;
          return [
            {
              ...{ source: publicId, number, name, importer, exhibit, taken, sha256, note: pack.detail as LabelNote },
              labels: pack.firstLabel === 0 ? 0 : pack.lastLabel - pack.firstLabel + 1,
              withdrawn: state === 'withdrawn',
              version: version?.number ?? 0,
              versions: versions.filter(({ series }) => series === pack.series).length,
              series: sha256Hex(pack.series).slice(0, 16),
            },
          ];
        }),
      };
    },
    'labels.changes': ({ source, against, kind, after, limit }) => {
      const file = session.current();
      const version = listOf(file, source);
      const before = against === undefined ? versionBefore(file, version) : listOf(file, against);
      if (before === null) return { against: null, sum: { added: 0, removed: 0, changed: 0, same: 0 }, total: 0, changes: [] };
      const change = session.remember(`changes ${before.source} ${version.source}`, () =>
        difference(file.labels.ofPack(before), file.labels.ofPack(version)),
      );
      const asked = kind === undefined ? change.changes : change.changes.filter((one) => one.kind === kind);
      return {
        ...{ against: versionOf(file, before), sum: sumOf(change), total: asked.length },
        changes: asked.slice(after, after + limit).map(changeOf),
      };
    },
    'labels.list': ({ search, own, source, after, limit }) => {
      const file = session.current();
      const of = source === undefined ? undefined : listOf(file, source).source;
      const { total, rows } = file.labels.search({ text: search, own, source: of }, after, limit);
      return { total, labels: describeLabels(file, rows) };
    },
    'labels.conflicts': ({ search, after, limit }) => {
      const file = session.current();
      const found = conflictsOf(file, search);
      return {
        total: found.length,
        conflicts: found.slice(after, after + limit).map(({ address, chain, over, rows }) => ({
          ...{ address, chain, over: [...over], labels: describeLabels(file, rows) },
        })),
      };
    },
    'labels.actor': ({ id }) => {
      const file = session.current();
      return {
        actors: file.labels.actors(id).map(({ source, label, uri, detail }) => ({
          ...{ source: publicIdOf(file, source), label, uri },
          ...(detail as {
            lastModified: string;
            categories: string[];
            jurisdictions: string[];
            aliases: string[];
            context: Record<string, string[]>;
          }),
        })),
      };
    },
    'labels.vocabulary': () => ({
      concepts: CONCEPT_IDS.flatMap((id) => conceptOf(id) ?? []),
      confidences: CONFIDENCES.map((id) => ({ id, level: confidenceLevel(id) ?? 0 })),
    }),
    'labels.set': (input) => {
      setOwnLabel(session.current(), input);
      session.forget();
      return {};
    },
    'labels.export': (input) => exportLabels(host, session.current(), input),
  });
}

const publicIdOf = (file: CaseFile, id: number) => file.sources.list().find((source) => source.id === id)?.publicId ?? '';

/** By the number that lists show, or its id. Faults: labels.noSuchList. */
function listOf(file: CaseFile, given: string): PackVersion {
  const row = file.sources.list().find(({ id, publicId }) => String(id) === given || publicId === given);
  const pack = row === undefined ? undefined : file.labels.pack(row.id);
  if (row === undefined || pack === undefined) throw new Fault('labels.noSuchList', { source: given });
  return file.labels.versions().find(({ source }) => source === row.id) ?? { ...pack, day: pack.asOf, number: 0, newest: false };
}

function versionBefore(file: CaseFile, { series, number }: PackVersion): PackVersion | null {
  return file.labels.versions().find((one) => one.series === series && one.number === number - 1) ?? null;
}

function versionOf(file: CaseFile, version: PackVersion | null) {
  if (version === null) return null;
  const source = file.sources.list().find(({ id }) => id === version.source);
  return { source: source?.publicId ?? '', number: version.source, name: source?.name ?? '', title: version.title, asOf: version.asOf };
}

const sumOf = ({ added, removed, changed, same }: { added: number; removed: number; changed: number; same: number }) => ({
  added,
  removed,
  changed,
  same,
});

type Said = Pick<LabelRow, 'label' | 'category' | 'abuse' | 'concepts' | 'actor' | 'confidence'>;
const claimOf = ({ label, category, abuse, concepts, actor, confidence }: Said) => ({
  ...{ label, category, abuse, actor, confidence },
  concepts: linesOf(concepts),
});

const changeOf = ({ kind, chain, address, before, after }: LabelChange) => ({
  ...{ kind, chain, address },
  before: before.map(claimOf),
  after: after.map(claimOf),
});
