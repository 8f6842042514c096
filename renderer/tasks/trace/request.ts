// From what is typed and ticked to a trace request. Pure; the engine decides whether a seed exists.
import { parseAmount } from '../../design/amounts.ts';

/** Ids out of pasted text: split at spaces, commas and line ends, each once, in order. */
export function seedsIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}

export type SeedKind = 'outpoint' | 'transaction' | 'address';

/** What a seed looks like; whether it is one, the engine says. */
export function seedKind(seed: string): SeedKind {
  if (/^[0-9a-f]{64}:\d+$/i.test(seed)) return 'outpoint';
  return /^[0-9a-f]{64}$/i.test(seed) ? 'transaction' : 'address';
}

/** Replaces a transaction (all outputs) by the outputs ticked, and back when all or none are ticked. */
export function withOutputs(seeds: readonly string[], txid: string, ticked: readonly number[], outputs: number): readonly string[] {
  const others = seeds.filter((seed) => seed !== txid && !seed.startsWith(`${txid}:`));
  if (ticked.length === outputs) return [...others, txid];
  return [...others, ...[...ticked].sort((a, b) => a - b).map((index) => `${txid}:${index}`)];
}

/** Which outputs of a transaction the seeds hold. */
export function tickedOutputs(seeds: readonly string[], txid: string, outputs: number): readonly number[] {
  if (seeds.includes(txid)) return Array.from({ length: outputs }, (_, index) => index);
  return seeds.filter((seed) => seed.startsWith(`${txid}:`)).map((seed) => Number(seed.slice(txid.length + 1)));
}

export interface OptionShape {
  readonly name: string;
  readonly kind: 'integer' | 'amount' | 'height' | 'addresses' | 'time';
  readonly required: boolean;
}

export type OptionValue = string | number | string[];

/** One typed option as the engine takes it; undefined where it is empty, null where it is not valid. */
export function optionValue(option: OptionShape, text: string, decimals: number): OptionValue | null | undefined {
  const clean = text.trim();
  if (clean === '') return option.required ? null : undefined;
  if (option.kind === 'amount') return parseAmount(clean, decimals)?.toString() ?? null;
  if (option.kind === 'addresses') return [...seedsIn(clean)];
  // A day or a moment, in UTC; the engine reads it.
  if (option.kind === 'time') return /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$/.test(clean) ? clean.replace(' ', 'T') : null;
  const whole = clean.replace(/[\s\u202f]/g, '');
  return /^\d{1,15}$/.test(whole) ? Number(whole) : null;
}
