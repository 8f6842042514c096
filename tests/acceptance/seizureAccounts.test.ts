// A seizure on an account chain over practice case two, and the custody form: expected balances are the sums of the movements held, the call of a
// token's contract is what an independent encoder makes of it, and papers say what they should in four languages.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AbiCoder } from 'ethers/abi';
import { id } from 'ethers/hash';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { custodyForm, REPORT_LOCALES, reportWords } from '../../main/engine/evidence/index.ts';
import { evmAddressOfTron } from '../../main/engine/chains/index.ts';
import type { Exhibit } from '../../shared/contract/exhibit.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const AGENCY = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';
/** As the packages name them; nothing has to be built first. */
const FONTS = (name: string): Uint8Array => {
  const [, family = '', weight = ''] = /^NotoSans(..)-(Regular|Bold)\.ttf$/.exec(name) ?? [];
  const instance = weight === 'Bold' ? '700Bold' : '400Regular';
  return readFileSync(
    join('node_modules/@expo-google-fonts', `noto-sans-${family.toLowerCase()}`, instance, `NotoSans${family}_${instance}.ttf`),
  );
};

let desk: Desk;
let deposit = '';
let aggregator = '';

beforeAll(async () => {
  desk = await openDesk();
  const out = join(desk.folder, 'ring');
  await desk.call('learn.practice', { story: 'ring', out: desk.grant(out), title: 'Ring', examiner: 'E. Examiner', agency: 'Cyber Unit' });
  const truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as { wallets: { depositAddress: string; aggregator: string } };
  ({ depositAddress: deposit, aggregator } = truth.wallets);
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a seizure on an account chain', () => {
  it('[Z5] expects the sum of the movements held, with what is not known, and states the fields of each transfer', async () => {
    const { found } = await desk.call('account.find', { text: aggregator });
    const account = found.find((one) => one.kind === 'account');
    if (account?.kind !== 'account') throw new Error('the aggregator is an account');
    const asked = { chain: account.chain, agency: AGENCY, agencyAgain: AGENCY, agencyBy: 'Sgt. Ito', fee: '1000' };
    await desk.call('seizure.prepare', { ...asked, addresses: [{ text: aggregator }, { text: deposit }] });
    const view = (await desk.call('seizure.list', {})).seizures[0];
    expect(view?.coins).toBeNull();
    const own = view?.balances?.filter(({ address }) => address === aggregator) ?? [];
    expect(own.length).toBeGreaterThan(0);
    for (const { asset, amount } of own) {
      const moves = account.history.filter((one) => one.moves && one.asset.key === asset.key);
      const sum = moves.reduce((all, { direction, amount: one }) => all + { in: 1n, out: -1n, self: 0n }[direction] * BigInt(one), 0n);
      expect(amount).toBe(`${sum}`);
    }
    const tokens = (view?.balances ?? []).filter(({ transfer }) => transfer?.form === 'token');
    expect(tokens.length).toBeGreaterThan(0);
    for (const { amount, asset, transfer } of tokens) {
      const call = id('transfer(address,uint256)').slice(0, 10);
      expect(transfer?.data).toBe(
        call +
          AbiCoder.defaultAbiCoder()
            .encode(['address', 'uint256'], [evmAddressOfTron(AGENCY), amount])
            .slice(2),
      );
      expect(transfer?.to).toBe(asset.contract);
    }
    expect(view?.now.state).toBe('prepared');
    expect(await faultOf(desk.call('seizure.close', { seizure: 1 }))).toMatchObject({ code: 'seizure.nothingYet' });
  });

  it('[Z5] expects less at an earlier block, and sees what went elsewhere afterwards', async () => {
    const { found } = await desk.call('account.find', { text: aggregator });
    const account = found.find((one) => one.kind === 'account');
    if (account?.kind !== 'account') throw new Error('the aggregator is an account');
    const out = account.history.find((one) => one.moves && one.direction === 'out' && one.kind !== 'fee');
    if (out?.blockNumber == null) throw new Error('something left the aggregator');
    const asked = { chain: account.chain, agency: AGENCY, agencyAgain: AGENCY, agencyBy: 'Sgt. Ito', height: out.blockNumber - 1 };
    const { seizure } = await desk.call('seizure.prepare', { ...asked, addresses: [{ text: aggregator }] });
    const view = (await desk.call('seizure.list', {})).seizures.find((one) => one.seizure === seizure);
    expect(view?.now.state).toBe('contradicted');
    expect(view?.now.differences.map(({ what }) => what)).toContain('spentElsewhere');
    await desk.call('seizure.withdraw', { seizure, reason: 'too late' });
    expect((await desk.call('seizure.list', {})).seizures.at(-1)).toMatchObject({
      now: { state: 'withdrawn' },
      withdrawn: { reason: 'too late' },
    });
    expect(await faultOf(desk.call('seizure.close', { seizure }))).toMatchObject({ code: 'seizure.isWithdrawn' });
    // Of an account that the case knows nothing of there is no record.
    expect(
      await faultOf(desk.call('seizure.prepare', { ...asked, addresses: [{ text: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' }] })),
    ).toMatchObject({
      code: 'seizure.nothingToMove',
    });
    expect((await desk.call('seizure.list', {})).seizures).toHaveLength(2);
  });

  it.each(REPORT_LOCALES)('is printed in %s: every field whole', async (locale) => {
    const out = join(desk.folder, locale);
    const saved = await desk.call('seizure.save', { seizure: 1, out: desk.grant(out), locale });
    expect(saved.files.map(({ name }) => name)).toEqual(['seizure-1.pdf', 'balances.csv', 'transfers.txt']);
    const text = textOf(join(out, saved.folder, 'seizure-1.pdf'));
    if (text === null) return;
    const [view] = (await desk.call('seizure.list', {})).seizures;
    const said = JSON.parse(readFileSync(join('resources/locales', locale, 'seizure.json'), 'utf8'))['balance.counterfeit'] as string;
    expect(text.split(said.replace(/\s+/g, '')).length - 1).toBe(
      view?.balances?.filter(({ asset }) => asset.standing === 'counterfeit').length,
    );
    for (const { address, transfer } of view?.balances ?? [])
      for (const whole of [address, transfer?.data ?? '', transfer?.to ?? '', AGENCY]) expect(text).toContain(whole);
  });
});

describe('the custody form', () => {
  const entry = {
    person: 'Sgt. Ito 伊藤',
    from: '',
    time: '2026-11-22T14:05+09:00',
    place: 'Room 4, 一号室',
    purpose: 'imaging',
    authority: 'warrant 5',
    seal: 'B-77',
    changes: '',
  };
  const written = { event: 7, examiner: 'E. Examiner', written: '2026-11-22T05:10:00.000Z' };
  const exhibit: Exhibit = {
    ...{
      id: 2,
      event: 6,
      number: 'A-1/2',
      from: { id: 1, number: 'A-1' },
      description: 'Image of the phone',
      note: '',
      examiner: 'E. Examiner',
    },
    ...{ time: '2026-11-22T05:00:00.000Z', scans: [] },
    copy: {
      ...{ form: 'ewf', names: ['phone.E01', 'phone.E02'], files: 2, bytes: 1_234_567, sha256: 'ab'.repeat(32) },
      stated: [
        { name: 'md5', value: 'cd'.repeat(16), by: 'image', fits: true },
        { name: 'sha1', value: 'ef'.repeat(20), by: 'examiner', fits: false },
      ],
      ...{ header: [], fileSystems: [], lister: '', unread: [] },
    },
    custody: [
      { ...entry, action: 'received', from: 'Ofc. Mori', ...written },
      { ...entry, action: 'imaged', changes: 'switched on by Sgt. Ito to end its encryption', ...written },
    ],
  };
  const details = {
    title: 'Ring',
    reference: 'AZ 1',
    agency: 'Cyber Unit',
    authority: '',
    examiner: 'E. Examiner',
    timeZone: 'Asia/Tokyo',
  };

  it.each(REPORT_LOCALES)('holds the minimum fields in %s, the same bytes each time', async (locale) => {
    const read = (section: string) => JSON.parse(readFileSync(join('resources/locales', locale, `${section}.json`), 'utf8'));
    const words = reportWords(locale, { ...read('report'), ...read('custody') });
    const make = () =>
      custodyForm([exhibit, { ...exhibit, id: 1, number: 'A-1', from: null, copy: null, custody: [] }], words, {
        ...{
          details: { ...details, caseId: '', created: '' } as never,
          training: false,
          program: 'Tracehold 0',
          event: 9,
          head: 'e'.repeat(64),
        },
        ...{ time: new Date('2026-11-22T05:20:00Z'), font: FONTS },
      });
    const made = await make();
    expect(Buffer.compare(made.bytes, (await make()).bytes)).toBe(0);
    const path = join(desk.folder, `custody-${locale}.pdf`);
    writeFileSync(path, made.bytes);
    const text = textOf(path);
    if (text === null) return;
    const { say } = words;
    for (const part of [
      'A-1/2(2)',
      'A-1(1)',
      'Sgt.Ito伊藤',
      'Room4,一号室',
      '2026-11-2214:05+09:00',
      'ab'.repeat(32),
      'cd'.repeat(16),
      'Ofc.Mori',
    ])
      expect(text).toContain(part);
    for (const line of [
      say('action.received'),
      say('changes', { changes: exhibit.custody[1]?.changes ?? '' }),
      say('noChanges'),
      say('fits.no'),
      say('log.none'),
    ])
      expect(text).toContain(line.replace(/\s+/g, ''));
  });
});

/** Without blanks; null where pdftotext is not installed. */
function textOf(path: string): string | null {
  try {
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
  } catch {
    return null;
  }
}
