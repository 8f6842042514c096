// Output descriptors (Bitcoin Core's doc/descriptors.md, BIP380 to 386) around a key: by their checksum, or without one where their form is one of
// the usual ones and each key in them is valid.
import { textOf, withLineEnds } from './aroundText.ts';
import type { Hit } from './hit.ts';
import { isBase58Check, judgeKey } from './judgeKey.ts';

const LONGEST = 4000;
/** What stands in a descriptor; a quotation mark, blank or line end is its border. */
const OWN = /[\w()[\]{},/*'@:<>;#-]/;
const FUNCTIONS = /(?<![\w(,{:])(?:pk|pkh|wpkh|combo|sh|wsh|tr|rawtr|multi|sortedmulti)\(/g;
const CHARACTERS = '0123456789()[],\'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~ijklmnopqrstuvwxyzABCDEFGH`#"\\ ';
const DIGITS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn] as const;
const KEY = /(?:^|[(,\]:{])([1-9A-HJ-NP-Za-km-z]{51,112})(?=$|[),/}])/g;

/** Null where none is, or where another key of it stands before this one: each is told once. */
export function descriptorAround(piece: Uint8Array, start: number, step: 1 | 2): Hit | null {
  const before = withLineEnds(textOf(piece, Math.max(start % step, start - LONGEST * step), start, step));
  // Most keys stand alone.
  if (!/[\](,:{]$/.test(before)) return null;
  let from = before.length;
  while (from > 0 && OWN.test(before[from - 1] as string)) from--;
  const after = textOf(piece, start, start + LONGEST * step, step);
  let to = 0;
  while (to < after.length && OWN.test(after[to] as string)) to++;
  const run = before.slice(from) + after.slice(0, to);
  const key = before.length - from;
  for (const { index } of run.matchAll(FUNCTIONS)) {
    if (index > key) return null;
    const end = closing(run, index);
    if (end < key) continue;
    const expression = run.slice(index, end);
    const keys = [...expression.matchAll(KEY)].map((match) => ({
      text: match[1] as string,
      at: index + match.index + match[0].indexOf(match[1] as string),
    }));
    if (keys.find(({ text }) => isKey(text))?.at !== key) return null;
    const stated = /^#([a-z0-9]{8})(?![A-Za-z0-9])/.exec(run.slice(end))?.[1];
    const isChecked = stated !== undefined && checksumOf(expression) === stated;
    if (!isChecked && (stated !== undefined || !isUsual(expression, 0))) return null;
    const value = isChecked ? `${expression}#${stated}` : expression;
    const isPrivate = keys.some(({ text }) => isPrivateKey(text));
    return {
      ...{ kind: isPrivate ? 'privateDescriptor' : 'descriptor', value, start: start - (key - index) * step, bytes: value.length * step },
      ...{ encoding: step === 1 ? 'bytes' : 'utf16', checks: [isChecked ? 'bip380' : 'structure'], isKnownExample: false },
      detail: [expression.slice(0, expression.indexOf('('))],
    };
  }
  return null;
}

/** Behind the bracket that closes the first one, or -1. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return -1;
}

/** BIP380; null where a character has no place in it. */
export function checksumOf(descriptor: string): string | null {
  let sum = 1n;
  const step = (value: number): void => {
    const top = sum >> 35n;
    sum = ((sum & 0x7ffffffffn) << 5n) ^ BigInt(value);
    GENERATOR.forEach((generator, bit) => {
      if (((top >> BigInt(bit)) & 1n) === 1n) sum ^= generator;
    });
  };
  let group = 0;
  let count = 0;
  for (const character of descriptor) {
    const place = CHARACTERS.indexOf(character);
    if (place < 0) return null;
    step(place & 31);
    group = group * 3 + (place >> 5);
    if (++count === 3) {
      step(group);
      group = 0;
      count = 0;
    }
  }
  if (count > 0) step(group);
  for (let at = 0; at < 8; at++) step(0);
  sum ^= 1n;
  return Array.from({ length: 8 }, (_, at) => DIGITS[Number((sum >> BigInt(5 * (7 - at))) & 31n)]).join('');
}

const MOST_DEPTH = 4;

function isUsual(expression: string, depth: number): boolean {
  const [, name = '', inner = ''] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  if (depth > MOST_DEPTH || inner === '') return false;
  if (name === 'sh' || name === 'wsh') return isUsual(inner, depth + 1);
  if (name === 'tr') return isKeyExpression(inner, true);
  if (name === 'multi' || name === 'sortedmulti') {
    const [count = '', ...keys] = inner.split(',');
    return /^\d{1,2}$/.test(count) && Number(count) > 0 && Number(count) <= keys.length && keys.every((key) => isKeyExpression(key, false));
  }
  return ['pk', 'pkh', 'wpkh', 'combo', 'rawtr'].includes(name) && isKeyExpression(inner, name === 'rawtr');
}

function isKeyExpression(text: string, mayBeShort: boolean): boolean {
  const [, key = '', path = ''] =
    /^(?:\[[0-9a-fA-F]{8}(?:\/\d+['hH]?)*\])?([^/[\]]+)((?:\/(?:\d+|\*|<\d+(?:;\d+)+>)['hH]?)*)$/.exec(text) ?? [];
  if (/^0[23][0-9a-fA-F]{64}$/.test(key) || (mayBeShort && /^[0-9a-fA-F]{64}$/.test(key))) return path === '';
  return isKey(key);
}

function isKey(text: string): boolean {
  if (!/^[1-9A-HJ-NP-Za-km-z]{51,112}$/.test(text) || !isBase58Check(text)) return false;
  const judged = judgeKey(text);
  return typeof judged !== 'string' && judged.kind !== 'bip38';
}

function isPrivateKey(text: string): boolean {
  const judged = isKey(text) ? judgeKey(text) : 'version';
  return typeof judged !== 'string' && judged.kind !== 'extendedPublicKey';
}
