// How a table of movements is read that no built-in form knows: a mapping written as data, what a look at the first rows gives, and the
// mappings that the examiner saved. It reads no file.
import { z } from 'zod';
import { command, defineDomain, query } from './define.ts';
import { ReportNote } from './goaml.ts';
import { AmountText, Empty, Grant, HashText } from './values.ts';

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
  /** Who holds that account, as the source says. */
  'holder',
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
  /** Of a table of labels. */
  'address',
  'label',
  'labelSource',
  'category',
  'abuse',
  'concepts',
  'confidence',
  'actor',
  /** Of a register: who it is of, and what it says of them. */
  'personName',
  'nameReading',
  'personKind',
  'customer',
  'provider',
  'birthDate',
  'document',
  'documentKind',
  'email',
  'phone',
  'handle',
  'ip',
  'ipEnd',
  'port',
  'timeEnd',
  'vehicle',
  'postal',
  'founded',
  'office',
  'director',
  'invoice',
  'seller',
  'buyer',
  /** Of a log: what tells its visitors apart who are not named, and what was shared. */
  'session',
  'fileHash',
  'fileName',
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
  family: z.enum(['evm', 'tron', 'ledger', 'labels', 'people']),
  /**
   * What is too little to make a movement of a row, the reader says. The first of `names` that the header has plays the role; without `optional` one must be there. `#7` is the seventh column, for one
   * without a name or with a name that stands twice.
   */
  columns: z.array(z.strictObject({ role: z.enum(COLUMN_ROLES), names: Words.min(1), optional: z.boolean().optional() })).max(64),
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
  /** A table of people whose rows are a log's: sightings of whom they name, or of nobody known. Absent in mappings of other tables, whose digests stay. */
  log: z.literal(true).optional(),
  score: z.number().int().min(0).max(100).default(60),
  /** `none`: the table has no header, and its columns are named `#1`, `#2`, … by their places. */
  header: z.enum(['named', 'none']).default('named'),
});
export type Profile = z.output<typeof ProfileSchema>;
export type ProfileInput = z.input<typeof ProfileSchema>;

export const ENCODING_NAMES = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'cp932', 'windows-1252'] as const;

/** How the file itself is read, where its content does not settle it. */
export const TableForm = z.strictObject({
  encoding: z.string().max(20).optional(),
  delimiter: z.string().length(1).optional(),
  /** Name of the sheet of a workbook. */
  sheet: z.string().max(200).optional(),
  /** Number of the header's row, and how many rows it takes; none: `row` is the first row of data. */
  header: z.strictObject({ row: z.number().int().min(1), count: z.union([z.literal(0), z.literal(1), z.literal(2)]) }).optional(),
});
export type TableForm = z.output<typeof TableForm>;

/** A mapping saved in the examiner's profile, or a built-in one, by id; or the mapping itself. */
export const ProfileChoice = z.union([z.string().min(1).max(64), ProfileSchema]);

export const SavedProfile = z.strictObject({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  family: z.enum(['evm', 'tron', 'ledger', 'labels', 'people']),
  columns: z.number().int(),
  sha256: HashText,
});
export type SavedProfile = z.output<typeof SavedProfile>;

/** One movement as a row was read. */
const PreviewMovement = z.strictObject({
  kind: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  asset: z.string(),
  amount: AmountText,
  /** Null where nobody says: the amount then counts the smallest unit. */
  decimals: z.number().int().nullable(),
});

export const PreviewRow = z.strictObject({
  row: z.number().int(),
  kind: z.enum(['preamble', 'header', 'data', 'trailer', 'blank', 'repeatedHeader']),
  cells: z.array(z.string()),
  /** Null for rows that are no data, and where nothing says how to read them yet. */
  verdict: z.enum(['taken', 'rejected']).nullable(),
  reason: z.string().nullable(),
  column: z.string().nullable(),
  /** How a taken row was read. */
  read: z.strictObject({ id: z.string(), time: z.string().nullable(), status: z.string(), movements: z.array(PreviewMovement) }).nullable(),
  /** How a row of labels was read. */
  label: z
    .strictObject({ address: z.string(), chain: z.string().nullable(), label: z.string(), said: z.array(z.string()), source: z.string() })
    .nullable(),
  /** How a row of a register was read: who it is of, and what it says by kind of link. */
  entry: z.strictObject({ title: z.string(), said: z.array(z.strictObject({ kind: z.string(), text: z.string() })) }).nullable(),
});
export type PreviewRow = z.output<typeof PreviewRow>;

