// GraphSense TagPacks: a YAML map whose fields are inherited by every entry of its `tags` list.
// https://github.com/graphsense/graphsense-tagpack-tool (tagpack_schema.yaml and README_tagpacks.md).
import { isMap, isScalar, isSeq } from 'yaml';
import { Fault } from '../../../shared/model/fault.ts';
import { type AddressCheck, anyText, type LabelFields, labelCollector, labelText, type ParsedLabels } from './parsedLabels.ts';
import { readTagLines } from './plainTags.ts';
import { readYaml, textsOf, type YamlText } from './yamlText.ts';

export const TAG_PACK_IMPORTER = 'labels.tagpack@2';
/** A pack of 250,000 tags has some forty megabytes. */
export const TAG_PACK_LARGEST_BYTES = 128 * 1024 * 1024;
/** What only the library can read: its tree takes over a second and some 75 MB of memory per megabyte. */
export const TAG_PACK_LARGEST_TREE = 4 * 1024 * 1024;

/** TagPack field → ours. */
const FIELDS = {
  address: 'address',
  label: 'label',
  source: 'source',
  creator: 'creator',
  category: 'category',
  abuse: 'abuse',
  concepts: 'concepts',
  confidence: 'confidence',
  currency: 'currency',
  network: 'network',
  lastmod: 'lastModified',
  actor: 'actor',
  context: 'context',
  tag_type: 'tagType',
  is_cluster_definer: 'definesCluster',
} as const satisfies Record<string, keyof LabelFields>;
/** Names of the whole pack: no tag inherits them as its own. */
const OF_PACK = new Set(['title', 'description', 'owner', 'is_public', 'tags', 'header']);

type Texts = ReadonlyMap<string, string>;

/** `name` is the file's, for a title or source that the file lacks. Without `isAddress` the caller checks addresses. */
export function parseTagPack(bytes: Uint8Array, name: string, isAddress: AddressCheck = anyText): ParsedLabels {
  const text = labelText(bytes, TAG_PACK_LARGEST_BYTES);
  const labels = labelCollector(isAddress);
  const pack = byLines(text) ?? byTree(text);
  const header = pack.header;
  const title = header.get('title')?.trim() ?? '';
  const itself = { source: `TagPack: ${title === '' ? name : title}` };
  const inherited = fieldsOf(itself, new Map([...header].filter(([key]) => !OF_PACK.has(key))));
  const ofHeader = header.get('tx_hash')?.trim() ?? '';
  for (const { row, fields, text: stood } of pack.tags()) {
    if (fields === null) {
      labels.reject(row, 'malformedRow', stood);
      continue;
    }
    const own = fieldsOf(inherited, fields);
    // A tag stands on one or the other; what the header says of one does not hold where the tag names the other.
    const transaction = fields.get('tx_hash')?.trim() ?? (fields.has('address') ? '' : ofHeader);
    if (transaction === '') labels.add(row, own);
    else if ((fields.get('address')?.trim() ?? '') !== '') labels.reject(row, 'subjectTwice', transaction);
    else labels.add(row, { ...own, subject: 'transaction', address: transaction });
  }
  const creator = header.get('creator')?.trim() ?? '';
  const asOf = header.get('lastmod')?.trim() ?? '';
  return {
    format: 'tagpack',
    importer: TAG_PACK_IMPORTER,
    title: title === '' ? name : title,
    ...(creator === '' ? {} : { creator }),
    ...(asOf === '' ? {} : { asOf }),
    accepted: labels.accepted,
    rejected: labels.rejected,
    refused: labels.refused,
  };
}

/** The texts over what is inherited. */
function fieldsOf(inherited: LabelFields, texts: Texts): LabelFields {
  const fields: Record<string, string | undefined> = { ...inherited };
  for (const [key, text] of texts) {
    const own = Object.hasOwn(FIELDS, key) ? FIELDS[key as keyof typeof FIELDS] : undefined;
    if (own !== undefined) fields[own] = text;
  }
  return fields;
}

interface Pack {
  readonly header: Texts;
  /** `fields` null: no map; then `text` is what stood there. */
  tags(): Iterable<{ readonly row: number; readonly fields: Texts | null; readonly text: string }>;
}

/** Null where tags cannot be read apart from each other. */
function byLines(text: string): Pack | null {
  const lines = readTagLines(text);
  if (lines === null) return null;
  if (lines.header.trim().length > TAG_PACK_LARGEST_TREE)
    throw new Fault('labels.malformed', { reason: 'treeTooLarge', limit: TAG_PACK_LARGEST_TREE });
  const top = readYaml(lines.header, (line) => lines.rows[line - 1] ?? line);
  if (top.refers) return null;
  let treeBytes = 0;
  const parsed: { row: number; fields: Texts | null; text: string }[] = [];
  for (const { row, text: stood, fields } of lines.items) {
    if (stood === null) parsed.push({ row, fields, text: '' });
    else {
      treeBytes += stood.length;
      if (treeBytes > TAG_PACK_LARGEST_TREE)
        throw new Fault('labels.malformed', { reason: 'treeTooLarge', limit: TAG_PACK_LARGEST_TREE, line: row });
      // As the only tag of a pack, so that what is a map, a text or an error stays what it is.
      const alone = readYaml(`tags:\n${stood}\n`, (line) => line + row - 2);
      if (alone.refers) return null;
      const tags = alone.map.get('tags', true);
      if (!isSeq(tags) || tags.items.length !== 1) return null;
      parsed.push(tagOf(alone, tags.items[0], row));
    }
  }
  return { header: headerOf(top), tags: () => parsed };
}

function byTree(text: string): Pack {
  if (text.length > TAG_PACK_LARGEST_TREE) throw new Fault('labels.malformed', { reason: 'treeTooLarge', limit: TAG_PACK_LARGEST_TREE });
  const yaml = readYaml(text);
  const tags = yaml.resolve(yaml.map.get('tags', true));
  if (!isSeq(tags)) throw new Fault('labels.malformed', { reason: 'noTags' });
  return { header: headerOf(yaml), tags: () => tags.items.map((item) => tagOf(yaml, item, yaml.lineOf(item))) };
}

function tagOf(yaml: YamlText, item: unknown, row: number) {
  const node = yaml.resolve(item);
  return isMap(node)
    ? { row, fields: textsOf(yaml, node), text: '' }
    : { row, fields: null, text: isScalar(node) ? String(node.value) : '' };
}

/** Its fields; those below `header` count as its own, as the TagPack tool has them. */
function headerOf(yaml: YamlText): Texts {
  const own = textsOf(yaml, yaml.map);
  const below = yaml.resolve(yaml.map.get('header', true));
  if (isScalar(below)) throw new Fault('labels.malformed', { reason: 'include', line: yaml.lineOf(below) });
  return isMap(below) ? new Map([...own, ...textsOf(yaml, below)]) : own;
}
