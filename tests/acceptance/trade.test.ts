// Practice case three, solved as an officer would with what the program finds alone: from the flagged bank transfer to the exchange's deposit
// address, one request and its answer, and the person named with the weakest step. Its truth is known; the honest ones stay out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareTrade, simulateTrade, type TradeTruth } from '../../main/engine/learn/index.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
let truth: TradeTruth;
let traced: CallOutput<'account.trace'>;
const at = (...names: string[]): string => join(desk.folder, 'trade', ...names);
const amounts = (ends: CallOutput<'account.trace'>['policies'][string]['ends']): Record<string, bigint> =>
  Object.fromEntries(ends.map(({ account, figure }) => [account, BigInt(figure.amount ?? '-1')]));
const people = async (): Promise<CallOutput<'people.list'>['people']> => (await desk.call('people.list', {})).people;

beforeAll(async () => {
  desk = await openDesk();
  const out = desk.grant(join(desk.folder, 'trade'));
  const made = await desk.call('learn.practice', { story: 'trade', out, title: 'Trade', examiner: 'E. Examiner', agency: 'Customs' });
  expect(made.task).toBe('TASK.md');
  ({ truth } = simulateTrade());
  // The file says the same, for whoever practises.
  expect(JSON.parse(readFileSync(at('truth.json'), 'utf8'))).toMatchObject({ flagged: { reference: truth.flagged.reference } });
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('practice case three', () => {
  it('is taken in whole, every row of every file', async () => {
    const { sources } = await desk.call('intake.sources', {});
    expect(sources.map(({ name }) => name)).toEqual([
      ...['tron-node.jsonl', 'bank.csv', 'invoices.csv', 'account-records.csv', 'exchange.yaml', 'networks.csv'],
    ]);
    for (const { result } of sources) expect(result?.rejectedRows ?? []).toEqual([]);
  });

  it('trade disguise finds the four accounts of the ring, and none of the honest ones', async () => {
    await desk.call('typologies.run', { rules: [{ rule: 'tradeDisguise' }] });
    const { findings } = await desk.call('typologies.list', { kind: 'finding' });
    expect(findings.map(({ subject }) => subject.id).sort()).toEqual([...truth.ringAccounts].sort());
    // They do the same in part: the fish dealer pays the same people again and again, the market maker is level by the day.
    const { findings: near } = await desk.call('typologies.list', { kind: 'near' });
    const nearly = near.map(({ subject }) => subject.id);
    expect(nearly).toContain(truth.honestAccounts[0]);
    expect(nearly).toContain(truth.wallets.marketMaker);
    const nowhere = [...findings, ...near].map(({ subject }) => subject.id);
    for (const account of truth.honestAccounts.slice(1)) expect(nowhere).not.toContain(account);
  });

  it('the flagged transfer is followed over the bank, and over the one pair that fits, to the deposit address', async () => {
    const [, , , last = ''] = truth.ringAccounts;
    const rates = desk.grant(at('files', 'rates.csv'));
    const { candidates } = await desk.call('account.candidates', { rates, account: last });
    const fitting = candidates.filter(({ payment }) => payment.transfer.split('#')[0] === truth.purchase.reference);
    expect(fitting).toMatchObject([{ rivals: 0, verdict: 'open', difference: '-26000', worth: '2574000' }]);
    const { payment, transfer, found } = fitting[0] as (typeof fitting)[number];
    expect(transfer.transfer.split('#')[0]).toBe(truth.purchase.txid);
    const pair = { payment: payment.transfer, transfer: transfer.transfer };
    await desk.call('account.judgeLink', { ...pair, verdict: 'accepted', reason: 'Same hour, same sum at the rate.', found });
    const { collector, hop, deposit } = truth.wallets;
    traced = await desk.call('account.trace', {
      ...{ from: [truth.flagged.reference], policies: ['all'], primary: 'fifo', links: true, accepted: true, assume: [collector, hop] },
      stops: [{ rule: 'addresses', options: { addresses: [deposit] } }],
      ...{ question: 'Where did the flagged money go?', reason: 'practice' },
    });
    for (const policy of ['fifo', 'lifo', 'haircut', 'lowestBalance'])
      expect(amounts(traced.policies[policy]?.ends ?? []), policy).toEqual(truth.expected);
    const leads = await desk.call('lead.find', { rules: ['depositAddressReuse'] });
    expect(leads.leads.flatMap(({ links }) => links.map(({ a, b }) => [a, b]))).toContainEqual([deposit, hop]);
  });

  it('before the answer the directors meet each other and a customer of the bank by the folded name, and nobody else', async () => {
    const { leads } = await desk.call('people.matches', { standing: 'open' });
    const persons = new Map((await people()).filter(({ kind }) => kind === 'person').map(({ id, title }) => [id, title]));
    const alike = leads.filter(({ a, b }) => persons.has(a.entity) && persons.has(b.entity));
    // Four directors and the customer, each with each; 斎藤 健二 and 佐藤 健一 with none.
    expect(new Set(alike.map(({ a }) => a.title))).toEqual(new Set(['齋藤 健一', '斎藤 健一', '齋藤　健一', '斎藤健一']));
    expect(alike).toHaveLength(10);
    expect(new Set(alike.flatMap(({ rules }) => rules))).toEqual(new Set(['han', 'width', 'spacing']));
    const before = await desk.call('typologies.list', { kind: 'finding' });
    const third = before.findings.find(({ subject }) => subject.id === truth.ringAccounts[2]);
    expect((await desk.call('typologies.finding', { finding: third?.finding ?? 0 })).missing).toContain('directorsAlike');

    // Whose account it is stands beside its number, by the bank's word; an account of that number at another bank is nobody's.
    const [first = ''] = truth.ringAccounts;
    const { links } = await desk.call('people.onAddress', { chain: truth.ledger, address: first });
    expect(links.map(({ title, basis }) => [title, basis])).toEqual([['株式会社アオバ商会', 'attribution']]);
    expect((await desk.call('people.onAddress', { chain: 'ledger:practice second bank', address: first })).links).toEqual([]);

    for (const { id } of leads) await desk.call('people.judge', { lead: id, verdict: 'accepted', reason: 'one name in its spellings' });
    const { run } = await desk.call('typologies.run', { rules: [{ rule: 'tradeDisguise' }] });
    const { findings } = await desk.call('typologies.list', { kind: 'finding', run });
    expect(findings.map(({ subject }) => subject.id).sort()).toEqual([...truth.ringAccounts].sort());
    for (const { finding, subject } of findings) {
      const { signs, missing } = await desk.call('typologies.finding', { finding });
      // Who pays the first company stands in no register.
      const isFirst = subject.id === first;
      expect(signs).toContainEqual({ code: 'sameController', state: isFirst ? 'unknown' : 'yes' });
      expect(signs).toContainEqual({ code: 'youngCompanies', state: 'yes' });
      expect(signs).toContainEqual({ code: 'noGoods', state: 'yes' });
      expect(missing).toEqual(isFirst ? ['goods', 'controllers'] : ['goods']);
    }
  });

  it('one request, its answer, and the person is named with the weakest step', async () => {
    const { deposit } = truth.wallets;
    const { request } = await desk.call('requests.new', {
      ...{ kind: 'customerData', addresses: [{ text: deposit }], recipient: 'Lantern Exchange' },
    });
    await desk.call('requests.set', { request, state: 'sent', day: '2026-03-16' });
    const path = at('answer', 'exchange-answer.csv');
    const kept = await desk.call('requests.answer', { request, file: desk.grant(path), day: '2026-03-20' });
    expect(kept.source).toBeNull();
    const [taken] = (await desk.call('intake.run', { paths: [desk.grant(path)], exhibit: 'Answer', profile: 'register' })).results;
    expect(taken?.people).toMatchObject({ entries: 1, refused: {} });
    const [view] = (await desk.call('requests.list', {})).requests;
    expect(view?.steps.at(-1)?.answer?.source?.name).toBe('exchange-answer.csv');

    const [bank, customer] = [truth.person.bankName, truth.person.name];
    const all = await people();
    const withLink = (title: string, kind: string): number =>
      all.find((one) => one.title === title && one.links.some((link) => link.kind === kind))?.id ?? 0;
    const [inBank, atExchange] = [withLink(bank, 'account'), withLink(customer, 'address')];
    const [own] = [await desk.call('locate.person', { id: atExchange })];
    expect(own.chains).toMatchObject([
      { address: deposit, weakest: ['run'], steps: [{ step: 'run', basis: 'assumption' }, {}, { step: 'link' }] },
    ]);
    expect(own.sightings).toHaveLength(10);
    const { leads } = await desk.call('people.matches', { standing: 'open' });
    const met = leads.filter(({ a, b }) => a.entity === inBank && b.entity === atExchange);
    expect(met.map(({ kind, rules }) => [kind, rules]).sort()).toEqual([
      ['name', ['han']],
      ['phone', ['callingCode']],
    ]);
    await desk.call('people.judge', { lead: met[0]?.id ?? '', verdict: 'accepted', reason: 'Name and telephone.' });
    const { chains } = await desk.call('locate.person', { id: inBank });
    expect(chains.map(({ address, weakest }) => [address, weakest]).sort()).toEqual(
      [
        [deposit, ['run', 'join']],
        [truth.person.bankAccount, ['run']],
      ].sort(),
    );
    const { networks } = (await desk.call('people.show', { id: atExchange })).links.find(({ kind }) => kind === 'ip')?.sighting ?? {};
    expect(networks).toMatchObject([{ network: 'Practice Fibre', country: 'JP', asOf: '2026-03-01' }]);

    const { findings } = await desk.call('typologies.list', { kind: 'finding' });
    const judged = compareTrade(
      {
        traced: Object.fromEntries(Object.entries(traced.policies).map(([policy, { ends }]) => [policy, amounts(ends)])),
        disguised: findings.map(({ subject }) => subject.id),
        asked: view?.subjects.map(({ address }) => address) ?? [],
        named: [customer],
      },
      truth,
    );
    expect(judged).toMatchObject({ disguise: { missed: [], wrong: [] }, asked: true, named: true });
    expect(Object.values(judged.policies).every(({ identical }) => identical)).toBe(true);
  });

  it('the whole is made again as it was', async () => {
    const { runs } = await desk.call('account.replay', {});
    expect(runs.map(({ identical }) => identical)).toEqual([true]);
  });
});
