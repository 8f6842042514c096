// Makes a mapping of a profile: rows of exchanges' ledgers, wallets and bank statements, and explorers' tables that nobody has written a
// mapping for.
import type { AccountAsset, AccountTransfer, TransferKind } from '../../../chains/index.ts';
import { sha256Hex } from '../../../kernel/index.ts';
import { readAmount } from '../amounts.ts';
import type { TableFlag } from '../tableFlag.ts';
import { createBalanceWatch, type LedgerEnds } from '../balanceWatch.ts';
import { matchName, plainText, widthFolded } from '../cellText.ts';
import { currencyOfTable } from './statedCurrency.ts';
import { ledgerAsset, type NamedAsset } from '../ledgerAssets.ts';
import {
  addressReader,
  DAY,
  type Mapped,
  type MappingContext,
  type NamedAddress,
  NATIVE,
  NO_EVENTS,
  readCount,
  readHash,
  reject,
  type Rejected,
  type RowMapper,
  type TableBalance,
  type TableHead,
  type TableMapping,
  UNKNOWN_INDEX,
} from '../mapping.ts';
import type { ColumnRole, Profile } from '../profile.ts';
import { missingRoles, rolesOf } from '../profileRoles.ts';
import { accountIn, holderIn } from '../preamble.ts';
import type { Row } from '../rows.ts';
import { createTimeWatch } from '../timeWatch.ts';
import { readTime, readUnixTime, zoneOfName, zoneText } from '../times.ts';

const FACTS: readonly ColumnRole[] = [
  'chainTxid',
  'chainAddress',
  'network',
  'counterparty',
  'counterpartyName',
  'remark',
  'operation',
  'balance',
  'direction',
];

export function profileMapping(profile: Profile): TableMapping {
  return {
    id: profile.id,
    version: profile.version,
    family: profile.family === 'labels' || profile.family === 'people' ? 'ledger' : profile.family,
    rowCaps: profile.rowCaps,
    sniff(head) {
      // Tables of labels and registers hold no movements.
      if (profile.family === 'labels' || profile.family === 'people') return null;
      // Without names nothing tells this table from any other: it is read so where somebody says so.
      if (profile.columns.every(({ names }) => names.every((name) => name.startsWith('#')))) return null;
      const roles = rolesOf(profile, head);
      if (roles === null || missingRoles(roles, profile).length > 0) return null;
      const hints = profile.hints.map(matchName);
      // 入金 names a column in Japan, and stands inside 存入金額 in Taiwan: a hint behind ^ is where a name begins.
      const hinted = (name: string): boolean =>
        hints.some((hint) => (hint.startsWith('^') ? name.startsWith(hint.slice(1)) : name.includes(hint)));
      if (hints.length > 0 && !head.names.some(hinted)) return null;
      return { score: Math.min(94, profile.score + Math.min(10, roles.size)), reason: [...roles.keys()].join(', '), coin: null };
    },
    open: (head, context) => openProfile(profile, head, context),
  };
}

