// Leads on account chains: what link rules infer of accounts, who can sign for a TRON account beside who paid for it, and what the
// examiner makes of it. Every finding is an inference; nothing is put together unless the examiner asks for it.
import { z } from 'zod';
import { AssetView } from './account.ts';
import { command, defineDomain, job, query } from './define.ts';
import { AmountText, ChainIdText, Empty, Height, LongText, Progress } from './values.ts';

const Account = z.string().min(1).max(300);
const RuleName = z.string().max(60);
const Seconds = z.number().int().nullable();

export const AccountRule = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  citation: z.string(),
  preconditions: z.array(z.string()),
  /** Lawful behaviour that makes the rule wrong. */
  knownBreakers: z.array(z.string()),
  changesWithLaterData: z.boolean(),
  errorRate: z.string(),
});

/** Why an account counts as a service's, or as not decided: a label, the program's own catalogue, or the examiner's word. */
export const ServiceGround = z.strictObject({
  account: z.string(),
  basis: z.enum(['category', 'noCategory', 'catalogue', 'examiner']),
  label: z.string(),
  category: z.string(),
  source: z.string(),
});

export const LeadLink = z.strictObject({
  a: z.string(),
  b: z.string(),
  /** What the examiner made of it. */
  judged: z.enum(['open', 'accepted', 'rejected']),
  why: z.string().nullable(),
});

export const LeadEvidence = z.strictObject({
  transaction: z.string(),
  /** Place inside the transaction; null where the transaction itself is meant. */
  path: z.string().nullable(),
  timeSeconds: Seconds,
  from: z.string().nullable(),
  to: z.string().nullable(),
  asset: AssetView.nullable(),
  amount: AmountText.nullable(),
});

export const Lead = z.strictObject({
  /** Rule with version. */
  rule: z.string(),
  chain: ChainIdText,
  chainName: z.string(),
  /** The account that was read: a deposit address, an account that was funded, an owner, a key. */
  account: z.string(),
  verdict: z.enum(['holds', 'undecidable', 'contradicted']),
  reason: z.string(),
  links: z.array(LeadLink),
  evidence: z.array(LeadEvidence),
  /** Evidence that is not shown. */
  more: z.number().int(),
  /** What is known of accounts in it that a guard looks at. */
  grounds: z.array(ServiceGround),
});
export type Lead = z.output<typeof Lead>;

export const LeadRequest = z.strictObject({
  /** Rules by id; all where none is named. */
  rules: z.array(RuleName).max(20).default([]),
  /** Only findings in which this account stands. */
  account: Account.optional(),
  chain: z.string().max(96).optional(),
  /** Accounts whose first rows the examiner takes as held, and accounts that he takes for services': assumptions, printed. */
  assume: z.array(Account).max(1000).default([]),
  services: z.array(Account).max(1000).default([]),
  limit: z.number().int().min(1).max(5000).default(500),
});

const RuleCount = z.strictObject({
  rule: z.string(),
  /** Accounts, approvals or keys that it read. */
  read: z.number().int(),
  holds: z.number().int(),
  undecidable: z.number().int(),
  excluded: z.array(z.strictObject({ reason: z.string(), count: z.number().int() })),
});

export const LeadResult = z.strictObject({
  rules: z.array(AccountRule),
  counts: z.array(RuleCount),
  leads: z.array(Lead),
  more: z.number().int(),
  /** Readings that a guard kept out although the pattern was there: exchanges, contracts, who funds many, losses after an approval. */
  excluded: z.array(Lead),
  excludedMore: z.number().int(),
  assumed: z.array(z.string()),
  services: z.array(z.string()),
  /** Up to where the data reach, per chain: rules that later data change stand as of there. */
  asOf: z.array(z.strictObject({ chain: ChainIdText, chainName: z.string(), block: Height, timeSeconds: Seconds })),
});
export type LeadResult = z.output<typeof LeadResult>;

export const GroupJoin = z.strictObject({
  rule: z.string(),
  a: z.string(),
  b: z.string(),
  /** `accepted` by the examiner, or put together because the rule was asked for. */
  basis: z.enum(['accepted', 'rule']),
  reason: z.string(),
  transactions: z.array(z.string()),
});

