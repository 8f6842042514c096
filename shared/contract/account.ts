// Account chains and ledgers without a chain: what the case holds of them, and traces over balances. Amounts are decimal strings in
// the asset's smallest unit; an amount that no ledger settles is a range.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { FetchItem } from './fetch.ts';
import { AmountText, ChainIdText, Empty, Grade, Grant, HashText, LongText, Progress, TimeText } from './values.ts';

/** Block number or null where the source states none. */
const Block = z.number().int().nonnegative().nullable();

/** `2026-03-02 UTC+08:00`, where the source gives a day and no time of the day: the seconds beside it are the day's beginning. */
export const Day = z.string().max(40).optional();

export const AssetView = z.strictObject({
  /** Equal exactly where chain, kind, contract and token id are. */
  key: z.string(),
  kind: z.enum(['native', 'token', 'item', 'fiat', 'listed']),
  contract: z.string().nullable(),
  tokenId: z.string().nullable(),
  /** For display only; null where nothing the program knows names it. */
  symbol: z.string().nullable(),
  /** Null: amounts can only be shown in the smallest unit. */
  decimals: z.number().int().nullable(),
  /** `counterfeit`: a known issuer's symbol on another contract; it is left out of totals. */
  standing: z.enum(['issuer', 'unknown', 'counterfeit']),
});
export type AssetView = z.output<typeof AssetView>;

export const AccountTransferView = z.strictObject({
  path: z.string(),
  kind: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  asset: AssetView,
  amount: AmountText,
  /** False where it moves nothing, with the reason: a failed transaction, nothing sent, a counterfeit. */
  moves: z.boolean(),
  reason: z.string().nullable(),
  /** Of this movement alone: a proven transaction does not prove what a node says ran inside it. */
  grade: Grade,
});

export const AccountEventView = z.strictObject({
  kind: z.string(),
  actor: z.string().nullable(),
  subject: z.string().nullable(),
  asset: AssetView.nullable(),
  amount: AmountText.nullable(),
  details: z.record(z.string(), z.string()),
  grade: Grade,
});

/** What shows that a transaction is in a block, and whether an anchor reaches that block. */
export const InclusionView = z.strictObject({
  /** Block of the case that proves it; null where none does. */
  blockHash: z.string().nullable(),
  /** Whether its receipt is proven too: how it ended, and its logs. Chains whose blocks commit to none have false. */
  receipt: z.boolean(),
  anchor: z.strictObject({ blockNumber: z.number().int(), blockHash: z.string() }).nullable(),
  /** Why it is not anchored. */
  why: z.enum(['noBlock', 'disagrees', 'noAnchor', 'laterThanAnchors', 'notLinked', 'otherBlock', 'anchorsDisagree']).nullable(),
  /** Named operators of sources that agree on the transaction. */
  operators: z.array(z.string()),
});
export type InclusionView = z.output<typeof InclusionView>;

export const ConflictView = z.strictObject({
  transaction: z.string(),
  what: z.string(),
  said: z.array(z.strictObject({ source: z.string(), value: z.string() })),
});

