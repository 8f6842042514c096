// Output descriptors (BIP380 to BIP386 and BIP389's two branches) as far as one key or one multisig makes the address. Everything else is refused by
// its form: a policy half understood would give addresses of nobody.
import { HDKey } from '@scure/bip32';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type AccountKey, publicOnly, unreadable } from './accountKey.ts';
import { readExtended } from './extendedKeys.ts';
import { CHAINS_OF_NETWORK, type KeyChains, type ScriptKind } from './paths.ts';

const KIND = 'descriptor';
/** BIP380. */
const INPUT_CHARSET = '0123456789()[],\'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~ijklmnopqrstuvwxyzABCDEFGH`#"\\ ';
const CHECKSUM_CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn];

function step(checksum: bigint, value: number): bigint {
  const top = checksum >> 35n;
  let next = ((checksum & 0x7ffffffffn) << 5n) ^ BigInt(value);
  GENERATOR.forEach((generator, bit) => {
    if (((top >> BigInt(bit)) & 1n) === 1n) next ^= generator;
  });
  return next;
}

/** The eight characters behind the #, or null where a character is none of descriptors. */
export function descriptorChecksum(text: string): string | null {
  let checksum = 1n;
  let group: number[] = [];
  for (const character of text) {
    const place = INPUT_CHARSET.indexOf(character);
    if (place === -1) return null;
    checksum = step(checksum, place & 31);
    group.push(place >> 5);
    if (group.length < 3) continue;
    checksum = step(checksum, (group[0] as number) * 9 + (group[1] as number) * 3 + (group[2] as number));
    group = [];
  }
  if (group.length === 1) checksum = step(checksum, group[0] as number);
  if (group.length === 2) checksum = step(checksum, (group[0] as number) * 3 + (group[1] as number));
  for (let i = 0; i < 8; i++) checksum = step(checksum, 0);
  checksum ^= 1n;
  return Array.from({ length: 8 }, (_, i) => CHECKSUM_CHARSET[Number((checksum >> BigInt(5 * (7 - i))) & 31n)]).join('');
}

const FORMS: readonly (readonly [RegExp, ScriptKind, isMultisig: boolean])[] = [
  [/^pk\(([^()]+)\)$/, 'p2pk', false],
  [/^pkh\(([^()]+)\)$/, 'p2pkh', false],
  [/^wpkh\(([^()]+)\)$/, 'p2wpkh', false],
  [/^sh\(wpkh\(([^()]+)\)\)$/, 'p2shP2wpkh', false],
  [/^tr\(([^(),{}]+)\)$/, 'p2tr', false],
  [/^sh\(((?:sorted)?multi\([^()]+)\)\)$/, 'p2sh', true],
  [/^wsh\(((?:sorted)?multi\([^()]+)\)\)$/, 'p2wsh', true],
  [/^sh\(wsh\(((?:sorted)?multi\([^()]+)\)\)\)$/, 'p2shP2wsh', true],
];
/** Keys of a multisig in P2SH; witness scripts hold 20. */
const MOST_KEYS = 20;
/** No wallet writes more; whoever does wants the program to be at work. */
const LONGEST = 20_000;
const MOST_STEPS = 32;
const MOST_BRANCHES = 20;
const DEEPEST = 255;
const HARDENED = 0x8000_0000;

interface ReadKey {
  readonly key: string;
  readonly chains: KeyChains | null;
  readonly origin: string;
  /** Branches that the key's path names; a plain key has one empty one. */
  readonly branches: readonly (readonly number[])[];
  readonly isRanged: boolean;
}

