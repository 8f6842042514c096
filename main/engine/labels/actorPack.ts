// GraphSense ActorPacks: who the ids are that tags name as their actor. No labels of addresses; a description that a label's details show.
import { isMap, isScalar, isSeq } from 'yaml';
import { Fault } from '../../../shared/model/fault.ts';
import { labelCollector, labelText, type ParsedActor, type ParsedLabels, textProblem } from './parsedLabels.ts';
import { listOf, readYaml, textsOf, type YamlText } from './yamlText.ts';

export const ACTOR_PACK_IMPORTER = 'labels.actorpack@1';
/** The public pack has 1.5 MB; the tree takes over a second and some 75 MB of memory per megabyte. */
const LARGEST_BYTES = 8 * 1024 * 1024;
const MOST_TEXTS = 200;

export function parseActorPack(bytes: Uint8Array, name: string): ParsedLabels {
  const yaml = readYaml(labelText(bytes, LARGEST_BYTES));
  const header = textsOf(yaml, yaml.map);
  const list = yaml.resolve(yaml.map.get('actors', true));
  if (!isSeq(list)) throw new Fault('labels.malformed', { reason: 'noActors' });
  const report = labelCollector(() => true);
  const actors: ParsedActor[] = [];
  const seen = new Map<string, number>();
  for (const item of list.items) {
    const row = yaml.lineOf(item);
    const node = yaml.resolve(item);
    if (!isMap(node)) {
      report.reject(row, 'malformedRow', isScalar(node) ? String(node.value) : '');
      continue;
    }
    const actor = actorOf(yaml, node as Parameters<typeof textsOf>[1], row);
    const problem = [actor.id, actor.label, actor.uri].map((text) => textProblem(text)).find((one) => one !== null);
    const earlier = seen.get(actor.id);
    if (problem != null) report.reject(row, problem, actor.id);
    else if (actor.id === '') report.reject(row, 'malformedRow', actor.label);
    else if (actor.label === '') report.reject(row, 'labelMissing', actor.id);
    else if (earlier !== undefined) report.reject(row, 'duplicate', `${actor.id} = ${earlier}`);
    else {
      seen.set(actor.id, row);
      actors.push(actor);
    }
  }
  const title = header.get('title')?.trim() ?? '';
  const creator = header.get('creator')?.trim() ?? '';
  const asOf = header.get('lastmod')?.trim() ?? '';
  return {
    format: 'actorpack',
    importer: ACTOR_PACK_IMPORTER,
    title: title === '' ? name : title,
    ...(creator === '' ? {} : { creator }),
    ...(asOf === '' ? {} : { asOf }),
    accepted: [],
    actors,
    rejected: report.rejected,
    refused: report.refused,
  };
}

function actorOf(yaml: YamlText, node: Parameters<typeof textsOf>[1], row: number): ParsedActor {
  const texts = textsOf(yaml, node);
  const text = (key: string) => texts.get(key)?.trim() ?? '';
  const texted = (key: string) => clean(listOf(yaml, node.get(key, true)));
  const below = yaml.resolve(node.get('context', true));
  const context: Record<string, readonly string[]> = {};
  if (isMap(below)) for (const [key, value] of textsOf(yaml, below as typeof node, () => true)) context[key] = clean(value.split('\n'));
  return {
    row,
    id: text('id'),
    label: text('label'),
    uri: text('uri'),
    lastModified: text('lastmod'),
    categories: texted('categories'),
    jurisdictions: texted('jurisdictions'),
    aliases: texted('aliases'),
    context,
  };
}

const clean = (texts: readonly string[]) => texts.filter((text) => textProblem(text) === null).slice(0, MOST_TEXTS);
