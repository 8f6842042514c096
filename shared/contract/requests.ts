// Requests to whoever holds accounts or issues tokens: for preservation, for a freeze, for customer data. What a request states is kept as it was
// when it was prepared; the sheet is drawn from that.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { CanvasNumber } from './canvas.ts';
import { command, defineDomain, job, query } from './define.ts';
import { AmountText, ChainIdText, Empty, Grade, Grant, HashText, LongText, Progress, ShortText, TimeText, PaperLocale } from './values.ts';

export const REQUEST_KINDS = ['preservation', 'freeze', 'customerData'] as const;
export const REQUEST_STATES = ['prepared', 'sent', 'answered', 'refused'] as const;

const Count = z.number().int().nonnegative();
const RequestNumber = z.number().int().positive();
const Seconds = z.number().int();
const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
/** A row of the unit's directory beside the name: column and text as they stand there. */
const Contact = z.array(z.strictObject({ name: z.string(), value: z.string() }));

const RequestTransfer = z.strictObject({
  /** Whole id of the transaction, and `TXID#PATH` of a movement. */
  transaction: z.string(),
  id: z.string(),
  side: z.enum(['in', 'out']),
  amounts: z.array(z.strictObject({ asset: Count, amount: AmountText })),
  timeSeconds: Seconds.nullable(),
  dayOnly: z.boolean(),
  height: z.number().int().nullable(),
  grade: Grade.nullable(),
});

const RequestSubject = z.strictObject({
  chain: ChainIdText,
  chainName: z.string(),
  address: z.string(),
  /** Attributions: why it is this addressee who is asked. */
  labels: z.array(z.strictObject({ label: z.string(), source: z.string() })),
  transfers: z.array(RequestTransfer),
  /** Transfers of the period that the request does not list. */
  more: Count,
});

const AnswerFile = z.strictObject({
  name: z.string(),
  sizeBytes: Count,
  sha256: HashText,
  /** The source of the case with the same bytes, where the answer was taken in as data too. */
  source: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
});

export const RequestView = z.strictObject({
  request: RequestNumber,
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(REQUEST_STATES),
  recipient: z.string(),
  contact: Contact,
  sender: Contact,
  subjects: z.array(RequestSubject),
  assets: z.array(AssetView),
  asked: z.string(),
  answerBy: z.string(),
  legalBasis: z.strictObject({ text: z.string(), file: z.string(), sha256: HashText }).nullable(),
  prepared: TimeText,
  examiner: z.string(),
  /** State of the case it was prepared from. */
  event: Count,
  head: z.string(),
  steps: z.array(
    z.strictObject({
      event: Count,
      state: z.enum(REQUEST_STATES),
      day: z.string(),
      note: z.string(),
      time: TimeText,
      answer: AnswerFile.nullable(),
    }),
  ),
});
export type RequestView = z.output<typeof RequestView>;

const FreezableRow = z.strictObject({
  chain: ChainIdText,
  chainName: z.string(),
  account: z.string(),
  asset: AssetView,
  issuer: z.string(),
  /** What the contract offers its issuer, and where that can be read. */
  by: z.string(),
  source: z.string(),
  /** With its sign: where rows are missing it may be below zero. */
  amount: z.string().regex(/^-?\d+$/),
  /** True where the case is known to hold every movement. */
  complete: z.boolean(),
  movements: Count,
  untimed: Count,
  lastSeconds: Seconds.nullable(),
  /** The issuer's last act on the account up to then, as the case records it. */
  blacklisted: z.enum(['no', 'yes', 'destroyed']),
});
export type FreezableRow = z.output<typeof FreezableRow>;

export const requestsContract = defineDomain('requests', {
  'requests.list': query({ input: Empty, output: z.strictObject({ requests: z.array(RequestView) }) }),
  /** Undoable. Nothing is sent: the program prepares a sheet and keeps the record. */
  'requests.new': command({
    input: z.strictObject({
      kind: z.enum(REQUEST_KINDS),
      addresses: z
        .array(z.strictObject({ text: z.string().min(1).max(300), chain: z.string().max(96).optional() }))
        .min(1)
        .max(200),
      /** Only these transactions; all at the addresses where none is named. */
      transactions: z.array(z.string().max(300)).max(1000).default([]),
      fromSeconds: Seconds.nullable().default(null),
      toSeconds: Seconds.nullable().default(null),
      recipient: z.string().min(1).max(200),
      /** CSV with a column `name`: whom it goes to and who sends it. */
      directory: Grant.optional(),
      sender: z.string().max(200).default(''),
      /** The unit's own text of its legal basis. */
      template: Grant.optional(),
      asked: LongText.default(''),
      answerBy: ShortText.default(''),
    }),
    output: z.strictObject({ request: RequestNumber }),
    progress: Progress,
  }),
  /** Undoable. */
  'requests.set': command({
    input: z.strictObject({ request: RequestNumber, state: z.enum(REQUEST_STATES), day: Day, note: LongText.default('') }),
    output: z.strictObject({ request: RequestNumber, state: z.enum(REQUEST_STATES) }),
  }),
  /** Keeps the answer, whatever it is, in the case under its SHA-256, and links it. Undoable: the link goes, the bytes stay. */
  'requests.answer': command({
    input: z.strictObject({ request: RequestNumber, file: Grant, day: Day, note: LongText.default('') }),
    output: AnswerFile,
    progress: Progress,
  }),
  /** Writes an answer out again, byte for byte. */
  'requests.saveAnswer': job({
    input: z.strictObject({ request: RequestNumber, sha256: HashText, out: Grant }),
    output: z.strictObject({ name: z.string() }),
    progress: Progress,
  }),
  'requests.saveSheet': job({
    input: z.strictObject({ request: RequestNumber, out: Grant, format: z.enum(['pdf', 'html']), locale: PaperLocale.default('en') }),
    output: z.strictObject({ name: z.string(), sha256: HashText, pages: Count }),
    progress: Progress,
  }),
  /**
   * What lies, by the movements held, at addresses in tokens whose contract lets its issuer freeze them. No balance of the chain: with every row
   * stands whether the case is known to hold all of its movements.
   */
  'requests.freezable': query({
    input: z.strictObject({
      of: z.discriminatedUnion('what', [
        z.strictObject({ what: z.literal('canvas'), canvas: CanvasNumber }),
        z.strictObject({ what: z.literal('accountRun'), run: RequestNumber }),
      ]),
      /** Up to a time or a block of one chain, both included; all that the case holds where neither is named. */
      atSeconds: Seconds.optional(),
      atBlock: z.strictObject({ chain: ChainIdText, block: Count }).optional(),
    }),
    output: z.strictObject({
      rows: z.array(FreezableRow),
      /** Accounts looked at, and when the table of tokens was made. */
      accounts: Count,
      tableOf: z.string(),
      /** The newest movement that the case holds on each chain looked at. */
      heldTo: z.array(z.strictObject({ chainName: z.string(), seconds: Seconds.nullable() })),
    }),
    progress: Progress,
  }),
});
