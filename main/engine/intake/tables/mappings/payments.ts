// Built-in profiles of Alipay and WeChat Pay. What a word means is the form's own convention, never ours.
import { builtInProfile, type Profile } from '../profile.ts';

const CHINA = 480;

export const alipay: Profile = builtInProfile({
  id: 'alipay',
  version: '1',
  title: '支付宝交易明细',
  family: 'ledger',
  columns: [
    { role: 'transactionId', names: ['交易号', '交易订单号'] },
    { role: 'time', names: ['付款时间', '交易时间', '交易创建时间'] },
    { role: 'counterpartyName', names: ['交易对方'] },
    { role: 'counterparty', names: ['对方账号'], optional: true },
    { role: 'direction', names: ['收/支'] },
    { role: 'amount', names: ['金额（元）', '金额'] },
    { role: 'fee', names: ['服务费（元）'], optional: true },
    { role: 'status', names: ['交易状态'] },
    { role: 'remark', names: ['商品名称', '商品说明'], optional: true },
  ],
  zoneMinutes: CHINA,
  asset: 'CNY',
  directions: { in: ['收入', '已收入'], out: ['支出', '已支出'], neither: ['不计收支', '其他', '/', ''] },
  statuses: {
    ok: ['交易成功', '支付成功', '退款成功', '还款成功', '代付成功', '转账成功', '充值成功', '提现成功', '已收入', '已支出'],
    failed: ['交易关闭', '失败', '已关闭', '付款失败', '还款失败'],
  },
  score: 84,
});

export const wechatPay: Profile = builtInProfile({
  id: 'wechatPay',
  version: '1',
  title: '微信支付账单',
  family: 'ledger',
  columns: [
    { role: 'time', names: ['交易时间'] },
    { role: 'operation', names: ['交易类型'] },
    { role: 'counterpartyName', names: ['交易对方'] },
    { role: 'direction', names: ['收/支'] },
    { role: 'amount', names: ['金额(元)'] },
    { role: 'status', names: ['当前状态'] },
    { role: 'transactionId', names: ['交易单号'] },
    { role: 'remark', names: ['商品', '备注'], optional: true },
  ],
  zoneMinutes: CHINA,
  asset: 'CNY',
  directions: { in: ['收入'], out: ['支出'], neither: ['/', '中性交易', ''] },
  statuses: {
    ok: [
      '支付成功',
      '已转账',
      '已收钱',
      '已收款',
      '已存入零钱',
      '对方已收钱',
      '朋友已收钱',
      '提现已到账',
      '充值完成',
      '转入零钱通-来自零钱',
      '已全额退款',
      '已领取',
      '已到账',
      '转账成功',
    ],
    failed: ['支付失败', '已关闭', '对方已退还', '已撤销', '提现失败'],
  },
  score: 84,
});
