// Taking data in, what the case holds and covers, labels, and looking things up.
import { z } from 'zod';
import { CaptureNote } from './capture.ts';
import { ReportNote } from './goaml.ts';
import { DocumentNote } from './documents.ts';
import { Label, ListNote } from './label.ts';
import { NodeNote } from './node.ts';
import { command, defineDomain, job, query } from './define.ts';
import { ProfileChoice, TableForm, TablePreview } from './profile.ts';
import { AmountText, ChainIdText, Empty, Grade, Grant, HashText, Height, OutpointText, Progress, ShortText, TimeText } from './values.ts';

export const RefusedBlock = z.strictObject({ height: Height, claimedHeight: Height, hash: HashText, reason: z.string() });

const BagRunNote = z.strictObject({
  run: z.number().int(),
  question: z.string(),
  primary: z.string(),
  exported: z.boolean(),
  resultDigest: HashText,
});

const Decimals = z.record(z.string().min(1).max(120), z.number().int().min(0).max(77));

export const IntakeResult = z.strictObject({
  /** Of the file or folder that was given; the result kept with a source names none: the source does. */
  name: z.string().optional(),
  source: z.string(),
  mode: z.enum(['takenIn', 'archive', 'node', 'transactions', 'headers', 'labels', 'bag', 'accounts', 'people', 'networks', 'document']),
  chain: ChainIdText.nullable(),
  blocks: z.number().int(),
  accepted: z.number().int(),
  new: z.number().int(),
  stale: z.number().int(),
  refused: z.array(RefusedBlock),
  headers: z.strictObject({ from: Height, to: Height, anchoredTo: z.string().nullable(), work: z.string(), cheap: z.boolean() }).nullable(),
  transactions: z.number().int(),
  /** `none`: no undo data; `values`: input values come from undo data where the parent is absent (one source). */
  undo: z.enum(['none', 'values']),
  partial: z.boolean(),
  rejectedRows: z.array(z.strictObject({ row: z.number().int(), reason: z.string(), text: z.string() })),
  /** For a bag: what it says of the case it came from. Its runs are noted, not taken over. */
  bag: z
    .strictObject({
      caseId: z.string(),
      reference: z.string(),
      fingerprint: z.string(),
      checkpoint: z.string(),
      runs: z.array(BagRunNote),
      valuesOnTrust: z.number().int(),
      /** Account runs are noted as well; rows of their ledgers are not taken in. */
      accountRuns: z.array(BagRunNote).optional(),
      accountRowsUnread: z.number().int().optional(),
      /** Entries about people and requests in it: another unit's statements, counted and not taken in. */
      people: z.number().int().optional(),
      requests: z.number().int().optional(),
      /** Seized things in it and what was prepared, likewise. */
      exhibits: z.number().int().optional(),
      scans: z.number().int().optional(),
      seizures: z.number().int().optional(),
    })
    .optional(),
  /** For a capture: which service said this, when, and what of the fetch list it answers. */
  capture: CaptureNote.optional(),
  /** For blocks of an account chain: what they prove, and how far a stated anchor reaches. */
  proven: z
    .strictObject({
      headers: z.number().int(),
      bodies: z.number().int(),
      receipts: z.number().int(),
      anchored: z.number().int(),
      contradictions: z.array(z.strictObject({ height: z.number().int(), stated: z.string(), held: z.string() })),
    })
    .optional(),
  /** For a node of an account chain: which one, and what it gave. */
  node: NodeNote.optional(),
  /** For a table of movements: what it gave away as a whole. */
  table: z
    .strictObject({
      rows: z.number().int(),
      taken: z.number().int(),
      sheet: z.string(),
      encoding: z.string(),
      flags: z.array(z.strictObject({ code: z.string(), values: z.record(z.string(), z.string()) })),
    })
    .optional(),
  /** For a list of labels: what it says of itself, and what it changed. */
  labels: ListNote.optional(),
  /** For a register: of how many it says how much. */
  people: z
    .strictObject({
      title: z.string(),
      entries: z.number().int(),
      links: z.number().int(),
      refused: z.record(z.string(), z.number().int()),
    })
    .optional(),
  /** For a goAML report: what it says of itself. */
  report: ReportNote.optional(),
  /** For a photo, a scan or a PDF. */
  document: DocumentNote.optional(),
});
export type IntakeResult = z.output<typeof IntakeResult>;

export const SourceInfo = z.strictObject({
  id: z.string(),
  number: z.number().int(),
  name: z.string(),
  importer: z.string(),
  mode: z.string(),
  chain: ChainIdText.nullable(),
  chainName: z.string().nullable(),
  exhibit: z.string(),
  sizeBytes: z.string(),
  sha256: HashText.nullable(),
  taken: TimeText,
  state: z.enum(['complete', 'partial', 'withdrawn']),
  training: z.boolean(),
  result: IntakeResult.nullable(),
});

export const CoverageRange = z.strictObject({
  source: z.string(),
  sourceName: z.string(),
  chain: ChainIdText,
  chainName: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  /** `archive`, `node`: blocks within reach of a question; `searched`: read by one for certain outputs or scripts. */
  scope: z.enum(['blocks', 'headers', 'transactions', 'archive', 'node', 'searched']),
});

