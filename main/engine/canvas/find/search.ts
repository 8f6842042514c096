// canvas.search: everything in the case that a text may mean, the closest first. It looks for parts of ids in columns and pages of bytes,
// so that a large case answers while somebody types.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { SearchHit } from '../../../../shared/contract/canvas.ts';
import { displayHash } from '../../../../shared/model/bytes.ts';
import { type CanvasItem, readItem } from '../../../../shared/model/canvasItem.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { type CaseAccounts, type ChainView, isFee, scriptName, transferName, txidOf } from '../../trace/index.ts';
import { amountHits } from './amountSearch.ts';
import { deviceHits } from './deviceSearch.ts';
import { findInHashes } from './hashSearch.ts';
import { excerpt, folded, hitOf, type Hits, NO_HITS, type Ranked, rankIn, timeText } from './hits.ts';
import { heldIn } from './identify.ts';
import { type Held, ledgerReadings, readingsOf } from './readings.ts';
import { peopleHits } from './peopleSearch.ts';
import { createTextIndex, type Match, type TextIndex } from './textIndex.ts';
import { readWanted, type Wanted } from './wanted.ts';

type Answer = CallOutput<'canvas.search'>;

export async function answerSearch(
  session: CaseSession,
  typed: string,
  limit: number,
  extraHits: (text: string) => readonly SearchHit[] | Promise<readonly SearchHit[]>,
  work: Work<Step>,
): Promise<Answer> {
  const wanted = readWanted(typed);
  if (wanted.text === '') return { hits: [], more: false };
  const file = session.current();
  const held = await heldIn(session, work);
  const exact = exactHits(held, typed.trim());
  const parts = exact.length > 0 || wanted.part === null ? [] : await idHits(held, wanted.part, limit, work);
  const places: Hits[] = [
    { hits: exact, more: false },
    ...parts,
    labelHits(file, held, wanted, typed.trim(), limit),
    await peopleHits(session, typed.trim(), wanted.text, limit, work),
    deviceHits(session, wanted.text, limit),
    noteHits(file, wanted),
    { hits: (await extraHits(wanted.text)).map((hit) => ({ rank: rankIn(wanted.text, hit.found, hit.title), hit })), more: false },
    runHits(session, wanted),
    sourceHits(file, wanted),
    wanted.amount === null ? NO_HITS : amountHits(held, wanted.amount, limit),
    wanted.span === null ? NO_HITS : dateHits(held, wanted.span, limit),
  ];
  const all = places.flatMap(({ hits }) => hits);
  // Stable: within a rank in the order of the places above, and there in the order of the case.
  const hits = [0, 1, 2].flatMap((rank) => all.filter((one) => one.rank === rank)).map(({ hit }) => hit);
  return { hits: hits.slice(0, limit), more: hits.length > limit || places.some(({ more }) => more) };
}

/** Makes ready what parts of addresses are looked for in: the first search after data changed would do it otherwise. */
export async function prepareSearch(session: CaseSession, work: Work<Step>): Promise<void> {
  const held = await heldIn(session, work);
  for (const view of held.coins) await ready(addressIndex(view), work);
  await ready(accountIndex(held.accounts), work);
  await ready(transactionIndex(held.accounts), work);
}

/** The text whole as an id of something that the case holds. */
function exactHits(held: Held, text: string): Ranked[] {
  return [...readingsOf(held, text, true), ...ledgerReadings(held, text)].flatMap(({ kind, chain, item, held: isHeld }): Ranked[] => {
    if (!isHeld || kind === 'secret' || kind === 'extendedKey' || kind === 'unknown') return [];
    const own = item === null ? null : readItem(item);
    const shown = kind === 'movement' ? 'transaction' : kind;
    const title = own?.id ?? text;
    return [{ rank: 0, hit: { ...hitOf(shown, own, title, title, { chain }), timeSeconds: own === null ? null : timeOfItem(held, own) } }];
  });
}

function timeOfItem({ coins }: Held, { kind, chain, id }: CanvasItem): number | null {
  const view = coins.find(({ network }) => network.id === chain);
  if (view === undefined || (kind !== 'transaction' && kind !== 'output')) return null;
  const transaction = view.findTransaction(Buffer.from(id.slice(0, 64), 'hex').reverse());
  return transaction === -1 ? null : blockTime(view, transaction);
}

function blockTime({ slice }: ChainView, transaction: number): number {
  return slice.blockTime[slice.txBlock[transaction] as number] as number;
}

