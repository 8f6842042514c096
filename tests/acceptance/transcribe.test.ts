// Ids typed from exhibits through the engine, over practice case two: what a slip is met with, what stays unconfirmed until a second person or
// the chain data say the same, and what a part of an id brings up.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RING_FILES, type RingStory, simulateRing } from '../../main/engine/learn/index.ts';
import type { Transcription } from '../../shared/contract/transcribe.ts';
import { greyPng } from '../fixtures/pages.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

/** Another program's reading of a PDF, where it is installed. */
const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;
const SECOND = 'a second passphrase for tests';
const LOWER = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
const STRANGE_TXID = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';
const BOAT = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';

let desk: Desk;
let story: RingStory;
let deposit: string;
let txid: string;

const entry = async (number: number): Promise<Transcription> => {
  const found = (await desk.call('transcribe.list', {})).entries.find((one) => one.entry === number);
  if (found === undefined) throw new Error(`no entry ${number}`);
  return found;
};
const add = (text: string, more: object = {}) => desk.call('transcribe.add', { text, exhibit: 'A-3', place: 'sheet 2, line 4', ...more });
const openAs = async (who: 'first' | 'second'): Promise<void> => {
  await desk.close();
  const folder = desk.grant(join(desk.folder, 'typed.tracehold'));
  await (who === 'first'
    ? desk.reopen('typed')
    : desk.call('case.open', { folder, passphrase: SECOND, keyFile: desk.grant(join(desk.folder, 'second.key')) }));
};

beforeAll(async () => {
  story = simulateRing();
  desk = await openDesk();
  await desk.newCase('typed');
  await desk.call('case.slotAdd', { kind: 'secondExaminer', name: 'Second Examiner', passphrase: SECOND });
  const path = desk.write(RING_FILES.chain, story.files.get(RING_FILES.chain) as Uint8Array);
  await desk.call('intake.run', { paths: [desk.grant(path)], chain: 'tron-training' });
  deposit = story.truth.wallets.depositAddress;
  const [found] = (await desk.call('account.find', { text: deposit })).found;
  txid = found?.kind === 'account' ? (found.history[0]?.transaction ?? '') : '';
}, 120_000);
afterAll(() => desk?.end());

describe('what a text may be', () => {
  it('[Y1] passes by its checksum, and says on which chains', async () => {
    const read = await desk.call('transcribe.check', { text: ' 1BoatSLRH tKNngkdXEeobR76b53LETtpyT ' });
    expect(read).toMatchObject({ id: BOAT, kind: 'address', checksum: 'passes', proposals: [] });
    expect(read.readings.map(({ chainName }) => chainName)).toContain('bitcoin');
  });
  it('[Y2] a wrong character brings the right address, with its place', async () => {
    const read = await desk.call('transcribe.check', { text: BOAT.replace('S', '5') });
    expect(read).toMatchObject({ checksum: 'fails', proposals: [{ text: BOAT, checked: true, changes: [{ at: 5, from: '5', to: 'S' }] }] });
    expect(Number(read.oneIn)).toBeGreaterThan(100_000);
  });
  it('an id without a checksum is taken as it is; capitals that are mixed are checked', async () => {
    expect(await desk.call('transcribe.check', { text: LOWER })).toMatchObject({ checksum: 'none', kind: 'address', proposals: [] });
    expect(await desk.call('transcribe.check', { text: STRANGE_TXID })).toMatchObject({ checksum: 'none', kind: 'transaction' });
    expect(await desk.call('transcribe.check', { text: LOWER.replace('aae', 'AaE') })).toMatchObject({ checksum: 'fails' });
  });
  it('gives back no secret and keeps none', async () => {
    const text = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
    expect(await desk.call('transcribe.check', { text })).toMatchObject({ secret: true, text: '', id: '', readings: [], proposals: [] });
    expect(await faultOf(add(text))).toMatchObject({ code: 'transcribe.secret' });
    const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');
    for (const other of [`WIF: ${text}`, `key=${text};`, words.join(','), words.join('-'), words.join('+')]) {
      expect(await desk.call('transcribe.check', { text: other }), other).toMatchObject({ secret: true, text: '', id: '' });
      expect(await faultOf(add(BOAT, { note: `beside it ${other}` })), other).toMatchObject({ code: 'transcribe.secret' });
    }
    expect((await desk.call('transcribe.list', {})).total).toBe(0);
  });
});

