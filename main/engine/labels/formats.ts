// The label file formats: one line each. A format recognises its files by content first; the name only breaks ties.
import { defineRegistry, type Registered } from '../kernel/index.ts';
import { LABEL_CSV_IMPORTER, labelCsvDelimiter, parseLabelCsv } from './labelCsv.ts';
import type { AddressCheck, ParsedLabels } from './parsedLabels.ts';
import { parseTagPack, TAG_PACK_IMPORTER } from './tagPack.ts';

export interface LabelFormat extends Registered {
  readonly id: 'tagpack' | 'csv';
  /** id@version, kept with every label. */
  readonly importer: string;
  /** Cheap and total: looks at the start of the file, never throws. */
  sniff(bytes: Uint8Array, name: string): boolean;
  /** Throws `labels.malformed` or `intake.tooLarge` where the file as a whole cannot be used. */
  parse(bytes: Uint8Array, name: string, isAddress?: AddressCheck): ParsedLabels;
}

const SNIFFED_BYTES = 256 * 1024;

function start(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes.subarray(0, SNIFFED_BYTES));
}

const tagPackFormat: LabelFormat = {
  id: 'tagpack',
  importer: TAG_PACK_IMPORTER,
  sniff: (bytes, name) => {
    if (/\.(csv|tsv|json)$/i.test(name)) return false;
    const text = start(bytes);
    return /^tags[ \t]*:/m.test(text) && /^(title|creator|label|source|currency|network)[ \t]*:/m.test(text);
  },
  parse: parseTagPack,
};

const labelCsvFormat: LabelFormat = {
  id: 'csv',
  importer: LABEL_CSV_IMPORTER,
  sniff: (bytes, name) => !/\.ya?ml$/i.test(name) && labelCsvDelimiter(start(bytes)) !== undefined,
  parse: parseLabelCsv,
};

export const labelFormats = defineRegistry<LabelFormat>('label format', [tagPackFormat, labelCsvFormat]);

/** The first format that recognises the file. */
export function sniffLabelFormat(bytes: Uint8Array, name: string): LabelFormat | undefined {
  return labelFormats.entries.find((format) => format.sniff(bytes, name));
}
