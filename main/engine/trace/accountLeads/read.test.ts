// The link rules over hand-made transactions with events: approvals in front of losses, and permissions that change hands.
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { type AccountEvent, type AccountTransaction, type AccountTransfer, TRON } from '../../chains/index.ts';
import { buildAccountSlice } from '../accounts/index.ts';
import type { AccountView } from '../accountRuns/view.ts';
import { caseFacts } from './facts.ts';
import { type Finding, isKeptOut, readAll, ruleName, rulesFor } from './read.ts';
import { isServiceCategory, serviceBook } from './services.ts';

// The addresses of TRON's documents.
const A = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';
const B = 'TWd4WrZ9wn84f5x1hZhL4DHvk738ns5jwb';
const K = 'TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9';
const TOKEN = { kind: 'token', contract: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', tokenId: null } as const;

type Told = Pick<AccountTransaction, 'from'> & {
  readonly transfers?: readonly AccountTransfer[];
  readonly events?: readonly AccountEvent[];
};

function viewOf(told: readonly Told[]): AccountView {
  const transactions = told.map(
    ({ from, transfers = [], events = [] }, at): AccountTransaction => ({
      ...{ id: `t${at}`, blockHash: null, blockNumber: at + 1, position: 0, timeSeconds: at * 3, status: 'ok' },
      ...{ from, to: null, transfers, events },
    }),
  );
  const merged = new Map(transactions.map((transaction) => [transaction.id, { transaction, sources: [], facts: null }]));
  const all = () => merged.values();
  const signers = () => transactions.flatMap(({ from }) => from ?? []);
  const held = Object.assign(merged, { mentioning: all, beyondPayments: all, involving: all, signers, hashesInOrderOfIds: () => [] });
  return {
    ...buildAccountSlice([{ chain: TRON.id, transactions, order: 'blocks' }], []),
    ...{ transactions: new Map([[TRON.id, held]]), conflicts: [], freeze: { segments: [] }, claimed: new Map(), links: [] },
    ...{ recognised: { recorded: [], inferences: [], openHops: new Map(), pools: new Set() }, accepted: [], ownRows: new Map() },
  };
}

const paid = (from: string, to: string, amount: bigint): AccountTransfer => ({
  path: [1, 0],
  kind: 'token',
  from,
  to,
  asset: TOKEN,
  amount,
});
const event = (kind: AccountEvent['kind'], actor: string, subject: string, more: Partial<AccountEvent> = {}): AccountEvent => ({
  ...{ path: [0], kind, actor, subject, asset: null, amount: null, details: {}, ...more },
});
const updated = (address: string, key: string, weight = '1', threshold = '1'): Told => {
  const permission = { id: 0, permission_name: 'owner', threshold, operations: '', keys: [{ address: key, weight }] };
  const details = { owner: JSON.stringify(permission), active2: JSON.stringify({ ...permission, id: 2 }) };
  return { from: address, events: [event('permissionsChanged', address, address, { details })] };
};

function read(rule: string, told: readonly Told[]): string[] {
  const view = viewOf(told);
  const facts = atOnce(caseFacts(view, serviceBook([])));
  const options = { rules: rulesFor([rule]) ?? [], facts, counterfeits: new Set<number>(), fromFirst: new Set<number>(), subjects: null };
  const text = ({ reading, events }: Finding): string =>
    [
      ...[reading.verdict, reading.reason],
      ...reading.links.map(({ a, b }) => `${facts.name(a).address}+${facts.name(b).address}`),
      ...events.map(({ transaction }) => transaction),
    ].join(' ');
  return [...readAll(view, options)].filter((finding) => finding.reading.verdict !== 'contradicted' || isKeptOut(finding)).map(text);
}

it('rules are named with or without a version', () => {
  expect(rulesFor(['sharedPermission@1'])?.map(ruleName)).toEqual(['sharedPermission@1']);
  expect(rulesFor(['none'])).toBeNull();
});

describe('[A23] approvals', () => {
  const approved = { from: A, events: [event('approval', A, B, { asset: TOKEN, amount: 10n })] };
  const signed = [
    { from: A, transfers: [paid(K, A, 9n)] },
    { from: B, transfers: [paid(K, B, 1n)] },
  ];
  it('of a plain account that signed itself', () =>
    expect(read('selfAuthorisation', [...signed, approved])).toEqual([`holds approvedPlainAccount ${A}+${B} t2`]));
  it('are kept out where the tokens leave for the spender afterwards, though not before', () => {
    const lost = { from: B, transfers: [paid(A, B, 9n)] };
    expect(read('selfAuthorisation', [...signed, approved, lost])).toEqual(['contradicted lossAfterApproval t2']);
    expect(read('selfAuthorisation', [...signed, lost, approved])).toEqual([`holds approvedPlainAccount ${A}+${B} t3`]);
  });
  it('are undecidable where the spender may be a contract, and none where the allowance is taken back', () => {
    expect(read('selfAuthorisation', [signed[0] as Told, approved])).toEqual([`undecidable contractUnknown ${A}+${B} t1`]);
    expect(read('selfAuthorisation', [{ from: A, events: [event('approval', A, B, { asset: TOKEN, amount: 0n })] }])).toEqual([]);
  });
});

describe('[A23] permissions', () => {
  it('a key that moved nothing itself signs alone for two accounts that lost their own', () =>
    expect(read('sharedPermission', [updated(A, K), updated(B, K)])).toEqual([`undecidable ownKeyReplaced ${K}+${A} ${K}+${B} t0 t1`]));
  it('the last update counts', () => expect(read('sharedPermission', [updated(A, K), updated(A, A)])).toEqual([]));
  it('a key whose weight does not reach the threshold signs for nobody', () =>
    expect(read('sharedPermission', [updated(A, K, '1', '2')])).toEqual([]));
});

it('categories of labels in the spelling of taxonomies and people', () => {
  expect(['Exchange', 'mixing service', 'Energy-Rental', 'payment_processor'].map(isServiceCategory)).toEqual([true, true, true, true]);
  expect(['user', 'Ponzi scheme'].map(isServiceCategory)).toEqual([false, false]);
  expect(['', 'something else'].map(isServiceCategory)).toEqual([null, null]);
});
