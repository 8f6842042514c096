// What the logs of a transaction say was moved, allowed, frozen, swapped or bridged. A log is the statement of the contract that wrote
// it, and anyone can write a contract: whether an asset is the one its symbol suggests is decided by its address, elsewhere.
import type { AccountAsset, AccountEvent, AccountEventKind, AccountTransfer } from '../accountFamily.ts';
import { addressText } from './addresses.ts';
import { type EventDefinition, type EventValues, decodeEvent, defineEvent } from './abi.ts';
import { BRIDGE_EVENTS, bridgeEvent } from './bridgeLogs.ts';
import { EVM_NOBODY, tokenParties } from '../tokenParties.ts';
import { PERMIT2, knownToken, mixerPool } from './catalogue.ts';
import type { EvmLog } from './receipt.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import { bigEndian } from './rlp.ts';

/** Where logs stand: names events and fills what they leave out. */
export interface LogContext {
  /** CAIP-2. */
  readonly chain: string;
  readonly blockHash: Uint8Array | null;
  readonly sender: string | null;
  /** Who called `contract` with this selector (4 bytes, hexadecimal) in this transaction, where that is known and unique. */
  callerOf(contract: string, selector: string): string | null;
}

export interface LogReading {
  readonly transfers: readonly AccountTransfer[];
  readonly events: readonly AccountEvent[];
}

const EVENTS = {
  transfer: defineEvent('Transfer(address indexed from, address indexed to, uint256 value)'),
  itemTransfer: defineEvent('Transfer(address indexed from, address indexed to, uint256 indexed tokenId)'),
  /** Early tokens index nothing. */
  plainTransfer: defineEvent('Transfer(address from, address to, uint256 value)'),
  approval: defineEvent('Approval(address indexed owner, address indexed spender, uint256 value)'),
  itemApproval: defineEvent('Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)'),
  approvalForAll: defineEvent('ApprovalForAll(address indexed owner, address indexed operator, bool approved)'),
  single: defineEvent('TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)'),
  batch: defineEvent('TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)'),
  deposit: defineEvent('Deposit(address indexed dst, uint256 wad)'),
  withdrawal: defineEvent('Withdrawal(address indexed src, uint256 wad)'),
  addedBlackList: defineEvent('AddedBlackList(address _user)'),
  removedBlackList: defineEvent('RemovedBlackList(address _user)'),
  destroyedBlackFunds: defineEvent('DestroyedBlackFunds(address _blackListedUser, uint256 _balance)'),
  issue: defineEvent('Issue(uint256 amount)'),
  redeem: defineEvent('Redeem(uint256 amount)'),
  blockPlaced: defineEvent('BlockPlaced(address indexed _user)'),
  blockReleased: defineEvent('BlockReleased(address indexed _user)'),
  destroyedBlockedFunds: defineEvent('DestroyedBlockedFunds(address indexed _blockedUser, uint256 _balance)'),
  blacklisted: defineEvent('Blacklisted(address indexed _account)'),
  unBlacklisted: defineEvent('UnBlacklisted(address indexed _account)'),
  permit2Approval: defineEvent(
    'Approval(address indexed owner, address indexed token, address indexed spender, uint160 amount, uint48 expiration)',
  ),
  permit2Permit: defineEvent(
    'Permit(address indexed owner, address indexed token, address indexed spender, uint160 amount, uint48 expiration, uint48 nonce)',
  ),
  swapV2: defineEvent(
    'Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
  ),
  swapV3: defineEvent(
    'Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
  ),
  mixerDeposit: defineEvent('Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp)'),
  mixerWithdrawal: defineEvent('Withdrawal(address to, bytes32 nullifierHash, address indexed relayer, uint256 fee)'),
} as const satisfies Readonly<Record<string, EventDefinition>>;

/** Every event that is decoded. */
export const CATALOGUED_EVENTS: readonly EventDefinition[] = [...Object.values(EVENTS), ...BRIDGE_EVENTS];

interface At {
  readonly context: LogContext;
  readonly contract: string;
  readonly path: readonly number[];
  /** Transfers that the other logs of the transaction state, as `contract/from/to/amount`: what they say is not said twice. */
  readonly stated: ReadonlySet<string>;
  readonly transfers: AccountTransfer[];
  readonly events: AccountEvent[];
}

