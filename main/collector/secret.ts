// The person's key for a service: read from a file, put in place only at the moment of sending, and kept out of everything that is written.
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Refusal } from './refusal.ts';

/** Where a key goes. `{key}` in the URL of --source has the first say. */
export type KeyPlace =
  | { readonly in: 'query'; readonly name: string }
  | { readonly in: 'header'; readonly name: string }
  | { readonly in: 'basic' };

export interface Secret {
  /** The URL as it is sent, and the headers that go with it. */
  apply(url: string): { readonly url: URL; readonly headers: Readonly<Record<string, string>> };
  /** Whether these bytes hold the key in any form it may have taken. */
  isIn(bytes: Buffer): boolean;
  /** How the capture says it: `query:apikey`, `header:authorization`, `url`; null without a key. */
  readonly place: string | null;
}

export const KEY_MARK = '{key}';
/** A key shorter than this would be found in any text by chance. */
const SHORTEST = 6;
const LONGEST = 4096;

export const NO_SECRET: Secret = { apply: (url) => ({ url: new URL(url), headers: {} }), isIn: () => false, place: null };

export function readSecret(path: string, source: string, place: KeyPlace | null): Secret {
  let key: string;
  try {
    if (statSync(path).size > LONGEST) throw new Error('too long');
    key = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Refusal('keyFile', { file: basename(path), reason: (error as { code?: string }).code ?? 'too long' });
  }
  if (key.length < SHORTEST || !/^[\x21-\x7e]+$/.test(key)) throw new Refusal('keyFile', { file: basename(path), reason: 'form' });
  const basic = Buffer.from(key, 'utf8').toString('base64');
  const forms = new Set([key, encodeURIComponent(key), basic]);
  const [, password] = /^[^:]+:(.+)$/.exec(key) ?? [];
  if (password !== undefined && password.length >= SHORTEST) forms.add(password);
  const needles = [...forms].map((form) => Buffer.from(form, 'utf8'));
  const isIn = (bytes: Buffer): boolean => needles.some((needle) => bytes.includes(needle));
  if (source.includes(KEY_MARK))
    return { isIn, place: 'url', apply: (url) => ({ url: new URL(url.replaceAll(KEY_MARK, encodeURIComponent(key))), headers: {} }) };
  if (place === null) throw new Refusal('keyFile', { file: basename(path), reason: 'no place for a key' });
  if (place.in === 'query')
    return {
      isIn,
      place: `query:${place.name}`,
      apply(text) {
        const url = new URL(text);
        url.searchParams.set(place.name, key);
        return { url, headers: {} };
      },
    };
  const header = place.in === 'basic' ? { authorization: `Basic ${basic}` } : { [place.name]: key };
  return { isIn, place: `header:${Object.keys(header)[0]}`, apply: (url) => ({ url: new URL(url), headers: header }) };
}