describe('entries', () => {
  it('[Y5] ask for where it was read', async () => {
    expect(await faultOf(add(BOAT, { exhibit: '' }))).toMatchObject({ code: 'transcribe.noPlace' });
    const region = { page: 1, x: 0, y: 0, width: 100, height: 100 };
    expect(await faultOf(add(BOAT, { region }))).toMatchObject({ code: 'transcribe.regionAlone' });
  });
  it('[Y6] stand by checksum, by chain data, or stay unconfirmed', async () => {
    expect(await add(BOAT)).toEqual({ entry: 1, state: 'checksum' });
    expect(await add(txid)).toEqual({ entry: 2, state: 'seen' });
    expect(await add(STRANGE_TXID)).toEqual({ entry: 3, state: 'unconfirmed' });
    expect(await add(LOWER)).toEqual({ entry: 4, state: 'unconfirmed' });
    expect((await entry(1)).basis).toBe('attribution');
    expect((await entry(2)).seen.map(({ chain, kind }) => [chain, kind])).toContainEqual(['tron:training', 'transaction']);
    expect(await entry(3)).toMatchObject({ basis: 'assumption', exhibit: 'A-3', place: 'sheet 2, line 4', examiner: 'Test Examiner' });
  });
  it('[Y6] a proposal that was taken stays an assumption, and the text stays as typed', async () => {
    const typed = BOAT.replace('S', '5');
    expect(await faultOf(add(typed, { proposal: deposit }))).toMatchObject({ code: 'transcribe.notProposed' });
    expect(await add(typed, { proposal: BOAT })).toEqual({ entry: 5, state: 'proposed' });
    expect(await entry(5)).toMatchObject({ typed, id: BOAT, basis: 'assumption', changes: [{ at: 5, from: '5', to: 'S' }] });
    // What the exhibit itself has wrong can be kept as it stands there.
    expect(await add(typed)).toEqual({ entry: 6, state: 'fails' });
  });
  it('[Y7] typed again by the same person confirm nothing', async () => {
    expect(await faultOf(desk.call('transcribe.again', { entry: 3, text: STRANGE_TXID }))).toMatchObject({
      code: 'transcribe.samePerson',
    });
  });

  it('[Y7] the second examiner sees no first reading of what waits for theirs, and confirms by typing alike', async () => {
    await openAs('second');
    expect(await entry(3)).toMatchObject({ hidden: true, typed: '', id: '', chains: [], exhibit: 'A-3', examiner: 'Test Examiner' });
    expect(await entry(1)).toMatchObject({ hidden: false, typed: BOAT });
    expect(await desk.call('transcribe.again', { entry: 3, text: STRANGE_TXID.toUpperCase() })).toEqual({ alike: true, state: 'second' });
    expect(await entry(3)).toMatchObject({
      ...{ state: 'second', basis: 'attribution', hidden: false },
      typings: [{ examiner: 'Second Examiner', alike: true, blind: true }],
    });
  });
  it('[Y7] nor does a search give it away', async () => {
    const hits = async (text: string) => (await desk.call('canvas.search', { text })).hits.filter(({ kind }) => kind === 'transcription');
    expect(await hits(LOWER.slice(0, 12))).toEqual([]);
    expect((await hits('sheet 2')).find(({ number }) => number === 4)?.title).toBe('#4');
    expect((await hits(BOAT.slice(0, 8))).map(({ number, title }) => [number, title])).toContainEqual([1, `#1 ${BOAT}`]);
  });
  it('[Y7] having looked, one types no blind second reading', async () => {
    await desk.call('transcribe.look', { entry: 5 });
    expect(await entry(5)).toMatchObject({ hidden: false, id: BOAT });
    expect(await desk.call('transcribe.again', { entry: 5, text: BOAT })).toEqual({ alike: true, state: 'proposed' });
    expect((await entry(5)).typings).toMatchObject([{ blind: false, alike: true }]);
  });
  it('[Y7] a different reading shows both, and typing until it fits is no blind reading either', async () => {
    const other = LOWER.replace('beaed', 'beaec');
    expect(await desk.call('transcribe.again', { entry: 4, text: other })).toEqual({ alike: false, state: 'differs' });
    expect(await entry(4)).toMatchObject({ typed: LOWER, typings: [{ text: other, alike: false }], basis: 'assumption' });
    expect(await desk.call('transcribe.again', { entry: 4, text: LOWER })).toEqual({ alike: true, state: 'unconfirmed' });
  });
  it('[Y8] are undone one by one, withdrawn with a reason, and brought back', async () => {
    await desk.call('journal.undo', {});
    expect((await entry(4)).state).toBe('differs');
    await desk.call('journal.undo', {});
    expect(await entry(4)).toMatchObject({ state: 'unconfirmed', hidden: true });
    await openAs('first');
    await desk.call('transcribe.withdraw', { entry: 6, reason: 'typed twice' });
    expect(await entry(6)).toMatchObject({ state: 'withdrawn', withdrawn: 'typed twice' });
    expect(await faultOf(desk.call('transcribe.withdraw', { entry: 6, reason: 'x' }))).toMatchObject({ code: 'transcribe.unknown' });
    await desk.call('journal.undo', {});
    expect((await entry(6)).state).toBe('fails');
    const { counts, entries } = await desk.call('transcribe.list', { states: ['unconfirmed', 'proposed'] });
    expect(entries.map((one) => one.entry)).toEqual([4, 5]);
    expect(counts).toContainEqual({ state: 'checksum', count: 1 });
  });
});

