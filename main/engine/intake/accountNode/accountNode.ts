// What a node of an account chain can be asked, whatever the chain: where its tip stands, a block with all that belongs to it, where a
// transaction is. Each answer is held against what can be worked out from it before anybody sees it.
import { Fault } from '../../../../shared/model/fault.ts';
import type { AccountChain } from '../../chains/index.ts';
import type { ProvenBlock } from '../accounts/blockBodies.ts';
import type { NodeReading } from '../accounts/nodeReading.ts';
import type { StatedFact } from '../accounts/statedFacts.ts';
import type { JsonObject } from '../tables/index.ts';
import type { Answer } from './asker.ts';

export interface BlockPlace {
  readonly number: number;
  /** Display form of the chain. */
  readonly hash: string;
}

export interface Body extends BlockPlace {
  readonly parent: string;
  readonly answer: Answer;
  readonly ids: ReadonlySet<string>;
  /** Its header where it gives the hash; null where its form is not known. */
  readonly header: ProvenBlock | null;
}

/** What a node says of an account: the row of its facts is the number that the answer gets. */
export interface AccountAnswer {
  readonly answer: Answer;
  facts(row: number): readonly StatedFact[];
}

/** What belongs to a block beside its body: receipts and traces, or infos. */
export interface Parts {
  readonly answers: readonly Answer[];
  /** Why something that should be there is not: noTraces, noBlockReceipts. */
  readonly gaps: readonly string[];
}

export interface AccountNode {
  readonly address: string;
  readonly chain: AccountChain;
  readonly kind: 'evm-rpc' | 'tron-http';
  /** What the node calls itself: its own claim. */
  readonly agent: string;
  tip(): Promise<BlockPlace>;
  /** The block at a height on the node's chain now; null where it has none there. */
  hashAt(number: number): Promise<string | null>;
  /** By height or by hash; null where the node says that there is none. */
  body(at: number | string): Promise<Body | null>;
  /** All of them, or, for accounts, null where nothing in the block can touch any of them. */
  parts(body: Body, accounts: readonly string[] | null): Promise<Parts | null>;
  /** Where a transaction is: the answers that say it, and its block by hash or height, null while it is in none. Null where unknown. */
  locate(id: string): Promise<{ readonly block: string | number | null; readonly answers: readonly Answer[] } | null>;
  /** Heights in which a log names one of the accounts, by the node's word; null where it does not offer this. */
  logged(accounts: readonly string[], from: number, to: number): Promise<ReadonlySet<number> | null>;
  /** The account as it was at a block, proven under its state, or as it is now; null where the node does not say. */
  account(account: string, at: Body): Promise<AccountAnswer | null>;
  /** What a token's contract says of itself now; null where it says nothing that can be read, or the node does not offer it. */
  token(contract: string): Promise<TokenAnswer | null>;
  read(objects: readonly JsonObject[]): NodeReading;
}

/** A contract's own words: anybody can deploy one that calls itself anything. */
export interface TokenAnswer {
  readonly answers: readonly Answer[];
  readonly symbol: string | null;
  readonly decimals: number | null;
}

export function lies(address: string, reason: string, about: Partial<BlockPlace> & { readonly id?: string } = {}): never {
  const { number, hash, id } = about;
  throw new Fault('node.lies', {
    ...{ address, reason },
    ...(number === undefined ? {} : { height: number }),
    ...(hash === undefined ? {} : { hash: hash.slice(0, 80) }),
    ...(id === undefined ? {} : { id: id.slice(0, 80) }),
  });
}

export function withholds(address: string, reason: string, more: Readonly<Record<string, string | number>>): never {
  throw new Fault('node.withholds', { address, reason, ...more });
}

/** Whether a text of JSON holds one of these, upper or lower case. */
export function holdsAny(text: string, needles: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return needles.some((needle) => lower.includes(needle));
}