const Signer = z.strictObject({
  address: z.string(),
  permission: z.string(),
  kind: z.enum(['Owner', 'Witness', 'Active']),
  weight: z.string(),
  threshold: z.string(),
  alone: z.boolean(),
  operations: z.array(z.string()).nullable(),
  labels: z.array(z.string()),
});

const Payment = z.strictObject({
  by: z.string(),
  timeSeconds: Seconds,
  transaction: z.string(),
  basis: z.enum(['accountCreated', 'firstIncoming', 'resourceDelegated', 'topUp']),
  resource: z.string().nullable(),
  amountSun: AmountText.nullable(),
  untilSeconds: Seconds,
  /** What stands behind the payer: an exchange, a market that rents energy out. Null: nothing in the case says. */
  provider: ServiceGround.nullable(),
});
export type ControlPayment = z.output<typeof Payment>;

export const ControlView = z.strictObject({
  chain: ChainIdText,
  chainName: z.string(),
  address: z.string(),
  signers: z.array(Signer),
  ownKeyAlone: z.boolean(),
  /** From when the permissions stand, and on what. */
  since: z.strictObject({ timeSeconds: Seconds, basis: z.enum(['update', 'statement', 'default']), evidence: z.string().nullable() }),
  /** Earlier ones, oldest first. */
  earlier: z.array(
    z.strictObject({ timeSeconds: Seconds, basis: z.string(), evidence: z.string().nullable(), signers: z.array(z.string()) }),
  ),
  activation: Payment.nullable(),
  resources: z.array(Payment),
  topUps: z.array(Payment),
  /** Payments that are not shown. */
  more: z.number().int(),
  /** Payers that no label explains: the leads. */
  unexplained: z.array(z.string()),
  /** Other accounts of the case for which a key of this one signs alone. */
  sharedKeys: z.array(z.strictObject({ key: z.string(), accounts: z.array(z.string()) })),
  /** Last time of the chain's data in the case: "now" means then. */
  asOf: Seconds,
});
export type ControlView = z.output<typeof ControlView>;

export const leadContract = defineDomain('lead', {
  'lead.rules': query({ input: Empty, output: z.strictObject({ rules: z.array(AccountRule) }) }),
  'lead.find': job({ input: LeadRequest, output: LeadResult, progress: Progress }),
  /** Accounts around one: by links that the examiner accepted, and by those of the rules named, less what he rejected. */
  'lead.group': job({
    input: z.strictObject({
      account: Account,
      chain: z.string().max(96).optional(),
      rules: z.array(RuleName).max(20).default([]),
      assume: z.array(Account).max(1000).default([]),
      services: z.array(Account).max(1000).default([]),
    }),
    output: z.strictObject({
      chain: ChainIdText,
      chainName: z.string(),
      account: z.string(),
      rules: z.array(z.string()),
      members: z.array(z.strictObject({ account: z.string(), labels: z.array(z.string()), rules: z.array(z.string()) })),
      joins: z.array(GroupJoin),
      rejected: z.array(z.strictObject({ rule: z.string(), a: z.string(), b: z.string(), why: z.string() })),
      errorRate: z.string(),
    }),
    progress: Progress,
  }),
  /** What the examiner makes of one link that a rule gives; undoable. */
  'lead.judge': command({
    input: z.strictObject({
      rule: RuleName,
      a: Account,
      b: Account,
      chain: z.string().max(96).optional(),
      verdict: z.enum(['accepted', 'rejected']),
      reason: LongText.min(1),
      assume: z.array(Account).max(1000).default([]),
      services: z.array(Account).max(1000).default([]),
    }),
    output: z.strictObject({ rule: z.string(), chain: ChainIdText, a: z.string(), b: z.string(), transactions: z.array(z.string()) }),
    progress: Progress,
  }),
  /** Who can sign for an account, and who paid for its beginning and its fees. Null where the chain knows no permissions. */
  'lead.control': query({
    input: z.strictObject({ address: Account, chain: z.string().max(96).optional() }),
    output: z.strictObject({ control: z.array(ControlView) }),
    progress: Progress,
  }),
});