export const ChainSummary = z.strictObject({
  chain: ChainIdText,
  name: z.string(),
  training: z.boolean(),
  blocks: z.number().int(),
  unanchoredBlocks: z.number().int(),
  transactions: z.number().int(),
  tip: z.strictObject({ height: z.number().int(), hash: HashText, time: z.number().int() }).nullable(),
  anchoredTo: z.string().nullable(),
  work: z.string(),
  cheap: z.boolean(),
  /** Blocks held whole, with the times of the first and the last of each stretch by their own headers. */
  coverage: z.array(
    z.strictObject({
      ...{ from: z.number().int(), to: z.number().int() },
      ...{ fromTime: z.number().int().nullable(), toTime: z.number().int().nullable() },
    }),
  ),
});

export const intakeContract = defineDomain('intake', {
  'intake.run': job({
    input: z.strictObject({
      paths: z.array(Grant).min(1).max(1000),
      chain: z.string().max(96).optional(),
      /** `HEIGHT:HASH`, the examiner's own anchor. */
      anchor: z
        .string()
        .regex(/^\d{1,9}:(0x)?[0-9a-f]{64}$/)
        .optional(),
      /** Who ran the node or the service that the data come from, in the examiner's words: two different ones who agree are grade Q. */
      operator: z.string().min(1).max(200).optional(),
      exhibit: ShortText.default(''),
      /** Leave a node's folder where it is and ask it questions, instead of taking all of it in. */
      archive: z.boolean().default(false),
      /** For a statement or ledger whose rows do not say whose it is: the account. */
      account: z.string().max(200).optional(),
      /** For times without a zone: minutes east of UTC. */
      zoneMinutes: z.number().int().min(-840).max(840).optional(),
      /** How 04/05/2024 is meant. */
      dayOrder: z.enum(['dmy', 'mdy']).optional(),
      /** How a table is read that no built-in form knows, or that is meant another way: a mapping, or a file that holds one. */
      profile: ProfileChoice.optional(),
      profileFile: Grant.optional(),
      form: TableForm.optional(),
      /** Decimals of tokens that nothing else states, by contract: the examiner's assumption. */
      decimals: Decimals.optional(),
      /** Take in files over 4 GiB whole. */
      force: z.boolean().default(false),
    }),
    output: z.strictObject({ results: z.array(IntakeResult) }),
    progress: Progress,
  }),
  /** The first rows of a table and how they would be read. Nothing is taken in, and no case need be open. */
  'intake.preview': query({
    input: z.strictObject({
      path: Grant,
      chain: z.string().max(96).optional(),
      account: z.string().max(200).optional(),
      zoneMinutes: z.number().int().min(-840).max(840).optional(),
      dayOrder: z.enum(['dmy', 'mdy']).optional(),
      profile: ProfileChoice.optional(),
      profileFile: Grant.optional(),
      form: TableForm.optional(),
      decimals: Decimals.optional(),
      /** Rows shown from the top. */
      rows: z.number().int().min(1).max(200).default(40),
    }),
    output: TablePreview,
  }),
  /** Writes the rows of a source that were not taken, with place and reason, as CSV in which no cell is a formula. */
  'intake.rejected': command({
    input: z.strictObject({ source: z.string(), out: Grant, folder: z.boolean().default(false) }),
    output: z.strictObject({ name: z.string(), rows: z.number().int(), sha256: HashText }),
  }),
  /** Asks a node of an account chain that the case's policy allows: blocks, accounts within blocks, single transactions, the fetch list. */
  'intake.node': job({
    input: z.strictObject({
      address: z.string().max(200),
      cookie: Grant.optional(),
      user: z.string().max(200).optional(),
      password: z.string().max(400).optional(),
      /** Id or short name; an Ethereum-like node says itself which chain it is of where absent. */
      chain: z.string().max(96).optional(),
      fromBlock: z.number().int().nonnegative().optional(),
      /** To the node's tip when absent, and further each time it is asked again. */
      toBlock: z.number().int().nonnegative().optional(),
      /** Ids, addresses, block numbers. */
      items: z.array(z.string().max(200)).max(10_000).default([]),
      fetchList: z.boolean().default(false),
      logsOnly: z.boolean().default(false),
      /** `HEIGHT:HASH`, the examiner's own anchor. */
      anchor: z
        .string()
        .regex(/^\d{1,9}:(0x)?[0-9a-f]{64}$/)
        .optional(),
      /** Who ran the node or the service that the data come from, in the examiner's words: two different ones who agree are grade Q. */
      operator: z.string().min(1).max(200).optional(),
      exhibit: ShortText.default(''),
    }),
    output: z.strictObject({
      result: IntakeResult,
      /** Blocks that a reorganisation took back, highest first, and how many transactions came from them. */
      rolledBack: z.array(z.strictObject({ height: z.number().int(), hash: z.string() })),
      takenBack: z.number().int(),
    }),
    progress: Progress,
  }),
  /** Writes what a node answered, as the case keeps it, into a file that can be taken in like any dump. */
  'intake.answers': command({
    input: z.strictObject({ source: z.string().min(1), out: Grant, folder: z.boolean().default(false) }),
    output: z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: HashText }),
  }),
  'intake.sources': query({
    input: Empty,
    output: z.strictObject({ sources: z.array(SourceInfo), coverage: z.array(CoverageRange), chains: z.array(ChainSummary) }),
  }),
  'intake.withdraw': command({ input: z.strictObject({ source: z.string(), reason: ShortText.min(1) }), output: Empty }),
});

