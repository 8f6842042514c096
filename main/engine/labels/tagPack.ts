// GraphSense TagPacks: a YAML map whose fields are inherited by every entry of its `tags` list.
// https://github.com/graphsense/graphsense-tagpack-tool (README, "TagPack structure"). Hostile input: scalars stay text,
// no merge keys, aliases are followed one level and never expanded.
import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLMap } from 'yaml';
import { Fault } from '../../../shared/model/fault.ts';
import { type AddressCheck, anyText, type LabelFields, labelCollector, labelText, type ParsedLabels } from './parsedLabels.ts';

export const TAG_PACK_IMPORTER = 'labels.tagpack@1';
/** Largest public pack: 1.5 MB. The YAML tree takes over a second and some 75 MB of memory per megabyte. */
export const TAG_PACK_LARGEST_BYTES = 4 * 1024 * 1024;
/** Aliases are never expanded beyond one level here, so this only bounds work; public packs use none for tags. */
const MOST_ALIASES = 1000;

/** TagPack field → ours. */
const FIELDS = {
  address: 'address',
  label: 'label',
  source: 'source',
  creator: 'creator',
  category: 'category',
  abuse: 'abuse',
  confidence: 'confidence',
  currency: 'currency',
  network: 'network',
  lastmod: 'lastModified',
  actor: 'actor',
  context: 'context',
} as const satisfies Record<string, keyof LabelFields>;

/** `name` is the file's, for a title or source that the file lacks. Without `isAddress` the caller checks addresses. */
export function parseTagPack(bytes: Uint8Array, name: string, isAddress: AddressCheck = anyText): ParsedLabels {
  const text = labelText(bytes, TAG_PACK_LARGEST_BYTES);
  const lines = new LineCounter();
  const root = readDocument(text, lines);
  const resolve = (node: unknown): unknown => (isAlias(node) ? root.aliased.get(node) : node);
  const fieldsOf = (map: YAMLMap): LabelFields => {
    const fields: Record<string, string> = {};
    for (const { key, value } of map.items) {
      const name = isScalar(key) && typeof key.value === 'string' ? FIELDS[key.value as keyof typeof FIELDS] : undefined;
      const scalar = resolve(value);
      // A list or map where a text belongs is not a value of this field; absent is what it then is.
      if (name !== undefined && isScalar(scalar) && typeof scalar.value === 'string') fields[name] = scalar.value;
    }
    return fields;
  };

  const header = fieldsOf(root.map);
  const title = root.map.get('title');
  const tags = resolve(root.map.get('tags', true));
  if (!isSeq(tags)) throw new Fault('labels.malformed', { reason: 'noTags' });
  const itself = { source: `TagPack: ${typeof title === 'string' && title.trim() !== '' ? title.trim() : name}` };
  const labels = labelCollector(isAddress);
  for (const item of tags.items) {
    const node = resolve(item);
    const row = lines.linePos((isNode(item) ? item.range?.[0] : undefined) ?? 0).line;
    if (isMap(node)) labels.add(row, { ...itself, ...header, ...fieldsOf(node) });
    else labels.reject(row, 'malformedRow', isScalar(node) ? String(node.value) : '');
  }
  return {
    format: 'tagpack',
    importer: TAG_PACK_IMPORTER,
    title: typeof title === 'string' ? title : name,
    accepted: labels.accepted,
    rejected: labels.rejected,
  };
}

function readDocument(text: string, lines: LineCounter): { readonly map: YAMLMap; readonly aliased: ReadonlyMap<Alias, unknown> } {
  const anchors = new Map<string, unknown>();
  const aliased = new Map<Alias, unknown>();
  let document: ReturnType<typeof parseDocument>;
  try {
    // `failsafe` keeps every scalar as written: an unquoted 0x… address would otherwise become a rounded number.
    document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, merge: false, uniqueKeys: true, prettyErrors: false });
    // (The default log level makes a second document in the file an error; 'silent' would drop it without a word.)
    // One walk for all aliases: the library looks each one up by walking the document again.
    visit(document, {
      Alias: (_, alias) => void aliased.set(alias, anchors.get(alias.source)),
      Collection: (_, node) => void (node.anchor && anchors.set(node.anchor, node)),
      Scalar: (_, node) => void (node.anchor && anchors.set(node.anchor, node)),
    });
  } catch (cause) {
    // Nesting deep enough to exhaust the stack ends here as well.
    throw new Fault('labels.malformed', { reason: cause instanceof RangeError ? 'nesting' : 'yaml' }, cause);
  }
  const [error] = document.errors;
  if (error !== undefined)
    throw new Fault('labels.malformed', { reason: 'yaml', line: lines.linePos(error.pos[0]).line, detail: error.code });
  if (aliased.size > MOST_ALIASES) throw new Fault('labels.malformed', { reason: 'aliases', count: aliased.size });
  const map = document.contents;
  if (!isMap(map)) throw new Fault('labels.malformed', { reason: 'notAMap' });
  return { map: map as YAMLMap, aliased };
}
