// A unit's rules as data: YAML, or JSON, which is YAML. Hostile input like any other: bounded, no code, nothing guessed. What a rule does not
// say has the value written here; what it says in words that are not known is refused with its line.
import type { ExposureRule } from '../../../../shared/contract/exposure.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { categoryWord } from '../accountLeads/services.ts';
import { listOf, readYaml, textsOf } from '../../labels/index.ts';
import { isMap, isSeq, type YAMLMap } from 'yaml';

export const RULES_LARGEST_BYTES = 256 * 1024;
const MOST_RULES = 200;
const FORMAT = 'tracehold-exposure-rules';
const KEYS = ['id', 'title', 'category', 'direction', 'exposure', 'listed', 'least'];

export interface ReadRules {
  readonly title: string;
  readonly rules: readonly ExposureRule[];
}

/** Faults: exposure.badRules. */
export function readRules(text: string): ReadRules {
  const refuse = (reason: string, line: number, value = ''): never => {
    throw new Fault('exposure.badRules', { reason, line, value: value.slice(0, 80) });
  };
  let yaml: ReturnType<typeof readYaml>;
  try {
    yaml = readYaml(text);
  } catch (error) {
    const { reason, line } = error instanceof Fault ? (error.parameters as { reason?: string; line?: number }) : {};
    return refuse(reason ?? 'yaml', line ?? 1);
  }
  const head = textsOf(yaml, yaml.map);
  if (head.get('format') !== FORMAT) refuse('rulesFormat', 1, head.get('format') ?? '');
  if ((head.get('version') ?? '1') !== '1') refuse('rulesVersion', 1, head.get('version') ?? '');
  const list = yaml.resolve(yaml.map.get('rules', true));
  if (!isSeq(list)) return refuse('rulesNone', 1);
  if (list.items.length === 0 || list.items.length > MOST_RULES) refuse('rulesHowMany', yaml.lineOf(list), String(list.items.length));
  const rules: ExposureRule[] = [];
  for (const item of list.items) {
    const line = yaml.lineOf(item);
    const node = yaml.resolve(item);
    if (!isMap(node)) return refuse('notAMap', line);
    const map = node as YAMLMap;
    const texts = textsOf(yaml, map, () => false);
    for (const { key } of map.items) if (!KEYS.includes(String(key))) refuse('rulesKey', line, String(key));
    const oneOf = <T extends string>(key: string, allowed: readonly T[], otherwise: T): T => {
      const value = texts.get(key) ?? otherwise;
      return allowed.find((one) => one === value) ?? refuse('rulesWord', line, `${key}: ${value}`);
    };
    const id = texts.get('id') ?? '';
    if (!/^[\w.-]{1,60}$/.test(id) || rules.some((one) => one.id === id)) refuse('rulesId', line, id);
    const exposure = oneOf('exposure', ['direct', 'indirect', 'any', 'own', 'unknown'], 'any');
    const category = texts.get('category');
    const named = category === undefined ? listOf(yaml, map.get('category', true)) : [category];
    const categories = named.map((word) => (word === '*' ? '*' : categoryWord(word)));
    if (exposure !== 'unknown' && (categories.length === 0 || categories.includes(''))) refuse('rulesCategory', line, named.join(', '));
    const listed = oneOf('listed', ['then', 'any'], 'any');
    const title = (texts.get('title') ?? id).slice(0, 400);
    rules.push({
      ...{ id, title, categories, exposure, whileListed: listed === 'then' },
      direction: oneOf('direction', ['in', 'out', 'either'], 'either'),
      least: leastOf(texts.get('least') ?? 'some') ?? refuse('rulesLeast', line, texts.get('least') ?? ''),
    });
  }
  return { title: (head.get('title') ?? '').slice(0, 400), rules };
}

/** `some`, `5 %`, or `1000 USDT`: the asset by its symbol or key. */
function leastOf(text: string): ExposureRule['least'] | null {
  if (text === 'some') return { unit: 'some' };
  const [, percent, fraction = ''] = /^(\d{1,3})(?:\.(\d{1,2}))? ?%$/.exec(text) ?? [];
  if (percent !== undefined) {
    const hundredths = Number(percent) * 100 + Number(fraction.padEnd(2, '0'));
    return hundredths > 10_000 ? null : { unit: 'share', hundredths };
  }
  const [, amount, asset] = /^(\d{1,40}(?:\.\d{1,30})?) (\S.{0,199})$/.exec(text) ?? [];
  return amount === undefined || asset === undefined ? null : { unit: 'amount', amount, asset: asset.trim() };
}

/** A beginning for a unit's own; it is nobody's policy and says so. */
export const EXAMPLE_RULES = `# Rules of exposure for Tracehold. This set is an EXAMPLE: it is no unit's policy and no law's limit.
# Copy it, change it, and take your own file in.
#   category   words of labels (a list, or one), or "*" for every label
#   direction  in | out | either
#   exposure   direct | indirect | any | own (the address itself is labelled) | unknown (what the case cannot tell)
#   listed     then: only what was paid while a list named the party; any (usual)
#   least      some | 5 % | 1000 USDT (whole units; the asset by its symbol or key)
format: ${FORMAT}
version: 1
title: Example rules
rules:
  - id: listed-itself
    title: The address itself is on a sanctions list
    category: sanction
    exposure: own
  - id: sanctions-direct
    title: Direct dealings with a listed party
    category: sanction
    exposure: direct
    least: some
  - id: sanctions-while-listed
    title: Dealings with a party while a list named it
    category: sanction
    exposure: any
    listed: then
    least: some
  - id: mixer-in
    title: Five percent or more came from mixers
    category: [mixer, mixing_service, mixing, tumbler, coinjoin]
    direction: in
    least: 5 %
  - id: crime-in
    title: One percent or more came from labelled crime
    category: [scam, fraud, phishing, hack, theft, ransomware, extortion, sextortion, terrorism, ponzi_scheme, pyramid_scheme, darknet_market]
    direction: in
    least: 1 %
  - id: cash-out
    title: Half or more went to exchanges
    category: [exchange, cex, hosted_wallet, broker, otc]
    direction: out
    least: 50 %
  - id: mostly-unknown
    title: Of half or more the case cannot tell where it came from
    direction: in
    exposure: unknown
    least: 50 %
`;
