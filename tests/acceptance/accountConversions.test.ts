// From a victim's bank payment to the chain: over a balance column that adds up, a link that the examiner accepts, a trade in an
// exchange's ledger and its recorded withdrawals. The figures were worked out on paper from the files of practice case two.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

let desk: Desk;
let story: RingStory;
let tolerant: Omit<CallInput<'account.candidates'>, 'rates'>;

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const rates = () => desk.grant(desk.write('rates.csv', text('time,pair,rate,source\n2026-03-02 08:00:00,USDT/CNY,7.2,practice desk\n')));
const asked = (): CallInput<'account.trace'> => ({
  ...{ from: [story.truth.victim.bankReference], policies: ['fifo'], links: true, accepted: true },
  assume: [story.truth.purchase.uid],
});
/** `account:amount SYMBOL state` of every end, one number each. */
function endsOf(traced: CallOutput<'account.trace'>): string[] {
  return (traced.policies['fifo']?.ends ?? [])
    .map(({ account, asset, figure, state }) => `${account}:${figure.amount} ${asset.symbol} ${state}`)
    .sort();
}

beforeAll(async () => {
  story = simulateRing();
  tolerant = { toleranceBasisPoints: 10, beforeSeconds: 3600, afterSeconds: 172_800 };
  desk = await openDesk();
  await desk.newCase('conversions');
  const { ledgers } = story.truth;
  const files = [
    [RING_FILES.chain, 'tron-training', undefined],
    [RING_FILES.exchangeA, ledgers.exchangeA, undefined],
    [RING_FILES.exchangeB, ledgers.exchangeB, 480],
    [RING_FILES.bank, ledgers.bank, undefined],
  ] as const;
  for (const [name, chain, zoneMinutes] of files) {
    const path = desk.write(name, story.files.get(name) as Uint8Array);
    await desk.call('intake.run', { paths: [desk.grant(path)], chain, ...(zoneMinutes === undefined ? {} : { zoneMinutes }) });
  }
}, 240_000);
afterAll(async () => {
  await desk?.end();
});

describe('a pair whose direction the ledgers do not allow', () => {
  it('[A32] says which movement must come first, and takes the pair the other way round', async () => {
    await desk.newCase('crossed');
    const statement = (account: string, rows: readonly string[]): Uint8Array =>
      text([`Account number: ${account}`, 'Date,Description,Debit,Credit,Balance,Currency', ...rows].join('\n'));
    const x = ['2026-03-02 10:00:00,first,1000.00,,9000.00,HKD', '2026-03-05 10:00:00,second,2000.00,,7000.00,HKD'];
    const y = ['2026-03-02 10:05:00,first,,1000.00,1000.00,HKD', '2026-03-05 10:05:00,second,,2000.00,3000.00,HKD'];
    const rowsOf = async (account: string, rows: readonly string[], chain: string) => {
      const path = desk.write(`${account}.csv`, statement(account, rows));
      await desk.call('intake.run', { paths: [desk.grant(path)], chain, zoneMinutes: 480 });
      const { found } = await desk.call('account.find', { text: account });
      const [view] = found;
      return view?.kind === 'account' ? view.history.map(({ transaction, path: place }) => `${transaction}#${place}`) : [];
    };
    const [firstOut = '', secondOut = ''] = await rowsOf('1000001', x, 'ledger:x');
    const [firstIn = '', secondIn = ''] = await rowsOf('2000002', y, 'ledger:y');
    const accept = (payment: string, transfer: string, direction?: 'toChain' | 'toLedger') =>
      desk.call('account.judgeLink', {
        ...{ payment, transfer, verdict: 'accepted', reason: 'the same money' },
        ...(direction === undefined ? {} : { direction }),
      });
    await accept(firstOut, firstIn);
    expect(await faultOf(accept(firstOut, secondIn, 'toLedger'))).toMatchObject({
      code: 'trace.linkTurned',
      parameters: { first: firstOut, second: secondIn, direction: 'toChain' },
    });
    expect(await accept(firstOut, secondIn, 'toChain')).toMatchObject({ from: firstOut, to: secondIn });
    // Turned round by a later word: the earlier one no longer stands in the way of it.
    expect(await accept(secondOut, secondIn, 'toLedger')).toMatchObject({ from: secondIn, to: secondOut });
    expect(await accept(secondOut, secondIn, 'toChain')).toMatchObject({ from: secondOut, to: secondIn });
    await desk.reopen('conversions');
  }, 120_000);
});

