// Tables of forms nobody wrote a reader for, from the file to the case: offered, read as told, journalled with the mapping's digest; what
// no row can be read of leaves nothing behind; and the practice cases that the window makes.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Profile, ProfileSchema } from '../../shared/contract/profile.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const BANK = [
  'Wann,Hin,Her,Wer',
  '2026-03-01 09:00,,15.00,Alice',
  '2026-03-02 09:00,5.00,,Bob',
  '2026-03-03 09:00,=1+1,,Bob',
  '"@SUM(A1)",1.00,,Bob',
  '',
].join('\n');
const profile: Profile = ProfileSchema.parse({
  ...{ format: 'tracehold.tableProfile.1', id: 'harbour', version: '1', title: 'Harbour', family: 'ledger' },
  columns: [
    { role: 'time', names: ['Wann'] },
    { role: 'amountOut', names: ['Hin'] },
    { role: 'amountIn', names: ['Her'] },
    { role: 'counterpartyName', names: ['Wer'] },
  ],
  asset: 'EUR',
});
const ledger = { chain: 'ledger:harbour', account: 'A1' } as const;

describe('a table of a form that is not built in', () => {
  it('is refused as it stands, then offered what is saved, then read as told', async () => {
    await desk.newCase('bank');
    const path = desk.write('bank.csv', BANK);
    expect((await faultOf(desk.call('intake.run', { paths: [desk.grant(path)], ...ledger }))).code).toBe('intake.unrecognised');
    await desk.call('profile.save', { profile });
    const offered = await faultOf(desk.call('intake.run', { paths: [desk.grant(path)], ...ledger }));
    expect(offered).toEqual({ code: 'intake.profileFits', parameters: { file: 'bank.csv', profiles: 'harbour' } });
    expect((await desk.call('intake.sources', {})).sources).toEqual([]);

    // A time without a zone: no row can be read, and the case never hears of it.
    const size = (await desk.call('journal.list', {})).size;
    const refused = await faultOf(desk.call('intake.run', { paths: [desk.grant(path)], ...ledger, profile: 'harbour' }));
    expect(refused).toMatchObject({ code: 'intake.noRowTaken', parameters: { reason: 'noZone' } });
    expect((await desk.call('intake.sources', {})).sources).toEqual([]);
    expect((await desk.call('journal.list', {})).size).toBe(size);

    const { results } = await desk.call('intake.run', { paths: [desk.grant(path)], ...ledger, profile: 'harbour', zoneMinutes: 60 });
    expect(results[0]).toMatchObject({ transactions: 2, table: { rows: 4, taken: 2 }, rejectedRows: [{ row: 4 }, { row: 5 }] });
    const { sources } = await desk.call('intake.sources', {});
    expect(sources[0]).toMatchObject({ importer: 'harbour@1', chainName: 'harbour' });
    // 15 came and 5 went, worked out by hand, in cents.
    const { found } = await desk.call('account.find', { text: 'A1' });
    expect(found[0]).toMatchObject({ kind: 'account', ledgers: [{ received: '1500', sent: '500' }] });
  });

  it('is journalled with the whole mapping and its digest, which outlive the saved file', async () => {
    const { entries } = await desk.call('journal.list', {});
    const begun = entries.find(({ name }) => name === 'intake.started')?.payload as {
      profile: { id: string; version: string; sha256: string; mapping: string };
    };
    expect(JSON.parse(begun.profile.mapping)).toEqual(profile);
    expect(begun.profile.mapping).toBe(canonicalize(profile));
    expect(begun.profile.sha256).toBe(createHash('sha256').update(begun.profile.mapping).digest('hex'));
    expect((await desk.call('profile.show', { id: 'harbour' })).sha256).toBe(begun.profile.sha256);
    await desk.call('profile.remove', { id: 'harbour' });
    const again = await faultOf(
      desk.call('intake.run', { paths: [desk.grant(join(desk.folder, 'bank.csv'))], ...ledger, profile: 'harbour' }),
    );
    expect(again.code).toBe('intake.profileUnknown');
  });

  it('is the same source under the same mapping however it was named, and another one under another', async () => {
    const path = desk.grant(join(desk.folder, 'bank.csv'));
    const file = desk.write('mapping.json', JSON.stringify(profile, null, 4));
    const same = await desk.call('intake.run', { paths: [path], ...ledger, zoneMinutes: 60, profileFile: desk.grant(file) });
    expect(same.results[0]).toMatchObject({ new: 0 });
    expect((await desk.call('intake.sources', {})).sources).toHaveLength(1);
    await desk.call('intake.run', { paths: [path], ...ledger, zoneMinutes: 60, profile: { ...profile, asset: 'JPY', version: '2' } });
    expect((await desk.call('intake.sources', {})).sources).toHaveLength(2);
    const misfit = await faultOf(
      desk.call('intake.run', {
        ...{ paths: [path], ...ledger, zoneMinutes: 60 },
        profile: { ...profile, columns: [...profile.columns, { role: 'fee', names: ['Fee'] }] },
      }),
    );
    const impostor = await faultOf(
      desk.call('intake.run', { paths: [path], ...ledger, zoneMinutes: 60, profile: { ...profile, id: 'alipay' } }),
    );
    expect(impostor.code).toBe('usage.badValue');
    expect(misfit).toEqual({ code: 'intake.profileMisfit', parameters: { file: 'bank.csv', profile: 'harbour', missing: 'Fee' } });
  });

  it('gives its rejected rows as CSV in which no cell is a formula', async () => {
    const out = join(desk.folder, 'rejected.csv');
    const written = await desk.call('intake.rejected', { source: '1', out: desk.grant(out) });
    const text = readFileSync(out, 'utf8');
    expect(written).toMatchObject({ name: 'rejected.csv', rows: 2, sha256: createHash('sha256').update(text).digest('hex') });
    const rows = parse(text, { bom: true }) as string[][];
    expect(rows).toEqual([
      ['file', 'row', 'reason', 'text'],
      ['bank.csv', '4', 'notANumber', 'Hin: =1+1'],
      ['bank.csv', '5', 'notATime', 'Wann: @SUM(A1)'],
    ]);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect((await faultOf(desk.call('intake.rejected', { source: '1', out: desk.grant(out) }))).code).toBe('export.exists');
  });
});

