// What TRON's contract types are called and which fields they have: one table, from java-tron's published protobuf definitions
// (protocol/src/main/protos/core/contract). Names are those of its HTTP API, so bytes and JSON can be compared field by field.
import { DELIMITED, VARINT } from './wire.ts';

export type FieldKind = 'address' | 'int' | 'bool' | 'bytes' | 'text' | { readonly message: Schema };
export interface FieldRule {
  readonly name: string;
  readonly kind: FieldKind;
  readonly repeated: boolean;
}
/** By field number. */
export type Schema = ReadonlyMap<number, FieldRule>;

export interface ContractType {
  readonly number: number;
  readonly name: string;
  /** Executed by the virtual machine: only for these can a transaction stand in a block and yet have failed. */
  readonly machine: boolean;
  readonly fields: Schema;
}

/** `3 amount int`, `4 votes[] message`: number, name (`[]` when repeated), kind. */
function schema(lines: readonly string[], messages: Readonly<Record<string, Schema>> = {}): Schema {
  const rules = new Map<number, FieldRule>();
  for (const line of lines) {
    const [number, name, kind] = line.split(' ') as [string, string, string];
    const repeated = name.endsWith('[]');
    const message = messages[kind];
    rules.set(Number(number), {
      name: repeated ? name.slice(0, -2) : name,
      kind: message === undefined ? (kind as 'int') : { message },
      repeated,
    });
  }
  return rules;
}

export function wireTypeOf(kind: FieldKind): number {
  return kind === 'int' || kind === 'bool' ? VARINT : DELIMITED;
}

const KEY = schema(['1 address address', '2 weight int']);
export const PERMISSION = schema(
  ['1 type int', '2 id int', '3 permission_name text', '4 threshold int', '5 parent_id int', '6 operations bytes', '7 keys[] key'],
  { key: KEY },
);
const VOTE = schema(['1 vote_address address', '2 vote_count int']);
const FROZEN_SUPPLY = schema(['1 frozen_amount int', '2 frozen_days int']);
const PARAMETER = schema(['1 key int', '2 value int']);
/** The ABI inside is left as bytes: it says how a contract wants to be called, and moves nothing. */
const SMART_CONTRACT = schema([
  '1 origin_address address',
  '2 contract_address address',
  '3 abi bytes',
  '4 bytecode bytes',
  '5 call_value int',
  '6 consume_user_resource_percent int',
  '7 name text',
  '8 origin_energy_limit int',
  '9 code_hash bytes',
  '10 trx_hash bytes',
  '11 version int',
]);

const OWNER = '1 owner_address address';

function type(number: number, name: string, lines: readonly string[], messages: Readonly<Record<string, Schema>> = {}): ContractType {
  return { number, name: `${name}Contract`, machine: false, fields: schema(lines, messages) };
}

const EXCHANGE = [OWNER, '2 exchange_id int', '3 token_id bytes', '4 quant int'];

