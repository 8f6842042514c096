// What the exchanges and the bank of practice case two answer to a request: their customers' ledgers in the forms that such replies
// have. Names and numbers are invented; nobody's real account can have them.
import { encodeGb18030 } from './nationalText.ts';
import { CHINA_SECONDS, clock, csv } from './replyText.ts';
import { RING_SCENES } from './ringPlot.ts';
import type { RingTruth } from './ringTruth.ts';

/** Unix time of a block. */
type TimeOf = (height: number) => number;

const MINUTE = 60;
const EXCHANGE_ACCOUNT = '6225880000000000031';
const WITHDRAWAL_FEE = '1';

function usdt(micro: bigint): string {
  const digits = micro.toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}

function yuan(fen: bigint): string {
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** English, UTC, UTF-8 with a byte order mark; three customers in one file, internal transfers in the ledgers of both. */
export function exchangeAReply({ purchase, withdrawals, victim, customers: uids }: RingTruth, timeOf: TimeOf): Uint8Array {
  const bought = timeOf(RING_SCENES.purchase);
  const empty = ['', '', ''];
  const [, second, third] = withdrawals.map(({ amountMicro }) => amountMicro);
  const fee = 1_000_000n;
  const internal = (id: string, to: string, amount: bigint, at: number): string[][] => {
    const shared = ['USDT', usdt(amount), '0', ...empty];
    return [
      ['80010001', id, clock(at), 'Internal Transfer Out', ...shared, to, 'Completed', ''],
      [to, id, clock(at), 'Internal Transfer In', ...shared, '80010001', 'Completed', ''],
    ];
  };
  const rows = [
    ['UID', 'Order ID', 'Time(UTC)', 'Type', 'Coin', 'Amount', 'Fee', 'TXID', 'Address', 'Network', 'Counterparty UID', 'Status', 'Remark'],
    ['80010001', 'A-D-0001', clock(bought - 3000 * MINUTE), 'Deposit', 'USDT', '10', '0', ...empty, '', 'Completed', 'P2P, 2026-02-27'],
    [
      ...['80010001', 'A-D-0002', clock(bought - 6 * MINUTE), 'Deposit', 'CNY', '348500.00', '0', ...empty, '', 'Completed'],
      `bank account ${victim.muleAccount}`,
    ],
    ['80010001', purchase.orderId, clock(bought), 'Sell', 'CNY', yuan(purchase.cnyFen), '0', ...empty, '', 'Completed', '7.20'],
    ['80010001', purchase.orderId, clock(bought), 'Buy', 'USDT', usdt(purchase.usdtMicro), '0', ...empty, '', 'Completed', '7.20'],
    ...internal('A-I-0001', '80010002', (second ?? 0n) + fee, bought + 2 * MINUTE),
    ...internal('A-I-0002', '80010003', (third ?? 0n) + fee, bought + 3 * MINUTE),
    ...withdrawals.map(({ txid, to, amountMicro }, i) => [
      ...[uids[i] ?? '', `A-W-000${i + 1}`, clock(timeOf(RING_SCENES.withdrawals[i] ?? 0) - 20), 'Withdrawal', 'USDT', usdt(amountMicro)],
      ...[WITHDRAWAL_FEE, txid, to, 'TRC20', '', 'Completed', ''],
    ]),
  ];
  return new TextEncoder().encode(`\ufeff${csv(rows)}`);
}

/** What a desk quoted at the hour of the purchase: a rate is somebody's word, so every row says whose. */
export function rateTable(timeOf: TimeOf): Uint8Array {
  const quoted = clock(timeOf(RING_SCENES.purchase) - 60 * MINUTE);
  return new TextEncoder().encode(
    csv([
      ['time', 'pair', 'rate', 'source'],
      [quoted, 'USDT/CNY', '7.20', 'practice desk'],
    ]),
  );
}

/** Chinese, local time without a zone, GB18030. */
export function exchangeBReply({ cashOut, wallets }: RingTruth, timeOf: TimeOf): Uint8Array {
  const local = (height: number, minutes = 0): string => clock(timeOf(height) + minutes * MINUTE + CHINA_SECONDS);
  const rows = [
    ['调取证据回复函附件：用户资金流水', '', '', '', '', '', '', '', '', ''],
    ['用户ID', '订单号', '时间', '类型', '币种', '数量', '手续费', '交易哈希', '地址', '状态'],
    [
      cashOut.uid,
      'B-1001',
      local(RING_SCENES.deposit, 1),
      '充值',
      'USDT',
      usdt(cashOut.usdtMicro),
      '0',
      cashOut.txid,
      wallets.depositAddress,
      '成功',
    ],
    [cashOut.uid, 'B-1002', local(RING_SCENES.cashOut), '卖出', 'USDT', usdt(cashOut.usdtMicro), '0', '', '', '成功'],
    [cashOut.uid, 'B-1002', local(RING_SCENES.cashOut), '买入', 'CNY', yuan(cashOut.cnyFen), '0', '', '', '成功'],
    [cashOut.uid, 'B-1003', local(RING_SCENES.cashOut, 12), '提现', 'CNY', '215000.00', '0', '', '', '成功'],
  ];
  return encodeGb18030(csv(rows));
}

/** 银行流水 of the first mule's account: preamble, debit and credit by a mark, running balance. */
export function bankExport({ victim }: RingTruth, timeOf: TimeOf): Uint8Array {
  const paid = timeOf(RING_SCENES.purchase) - 40 * MINUTE;
  let balanceFen = 120_000n;
  const row = (
    at: number,
    id: string,
    mark: '借' | '贷',
    fen: bigint,
    counterparty: readonly [string, string],
    remark: string,
  ): string[] => {
    balanceFen += mark === '贷' ? fen : -fen;
    const [day = '', time = ''] = clock(at + CHINA_SECONDS).split(' ');
    return [day, time, id, mark, yuan(fen), yuan(balanceFen), '人民币', ...counterparty, remark];
  };
  const rows = [
    ['账户交易明细'],
    [`账号：${victim.muleAccount}`, '户名：练习一号', '', '', '', '', '', '', '', ''],
    ['交易日期', '交易时间', '交易流水号', '借贷标志', '交易金额', '余额', '币种', '对方账号', '对方户名', '摘要'],
    row(paid - 3000 * MINUTE, 'P20260228000003', '借', 8_850n, ['6228000000000000045', '便利店'], '消费'),
    row(paid, victim.bankReference, '贷', victim.amountFen, [victim.account, '受害人'], '转账'),
    row(paid + 15 * MINUTE, 'P20260302000131', '借', 34_850_000n, [EXCHANGE_ACCOUNT, '支付服务公司'], '充值'),
    row(paid + 200 * MINUTE, 'P20260302000402', '借', 60_000n, ['6228000000000000052', '取款机'], '取款'),
  ];
  return encodeGb18030(csv(rows));
}