export const AccountTransactionView = z.strictObject({
  kind: z.literal('accountTransaction'),
  chain: ChainIdText,
  chainName: z.string(),
  id: z.string(),
  blockNumber: Block,
  blockHash: z.string().nullable(),
  position: Block,
  timeSeconds: z.number().int().nullable(),
  day: Day,
  status: z.enum(['ok', 'failed', 'unknown']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  sources: z.array(z.strictObject({ source: z.string(), name: z.string(), rows: z.array(z.number().int()) })),
  /** What its row says besides, by the role of the cell (`counterpartyName`, `remark`, `chainTxid`…): text as it stood. */
  facts: z.record(z.string(), z.string()),
  /** What labels claim of the transaction itself, of who sent it and of those it moves between. */
  labels: z.array(z.strictObject({ id: z.string(), label: z.string(), source: z.string() })),
  transfers: z.array(AccountTransferView),
  events: z.array(AccountEventView),
  conflicts: z.array(ConflictView),
  grade: Grade,
  proof: InclusionView,
});
export type AccountTransactionView = z.output<typeof AccountTransactionView>;

/** What the issuer of a token did to an account. */
export const IssuerAct = z.strictObject({
  kind: z.enum(['blacklisted', 'unblacklisted', 'blacklistedFundsDestroyed']),
  chain: ChainIdText,
  account: z.string(),
  /** Who called the token's contract, where a source says so. */
  by: z.string().nullable(),
  /** `issuer` in its standing: the known token itself. */
  asset: AssetView,
  amount: AmountText.nullable(),
  transaction: z.string(),
  path: z.string(),
  blockNumber: Block,
  timeSeconds: z.number().int().nullable(),
  /** `log`: the contract's own log; `call`: the call that orders it succeeded, no source shows its logs. */
  basis: z.enum(['log', 'call']),
});
export type IssuerAct = z.output<typeof IssuerAct>;

export const AccountView = z.strictObject({
  kind: z.literal('account'),
  chain: ChainIdText,
  chainName: z.string(),
  address: z.string(),
  labels: z.array(z.strictObject({ label: z.string(), source: z.string() })),
  /** Sums of the rows held; not a balance unless the ledger is reconciled. */
  ledgers: z.array(
    z.strictObject({ asset: AssetView, received: AmountText, sent: AmountText, fees: AmountText, transfers: z.number().int() }),
  ),
  /** Assets beyond the first 500. */
  moreLedgers: z.number().int(),
  /** Single items, put together by their contract: how many of them the account had, and how often one was moved. */
  items: z.array(
    z.strictObject({
      ...{ contract: z.string(), symbol: z.string().nullable(), standing: AssetView.shape.standing },
      ...{ items: z.number().int(), transfers: z.number().int() },
    }),
  ),
  /** Accounts on the other side of its movements. */
  counterparties: z.number().int(),
  /** A page in ledger order, the first 200 unless asked otherwise; `more` says how many come behind it. */
  history: z.array(
    z.strictObject({
      transaction: z.string(),
      path: z.string(),
      kind: z.string(),
      direction: z.enum(['in', 'out', 'self']),
      counterparty: z.string().nullable(),
      asset: AssetView,
      amount: AmountText,
      moves: z.boolean(),
      blockNumber: Block,
      timeSeconds: z.number().int().nullable(),
      day: Day,
    }),
  ),
  more: z.number().int(),
  /** What issuers did to it, in order of time. */
  acts: z.array(IssuerAct),
});
export type AccountView = z.output<typeof AccountView>;

/** One number, or a range where rows are missing (`ledger`) or no source gives their order (`order`). */
export const FigureView = z.strictObject({
  amount: AmountText.nullable(),
  low: AmountText.nullable(),
  high: AmountText.nullable(),
  why: z.enum(['ledger', 'order']).nullable(),
});

const AssetAmount = z.strictObject({ asset: AssetView, amount: AmountText });

/** One movement of one chain: `TXID#PATH`. */
export const MovementName = z.strictObject({ chain: ChainIdText, transfer: z.string() });

/** Where value changes its asset, its chain or its ledger. */
export const ConversionView = z.strictObject({
  kind: z.enum(['swap', 'wrap', 'pass', 'bridge', 'link']),
  /** `recorded`: the ledgers themselves name both sides. An inference is followed only where the examiner accepted it. */
  standing: z.enum(['recorded', 'inference']),
  /** Rule and version. */
  rule: z.string(),
  name: z.string().nullable(),
  /** Of an inference: why it is no more, by code, or the examiner's own reason. */
  reason: z.string().nullable(),
  ins: z.array(MovementName),
  outs: z.array(MovementName),
  /** Decoded events that it rests on. */
  events: z.array(MovementName),
  /** Of a hop whose arrival is not recorded: where the departure says that it goes. */
  toward: z.strictObject({ chain: z.string().nullable(), account: z.string().nullable() }).optional(),
});
export type ConversionView = z.output<typeof ConversionView>;

export const AccountPolicyView = z.strictObject({
  ends: z.array(
    z.strictObject({
      chain: ChainIdText,
      account: z.string(),
      asset: AssetView,
      state: z.string(),
      figure: FigureView,
      transfer: z.string().nullable(),
    }),
  ),
  fees: z.array(AssetAmount),
  totals: z.array(AssetAmount),
  /** How the order of rows that no source gives was dealt with. */
  orders: z.string(),
});

const AccountStop = z.strictObject({
  rule: z.string().max(40),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).default({}),
});

