// Entities and people: what registers and the examiner say of persons, organisations, services and devices, each statement with its
// evidence; what is written alike, as leads; networks that addresses of the internet lie in. Nothing here says that two entries are one person.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { ChainIdText, Empty, Grade, Grant, LongText, Progress, ShortText } from './values.ts';

export const ENTITY_KINDS = ['person', 'organisation', 'service', 'device', 'unknown'] as const;
export const LINK_KINDS = [
  ...(['name', 'address', 'account', 'phone', 'email', 'handle', 'ip', 'vehicle', 'document'] as const),
  ...(['birthDate', 'postal', 'founded', 'office', 'director', 'directs', 'invoice'] as const),
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];
export type LinkKind = (typeof LINK_KINDS)[number];

const Count = z.number().int().nonnegative();
const Id = z.number().int().positive();
const Kind = z.enum(ENTITY_KINDS);
const OfLink = z.enum(LINK_KINDS);
const Seconds = z.number().int().nullable();
const DayOrTime = z.union([z.literal(''), z.string().regex(/^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)? UTC)?$/)]);

/** What kind of statement a link is: recorded in the exhibit itself, said by a source, or held by the examiner without either. */
export const LINK_BASES = ['fact', 'attribution', 'assumption'] as const;

/** What is said of a link beside its value; which fields mean anything depends on its kind. */
const LinkDetail = z.strictObject({
  /** Provider of an account, platform of a handle, kind of a document, other party of an invoice. */
  service: ShortText.default(''),
  /** What was done from an address of the internet; amount and goods of an invoice. */
  what: ShortText.default(''),
  port: z.number().int().min(0).max(65_535).nullable().default(null),
  timeSeconds: Seconds.default(null),
  untilSeconds: Seconds.default(null),
  /** Last address of a range. */
  upTo: z.string().max(60).default(''),
});
export type LinkDetail = z.output<typeof LinkDetail>;

const Evidence = z.strictObject({
  basis: z.enum(LINK_BASES),
  /** A source of the case that it rests on, by number or id; what rests on one falls with it. */
  source: z.string().max(64).default(''),
  /** Row of that source; 0: the whole of it. */
  row: Count.default(0),
  exhibit: ShortText.default(''),
  /** Row, page with region, message. */
  place: ShortText.default(''),
  date: DayOrTime.default(''),
  says: ShortText.default(''),
});

const NewLink = z.strictObject({
  kind: OfLink,
  value: z.string().trim().min(1).max(400),
  /** Of an address: its chain; found by the address where left out. */
  chain: ChainIdText.optional(),
  detail: LinkDetail.prefault({}),
  evidence: Evidence,
});

const Sighting = z.strictObject({
  /** What kind of address it is by its number alone. */
  range: z.enum(['public', 'private', 'shared', 'loopback', 'linkLocal', 'documentation', 'multicast', 'reserved', 'invalid']),
  networks: z.array(z.strictObject({ table: z.string(), asOf: z.string(), country: z.string(), network: z.string(), row: Count })),
  /** Lists of shared addresses that name it. */
  lists: z.array(z.strictObject({ table: z.string(), asOf: z.string(), kind: z.enum(['vpn', 'tor']) })),
  /** Tables of networks that were looked through. */
  searched: Count,
  /** What a request to the provider lacks: `port`, `time`, `provider`. */
  lacks: z.array(z.string()),
});

const LinkShown = z.strictObject({
  link: Id,
  entity: Id,
  kind: OfLink,
  value: z.string(),
  chains: z.array(z.string()),
  detail: LinkDetail,
  basis: z.enum(LINK_BASES),
  /** Number and name of the source; null where it is by hand and names none. */
  source: z.strictObject({ number: z.number().int(), name: z.string() }).nullable(),
  exhibit: z.string(),
  place: z.string(),
  date: z.string(),
  says: z.string(),
  grade: Grade,
  row: Count,
  /** Empty while it stands; `source`: its source was withdrawn. */
  withdrawn: z.string(),
  sighting: Sighting.nullable(),
});
export type LinkShown = z.output<typeof LinkShown>;

const PersonListed = z.strictObject({
  id: Id,
  kind: Kind,
  /** First name said of it, else its first identifier. */
  title: z.string(),
  names: z.array(z.string()),
  /** How many links of each kind stand. */
  links: z.array(z.strictObject({ kind: OfLink, count: Count })),
  /** Entries that the examiner takes for the same. */
  joined: z.array(Id),
  leads: Count,
  source: z.string(),
});
export type PersonListed = z.output<typeof PersonListed>;