describe('a page of a document', () => {
  it('[Y5] keeps its region with the entry, and takes the exhibit of its document', async () => {
    const path = desk.write('note.png', greyPng(40, 60));
    await desk.call('intake.run', { paths: [desk.grant(path)], exhibit: 'CY-9' });
    const [photo] = (await desk.call('document.list', {})).documents;
    const region = { page: 1, x: 1000, y: 2000, width: 5000, height: 400 };
    const { entry: number } = await desk.call('transcribe.add', { text: BOAT, source: photo?.source ?? 0, region });
    expect(await entry(number)).toMatchObject({ exhibit: 'CY-9', region, source: { number: photo?.source, name: 'note.png' } });
    expect(await faultOf(desk.call('transcribe.add', { text: BOAT, source: 999 }))).toMatchObject({ code: 'people.sourceUnknown' });
  });
});

describe('a part of an id', () => {
  it('[Y9] brings all that answers, wherever it stands, with a warning where several do', async () => {
    const one = await desk.call('transcribe.matches', { text: `${deposit.slice(0, 6)}…${deposit.slice(-4)}` });
    expect(one).toMatchObject({ total: 1, warning: null, matches: [{ id: deposit, kind: 'address', sameCase: true }] });
    const twin = `${deposit.slice(0, 4)}7777777777777777777777777${deposit.slice(-5)}`;
    await desk.call('labels.set', { chain: 'ledger:notes', address: twin, label: 'Look-alike', category: '', reason: 'x' });
    const both = await desk.call('transcribe.matches', { text: `${deposit.slice(0, 4)}...${deposit.slice(-4)}` });
    expect(both.matches.map(({ id }) => id).sort()).toEqual([deposit, twin].sort());
    expect(both.warning).toBe('several');
    const long = await desk.call('transcribe.matches', { text: `${deposit.slice(0, 9)}*${deposit.slice(-4)}` });
    expect(long).toMatchObject({ total: 1, warning: 'twin', twins: [{ id: twin, places: [{ place: 'label', text: 'Look-alike' }] }] });
    // A whole id asks for what looks like it.
    expect(await desk.call('transcribe.matches', { text: twin })).toMatchObject({ warning: 'several', matches: [{ id: deposit }] });
  });
  it('[Y9] finds by the end alone, in any capitals, and transactions by both ends', async () => {
    const end = await desk.call('transcribe.matches', { text: `…${deposit.slice(-6).toLowerCase()}` });
    expect(end.matches.map(({ id }) => id)).toContain(deposit);
    expect(end.matches.find(({ id }) => id === deposit)?.sameCase).toBe(false);
    const both = await desk.call('transcribe.matches', { text: `${txid.slice(0, 5)}..${txid.slice(-5)}` });
    expect(both.matches).toMatchObject([{ id: txid, kind: 'transaction' }]);
    expect(both.matches[0]?.places.map(({ place }) => place).sort()).toEqual(['chainData', 'transcription']);
    expect(await faultOf(desk.call('transcribe.matches', { text: 'T…k' }))).toMatchObject({ code: 'transcribe.tooShort' });
  });
  it('[Y9] is kept as an entry that stays partial', async () => {
    expect((await add(`${deposit.slice(0, 4)}…${deposit.slice(-4)}`)).state).toBe('partial');
  });
});

describe('the report', () => {
  it('[Y10] has a chapter of what was typed, whoever makes it', async () => {
    await openAs('second');
    await desk.call('account.trace', { from: [txid], policies: ['fifo'], assume: [deposit] });
    const out = join(desk.folder, 'typed-bag');
    await desk.call('evidence.exportBag', { out: desk.grant(out), runs: [] });
    const path = join(out, 'data', 'report.pdf');
    expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
    if (!HAS_PDFTOTEXT) return;
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    expect(text).toContain('Typed ids');
    for (const part of ['proposal taken', 'character 6: 5 for S, which look alike', 'second person alike', 'sheet 2, line 4'])
      expect(text).toContain(part);
  });
});