export const AccountTraceRequest = z.strictObject({
  /** Transactions (all that they move), `TXID#PATH` for one movement, or accounts (all that they received). */
  from: z.array(z.string().max(300)).max(10_000).default([]),
  /** A table of victims (CSV or XLSX) whose rows are the seeds. */
  victims: Grant.optional(),
  chain: z.string().max(96).optional(),
  direction: z.enum(['forward', 'backward']).default('forward'),
  /** Only seeds of this asset: contract, currency or symbol. */
  asset: z.string().max(120).optional(),
  policies: z.array(z.string().max(40)).min(1).default(['all']),
  stops: z.array(AccountStop).default([]),
  /** Accounts whose rows the examiner takes as complete from nothing on: an assumption that is printed. */
  assume: z.array(z.string().max(300)).default([]),
  /** Go on where an exchange's reply names the transaction and one movement of it has the row's asset and amount. */
  links: z.boolean().default(false),
  /** Go on over links that the examiner accepted: assumptions, which are printed. */
  accepted: z.boolean().default(false),
  /** Convert taint where the ledgers record a swap, a wrap, what a contract passes on, or both ends of a hop between chains. */
  conversions: z.enum(['recorded', 'none']).default('recorded'),
  /** Balances that the examiner states, `ACCOUNT:ASSET:AMOUNT@BLOCK|TIME`: assumptions, which are printed. */
  openings: z.array(z.string().max(400)).max(1000).default([]),
  question: LongText.optional(),
  primary: z.string().max(40).optional(),
  reason: LongText.optional(),
});

export type AccountTraceRequest = z.output<typeof AccountTraceRequest>;

/** What rows of a victim table come to under one policy. */
export const VictimPolicyView = z.strictObject({
  victims: z.array(
    z.strictObject({
      reference: z.string(),
      /** What of the claim no other victim's money had filled. */
      contributed: AmountText,
      endpoints: z.array(
        z.strictObject({ chain: ChainIdText, account: z.string(), asset: AssetView, state: z.string(), figure: FigureView }),
      ),
      fees: z.array(AssetAmount),
    }),
  ),
  /** Sums that count units twice. */
  doubleCounts: z.array(
    z.strictObject({
      kind: z.enum(['claims', 'reached', 'endpoint']),
      /** What it is about: a movement, a reference, or an account with its state. */
      about: z.string(),
      references: z.array(z.string()),
      asset: AssetView,
      /** The sum that would be wrong, and what is there. */
      sum: AmountText,
      whole: AmountText,
    }),
  ),
});
export type VictimPolicyView = z.output<typeof VictimPolicyView>;

export const VictimTableView = z.strictObject({
  file: z.string(),
  rows: z.array(
    z.strictObject({
      reference: z.string(),
      timeSeconds: z.number().int().nullable(),
      payment: z.string(),
      transfer: z.string().nullable(),
      asset: AssetView.nullable(),
      claimed: AmountText.nullable(),
    }),
  ),
  /** Rows that seed nothing, or not as they say, by code. */
  problems: z.array(z.strictObject({ reference: z.string(), code: z.string(), values: z.record(z.string(), z.string()) })),
  policies: z.record(z.string(), VictimPolicyView),
});
export type VictimTableView = z.output<typeof VictimTableView>;

