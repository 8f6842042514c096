// Files that are known and hold nothing that a case could follow, so that a person is told what they are instead of that nobody knew them.
// Decided from a file's beginning; nothing is read here.
import { rlpKind } from './accounts/rlpSource.ts';

/** Each has its sentence in the locale files, under `intake.noMovements-`. */
export type UnreadKind =
  | 'empty'
  | 'emptyAnswer'
  | 'bareAnswer'
  | 'rates'
  | 'derived'
  | 'utxoDerived'
  | 'coinsWithoutBytes'
  | 'trieNode'
  | 'listing';

/** Members or columns by which such a file is known, in the order of asking; names without underscores and case. */
const MARKS: readonly (readonly [UnreadKind, (has: (name: string) => boolean, count: number) => boolean])[] = [
  ['rates', (has, count) => has('fiatvalues') && (has('date') || has('blockid')) && count === 2],
  [
    'listing',
    (has) => has('listingid') || has('schemaid') || (has('minimumorderquantity') && has('price')) || (has('externalid') && has('price')),
  ],
  // Blockchair, bitcoin-etl and a node's own decoding: no bytes can be rebuilt from it and held against a block; its ids are enough to
  // fetch what can.
  [
    'coinsWithoutBytes',
    (has) =>
      (has('txid') && has('vin') && has('vout')) ||
      (has('transactionhash') && has('scripthex') && has('recipient')) ||
      (has('inputcount') && has('outputcount')),
  ],
  ['utxoDerived', (has) => has('coinjoin') || (has('blockid') && (has('txs') || has('notransactions')))],
  ['derived', (has) => DERIVED.some(has) || (has('blockid') && has('txid')) || (has('id') && has('noblocks'))],
];
const DERIVED = ['addressid', 'srcaddressid', 'clusterid', 'srcclusterid', 'transactionid', 'addressprefix'] as const;
const MOST_HEAD = 65_536;
const MOST_MEMBERS = 12;

/** Null for what is not known to be any of these. `head`: the first bytes, up to 64 KiB. */
export function unreadKind(head: Uint8Array, size: number): UnreadKind | null {
  if (size <= MOST_HEAD && rlpKind(head) === 'trieNode') return 'trieNode';
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  if (text === '') return size <= MOST_HEAD ? 'empty' : null;
  const answer = size <= MOST_HEAD ? answerOf(text) : null;
  if (answer !== null) return answer;
  const names = new Set(namesIn(text).map((name) => name.toLowerCase().replaceAll('_', '')));
  return MARKS.find(([, fits]) => fits((name) => names.has(name), names.size))?.[0] ?? null;
}

/** Members or columns of a file that nobody knew, for the message. */
export function membersOf(head: Uint8Array): string {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8').trim();
  const names = namesIn(text);
  return names.length < 2 ? '' : `${names.slice(0, MOST_MEMBERS).join(', ').slice(0, 200)}${names.length > MOST_MEMBERS ? ', …' : ''}`;
}

/** Answers of JSON-RPC, and lists, that hold nothing or one bare value. */
function answerOf(text: string): UnreadKind | null {
  const value = parsed(text);
  if (value === undefined) return null;
  if (isEmpty(value)) return 'emptyAnswer';
  if (typeof value !== 'object' || value === null) return null;
  const { jsonrpc, result, transaction_traces: traces } = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(traces) && traces.length === 0) return 'emptyAnswer';
  if (jsonrpc === undefined) return null;
  if (isEmpty(result)) return 'emptyAnswer';
  return typeof result === 'object' ? null : 'bareAnswer';
}

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** Names of the first record's own members, or the cells of the first line. */
function namesIn(text: string): readonly string[] {
  const [first = ''] = text.split('\n', 1);
  if (/^[[{]/.test(text)) {
    for (const part of [first, text]) {
      const value = parsed(part);
      const record = Array.isArray(value) ? (value[0] as unknown) : value;
      if (typeof record === 'object' && record !== null && !Array.isArray(record)) return Object.keys(record);
    }
    return [];
  }
  const cells = first.split(/[,;\t|]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
  return cells.length > 1 && cells.every((cell) => /^[A-Za-z_][\w ().-]{0,60}$/.test(cell)) ? cells : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
