// Documents through the engine: taken in, kept, opened without their disk, read by page; and the words of our own report held against poppler.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../main/engine/evidence/report/render.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { wordsOf } from '../fixtures/bagSample.ts';
import { greyPng, jpegHead, textPdf } from '../fixtures/pages.ts';
import { sampleModel } from '../fixtures/reportSample.ts';

const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const COIN = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const TXID = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const PAGE = textPdf([
  { text: `Deposit ${TRON}, fee to ${COIN}.`, y: 700 },
  { text: 'Wrong TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T', y: 680 },
  { text: TXID.slice(0, 40), y: 660 },
  { text: TXID.slice(40), y: 648 },
]);

const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stdout.write('SKIPPED because pdftotext (poppler-utils) was not found: words of a PDF held against poppler\n');
    return false;
  }
})();

describe('documents', () => {
  let desk: Desk;
  let source = 0;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('documents');
    const path = desk.write('letter.pdf', PAGE);
    const { results } = await desk.call('intake.run', { paths: [desk.grant(path)], exhibit: 'EX-9' });
    expect(results[0]).toMatchObject({ mode: 'document', name: 'letter.pdf', document: { format: 'pdf', pages: 1, flags: [] } });
    rmSync(path);
    [{ source } = { source: 0 }] = (await desk.call('document.list', {})).documents;
  }, 30_000);
  afterAll(() => desk.end());

  it('is a source like any other: hashed, with its exhibit, journalled, the same only once', async () => {
    const again = await desk.call('intake.run', { paths: [desk.grant(desk.write('letter.pdf', PAGE))] });
    expect(again.results[0]?.new).toBe(0);
    expect((await desk.call('document.list', {})).documents).toMatchObject([
      { name: 'letter.pdf', exhibit: 'EX-9', state: 'complete', sizeBytes: String(PAGE.length) },
    ]);
    const events = (await desk.call('journal.list', { limit: 5 })).entries.map(({ name }) => name);
    expect(events).toEqual(expect.arrayContaining(['intake.started', 'intake.finished']));
  });

  it('opens although its disk is gone, in the pixels asked for', async () => {
    rmSync(join(desk.folder, 'letter.pdf'), { force: true });
    await desk.reopen('documents');
    const page = await desk.call('document.page', { source, page: 1, pixels: 800 });
    expect(page).toMatchObject({ type: 'image/png', width: 600, height: 800, turn: 0 });
    const png = Buffer.from(page.base64, 'base64');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([600, 800]);
  }, 30_000);

  it('finds ids whose checksum holds, with their place, and one that a line break cuts in two', async () => {
    const { found, pages, unread } = await desk.call('document.find', { source });
    expect([pages, unread]).toEqual([1, []]);
    expect(found.map(({ text, kind }) => [text, kind])).toEqual([
      [TRON, 'address'],
      [COIN, 'address'],
      [TXID, 'txid'],
    ]);
    expect(found[0]?.chains.some((chain) => chain.startsWith('tron:'))).toBe(true);
    expect(found[1]?.chains).toContain('bip122:000000000019d6689c085ae165831e93');
    const [first, , across] = found;
    // Courier of 10 points: 6 points a letter; the line stands 700 of 800 points from the bottom.
    expect(first?.region).toMatchObject({ page: 1, x: Math.round(((50 + 8 * 6) / 600) * 10_000) });
    expect(first?.region.y).toBeGreaterThan(1100);
    expect((first?.region.y ?? 0) + (first?.region.height ?? 0)).toBeLessThan(1320);
    expect(across?.region.height).toBeGreaterThan(first?.region.height ?? 0);
  }, 30_000);

  it('a picture is handed on as it is, with the turn that its camera states; it has no words', async () => {
    const bytes = jpegHead(400, 300, 6);
    await desk.call('intake.run', { paths: [desk.grant(desk.write('IMG_1.JPG', bytes)), desk.grant(desk.write('b.png', greyPng(7, 9)))] });
    const { documents } = await desk.call('document.list', {});
    const photo = documents.find(({ name }) => name === 'IMG_1.JPG');
    expect(photo?.note).toEqual({ format: 'jpeg', pages: 1, width: 400, height: 300, flags: [] });
    const page = await desk.call('document.page', { source: photo?.source ?? 0, page: 1 });
    expect(page).toMatchObject({ type: 'image/jpeg', width: 400, height: 300, turn: 90 });
    expect(Buffer.from(page.base64, 'base64').equals(bytes)).toBe(true);
    expect((await desk.call('document.text', { source: photo?.source ?? 0, page: 1 })).words).toEqual([]);
  });

  it('withdrawn it is marked, and still opens: what was read from it must be seen', async () => {
    await desk.call('intake.withdraw', { source: String(source), reason: 'wrong customer' });
    expect((await desk.call('document.list', {})).documents.find((one) => one.source === source)?.state).toBe('withdrawn');
    expect((await desk.call('document.text', { source, page: 1 })).words[0]?.text).toBe('Deposit');
    await expect(desk.call('document.page', { source: 999, page: 1 })).rejects.toMatchObject({ code: 'document.unknown' });
  }, 30_000);

  it.skipIf(!hasPoppler)(
    'the words of our own report stand where poppler finds them',
    async () => {
      const require = createRequire(import.meta.url);
      const font = (name: string): Uint8Array => {
        const [, family = '', weight = ''] = /^NotoSans(..)-(Regular|Bold)\.ttf$/.exec(name) ?? [];
        const instance = weight === 'Bold' ? '700Bold' : '400Regular';
        const folder = dirname(require.resolve(`@expo-google-fonts/noto-sans-${family.toLowerCase()}/package.json`));
        return readFileSync(join(folder, instance, `NotoSans${family}_${instance}.ttf`));
      };
      const path = desk.write('report.pdf', await renderReport(sampleModel(), { font, words: wordsOf('en') }));
      const { results } = await desk.call('intake.run', { paths: [desk.grant(path)] });
      const pages = results[0]?.document?.pages ?? 0;
      expect(pages).toBeGreaterThan(3);
      const report = (await desk.call('document.list', {})).documents.find(({ name }) => name === 'report.pdf')?.source ?? 0;
      const theirs = poppler(path);
      expect(theirs.length).toBe(pages);
      let compared = 0;
      for (let page = 1; page <= Math.min(pages, 2); page++) {
        const { words } = await desk.call('document.text', { source: report, page });
        const other = theirs[page - 1] ?? [];
        expect(
          words
            .map(({ text }) => text.normalize('NFKC'))
            .sort()
            .join('\n'),
        ).toBe(
          other
            .map(({ text }) => text.normalize('NFKC'))
            .sort()
            .join('\n'),
        );
        for (const { text, region } of words) {
          const middle = [region.x + region.width / 2, region.y + region.height / 2] as const;
          // One hundredth of the page in both directions.
          const near = other.some(
            (one) =>
              one.text.normalize('NFKC') === text.normalize('NFKC') &&
              Math.abs(one.x - middle[0]) < 100 &&
              Math.abs(one.y - middle[1]) < 100,
          );
          expect(near, `${text} on page ${page}`).toBe(true);
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(100);
    },
    60_000,
  );
});

/** Words of each page with the middle of their boxes, in ten-thousandths. */
function poppler(path: string): { readonly text: string; readonly x: number; readonly y: number }[][] {
  const html = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return [...html.matchAll(/<page width="([\d.]+)" height="([\d.]+)">([\s\S]*?)<\/page>/g)].map(([, width, height, body = '']) =>
    [...body.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g)].map(
      ([, x0, y0, x1, y1, text = '']) => ({
        text: text
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&'),
        x: ((Number(x0) + Number(x1)) / 2 / Number(width)) * 10_000,
        y: ((Number(y0) + Number(y1)) / 2 / Number(height)) * 10_000,
      }),
    ),
  );
}
