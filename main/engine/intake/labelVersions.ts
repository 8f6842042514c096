// Of which list a file of labels is a version, and what it says that the version before did not. It reads the case and changes nothing.
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, PackVersion } from '../casefile/index.ts';
import { difference, type Difference, type ParsedLabel, type ParsedLabels } from '../labels/index.ts';
import { sha256Hex } from '../kernel/index.ts';
import type { LabelPlaces } from './labelledChains.ts';

/** What the examiner says of a list beside what it says of itself. */
export interface ListStatement {
  /** A source it is a newer or older version of; `none`: of no list that the case has. */
  readonly replaces?: string | undefined;
  /** Day of the list. */
  readonly asOf?: string | undefined;
  readonly creator?: string | undefined;
}

export interface PlacedLabel {
  readonly parsed: ParsedLabel;
  readonly chain: string | null;
  readonly address: string;
}

export interface ListPlace {
  readonly series: string;
  readonly asOf: string;
  readonly creator: string;
  /** The version that this one follows by its day; null where it is the first, or older than all. */
  readonly previous: PackVersion | null;
  /** Where nothing in the file says which list it is, a source whose file went by the same name. */
  readonly sameName: PackVersion | null;
}

/** Networks share address forms: an address that could be of several is left without a chain and counts on each. */
export function placed(labels: ParsedLabels, places: LabelPlaces): PlacedLabel[] {
  return labels.accepted.map((parsed) => {
    if (parsed.subject !== undefined) return { parsed, chain: null, address: parsed.address.toLowerCase() };
    const { chains, address } = places.of(parsed.address, parsed.network ?? parsed.currency);
    return { parsed, address, chain: chains.length === 1 ? (chains[0] as string) : null };
  });
}

const DAY = /^(\d{4}-\d{2}-\d{2})/;

/** Faults: labels.noSuchList. */
export function placeOfList(file: CaseFile, name: string, labels: ParsedLabels, statement: ListStatement, today: string): ListPlace {
  const versions = file.labels.versions();
  const asOf = statement.asOf ?? DAY.exec(labels.asOf ?? '')?.[1] ?? '';
  const creator = statement.creator ?? labels.creator ?? '';
  const own = sha256Hex(
    ['label list', labels.format, ...(labels.format === 'ofac' ? [] : [labels.title, labels.creator ?? '', name])].join('\n'),
  );
  const known = (series: string) => versions.filter((version) => version.series === series);
  const chosen = chosenList(file, versions, statement.replaces);
  // A table's name says too little: two units call their lists labels.csv. One that names itself is the same list under the same name.
  const namesItself =
    ['tagpack', 'actorpack', 'ofac'].includes(labels.format) || (labels.format === 'addressList' && labels.creator !== undefined);
  const follows = statement.replaces === undefined && namesItself && known(own).length > 0;
  const series =
    chosen?.series ?? (statement.replaces === undefined && (follows || known(own).length === 0) ? own : freeSeries(own, versions));
  const day = asOf === '' ? today : asOf;
  const before = known(series).filter((version) => version.day <= day);
  return {
    series,
    asOf,
    creator,
    previous: before.at(-1) ?? null,
    sameName: chosen === null && !follows && statement.replaces === undefined ? (known(own).at(-1) ?? null) : null,
  };
}

function chosenList(file: CaseFile, versions: readonly PackVersion[], replaces: string | undefined): PackVersion | null {
  if (replaces === undefined || replaces === 'none') return null;
  const source = file.sources.list().find(({ id, publicId }) => String(id) === replaces || publicId === replaces);
  const version = versions.find((one) => one.source === source?.id);
  if (version === undefined) throw new Fault('labels.noSuchList', { source: replaces });
  return version;
}

function freeSeries(own: string, versions: readonly PackVersion[]): string {
  for (let number = 2; ; number++) {
    const series = `${own}#${number}`;
    if (versions.every((version) => version.series !== series)) return series;
  }
}

export function differenceFrom(file: CaseFile, previous: PackVersion, labels: readonly PlacedLabel[]): Difference {
  return difference(
    file.labels.ofPack(previous),
    labels.map(({ parsed: { label, category = '', abuse = '', concepts = '', actor = '', confidence = '' }, chain, address }) => ({
      ...{ chain, address, label, category, abuse, concepts, actor, confidence },
    })),
  );
}
