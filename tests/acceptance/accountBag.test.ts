// Account runs in the case file: practice case two exported, verified by the independent verifier, and attacked. What is sealed again after
// a change can only be objected to by what the verifier works out itself.
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tronHexAddress } from '../../main/engine/chains/tron/address.ts';
import { RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import { type VerifyReport, verifyBag } from '../../main/verifier/index.ts';
import type { Loose } from '../../main/verifier/testing/bagWriter.ts';
import { changeJson, changeRows, type Files, renewAccountDigests, resealBag } from '../../main/verifier/testing/resealBag.ts';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const RUNS = 'data/account-runs.json';
const LEDGER = 'data/account-ledgers/0.jsonl';
const TRANSFERS = 'data/account-transfers.csv';

let desk: Desk;
let story: RingStory;
let made: CallOutput<'evidence.exportBag'>;
let bag: Files;

function filesOf(folder: string): Files {
  const found: Files = new Map();
  const walk = (path: string): void => {
    for (const name of readdirSync(path))
      if (statSync(join(path, name)).isDirectory()) walk(join(path, name));
      else found.set(relative(folder, join(path, name)), readFileSync(join(path, name)));
  };
  walk(folder);
  return found;
}
const verify = (files: ReadonlyMap<string, Uint8Array>): Promise<VerifyReport> =>
  verifyBag({ names: [...files.keys()], read: async (name) => files.get(name) as Uint8Array });
const objections = async (change: (files: Files) => void): Promise<string[]> => {
  const report = await verify(resealBag(bag, change));
  const failed = report.findings.filter((finding) => !finding.ok);
  expect(failed.map(({ check }) => check)).not.toContain('verifier');
  // A name that has no place is not read, so the manifest that lists it seems to list too much.
  expect(failed.filter(({ check, detail }) => check === 'signature' || (check === 'manifest' && !/is not there/.test(detail)))).toEqual([]);
  return failed.map(({ check, detail }) => `${check}: ${detail}`);
};
const json = (name: string): Loose => JSON.parse(Buffer.from(bag.get(name) as Uint8Array).toString());
const rowsOf = (name: string): Loose[] =>
  Buffer.from(bag.get(name) as Uint8Array)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Row of what a mule had before: without it FIFO takes the seed's money earlier. */
function ownMoney(): number {
  const mules = new Set<string>(story.truth.wallets.mules);
  const seeds = new Set<number>(json(RUNS).runs[0].grounds.seeds);
  return rowsOf(LEDGER).findIndex(({ row, to, asset }) => mules.has(to) && asset.kind === 'token' && !seeds.has(row));
}

function question(more: Partial<CallInput<'account.trace'>> = {}): CallInput<'account.trace'> {
  const { withdrawals, wallets, chain } = story.truth;
  return {
    from: withdrawals.map(({ txid }) => txid),
    ...{ chain, asset: 'USDT', primary: 'fifo', reason: 'practice', policies: ['all'] },
    assume: [...wallets.mules, wallets.aggregator, ...wallets.hops, wallets.coldWallet, wallets.depositAddress, ...story.truth.customers],
    stops: [{ rule: 'addresses', options: { addresses: [wallets.depositAddress] } }],
    question: 'Where did the coins go that the mules withdrew?',
    ...more,
  };
}

beforeAll(async () => {
  story = simulateRing();
  desk = await openDesk();
  await desk.newCase('ring');
  mkdirSync(join(desk.folder, 'files'));
  const { ledgers, wallets, victim } = story.truth;
  for (const [name, chain] of [
    [RING_FILES.chain, 'tron-training'],
    [RING_FILES.exchangeA, ledgers.exchangeA],
    [RING_FILES.exchangeB, ledgers.exchangeB],
    [RING_FILES.bank, ledgers.bank],
  ] as const) {
    const paths = [desk.grant(desk.write(name, story.files.get(name) as Uint8Array))];
    await desk.call('intake.run', { paths, chain, ...(name === RING_FILES.exchangeB ? { zoneMinutes: 480 } : {}) });
  }
  await desk.call('account.trace', question());
  // Nothing assumed: the trace pauses at once.
  await desk.call('account.trace', question({ assume: [], stops: [] }));
  // Through the second exchange's reply, and no further than three movements.
  await desk.call('account.trace', question({ links: true, stops: [] }));
  // Accounts typed as other tools print them are asked for as the chain writes them.
  const { customers } = story.truth;
  const typed = (question().assume ?? []).map((one) => (customers.includes(one) ? one : tronHexAddress(one)));
  const hops = { rule: 'maxHops', options: { hops: 3 } };
  const deposit = { rule: 'addresses', options: { addresses: [tronHexAddress(wallets.depositAddress)] } };
  await desk.call('account.trace', question({ assume: typed, stops: [hops, deposit] }));
  const blocks = { rule: 'heightWindow', options: { from: 0, to: 95 } };
  await desk.call('account.trace', question({ stops: [blocks] }));
  await desk.call('account.trace', question({ direction: 'backward', stops: [], policies: ['fifo', 'haircut'] }));
  const [first, second] = story.truth.withdrawals;
  if (first === undefined || second === undefined) throw new Error('two withdrawals');
  const claims = `reference,date,txid,amount\nV-1,2026-03-02,${first.txid},20000\nV-2,2026-03-02,${first.txid},9000\nV-3,2026-03-02,${second.txid},12400\n`;
  const table = desk.grant(desk.write('victims.csv', claims));
  await desk.call('account.trace', question({ from: [], victims: table, links: true }));
  await desk.call('account.trace', question({ assume: [], openings: [`${tronHexAddress(wallets.mules[0] ?? '')}:USDT:100@2026-03-01`] }));
  await desk.call('account.trace', question({ stops: [{ rule: 'dateWindow', options: { from: '2026-03-01', to: '2026-03-02T02:25' } }] }));
  // From the bank's row on: its ledger adds up by the balances that it states.
  await desk.call('account.trace', { from: [victim.bankReference], policies: ['all'], links: true });
  // Two balances of one ledger that its rows do not join: a range.
  const apart = [`${wallets.mules[0]}:USDT:100@2026-03-01`, `${wallets.mules[0]}:USDT:5@2026-12-31`];
  await desk.call('account.trace', question({ assume: wallets.mules.slice(1), openings: apart }));
  const accepted = {
    payment: 'P20260302000131',
    transfer: 'A-D-0002',
    verdict: 'accepted',
    reason: 'The same amount, 19 minutes later.',
  } as const;
  await desk.call('account.judgeLink', accepted);
  const assume = [...story.truth.customers];
  await desk.call('account.trace', { from: [victim.bankReference], policies: ['all'], links: true, accepted: true, assume });
  expect(wallets.mules.length).toBeGreaterThan(1);
  expect(victim.bankReference).not.toBe('');
  made = await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'bag')) });
  bag = filesOf(join(desk.folder, 'bag'));
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a case of account runs', () => {
  it('exports, verifies, and says what it could not work out', async () => {
    const report = await verify(bag);
    expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
    // Eleven runs of five policies, the backward one of two: every figure of each is worked out again.
    expect(report.counts).toMatchObject({ accountRuns: 12, accountPoliciesRecomputed: 57, accountVictimTables: 5 });
    expect(report.counts['accountBalances']).toBeGreaterThan(40);
    expect(report.counts['accountTransactions']).toBeGreaterThan(10);
    expect(report.training).toBe(true);
    const open = report.notChecked.join('\n');
    expect(open).not.toMatch(/not recomputed,/);
    expect(open).toMatch(/account run 10: that \d+ balances are as the sources state in their own rows/);
    expect(open).toMatch(/account run 12: that 1 conversion by "examiner@1" joined .* \(an inference that the examiner accepted\)/);
    expect(report.findings.some(({ detail }) => /account run 12: the journal holds the acceptance of 1 link/.test(detail))).toBe(true);
    expect(open).toMatch(/account run 1: that the rows of .* are complete, which the examiner assumes/);
    expect(open).toMatch(/nothing anchors them/);
    expect(open).toMatch(/account run 7: that 3 rows of the table of victims mean the movements named/);
    expect(open).not.toMatch(/beside seeds and figures: .*victims/);
    expect(made.counts).toMatchObject({ runs: 12 });
  });

  it('[E1] gives the same bytes for the same state, and another selection for what was chosen', async () => {
    await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'again')) });
    const again = filesOf(join(desk.folder, 'again'));
    expect([...again.keys()].sort()).toEqual([...bag.keys()].sort());
    for (const [name, bytes] of again) expect(Buffer.compare(bytes, bag.get(name) as Uint8Array), name).toBe(0);
    await desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'one')), accountRuns: [2], zip: true });
    const verified = await desk.call('evidence.verify', { bag: desk.grant(join(desk.folder, 'one.zip')) });
    expect(verified.ok).toBe(true);
    expect(verified.notChecked.join('\n')).toMatch(/account run 1 is named but its result is not in this file/);
    const missing = desk.call('evidence.exportBag', { out: desk.grant(join(desk.folder, 'none')), accountRuns: [77] });
    expect((await faultOf(missing)).code).toBe('trace.runUnknown');
  });

  it('carries every row of a ledger that was followed, and the figures worked out by hand', () => {
    const [aggregator] = [story.truth.wallets.aggregator];
    const rows = rowsOf(LEDGER);
    expect(
      rows.filter(({ from, to, asset }) => asset.kind === 'token' && (from === aggregator || to === aggregator)).length,
    ).toBeGreaterThan(3);
    const end = json(RUNS).runs[0].document.policies.fifo.ends.find((one: Loose) => one.account === story.truth.wallets.depositAddress);
    expect(end).toMatchObject({ state: 'stopped:addresses', figure: { amount: '17900000000' } });
  });

  it('is refused as a source with a word, since it holds nothing else', async () => {
    expect((await faultOf(desk.intake(join(desk.folder, 'bag')))).code).toBe('bag.accountsOnly');
  });
});

