// Exports of every form, read and found again at their places; cut anywhere; in pieces of any length; hostile.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { labelPlaces } from '../labelledChains.ts';
import { createScanKernel } from '../scanners/scanKernel.ts';
import { scanPiece } from '../scanners/scanPiece.ts';
import type { MessagesNote, SeizedFile } from '../scanners/seized.ts';
import { messagePieces, messageReaders, readMessages } from './index.ts';
import { addressOf, EXPORTS, fileOf, phraseOf, sheetBytes } from './tests/exports.ts';

async function readAll(file: SeizedFile) {
  const read = await readMessages(file);
  if (read === null) return null;
  const messages: SeizedMessage[] = [];
  for await (const message of read.messages) messages.push(message);
  return { ...read, messages, notes: read.notes() };
}
const codes = (notes: readonly MessagesNote[]): string[] => notes.map(({ code }) => code);
const codesOf = (message: SeizedMessage): string[] => (message.about ?? []).map(({ code }) => code);

const kernel = createScanKernel(readFileSync(new URL('../../../../resources/wasm/scan.wasm', import.meta.url)));
const places = labelPlaces();
async function hitsOf(messages: readonly SeizedMessage[]) {
  const all = async function* () {
    yield* messages;
  };
  const found = [];
  for await (const piece of messagePieces(all())) {
    const room = kernel.room(piece.bytes.length);
    room.set(piece.bytes);
    for (const hit of scanPiece(kernel, places, room, 0, piece.bytes.length).hits)
      found.push({ hit, of: piece.messageAt(hit.start, hit.bytes) });
  }
  return found;
}

