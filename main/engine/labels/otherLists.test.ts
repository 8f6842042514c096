// Lists that are no TagPacks: OFAC's advanced XML, bare addresses, actors, GraphSense's answers, wallet labels; and hostile ones of each.
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/fault.ts';
import { sniffLabelFormat } from './formats.ts';
import { parseTagPack } from './tagPack.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string, name: string) => {
  const format = sniffLabelFormat(bytes(text), name);
  if (format === undefined) throw new Error('no format knows it');
  return format.parse(bytes(text), name);
};
const faultOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return [error.code, error.parameters['reason']];
    throw error;
  }
  throw new Error('nothing was thrown');
};

const party = (id: string, name: string, features: string) =>
  `<DistinctParty FixedRef="${id}"><Profile ID="${id}0" PartySubTypeID="3"><Identity Primary="true"><Alias Primary="false"><DocumentedName><DocumentedNamePart><NamePartValue>Other name</NamePartValue></DocumentedNamePart></DocumentedName></Alias>` +
  `<Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>${name}</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue>Second</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile>${features}</DistinctParty>`;
const feature = (type: string, address: string) =>
  `<Feature ID="1" FeatureTypeID="${type}"><FeatureVersion ID="2"><Comment /><VersionDetail DetailTypeID="1432">${address}</VersionDetail></FeatureVersion></Feature>`;
const SDN = `<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML">
<DateOfIssue CalendarTypeID="1"><Year>2024</Year><Month>9</Month><Day>7</Day></DateOfIssue>
<ReferenceValueSets><FeatureTypeValues><FeatureType ID="344">Digital Currency Address - XBT</FeatureType><FeatureType ID="345">Digital Currency Address - ETH</FeatureType><FeatureType ID="8">Birthdate</FeatureType></FeatureTypeValues></ReferenceValueSets>
<DistinctParties>${party('27307', 'A &amp; B', `${feature('345', '0x098B716B8Aaf21512996dC57EB0615e2383E2f96')}${feature('8', '1980')}`)}
${party('40001', 'Mixer', feature('344', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'))}</DistinctParties>
<SanctionsEntries><SanctionsEntry ID="1" ProfileID="273070" ListID="1550"><EntryEvent ID="1"><Date CalendarTypeID="1"><Year>2019</Year><Month>9</Month><Day>13</Day></Date></EntryEvent>
<SanctionsMeasure ID="2" SanctionsTypeID="1705"><Comment>not a programme</Comment></SanctionsMeasure><SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>DPRK3</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries>
</Sanctions>`;

describe("OFAC's advanced XML", () => {
  it('gives each address with party, programme, the day it was listed and the day of the list', () => {
    const { accepted, rejected, asOf, format } = parse(SDN, 'sdn_advanced.xml');
    expect([format, asOf, rejected]).toEqual(['ofac', '2024-09-07', []]);
    expect(accepted).toEqual([
      {
        ...{
          row: 5,
          address: '0x098B716B8Aaf21512996dC57EB0615e2383E2f96',
          label: 'A & B Second',
          source: 'OFAC SDN 27307',
          creator: 'OFAC',
          abuse: 'sanction',
        },
        ...{
          confidence: 'authority_data',
          currency: 'ETH',
          lastModified: '2019-09-13',
          actor: 'ofac:27307',
          context: '{"programmes":["DPRK3"]}',
        },
      },
      {
        ...{
          row: 6,
          address: '1BoatSLRHtKNngkdXEeobR76b53LETtpyT',
          label: 'Mixer Second',
          source: 'OFAC SDN 40001',
          creator: 'OFAC',
          abuse: 'sanction',
        },
        ...{ confidence: 'authority_data', currency: 'XBT', actor: 'ofac:40001' },
      },
    ]);
  });
  it.each([
    ['entities declared', SDN.replace('<Sanctions', '<!DOCTYPE Sanctions [<!ENTITY a "aaaa">]><Sanctions'), 'doctype'],
    ['an entity that nobody declared', SDN.replace('A &amp; B', '&a;'), 'xml'],
    ['cut off', SDN.slice(0, SDN.length / 2), 'xml'],
    ['nested without end', SDN.replace('<DistinctParties>', `<DistinctParties>${'<a>'.repeat(100)}`), 'nesting'],
    ['a text without end', SDN.replace('Mixer', 'x'.repeat(70_000)), 'longText'],
    ['no kind of address', SDN.replaceAll('Digital Currency Address', 'Something'), 'noFeatureTypes'],
  ])('refuses: %s', (_, text, reason) => expect(faultOf(() => parse(text, 'sdn_advanced.xml'))).toEqual(['labels.malformed', reason]));
});

describe('bare lists of addresses', () => {
  const BOAT = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
  it("take OFAC's currency from the file's name, and the list's name as label elsewhere", () => {
    expect(parse(`${BOAT}\n${BOAT}\n`, 'sanctioned_addresses_XBT.txt')).toMatchObject({
      ...{ format: 'addressList', refused: { duplicate: 1 } },
      accepted: [{ row: 1, address: BOAT, label: 'OFAC SDN', abuse: 'sanction', currency: 'XBT' }],
    });
    expect(parse(JSON.stringify([BOAT]), 'scam-addresses.json').accepted).toEqual([
      { row: 1, address: BOAT, label: 'scam-addresses', source: 'scam-addresses.json' },
    ]);
  });
  it('are not seen in other texts', () => {
    expect(sniffLabelFormat(bytes('Dear officer,\nplease find attached\n'), 'letter.txt')).toBeUndefined();
    expect(sniffLabelFormat(bytes('["a", "b"]'), 'x.json')).toBeUndefined();
    expect(sniffLabelFormat(bytes('[{"address": "x"}]'), 'x.json')).toBeUndefined();
  });
});