export const BlockRef = z.strictObject({
  height: Height,
  claimedHeight: Height,
  hash: HashText,
  time: z.number().int(),
  state: z.enum(['active', 'stale', 'unanchored']),
});

export const OutputView = z.strictObject({
  index: z.number().int(),
  valueSat: AmountText,
  type: z.string(),
  address: z.string().nullable(),
  p2pkhForm: z.string().nullable(),
  dataHex: z.string().nullable(),
  labels: z.array(Label),
  spentBy: z.strictObject({ txid: HashText, input: z.number().int(), height: Height }).nullable(),
  /** `unspent` only where every block to the tip is covered; `unknown` otherwise. */
  spending: z.enum(['spent', 'unspent', 'unknown']),
  /** Marked by rule change.probable: an inference. */
  probableChange: z.boolean(),
});

export const InputView = z.strictObject({
  index: z.number().int(),
  coinbase: z.boolean(),
  outpoint: OutpointText.nullable(),
  valueSat: AmountText.nullable(),
  address: z.string().nullable(),
  type: z.string().nullable(),
  labels: z.array(Label),
  /** Grade of the value: proven by its parent, or one source (undo data); null where unknown. */
  grade: Grade.nullable(),
});

export const TransactionView = z.strictObject({
  kind: z.literal('transaction'),
  chain: ChainIdText,
  chainName: z.string(),
  txid: HashText,
  wtxid: HashText.nullable(),
  block: BlockRef,
  position: z.number().int(),
  sizeBytes: z.number().int(),
  feeSat: AmountText.nullable(),
  coinjoin: z.boolean(),
  grade: Grade,
  cheap: z.boolean(),
  source: z.string(),
  /** Claims on the transaction itself, as wallet labels make them; those on an output stand with it. */
  labels: z.array(Label),
  inputs: z.array(InputView),
  outputs: z.array(OutputView),
  rawHex: z.string().nullable(),
});
export type TransactionView = z.output<typeof TransactionView>;

export const AddressView = z.strictObject({
  kind: z.literal('address'),
  chain: ChainIdText,
  chainName: z.string(),
  address: z.string(),
  type: z.string(),
  receivedSat: AmountText,
  spentSat: AmountText,
  transactions: z.number().int(),
  clusterSize: z.number().int(),
  labels: z.array(Label),
  /** Blocks held whole; `searched`: an archive or a node was searched for this address. */
  coverage: z.array(z.strictObject({ from: z.number().int(), to: z.number().int(), scope: z.literal('searched').optional() })),
  /** First 200 in chain order; `more` says how many are left out. */
  history: z.array(
    z.strictObject({ outpoint: OutpointText, valueSat: AmountText, height: Height, time: z.number().int(), spentBy: HashText.nullable() }),
  ),
  more: z.number().int(),
  /** Outputs to the bare key of this P2PKH address (P2PK): related, not received by the address. First 200 outpoints. */
  bareKey: z
    .strictObject({ outputs: z.number().int(), receivedSat: AmountText, spentSat: AmountText, outpoints: z.array(OutpointText) })
    .optional(),
  /**
   * Outputs of the address that the case does not hold, known from undo data at their spending alone (grade S); in no sum above.
   * First 200; the height of their making is undo data's word too.
   */
  earlier: z
    .strictObject({
      outputs: z.number().int(),
      spentSat: AmountText,
      spends: z.array(
        z.strictObject({ outpoint: OutpointText, valueSat: AmountText, height: Height, spentBy: HashText, spentHeight: Height }),
      ),
    })
    .optional(),
});
export const BlockView = z.strictObject({
  kind: z.literal('block'),
  chain: ChainIdText,
  chainName: z.string(),
  block: BlockRef,
  transactions: z.number().int(),
  sizeBytes: z.number().int(),
  previous: HashText,
  merkleRoot: HashText,
  bits: z.string(),
  work: z.string(),
  source: z.string(),
  txids: z.array(HashText),
  more: z.number().int(),
});

/** What an id typed or pasted may be, over every chain of the case. */
export const showContract = defineDomain('show', {
  'show.find': query({
    input: z.strictObject({ text: z.string().min(1).max(400), chain: z.string().max(96).optional() }),
    output: z.strictObject({
      found: z.array(z.discriminatedUnion('kind', [TransactionView, AddressView, BlockView])),
      /** What the text could be although the case holds nothing of it. */
      possible: z.array(
        z.strictObject({ kind: z.enum(['transaction', 'address', 'block', 'height']), chain: ChainIdText, chainName: z.string() }),
      ),
    }),
  }),
});