/** Faults: keys.unreadable. */
export function keysOfDescriptor(text: string): AccountKey[] {
  if (text.length > LONGEST) throw unreadable(KIND, 'descriptorForm');
  const [body = '', checksum, more] = text.trim().split('#');
  if (more !== undefined || (checksum !== undefined && descriptorChecksum(body) !== checksum)) throw unreadable(KIND, 'descriptorChecksum');
  for (const [form, script, isMultisig] of FORMS) {
    const inner = form.exec(body)?.[1];
    if (inner === undefined) continue;
    const multisig = isMultisig ? /^(sorted)?multi\((\d+),(.+)$/.exec(inner) : null;
    const written = (multisig?.[3] ?? inner).split(',');
    const required = multisig === null ? null : Number(multisig[2]);
    if (written.length > MOST_KEYS || (required !== null && (required < 1 || required > written.length)))
      throw unreadable(KIND, 'descriptorForm');
    const keys = written.map(readKey);
    const first = keys[0] as ReadKey;
    // Each branch of one key goes with the same branch of the others.
    if (keys.some(({ branches, isRanged }) => branches.length !== first.branches.length || isRanged !== first.isRanged))
      throw unreadable(KIND, 'descriptorForm');
    const own = keys.map(({ key, branches }) => ({ key, branches }));
    const chains = keys.find((one) => one.chains !== null)?.chains ?? [...CHAINS_OF_NETWORK.main, ...CHAINS_OF_NETWORK.test];
    const isSame = own.every(({ branches }) => JSON.stringify(branches) === JSON.stringify(first.branches));
    if (!isSame) return alongOwnBranches(own, { script, chains, required, isSorted: multisig?.[1] !== undefined, first });
    return [
      {
        ...{ scheme: 'descriptor', path: first.origin, account: null, script, chains, keys: own.map(({ key }) => key) },
        ...{ required, isSorted: multisig?.[1] !== undefined, branches: first.branches, isRanged: first.isRanged },
      },
    ];
  }
  throw unreadable(KIND, 'descriptorForm');
}

/** Keys whose branches differ are taken to the ends of their own ones first. */
function alongOwnBranches(
  keys: readonly Pick<ReadKey, 'key' | 'branches'>[],
  of: Pick<AccountKey, 'script' | 'chains' | 'required' | 'isSorted'> & { readonly first: ReadKey },
): AccountKey[] {
  const { first, ...rest } = of;
  return first.branches.map((_, at) => ({
    ...{ scheme: 'descriptor', path: first.origin, account: null, branches: [[]], isRanged: first.isRanged, ...rest },
    keys: keys.map(({ key, branches }) => {
      const branch = branches[at] as readonly number[];
      if (branch.length === 0) return key;
      return publicOnly(branch.reduce((parent, child) => parent.deriveChild(child), HDKey.fromExtendedKey(key)));
    }),
  }));
}

function readKey(text: string): ReadKey {
  const match = /^(?:\[([0-9a-f]{8})((?:\/\d+['h]?)*)\])?([0-9A-Za-z]+)((?:\/(?:\d+['h]?|<\d+(?:;\d+)+>))*)(\/\*)?$/.exec(text);
  if (match === null) throw unreadable(KIND, 'descriptorKey');
  const [, fingerprint, originPath = '', key = '', path = '', range] = match;
  const origin = fingerprint === undefined ? '' : `[${fingerprint}]${originPath.replaceAll('h', "'")}`;
  if (/^(0[23][0-9a-f]{64}|04[0-9a-f]{128}|[0-9a-f]{64})$/.test(key)) {
    if (path !== '' || range !== undefined) throw unreadable(KIND, 'descriptorKey');
    const whole = key.length === 64 ? `02${key}` : key;
    if (!secp256k1.utils.isValidPublicKey(Buffer.from(whole, 'hex'))) throw unreadable(KIND, 'descriptorKey');
    return { key: whole, chains: null, origin, branches: [[]], isRanged: false };
  }
  const read = readExtended(key, KIND);
  const steps = path.split('/').slice(1);
  if (steps.length > MOST_STEPS || read.key.depth + steps.length >= DEEPEST) throw unreadable(KIND, 'descriptorForm');
  const lastHardened = steps.findLastIndex((one) => /['h]$/.test(one));
  if (lastHardened !== -1 && !read.version.isPrivate) throw unreadable(KIND, 'descriptorHardened');
  let node = read.key;
  for (const one of steps.slice(0, lastHardened + 1)) {
    if (one.startsWith('<')) throw unreadable(KIND, 'descriptorForm');
    node = node.deriveChild(childNumber(one) + (/['h]$/.test(one) ? HARDENED : 0));
  }
  const branches = steps.slice(lastHardened + 1).reduce<number[][]>(
    (all, one) => {
      if (!one.startsWith('<')) return all.map((branch) => [...branch, childNumber(one)]);
      if (all.length > 1) throw unreadable(KIND, 'descriptorForm');
      const numbers = one.slice(1, -1).split(';');
      if (numbers.length > MOST_BRANCHES) throw unreadable(KIND, 'descriptorForm');
      return numbers.map((number) => [...(all[0] as number[]), childNumber(number)]);
    },
    [[]],
  );
  const known = read.version.network === 'main' ? CHAINS_OF_NETWORK.main : CHAINS_OF_NETWORK[read.version.network];
  const above = steps.slice(0, lastHardened + 1).map((one) => `/${one.replace('h', "'")}`);
  return { key: publicOnly(node), chains: known, origin: `${origin}${above.join('')}`, branches, isRanged: range !== undefined };
}

/** Of `5`, `5'` or `5h`; hardened ones are counted apart from the others. */
function childNumber(step: string): number {
  const number = Number.parseInt(step, 10);
  if (number >= HARDENED) throw unreadable(KIND, 'range');
  return number;
}
