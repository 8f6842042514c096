// What the names of a table's columns suggest, as a mapping to begin with: the names that built-in forms know, and a few plain words. It
// is for a person to correct; nothing is read by it unasked.
import { matchName, plainText } from './cellText.ts';
import type { TableHead } from './mapping.ts';
import { placeName } from './mapping.ts';
import { BUILT_IN_PROFILES } from './mappings/index.ts';
import { LOG_WORDS } from './mappings/logs.ts';
import { REGISTER_WORDS } from './mappings/registers.ts';
import type { ColumnRole, Profile } from './profile.ts';
import { ProfileSchema } from './profile.ts';

/** Words of no known form, by role; the first role whose words have the name wins. */
const WORDS: readonly (readonly [ColumnRole, readonly string[]])[] = [
  [
    'time',
    [
      'time',
      'booked',
      'posted',
      'posting date',
      'date',
      'datetime',
      'timestamp',
      'booking date',
      'value date',
      'transaction date',
      '日期',
      '时间',
      '日時',
      '取引日',
    ],
  ],
  ['amountIn', ['credit', 'in', 'deposit', 'paid in', 'received', '收入', '入金', 'お預り金額']],
  ['amountOut', ['debit', 'out', 'withdrawal', 'paid out', 'sent', '支出', '出金', 'お引出し金額']],
  ['amount', ['amount', 'value', 'quantity', 'sum', '金额', '金額', '数量']],
  ['direction', ['direction', 'type', 'side', 'dr/cr', '借贷', '收/支']],
  ['asset', ['currency', 'asset', 'coin', 'token', 'symbol', '币种', '通貨']],
  ['balance', ['balance', 'saldo', 'running balance', '余额', '余額', '残高']],
  ['fee', ['fee', 'fees', 'commission', '手续费', '手数料']],
  ['account', ['account', 'account number', 'own account', 'uid', 'user', '账号', '口座番号']],
  [
    'counterparty',
    ['counterparty', 'party account', 'counterparty account', 'other account', 'payee account', 'to/from', '对方账号', '相手口座'],
  ],
  ['counterpartyName', ['counterparty name', 'party', 'name', 'payee', 'payer', '对方户名', '相手方']],
  ['status', ['status', 'state', 'result', '状态', '状態']],
  ['remark', ['remark', 'text', 'narrative', 'memo', 'note', 'description', 'details', '摘要', '备注', '適用']],
  [
    'transactionId',
    [
      'id',
      'ref',
      'reference number',
      'transaction reference',
      'transaction id',
      'reference',
      'order',
      'order id',
      'txid',
      'tx hash',
      'hash',
      '流水号',
      '交易号',
    ],
  ],
  ['from', ['from', 'sender', 'source']],
  ['to', ['to', 'recipient', 'destination']],
  ['contract', ['contract', 'token contract', 'contract address']],
  ['block', ['block', 'block number', 'height']],
];

/** A mapping with a placeholder for a name; columns that nothing suggests have no role. */
export function suggestProfile(head: TableHead): Profile {
  const isLog = isLogTable(head);
  const family = isLog ? 'people' : familyOf(head);
  const columns: { role: ColumnRole; names: string[] }[] = [];
  const has = (role: ColumnRole): boolean => columns.some((one) => one.role === role);
  head.names.forEach((name, index) => {
    if (name === '') return;
    const role = isLog ? wordOf(LOG_WORDS, name, has) : roleOf(name, family, has);
    if (role !== null) columns.push({ role, names: [nameOfColumn(head, index)] });
  });
  return ProfileSchema.parse({
    format: 'tracehold.tableProfile.1',
    ...{ id: 'new', version: '1', title: '', family, columns },
    ...(isLog ? { log: true } : {}),
    ...(has('amount') && !has('direction') && !has('operation') ? { unsigned: 'signed' } : {}),
    header: head.columns.every((name, index) => name === placeName(index)) ? 'none' : 'named',
  });
}

/** By its name where no other column has it, else by its place. */
export function nameOfColumn(head: TableHead, index: number): string {
  const name = head.names[index] ?? '';
  const alone = name !== '' && head.names.indexOf(name) === index && head.names.lastIndexOf(name) === index;
  return alone ? plainText(head.columns[index] ?? '').slice(0, 200) : placeName(index);
}

type RoleWords = readonly (readonly [ColumnRole, readonly string[]])[];

const wordOf = (words: RoleWords, name: string, has: (role: ColumnRole) => boolean): ColumnRole | null =>
  words.find(([role, names]) => !has(role) && names.some((one) => matchName(one) === name))?.[0] ?? null;