export const AccountTraceResult = z.strictObject({
  run: z.number().int(),
  direction: z.enum(['forward', 'backward']),
  chains: z.array(ChainIdText),
  inputsDigest: HashText,
  resultDigest: HashText,
  seeds: z.array(z.strictObject({ seed: z.string(), asset: AssetView, amount: AmountText, excluded: z.string().nullable() })),
  policies: z.record(z.string(), AccountPolicyView),
  excluded: z.array(z.strictObject({ transfer: z.string(), reason: z.string() })),
  fetch: z.array(FetchItem),
  /** What issuers did to accounts where traced amounts end. */
  acts: z.array(IssuerAct).optional(),
  assumed: z.array(z.string()),
  /** Balances that the examiner stated. */
  openings: z.array(z.string()).optional(),
  /** Conversions that taint went through, with what went in and came out under each policy. */
  conversions: z
    .array(ConversionView.extend({ policies: z.record(z.string(), z.strictObject({ in: AssetAmount, out: AssetAmount })) }))
    .optional(),
  victims: VictimTableView.optional(),
  conflicts: z.number().int(),
});
export type AccountTraceResult = z.output<typeof AccountTraceResult>;

const CandidateLeg = z.strictObject({
  chain: ChainIdText,
  transfer: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  asset: AssetView,
  amount: AmountText,
  timeSeconds: z.number().int(),
  day: Day,
});

/** A bank payment and a chain transfer that could be the same money: an inference. */
export const CandidateView = z.strictObject({
  rule: z.string(),
  payment: CandidateLeg,
  transfer: CandidateLeg,
  counterparty: z.string().nullable(),
  currency: z.string(),
  /** Worth of the transfer in the currency's smallest unit by the rate; and worth less payment, with its sign. */
  worth: AmountText,
  difference: z.string(),
  /** Time of the transfer less time of the payment. */
  seconds: z.number().int(),
  sameName: z.boolean(),
  /** Other candidates of the same payment or transfer: above 0, amount and time do not single it out. */
  rivals: z.number().int(),
  verdict: z.enum(['open', 'accepted', 'dismissed']),
  /** Null where both are in the same currency. */
  rate: z.strictObject({ pair: z.string(), rate: z.string(), timeSeconds: z.number().int(), source: z.string() }).nullable(),
  /** The same in words of a judgement: what is handed back with `account.judgeLink`. */
  found: z.record(z.string(), z.string()),
});
export type CandidateView = z.output<typeof CandidateView>;

