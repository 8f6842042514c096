// The label file formats: one line each. A format recognises its files by content first; the name only breaks ties.
import { defineRegistry, type Registered } from '../kernel/index.ts';
import { parseActorPack } from './actorPack.ts';
import { looksLikeAddressList, parseAddressList } from './addressList.ts';
import { looksLikeBip329, parseBip329 } from './bip329.ts';
import { looksLikeGraphsenseTags, parseGraphsenseTags } from './graphsenseTags.ts';
import { labelCsvDelimiter, parseLabelCsv } from './labelCsv.ts';
import { parseOfacXml } from './ofacXml.ts';
import type { AddressCheck, LabelFormatId, ParsedLabels } from './parsedLabels.ts';
import { parseTagPack } from './tagPack.ts';

export interface LabelFormat extends Registered {
  readonly id: LabelFormatId;
  /** Cheap and total: looks at the start of the file, never throws. */
  sniff(bytes: Uint8Array, name: string): boolean;
  /** Throws `labels.malformed` or `intake.tooLarge` where the file as a whole cannot be used. */
  parse(bytes: Uint8Array, name: string, isAddress?: AddressCheck): ParsedLabels;
}

const SNIFFED_BYTES = 256 * 1024;

function start(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes.subarray(0, SNIFFED_BYTES));
}

const yamlOf = (bytes: Uint8Array, name: string, list: string) => {
  if (/\.(csv|tsv|json)$/i.test(name)) return false;
  const text = start(bytes);
  return new RegExp(`^${list}[ \\t]*:`, 'm').test(text) && /^(title|creator|label|source|currency|network|header)[ \t]*:/m.test(text);
};

export const labelFormats = defineRegistry<LabelFormat>('label format', [
  { id: 'tagpack', sniff: (bytes, name) => yamlOf(bytes, name, 'tags'), parse: parseTagPack },
  { id: 'actorpack', sniff: (bytes, name) => yamlOf(bytes, name, 'actors'), parse: parseActorPack },
  {
    id: 'ofac',
    sniff: (bytes) =>
      /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]{0,2000}?-->\s*)?(<!DOCTYPE[\s\S]{0,2000}?>\s*)?<(\w+:)?Sanctions[\s>]/.test(
        start(bytes).replace(/^\ufeff/, ''),
      ),
    parse: parseOfacXml,
  },
  { id: 'graphsense', sniff: (bytes) => looksLikeGraphsenseTags(start(bytes)), parse: parseGraphsenseTags },
  { id: 'bip329', sniff: (bytes) => looksLikeBip329(start(bytes)), parse: parseBip329 },
  { id: 'csv', sniff: (bytes, name) => !/\.ya?ml$/i.test(name) && labelCsvDelimiter(start(bytes)) !== undefined, parse: parseLabelCsv },
  { id: 'addressList', sniff: (bytes, name) => looksLikeAddressList(start(bytes), name), parse: parseAddressList },
]);

/** The first format that recognises the file. */
export function sniffLabelFormat(bytes: Uint8Array, name: string): LabelFormat | undefined {
  return labelFormats.entries.find((format) => format.sniff(bytes, name));
}
