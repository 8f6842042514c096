// The files of an exchange: the key, which both units hold, and each unit's set of keyed hashes. Sorted, so that their order tells nothing.
import { createHmac } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { IDENTIFIER_TYPES } from '../../../../shared/contract/deconflict.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { breathe, canonicalJson, type GrantedPath, sha256Hex, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import type { Identifier, IdentifierType } from './identifiers.ts';

const KEY_FORMAT = 'tracehold-deconflict-key/1';
const SET_FORMAT = 'tracehold-deconflict-set/2';
/** A set of a million hashes of each type. */
const MOST_BYTES = 400 << 20;

const Hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));
const KeyFile = z.strictObject({
  format: z.literal(KEY_FORMAT),
  exchange: Hex(32),
  key: Hex(64),
  purpose: z.string().max(20_000),
  madeBy: z.string().max(400),
  warning: z.array(z.string()),
});
const SetFile = z.strictObject({
  format: z.literal(SET_FORMAT),
  exchange: Hex(32),
  keySha256: Hex(64),
  warning: z.array(z.string()),
  sets: z.strictObject(
    Object.fromEntries(IDENTIFIER_TYPES.map((type) => [type, z.array(Hex(64))])) as Record<IdentifierType, z.ZodArray<z.ZodString>>,
  ),
});
export type ExchangeKey = z.output<typeof KeyFile>;
export type HashSet = z.output<typeof SetFile>;

/** What the key is called where it must not stand itself: it is random, so its hash tells nothing of it. */
export const keySha256 = ({ key }: Pick<ExchangeKey, 'key'>): string => sha256Hex(Buffer.from(key, 'hex'));

export const keyText = (key: Omit<ExchangeKey, 'format'>): string => `${canonicalJson({ format: KEY_FORMAT, ...key })}\n`;

/** Type and identifier lie in the text that is hashed, so that equal texts of two types are two things. */
export function keyedHash({ key }: Pick<ExchangeKey, 'key'>, type: IdentifierType, normal: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(`${SET_FORMAT}\n${type}\n${normal}`, 'utf8').digest('hex');
}

export async function hashed(key: ExchangeKey, identifiers: readonly Identifier[], work: Work<Step>): Promise<Map<string, Identifier>> {
  const found = new Map<string, Identifier>();
  for (const [at, identifier] of identifiers.entries()) {
    if (at % 20_000 === 0) {
      await breathe();
      throwIfCancelled(work);
      work.report({ phase: 'hashing', done: at, total: identifiers.length, unit: 'steps' });
    }
    found.set(`${identifier.type} ${keyedHash(key, identifier.type, identifier.normal)}`, identifier);
  }
  return found;
}

export function setText(key: ExchangeKey, hashes: Iterable<string>, warning: readonly string[]): string {
  const sets = Object.fromEntries(IDENTIFIER_TYPES.map((type) => [type, [] as string[]])) as Record<IdentifierType, string[]>;
  for (const one of hashes) {
    const [type = '', hash = ''] = one.split(' ');
    sets[type as IdentifierType].push(hash);
  }
  for (const list of Object.values(sets)) list.sort();
  return `${canonicalJson({ format: SET_FORMAT, exchange: key.exchange, keySha256: keySha256(key), warning, sets })}\n`;
}

/** Faults: deconflict.badFile. */
export const readKey = (granted: GrantedPath): ExchangeKey => read(granted, KeyFile);
/** Faults: deconflict.badFile. */
export const readSet = (granted: GrantedPath): HashSet => read(granted, SetFile);

function read<T>({ path, name }: GrantedPath, schema: z.ZodType<T>): T {
  try {
    if (statSync(path).size > MOST_BYTES) throw new Error(`> ${MOST_BYTES}`);
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    // What stands in the file is not repeated: it may hold the key.
    const reason =
      error instanceof z.ZodError
        ? (error.issues[0]?.path.join('.') ?? '')
        : error instanceof SyntaxError
          ? 'JSON'
          : ((error as { code?: string }).code ?? (error as Error).message);
    throw new Fault('deconflict.badFile', { name, reason }, error);
  }
}
