// Where on earth the case says something happened or somebody is, by what it rests on: a country as an area, a point only where the evidence
// itself gives coordinates; and what is on no map, with the reason.
import { z } from 'zod';
import { defineDomain, query } from './define.ts';
import { ENTITY_KINDS, LINK_BASES } from './people.ts';
import { Grade, Progress } from './values.ts';

const Id = z.number().int().positive();
const Count = z.number().int().nonnegative();
const Seconds = z.number().int();

/** `network`: country of the network of an IP address, by a table; `stated`: country that a register states of an IP sighting. */
export const PLACE_BASES = ['branch', 'cashMachine', 'office', 'postal', 'other', 'stated', 'network'] as const;
const Basis = z.enum(PLACE_BASES);
export type PlaceBasis = z.output<typeof Basis>;

/** Why something stands on no map. */
export const NO_PLACE_REASONS = [
  ...(['noCountry', 'ambiguous', 'notPublic', 'vpn', 'tor', 'noTable', 'notInTables', 'spans', 'notOnMap', 'ofIp'] as const),
] as const;

const Source = z.strictObject({ number: z.number().int(), name: z.string() });

/** One thing that a link, or several sightings of one IP address, say of a place. */
const Said = {
  /** The first of them; `links` is how many. */
  link: Id,
  links: Count,
  entity: Id,
  entityKind: z.enum(ENTITY_KINDS),
  title: z.string(),
  /** IP address, name or number of a place, address text. */
  value: z.string(),
  firstSeconds: Seconds.nullable(),
  lastSeconds: Seconds.nullable(),
  statement: z.enum(LINK_BASES),
  grade: Grade,
  /** Null where it is by hand and names none. */
  source: Source.nullable(),
  row: Count,
  exhibit: z.string(),
  evidencePlace: z.string(),
  says: z.string(),
  date: z.string(),
};

const Place = z.strictObject({
  place: z.string(),
  basis: Basis,
  form: z.enum(['point', 'country']),
  /** ISO 3166 alpha-2; empty where only coordinates are given. */
  country: z.string(),
  /** As they were written; empty of a country. */
  latitude: z.string(),
  longitude: z.string(),
  /** Millionths of a degree that the point may be off by its writing alone. */
  slack: Count,
  /** The point lies outside of the country that stands beside it. */
  outside: z.boolean(),
  ...Said,
  /** Of a network: the table, its day and row. */
  table: z.strictObject({ name: z.string(), asOf: z.string(), row: Count, network: z.string() }).nullable(),
  /** The entry of a register of places that gives what the link itself does not, by the same number of the same provider. */
  by: z.strictObject({ link: Id, entity: Id, source: Source.nullable(), row: Count }).nullable(),
});
export type Place = z.output<typeof Place>;

const NoPlace = z.strictObject({
  ...Said,
  basis: Basis,
  reason: z.enum(NO_PLACE_REASONS),
  /** List that names a shared address, or country code that no outline has. */
  detail: z.string(),
});
export type NoPlace = z.output<typeof NoPlace>;

const Land = z.strictObject({
  code: z.string(),
  /** Path of an SVG in hundredths of a degree from the upper left of the map. */
  path: z.string(),
});

const Area = z.strictObject({
  country: z.string(),
  count: Count,
  bases: z.array(z.strictObject({ basis: Basis, count: Count })),
  /** Around its largest part: what is looked at, and in whose middle its name is written. */
  box: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** Radius of a ring around a country too small to be seen; else null. */
  ring: z.number().nullable(),
});

const Point = z.strictObject({
  x: z.number(),
  y: z.number(),
  count: Count,
  bases: z.array(z.strictObject({ basis: Basis, count: Count })),
  places: z.array(z.string()),
});

/** Plate carrée: a degree is as wide as it is high, everywhere. */
export const MapPicture = z.strictObject({
  width: Count,
  /** Where the map begins and how high it is; the far south is shown only where something is there. */
  top: Count,
  height: Count,
  lands: z.array(Land),
  areas: z.array(Area),
  points: z.array(Point),
});
export type MapPicture = z.output<typeof MapPicture>;

/** Whose places, and which of them. */
export const MapQuestion = {
  /** An entry with those that the examiner takes for it; else all. */
  id: Id.optional(),
  kind: z.enum(ENTITY_KINDS).optional(),
  bases: z.array(Basis).max(10).optional(),
  /** Only what is said of this time, both ends included; what has no time stands in no such answer. */
  fromSeconds: Seconds.optional(),
  toSeconds: Seconds.optional(),
};

export const locateMapContract = defineDomain('locate', {
  'locate.map': query({
    input: z.strictObject({ ...MapQuestion, limit: z.number().int().min(1).max(5000).default(1000) }),
    output: z.strictObject({
      picture: MapPicture,
      total: Count,
      places: z.array(Place),
      nowhere: z.array(NoPlace),
      nowhereBy: z.array(z.strictObject({ reason: z.enum(NO_PLACE_REASONS), count: Count })),
      /** Entries of registers of places that nobody else is linked with: drawn only when they are asked for themselves. */
      directory: Count,
      /** Of no time, where a time is asked for. */
      untimed: Count,
      /** Tables of networks that were looked through. */
      tables: Count,
      source: z.string(),
    }),
    progress: Progress,
  }),
});