describe('attacks, sealed again', () => {
  it('a byte of any file', async () => {
    for (const name of [
      RUNS,
      LEDGER,
      TRANSFERS,
      'data/account-headers.json',
      [...bag.keys()].find((one) => /account-proofs/.test(one)) as string,
    ]) {
      const bytes = Uint8Array.from(bag.get(name) as Uint8Array);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
      const plain = await verify(new Map(bag).set(name, bytes));
      expect(plain.findings.find(({ ok, file }) => !ok && file === name)?.check, name).toBe('manifest');
      // A byte of a question or of a reason is nobody's to work out.
      if (name !== RUNS) expect((await objections((files) => files.set(name, bytes))).length, name).toBeGreaterThan(0);
    }
  });

  it('an amount of a row', async () => {
    const own = ownMoney();
    const changed = await objections((files) =>
      changeRows(files, LEDGER, (rows) => rows.map((row) => (row.row === own ? { ...row, amount: '1' } : row))),
    );
    expect(changed.join('\n')).toMatch(/accountRuns: account run 1 "fifo" \([^)]*\): states/);
    // The transaction itself is in the bag with its proof: its call says another amount.
    expect(changed.join('\n')).toMatch(/accountProofs: row \d+ is not among the token movements/);
  });

  it('a row removed', async () => {
    const gone = ownMoney();
    const moved = (row: number): number => (row > gone ? row - 1 : row);
    const changed = await objections((files) => {
      changeRows(files, LEDGER, (rows) => rows.filter(({ row }) => row !== gone));
      changeJson(files, RUNS, (document) => {
        for (const { grounds } of document.runs) {
          grounds.rows -= 1;
          grounds.seeds = grounds.seeds.map(moved);
          for (const conversion of grounds.conversions) for (const side of ['ins', 'outs']) conversion[side] = conversion[side].map(moved);
        }
      });
    });
    expect(changed.join('\n')).toMatch(/accountRuns: account run 1 "fifo" \([^)]*\): states \d+ at/);
  });

  it('a figure, with its digest renewed; a range narrowed to one number', async () => {
    const figure = await objections((files) =>
      changeJson(files, RUNS, (document) => {
        const { ends } = document.runs[0].document.policies.lifo;
        ends[0].figure.amount = `${BigInt(ends[0].figure.amount) + 1n}`;
        renewAccountDigests(document);
      }),
    );
    expect(figure.join('\n')).toMatch(/account run 1 "lifo" \([^)]*\): states/);
    const kept = await objections((files) =>
      changeJson(files, RUNS, (document) => {
        document.runs[0].document.policies.lifo.ends[0].figure.amount = '1';
      }),
    );
    expect(kept.join('\n')).toMatch(/digest: account run 1: the result does not have the stated digest/);
  });

  it('a ledger called complete that is not, a stop nobody asked for, a seed of another amount', async () => {
    const grounds = (change: (run: Loose) => void) =>
      objections((files) => changeJson(files, RUNS, (document) => change(document.runs[0])));
    const assumed = await grounds((run) => {
      run.request.assume = run.request.assume.slice(1);
    });
    expect(assumed.join('\n')).toMatch(/counts as assumed complete, but that assumption was not asked for/);
    const complete = await grounds((run) => {
      for (const ledger of run.grounds.ledgers) [ledger.state, ledger.opening] = ['complete', '0'];
    });
    expect(complete.join('\n')).toMatch(/counts as complete, but added up again row \d+ stands behind its last balance/);
    const stop = await grounds((run) => {
      run.grounds.stops.accounts.push({ rule: 'addresses', chain: 'tron:training', account: run.grounds.ledgers[0].account });
    });
    expect(stop.join('\n')).toMatch(/the stops that the figures rest on are not those that were asked for/);
    const hops = await grounds((run) => {
      run.grounds.stops.maxHops = 1;
    });
    expect(hops.join('\n')).toMatch(/stops that the figures rest on/);
    const seed = await grounds((run) => {
      run.document.seeds[0].amount = `${BigInt(run.document.seeds[0].amount) + 1n}`;
    });
    expect(seed.join('\n')).toMatch(/is not the row it names/);
  });

  it('where it came from, a range, a share of a victim, a sum that counts twice', async () => {
    const result = (run: number, change: (document: Loose) => void) =>
      objections((files) =>
        changeJson(files, RUNS, (document) => {
          change(document.runs[run - 1].document);
          renewAccountDigests(document);
        }),
      );
    const plus = (text: string): string => `${BigInt(text) + 1n}`;
    for (const policy of ['fifo', 'haircut']) {
      const origin = await result(6, ({ policies }) => {
        const { figure } = policies[policy].ends[0];
        figure.amount = plus(figure.amount);
      });
      expect(origin.join('\n'), policy).toMatch(new RegExp(`account run 6 "${policy}" \\([^)]*\\): states`));
    }
    const isRange = ({ figure }: Loose): boolean => figure.amount === null && figure.low !== figure.high;
    for (const side of ['low', 'high']) {
      const bound = await result(11, ({ policies }) => {
        const { figure } = policies.fifo.ends.find(isRange);
        figure[side] = side === 'low' ? plus(figure.low) : `${BigInt(figure.high) - 1n}`;
      });
      expect(bound.join('\n'), side).toMatch(
        /account run 11 "fifo" \([^)]*\): states \d+ to \d+ at .*; recomputed from the rows: \d+ to \d+/,
      );
    }
    const narrowed = await result(11, ({ policies }) => {
      policies.fifo.ends.find(isRange).figure = { amount: '1', low: null, high: null, why: null };
    });
    expect(narrowed.join('\n')).toMatch(/account run 11 "fifo" \([^)]*\): states 1 at .*; recomputed from the rows: \d+ to \d+/);
    const share = await result(7, ({ victims }) => {
      const [endpoint] = victims.policies.haircut.victims[1].endpoints;
      endpoint.figure.amount = plus(endpoint.figure.amount);
    });
    expect(share.join('\n')).toMatch(/account run 7: table of victims: "haircut" states \d+ for "V-2"/);
    const brought = await result(7, ({ victims }) => {
      victims.policies.lifo.victims[0].contributed = plus(victims.policies.lifo.victims[0].contributed);
    });
    expect(brought.join('\n')).toMatch(/"lifo" states \d+ for "V-1", brought/);
    const twice = await result(7, ({ victims }) => {
      expect(victims.policies.fifo.doubleCounts.length).toBeGreaterThan(0);
      victims.policies.fifo.doubleCounts.shift();
    });
    expect(twice.join('\n')).toMatch(/table of victims: "fifo" does not name a sum that counts twice/);
  });

  it('a balance, a balance dropped, a balance moved, a source that is not in the case', async () => {
    const stated = (change: (statements: Loose[], ledger: Loose) => void) =>
      objections((files) =>
        changeJson(files, RUNS, (document) => {
          const ledger = document.runs[9].grounds.ledgers.find(({ state }: Loose) => state === 'complete');
          change(ledger.statements, ledger);
        }),
      );
    const changed = await stated(([, second]) => {
      second.balance = `${BigInt(second.balance) + 1n}`;
    });
    expect(changed.join('\n')).toMatch(/account run 10: .* counts as complete, but added up again the rows give \d+ where \d+ is stated/);
    const dropped = await stated((statements) => statements.pop());
    expect(dropped.join('\n')).toMatch(/counts as complete, but added up again row \d+ stands behind its last balance/);
    const opening = await stated((_statements, ledger) => {
      ledger.opening = '7';
    });
    expect(opening.join('\n')).toMatch(/but added up again the balance that opens it is/);
    const moved = await stated((statements) => {
      (statements.at(-1) as Loose).source = 99;
    });
    expect(moved.join('\n')).toMatch(/is not where whoever states it puts it/);
  });

  it('what went through a conversion, one that nobody accepted, one that the rows do not bear, one left out of the list', async () => {
    const twelfth = (change: (run: Loose) => void) =>
      objections((files) => changeJson(files, RUNS, (document) => change(document.runs[11])));
    const link = (run: Loose): Loose => run.document.conversions.find(({ rule }: Loose) => rule === 'examiner@1');
    const through = await twelfth((run) => {
      const { out } = link(run).policies.fifo;
      out.amount = `${BigInt(out.amount) + 1n}`;
    });
    expect(through.join('\n')).toMatch(/account run 12 "fifo" \([^)]*\): states \d+ in, \d+ out through the conversion/);
    const reason = await twelfth((run) => {
      link(run).reason = 'Because.';
    });
    expect(reason.join('\n')).toMatch(/the journal does not hold its acceptance with this reason/);
    const recorded = await twelfth((run) => {
      link(run).standing = 'recorded';
    });
    expect(recorded.join('\n')).toMatch(/its standing is not that of its rule/);
    const trade = await twelfth((run) => {
      run.document.conversions.find(({ rule }: Loose) => rule === 'trade@1').rule = 'pass@1';
    });
    expect(trade.join('\n')).toMatch(/by "pass@1": its kind is swap/);
    const silent = await twelfth((run) => {
      run.document.conversions.shift();
    });
    expect(silent.join('\n')).toMatch(/account run 12 "\w+" \([^)]*\): states nothing through the conversion/);
    const excluded = await twelfth((run) => {
      run.document.excluded.push({ reason: 'poisoning', transfer: run.document.seeds[0].seed });
    });
    expect(excluded.join('\n')).toMatch(/is listed as left out, which no row of it says/);
  });

  it('a node of a proof, the bytes of a transaction, a header, an anchor that nothing leads to, a claimed grade', async () => {
    const name = [...bag.keys()].find((one) => /account-proofs/.test(one) && json(one).transactions[0].proof.length > 1) as string;
    const proof = (change: (document: Loose) => void) => objections((files) => changeJson(files, name, change));
    const swapped = await proof(({ transactions: [one] }) => one.proof.reverse());
    expect(swapped.join('\n')).toMatch(/does not lead to the header's root of transactions/);
    const bytes = await proof(({ transactions: [one] }) => {
      one.raw = `${one.raw.slice(0, 60)}${one.raw[60] === '0' ? '1' : '0'}${one.raw.slice(61)}`;
    });
    expect(bytes.join('\n')).toMatch(/hash to|cannot be read/);
    const header = await proof((document) => {
      document.blockNumber += 1;
    });
    expect(header.join('\n')).toMatch(/the file name, the stated block hash, its number and the header do not agree/);
    const anchor = await proof((document) => {
      document.anchor = { blockNumber: document.blockNumber + 1, blockHash: 'ab'.repeat(32) };
    });
    expect(anchor.join('\n')).toMatch(/do not lead from this block to the anchor/);
    const grade = await objections((files) => changeRows(files, LEDGER, (rows) => rows.map((row) => ({ ...row, grade: 'A' }))));
    expect(grade.join('\n')).toMatch(/is called proven under an anchor, but no proof of this file shows it/);
  });

  it('files added, removed, of another name', async () => {
    for (const name of ['data/account-ledgers/01.jsonl', 'data/account-proofs/x.json', 'data/account-notes.txt'])
      expect((await objections((files) => files.set(name, Buffer.from('{}')))).join('\n'), name).toMatch(/files: is not part of a bag/);
    expect((await objections((files) => files.set('data/account-ledgers/7.jsonl', bag.get(LEDGER) as Uint8Array))).join('\n')).toMatch(
      /is not named by any exported account run/,
    );
    expect((await objections((files) => files.delete(TRANSFERS))).join('\n')).toMatch(/files: is missing/);
    expect((await objections((files) => files.delete(RUNS))).join('\n')).toMatch(/files: is missing/);
    expect((await objections((files) => files.delete(LEDGER))).join('\n')).toMatch(/ledgers: account run/);
  });

  it('a line of account-transfers.csv changed, removed, repeated', async () => {
    const lines = Buffer.from(bag.get(TRANSFERS) as Uint8Array)
      .toString()
      .split('\r\n');
    const put = (next: readonly string[]) => objections((files) => files.set(TRANSFERS, Buffer.from(next.join('\r\n'))));
    expect((await put(lines.filter((_, place) => place !== 3))).join('\n')).toMatch(/the movement of row \d+ is missing/);
    expect((await put([...lines.slice(0, 3), lines[2] as string, ...lines.slice(3)])).join('\n')).toMatch(/accountTransfers: line 4/);
    const bent = lines.map((line, place) => (place === 2 ? line.replace(/,(\d+),S$/, ',9,S') : line));
    expect((await put(bent)).join('\n')).toMatch(/accountTransfers: line 3: traced must be/);
  });
});
