// From coins to a person and back: the chain of evidence between what runs found and an entry, step by step with what each rests on, the
// weakest step named; and the times at which the entry was seen. It concludes nothing.
import { z } from 'zod';
import { defineDomain, query } from './define.ts';
import { LINK_BASES } from './people.ts';
import { ChainIdText, Grade, Progress } from './values.ts';

const Id = z.number().int().positive();
const Count = z.number().int().nonnegative();

export const LOCATE_STEPS = ['run', 'address', 'link', 'join'] as const;

const Step = z.strictObject({
  /** `run`: coins end at the address; `address`: it is the one that the link names; `link`: who says so; `join`: entries taken for one. */
  step: z.enum(LOCATE_STEPS),
  basis: z.enum([...LINK_BASES, 'derivation', 'inference']),
  grade: Grade.nullable(),
});

const Chain = z.strictObject({
  run: Id,
  of: z.enum(['coins', 'accounts']),
  direction: z.enum(['forward', 'backward']),
  chain: ChainIdText,
  address: z.string(),
  /** Policies of the run under which coins end there, of so many asked. */
  policies: z.array(z.string()),
  asked: Count,
  link: Id,
  entity: Id,
  steps: z.array(Step),
  weakest: z.array(z.enum(LOCATE_STEPS)),
  /** Others whom links name for the same address. */
  alternatives: z.array(z.strictObject({ entity: Id, title: z.string(), link: Id })),
});
export type LocateChain = z.output<typeof Chain>;

export const locateContract = defineDomain('locate', {
  'locate.person': query({
    input: z.strictObject({ id: Id }),
    output: z.strictObject({
      chains: z.array(Chain),
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
      /** Sightings by the hour of the day in UTC; periods are left out. */
      hours: z.array(Count).length(24),
      untimed: Count,
    }),
    progress: Progress,
  }),
});