describe('the money of a bank payment', () => {
  it('[A29] a bank ledger whose balances add up has single figures, and ends where nothing links on', async () => {
    const traced = await desk.call('account.trace', asked());
    const { victim } = story.truth;
    // 1,111.50 of its own stood before; 348,500 left for the exchange and 600 in cash: fifo gives them 347,388.50 and 600.
    expect(endsOf(traced)).toEqual(
      [
        `${victim.muleAccount}:201150 CNY held`,
        '6225880000000000031:34738850 CNY paused:unknownLedger',
        '6228000000000000052:60000 CNY paused:unknownLedger',
      ].sort(),
    );
  });

  it('[A32] lists the deposit that fits without rivals, and refuses rates without a source', async () => {
    const { candidates, more } = await desk.call('account.candidates', { ...tolerant, rates: rates() });
    expect(more).toBe(0);
    const found = candidates.map(({ payment, transfer, rivals, difference, seconds, verdict }) => [
      ...[payment.transfer.split('#')[0], transfer.transfer.split('#')[0], rivals, difference, seconds, verdict],
    ]);
    expect(found).toEqual([['P20260302000131', 'A-D-0002', 0, '0', 1140, 'open']]);
    const bare = desk.grant(desk.write('bare.csv', text('time,pair,rate,source\n2026-03-02 08:00:00,USDT/CNY,7.2,\n')));
    expect((await faultOf(desk.call('account.candidates', { ...tolerant, rates: bare }))).code).toBe('intake.malformed');
  });

  it('goes on over the link once the examiner accepts it, and only where accepted links are asked for', async () => {
    const reason = 'The exchange’s account, the same amount, 19 minutes.';
    await desk.call('account.judgeLink', { payment: 'P20260302000131', transfer: 'A-D-0002', verdict: 'accepted', reason });
    const without = await desk.call('account.trace', { ...asked(), accepted: false });
    expect(endsOf(without).some((end) => end.includes('USDT'))).toBe(false);
    const traced = await desk.call('account.trace', asked());
    // 20 of the 347,388.50 stay; 347,368.50 · 48,400 / 348,480 = 48,245.625 USDT, of which the first withdrawal takes 28,000 whole.
    const ends = endsOf(traced);
    expect(ends).toContain(`${story.truth.purchase.uid}:2000 CNY held`);
    expect(ends).toContain('TZ9qjWCWj92gH7mspMwW6zdShnmbZqPG37:28000000000 USDT paused:unknownLedger');
    const usdt = (traced.conversions ?? []).find(({ rule }) => rule === 'trade@1')?.policies['fifo'];
    expect([usdt?.in.amount, usdt?.out.amount]).toEqual(['34736850', '48245625000000000000000']);
    const accepted = (traced.conversions ?? []).find(({ rule }) => rule === 'examiner@1');
    expect(accepted).toMatchObject({ standing: 'inference', reason });
    const { runs } = await desk.call('account.replay', {});
    expect(runs.filter(({ identical }) => !identical)).toEqual([]);
  });

  it('[A29] an account that is assumed is looked for on the ledger asked first, and elsewhere only where that holds none', async () => {
    const asking = { ...asked(), chain: story.truth.ledgers.bank };
    const traced = await desk.call('account.trace', asking);
    expect(traced.assumed).toEqual([story.truth.purchase.uid]);
    expect(endsOf(traced)).toContain(`${story.truth.purchase.uid}:2000 CNY held`);
    const unknown = desk.call('account.trace', { ...asking, assume: ['no such account'] });
    expect((await faultOf(unknown)).code).toBe('show.notFound');
  });

  it('an undone acceptance is none; runs that used it are made again as they were', async () => {
    await desk.call('journal.undo', {});
    expect((await desk.call('account.judgedLinks', {})).links).toEqual([]);
    const traced = await desk.call('account.trace', asked());
    expect(endsOf(traced).some((end) => end.includes('USDT'))).toBe(false);
    const { runs } = await desk.call('account.replay', {});
    expect(runs.filter(({ identical }) => !identical)).toEqual([]);
  });

  it('[A30] a table of victims is one run; rows that mean nothing are told', async () => {
    const { victim } = story.truth;
    const table = `Reference,Date,Payment,Amount\nA,2026-03-02,${victim.bankReference},350000.00\nB,2026-03-02,${victim.bankReference},100\nC,2026-03-02,NOSUCH,5\n`;
    const victims = desk.grant(desk.write('victims.csv', text(table)));
    const traced = await desk.call('account.trace', { victims, policies: ['fifo', 'poison'] });
    const of = traced.victims;
    expect(of?.problems.map(({ reference, code }) => `${reference} ${code}`).sort()).toEqual([
      'B amountBelowTransfer',
      'C transferNotFound',
    ]);
    expect(of?.policies['fifo']?.doubleCounts.map(({ kind, references, sum, whole }) => [kind, ...references, sum, whole])).toContainEqual([
      ...['claims', 'A', 'B', '35010000', '35000000'],
    ]);
    const first = of?.policies['fifo']?.victims.find(({ reference }) => reference === 'A');
    expect(first?.endpoints.map(({ account, figure }) => `${account} ${figure.amount}`)).toContain(`${victim.muleAccount} 201150`);
    expect((await faultOf(desk.call('account.trace', { victims, from: ['x'] }))).code).toBe('usage.badValue');
  });

  it('[A29] an opening that the examiner states is printed and counts', async () => {
    const { withdrawals, wallets, chain } = story.truth;
    const [first] = withdrawals as [(typeof withdrawals)[number]];
    const input = { from: [`${first.txid}#0`], chain, policies: ['fifo'], assume: [wallets.mules[0] as string] };
    const opening = `${wallets.mules[0]}:USDT:1000@1`;
    const [plain, opened] = [await desk.call('account.trace', input), await desk.call('account.trace', { ...input, openings: [opening] })];
    expect(opened.openings).toEqual([opening]);
    expect(opened.inputsDigest).not.toBe(plain.inputsDigest);
    expect(endsOf(opened)).not.toEqual(endsOf(plain));
    expect((await faultOf(desk.call('account.trace', { ...input, openings: ['nobody:USDT:5@1'] }))).code).toBe('show.notFound');
    expect((await faultOf(desk.call('account.trace', { ...input, openings: [`${wallets.mules[0]}:USDT:5`] }))).code).toBe('usage.badValue');
  });
});
