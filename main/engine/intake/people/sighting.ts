// What an address of the internet says of itself, by its number and by the tables and lists that the case was given; and what a request to its
// provider would still lack. No table ships with the program, and none is asked over a network.
import type { LinkDetail, LinkShown } from '../../../../shared/contract/people.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { addressRange, readInternetAddress } from '../../labels/index.ts';

type Sighting = NonNullable<LinkShown['sighting']>;

export interface NetworkNote {
  readonly kind: 'networks' | 'vpn' | 'tor';
  readonly asOf: string;
  readonly form: string;
}

export interface NetworkTables {
  networksOf(address: Uint8Array): Sighting['networks'];
  listsOf(address: Uint8Array): Sighting['lists'];
  /** Tables of networks that stand. */
  readonly searched: number;
  /** Equal exactly where the same tables and lists stand. */
  readonly stamp: string;
}

export const NETWORKS_MODE = 'networks';

export function networkTables(file: CaseFile): NetworkTables {
  const all = file.sources.list().filter(({ mode, state }) => mode === NETWORKS_MODE && state === 'complete');
  const tables = all.map(({ id, name, request }) => ({ id, name, ...(request as NetworkNote) }));
  const ofNetworks = tables.filter(({ kind }) => kind === 'networks');
  return {
    searched: ofNetworks.length,
    stamp: tables.map(({ id }) => id).join(','),
    networksOf: (address) =>
      ofNetworks.flatMap(({ id, name, asOf }) => {
        const range = file.entities.rangeOf(id, address);
        return range === undefined ? [] : [{ table: name, asOf, country: range.country, network: range.network, row: range.row }];
      }),
    listsOf: (address) =>
      tables.flatMap(({ id, name, kind, asOf }) =>
        kind === 'networks' || file.entities.rangeOf(id, address) === undefined ? [] : [{ table: name, asOf, kind }],
      ),
  };
}

export function sightingOf(tables: NetworkTables, value: string, { port, timeSeconds }: LinkDetail): Sighting {
  const bytes = readInternetAddress(value);
  if (bytes === null) return { range: 'invalid', networks: [], lists: [], searched: tables.searched, lacks: [] };
  const range = addressRange(bytes);
  const networks = tables.networksOf(bytes);
  const lacks = [
    ...(timeSeconds === null ? ['time'] : []),
    // Many subscribers stand behind one address at a time: without the port the provider cannot tell them apart.
    ...(port === null ? ['port'] : []),
    ...(networks.some(({ network }) => network !== '') ? [] : ['provider']),
  ];
  return { range, networks, lists: tables.listsOf(bytes), searched: tables.searched, lacks };
}
