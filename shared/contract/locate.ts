// From coins to a person and back: the chain of evidence between what runs found and an entry, step by step with what each rests on, the
// weakest step named; and the times at which the entry was seen. It concludes nothing.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { defineDomain, query } from './define.ts';
import { LINK_BASES } from './people.ts';
import { AmountText, ChainIdText, Grade, Progress } from './values.ts';

const Id = z.number().int().positive();
const Count = z.number().int().nonnegative();

export const LOCATE_STEPS = ['run', 'address', 'link', 'join'] as const;

const Step = z.strictObject({
  /** `run`: coins end at the address; `address`: it is the one that the link names; `link`: who says so; `join`: entries taken for one. */
  step: z.enum(LOCATE_STEPS),
  basis: z.enum([...LINK_BASES, 'derivation', 'inference']),
  grade: Grade.nullable(),
});

/** What ended there of one asset, by policy: low and high differ where the run gives a range. */
const Amount = z.strictObject({
  asset: AssetView,
  policies: z.array(z.strictObject({ policy: z.string(), low: AmountText, high: AmountText })),
  /** Over the policies that split amounts: poison marks whole and counts only where nothing else was asked. */
  least: AmountText,
  most: AmountText,
});
export type LocateAmount = z.output<typeof Amount>;

const Chain = z.strictObject({
  run: Id,
  of: z.enum(['coins', 'accounts']),
  direction: z.enum(['forward', 'backward']),
  chain: ChainIdText,
  address: z.string(),
  /** Policies of the run under which coins end there, of so many asked. */
  policies: z.array(z.string()),
  asked: Count,
  amounts: z.array(Amount),
  /** When it came: of coins first and last, of accounts only the last is kept by a run; null where the case does not hold it. */
  firstSeconds: z.number().int().nullable(),
  lastSeconds: z.number().int().nullable(),
  /** Place in the list of an earlier chain of the same run and address: the same coins once more. */
  sameAs: Count.nullable(),
  link: Id,
  entity: Id,
  steps: z.array(Step),
  weakest: z.array(z.enum(LOCATE_STEPS)),
  /** Others whom links name for the same address. */
  alternatives: z.array(z.strictObject({ entity: Id, title: z.string(), link: Id })),
});
export type LocateChain = z.output<typeof Chain>;

/** Of one run all that ended at the addresses of its chains, each address once. Runs are never added: the same coins may stand in several. */
const Total = z.strictObject({
  run: Id,
  of: z.enum(['coins', 'accounts']),
  direction: z.enum(['forward', 'backward']),
  addresses: Count,
  amounts: z.array(Amount),
});
export type LocateTotal = z.output<typeof Total>;

export const locateContract = defineDomain('locate', {
  'locate.person': query({
    input: z.strictObject({
      id: Id,
      /** Shift of the hours east of UTC. */
      offsetMinutes: z.number().int().min(-720).max(840).default(0),
    }),
    output: z.strictObject({
      chains: z.array(Chain),
      totals: z.array(Total),
      /** Runs that were looked through. */
      runs: Count,
      /** In the order of time. */
      sightings: z.array(
        z.strictObject({
          link: Id,
          entity: Id,
          value: z.string(),
          timeSeconds: z.number().int(),
          untilSeconds: z.number().int().nullable(),
          what: z.string(),
        }),
      ),
      /** When what ends at the addresses came there; of accounts the last movement that brought it. */
      arrivals: z.array(
        z.strictObject({
          run: Id,
          of: z.enum(['coins', 'accounts']),
          chain: ChainIdText,
          address: z.string(),
          by: z.string(),
          timeSeconds: z.number().int(),
        }),
      ),
      /** Sightings by weekday, Monday first, and hour of the day under the shift; periods are left out. */
      counts: z.array(z.array(Count).length(24)).length(7),
      untimed: Count,
      periods: Count,
    }),
    progress: Progress,
  }),
});