const indexes = new WeakMap<object, TextIndex>();

/** One for as long as the view stands. What was made of it by a search that was given up is kept. */
function indexFor(of: object, count: number, textOf: (number: number) => string): TextIndex {
  const known = indexes.get(of);
  if (known !== undefined) return known;
  const made = createTextIndex(count, textOf);
  indexes.set(of, made);
  return made;
}

/** Scripts from 1 on; of one without an address the bytes. */
function addressIndex(view: ChainView): TextIndex {
  return indexFor(view.scripts, view.scripts.count, (number) => scriptName(view, number + 1));
}

function accountIndex({ names }: CaseAccounts): TextIndex {
  return indexFor(names.accounts, names.accounts.length, (number) => names.accounts[number] ?? '');
}

function transactionIndex({ names, slice }: CaseAccounts): TextIndex {
  return indexFor(names, slice.transactionCount, (number) => names.transaction(number));
}

async function ready(index: TextIndex, work: Work<Step>): Promise<TextIndex> {
  for (let step = index.grow(); step !== null; step = index.grow()) {
    work.report(step);
    await breathe();
    throwIfCancelled(work);
  }
  return index;
}

export async function idHits({ coins, accounts }: Held, part: Wanted['part'], limit: number, work: Work<Step>): Promise<Hits[]> {
  if (part === null) return [];
  const found: Hits[] = [];
  for (const view of coins) {
    const { network, slice } = view;
    const chain = network.id;
    const [, digits = '', index] = part.tail === null ? (/^([0-9a-f]{3,64}):(\d{1,10})$/.exec(part.head) ?? []) : [];
    const transactions = findInHashes(slice.txid, slice.txCount, index === undefined ? part : { head: digits, tail: null }, limit);
    found.push(
      listed(transactions, (number) => {
        const [id, timeSeconds] = [txidOf(view, number), blockTime(view, number)];
        if (index === undefined) return hitOf('transaction', { kind: 'transaction', chain, id }, id, id, { timeSeconds });
        const outputs = (slice.txOutStart[number + 1] as number) - (slice.txOutStart[number] as number);
        const outpoint = `${id}:${Number(index)}`;
        return Number(index) < outputs
          ? hitOf('output', { kind: 'output', chain, id: outpoint }, outpoint, outpoint, { timeSeconds })
          : null;
      }),
      listed(findInHashes(slice.blockHash, slice.blockCount, part, limit), (number) => {
        const hash = displayHash(slice.blockHash.subarray(number * 32, number * 32 + 32));
        return hitOf('block', null, hash, hash, { chain, timeSeconds: slice.blockTime[number] as number });
      }),
      listed((await ready(addressIndex(view), work)).find(part, limit), (number) => {
        const id = scriptName(view, number + 1);
        return hitOf('address', { kind: 'address', chain, id }, id, id);
      }),
    );
  }
  const { names } = accounts;
  found.push(
    listed((await ready(accountIndex(accounts), work)).find(part, limit), (number) => {
      const chain = names.chains[accounts.slice.accountChain[number] as number] as string;
      const id = names.accounts[number] as string;
      return hitOf('address', { kind: 'address', chain, id }, id, id);
    }),
    listed((await ready(transactionIndex(accounts), work)).find(part, limit), (number) =>
      transactionHit(accounts, number, names.transaction(number)),
    ),
  );
  return found;
}

/** A transaction of an account chain stands on a canvas by its first movement. */
function transactionHit(accounts: CaseAccounts, transaction: number, found: string): SearchHit {
  const { slice, names } = accounts;
  const block = slice.transactionBlock[transaction] as number;
  const chain = names.chains[slice.blockChain[block] as number] as string;
  let movement = slice.transactionStart[transaction] as number;
  const end = slice.transactionStart[transaction + 1] as number;
  while (movement < end && isFee(slice, movement)) movement++;
  const item: CanvasItem | null = movement === end ? null : { kind: 'movement', chain, id: transferName(accounts, movement) };
  const time = slice.transactionTime[transaction] as number;
  return hitOf('transaction', item, names.transaction(transaction), found, { chain, timeSeconds: time < 0 ? null : time });
}

function listed(
  { matches, more }: { readonly matches: readonly Match[]; readonly more: boolean },
  made: (number: number) => SearchHit | null,
): Hits {
  return {
    hits: matches.flatMap(({ number, rank }) => {
      const hit = made(number);
      return hit === null ? [] : [{ rank, hit }];
    }),
    more,
  };
}