type Reader = (values: EventValues, at: At) => void;

function tokenAsset(contract: string): AccountAsset {
  return { kind: 'token', contract, tokenId: null };
}

function itemAsset(contract: string, tokenId: bigint): AccountAsset {
  return { kind: 'item', contract, tokenId: String(tokenId) };
}

function move(at: At, asset: AccountAsset, from: string | null, to: string | null, amount: bigint, path = at.path): void {
  at.transfers.push({ path, ...tokenParties('evm', from, to), asset, amount });
}

function note(
  at: At,
  kind: AccountEventKind,
  actor: string | null,
  subject: string | null,
  asset: AccountAsset | null,
  amount: bigint | null,
  details: Readonly<Record<string, string>> = {},
): void {
  at.events.push({ path: at.path, kind, actor, subject, asset, amount, details });
}

const text = (values: EventValues, name: string): string => values[name] as string;
const amount = (values: EventValues, name: string): bigint => values[name] as bigint;

/** Allowances: whose tokens, who may take them; a signature instead of a transaction of one's own shows in the sender. */
function approval(
  values: EventValues,
  at: At,
  asset: AccountAsset,
  allowed: bigint | null,
  more: Readonly<Record<string, string>> = {},
): void {
  const owner = text(values, 'owner');
  const { sender } = at.context;
  const details = sender !== null && sender !== owner ? { ...more, sentBy: sender } : more;
  const spender = values['spender'] ?? values['operator'] ?? values['approved'];
  note(at, 'approval', owner, spender as string, asset, allowed, details);
}

const PERMIT_SELECTOR = 'd505accf';

function freeze(kind: AccountEventKind, name: string): Reader {
  return (values, at) => {
    const destroyed = 'amount' in values ? null : values['_balance'];
    note(at, kind, null, text(values, name), tokenAsset(at.contract), typeof destroyed === 'bigint' ? destroyed : null);
  };
}

/** Destroys an account's tokens, unless a Transfer to nobody says the same. */
function destroy(name: string): Reader {
  return (values, at) => {
    const user = text(values, name);
    freeze('blacklistedFundsDestroyed', name)(values, at);
    const key = `${at.contract}/${user}/${EVM_NOBODY}/${amount(values, '_balance')}`;
    if (!at.stated.has(key)) move(at, tokenAsset(at.contract), user, EVM_NOBODY, amount(values, '_balance'));
  };
}

const isTether: Guard = (at) => knownToken(at.context.chain, at.contract)?.form === 'tether2017';
const isWrapped: Guard = (at) => knownToken(at.context.chain, at.contract)?.form === 'wrapped';
const isKnownToken: Guard = (at) => knownToken(at.context.chain, at.contract) !== null;
const isMixer: Guard = (at) => mixerPool(at.context.chain, at.contract) !== null;
const isPermit2: Guard = (at) => at.contract === PERMIT2;
type Guard = (at: At) => boolean;

function mixerAsset(at: At): { readonly asset: AccountAsset; readonly amount: bigint; readonly name: string } {
  const pool = mixerPool(at.context.chain, at.contract);
  if (pool === null) throw new Error('guarded');
  const asset: AccountAsset = pool.token === null ? { kind: 'native', contract: null, tokenId: null } : tokenAsset(pool.token);
  return { asset, amount: pool.amount, name: pool.name };
}

/** `who` makes or destroys tokens by calling the contract; null where the call is not at hand. */
function supply(selector: string, from: (caller: string | null) => readonly [string | null, string | null]): Reader {
  return (values, at) => {
    const [sender, receiver] = from(at.context.callerOf(at.contract, selector));
    const kind = sender === EVM_NOBODY ? 'mint' : 'burn';
    const holder = sender === EVM_NOBODY ? receiver : sender;
    const parties = kind === 'mint' ? { from: null, to: holder } : { from: holder, to: null };
    at.transfers.push({ path: at.path, kind, ...parties, asset: tokenAsset(at.contract), amount: amount(values, 'amount') });
  };
}

