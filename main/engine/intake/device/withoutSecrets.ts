// Somebody may have written a phrase into a label: what the scanner knows as a secret is masked in what a reader tells.
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import type { ScanBytes } from '../scanners/scanRange.ts';
import { withoutHexKeys } from '../scanners/secretsInNames.ts';

/** Those that are known by their checksum, or stand alone, within one text. Digits that words beside them make a key are read text by text. */
const MASKED: ReadonlySet<string> = new Set([
  ...['wif', 'bip38', 'extendedPrivateKey', 'privateDescriptor', 'phrase', 'phrasePart', 'electrumSeed'],
]);
const MASK = '…';

export async function withoutSecrets(wallet: WalletReading, scan: ScanBytes): Promise<WalletReading> {
  // One text to a line: a phrase is told where it stands alone.
  const texts = [...new Set([...textsOf(wallet)])];
  const masked = new Map(texts.map((text) => [text, withoutHexKeys(text, MASK)] as const).filter(([text, without]) => text !== without));
  const lines = texts.map((text) => Buffer.from(`${(masked.get(text) ?? text).replace(/[\r\n]/g, ' ')}\n`));
  const bytes = Buffer.concat(lines);
  const secrets = (await scan(bytes)).hits.filter(({ kind }) => MASKED.has(kind));
  if (secrets.length === 0 && masked.size === 0) return wallet;
  let from = 0;
  for (const [at, line] of lines.entries()) {
    let own = line.subarray(0, -1);
    const within = secrets.filter(({ start }) => start >= from && start < from + line.length).sort((a, b) => b.start - a.start);
    for (const { start, bytes: length } of within)
      own = Buffer.concat([own.subarray(0, start - from), Buffer.from(MASK), own.subarray(Math.min(own.length, start - from + length))]);
    if (within.length > 0) masked.set(texts[at] as string, own.toString('utf8'));
    from += line.length;
  }
  return replaced(wallet, masked) as WalletReading;
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const one of value) yield* textsOf(one);
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) yield* textsOf(one);
}

function replaced(value: unknown, masked: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return masked.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, masked));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, masked)]));
}