describe('exports', () => {
  it.each(EXPORTS.map((one) => [one.name, one] as const))('[M1] reads %s', async (_, one) => {
    const read = await readAll(fileOf(one.path, one.bytes));
    expect(read).toMatchObject({ form: one.form });
    if (read === null) return;
    expect(read.encoding?.name ?? null).toBe(one.encoding);
    expect(read.messages.map(({ sender, text }) => ({ sender, text }))).toEqual(one.messages.map(({ sender, text }) => ({ sender, text })));
    read.messages.forEach((message, at) => {
      SeizedMessage.parse(message);
      const { about, ...expected } = one.messages[at] as (typeof one.messages)[number];
      expect(message).toMatchObject({ ...expected, app: one.app, chat: one.chat });
      if (about !== undefined) expect(codesOf(message)).toEqual(about);
      if (one.form !== 'htmlReport') expect(message.participants).toEqual(one.participants);
    });
    expect(codes(read.notes).filter((code) => /damaged|truncated|undecodable/.test(code))).toEqual([]);
  });

  it.each(EXPORTS.map((one) => [one.name, one] as const))('[M2] tells where each message of %s stands', async (_, one) => {
    const read = await readAll(fileOf(one.path, one.bytes));
    for (const { text, place } of read?.messages ?? []) {
      if (text === '') continue;
      const { offset, bytes } = place as { offset: number; bytes: number };
      expect(one.said(one.bytes.subarray(offset, offset + bytes))).toBe(text);
    }
  });

  it.each(EXPORTS.map((one) => [one.name, one] as const))('[M3] gives the same for %s in pieces of any length', async (_, one) => {
    const whole = await readAll(fileOf(one.path, one.bytes));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async (length) => {
        const read = await readAll(fileOf(one.path, one.bytes, length));
        expect(read?.messages).toEqual(whole?.messages);
      }),
      { numRuns: 12 },
    );
  });

  it.each(EXPORTS.map((one) => [one.name, one] as const))('[M4] gives of %s, cut anywhere, what came before', async (_, one) => {
    const whole = (await readAll(fileOf(one.path, one.bytes)))?.messages ?? [];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: one.bytes.length - 1 }), async (length) => {
        const read = await readAll(fileOf(one.path, one.bytes.slice(0, length)));
        const messages = read?.messages ?? [];
        // All but the last stand as they are; the last may have lost its end.
        messages.slice(0, -1).forEach((message, at) => {
          expect(message.text).toBe(whole[at]?.text);
          expect(message.place).toEqual(whole[at]?.place);
        });
        const isMarkup = /^(?:ufdr|telegram|wechatJson|htmlReport)/.test(one.form);
        if (read !== null && isMarkup && length < one.bytes.length - 10) expect(codes(read.notes)).toContain('truncated');
      }),
      { numRuns: 25 },
    );
  });

  it('[M5] reads sheets whose headings are those of messages', async () => {
    const read = await readAll(fileOf('report.xlsx', sheetBytes));
    expect(read?.messages).toMatchObject([
      {
        ...{ app: 'Signal', chat: '7', participants: ['Ken', 'Hanako'], sender: 'Hanako', text: `pay & ${addressOf('sheet')}` },
        ...{ instant: '2024-05-01T12:34:56+09:00', place: { offset: null, bytes: null, row: 'Chats!3' } },
      },
      { sender: 'Ken', time: '01/05/2024 12:35:00(UTC+9)', instant: null, place: { row: 'Chats!4' } },
      { chat: '簡訊', participants: ['李'], sender: '王', direction: 'in', instant: null, place: { row: '簡訊!2' } },
    ]);
    expect(codesOf(read?.messages[0] as SeizedMessage)).toEqual(['deleted']);
    expect(read?.notes).toEqual([{ code: 'otherSheet', count: 1, detail: 'Summary' }]);
  });

  it('[M6] takes zone and order of days from headings that state them, and guesses neither', async () => {
    const csv = (heading: string, time: string): SeizedFile =>
      fileOf('x.csv', Buffer.from(`Sender,Recipient(s),Message,${heading}\nA,B,hello,${time}\nB,A,yes,${time}\n`));
    const instant = async (heading: string, time: string) => (await readAll(csv(heading, time)))?.messages[0]?.instant;
    expect(await instant('Message Sent Date/Time - UTC+00:00 (dd/MM/yyyy)', '01/05/2024 12:34:56')).toBe('2024-05-01T12:34:56Z');
    expect(await instant('Message Sent Date/Time - UTC+09:00 (MM/dd/yyyy)', '05/01/2024 12:34:56 PM')).toBe('2024-05-01T12:34:56+09:00');
    expect(await instant('Message Sent Date/Time - UTC+00:00', '01/05/2024 12:34:56')).toBe(null);
    expect(await instant('Timestamp', '2024-05-01 12:34:56')).toBe(null);
    expect(await instant('Timestamp', '2024-05-01T12:34:56-03:30')).toBe('2024-05-01T12:34:56-03:30');
    expect(await instant('Timestamp', '2024-05-01')).toBe(null);
  });

  it('takes SMS and mail of a report, with the direction of folders and parts', async () => {
    const field = (name: string, value: string): string => `<field name="${name}"><value>${value}</value></field>`;
    const sms = (role: string, more = ''): string =>
      `<model type="SMS"><multiModelField name="Parties"><model type="Party">${field('Identifier', '+8190')}${field('Role', role)}</model></multiModelField>${field('Body', role)}${field('TimeStamp', '01/05/2024 12:00:00(UTC+9)')}${more}</model>`;
    const xml = `<project name="x"><decodedData><modelType type="SMS">${sms('From')}${sms('To')}${sms('General', field('Folder', 'Sent'))}</modelType>
<modelType type="Email"><model type="Email"><modelField name="From"><model type="Party">${field('Identifier', 'a@b.example')}</model></modelField>${field('Subject', 'Key')}${field('Body', 'text')}</model></modelType></decodedData></project>`;
    const read = await readAll(fileOf('x/report.xml', Buffer.from(xml)));
    expect(read?.messages.map(({ app, direction, chat, sender }) => [app, direction, chat, sender])).toEqual([
      ['SMS', 'in', '', '+8190'],
      ['SMS', 'out', '', ''],
      ['SMS', 'out', '', ''],
      ['Email', 'unknown', '', 'a@b.example'],
      ['Email', 'unknown', '', 'a@b.example'],
    ]);
    expect(read?.messages.slice(3).map((message) => [message.text, codesOf(message)])).toEqual([
      ['Key', ['subject']],
      ['text', []],
    ]);
    expect(read?.messages[0]).toMatchObject({ time: '01/05/2024 12:00:00(UTC+9)', instant: null });
  });

  it('leaves other files alone', async () => {
    const others: readonly (readonly [string, string])[] = [
      ['app.log', '2024-05-01 12:34:56 INFO started\n2024-05-01 12:34:57 WARN it\n2024-05-01 12:34:58 INFO done\n'],
      ['app.txt', '2024-05-01 12:34:56 start\n  at x\n2024-05-01 12:34:57 error\n  at y\n'],
      ['notes.txt', 'Dear all,\n\nsee below.\n'],
      ['pay.csv', 'Date,From,To,Amount,Currency\n2024-05-01,a,b,1,BTC\n'],
      ['page.html', '<html><body><table><tr><th>Date</th><th>Amount</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>'],
      ['package.json', '{"name": "x", "type": "module", "dependencies": {"a": "1"}}'],
      ['report.xml', '<?xml version="1.0"?><report><a/></report>'],
    ];
    for (const [path, text] of others) expect(await readMessages(fileOf(path, Buffer.from(text))), path).toBe(null);
    const ids = messageReaders.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('damage and hostile files', () => {
  it('[M7] bounds texts, depth, tags and document types, with a reason and what came before', async () => {
    const good = '<model type="SMS"><field name="Body"><value>first</value></field></model>';
    const xml = (inside: string, before = ''): SeizedFile =>
      fileOf('report.xml', Buffer.from(`<?xml version="1.0"?>${before}<project><decodedData><modelType type="SMS">${good}${inside}`));
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, at) => `<!ENTITY a${at} "&a;&a;">`).join('')}]>`;
    const json = (inside: string): SeizedFile =>
      fileOf('result.json', Buffer.from(`{"name":"x","type":"personal_chat","id":1,"messages":[{"text":"first","date":"d"},${inside}`));
    const long = 'x'.repeat(20 << 20);
    const cases: readonly (readonly [SeizedFile, RegExp, number])[] = [
      [xml('', laughs), /document type/, 0],
      [xml('<a>'.repeat(100_000)), /nested/, 1],
      [xml(`<model type="${long}">`), /without end/, 1],
      [xml(`<model type="SMS"><field name="Body"><value>${long}`), /without end/, 1],
      [xml('<</a>'.repeat(5000)), /well-formed/, 1],
      [json('['.repeat(100_000)), /nested/, 1],
      [json(`{"text":"${long}`), /longer/, 1],
      [json(`{"text":[${'"a",'.repeat(200_000)}`), /values/, 1],
      [json('{"text": "a"}]]]'), /bracket|no JSON/, 2],
      [fileOf('line.txt', Buffer.from(`[LINE] Chat history with A\n2024/05/01(Wed)\n10:00\tA\tfirst\n${long}`)), /longer/, 0],
      [fileOf('messages.html', Buffer.from(`<title>Exported Data</title><div class="page_wrap">${'<div>'.repeat(100_000)}`)), /nested/, 0],
      [fileOf('messages.html', Buffer.from(`<title>Exported Data</title><div class="page_wrap"><div class="${long}`)), /longer/, 0],
    ];
    for (const [file, reason, before] of cases) {
      const read = await readAll(file);
      expect(read?.notes.find(({ code }) => code === 'damaged')?.detail, `${file.path} ${reason}`).toMatch(reason);
      expect(read?.messages.length, `${reason}`).toBe(before);
      expect(JSON.stringify(read?.notes).length).toBeLessThan(2000);
    }
  });

  it('keeps characters that XML does not allow, and refuses workbooks that are cut and files that cannot be had', async () => {
    const xml = (body: string): string => `<model type="SMS"><field name="Body"><value><![CDATA[${body}]]></value></field></model>`;
    const all = Array.from({ length: 1200 }, (_, at) => xml(`a\u0001${at}`)).join('');
    const read = await readAll(
      fileOf('report.xml', Buffer.from(`<?xml version="1.0"?><project><decodedData>${all}</decodedData></project>`)),
    );
    expect(read?.messages.length).toBe(1200);
    expect(read?.messages[7]?.text).toBe('a\u00017');
    expect(read?.notes).toEqual([{ code: 'xmlCharacter', count: 1200, detail: '' }]);
    await expect(readMessages(fileOf('a.xlsx', sheetBytes.slice(0, -40)))).rejects.toMatchObject({ code: 'intake.malformed' });
    const [line] = EXPORTS;
    const absent = { ...fileOf('line.txt', line?.bytes ?? new Uint8Array()), bytes: async () => null };
    await expect(readMessages(absent)).rejects.toMatchObject({ code: 'intake.unreadable' });
    await expect(readMessages({ ...absent, size: 2 ** 31 })).rejects.toMatchObject({ code: 'intake.tooLarge' });
  });

  it('keeps places where bytes are no characters', async () => {
    const text = Buffer.from(
      '[LINE] 佐藤とのトーク履歴\n2024/05/01(水)\n21:05\t佐藤X\tあいうえおかきくけこさしすせそX終わり\n21:06\t佐藤\t次\n',
    );
    const bytes = Uint8Array.from(text, (byte) => (byte === 0x58 ? 0xff : byte));
    const read = await readAll(fileOf('line.txt', bytes));
    expect(read?.encoding?.name).toBe('utf-8');
    expect(read?.messages.map(({ text: said }) => said)).toEqual(['あいうえおかきくけこさしすせそ?終わり', '次']);
    const { offset, bytes: length } = { offset: 0, bytes: 0, ...read?.messages[1]?.place } as { offset: number; bytes: number };
    expect(Buffer.from(bytes.subarray(offset, offset + length)).toString()).toBe('次');
    expect(read?.notes).toContainEqual({ code: 'undecodable', count: 2, detail: '' });
  });

  it('never throws on random bytes behind a known beginning', async () => {
    const heads = EXPORTS.map(({ path, bytes }) => [path, bytes] as const);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), fc.nat(), fc.uint8Array({ maxLength: 60 }), async ([path, bytes], at, noise) => {
        const from = at % bytes.length;
        const altered = Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(from + noise.length)]);
        await readAll(fileOf(path, altered));
      }),
      { numRuns: 150 },
    );
  });
});

