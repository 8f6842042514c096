// Door of the labels room, its pure part: label files in, claims out.
export { type LabelFormat, labelFormats, sniffLabelFormat } from './formats.ts';
export { LABEL_CSV_IMPORTER, parseLabelCsv } from './labelCsv.ts';
export type { AddressCheck, ParsedLabel, ParsedLabels, RejectedRow, RejectionReason } from './parsedLabels.ts';
export { parseTagPack, TAG_PACK_IMPORTER } from './tagPack.ts';
