// Labels for other programs: a TagPack that its schema takes, and wallet labels of BIP-329. Texts of a TagPack are written as JSON strings,
// which YAML reads as they are.
import { conceptOf } from './concepts.ts';
import { confidenceLevel } from './confidence.ts';

export interface WrittenLabel {
  readonly address: string;
  readonly subject: 'address' | 'transaction' | 'output';
  readonly label: string;
  readonly source: string;
  readonly network: string;
  readonly currency: string;
  readonly category: string;
  readonly abuse: string;
  readonly confidence: string;
  /** A day, or empty. */
  readonly date: string;
}

const text = (value: string) => JSON.stringify(value);

/** Outputs have no place in a TagPack: the caller leaves them out. */
export function tagPackText(
  pack: { readonly title: string; readonly creator: string; readonly description: string },
  labels: readonly WrittenLabel[],
): string {
  const lines = [
    `title: ${text(pack.title)}`,
    `creator: ${text(pack.creator)}`,
    `description: ${text(pack.description)}`,
    labels.length === 0 ? 'tags: []' : 'tags:',
  ];
  for (const { address, subject, label, source, network, currency, category, abuse, confidence, date } of labels) {
    // The schema takes ids of its taxonomies only; another word stays beside them, as it was said.
    const other = [
      ...(category === '' || conceptOf(category) !== null ? [] : [['category', category]]),
      ...(abuse === '' || conceptOf(abuse) !== null ? [] : [['abuse', abuse]]),
      ...(confidence === '' || confidenceLevel(confidence) !== null ? [] : [['confidence', confidence]]),
    ];
    lines.push(
      `- ${subject === 'transaction' ? 'tx_hash' : 'address'}: ${text(address)}`,
      `  label: ${text(label)}`,
      `  source: ${text(source)}`,
      `  currency: ${text(currency)}`,
      `  network: ${text(network)}`,
      `  confidence: ${confidenceLevel(confidence) === null ? 'unknown' : confidence}`,
      ...(category === '' || conceptOf(category) === null ? [] : [`  category: ${text(category)}`]),
      ...(abuse === '' || conceptOf(abuse) === null ? [] : [`  abuse: ${text(abuse)}`]),
      ...(date === '' ? [] : [`  lastmod: ${date}`]),
      ...(other.length === 0 ? [] : [`  context: ${text(JSON.stringify(Object.fromEntries(other)))}`]),
    );
  }
  return `${lines.join('\n')}\n`;
}

const TYPES = { address: 'addr', transaction: 'tx', output: 'output' } as const;

export function bip329Text(labels: readonly WrittenLabel[]): string {
  return labels.map(({ address, subject, label }) => `${JSON.stringify({ type: TYPES[subject], ref: address, label })}\n`).join('');
}
