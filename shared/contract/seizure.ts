// Seizures: a transfer of what lies at some addresses to a wallet of the agency, made ready for a signer that stands apart. No key enters the
// program. What is stated is kept as it was when it was prepared; what became of it is read from the chain data of the case.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { command, defineDomain, job, query } from './define.ts';
import {
  AmountText,
  ChainIdText,
  Empty,
  Grade,
  Grant,
  HashText,
  LongText,
  OutpointText,
  Progress,
  ShortText,
  TimeText,
  PaperLocale,
} from './values.ts';

export const SEIZURE_STATES = ['open', 'prepared', 'partly', 'confirmed', 'contradicted', 'withdrawn'] as const;

/** How numbers and names of keys are written, with an example of each for who types another. */
export const SEIZURE_FORMS = {
  height: { form: /^(0|[1-9]\d{0,8})$/, example: '840000' },
  feeRate: { form: /^(0|[1-9]\d{0,5})(\.\d{1,3})?$/, example: '12.5' },
  fee: { form: /^(0|[1-9]\d{0,77})$/, example: '1200' },
  fingerprint: { form: /^[0-9a-f]{8}$/, example: 'd34db33f' },
  path: { form: /^m(\/\d{1,10}['h]?){1,10}$/, example: "m/84'/0'/0'" },
} as const;

const Count = z.number().int().nonnegative();
const SeizureNumber = z.number().int().positive();
const Height = z.number().int().nonnegative();
const Signed = z.string().regex(/^-?\d+$/);
const Range = z.strictObject({ from: Height, to: Height });

const SeizedOutput = z.strictObject({
  outpoint: OutpointText,
  address: z.string(),
  type: z.string(),
  amountSat: AmountText,
  height: Height.nullable(),
  timeSeconds: z.number().int().nullable(),
  grade: Grade,
  /**
   * `unspent` only where every block from its creation to height H was looked at for a spend. `immature`: a miner's reward that no block may
   * spend yet. `spentLater`: unspent at H, and spent in a later block that the case holds.
   */
  state: z.enum(['unspent', 'unknown', 'immature', 'spentLater']),
  /** Height to which its spending is known without a gap; null: not even in its own block. */
  knownTo: Height.nullable(),
  /** The transaction to be signed that spends it; null with the reason. */
  part: Count.nullable(),
  why: z.enum(['unknown', 'immature', 'spentLater', 'costsMore', 'noRaw', 'scriptUnknown', 'notStandard']).nullable(),
});

const SeizedAddress = z.strictObject({
  address: z.string(),
  type: z.string(),
  /** Derivation below the account's path, where it was given and fits. */
  path: z.string().nullable(),
  unspentSat: AmountText,
  unknownSat: AmountText,
  /** Outputs spent at H or before. */
  spent: Count,
  /** Heights of which the case does not know what they paid to the address. */
  gaps: z.array(Range),
});

const SeizurePart = z.strictObject({
  part: z.number().int().positive(),
  inputs: Count,
  sumSat: AmountText,
  feeSat: AmountText,
  paidSat: AmountText,
  /** With signatures of the greatest length; each may be a byte shorter. */
  weight: Count,
  vsize: Count,
  /** Where no signature changes it: the id that the signed transaction will have. */
  txid: HashText.nullable(),
  psbt: z.string(),
  sha256: HashText,
  /** Sizes taken for granted, by code: `nestedAssumed`, `compressedAssumed`; and whole previous transactions left out: `noPrevious`. */
  notes: z.array(z.string()),
});

const SeizedCoins = z.strictObject({
  addresses: z.array(SeizedAddress),
  outputs: z.array(SeizedOutput),
  parts: z.array(SeizurePart),
  unit: AssetView,
  feeRateSatPerKvb: AmountText.nullable(),
  totals: z.strictObject({ unspentSat: AmountText, unknownSat: AmountText, takenSat: AmountText, feeSat: AmountText, paidSat: AmountText }),
});

const SeizedBalance = z.strictObject({
  address: z.string(),
  asset: AssetView,
  /** By the movements held up to block H; with its sign, as rows may be missing. */
  amount: Signed,
  /** True where the case is known to hold every movement. */
  complete: z.boolean(),
  movements: Count,
  /** Of these, movements whose block no source states: they are left out of the amount. */
  unplaced: Count,
  /** The newest statement of a source at or before block H. */
  stated: z.strictObject({ amount: AmountText, block: Height, grade: Grade, source: z.string() }).nullable(),
  /** What a transfer of all of it would say; null with the reason. */
  transfer: z
    .strictObject({
      form: z.enum(['native', 'token']),
      to: z.string(),
      amount: AmountText,
      data: z.string(),
      feeTaken: AmountText.nullable(),
    })
    .nullable(),
  why: z.enum(['nothing', 'notTransferable', 'feeUnknown', 'feeTooLarge']).nullable(),
});

const Difference = z.strictObject({
  what: z.enum([
    'notSpent',
    'spendingUnknown',
    'spentElsewhere',
    'idDiffers',
    'amountDiffers',
    'feeDiffers',
    'otherInputs',
    'otherOutputs',
    'notArrived',
  ]),
  /** Outpoint, or address and asset, or transaction. */
  of: z.string(),
  planned: z.string(),
  found: z.string(),
});

const SeizureTransaction = z.strictObject({
  txid: z.string(),
  height: Height.nullable(),
  blockHash: z.string(),
  timeSeconds: z.number().int().nullable(),
  grade: Grade,
  /** To the agency's address, in the smallest unit; of accounts with the asset. */
  paid: z.array(z.strictObject({ asset: AssetView, amount: AmountText })),
  feeSat: AmountText.nullable(),
});

const Became = z.strictObject({
  state: z.enum(SEIZURE_STATES),
  transactions: z.array(SeizureTransaction),
  differences: z.array(Difference),
});
export type SeizureBecame = z.output<typeof Became>;

const Closing = z.strictObject({ event: Count, time: TimeText, examiner: z.string(), note: z.string(), ...Became.shape });

export const SeizureView = z.strictObject({
  seizure: SeizureNumber,
  chain: ChainIdText,
  chainName: z.string(),
  training: z.boolean(),
  height: Height,
  /** Highest height of which the case holds every block from where it begins; null on account chains. */
  coveredTo: Height.nullable(),
  agency: z.string(),
  agencyBy: z.string(),
  exhibits: z.string(),
  authority: z.string(),
  note: z.string(),
  coins: SeizedCoins.nullable(),
  balances: z.array(SeizedBalance).nullable(),
  prepared: TimeText,
  examiner: z.string(),
  /** State of the case it was prepared from. */
  event: Count,
  head: z.string(),
  /** Worked out now, from what the case holds now. */
  now: Became,
  closings: z.array(Closing),
  withdrawn: z.strictObject({ event: Count, time: TimeText, reason: z.string() }).nullable(),
});
export type SeizureView = z.output<typeof SeizureView>;

export const seizureContract = defineDomain('seizure', {
  /** Undoable. Nothing is signed and nothing is sent: the program prepares papers and a transaction without signatures. */
  'seizure.prepare': command({
    input: z.strictObject({
      chain: z.string().max(96).optional(),
      addresses: z
        .array(
          z.strictObject({
            text: z.string().min(1).max(300),
            /** Below the account's path: `0/5`. */
            path: z
              .string()
              .regex(/^\d{1,10}(\/\d{1,10}){0,7}$/)
              .optional(),
            /** Redeem or witness script in hexadecimal, of an address that stands for one. */
            script: z
              .string()
              .regex(/^([0-9a-f]{2}){1,10000}$/)
              .optional(),
          }),
        )
        .min(1)
        .max(500),
      /** Public key of the account the paths hang from, with the fingerprint of its master key. Private ones are refused. */
      account: z
        .strictObject({
          xpub: z.string().min(100).max(120),
          fingerprint: z.string().regex(SEIZURE_FORMS.fingerprint.form),
          path: z.string().regex(SEIZURE_FORMS.path.form),
        })
        .optional(),
      agency: z.string().min(1).max(300),
      agencyAgain: z.string().min(1).max(300),
      agencyBy: ShortText.trim().min(1),
      exhibits: ShortText.default(''),
      authority: ShortText.default(''),
      note: LongText.default(''),
      height: Height.optional(),
      /** Of coins: units of the smallest part per virtual byte, or the whole fee. Of accounts: the greatest fee of a transfer of the chain's own coin. */
      feeRate: z.string().regex(SEIZURE_FORMS.feeRate.form).optional(),
      fee: AmountText.optional(),
      /** Also outputs of which it is not known whether they are spent. */
      withUnknown: z.boolean().default(false),
      acceptHighFee: z.boolean().default(false),
    }),
    output: z.strictObject({ seizure: SeizureNumber }),
    progress: Progress,
  }),
  'seizure.list': query({ input: Empty, output: z.strictObject({ seizures: z.array(SeizureView) }), progress: Progress }),
  /** Writes sheet, transactions to be signed and tables into a new folder. */
  'seizure.save': job({
    input: z.strictObject({ seizure: SeizureNumber, out: Grant, locale: PaperLocale.default('en') }),
    output: z.strictObject({ folder: z.string(), pages: Count, files: z.array(z.strictObject({ name: z.string(), sha256: HashText })) }),
    progress: Progress,
  }),
  /** Records what the chain data of the case show of it, and keeps the bytes of the transactions. Undoable. */
  'seizure.close': command({
    input: z.strictObject({ seizure: SeizureNumber, note: LongText.default('') }),
    output: Became,
    progress: Progress,
  }),
  /** Undoable. The record stays in the list, marked. */
  'seizure.withdraw': command({
    input: z.strictObject({ seizure: SeizureNumber, reason: ShortText.trim().min(1) }),
    output: z.strictObject({ seizure: SeizureNumber }),
  }),
});
