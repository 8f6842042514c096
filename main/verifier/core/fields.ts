// Reads the members of untrusted JSON objects: exact names, exact kinds. A wrong member is a finding, never an exception.
import { isHash } from './bytes.ts';
import { isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import type { Findings } from './findings.ts';
import { shapeSentence, unexpectedMemberSentence } from './sentences.ts';

type Test<T extends Json> = (value: Json | undefined) => value is T;

export const text: Test<string> = (value): value is string => typeof value === 'string';
export const flag: Test<boolean> = (value): value is boolean => typeof value === 'boolean';
export const whole: Test<number> = (value): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
export const height: Test<number | null> = (value): value is number | null => value === null || (whole(value) && value < 0x80000000);
export const hash: Test<string> = (value): value is string => typeof value === 'string' && isHash(value);
export const amount: Test<string> = (value): value is string => typeof value === 'string' && /^(0|[1-9][0-9]{0,77})$/.test(value);
export const outpoint: Test<string> = (value): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}:(0|[1-9][0-9]{0,9})$/.test(value);
export const textOrNull: Test<string | null> = (value): value is string | null => value === null || typeof value === 'string';
export const list: Test<readonly Json[]> = (value): value is readonly Json[] => isList(value);
export const object: Test<JsonObject> = (value): value is JsonObject => isObject(value);
export const anything: Test<Json> = (value): value is Json => value !== undefined;
export const listOf =
  <T extends Json>(test: Test<T>) =>
  (value: Json | undefined): value is readonly T[] =>
    isList(value) && value.every((item) => test(item));
export const oneOf =
  <T extends string>(...words: readonly T[]): Test<T> =>
  (value): value is T =>
    typeof value === 'string' && (words as readonly string[]).includes(value);

type Shape = Readonly<Record<string, (value: Json | undefined) => boolean>>;
// biome-ignore lint/suspicious/noExplicitAny: only to infer what a test narrows to.
type Narrowed<F> = F extends (value: any) => value is infer T ? T : never;
type Read<S extends Shape> = { readonly [K in keyof S]: Narrowed<S[K]> };

/** The object if it has exactly the members of `shape`, else null with a finding. `optional` members may be absent. */
export function readShape<S extends Shape>(
  value: Json | undefined,
  shape: S,
  where: { readonly findings: Findings; readonly check: string; readonly file: string; readonly at: string },
  optional: readonly (keyof S & string)[] = [],
): Read<S> | null {
  const { findings, check, file, at } = where;
  if (!isObject(value)) {
    findings.fail(check, file, shapeSentence(at));
    return null;
  }
  let good = true;
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(shape, name)) continue;
    findings.fail(check, file, unexpectedMemberSentence(at, name));
    good = false;
  }
  for (const [name, test] of Object.entries(shape)) {
    if (!(name in value) && optional.includes(name)) continue;
    if (test(value[name])) continue;
    findings.fail(check, file, shapeSentence(`${at}.${name}`));
    good = false;
  }
  return good ? (value as unknown as Read<S>) : null;
}
