// Places by what they rest on: points from coordinates alone, countries of networks by their tables, shared addresses beside the map.
import { expect, it } from 'vitest';
import type { LinkDetail } from '../../../../shared/contract/people.ts';
import type { LinkRow } from '../../casefile/index.ts';
import { directoryOf, type PlacedEntry, type PlaceFacts, placesOf } from './places.ts';

let last = 0;
const link = (kind: string, value: string, detail: Partial<LinkDetail> = {}, more: Partial<LinkRow> = {}): LinkRow => ({
  ...{ id: ++last, entity: 1, kind, value, chain: '', detail, basis: 'attribution', source: 4, exhibit: '', place: '', date: '' },
  ...{ says: '', grade: 'S', row: last, event: 0, withdrawn: '', ...more },
});
const entry = (links: readonly LinkRow[], id = 1): PlacedEntry => ({ id, kind: 'person', title: 'One', links });
const network = (table: string, country: string) => ({ table, asOf: '2026-01-01', country, network: 'n', row: 2 });
const facts = (more: Partial<PlaceFacts> = {}): PlaceFacts => ({
  ...{ whereIs: () => ({ isPublic: true, networks: [network('t', 'jp')], lists: [] }), tables: 1, sourceName: () => 'kyc.csv' },
  ...{ isDrawn: (country) => ['JP', 'SG'].includes(country), liesIn: (country) => country === 'JP', directory: new Map(), ...more },
});

it('[P19] coordinates give a point, a country an area, words alone nothing', () => {
  const { places, nowhere } = placesOf(
    entry([
      link('place', 'ATM 7', { what: 'cashMachine', latitude: '35.68', longitude: '139.69', country: 'JP' }),
      link('office', '1 Marina Blvd', { country: 'SG' }),
      link('postal', 'Tokyo, Chiyoda 1-1'),
      link('place', 'Branch 3', { what: 'branch', country: 'AQ' }),
      link('place', 'Cafe', { latitude: '1.3', longitude: '103.8', country: 'SG' }),
      link('name', 'One'),
    ]),
    facts(),
  );
  expect(places.map(({ basis, form, country, slack, outside }) => [basis, form, country, slack, outside])).toEqual([
    ['cashMachine', 'point', 'JP', 5000, false],
    ['office', 'country', 'SG', 0, false],
    ['other', 'point', 'SG', 50_000, true],
  ]);
  expect(nowhere.map(({ basis, reason, detail }) => [basis, reason, detail])).toEqual([
    ['postal', 'noCountry', ''],
    ['branch', 'notOnMap', 'AQ'],
  ]);
});

it('[P21] sightings of one address are one place with first and last time; its country is that of the network by each table', () => {
  const at = (timeSeconds: number) => link('ip', '1.0.16.9', { timeSeconds });
  const both = facts({
    whereIs: () => ({ isPublic: true, networks: [network('t', 'JP'), network('u', 'SG'), network('v', 'EU')], lists: [] }),
  });
  const { places, nowhere } = placesOf(entry([at(30), at(10), at(20)]), both);
  expect(
    places.map(({ form, country, links, firstSeconds, lastSeconds, table }) => [
      form,
      country,
      links,
      firstSeconds,
      lastSeconds,
      table?.name,
    ]),
  ).toEqual([
    ['country', 'JP', 3, 10, 30, 't'],
    ['country', 'SG', 3, 10, 30, 'u'],
  ]);
  expect(nowhere.map(({ reason, detail }) => [reason, detail])).toEqual([['notOnMap', 'EU']]);
});

it('[P21] shared, private and unknown addresses are on no map, each with its reason', () => {
  const none = { isPublic: true, networks: [], lists: [] };
  const where: Record<string, ReturnType<PlaceFacts['whereIs']>> = {
    '1.1.1.1': { ...none, networks: [network('t', 'JP')], lists: [{ table: 'exits', asOf: '2026-02-01', kind: 'tor' }] },
    '100.64.0.1': { ...none, isPublic: false },
    '2.2.2.2': none,
    '3.3.3.0': { ...none, networks: [network('t', 'JP')] },
    '3.3.4.0': { ...none, networks: [network('t', 'SG')] },
  };
  const links = [link('ip', '1.1.1.1'), link('ip', '100.64.0.1'), link('ip', '2.2.2.2'), link('ip', '3.3.3.0', { upTo: '3.3.4.0' })];
  const read = placesOf(entry(links), facts({ whereIs: (address) => where[address] ?? none }));
  expect(read.places).toEqual([]);
  expect(read.nowhere.map(({ reason }) => reason)).toEqual(['tor', 'notPublic', 'notInTables', 'spans']);
  expect(placesOf(entry([link('ip', '2.2.2.2')]), facts({ whereIs: () => none, tables: 0 })).nowhere[0]?.reason).toBe('noTable');
});

it('[P21] of an IP address there is never a point, whatever coordinates stand beside it', () => {
  const { places, nowhere } = placesOf(entry([link('ip', '1.0.16.9', { country: 'SG', latitude: '38', longitude: '-97' })]), facts());
  expect(places.map(({ basis, form, country }) => [basis, form, country])).toEqual([
    ['stated', 'country', 'SG'],
    ['network', 'country', 'JP'],
  ]);
  expect(nowhere.map(({ reason }) => reason)).toEqual(['ofIp']);
});

it('[P22] a number of a branch finds its coordinates in a register of places of the same provider, and only where that says one thing', () => {
  const bank = { service: 'Sakura Bank' };
  const listed = (value: string, latitude: string, service = 'sakura  bank') =>
    entry([link('place', value, { service, what: 'cashMachine', latitude, longitude: '139' })], 9);
  const directory = directoryOf([listed('A-01', '35.1'), listed('A-02', '35.2'), listed('A-02', '35.3'), listed('A-03', '35.4', 'Other')]);
  const used = ['a-01', 'A-02', 'A-03'].map((value) => link('place', value, bank));
  const { places, nowhere } = placesOf(entry([...used, link('place', 'A-01')]), facts({ directory }));
  expect(places.map(({ value, basis, form, latitude, by }) => [value, basis, form, latitude, by?.entity])).toEqual([
    ['a-01', 'cashMachine', 'point', '35.1', 9],
  ]);
  expect(nowhere.map(({ value, reason }) => [value, reason])).toEqual([
    ['A-02', 'ambiguous'],
    ['A-03', 'noCountry'],
    ['A-01', 'noCountry'],
  ]);
});