/** Every type that java-tron has defined; others are read with their number as name and with no fields. */
const TYPES: readonly ContractType[] = [
  type(0, 'AccountCreate', [OWNER, '2 account_address address', '3 type int']),
  type(1, 'Transfer', [OWNER, '2 to_address address', '3 amount int']),
  type(2, 'TransferAsset', ['1 asset_name bytes', '2 owner_address address', '3 to_address address', '4 amount int']),
  type(3, 'VoteAsset', [OWNER, '2 vote_address[] address', '3 support bool', '5 count int']),
  type(4, 'VoteWitness', [OWNER, '2 votes[] vote', '3 support bool'], { vote: VOTE }),
  type(5, 'WitnessCreate', [OWNER, '2 url bytes']),
  type(
    6,
    'AssetIssue',
    [
      ...['41 id text', OWNER, '2 name bytes', '3 abbr bytes', '4 total_supply int', '5 frozen_supply[] frozen', '6 trx_num int'],
      ...['7 precision int', '8 num int', '9 start_time int', '10 end_time int', '11 order int', '16 vote_score int'],
      ...['20 description bytes', '21 url bytes', '22 free_asset_net_limit int', '23 public_free_asset_net_limit int'],
      ...['24 public_free_asset_net_usage int', '25 public_latest_free_net_time int'],
    ],
    { frozen: FROZEN_SUPPLY },
  ),
  type(8, 'WitnessUpdate', [OWNER, '12 update_url bytes']),
  type(9, 'ParticipateAssetIssue', [OWNER, '2 to_address address', '3 asset_name bytes', '4 amount int']),
  type(10, 'AccountUpdate', ['1 account_name bytes', '2 owner_address address']),
  type(11, 'FreezeBalance', [
    ...[OWNER, '2 frozen_balance int', '3 frozen_duration int', '10 resource int', '15 receiver_address address'],
  ]),
  type(12, 'UnfreezeBalance', [OWNER, '10 resource int', '15 receiver_address address']),
  type(13, 'WithdrawBalance', [OWNER]),
  type(14, 'UnfreezeAsset', [OWNER]),
  type(15, 'UpdateAsset', [OWNER, '2 description bytes', '3 url bytes', '4 new_limit int', '5 new_public_limit int']),
  type(16, 'ProposalCreate', [OWNER, '2 parameters[] parameter'], { parameter: PARAMETER }),
  type(17, 'ProposalApprove', [OWNER, '2 proposal_id int', '3 is_add_approval bool']),
  type(18, 'ProposalDelete', [OWNER, '2 proposal_id int']),
  type(19, 'SetAccountId', ['1 account_id bytes', '2 owner_address address']),
  {
    ...type(30, '', [OWNER, '2 new_contract contract', '3 call_token_value int', '4 token_id int'], { contract: SMART_CONTRACT }),
    name: 'CreateSmartContract',
    machine: true,
  },
  {
    ...type(31, '', [
      ...[OWNER, '2 contract_address address', '3 call_value int', '4 data bytes', '5 call_token_value int', '6 token_id int'],
    ]),
    name: 'TriggerSmartContract',
    machine: true,
  },
  type(33, 'UpdateSetting', [OWNER, '2 contract_address address', '3 consume_user_resource_percent int']),
  type(41, 'ExchangeCreate', [
    ...[OWNER, '2 first_token_id bytes', '3 first_token_balance int', '4 second_token_id bytes', '5 second_token_balance int'],
  ]),
  type(42, 'ExchangeInject', EXCHANGE),
  type(43, 'ExchangeWithdraw', EXCHANGE),
  type(44, 'ExchangeTransaction', [...EXCHANGE, '5 expected int']),
  type(45, 'UpdateEnergyLimit', [OWNER, '2 contract_address address', '3 origin_energy_limit int']),
  type(46, 'AccountPermissionUpdate', [OWNER, '2 owner permission', '3 witness permission', '4 actives[] permission'], {
    permission: PERMISSION,
  }),
  type(48, 'ClearABI', [OWNER, '2 contract_address address']),
  type(49, 'UpdateBrokerage', [OWNER, '2 brokerage int']),
  type(51, 'ShieldedTransfer', [
    ...['1 transparent_from_address address', '2 from_amount int', '3 spend_description[] bytes', '4 receive_description[] bytes'],
    ...['5 binding_signature bytes', '6 transparent_to_address address', '7 to_amount int'],
  ]),
  type(52, 'MarketSellAsset', [
    ...[OWNER, '2 sell_token_id bytes', '3 sell_token_quantity int', '4 buy_token_id bytes', '5 buy_token_quantity int'],
  ]),
  type(53, 'MarketCancelOrder', [OWNER, '2 order_id bytes']),
  type(54, 'FreezeBalanceV2', [OWNER, '2 frozen_balance int', '3 resource int']),
  type(55, 'UnfreezeBalanceV2', [OWNER, '2 unfreeze_balance int', '3 resource int']),
  type(56, 'WithdrawExpireUnfreeze', [OWNER]),
  type(57, 'DelegateResource', [
    ...[OWNER, '2 resource int', '3 balance int', '4 receiver_address address', '5 lock bool', '6 lock_period int'],
  ]),
  type(58, 'UnDelegateResource', [OWNER, '2 resource int', '3 balance int', '4 receiver_address address']),
  type(59, 'CancelAllUnfreezeV2', [OWNER]),
];

const BY_NUMBER = new Map(TYPES.map((known) => [known.number, known]));
const BY_NAME = new Map(TYPES.map((known) => [known.name, known]));

export function contractType(number: number): ContractType {
  return BY_NUMBER.get(number) ?? { number, name: `UnknownContract(${number})`, machine: false, fields: new Map() };
}

export function contractTypeNamed(name: string): ContractType | undefined {
  return BY_NAME.get(name);
}

/** True for a number that stands in the table. */
export function isKnownContract(number: number): boolean {
  return BY_NUMBER.has(number);
}

export const RESOURCES: readonly string[] = ['BANDWIDTH', 'ENERGY', 'TRON_POWER'];
export const PERMISSION_TYPES: readonly string[] = ['Owner', 'Witness', 'Active'];

/** `contractRet`: how a transaction ended. Only SUCCESS moved what it names. */
export const CONTRACT_RESULTS: readonly string[] = [
  ...['DEFAULT', 'SUCCESS', 'REVERT', 'BAD_JUMP_DESTINATION', 'OUT_OF_MEMORY', 'PRECOMPILED_CONTRACT', 'STACK_TOO_SMALL'],
  ...['STACK_TOO_LARGE', 'ILLEGAL_OPERATION', 'STACK_OVERFLOW', 'OUT_OF_ENERGY', 'OUT_OF_TIME', 'JVM_STACK_OVER_FLOW', 'UNKNOWN'],
  ...['TRANSFER_FAILED', 'INVALID_CODE'],
];

/** Enumerations that JSON writes by name and the wire by number. */
export const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  resource: RESOURCES,
  type: PERMISSION_TYPES,
};
/** `type` of AccountCreate is another enumeration than that of a permission. */
export const ACCOUNT_TYPES: readonly string[] = ['Normal', 'AssetIssue', 'Contract'];