function openProfile(profile: Profile, head: TableHead, context: MappingContext): RowMapper {
  const roles = rolesOf(profile, head) ?? new Map<ColumnRole, number>();
  const readAddress = addressReader(context.chain);
  const preambleAccount = accountIn(head);
  const currency = profile.family === 'ledger' ? currencyOfTable(head, profile.asset) : null;
  let isCurrencyAssumed = false;
  const preambleHolder = holderIn(head);
  const holders = new Set<string>();
  const balances = createBalanceWatch();
  const watched = new Map<string, { readonly account: string; readonly asset: AccountAsset }>();
  const name = (role: ColumnRole): string | null => head.columns[roles.get(role) ?? -1] ?? null;
  const cell = (row: Row, role: ColumnRole): string => plainText(row.cells[roles.get(role) ?? -1] ?? '');
  const words = wordLists(profile);
  // A zone in the column's name is the table's own word; then comes the form's, then the caller's.
  const named = zoneOfName(name('time') ?? '');
  const style = {
    zoneMinutes: named ?? profile.zoneMinutes ?? context.time.zoneMinutes,
    dayOrder: profile.dayOrder ?? context.time.dayOrder,
  };
  const isZoneOver = context.time.zoneMinutes !== null && profile.family === 'ledger' && context.time.zoneMinutes !== style.zoneMinutes;
  const byCaller = profile.family === 'ledger' ? 'zoneStated' : 'zoneUsual';
  const times = createTimeWatch(named !== null ? 'zoneOfColumn' : profile.zoneMinutes !== null ? 'zoneOfForm' : byCaller);

  const timeOf = (row: Row): RowTime | Rejected => {
    const unix = cell(row, 'unixTime');
    if (unix !== '') {
      const reading = readUnixTime(unix);
      return reading.ok ? { seconds: reading.seconds, day: null } : reject(reading.problem, name('unixTime'), unix);
    }
    if (!roles.has('time')) return { seconds: null, day: null };
    const clock = cell(row, 'clock').replace(/^(\d{2})(\d{2})(\d{2})$/, '$1:$2:$3');
    const text = clock === '' ? cell(row, 'time') : `${cell(row, 'time')} ${clock}`;
    const reading = readTime(text, style);
    return reading.ok ? { seconds: reading.seconds, day: times.see(reading) } : reject(reading.problem, name('time'), text);
  };
  const assetOf = (row: Row, role: ColumnRole): NamedAsset | Rejected => {
    const own = cell(row, role) || (role === 'asset' ? (currency ?? '') : '');
    const word = own || (role === 'asset' ? (profile.asset ?? context.token ?? '') : '');
    if (profile.family === 'ledger') {
      isCurrencyAssumed ||= own === '' && profile.asset !== null;
      if (word === '') return reject('assetUnknown', name(role), '');
      return ledgerAsset(word, context.decimalsOf) ?? reject('assetUnknown', name(role), word);
    }
    const contractText = cell(row, 'contract');
    const contract = contractText === '' ? profile.asset : readAddress(contractText);
    if (contract === null && contractText !== '') return reject('badAddress', name('contract'), contractText);
    if (contract === null) {
      const { coin } = context.chain;
      // Without a contract only the chain's own coin is known by its symbol: any contract may call itself USDT.
      if (coin === null || (word !== '' && word.toUpperCase() !== coin.symbol.toUpperCase()))
        return reject('assetUnknown', name('asset'), word);
      return { asset: NATIVE, decimals: coin.decimals };
    }
    const tokenId = cell(row, 'tokenId');
    if (tokenId !== '') {
      if (!/^\d{1,78}$/.test(tokenId)) return reject('badNumber', name('tokenId'), tokenId);
      return { asset: { kind: 'item', contract, tokenId }, decimals: 0 };
    }
    const decimals = readCount(cell(row, 'decimals')) ?? context.decimalsOf(contract) ?? profile.decimals;
    if (decimals === null || decimals > 77) return reject('decimalsUnknown', name('contract'), contract);
    return { asset: { kind: 'token', contract, tokenId: null }, decimals };
  };
  const amountOf = (row: Row, role: ColumnRole, decimals: number): Signed | Rejected | null => {
    const text = cell(row, role);
    if (text === '' || text === '-' || text === '--' || text === '/') return null;
    const reading = readAmount(text, decimals, profile);
    return reading.ok ? reading : reject(reading.problem, name(role), text);
  };

  const ledgerRow = (row: Row, { seconds: timeSeconds, day }: RowTime): Mapped => {
    const named = assetOf(row, 'asset');
    if ('rejected' in named) return named;
    const account = cell(row, 'account') || context.account || preambleAccount || '';
    if (account === '') return reject('accountUnknown', name('account'), '');
    const own = readAddress(account);
    if (own === null) return reject('badAddress', name('account'), account);
    const status = statusOf(cell(row, 'status'), words, roles.has('status'));
    const moved = movementOf(row, named.decimals);
    if (moved !== null && 'rejected' in moved) return moved;
    const transfers: AccountTransfer[] = [];
    const counterText = cell(row, 'counterparty');
    const counter = counterText === '' || counterText === '/' ? null : readAddress(counterText);
    const operation = cell(row, 'operation');
    if (moved !== null && status !== 'failed') {
      const kind: TransferKind = words.fee(operation) ? 'fee' : words.trade(operation) ? 'trade' : 'ledger';
      if (moved.amount > 0n)
        transfers.push({
          path: [row.number],
          kind,
          from: moved.incoming ? counter : own,
          to: moved.incoming ? own : counter,
          asset: named.asset,
          amount: moved.amount,
        });
      const fee = feeOf(row, named);
      if (fee !== null && 'rejected' in fee) return fee;
      if (fee !== null && fee.amount > 0n)
        transfers.push({ path: [row.number, 1], kind: 'fee', from: own, to: null, asset: fee.asset, amount: fee.amount });
      const balance = amountOf(row, 'balance', named.decimals);
      const before = amountOf(row, 'balanceBefore', named.decimals);
      if (balance !== null && !('rejected' in balance)) {
        const ledger = `${own} ${named.asset.contract}`;
        watched.set(ledger, { account: own, asset: named.asset });
        balances.see(
          ledger,
          row.number,
          moved.incoming ? moved.amount : -moved.amount,
          signed(balance),
          before !== null && !('rejected' in before) ? signed(before) : null,
          { timeSeconds, withFee: fee !== null && fee.amount > 0n },
        );
      }
    }
    const facts: Record<string, string> = day === null ? {} : { [DAY]: day };
    for (const role of FACTS) {
      const text = cell(row, role);
      if (text !== '') facts[role] = text;
    }
    const stated = cell(row, 'transactionId');
    return {
      transaction: {
        // Without an id of its own a row is named by what it says; rows that say the same then meet in one transaction, flagged.
        id: stated !== '' ? stated : `row:${sha256Hex(row.cells.map(plainText).join('\u001f')).slice(0, 32)}`,
        blockHash: null,
        blockNumber: null,
        position: null,
        timeSeconds,
        status,
        from: null,
        to: null,
        transfers,
        events: NO_EVENTS,
      },
      facts,
      names: holderOf(row, own),
      ...(moved === null || counter === null ? {} : { side: moved.incoming ? ('receiver' as const) : ('sender' as const) }),
    };
  };

  /** Each holder of an account once. Above a table it is of the statement's own account, not of others that its rows may name. */
  const holderOf = (row: Row, own: string): readonly NamedAddress[] | null => {
    const stated = cell(row, 'holder');
    const account = cell(row, 'account');
    const ofStatement = account === '' || account.replaceAll(' ', '') === preambleAccount;
    const holder = stated !== '' ? { name: stated, row: row.number } : ofStatement ? preambleHolder : null;
    if (holder === null || holders.has(`${own} ${holder.name}`) || holders.size >= MOST_HOLDERS) return null;
    holders.add(`${own} ${holder.name}`);
    return [{ address: own, name: holder.name, source: profile.id, row: holder.row }];
  };

  const movementOf = (row: Row, decimals: number): Movement | Rejected | null => {
    if (roles.has('amountIn') && roles.has('amountOut')) {
      const received = amountOf(row, 'amountIn', decimals);
      const sent = amountOf(row, 'amountOut', decimals);
      if (received !== null && 'rejected' in received) return received;
      if (sent !== null && 'rejected' in sent) return sent;
      const some = (one: Signed | null): one is Signed => one !== null && one.amount > 0n;
      if (some(received) && some(sent)) return reject('inAndOut', name('amountIn'), `${received.amount} / ${sent.amount}`);
      if (received === null && sent === null) return reject('empty', name('amountIn'), '');
      // A negative in one column is a reversal: it moves the other way.
      if (some(sent)) return { amount: sent.amount, incoming: sent.negative };
      return { amount: received?.amount ?? 0n, incoming: !(received?.negative ?? false) };
    }
    const value = amountOf(row, 'amount', decimals);
    if (value !== null && 'rejected' in value) return value;
    if (value === null) return reject('empty', name('amount'), '');
    const word = cell(row, 'direction') || (roles.has('direction') ? '' : cell(row, 'operation'));
    const direction = words.direction(word);
    if (direction === 'neither') return null;
    if (direction !== null) return { amount: value.amount, incoming: (direction === 'in') !== value.negative };
    if (roles.has('direction') && word !== '') return reject('directionUnknown', name('direction'), word);
    if (value.negative || profile.unsigned === 'signed') return { amount: value.amount, incoming: !value.negative };
    if (profile.unsigned === 'refuse') return reject('directionUnknown', name(roles.has('direction') ? 'direction' : 'operation'), word);
    return { amount: value.amount, incoming: profile.unsigned === 'in' };
  };
  const feeOf = (row: Row, named: NamedAsset): { readonly asset: AccountAsset; readonly amount: bigint } | Rejected | null => {
    if (cell(row, 'fee') === '') return null;
    const asset = cell(row, 'feeAsset') === '' ? named : assetOf(row, 'feeAsset');
    if ('rejected' in asset) return asset;
    const fee = amountOf(row, 'fee', asset.decimals);
    if (fee === null || 'rejected' in fee) return fee;
    return { asset: asset.asset, amount: fee.amount };
  };

  const chainRow = (row: Row, { seconds: timeSeconds, day }: RowTime): Mapped => {
    const family = profile.family === 'tron' ? 'tron' : 'evm';
    const idText = cell(row, 'transactionId');
    const id = readHash(idText, family);
    if (id === null) return reject('badHash', name('transactionId'), idText);
    const from = readAddress(cell(row, 'from'));
    if (from === null) return reject('badAddress', name('from'), cell(row, 'from'));
    const toText = cell(row, 'to');
    const to = toText === '' ? null : readAddress(toText);
    if (to === null && toText !== '') return reject('badAddress', name('to'), toText);
    const named = assetOf(row, 'asset');
    if ('rejected' in named) return named;
    const value = amountOf(row, 'amount', named.decimals);
    if (value !== null && 'rejected' in value) return value;
    if (value?.negative === true) return reject('negative', name('amount'), cell(row, 'amount'));
    const native = named.asset.kind === 'native';
    // The table says a token moved, hence that it was carried out; of a coin it must say so.
    const status = statusOf(cell(row, 'status'), words, roles.has('status') || native);
    const logIndex = readCount(cell(row, 'logIndex'));
    const amount = value?.amount ?? (named.asset.kind === 'item' ? 1n : 0n);
    const path = native ? [0] : logIndex === null ? [1, UNKNOWN_INDEX, 0] : [1, logIndex];
    const transfers: AccountTransfer[] =
      status === 'failed' || (native && amount === 0n)
        ? []
        : [{ path, kind: native ? 'value' : 'token', from, to, asset: named.asset, amount }];
    const coin = context.chain.coin;
    const fee = coin === null ? null : amountOf(row, 'fee', coin.decimals);
    if (fee !== null && 'rejected' in fee) return fee;
    if (fee !== null && fee.amount > 0n) transfers.push({ path: [2], kind: 'fee', from, to: null, asset: NATIVE, amount: fee.amount });
    return {
      transaction: {
        id,
        blockHash: null,
        blockNumber: readCount(cell(row, 'block')),
        position: null,
        timeSeconds,
        status,
        from: native ? from : null,
        to: native ? to : null,
        transfers,
        events: NO_EVENTS,
      },
      facts: day === null ? null : { [DAY]: day },
      names: null,
    };
  };

  return {
    map(row) {
      if (row.cells.length < 2) return reject('tooFewCells', null, row.cells.join(','));
      const time = timeOf(row);
      if ('rejected' in time) return time;
      return profile.family === 'ledger' ? ledgerRow(row, time) : chainRow(row, time);
    },
    flags: (): readonly TableFlag[] => [
      ...times.flags(),
      ...(isZoneOver ? [{ code: 'zoneNotUsed', zone: zoneText(context.time.zoneMinutes ?? 0) } as const] : []),
      ...(isCurrencyAssumed ? [{ code: 'currencyAssumed', currency: profile.asset ?? '', mapping: profile.id } as const] : []),
      ...balances.breaks(),
    ],
    balances: (): readonly TableBalance[] => statedEnds(balances.ends(), watched),
  };
}