describe('hits in messages', () => {
  it.each(EXPORTS.map((one) => [one.name, one] as const))('[M8] leads from a value in %s to its message', async (_, one) => {
    const read = await readAll(fileOf(one.path, one.bytes));
    const found = await hitsOf(read?.messages ?? []);
    expect(found.map(({ hit }) => hit.kind)).toEqual(['address']);
    for (const { hit, of } of found) {
      expect(of?.detail).toBe('inMessage');
      const said = Buffer.from(read?.messages[of?.messages[0] ?? -1]?.text ?? '');
      expect(said.subarray(of?.at, (of?.at ?? 0) + hit.bytes).toString()).toBe(hit.value);
    }
  });

  const said = (sender: string, text: string, chat = 'c'): SeizedMessage => ({
    ...{ app: 'LINE', chat, participants: [], sender, direction: 'unknown', time: '', instant: null, text },
    place: { offset: 0, bytes: 0, row: '' },
  });

  it('[M9] puts words of one sender together, and only where nothing else was said', async () => {
    const words = phraseOf('split').split(' ');
    const sent = words.map((word, at) => said('A', at % 3 === 0 ? `${at + 1}. ${word}` : word));
    const between = sent.flatMap((message) => [message, said('B', 'ok then')]);
    const [only, ...more] = await hitsOf(between);
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      hit: { kind: 'phrase', value: words.join(' ') },
      of: { detail: 'overMessages', messages: sent.map((_, at) => 2 * at) },
    });
    // A word of another sender, or other talk in between, is no phrase.
    expect(await hitsOf(sent.map((message, at) => (at === 5 ? { ...message, sender: 'B' } : message)))).toEqual([]);
    expect(await hitsOf(sent.map((message, at) => (at === 5 ? said('A', `${message.text} and hurry`) : message)))).toEqual([]);
    expect(await hitsOf(sent.map((message, at) => (at === 5 ? { ...message, chat: 'd' } : message)))).toEqual([]);
    // A word of the list before or behind it is none of its words.
    for (const all of [
      [said('A', 'trust'), ...sent.slice(0, 1).map((message) => ({ ...message, text: words[0] as string })), ...sent.slice(1)],
      [...sent, said('A', 'sure')],
    ])
      expect((await hitsOf(all)).map(({ hit, of }) => [hit.value, of?.messages.length])).toEqual([[words.join(' '), 12]]);
    // In two messages, and again with a new count.
    const halves = [said('A', words.slice(0, 6).join(' ')), said('A', words.slice(6).join('\n'))];
    expect(
      (await hitsOf([said('A', 'zoo'), said('A', `1 ${halves[0]?.text}`), halves[1] as SeizedMessage])).map(({ of }) => of?.detail),
    ).toEqual(['overMessages']);
  });

  it('[M10] lets no value run from one message into the next', async () => {
    const address = addressOf('cut');
    expect(await hitsOf([said('A', address.slice(0, 20)), said('A', address.slice(20))])).toEqual([]);
    const words = phraseOf('cut').split(' ');
    expect(await hitsOf([said('A', words.slice(0, 6).join(' ')), said('B', words.slice(6).join(' '))])).toEqual([]);
    // Words that announce a key count within a chat, not from another one.
    const key = '1f'.repeat(32);
    expect((await hitsOf([said('A', 'my private key:'), said('A', key)])).map(({ hit }) => hit.kind)).toEqual(['privateKey']);
    expect(await hitsOf([said('A', 'my private key:'), said('A', key, 'd')])).toEqual([]);
  });
});