/** Which event means what, and for which contracts it may be believed to. The first that fits is taken. */
const READERS: readonly { readonly event: EventDefinition; readonly guard?: Guard; readonly read: Reader }[] = [
  {
    event: EVENTS.transfer,
    read: (values, at) => move(at, tokenAsset(at.contract), text(values, 'from'), text(values, 'to'), amount(values, 'value')),
  },
  {
    event: EVENTS.itemTransfer,
    read: (values, at) => move(at, itemAsset(at.contract, amount(values, 'tokenId')), text(values, 'from'), text(values, 'to'), 1n),
  },
  {
    event: EVENTS.plainTransfer,
    read: (values, at) => {
      const isItem = knownToken(at.context.chain, at.contract)?.form === 'earlyItems';
      const value = amount(values, 'value');
      const asset = isItem ? itemAsset(at.contract, value) : tokenAsset(at.contract);
      move(at, asset, text(values, 'from'), text(values, 'to'), isItem ? 1n : value);
    },
  },
  {
    event: EVENTS.single,
    read: (values, at) =>
      move(at, itemAsset(at.contract, amount(values, 'id')), text(values, 'from'), text(values, 'to'), amount(values, 'value')),
  },
  {
    event: EVENTS.batch,
    read: (values, at) => {
      const ids = values['ids'] as readonly bigint[];
      const counts = values['values'] as readonly bigint[];
      if (ids.length !== counts.length) return;
      for (const [i, id] of ids.entries()) {
        move(at, itemAsset(at.contract, id), text(values, 'from'), text(values, 'to'), counts[i] as bigint, [...at.path, i]);
      }
    },
  },
  {
    event: EVENTS.approval,
    read: (values, at) => {
      const signed = at.context.callerOf(at.contract, PERMIT_SELECTOR) !== null;
      approval(values, at, tokenAsset(at.contract), amount(values, 'value'), signed ? { by: 'permit' } : {});
    },
  },
  { event: EVENTS.itemApproval, read: (values, at) => approval(values, at, itemAsset(at.contract, amount(values, 'tokenId')), 1n) },
  {
    event: EVENTS.approvalForAll,
    read: (values, at) =>
      approval(values, at, tokenAsset(at.contract), null, { all: amount(values, 'approved') === 1n ? 'granted' : 'revoked' }),
  },
  {
    event: EVENTS.permit2Approval,
    guard: isPermit2,
    read: (values, at) => permit2(values, at, 'permit2 approval'),
  },
  { event: EVENTS.permit2Permit, guard: isPermit2, read: (values, at) => permit2(values, at, 'permit2 signature') },
  {
    event: EVENTS.deposit,
    guard: isWrapped,
    read: (values, at) => {
      const key = `${at.contract}/${EVM_NOBODY}/${text(values, 'dst')}/${amount(values, 'wad')}`;
      if (!at.stated.has(key)) move(at, tokenAsset(at.contract), EVM_NOBODY, text(values, 'dst'), amount(values, 'wad'));
    },
  },
  {
    event: EVENTS.withdrawal,
    guard: isWrapped,
    read: (values, at) => {
      const key = `${at.contract}/${text(values, 'src')}/${EVM_NOBODY}/${amount(values, 'wad')}`;
      if (!at.stated.has(key)) move(at, tokenAsset(at.contract), text(values, 'src'), EVM_NOBODY, amount(values, 'wad'));
    },
  },
  { event: EVENTS.addedBlackList, guard: isKnownToken, read: freeze('blacklisted', '_user') },
  { event: EVENTS.removedBlackList, guard: isKnownToken, read: freeze('unblacklisted', '_user') },
  { event: EVENTS.destroyedBlackFunds, guard: isKnownToken, read: destroy('_blackListedUser') },
  { event: EVENTS.blockPlaced, guard: isKnownToken, read: freeze('blacklisted', '_user') },
  { event: EVENTS.blockReleased, guard: isKnownToken, read: freeze('unblacklisted', '_user') },
  { event: EVENTS.destroyedBlockedFunds, guard: isKnownToken, read: destroy('_blockedUser') },
  { event: EVENTS.blacklisted, guard: isKnownToken, read: freeze('blacklisted', '_account') },
  { event: EVENTS.unBlacklisted, guard: isKnownToken, read: freeze('unblacklisted', '_account') },
  { event: EVENTS.issue, guard: isTether, read: supply('cc872b66', (caller) => [EVM_NOBODY, caller]) },
  { event: EVENTS.redeem, guard: isTether, read: supply('db006a75', (caller) => [caller, EVM_NOBODY]) },
  { event: EVENTS.swapV2, read: (values, at) => swap(values, at, 'uniswapV2', 'to') },
  { event: EVENTS.swapV3, read: (values, at) => swap(values, at, 'uniswapV3', 'recipient') },
  {
    event: EVENTS.mixerDeposit,
    guard: isMixer,
    read: (values, at) => {
      const pool = mixerAsset(at);
      const details = { mixer: pool.name, commitment: text(values, 'commitment'), leafIndex: String(values['leafIndex']) };
      note(at, 'mixerIn', at.context.sender, at.contract, pool.asset, pool.amount, details);
    },
  },
  {
    event: EVENTS.mixerWithdrawal,
    guard: isMixer,
    read: (values, at) => {
      const pool = mixerAsset(at);
      const details = { mixer: pool.name, pool: at.contract, nullifierHash: text(values, 'nullifierHash'), fee: String(values['fee']) };
      const relayer = text(values, 'relayer');
      note(at, 'mixerOut', relayer === EVM_NOBODY ? null : relayer, text(values, 'to'), pool.asset, pool.amount, details);
    },
  },
];

