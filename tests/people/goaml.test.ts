// goAML reports through the engine: parties as entries with their places, transactions as movements of a ledger or refused with a reason, what the
// report says of itself, hostile files.
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../main/engine/intake/goaml/report.ts';
import { openSourceFile } from '../../main/engine/intake/sourceFile.ts';
import { type Desk, faultOf, openDesk } from '../acceptance/desk.ts';
import { FIFTH, FOURTH, many } from './goamlFiles.ts';

const A = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const MAIN = 'bip122:000000000019d6689c085ae165831e93';
const LEDGER = 'ledger:harbour bank';

const lineOf = (text: string): number => FOURTH.slice(0, FOURTH.indexOf(text)).split('\n').length;

describe('a goAML report', () => {
  let desk: Desk;
  let folder = 0;
  const give = (text: string | Uint8Array, name = 'report.xml') => desk.grant(desk.write(join(`given${++folder}`, name), text));
  const takeIn = async (text: string | Uint8Array, more: { readonly chain?: string; readonly zoneMinutes?: number } = {}) => {
    const { results } = await desk.call('intake.run', { paths: [give(text)], exhibit: 'EX-4', ...more });
    if (results[0] === undefined) throw new Error('nothing was taken in');
    return results[0];
  };
  const listed = async () => (await desk.call('people.list', {})).people;
  const linksOf = async (id: number) => (await desk.call('people.show', { id })).links;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('goaml');
  });
  afterAll(() => desk.end());

  it('[P30] asks for the ledger and for the zone of its times before anything is written', async () => {
    expect((await faultOf(takeIn(FOURTH, { zoneMinutes: 60 }))).code).toBe('usage.chainRequired');
    expect(await faultOf(takeIn(FOURTH, { chain: LEDGER }))).toMatchObject({ code: 'intake.reportZone', parameters: { line: 14 } });
    expect((await desk.call('intake.sources', {})).sources).toEqual([]);
  });

  it('[P30] is looked at before it is taken in', async () => {
    const preview = await desk.call('intake.preview', { path: give(FOURTH), rows: 60, chain: LEDGER, zoneMinutes: 60 });
    expect(preview).toMatchObject({ kind: 'report', needs: [], judged: { rows: 6, taken: 2, rejected: 4 }, report: { reportCode: 'STR' } });
    expect(preview.rows.find(({ read }) => read !== null)?.read?.movements[0]).toMatchObject({
      amount: '125050',
      asset: 'EUR',
      decimals: 2,
    });
    expect(preview.rows.some(({ entry }) => entry?.title === 'Jon Vale')).toBe(true);
  });

  it('[P30] blanks between elements are no text, however many transactions stand there', async () => {
    const blanks = `\n${' '.repeat(70_000)}\n`;
    const preview = await desk.call('intake.preview', {
      path: give(FOURTH.replaceAll('<transaction>', `${blanks}<transaction>`)),
      rows: 60,
      chain: LEDGER,
      zoneMinutes: 60,
    });
    expect(preview).toMatchObject({ kind: 'report', judged: { rows: 6, taken: 2, rejected: 4 } });
  });

  it('[P31] fourth family: movements, refusals with their reasons and what it says of itself', async () => {
    const result = await takeIn(FOURTH, { chain: LEDGER, zoneMinutes: 60 });
    expect(result).toMatchObject({
      mode: 'accounts',
      chain: LEDGER,
      transactions: 2,
      people: { title: 'goAML 17 · Harbour Branch · HB-2026-044' },
    });
    expect(result.rejectedRows.map(({ reason }) => reason).sort()).toEqual(
      ['numberTwice', 'partiesWithoutSides', 'phoneInvalid', 'sideMissing', 'tooManyDecimals'].sort(),
    );
    expect(result.report).toMatchObject({
      ...{ form: '4', reportingEntity: '17', reportCode: 'STR', date: '2026-03-05T00:00:00', currency: 'EUR', action: 'Account watched' },
      reason: 'Payments of a new company & its directors that nothing explains.',
      indicators: ['SHELL', 'ROUND'],
      ...{ transactions: 6, movements: 2, refused: 5, unknown: [{ name: 'local_extension', count: 1 }] },
    });
    expect(result.report?.unread).toEqual(
      expect.arrayContaining([
        { name: 'balance', count: 1 },
        { name: 'is_primary', count: 1 },
      ]),
    );
    const { found } = await desk.call('account.find', { text: 'T-2', chain: LEDGER });
    expect(found[0]).toMatchObject({
      kind: 'accountTransaction',
      // Midnight exactly is a day: the type has none without a time.
      ...{ day: '2026-03-02 UTC+01:00', facts: { place: `/report/transaction[2]:${lineOf('T-2') - 1}` }, grade: 'S' },
      transfers: [{ from: 'Jon Vale · 1975-01-09', to: '100 200', amount: '900000' }],
    });
    const first = (await desk.call('account.find', { text: 'T-1', chain: LEDGER })).found[0];
    expect(first).toMatchObject({
      facts: { remark: 'invoice 7; from: 1400.00 USD', operation: 'E' },
      transfers: [{ from: '100 200', to: '555@OTHRXX33', amount: '125050' }],
    });
  });

  it('[P31] parties are entries with path and line, the reporting entity as who says it', async () => {
    const people = await listed();
    expect(people.map(({ title, kind }) => `${title} ${kind}`)).toEqual([
      ...['Blue Sea Ltd organisation', 'Mara Voss person', 'Jon Vale person', '555 unknown'],
      // With fewer words of him this may be another: a lead says so, nothing joins them.
      ...['Jon Vale person', '1 unknown', '2 unknown', 'Kim Oha person', 'Ada Lind person'],
    ]);
    const links = await linksOf(people[2]?.id ?? 0);
    expect(links.map(({ kind, value, detail }) => [kind, value, detail.service])).toEqual([
      ['name', 'Jon Vale', ''],
      ['birthDate', '1975-01-09', ''],
      ['document', 'MT-5512', 'ID (MT)'],
      ['phone', '+356 2123 4567', ''],
      ['postal', '1 Quay St, Valletta, MT', ''],
      ['email', 'jon@example.org', ''],
      ['account', '100 200', 'Harbour Bank'],
    ]);
    expect(links.find(({ kind }) => kind === 'phone')).toMatchObject({
      ...{ basis: 'attribution', grade: 'S', exhibit: 'EX-4', says: 'goAML 17 · Harbour Branch · HB-2026-044', row: 14 },
      place: `/report/transaction[1]/t_from_my_client/from_account/signatory/t_person/phones/phone[1]:${lineOf('2123 4567')}`,
    });
    const company = await linksOf(people[0]?.id ?? 0);
    expect(company.filter(({ kind }) => kind === 'director').map(({ value }) => value)).toEqual(['Mara Voss']);
    const standing = await desk.call('people.onAddress', { chain: LEDGER, address: '100 200' });
    expect(standing.links.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'address Blue Sea Ltd',
      'account Blue Sea Ltd',
      'account Jon Vale',
    ]);
    const { leads } = await desk.call('people.matches', {});
    expect(leads.map(({ kind, a, b }) => [kind, a.title, b.title])).toContainEqual(['name', 'Jon Vale', 'Jon Vale']);
  });

  it('[P31] fifth family: sightings with port and time, addresses of a chain, social accounts; the same file again is no second source', async () => {
    const text = FIFTH(A);
    const result = await takeIn(text, { chain: 'ledger:exchange nine' });
    expect(result.report).toMatchObject({ form: '5', schemaVersion: '5.0.2', date: '2026-04-01T08:00:00Z', unknown: [] });
    expect(result.rejectedRows).toEqual([]);
    const iris = (await listed()).find(({ title }) => title === 'Iris Moreau');
    const links = await linksOf(iris?.id ?? 0);
    expect(links.find(({ kind }) => kind === 'ip')).toMatchObject({
      value: '1.0.16.9',
      detail: { port: 40001, timeSeconds: Date.UTC(2026, 2, 30, 8, 59) / 1000, what: 'IMEI-1' },
    });
    expect(links.filter(({ kind }) => ['name', 'address', 'handle', 'document', 'email'].includes(kind)).map(({ value }) => value)).toEqual(
      [...['Iris Moreau', 'イリス モロー', 'FR-1', 'iris@example.org', '@iris_m', A, 'u-77']],
    );
    expect((await desk.call('people.onAddress', { chain: MAIN, address: A })).links.map(({ title }) => title)).toEqual(['Iris Moreau']);
    const { leads } = await desk.call('people.matches', {});
    expect(leads.find(({ kind }) => kind === 'phone')).toMatchObject({ a: { title: 'Jon Vale' }, b: { title: 'Max Dahl' } });
    const count = (await listed()).length;
    const again = await desk.call('intake.run', { paths: [give(text)], chain: 'ledger:exchange nine' });
    expect(again.results[0]?.source).toBe(result.source);
    expect(await listed()).toHaveLength(count);
  });

  it('[P5] withdrawn, both its movements and its parties fall', async () => {
    const { sources } = await desk.call('intake.sources', {});
    for (const { id } of sources) await desk.call('intake.withdraw', { source: id, reason: 'another report' });
    expect(await listed()).toEqual([]);
    expect((await desk.call('account.find', { text: 'T-1', chain: LEDGER })).found).toEqual([]);
  });

  it('[P30] one of parties alone is taken in without a ledger', async () => {
    const text = FIFTH(A).replace(/<transaction>[\s\S]*<\/transaction>/, '');
    const result = await takeIn(text);
    expect(result).toMatchObject({ mode: 'people', chain: null, people: { entries: 1 }, report: { transactions: 0, indicators: ['VA'] } });
  });

  const wide = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  it('is read in UTF-16 and in the encoding that it declares', async () => {
    const text = FIFTH(A)
      .replace(/<transaction>[\s\S]*<\/transaction>/, '')
      .replace('Dahl', 'Dählström');
    expect((await takeIn(wide(text))).people?.entries).toBe(1);
    await takeIn(Buffer.from(text.replace('encoding="utf-8"', 'encoding="iso-8859-1"'), 'latin1'));
    expect((await listed()).map(({ title }) => title)).toEqual(['Max Dahl', 'Max Dählström', 'Max Dählström']);
  });

  const within = (body: string): string => FIFTH(A).replace('<activity>', `${body}<activity>`);
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('');
  it.each([
    [
      'entities that multiply',
      FIFTH(A).replace('<report ', `<!DOCTYPE report [<!ENTITY a0 "x">${entities}]><report `).replace('EX-9', '&a9;'),
      'doctype',
    ],
    ['a file outside', FIFTH(A).replace('<report ', '<!DOCTYPE report SYSTEM "file:///etc/passwd"><report '), 'doctype'],
    ['an entity nobody defined', FIFTH(A).replace('EX-9', '&a9;'), 'xml'],
    ['a deep nest', within('<a>'.repeat(3_000)), 'nesting'],
    ['a text without end', within(`<comments>${'x'.repeat(70_000)}</comments>`), 'longText'],
    ['one transaction of very many elements', within(`<transaction>${'<a/>'.repeat(100_001)}</transaction>`), 'tooManyElements'],
    ['very many elements beside transactions', within('<a/>'.repeat(100_001)), 'tooManyElements'],
    ['a report that breaks off', FIFTH(A).slice(0, 2_000), 'xml'],
    ['bytes of no encoding', FIFTH(A).replace('encoding="utf-8"', 'encoding="klingon"'), 'encoding'],
  ])('[P32] refuses %s, and nothing is written', async (_name, text, reason) => {
    const before = (await desk.call('intake.sources', {})).sources.length;
    expect(await faultOf(takeIn(text, { chain: LEDGER, zoneMinutes: 0 }))).toMatchObject({ code: 'intake.report', parameters: { reason } });
    expect((await desk.call('intake.sources', {})).sources).toHaveLength(before);
  });

  it('[P31] what goes in by currency is what the file says, counted by another eye: taken and refused are all of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        fc.integer({ min: 1, max: 60 }),
        async (numbers, count) => {
          const text = many(count, () => numbers.next().value ?? 0);
          const path = desk.write(`made${++folder}.xml`, text);
          const file = openSourceFile(path);
          const { movements, rejected } = await readReport(file, null, { zoneMinutes: 0, dayOrder: null }).finally(() => file.close());
          const cents = [...text.matchAll(/<amount_local>(\d+)\.(\d\d)<\/amount_local>(.*?)<\/transaction>/g)].map(
            ([, whole, part, rest]) => ({
              cents: BigInt(`${whole}${part}`),
              isWhole: rest?.includes('<t_to>') === true,
            }),
          );
          const sum = (of: readonly bigint[]): bigint => of.reduce((total, one) => total + one, 0n);
          const taken = movements.flatMap(({ transaction }) => transaction.transfers.map(({ amount }) => amount));
          expect(sum(taken)).toBe(sum(cents.filter(({ isWhole }) => isWhole).map((one) => one.cents)));
          expect(movements.length + rejected.length).toBe(count);
          expect(new Set(movements.map(({ transaction }) => transaction.transfers[0]?.path.join())).size).toBe(movements.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});
