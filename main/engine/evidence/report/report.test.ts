// The report: equal bytes, text that can be extracted in every language, and no sentence that says too much.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { wordsOf } from '../../../../tests/fixtures/bagSample.ts';
import { GLOSSARY } from './body.ts';
import { bothTimes, coinText, grouped, groupedId } from './format.ts';
import { renderReport } from './render.ts';
import { sampleModel } from '../../../../tests/fixtures/reportSample.ts';
import { REPORT_LOCALES, reportWords } from './words.ts';

const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The fonts from where build/fonts.mjs copies them. */
function font(name: string): Uint8Array {
  const [, family = '', weight = ''] = /^NotoSans(..)-(Regular|Bold)\.ttf$/.exec(name) ?? [];
  const instance = weight === 'Bold' ? '700Bold' : '400Regular';
  return readFileSync(
    join(
      dirname(require.resolve(`@expo-google-fonts/noto-sans-${family.toLowerCase()}/package.json`)),
      instance,
      `NotoSans${family}_${instance}.ttf`,
    ),
  );
}
const pdfText = (bytes: Uint8Array): string => {
  const file = join(folder, 'r.pdf');
  writeFileSync(file, bytes);
  return execFileSync('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 26 }).toString();
};
let hasPdfText = true;
try {
  execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
} catch {
  hasPdfText = false;
}
const FORBIDDEN = /belongs to|\bowner|proves that he|the stolen coins went to|100 ?%/i;

describe('renderReport', () => {
  it('gives the same bytes twice, and golden bytes for a fixed model', async () => {
    const [one, two] = [
      await renderReport(sampleModel(), { font, words: wordsOf('en') }),
      await renderReport(sampleModel(), { font, words: wordsOf('en') }),
    ];
    expect(Buffer.compare(one, two)).toBe(0);
    expect(createHash('sha256').update(one).digest('hex')).toMatchInlineSnapshot(
      `"0e155bfb79f1f0887550c42e747625ffa2e80f4522727c73eb8db9e5de4d2243"`,
    );
  }, 30_000);

  it('does not change with the time zone of the machine', async () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    const other = await renderReport(sampleModel(), { font, words: wordsOf('en') });
    process.env['TZ'] = 'Asia/Tokyo';
    const again = await renderReport(sampleModel(), { font, words: wordsOf('en') });
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    expect(Buffer.compare(other, again)).toBe(0);
  }, 30_000);

  it.skipIf(!hasPdfText).each(REPORT_LOCALES)(
    '%s: names in three scripts, ids in full, furniture on every page',
    async (locale) => {
      const model = sampleModel();
      const words = wordsOf(locale);
      const text = pdfText(await renderReport(model, { font, words }));
      for (const name of ['特殊詐欺事件', '黒田 / 陈 / 陳', '交易所 Example 陈', '警視庁サイバー犯罪対策課']) expect(text).toContain(name);
      const pages = text.split('\f').slice(0, -1);
      expect(pages.length).toBeGreaterThan(8);
      pages.forEach((page, index) => {
        expect(page).toContain(words.say('training.banner'));
        expect(page).toContain(model.journal.code);
        expect(page).toContain(words.say('foot.page', { page: index + 1, pages: pages.length }));
        expect(page).toContain('2024-06-04 09:30:00 UTC / 2024-06-04 18:30:00 +09:00');
      });
      const run = model.runs[0];
      for (const transfer of run?.transfers ?? []) {
        expect(text).toContain(groupedId(transfer.outpoint));
        if (transfer.address !== null) expect(text).toContain(transfer.address);
      }
      for (const file of model.files) expect(text).toContain(groupedId(file.sha256));
      expect(text).toContain(groupedId(model.signer.fingerprint));
      expect(text).not.toMatch(FORBIDDEN);
      expect(text).not.toContain('\ufffd');
    },
    30_000,
  );

  it.skipIf(!hasPdfText)(
    'has no banner where nothing is training, and prints what hides',
    async () => {
      const model = sampleModel({ training: false });
      const hidden = { ...model, case: { ...model.case, title: 'a\u202eb 😀' } };
      const text = pdfText(await renderReport(hidden, { font, words: wordsOf('en') }));
      expect(text).not.toContain('TRAINING');
      expect(text).toContain('a[U+202E]b [U+1F600]');
    },
    30_000,
  );

  it.skipIf(!hasPdfText)(
    'stops tables at 500 rows and says where the rest is',
    async () => {
      const model = sampleModel();
      const run = model.runs[0];
      if (run === undefined) throw new Error('the sample has a run');
      const transfer = run.transfers[0];
      if (transfer === undefined) throw new Error('the sample has transfers');
      const transfers = Array.from({ length: 612 }, (_, index) => ({ ...transfer, outpoint: `${'ab'.repeat(32)}:${10_000 + index}` }));
      const text = pdfText(await renderReport({ ...model, runs: [{ ...run, transfers }] }, { font, words: wordsOf('en') }));
      expect(text).toContain(': 10499');
      expect(text).not.toContain(': 10500');
      expect(text).toContain('500 of 612 entries are printed. All are in data/transfers.csv.');
    },
    60_000,
  );

  it.skipIf(!hasPdfText)(
    'renders an empty case',
    async () => {
      const model = sampleModel();
      const text = pdfText(
        await renderReport(
          { ...model, runs: [], allRuns: [], statements: [], rejectedMerges: [], sources: [], chains: [], files: [] },
          { font, words: wordsOf('en') },
        ),
      );
      expect(text).toContain('No tracing was done');
    },
    30_000,
  );
});