describe('practice cases for the window', () => {
  it.each([
    ['theft', 'practice.tracehold', 2],
    ['ring', 'ring.tracehold', 4],
  ] as const)('%s: made in a folder of its own, everything taken in, left open', { timeout: 60_000 }, async (story, name, sources) => {
    const words = { title: 'Practice', examiner: 'Trainee', agency: 'Unit' };
    const out = join(desk.folder, story);
    expect((await faultOf(desk.call('learn.practice', { story, out: desk.grant(out), ...words }))).code).toBe('usage.caseOpen');
    await desk.close();
    const made = await desk.call('learn.practice', { story, out: desk.grant(out), ...words });
    expect(made.info).toMatchObject({ training: true, counts: { sources } });
    expect([existsSync(join(out, name)), existsSync(join(out, 'truth.json'))]).toEqual([true, true]);
    await desk.close();
    // The passphrase beside it opens it.
    const passphrase = readFileSync(join(out, 'practice-passphrase.txt'), 'utf8').trim();
    expect(passphrase).toBe(made.passphrase);
    const keyFile = desk.grant(join(out, 'practice-examiner.key'));
    await desk.call('case.open', { folder: desk.grant(join(out, name)), passphrase, keyFile });
    await desk.close();
    // Never over anything that is there, and never leaving a case open behind a refusal.
    expect((await faultOf(desk.call('learn.practice', { story, out: desk.grant(out), ...words }))).code).toBe('export.exists');
    await desk.newCase(`after-${story}`);
  });
});
