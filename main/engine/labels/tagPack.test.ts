// TagPack parsing: inheritance, every entry accounted for, hostile YAML, and the public packs where the data folder is.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { address as bitcoinAddress } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Fault } from '../../../shared/model/fault.ts';
import { sniffLabelFormat } from './formats.ts';
import { parseTagPack, TAG_PACK_LARGEST_BYTES } from './tagPack.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const anything = (): boolean => true;
const faultOf = (run: () => unknown): { code: string; reason: unknown } => {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, reason: error.parameters['reason'] };
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('TagPack', () => {
  it('inherits header fields, the tag wins, rows are lines of the file', () => {
    const pack = `title: A pack
creator: Someone
source: https://header.example
currency: BTC
category: exchange
confidence: web_crawl
lastmod: 2022-11-16
tags:
- address: one
  label: first
- address: two
  label: second
  source: https://tag.example
  category: miner
  abuse: scam
  network: ETH
`;
    const { accepted, ...rest } = parseTagPack(bytes(pack), 'file', anything);
    expect(rest).toEqual({
      ...{ format: 'tagpack', importer: 'labels.tagpack@2', title: 'A pack', creator: 'Someone', asOf: '2022-11-16' },
      ...{ rejected: [], refused: {} },
    });
    const inherited = { creator: 'Someone', currency: 'BTC', confidence: 'web_crawl', lastModified: '2022-11-16' };
    expect(accepted).toEqual([
      { row: 9, address: 'one', label: 'first', source: 'https://header.example', category: 'exchange', ...inherited },
      {
        row: 11,
        address: 'two',
        label: 'second',
        source: 'https://tag.example',
        category: 'miner',
        abuse: 'scam',
        network: 'ETH',
        ...inherited,
      },
    ]);
  });

  it('keeps unquoted hexadecimal and digits as written and asks for the network before the currency', () => {
    const asked: unknown[] = [];
    const pack =
      'title: t\nlabel: l\ncurrency: USDT\ntags:\n- address: 0xFA8E3920daF271daB92Be9B87d9998DDd94FEF08\n  network: ETH\n- address: 00123\n';
    const { accepted } = parseTagPack(bytes(pack), 'file', (address, currency) => asked.push([address, currency]) > 0);
    expect(asked).toEqual([
      ['0xFA8E3920daF271daB92Be9B87d9998DDd94FEF08', 'ETH'],
      ['00123', 'USDT'],
    ]);
    expect(accepted.map(({ source }) => source)).toEqual(['TagPack: t', 'TagPack: t']);
  });

  it('reports every entry it does not take', () => {
    const pack = `title: t
label: l
tags:
- address: good
- address: bad
- address: good
- label: nobody
- just text
- address: [a, b]
- address: good
  label: "turned\\u202e round"
- address: ${'x'.repeat(300)}
- {address: good, label: other}
- {address: good, label: ''}
`;
    const { accepted, rejected } = parseTagPack(bytes(pack), 'file', (address) => address !== 'bad');
    expect(accepted.map(({ row, label }) => [row, label])).toEqual([
      [4, 'l'],
      [13, 'other'],
    ]);
    expect(rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [5, 'addressInvalid'],
      [6, 'duplicate'],
      [7, 'addressMissing'],
      [8, 'malformedRow'],
      [9, 'addressMissing'],
      [10, 'controlCharacters'],
      [12, 'tooLong'],
      [14, 'labelMissing'],
    ]);
    expect(rejected[1]?.text).toBe('good = 4');
    expect(rejected[5]?.text).toBe('turned\\u202e round');
    expect(rejected[6]?.text.length).toBe(200);
  });

  it('follows an alias one level', () => {
    const { accepted } = parseTagPack(
      bytes('title: &t Same\nlabel: *t\ntags:\n- &first {address: a, source: s}\n- address: b\n  source: *t\n- *nothing\n- *first\n'),
      'file',
      anything,
    );
    expect(accepted.map(({ address, label, source }) => [address, label, source])).toEqual([
      ['a', 'Same', 's'],
      ['b', 'Same', 'Same'],
    ]);
  });

  it.each([
    ['not a map', '- a\n- b\n', 'notAMap'],
    ['no tags', 'title: t\n', 'noTags'],
    ['tags are no list', 'title: t\ntags: {a: b}\n', 'noTags'],
    ['broken', 'title: "t\ntags: []\n', 'yaml'],
    ['a field twice', 'title: t\ntitle: u\ntags: []\n', 'yaml'],
    ['two documents', 'title: t\ntags: []\n---\ntitle: u\ntags: []\n', 'yaml'],
    ['deep brackets', `tags: ${'['.repeat(20_000)}`, 'yaml'],
    ['deep dashes', `tags:\n${'- '.repeat(20_000)}a`, 'yaml'],
    ['many aliases', `title: &a t\ntags: [${'*a ,'.repeat(1001)}]\n`, 'aliases'],
    ['empty', '', 'notAMap'],
  ])('refuses: %s', (_, text, reason) => {
    expect(faultOf(() => parseTagPack(bytes(text), 'file', anything))).toEqual({ code: 'labels.malformed', reason });
  });

  it('is not expanded by an alias bomb', () => {
    const level = (i: number): string =>
      `l${i}: &l${i} [${Array(9)
        .fill(i === 0 ? 'lol' : `*l${i - 1}`)
        .join(', ')}]`;
    const bomb = `title: t\n${Array.from({ length: 50 }, (_, i) => level(i)).join('\n')}\ntags: *l49\n`;
    const { accepted, rejected } = parseTagPack(bytes(bomb), 'file', anything);
    expect([accepted.length, rejected.map(({ reason }) => reason)]).toEqual([0, Array(9).fill('malformedRow')]);
  });

  it('refuses a file over the limit before parsing, and bytes that are no UTF-8', () => {
    expect(faultOf(() => parseTagPack(new Uint8Array(TAG_PACK_LARGEST_BYTES + 1), 'file', anything)).code).toBe('intake.tooLarge');
    expect(faultOf(() => parseTagPack(Uint8Array.of(0x74, 0xff, 0xfe), 'file', anything))).toEqual({
      code: 'labels.malformed',
      reason: 'encoding',
    });
  });

  it('accounts for every entry, whatever the texts are', () => {
    const tag = fc.record({ address: fc.string(), label: fc.string(), source: fc.string() }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 12 }), (tags) => {
        const { accepted, rejected } = parseTagPack(bytes(stringify({ title: 't', tags })), 'file', anything);
        expect(accepted.length + rejected.length).toBe(tags.length);
        for (const label of accepted) expect(tags.some(({ address }) => address?.trim() === label.address)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('takes only text or a known fault out of random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (random) => {
        try {
          parseTagPack(random, 'file', anything);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const folder = join(process.env['TRACEHOLD_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'), 'labels/graphsense-tagpacks');

describe.skipIf(!existsSync(folder))('public TagPacks (skipped without the data folder)', () => {
  const packs = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.includes('actorpack')) : [];
  /** Bitcoin mainnet by another library; P2TR by its Bech32m form alone, which needs no curve. */
  const isBitcoin = (address: string, currency: string | undefined): boolean => {
    if (currency !== 'BTC') return true;
    try {
      if (address.toLowerCase().startsWith('bc1')) return bitcoinAddress.fromBech32(address).prefix === 'bc';
      return [0, 5].includes(bitcoinAddress.fromBase58Check(address).version);
    } catch {
      return false;
    }
  };

  it('are recognised and every address line is accepted or reported', () => {
    let [accepted, rejected] = [0, 0];
    const invalid: string[] = [];
    for (const name of packs) {
      const file = new Uint8Array(readFileSync(join(folder, name)));
      expect(sniffLabelFormat(file, name)?.id, name).toBe('tagpack');
      const parsed = parseTagPack(file, 'file', isBitcoin);
      const lines = new TextDecoder().decode(file).match(/^[ ]*-?[ ]*address[ ]*:/gm) ?? [];
      expect(parsed.accepted.length + parsed.rejected.length, name).toBe(lines.length);
      accepted += parsed.accepted.length;
      rejected += parsed.rejected.length;
      invalid.push(...parsed.rejected.filter(({ reason }) => reason === 'addressInvalid').map(({ row }) => `${name}:${row}`));
    }
    console.log(
      `TagPacks: ${packs.length} files, ${accepted} accepted, ${rejected} reported, ${invalid.length} of them as invalid BTC addresses`,
    );
    expect(packs.length).toBeGreaterThanOrEqual(60);
    expect(accepted).toBeGreaterThan(50_000);
  }, 60_000);
});