export const TablePreview = z.strictObject({
  name: z.string(),
  /** `report`: a goAML report, whose form is fixed and has no columns to assign. */
  kind: z.enum(['text', 'json', 'jsonLines', 'xlsx', 'zengin', 'log', 'report', 'unknown']),
  sizeBytes: z.string(),
  encoding: z.strictObject({ name: z.string(), certainty: z.enum(['sure', 'likely', 'guess']), others: z.array(z.string()) }).nullable(),
  delimiter: z.string().nullable(),
  sheets: z.array(z.strictObject({ name: z.string(), state: z.string() })),
  sheet: z.string(),
  header: z.strictObject({
    rows: z.array(z.number().int()),
    columns: z.array(
      z.strictObject({
        name: z.string(),
        /** What a mapping calls the column by: its name, or its place where that says too little. */
        key: z.string(),
        /** By `profile` below. */
        role: z.enum(COLUMN_ROLES).nullable(),
      }),
    ),
  }),
  /** The form that reads the rows below; null where none fits. */
  form: z.strictObject({ id: z.string(), version: z.string(), score: z.number(), saved: z.boolean() }).nullable(),
  /** Every form that the columns fit, best first. */
  forms: z.array(
    z.strictObject({ id: z.string(), score: z.number(), saved: z.boolean(), /** A mapping can begin as it. */ asData: z.boolean() }),
  ),
  /** The mapping as data, where the form is one, a built-in one under a name of its own; else what the names of the columns suggest. */
  profile: ProfileSchema,
  /** What the mapping still lacks before rows can be read: roles, `direction`, `chain`, or `columns` that the table does not have. */
  needs: z.array(z.string()),
  /** Chains that the rows may be of, by short name; empty for a ledger, which the examiner names. */
  chains: z.array(z.string()),
  rows: z.array(PreviewRow),
  /** Null where nothing says how to read the rows: no form, or a chain still to be named. */
  judged: z
    .strictObject({
      /** Rows behind the header that were read. */
      rows: z.number().int(),
      taken: z.number().int(),
      rejected: z.number().int(),
      skipped: z.number().int(),
      /** False: only the first rows of the file were judged. */
      whole: z.boolean(),
      reasons: z.array(z.strictObject({ reason: z.string(), column: z.string().nullable(), rows: z.number().int() })),
      flags: z.array(z.strictObject({ code: z.string(), values: z.record(z.string(), z.string()) })),
    })
    .nullable(),
  /** What a goAML report says of itself. */
  report: ReportNote.optional(),
});
export type TablePreview = z.output<typeof TablePreview>;

/** Mappings are files of the examiner's profile, apart from any case; which one read a source, the case's journal says. */
export const profileContract = defineDomain('profile', {
  'profile.list': query({
    input: Empty,
    output: z.strictObject({
      profiles: z.array(SavedProfile),
      /** Files of the folder that are no mappings. */
      unreadable: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
    }),
  }),
  'profile.show': query({
    input: z.strictObject({ id: z.string().max(64) }),
    output: z.strictObject({ profile: ProfileSchema, sha256: HashText }),
  }),
  /** Saves a mapping under its id; one that differs from the saved one gets the next version. */
  'profile.save': command({
    input: z.strictObject({ profile: ProfileSchema.optional(), file: Grant.optional() }),
    output: SavedProfile,
  }),
  'profile.remove': command({ input: z.strictObject({ id: z.string().max(64) }), output: Empty }),
  /** Writes the mapping to the file granted, or under its own name into the folder granted. */
  'profile.export': command({
    input: z.strictObject({ id: z.string().max(64), out: Grant, folder: z.boolean().default(false) }),
    output: z.strictObject({ name: z.string(), sha256: HashText }),
  }),
});