/** Customers of one exchange's reply; more names are not kept. */
const MOST_HOLDERS = 100_000;

interface RowTime {
  readonly seconds: number | null;
  /** Where the row gives a day alone; `seconds` is its beginning. */
  readonly day: string | null;
}
interface Signed {
  readonly amount: bigint;
  readonly negative: boolean;
}
interface Movement {
  readonly amount: bigint;
  readonly incoming: boolean;
}
const signed = (value: Signed): bigint => (value.negative ? -value.amount : value.amount);

interface WordLists {
  direction(word: string): 'in' | 'out' | 'neither' | null;
  readonly ok: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  trade(operation: string): boolean;
  fee(operation: string): boolean;
}

const fold = (word: string): string => widthFolded(plainText(word)).toLowerCase().replace(/\s+/g, ' ');

function wordLists(profile: Profile): WordLists {
  const sets = {
    in: new Set(profile.directions.in.map(fold)),
    out: new Set(profile.directions.out.map(fold)),
    neither: new Set(profile.directions.neither.map(fold)),
  };
  const has = (list: readonly string[]) => {
    const folded = list.map(fold);
    return (operation: string): boolean => folded.some((word) => fold(operation).includes(word));
  };
  return {
    direction: (word) => {
      const folded = fold(word);
      return sets.in.has(folded) ? 'in' : sets.out.has(folded) ? 'out' : sets.neither.has(folded) ? 'neither' : null;
    },
    ok: new Set(profile.statuses.ok.map(fold)),
    failed: new Set(profile.statuses.failed.map(fold)),
    trade: has(profile.operations.trade),
    fee: has(profile.operations.fee),
  };
}

function statusOf(word: string, words: WordLists, stated: boolean): 'ok' | 'failed' | 'unknown' {
  // A ledger without such a column lists what was booked.
  if (!stated) return 'ok';
  const folded = fold(word);
  return words.ok.has(folded) ? 'ok' : words.failed.has(folded) ? 'failed' : 'unknown';
}

/** A ledger's first and last balance as statements at a time: what it held before its first row stands one second before that row. */
function statedEnds(
  ends: readonly LedgerEnds[],
  watched: ReadonlyMap<string, { readonly account: string; readonly asset: AccountAsset }>,
): TableBalance[] {
  return ends.flatMap(({ ledger, opening, closing }): TableBalance[] => {
    const of = watched.get(ledger);
    // Debts are no holdings of the account; a row without a time has no place.
    if (of === undefined || opening.timeSeconds === null || closing.timeSeconds === null) return [];
    const opened =
      opening.balance === null ? [] : [{ ...of, row: opening.row, timeSeconds: opening.timeSeconds - 1, amount: opening.balance }];
    const closed = { ...of, row: closing.row, timeSeconds: closing.timeSeconds, amount: closing.balance };
    return [...opened, closed].filter(({ amount }) => amount >= 0n);
  });
}
