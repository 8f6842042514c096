// The two readings of a TagPack's tags are one: whatever is written, reading it line by line gives what the library's tree gives.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Fault } from '../../../shared/model/fault.ts';
import { SHARED_DATA } from '../../../tests/vectors/sharedData.ts';
import { readTagLines } from './plainTags.ts';
import { parseTagPack } from './tagPack.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
/** An anchor in the header forces the file to be read as one tree. */
const asTree = (text: string) => `title: &whole t\n${text.replace(/^title: .*\n/, '')}`;
const outcome = (text: string) => {
  try {
    const { accepted, rejected } = parseTagPack(bytes(text), 'file');
    return { accepted, rejected };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.code, reason: error.parameters['reason'] };
    throw error;
  }
};

describe('tags line by line', () => {
  it.each([
    ['plain and quoted', "- address: one\n  label: 'it''s'\n- address: \"two\"\n  label: b # not the label\n"],
    [
      'indented, with comments and blank lines',
      '  # first\n  - address: one\n\n    label: a\n    # between\n  - address: two\n    label: b\n',
    ],
    [
      'a list of concepts',
      '- address: one\n  label: a\n  concepts:\n  - exchange\n  - hot_wallet\n- address: two\n  concepts: [x, y]\n  label: b\n',
    ],
    [
      'text over several lines',
      '- address: one\n  label: a\n  context: \'{"a": 1,\n    "b": 2}\'\n- address: two\n  label: |\n    block\n    text\n',
    ],
    ['flow maps and bare text', '- {address: one, label: a}\n- just text\n- [a, b]\n-\n'],
    ['a key behind the tags', '- address: one\nlabel: late\nsource: s\n'],
    ['a key twice', '- address: one\n  address: two\n  label: a\n'],
    [
      'tabs, colons and marks in texts',
      '- address: one\n  label: a: b\n- address: two\n  label: "x\\ty"\n- address: three\n  label: http://x.example/#y\n',
    ],
    ['a deeper map', '- address: one\n  label: a\n  context:\n    deep: true\n'],
    ['windows line ends', '- address: one\r\n  label: a\r\n- address: two\r\n  label: b\r\n'],
  ])('%s', (_, tags) => {
    const text = `title: t\nsource: s\ntags:\n${tags}`;
    expect(outcome(text)).toEqual(outcome(asTree(text)));
  });

  it('whatever another writer wrote', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...':-# \'"a&*!|>[]{},\n\t\\%@`0x'), maxLength: 10 }),
    );
    const tag = fc.record(
      { address: value, label: value, source: value, concepts: fc.array(value, { maxLength: 3 }), context: value },
      { requiredKeys: ['address'] },
    );
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 6 }), fc.constantFrom(20, 80, 0), (tags, lineWidth) => {
        const text = stringify({ title: 't', tags }, { lineWidth });
        expect(outcome(text)).toEqual(outcome(asTree(text)));
      }),
      { numRuns: 300 },
    );
  });

  it('whatever lines stand there', () => {
    const line = fc.constantFrom(
      '- address: a',
      '  label: b',
      '  label: *x',
      '- &x',
      '# c',
      '',
      '  - y',
      '    z',
      'tags:',
      'label: q',
      '- {a: b}',
      "  context: 'open",
      '---',
      '  concepts:',
      '- - -',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = `title: t\nsource: s\ntags:\n${lines.join('\n')}\n`;
        expect(outcome(text)).toEqual(outcome(asTree(text)));
      }),
      { numRuns: 400 },
    );
  });

  it('tells a line without end before it is read', () => {
    expect(() => readTagLines(`tags:\n- address: ${'a'.repeat(70_000)}\n`)).toThrow('labels.malformed');
  });
});

const folder = join(SHARED_DATA ?? '', 'labels/graphsense-tagpacks');

describe.skipIf(SHARED_DATA === null || !existsSync(folder))('public TagPacks (skipped without the data folder)', () => {
  it('read the same both ways', () => {
    let plain = 0;
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.yaml') && !one.includes('actorpack'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      // Larger ones take the library a second each.
      if (text.length > 200_000) continue;
      plain += readTagLines(text)?.items.filter(({ fields }) => fields !== null).length ?? 0;
      const marked = text.replace(/^title:[ ]*(.*)$/m, 'title: &whole $1');
      expect(outcome(text), name).toEqual(outcome(marked));
    }
    expect(plain).toBeGreaterThan(5_000);
  }, 60_000);
});