describe('actors, tags of GraphSense and wallet labels', () => {
  it('actors keep what the pack says', () => {
    const pack =
      'title: Actors\ncreator: c\nlastmod: 2023-02-17\nactors:\n- id: a\n  label: A\n  uri: a.example\n  categories: [exchange]\n  jurisdictions: [AT, JP]\n  context:\n    twitter_handle: a\n    refs: [x, y]\n- id: a\n  label: again\n- label: nobody\n';
    expect(parse(pack, 'x.actorpack.yaml')).toMatchObject({
      ...{ format: 'actorpack', asOf: '2023-02-17', refused: { duplicate: 1, malformedRow: 1 } },
      actors: [
        {
          id: 'a',
          label: 'A',
          uri: 'a.example',
          categories: ['exchange'],
          jurisdictions: ['AT', 'JP'],
          context: { twitter_handle: ['a'], refs: ['x', 'y'] },
        },
      ],
    });
  });
  it('tags of GraphSense say what they took over from a cluster', () => {
    const page = {
      address_tags: [
        {
          address: 'a',
          label: 'L',
          tagpack_title: 'T',
          tagpack_creator: 'C',
          lastmod: 1_700_000_000,
          concepts: ['exchange', 'hot_wallet'],
          inherited_from: 'cluster',
          is_cluster_definer: true,
        },
        7,
      ],
      next_page: null,
    };
    const { accepted, refused } = parse(JSON.stringify(page), 'tags.json');
    expect(refused).toEqual({ malformedRow: 1 });
    expect(accepted).toEqual([
      {
        row: 1,
        address: 'a',
        label: 'L',
        source: 'T',
        creator: 'C',
        concepts: 'exchange\nhot_wallet',
        lastModified: '2023-11-14',
        definesCluster: 'true',
        inherited: 'cluster',
      },
    ]);
  });
  it('wallet labels of addresses, transactions and outputs are taken, those of keys are told', () => {
    const id = 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16';
    const lines = [
      { type: 'addr', ref: 'a', label: 'Rent' },
      { type: 'tx', ref: id, label: 'First' },
      { type: 'output', ref: `${id}:1`, label: 'Change', spendable: false },
      { type: 'xpub', ref: 'x', label: 'k' },
      { type: 'tx', ref: 'short', label: 'l' },
    ];
    const { accepted, rejected } = parse(`${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot json\n`, 'wallet.jsonl');
    expect(accepted.map(({ address, subject, label }) => [address, subject, label])).toEqual([
      ['a', undefined, 'Rent'],
      [id, 'transaction', 'First'],
      [`${id}:1`, 'output', 'Change'],
    ]);
    expect(rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [4, 'subjectKind'],
      [5, 'transactionInvalid'],
      [6, 'malformedRow'],
    ]);
  });
  it('a tag stands on a transaction or an address, not on both', () => {
    const id = 'ab'.repeat(32);
    const { accepted, rejected } = parse(
      `title: t\nlabel: l\ntags:\n- tx_hash: ${id}\n- tx_hash: ${id}\n  address: a\n- address: b\n  tag_type: mention\n  is_cluster_definer: true\n`,
      'p.yaml',
    );
    expect(accepted).toMatchObject([
      { address: id, subject: 'transaction' },
      { address: 'b', tagType: 'mention', definesCluster: 'true' },
    ]);
    expect(rejected).toMatchObject([{ row: 5, reason: 'subjectTwice' }]);
  });
});

describe('hostile lists', () => {
  it('a million repetitions are counted, not kept', () => {
    const pack = `title: t\nlabel: l\ncurrency: BTC\ntags:\n${'- address: one\n'.repeat(1_000_000)}`;
    const { accepted, rejected, refused } = parseTagPack(bytes(pack), 'p.yaml');
    expect([accepted.length, rejected.length, refused]).toEqual([1, 100_000, { duplicate: 999_999 }]);
  }, 60_000);
  it('a hundred thousand claims on one address are told apart in one pass', () => {
    const tags = Array.from({ length: 100_000 }, (_, index) => `- address: one\n  label: l${index % 50_000}\n`).join('');
    const { accepted, refused } = parseTagPack(bytes(`title: t\ntags:\n${tags}`), 'p.yaml');
    expect([accepted.length, refused]).toEqual([50_000, { duplicate: 50_000 }]);
  }, 60_000);
  it('what only the library reads is bounded', () => {
    const odd = `- address: |\n    one\n  label: ${'x'.repeat(3000)}\n`.repeat(2000);
    expect(faultOf(() => parseTagPack(bytes(`title: t\ntags:\n${odd}`), 'p.yaml'))).toEqual(['labels.malformed', 'treeTooLarge']);
    expect(faultOf(() => parseTagPack(bytes(`title: &t t\ntags:\n${'- address: one\n'.repeat(400_000)}`), 'p.yaml'))).toEqual([
      'labels.malformed',
      'treeTooLarge',
    ]);
  }, 60_000);
  it('a script in a label stays text, and what turns the reading direction is refused', () => {
    const { accepted, rejected } = parse(
      'title: t\ntags:\n- address: a\n  label: "<script>alert(1)</script>"\n- address: b\n  label: "x\\u202ey"\n',
      'p.yaml',
    );
    expect(accepted.map(({ label }) => label)).toEqual(['<script>alert(1)</script>']);
    expect(rejected.map(({ reason }) => reason)).toEqual(['controlCharacters']);
  });
  it('a header in another file is refused', () => {
    expect(faultOf(() => parse('header: !include header.yaml\ntags:\n- address: a\n', 'p.yaml'))).toEqual(['labels.malformed', 'include']);
  });
});
