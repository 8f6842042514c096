// [A23] [N14] What counts as a service's account, by which ground; and that it is left out where a rule or the origin of an account asks.
import { describe, expect, it } from 'vitest';
import type { LabelRow } from '../../casefile/index.ts';
import { accountChain, controlOf, type AccountTransaction, ETHEREUM, TRON } from '../../chains/index.ts';
import { KNOWN_SERVICES } from './knownServices.ts';
import { serviceBook } from './services.ts';

const SUBJECT = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';
const PAYER = 'TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9';
const RENTAL = 'TU2MJ5Veik1LRAgjeSzEdvmDYx7mefJZvd';
const label = (address: string, category: string, chain: string | null = TRON.id): LabelRow =>
  ({ chain, address, label: 'Some name', category, abuse: '', origin: 'unit.csv' }) as LabelRow;

describe('the shipped list', () => {
  it('has canonical addresses, each once, with a source and a day in every line', () => {
    for (const { chain, account, source, stated } of KNOWN_SERVICES) {
      expect(accountChain(chain)?.readAddress(account)).toBe(account);
      expect([source.includes('.'), /^202\d-\d\d-\d\d$/.test(stated)]).toEqual([true, true]);
    }
    expect(new Set(KNOWN_SERVICES.map(({ chain, account }) => `${chain} ${account}`)).size).toBe(KNOWN_SERVICES.length);
  });
  it('is a ground that names operator, source and day, on its own chain alone', () => {
    const book = serviceBook([]);
    expect(book.grounds(TRON.id, RENTAL)).toEqual([
      {
        ...{ account: RENTAL, basis: 'catalogue', label: 'JustLend DAO energy rental', category: 'energy_rental' },
        source: 'docs.justlend.org/developers/energy_rental, 2026-11-22',
      },
    ]);
    expect(book.isService(ETHEREUM.id, '0x28C6c06298d514Db089934071355E5743bf21d60')).toBe(true);
    expect(book.isService('eip155:56', '0x28C6c06298d514Db089934071355E5743bf21d60')).toBe(false);
    expect(book.isService(TRON.id, SUBJECT)).toBe(false);
  });
});

describe('who paid for an account, without those who pay for others', () => {
  const transaction = (id: string, from: string, more: Partial<AccountTransaction>): AccountTransaction => ({
    ...{ id, blockHash: null, blockNumber: 1, position: 0, timeSeconds: 100, status: 'ok', from, to: SUBJECT, transfers: [], events: [] },
    ...more,
  });
  const coin = { kind: 'native', contract: null, tokenId: null } as const;
  const activated = (by: string) =>
    transaction('first', by, { transfers: [{ path: [0], kind: 'value', from: by, to: SUBJECT, asset: coin, amount: 1_000_000n }] });
  const delegated = (by: string) =>
    transaction('energy', by, {
      ...{ blockNumber: 2, timeSeconds: 200 },
      events: [
        {
          ...{ path: [0], kind: 'resourceDelegated', actor: by, subject: SUBJECT, asset: coin, amount: 5n },
          details: { resource: 'ENERGY' },
        },
      ],
    });
  const unexplained = (labels: readonly LabelRow[], by: string): readonly string[] => {
    const book = serviceBook(labels);
    const providers = new Map(book.isService(TRON.id, by) === true ? [[by, book.grounds(TRON.id, by)[0]?.category ?? '']] : []);
    const transactions = [activated(by), delegated(by)];
    const report = controlOf({ address: SUBJECT, transactions, statements: [], providers, untilSeconds: null });
    expect([report.activation?.by, report.resources.map((one) => one.by)]).toEqual([by, [by]]);
    return report.unexplained;
  };
  it('an account that nobody names remains a lead', () => expect(unexplained([], PAYER)).toEqual([PAYER]));
  it('a label of the category exchange or energy rental takes it out, and it stays in the report', () => {
    expect(unexplained([label(PAYER, 'exchange')], PAYER)).toEqual([]);
    expect(unexplained([label(PAYER, 'Energy rental', null)], PAYER)).toEqual([]);
  });
  it('a label of no category, of a person, or of another chain does not', () => {
    for (const one of [label(PAYER, ''), label(PAYER, 'mule'), label(PAYER, 'exchange', 'eip155:1')])
      expect(unexplained([one], PAYER)).toEqual([PAYER]);
  });
  it('nor is the rental that the program lists', () => expect(unexplained([], RENTAL)).toEqual([]));
});
