// YAML as hostile input: scalars stay text, no merge keys, aliases are followed one level and never expanded.
import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLMap } from 'yaml';
import { Fault } from '../../../shared/model/fault.ts';

/** Aliases are never expanded beyond one level here, so this only bounds work; public packs use none. */
const MOST_ALIASES = 1000;

export interface YamlText {
  readonly map: YAMLMap;
  /** True where it has anchors or aliases, so that a part of it cannot be read alone. */
  readonly refers: boolean;
  /** What stands there, an alias followed one level. */
  resolve(node: unknown): unknown;
  /** Line of a node in the whole file, from 1. */
  lineOf(node: unknown): number;
}

/** `rowOf` tells the line in the file of one in the text, where the text is only a part. Faults: labels.malformed. */
export function readYaml(text: string, rowOf: (line: number) => number = (line) => line): YamlText {
  const counter = new LineCounter();
  const anchors = new Map<string, unknown>();
  const aliased = new Map<Alias, unknown>();
  let document: ReturnType<typeof parseDocument>;
  try {
    // `failsafe` keeps every scalar as written: an unquoted 0x… address would otherwise become a rounded number.
    document = parseDocument(text, { schema: 'failsafe', lineCounter: counter, merge: false, uniqueKeys: true, prettyErrors: false });
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
  const lineOf = (at: number) => rowOf(counter.linePos(at).line);
  const [error] = document.errors;
  if (error !== undefined) throw new Fault('labels.malformed', { reason: 'yaml', line: lineOf(error.pos[0]), detail: error.code });
  if (aliased.size > MOST_ALIASES) throw new Fault('labels.malformed', { reason: 'aliases', count: aliased.size });
  const map = document.contents;
  if (!isMap(map)) throw new Fault('labels.malformed', { reason: 'notAMap' });
  return {
    map: map as YAMLMap,
    refers: anchors.size + aliased.size > 0,
    resolve: (node) => (isAlias(node) ? aliased.get(node) : node),
    lineOf: (node) => lineOf((node as { range?: readonly [number, number, number] | null } | null)?.range?.[0] ?? 0),
  };
}

/** Texts of a map by key, and of those keys that may have a list its items, one a line. What is neither is no value of its field. */
export function textsOf(yaml: YamlText, map: YAMLMap, mayList: (key: string) => boolean = isConcepts): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { key, value } of map.items) {
    if (!isScalar(key) || typeof key.value !== 'string') continue;
    const node = yaml.resolve(value);
    if (isScalar(node) && typeof node.value === 'string') texts.set(key.value, node.value);
    else if (isSeq(node) && mayList(key.value)) texts.set(key.value, listOf(yaml, node).join('\n'));
  }
  return texts;
}

const isConcepts = (key: string) => key === 'concepts';

/** Texts of a list; what is no text is left out. */
export function listOf(yaml: YamlText, node: unknown): string[] {
  const list = yaml.resolve(node);
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => {
    const scalar = yaml.resolve(item);
    return isScalar(scalar) && typeof scalar.value === 'string' ? [scalar.value] : [];
  });
}