/** By the address, what it is called, or who calls it so. */
function labelHits(file: CaseFile, held: Held, { text }: Wanted, typed: string, limit: number): Hits {
  const { rows, total } = file.labels.search({ text: typed }, 0, limit);
  const hits = rows.map(({ chain, address, label, origin }): Ranked => {
    const own = chain ?? chainHolding(held, address);
    const item = own === null ? null : ({ kind: 'address', chain: own, id: address } as const);
    const found = [label, address, origin].find((one) => folded(one).includes(text)) ?? label;
    return { rank: rankIn(text, found), hit: hitOf('label', item, label === found ? address : label, found) };
  });
  return { hits, more: total > rows.length };
}

function chainHolding({ coins, accounts }: Held, address: string): string | null {
  const coin = coins.find((view) => {
    try {
      return view.scripts.find(view.network.scriptOfAddress(address)) !== 0;
    } catch {
      return false;
    }
  });
  return coin?.network.id ?? accounts.names.chains.find((chain) => accounts.names.account(chain, address) !== 0) ?? null;
}

function noteHits(file: CaseFile, { text }: Wanted): Hits {
  const hits = file.notes.list().flatMap(({ event, text: note }): Ranked[] => {
    if (!folded(note).includes(text)) return [];
    const title = note.split('\n', 1)[0]?.slice(0, 120) ?? '';
    return [{ rank: rankIn(text, note), hit: hitOf('note', null, title, excerpt(note, text), { number: event }) }];
  });
  return { hits, more: false };
}

interface Asked {
  readonly question?: string | undefined;
  readonly reason?: string | undefined;
  readonly from?: readonly string[];
}

/** By what was asked, why, and from where. */
function runHits(session: CaseSession, { text }: Wanted): Hits {
  const file = session.current();
  const rows = session.remember(`search runs ${file.runs.count()} ${file.accounts.runs().length}`, () => [
    ...file.runs.list().map(({ id, chain, request }) => ({ id, chain, asked: request as Asked })),
    ...file.accounts
      .runs()
      .map(({ id, request }) => ({ id, chain: (request as { chain?: string | null }).chain ?? '', asked: request as Asked })),
  ]);
  const hits = rows.flatMap(({ id, chain, asked }): Ranked[] => {
    const texts = [asked.question ?? '', asked.reason ?? '', ...(asked.from ?? [])];
    const found = texts.find((one) => folded(one).includes(text));
    if (found === undefined) return [];
    const title = asked.question || asked.reason || (asked.from?.[0] ?? '');
    return [{ rank: rankIn(text, found), hit: hitOf('run', null, title.slice(0, 200), excerpt(found, text), { chain, number: id }) }];
  });
  return { hits, more: false };
}

function sourceHits(file: CaseFile, { text }: Wanted): Hits {
  const hits = file.sources.list().flatMap(({ id, name, exhibit, sha256, publicId, state, chain }): Ranked[] => {
    const found = state === 'withdrawn' ? undefined : [name, exhibit, publicId, sha256 ?? ''].find((one) => folded(one).includes(text));
    if (found === undefined) return [];
    return [{ rank: rankIn(text, found), hit: hitOf('source', null, name, found, { chain: chain ?? '', number: id }) }];
  });
  return { hits, more: false };
}

/** The first transactions of a day or a month: of coins by their blocks' times. */
function dateHits({ coins, accounts }: Held, { from, to }: NonNullable<Wanted['span']>, limit: number): Hits {
  const hits: Ranked[] = [];
  let more = false;
  const meet = (made: () => SearchHit, own: { count: number }): boolean => {
    if (own.count === limit) {
      more = true;
      return false;
    }
    own.count++;
    hits.push({ rank: 0, hit: made() });
    return true;
  };
  for (const view of coins) {
    const { slice, network } = view;
    const own = { count: 0 };
    for (let tx = 0; tx < slice.txCount; tx++) {
      const time = blockTime(view, tx);
      if (time < from || time > to) continue;
      const id = txidOf(view, tx);
      if (!meet(() => hitOf('transaction', { kind: 'transaction', chain: network.id, id }, id, timeText(time), { timeSeconds: time }), own))
        break;
    }
  }
  const own = { count: 0 };
  for (let tx = 0; tx < accounts.slice.transactionCount; tx++) {
    const time = accounts.slice.transactionTime[tx] as number;
    if (time < from || time > to) continue;
    if (!meet(() => transactionHit(accounts, tx, timeText(time)), own)) break;
  }
  return { hits, more };
}