export const accountContract = defineDomain('account', {
  'account.find': query({
    input: z.strictObject({
      text: z.string().min(1).max(400),
      chain: z.string().max(96).optional(),
      /** Lists of an account's history only this asset: its key, contract, or the symbol of an issuer the program knows. */
      asset: z.string().max(300).optional(),
      /** False leaves counterfeits out of the history; the sums name them all the same. */
      counterfeits: z.boolean().optional(),
      /** Rows of the history to leave out at its beginning, and how many to give. */
      after: z.number().int().nonnegative().optional(),
      limit: z.number().int().min(1).max(1000).optional(),
      /** Every asset, and single items by themselves. */
      items: z.boolean().optional(),
    }),
    output: z.strictObject({
      found: z.array(z.discriminatedUnion('kind', [AccountTransactionView, AccountView])),
      /** Chains on which the text could stand although the case holds nothing of it. */
      possible: z.array(z.strictObject({ kind: z.enum(['transaction', 'address']), chain: ChainIdText, chainName: z.string() })),
    }),
    progress: Progress,
  }),
  /** What the case holds of each account chain, and where its sources contradict each other. */
  'account.summary': query({
    input: Empty,
    output: z.strictObject({
      chains: z.array(
        z.strictObject({
          chain: ChainIdText,
          name: z.string(),
          transactions: z.number().int(),
          transfers: z.number().int(),
          accounts: z.number().int(),
          fromTime: z.number().int().nullable(),
          toTime: z.number().int().nullable(),
          /** Pieces of that time, of sixty equal ones, in which any transaction is held, neighbours joined. Of the others nobody can tell from here. */
          stretches: z.array(z.strictObject({ fromTime: z.number().int(), toTime: z.number().int() })),
        }),
      ),
      conflicts: z.array(ConflictView),
      /** Rows of exchanges that name a transaction of the case: recorded links. */
      links: z.array(
        z.strictObject({
          direction: z.enum(['deposit', 'withdrawal']),
          ledger: z.string(),
          row: z.string(),
          chain: ChainIdText,
          transfer: z.string(),
        }),
      ),
    }),
    progress: Progress,
  }),
  /** Where value changes its asset, chain or ledger: what the case holds of it, and what only resembles it. */
  'account.conversions': query({
    input: z.strictObject({ text: z.string().max(400).optional() }),
    output: z.strictObject({ conversions: z.array(ConversionView), more: z.number().int() }),
    progress: Progress,
  }),
  /** Bank payments beside chain transfers, by a table of rates (time, pair, rate, source). */
  'account.candidates': job({
    input: z.strictObject({
      rates: Grant,
      /** Largest difference, in parts of ten thousand of the payment. */
      toleranceBasisPoints: z.number().int().min(0).max(10_000).default(200),
      beforeSeconds: z.number().int().min(0).max(31_622_400).default(3600),
      afterSeconds: z.number().int().min(0).max(31_622_400).default(86_400),
      /** Only payments of this account or ledger. */
      account: z.string().max(300).optional(),
    }),
    output: z.strictObject({ rates: z.string(), candidates: z.array(CandidateView), more: z.number().int(), unpriced: z.number().int() }),
    progress: Progress,
  }),
  /** Accepts or dismisses a link between a ledger's row and a chain's movement: an edit with its reason, which can be undone. */
  'account.judgeLink': command({
    input: z.strictObject({
      payment: z.string().min(1).max(300),
      transfer: z.string().min(1).max(300),
      verdict: z.enum(['accepted', 'dismissed']),
      reason: LongText.min(1),
      /** Which way the value went; by time where absent. */
      direction: z.enum(['toChain', 'toLedger']).optional(),
      /** How it was found: rate, difference, rivals. */
      found: z.record(z.string().max(40), z.string().max(400)).optional(),
    }),
    output: z.strictObject({ event: z.number().int(), from: z.string(), to: z.string() }),
    progress: Progress,
  }),
  'account.judgedLinks': query({
    input: Empty,
    output: z.strictObject({
      links: z.array(
        z.strictObject({
          verdict: z.enum(['accepted', 'dismissed']),
          from: MovementName,
          to: MovementName,
          reason: z.string(),
          found: z.record(z.string(), z.string()),
        }),
      ),
    }),
  }),
  'account.trace': job({ input: AccountTraceRequest, output: AccountTraceResult, progress: Progress }),
  'account.runs': query({
    input: Empty,
    output: z.strictObject({
      runs: z.array(
        z.strictObject({
          run: z.number().int(),
          ordinal: z.number().int(),
          siblings: z.number().int(),
          question: z.string(),
          primary: z.string(),
          reason: z.string(),
          direction: z.enum(['forward', 'backward']),
          from: z.array(z.string()),
          /** As asked: null where none was named. */
          chain: ChainIdText.nullable(),
          asset: z.string().nullable(),
          policies: z.array(z.string()),
          stops: z.array(AccountStop),
          assume: z.array(z.string()),
          links: z.boolean(),
          conversions: z.enum(['recorded', 'none']),
          accepted: z.boolean(),
          openings: z.array(z.string()),
          /** Name of the table of victims that seeded it. */
          victims: z.string().nullable(),
          time: TimeText,
          resultDigest: HashText,
        }),
      ),
    }),
  }),
  'account.result': query({ input: z.strictObject({ run: z.number().int() }), output: AccountTraceResult }),
  'account.replay': job({
    input: z.strictObject({ run: z.number().int().optional() }),
    output: z.strictObject({
      runs: z.array(z.strictObject({ run: z.number().int(), identical: z.boolean(), differences: z.array(z.string()) })),
    }),
    progress: Progress,
  }),
});