describe('report words', () => {
  const all = REPORT_LOCALES.map(
    (locale) =>
      [
        locale,
        JSON.parse(readFileSync(new URL(`../../../../resources/locales/${locale}/report.json`, import.meta.url), 'utf8')) as Record<
          string,
          string
        >,
      ] as const,
  );
  const english = all[0]?.[1] ?? {};
  const slots = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

  it.each(all)('%s has every key with the same parameters, and no forbidden word', (_, sentences) => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(sentences)) {
      expect(slots(text), key).toEqual(slots(english[key] ?? ''));
      expect(text.trim(), key).not.toBe('');
      expect(text).not.toMatch(FORBIDDEN);
    }
  });

  it('Chinese and Japanese sentences are not English ones, and each Chinese uses its own characters', () => {
    const [, , hans = {}, hant = {}] = all.map(([, sentences]) => sentences);
    expect(Object.values(hans).join('')).not.toMatch(/[區塊輸證檢驗錄碼]/);
    expect(Object.values(hant).join('')).not.toMatch(/[区块输证检验录码]/);
    for (const [locale, sentences] of all.slice(1)) {
      const same = Object.keys(english).filter((key) => sentences[key] === english[key]);
      expect(same, locale).toEqual(
        same.filter((key) =>
          ['quoted', 'sources.sha256', 'policy.fifo', 'policy.lifo', 'chart.coinjoin', 'glossary.coinjoin'].includes(key),
        ),
      );
    }
  });

  it('every key named in code exists', () => {
    const code = ['front', 'body', 'run', 'render']
      .map((file) => readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8'))
      .join('\n');
    const named = [...code.matchAll(/say\('([\w.]+)'/g)].map((match) => match[1] as string);
    expect(named.length).toBeGreaterThan(100);
    for (const key of [...named, ...GLOSSARY.flatMap((term) => [`glossary.${term}`, `glossary.${term}.means`])])
      expect(english, key).toHaveProperty([key]);
  });

  it('an unknown key or a missing parameter throws', () => {
    const words = reportWords('en', { a: 'x {b}' });
    expect(words.say('a', { b: 1 })).toBe('x 1');
    expect(() => words.say('a')).toThrow(/needs "b"/);
    expect(() => words.say('c')).toThrow(/no "c"/);
  });
});

describe('format', () => {
  it('groups digits, ids and coins without floating point', () => {
    expect(grouped(2_099_999_997_690_000n)).toBe('2,099,999,997,690,000');
    expect(coinText(2_099_999_997_690_001n, { symbol: 'BTC', decimals: 8 })).toBe('20,999,999.97690001 BTC');
    expect(coinText(5n, { symbol: 'X', decimals: 0 })).toBe('5 X');
    expect(groupedId(`${'0123456789abcdef'.repeat(4)}:7`)).toBe(
      '01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef : 7',
    );
  });

  it('prints a moment in UTC and in the zone of the case', () => {
    expect(bothTimes(Date.UTC(2024, 2, 10, 10, 30), 'America/New_York')).toEqual({
      utc: '2024-03-10 10:30:00 UTC',
      zone: '2024-03-10 06:30:00 -04:00',
    });
    expect(bothTimes(Date.UTC(2024, 2, 10, 6, 30), 'America/New_York').zone).toBe('2024-03-10 01:30:00 -05:00');
    expect(bothTimes(0, 'Asia/Kolkata').zone).toBe('1970-01-01 05:30:00 +05:30');
    expect(bothTimes(0, 'No/Zone').zone).toBeNull();
  });
});
