// A mapping written as data: which column plays which role. The wizard saves such profiles, and the built-in forms of exchanges, wallets
// and banks are such profiles too. A profile decides nothing by chance: a row whose direction or asset it cannot tell is rejected.
import { z } from 'zod';
import { Fault } from '../../../../shared/model/fault.ts';

export const COLUMN_ROLES = [
  'transactionId',
  'time',
  /** Time of day, where the date has a column of its own. */
  'clock',
  'unixTime',
  'from',
  'to',
  /** Whose ledger the row belongs to. */
  'account',
  'counterparty',
  'counterpartyName',
  'amount',
  'amountIn',
  'amountOut',
  'direction',
  'fee',
  'feeAsset',
  /** Symbol of a coin or code of a currency. */
  'asset',
  'contract',
  'tokenId',
  'decimals',
  'logIndex',
  'status',
  'operation',
  'block',
  'balance',
  'balanceBefore',
  'remark',
  /** Transaction, address and network on a chain, in a ledger that is none. */
  'chainTxid',
  'chainAddress',
  'network',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

const Name = z.string().min(1).max(200);
const Words = z.array(Name).max(200);
/** What a cell may say; an empty cell may be a word too. */
const CellWords = z.array(z.string().max(200)).max(200);

export const ProfileSchema = z.strictObject({
  format: z.literal('tracehold.tableProfile.1'),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  version: z.string().regex(/^\d{1,6}$/),
  title: z.string().max(200),
  family: z.enum(['evm', 'tron', 'ledger']),
  /** The first of `names` that the header has plays the role; without `optional` one must be there. */
  columns: z
    .array(z.strictObject({ role: z.enum(COLUMN_ROLES), names: Words.min(1), optional: z.boolean().optional() }))
    .min(2)
    .max(64),
  decimalMark: z.enum(['.', ',']).default('.'),
  /** Minutes east of UTC of times that name no zone; null: the caller states it. */
  zoneMinutes: z.number().int().min(-840).max(840).nullable().default(null),
  dayOrder: z.enum(['dmy', 'mdy']).nullable().default(null),
  /** Asset of every row where no column names one: an ISO 4217 code, a symbol, or on a chain a contract. */
  asset: Name.nullable().default(null),
  /** Decimals where neither table nor caller says. */
  decimals: z.number().int().min(0).max(77).nullable().default(null),
  /** A value without a sign means money coming in, going out, or is refused. */
  unsigned: z.enum(['in', 'out', 'refuse', 'signed']).default('refuse'),
  directions: z.strictObject({ in: CellWords, out: CellWords, neither: CellWords }).default({ in: [], out: [], neither: [] }),
  statuses: z.strictObject({ ok: CellWords, failed: CellWords }).default({ ok: [], failed: [] }),
  /** Words in `operation` that make a row a leg of a trade, or a fee. */
  operations: z.strictObject({ trade: Words, fee: Words }).default({ trade: [], fee: [] }),
  /** Where given, one of these must stand in a column's name: forms of several languages share most of their columns. */
  hints: Words.default([]),
  rowCaps: z.array(z.number().int().positive()).max(16).default([]),
  score: z.number().int().min(0).max(100).default(60),
});
export type Profile = z.output<typeof ProfileSchema>;
export type ProfileInput = z.input<typeof ProfileSchema>;

const LARGEST_PROFILE = 256 * 1024;

/** Reads a saved profile. Faults: intake.malformed with what is wrong, intake.tooLarge. */
export function readProfile(text: string, name: string): Profile {
  if (text.length > LARGEST_PROFILE) throw new Fault('intake.tooLarge', { file: name, bytes: text.length, limit: LARGEST_PROFILE });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Fault('intake.malformed', { file: name, row: 0, reason: 'not JSON' }, cause);
  }
  const parsed = ProfileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Fault('intake.malformed', { file: name, row: 0, reason: `${issue?.path.join('.') ?? ''}: ${issue?.code ?? 'invalid'}` });
}

/** For profiles that ship with the program. */
export function builtInProfile(input: Omit<ProfileInput, 'format'>): Profile {
  return ProfileSchema.parse({ format: 'tracehold.tableProfile.1', ...input });
}
