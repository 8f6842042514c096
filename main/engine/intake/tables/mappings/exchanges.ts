// Built-in profiles of exchanges' exports and replies. Column names are those of the exports themselves.
import { builtInProfile, type Profile } from '../profile.ts';

/** Binance, "Generate all statements": one row per leg, the sign says the direction. */
export const binanceStatement: Profile = builtInProfile({
  id: 'binance.statement',
  version: '1',
  title: 'Binance transaction history',
  family: 'ledger',
  columns: [
    { role: 'account', names: ['User_ID'], optional: true },
    { role: 'time', names: ['UTC_Time', 'Time'] },
    { role: 'operation', names: ['Operation'] },
    { role: 'asset', names: ['Coin'] },
    { role: 'amount', names: ['Change'] },
    { role: 'remark', names: ['Remark'], optional: true },
  ],
  zoneMinutes: 0,
  unsigned: 'signed',
  operations: { trade: ['Buy', 'Sell', 'Sold', 'Spend', 'Revenue', 'Convert', 'Transaction Related', 'Trade'], fee: ['Fee'] },
  score: 84,
});

const BINANCE_TRANSFER = [
  { role: 'time', names: ['Date(UTC)', 'Time(UTC)', 'Date(UTC+0)'] },
  { role: 'asset', names: ['Coin'] },
  { role: 'network', names: ['Network'] },
  { role: 'amount', names: ['Amount'] },
  { role: 'chainAddress', names: ['Address'] },
  { role: 'chainTxid', names: ['TXID'] },
  { role: 'status', names: ['Status'], optional: true },
] as const;
const DONE = {
  ok: ['Completed', 'Successful', 'Success', 'Confirmed', '成功', '已完成'],
  failed: ['Failed', 'Rejected', 'Cancelled', 'Canceled', 'Failure', '失败', '已取消', '已拒绝'],
};

/** Deposits and withdrawals look alike but for the fee's column: which of the two a file without one is, a person must say. */
export const binanceWithdrawals: Profile = builtInProfile({
  id: 'binance.withdrawals',
  version: '1',
  title: 'Binance withdrawal history',
  family: 'ledger',
  columns: [...BINANCE_TRANSFER.map((one) => ({ ...one, names: [...one.names] })), { role: 'fee', names: ['TransactionFee', 'Fee'] }],
  zoneMinutes: 0,
  unsigned: 'out',
  statuses: DONE,
  score: 38,
});
export const binanceDeposits: Profile = builtInProfile({
  id: 'binance.deposits',
  version: '1',
  title: 'Binance deposit history',
  family: 'ledger',
  columns: BINANCE_TRANSFER.map((one) => ({ ...one, names: [...one.names] })),
  zoneMinutes: 0,
  unsigned: 'in',
  statuses: DONE,
  score: 37,
});

export const okxFunding: Profile = builtInProfile({
  id: 'okx.funding',
  version: '1',
  title: 'OKX funding account bills',
  family: 'ledger',
  columns: [
    { role: 'transactionId', names: ['id', 'Bill ID'], optional: true },
    { role: 'time', names: ['Time', 'Time(UTC)', '时间'] },
    { role: 'operation', names: ['Type', '类型'] },
    { role: 'amount', names: ['Amount', '数量'] },
    { role: 'balanceBefore', names: ['Before Balance', '变更前余额'] },
    { role: 'balance', names: ['After Balance', '变更后余额'] },
    { role: 'asset', names: ['Symbol', 'Coin', 'Crypto', '币种'] },
  ],
  unsigned: 'signed',
  score: 80,
});

/** An exchange's reply to a request, in whatever words: kind of movement, coin, amount, and the chain's transaction beside it. */
export const exchangeLedger: Profile = builtInProfile({
  id: 'exchange.ledger',
  version: '1',
  title: 'Exchange customer ledger',
  family: 'ledger',
  columns: [
    {
      role: 'account',
      names: ['UID', 'User ID', 'UserID', 'Account ID', 'Customer ID', '用户ID', '用戶ID', '会員ID', 'ユーザーID'],
      optional: true,
    },
    {
      role: 'transactionId',
      names: ['Order ID', 'Record ID', 'Reference', 'ID', '订单号', '流水号', '訂單號', '注文番号'],
      optional: true,
    },
    {
      role: 'time',
      names: ['Time', 'Time(UTC)', 'Date', 'Create Time', 'Created At', 'Timestamp', '时间', '创建时间', '完成时间', '時間', '日時'],
    },
    { role: 'operation', names: ['Type', 'Transaction Type', 'Operation', 'Side', '类型', '交易类型', '操作', '類型', '種別', '取引種別'] },
    { role: 'asset', names: ['Coin', 'Currency', 'Asset', 'Token', 'Symbol', '币种', '幣種', '通貨'] },
    { role: 'amount', names: ['Amount', 'Quantity', 'Change', 'Value', '数量', '金额', '數量', '数量/金額'] },
    { role: 'fee', names: ['Fee', 'Transaction Fee', '手续费', '手續費', '手数料'], optional: true },
    { role: 'balance', names: ['Balance', 'After Balance', '余额', '餘額', '残高'], optional: true },
    {
      role: 'chainTxid',
      names: ['TXID', 'Tx Hash', 'Txn Hash', 'Transaction Hash', 'Hash', '交易哈希', '交易HASH', 'トランザクションID'],
      optional: true,
    },
    {
      role: 'chainAddress',
      names: ['Address', 'Deposit Address', 'Withdrawal Address', 'To Address', '地址', '充值地址', '提币地址', 'アドレス'],
      optional: true,
    },
    { role: 'network', names: ['Network', 'Chain', '链', '网络', '網路', 'ネットワーク'], optional: true },
    { role: 'counterparty', names: ['Counterparty UID', 'To UID', 'Peer UID', '对方UID', '對方UID'], optional: true },
    { role: 'status', names: ['Status', '状态', '狀態', '状況'], optional: true },
    { role: 'remark', names: ['Remark', 'Note', 'Memo', '备注', '備註', '備考'], optional: true },
  ],
  directions: {
    in: [
      'deposit',
      'in',
      'receive',
      'credit',
      'buy',
      'transfer in',
      'internal transfer in',
      '充值',
      '充币',
      '入金',
      '转入',
      '收入',
      '存入',
      '買入',
      '买入',
      '入庫',
      '受取',
    ],
    out: [
      'withdraw',
      'withdrawal',
      'out',
      'send',
      'debit',
      'sell',
      'transfer out',
      'internal transfer out',
      '提现',
      '提币',
      '提幣',
      '出金',
      '转出',
      '支出',
      '賣出',
      '卖出',
      '出庫',
      '送金',
    ],
    neither: [],
  },
  statuses: DONE,
  operations: { trade: ['buy', 'sell', 'trade', '买入', '卖出', '買入', '賣出'], fee: ['fee', '手续费', '手數料', '手数料'] },
  score: 40,
});