function permit2(values: EventValues, at: At, by: string): void {
  const details = { by, until: String(values['expiration']) };
  approval(values, at, tokenAsset(text(values, 'token')), amount(values, 'amount'), details);
}

/** The log names no tokens: which ones moved, the Transfer logs beside it tell. */
function swap(values: EventValues, at: At, form: string, receiver: string): void {
  const details: Record<string, string> = { form, pool: at.contract };
  for (const name of ['amount0In', 'amount1In', 'amount0Out', 'amount1Out', 'amount0', 'amount1']) {
    if (values[name] !== undefined) details[name] = String(values[name]);
  }
  note(at, 'swap', text(values, 'sender'), text(values, receiver), null, null, details);
}

const BY_TOPIC = new Map<string, (typeof READERS)[number][]>();
for (const reader of READERS) BY_TOPIC.set(reader.event.topic, [...(BY_TOPIC.get(reader.event.topic) ?? []), reader]);

/** Reads the logs of one transaction. `logIndexes` are their numbers in the block. */
export function readLogs(logs: readonly EvmLog[], logIndexes: readonly number[], context: LogContext): LogReading {
  const transfers: AccountTransfer[] = [];
  const events: AccountEvent[] = [];
  const stated = statedTransfers(logs);
  for (const [i, log] of logs.entries()) {
    const [topic] = log.topics;
    if (topic === undefined) continue;
    const contract = addressText(log.address);
    const at: At = { context, contract, path: [1, logIndexes[i] ?? i], stated, transfers, events };
    for (const { event, guard, read } of BY_TOPIC.get(hex(topic)) ?? []) {
      const values = guard === undefined || guard(at) ? decodeEvent(event, log) : null;
      if (values === null) continue;
      read(values, at);
      break;
    }
    const bridged = bridgeEvent(log, contract, at.path, context);
    if (bridged !== null) events.push(bridged);
  }
  return { transfers, events };
}

function statedTransfers(logs: readonly EvmLog[]): ReadonlySet<string> {
  const stated = new Set<string>();
  for (const log of logs) {
    const [topic, from, to] = log.topics;
    if (topic === undefined || from === undefined || to === undefined || hex(topic) !== EVENTS.transfer.topic || log.topics.length !== 3)
      continue;
    const parties = `${addressText(from.subarray(12))}/${addressText(to.subarray(12))}`;
    stated.add(`${addressText(log.address)}/${parties}/${bigEndian(log.data)}`);
  }
  return stated;
}
