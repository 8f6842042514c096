// Documents that somebody made to harm whoever reads them, through the engine as an officer gives them: each ends in a clear fault or in an
// honest page, within its time and memory, and the case goes on. Rules: main/engine/intake/documents/SPEC.md.
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../../main/engine/intake/documents/reader.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { Fault } from '../../shared/model/fault.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { bombPdf, declaredPagesPdf, greyPng, jpegHead, lockedPdf, pngOf, textPdf, treeLoopPdf, twicePackedPdf } from '../fixtures/pages.ts';

const LINE = [{ text: 'Deposit to TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf today', y: 700 }];
/** Far above what any of them takes, far below what they ask for. */
const MOST_MS = 30_000;

describe('hostile documents', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('hostile');
  });
  // The case is sound after all of them.
  afterAll(async () => {
    await desk.reopen('hostile');
    expect((await desk.call('case.info', {})).notices).toEqual([]);
    await desk.end();
  });

  const faultOf = async (asked: Promise<unknown>) => {
    const fault = await asked.then(
      () => null,
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(Fault);
    const { code, parameters } = fault as Fault;
    return { code, ...parameters };
  };
  const give = (name: string, bytes: Uint8Array) => desk.call('intake.run', { paths: [desk.grant(desk.write(name, bytes))] });
  const taken = async (name: string, bytes: Uint8Array) => {
    const note = (await give(name, bytes)).results[0]?.document;
    const source = (await desk.call('document.list', {})).documents.find((one) => one.name === name)?.source ?? 0;
    return { note, source };
  };
  const count = async () => (await desk.call('document.list', {})).documents.length;

  it.each([
    ['cut.pdf', textPdf(LINE).subarray(0, 60), { code: 'document.unreadable', reason: 'notPdf' }],
    ['loop.pdf', treeLoopPdf(), { code: 'document.unreadable', reason: 'noPages' }],
    ['locked.pdf', lockedPdf(), { code: 'document.encrypted' }],
    ['wide.png', pngOf(60_000, 60_000, deflateSync(Buffer.alloc(10))), { code: 'document.tooManyPixels', width: 60_000, height: 60_000 }],
    ['wide.jpg', jpegHead(60_000, 60_000), { code: 'document.tooManyPixels' }],
    ['line.png', pngOf(40_000, 1, deflateSync(Buffer.alloc(40_001))), { code: 'document.tooManyPixels' }],
    ['nothing.png', greyPng(4, 4).subarray(0, 20), { code: 'document.unreadable', reason: 'pictureHead' }],
    ['fax.tif', Buffer.from('II*\0\b\0\0\0rest of it'), { code: 'document.otherFormat', format: 'TIFF' }],
    ['phone.jpg', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), { code: 'document.otherFormat', format: 'HEIC' }],
    ['text.pdf', Buffer.from('Dear Sir, this is no PDF at all.'), { code: 'intake.unrecognised' }],
  ])('%s is refused, named with its reason, and nothing of it is kept', async (name, bytes, expected) => {
    const before = await count();
    expect(await faultOf(give(name, bytes))).toMatchObject({ ...expected, file: name });
    expect(await count()).toBe(before);
  });

  it(
    'a million declared pages: taken with what is there; a page that is not there says so',
    async () => {
      const { note, source } = await taken('million.pdf', declaredPagesPdf(1_000_000));
      expect(note).toMatchObject({ pages: 1_000_000, flags: ['lastPage'] });
      expect((await desk.call('document.page', { source, page: 1, pixels: 200 })).width).toBe(150);
      expect((await desk.call('document.pages', { source })).sizes).toEqual([{ page: 1, width: 600, height: 800 }]);
      expect(await faultOf(desk.call('document.page', { source, page: 999_999 }))).toMatchObject({
        code: 'document.damaged',
        page: 999_999,
      });
      expect(await faultOf(desk.call('document.page', { source, page: 1_000_001 }))).toMatchObject({
        code: 'document.noPage',
        pages: 1_000_000,
      });
      const { found, to, unread } = await desk.call('document.find', { source });
      expect([found, to, unread.length]).toEqual([[], 150, 149]);
    },
    MOST_MS * 2,
  );

  it.each([
    ['bomb.pdf', () => bombPdf(64)],
    ['twice.pdf', () => twicePackedPdf(1500)],
  ])(
    '%s unpacks to more than its memory: the page fails by name, and its words',
    async (name, make) => {
      const { source } = await taken(name, make());
      const failed = { code: 'document.tooMuch', file: name, page: 1, reason: 'memory' };
      expect(await faultOf(desk.call('document.page', { source, page: 1 }))).toMatchObject(failed);
      expect((await desk.call('document.find', { source })).unread).toEqual([{ page: 1, reason: 'document.tooMuch' }]);
    },
    MOST_MS * 3,
  );

  it.each(['[0 0 1e9 1e9]', '[0 0 1000000 1]'])(
    'a page of the size %s is drawn within the pixels asked for',
    async (box) => {
      const { source } = await taken(`box${box.replaceAll(/\W/g, '_')}.pdf`, textPdf(LINE, { box }));
      const { width, height } = await desk.call('document.page', { source, page: 1, pixels: 4000 });
      expect(Math.max(width, height)).toBe(4000);
    },
    MOST_MS,
  );

  it(
    'scripts and actions stay undone: a page that would never end is drawn',
    async () => {
      const forever = '<< /S /JavaScript /JS (while (true) { app.alert("here") }) >>';
      const { source } = await taken(
        'script.pdf',
        textPdf(LINE, {
          catalogue: `/OpenAction ${forever} /AcroForm << /Fields [] /NeedAppearances true >>`,
          page: `/AA << /O ${forever} >>`,
        }),
      );
      expect((await desk.call('document.text', { source, page: 1 })).words.map(({ text }) => text)).toContain('Deposit');
    },
    MOST_MS,
  );

  it(
    'a name that lies is seen through: what counts are the bytes',
    async () => {
      expect((await taken('invoice.pdf', greyPng(30, 20))).note).toEqual({
        format: 'png',
        pages: 1,
        width: 30,
        height: 20,
        flags: ['suffix'],
      });
      expect((await taken('photo.jpg', textPdf(LINE))).note).toMatchObject({ format: 'pdf', pages: 1, flags: ['suffix'] });
    },
    MOST_MS,
  );

  it(
    'a picture that ends early is taken in and says so; one that unpacks to more than it declares is handed on packed',
    async () => {
      expect((await taken('cut.png', greyPng(300, 200).subarray(0, 90))).note?.flags).toEqual(['cut']);
      expect((await taken('cut.jpg', jpegHead(300, 200, 1, false))).note?.flags).toEqual(['cut']);
      const bomb = pngOf(8, 8, deflateSync(Buffer.alloc(200 << 20), { level: 9 }));
      const { source } = await taken('bomb.png', bomb);
      const page = await desk.call('document.page', { source, page: 1 });
      expect(Buffer.from(page.base64, 'base64').equals(bomb)).toBe(true);
    },
    MOST_MS,
  );

  it(
    'time is bounded, a cancelled reading ends, and without threads nothing is read',
    async () => {
      const { host } = createNodeHost({ environment: { ...process.env, TRACEHOLD_PROFILE: desk.folder } });
      const pdf = { file: 'slow.pdf', bytes: bombPdf(40) };
      const asked = { what: 'picture', page: 1, pixels: 100 } as const;
      const bounds = { milliseconds: 20, bytes: 512 << 20 };
      expect(await faultOf(readPdf(host, pdf, asked, new AbortController().signal, bounds))).toMatchObject({
        code: 'document.tooMuch',
        reason: 'time',
        file: 'slow.pdf',
        page: 1,
      });
      const stop = new AbortController();
      const stopped = faultOf(readPdf(host, pdf, asked, stop.signal));
      stop.abort();
      expect(await stopped).toEqual({ code: 'job.cancelled' });
      const { workers: _none, ...alone } = host;
      expect(await faultOf(readPdf(alone, pdf, asked, new AbortController().signal))).toMatchObject({ code: 'document.noThread' });
    },
    MOST_MS,
  );

  it('a file above 64 MiB is refused before it is read', async () => {
    const big = Buffer.alloc((64 << 20) + 1);
    big.set(textPdf(LINE));
    expect(await faultOf(give('big.pdf', big))).toMatchObject({ code: 'document.tooLarge', file: 'big.pdf', limit: 64 });
  });
});