function roleOf(name: string, family: Profile['family'], has: (role: ColumnRole) => boolean): ColumnRole | null {
  const ofClaims = family === 'labels' ? LABEL_WORDS : family === 'people' ? REGISTER_WORDS : null;
  if (ofClaims !== null) return wordOf(ofClaims, name, has);
  const known = [...BUILT_IN_PROFILES.flatMap(({ columns }) => columns.map(({ role, names }) => [role, names] as const)), ...WORDS];
  for (const [role, names] of known) {
    if (!names.some((one) => matchName(one) === name)) continue;
    const meant = family === 'ledger' ? role : role === 'chainTxid' ? 'transactionId' : role;
    if (!has(meant)) return meant;
  }
  return null;
}

const ADDRESS_WORDS = [
  'address',
  'wallet',
  'wallet address',
  'crypto address',
  'cryptocurrency address',
  'account address',
  '地址',
  '钱包地址',
  'アドレス',
];
const LABEL_WORDS: readonly (readonly [ColumnRole, readonly string[]])[] = [
  ['address', ADDRESS_WORDS],
  ['label', ['label', 'name', 'entity', 'entity name', 'cluster name', 'owner', 'tag', 'family', '标签', '名称', 'ラベル', '名称']],
  ['category', ['category', 'type', 'entity type', 'class', '类别', '分類', '类型']],
  ['abuse', ['abuse', 'risk', 'crime', 'risk category']],
  ['labelSource', ['source', 'origin', 'reference', 'link', '来源', '情報源']],
  ['confidence', ['confidence', 'confidence level', '置信度', '確信度']],
  ['actor', ['actor', 'actor id', 'entity id']],
  ['asset', ['currency', 'asset', 'coin', '币种', '通貨']],
  ['network', ['network', 'chain', 'blockchain', '链', 'チェーン']],
  ['time', ['date', 'lastmod', 'updated', 'last updated', '日期', '日付']],
  ['remark', ['context', 'note', 'notes', 'description', '备注', '摘要']],
];

/** A list of addresses says who or what they are, and tells of no amounts. */
function isLabelTable(head: TableHead): boolean {
  const has = (role: ColumnRole) =>
    WORDS.some(([own, names]) => own === role && names.some((name) => head.names.includes(matchName(name))));
  return ADDRESS_WORDS.some((name) => head.names.includes(matchName(name))) && !has('amount') && !has('amountIn') && !has('amountOut');
}

/** Columns that only a register of people or companies has; a statement of payments has amounts and none of these but a name. */
const OF_PEOPLE: readonly ColumnRole[] = [
  ...(['birthDate', 'document', 'email', 'phone', 'ip', 'founded', 'office', 'director', 'vehicle', 'seller', 'buyer'] as const),
];

function isRegister(head: TableHead): boolean {
  const found = REGISTER_WORDS.filter(([, names]) => names.some((name) => head.names.includes(matchName(name)))).map(([role]) => role);
  const known = new Set(found);
  if (known.has('seller') && known.has('buyer')) return true;
  const named = known.has('personName') || known.has('customer') || known.has('ip');
  return named && !known.has('amount') && OF_PEOPLE.some((role) => known.has(role));
}

/** A log has times and addresses of the internet and what was asked or shared, and nobody's name or date of birth. */
function isLogTable(head: TableHead): boolean {
  const has = (role: ColumnRole): boolean =>
    LOG_WORDS.some(([own, names]) => own === role && names.some((name) => head.names.includes(matchName(name))));
  const ofRegister = REGISTER_WORDS.some(
    ([role, names]) => ['personName', 'birthDate', 'document'].includes(role) && names.some((name) => head.names.includes(matchName(name))),
  );
  return !ofRegister && has('ip') && (has('time') || has('unixTime')) && (has('fileHash') || has('session'));
}

/** A chain's own table has a hash and two addresses in its rows; everything else is somebody's ledger. */
function familyOf(head: TableHead): Profile['family'] {
  if (isRegister(head)) return 'people';
  if (isLabelTable(head)) return 'labels';
  const cells = head.sample[0]?.cells.map(plainText) ?? [];
  const hashed = cells.some((cell) => /^(0x)?[0-9a-f]{64}$/i.test(cell));
  if (hashed && cells.filter((cell) => /^0x[0-9a-f]{40}$/i.test(cell)).length >= 2) return 'evm';
  if (hashed && cells.filter((cell) => /^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(cell)).length >= 2) return 'tron';
  return 'ledger';
}