const Said = z.strictObject({ entity: Id, title: z.string(), link: Id, text: z.string() });
const Lead = z.strictObject({
  id: z.string(),
  kind: OfLink,
  a: Said,
  b: Said,
  /** Rules of folding without which the two are not written alike; none where they are the same letter by letter. */
  rules: z.array(z.string()),
  /** What speaks against its weight: `sharedAddress`, `vpn`, `tor`, `sameSource`, `common`. */
  cautions: z.array(z.string()),
  standing: z.enum(['open', 'accepted', 'dismissed']),
  reason: z.string(),
});
export type PeopleLead = z.output<typeof Lead>;

const PersonPage = z.strictObject({
  id: Id,
  kind: Kind,
  title: z.string(),
  withdrawn: z.string(),
  /** Its own and, behind them, those of the entries joined with it. */
  links: z.array(LinkShown),
  joined: z.array(z.strictObject({ id: Id, title: z.string(), source: z.string() })),
  leads: z.array(Lead),
});
export type PersonPage = z.output<typeof PersonPage>;

export const peopleContract = defineDomain('people', {
  'people.list': query({
    input: z.strictObject({
      /** Names by every rule of folding, identifiers by their letters. */
      search: z.string().max(200).default(''),
      kind: Kind.optional(),
      after: Count.default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.strictObject({ total: Count, people: z.array(PersonListed) }),
    progress: Progress,
  }),
  'people.show': query({ input: z.strictObject({ id: Id }), output: PersonPage, progress: Progress }),
  /** A new entry by hand, with its first link; undoable, as all that follow. */
  'people.add': command({
    input: z.strictObject({ kind: Kind, link: NewLink }),
    output: z.strictObject({ id: Id, link: Id }),
  }),
  'people.link': command({ input: z.strictObject({ id: Id, link: NewLink }), output: z.strictObject({ link: Id }) }),
  'people.withdraw': command({
    input: z.strictObject({ what: z.enum(['entity', 'link']), id: Id, reason: LongText.min(1) }),
    output: Empty,
  }),
  'people.matches': query({
    input: z.strictObject({
      standing: z.enum(['open', 'accepted', 'dismissed']).optional(),
      after: Count.default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.strictObject({
      total: Count,
      leads: z.array(Lead),
      /** Values that stand at more entries than leads are made of. */
      common: z.array(z.strictObject({ kind: OfLink, text: z.string(), entries: Count })),
      /** Ranges of addresses in which more was seen than was looked at. */
      limited: z.array(z.strictObject({ entity: Id, title: z.string(), text: z.string(), looked: Count, found: Count })),
    }),
    progress: Progress,
  }),
  /** Accepted: the examiner takes both entries for one, an assumption; dismissed: the lead is put away. */
  'people.judge': command({
    input: z.strictObject({ lead: z.string().max(600), verdict: z.enum(['accepted', 'dismissed']), reason: LongText.min(1) }),
    output: z.strictObject({ a: Id, b: Id }),
    progress: Progress,
  }),
  /** Chains on which a text is an address: where there are several, whoever links it may name one. */
  'people.chains': query({
    input: z.strictObject({ address: z.string().max(200) }),
    output: z.strictObject({ chains: z.array(z.strictObject({ chain: ChainIdText, name: z.string() })) }),
  }),
  /** Who is linked with an address, or with an account of the provider that a ledger is called after; by whose word. */
  'people.onAddress': query({
    input: z.strictObject({ chain: ChainIdText, address: z.string().max(200) }),
    output: z.strictObject({ links: z.array(LinkShown.extend({ title: z.string(), entityKind: Kind })) }),
  }),
  /** Those that the case was given. */
  'people.tables': query({
    input: Empty,
    output: z.strictObject({
      tables: z.array(
        z.strictObject({
          ...{ number: z.number().int(), name: z.string(), kind: z.enum(['networks', 'vpn', 'tor']), form: z.string(), asOf: z.string() },
          ...{ ranges: Count, exhibit: z.string(), withdrawn: z.boolean() },
        }),
      ),
    }),
  }),
  /** A table of networks or a list of shared addresses, as a source. */
  'people.networks': job({
    input: z.strictObject({
      path: Grant,
      kind: z.enum(['networks', 'vpn', 'tor']),
      /** Day of the table; needed where the file does not say. */
      asOf: z.union([z.literal(''), z.string().regex(/^\d{4}-\d\d-\d\d$/)]).default(''),
      exhibit: ShortText.default(''),
    }),
    output: z.strictObject({
      source: z.string(),
      number: z.number().int(),
      form: z.string(),
      asOf: z.string(),
      ranges: Count,
      refused: Count,
      rejectedRows: z.array(z.strictObject({ row: Count, reason: z.string(), text: z.string() })),
    }),
    progress: Progress,
  }),
});
