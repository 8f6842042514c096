// Ledgers without a chain and saved profiles: small exports made by hand in the forms' own words.
import { describe, expect, it } from 'vitest';
import { contextOf, evm, LEDGER, readAll } from '../../../../../tests/tables/reading.ts';
import { readProfile } from '../profile.ts';
import { profileMapping } from './profileMapping.ts';

const context = contextOf(LEDGER, { account: 'own' });
type Read = Awaited<ReturnType<typeof readAll>>;
const legs = (read: Read) =>
  read.transactions.flatMap(({ transaction: t }) =>
    t.transfers.map((m) => [t.id.slice(0, 12), m.kind, m.from, m.to, m.asset.contract, m.amount]),
  );

describe('rows that give a day and no time', () => {
  const text = [
    'Account number: 5566778899',
    'Date,Description,Debit,Credit,Balance,Currency',
    '2026-03-02,FPS,1000.00,,9000.00,HKD',
    '2026-03-03 10:11:12,Salary,,500.00,9500.00,HKD',
  ].join('\n');
  it('keep the day with the zone that was taken, and the table says both', async () => {
    const read = await readAll(text, contextOf(LEDGER, { time: { zoneMinutes: 480, dayOrder: null } }));
    expect(read.transactions.map(({ transaction, facts }) => [transaction.timeSeconds, facts?.['day']])).toEqual([
      // date -u -d '2026-03-02 00:00 +0800' +%s and date -u -d '2026-03-03 10:11:12 +0800' +%s
      [1772380800, '2026-03-02 UTC+08:00'],
      [1772503872, undefined],
    ]);
    expect(read.summary.flags).toContainEqual({ code: 'zoneStated', zone: '+08:00' });
    expect(read.summary.flags).toContainEqual({ code: 'daysOnly', rows: 1, zone: '+08:00' });
  });
});

describe('who holds an account', () => {
  const names = (read: Read) => read.summary.names.map(({ address, name, source, row }) => [address, name, source, row]);
  it('is what a statement says above its table, as it stands there', async () => {
    const rows = ['取引日,摘要,お支払金額,お預り金額,差引残高', '2026/03/02,振込,100000,,900000'];
    const above = (...lines: string[]) => readAll([...lines, ...rows].join('\n'), contextOf(LEDGER));
    expect(names(await above('口座番号：1234567', '口座名義：ヤマダ タロウ'))).toEqual([['1234567', 'ヤマダ タロウ', 'bank.jp', 2]]);
    // In the next cell, beside other pairs of the line, in brackets; the other side's name is nobody's here.
    expect(names(await above('口座番号,1234567', '口座名義,ﾔﾏﾀﾞ ﾀﾛｳ'))).toEqual([['1234567', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'bank.jp', 2]]);
    expect(names(await above('账号：6222000011112222  户名：王小明  币种：人民币'))).toEqual([
      ['6222000011112222', '王小明', 'bank.jp', 1],
    ]);
    expect(names(await above('账号：6222000011112222 户名：王小明 币种：人民币'))).toEqual([['6222000011112222', '王小明', 'bank.jp', 1]]);
    expect(names(await above('Account number: 5566778899', 'Account name: Chan Tai Man'))).toEqual([
      ['5566778899', 'Chan Tai Man', 'bank.jp', 2],
    ]);
    expect(names(await above('账号：6222000011112222', '对方户名：李四'))).toEqual([]);
  });
  it('is a column where there is one, and each name stands once; a name above is not that of other accounts', async () => {
    const read = await readAll(
      [
        '账号：6222000011112222 户名：王小明',
        '交易日期,账号,户名,支出,收入,余额,对方户名',
        '2026-03-02,6222000011112222,,5.00,,95.00,李四',
        '2026-03-03,6222000033334444,赵六,,7.00,7.00,李四',
        '2026-03-04,6222000033334444,赵六,,1.00,8.00,李四',
        '2026-03-05,6222000055556666,,,1.00,1.00,李四',
      ].join('\n'),
      contextOf(LEDGER),
    );
    expect(read.rejected).toEqual([]);
    expect(names(read)).toEqual([
      ['6222000011112222', '王小明', 'bank.cn', 1],
      ['6222000033334444', '赵六', 'bank.cn', 4],
    ]);
  });
});

describe('ledgers', () => {
  it('counts a transfer once that stands under one id in the ledgers of both its sides, and twice where it was made twice', async () => {
    const row = (uid: string, id: string, type: string, other: string): string =>
      `${uid},${id},2026-03-02 01:00:00,Internal Transfer ${type},USDT,100,0,,,,${other},Completed`;
    const read = await readAll(
      [
        'UID,Order ID,Time(UTC),Type,Coin,Amount,Fee,TXID,Address,Network,Counterparty UID,Status',
        row('80010001', 'I-1', 'Out', '80010002'),
        row('80010002', 'I-1', 'In', '80010001'),
        row('80010001', 'I-2', 'Out', '80010002'),
        row('80010001', 'I-2', 'Out', '80010002'),
        row('80010002', 'I-2', 'In', '80010001'),
        row('80010002', 'I-2', 'In', '80010001'),
      ].join('\n'),
      contextOf(LEDGER),
    );
    const amount = 100n * 10n ** 18n;
    expect(legs(read)).toEqual(['I-1', 'I-2', 'I-2'].map((id) => [id, 'ledger', '80010001', '80010002', 'USDT', amount]));
    expect(read.transactions.map(({ rows }) => rows)).toEqual([
      [2, 3],
      [4, 5, 6, 7],
    ]);
    expect(read.summary.flags).toContainEqual({ code: 'bothSides', transaction: 'I-1', rows: [2, 3] });
  });

  it('reads Alipay with its preamble, trailer, tabs behind numbers and GB18030', async () => {
    const text = [
      '支付宝交易记录明细查询',
      '账号:[user@example.com]',
      '起始日期:[2024-01-01 00:00:00]    终止日期:[2024-02-01 00:00:00]',
      '---------------------------------交易记录明细列表------------------------------------',
      '交易号                  ,商家订单号               ,交易创建时间              ,付款时间                ,最近修改时间              ,交易来源地     ,类型              ,交易对方            ,商品名称                ,金额（元）   ,收/支     ,交易状态    ,服务费（元）   ,成功退款（元）  ,备注                  ,资金状态     ,',
      '2024010122001\t,T1\t,2024-01-01 12:00:00 ,2024-01-01 12:00:01 ,2024-01-01 12:00:05 ,其他,即时到账交易,滴滴出行,快车,23.50   ,支出        ,交易成功    ,0.00     ,0.00     ,,已支出,',
      '2024010222001\t,T2\t,2024-01-02 12:00:00 ,2024-01-02 12:00:01 ,2024-01-02 12:00:05 ,其他,转账,张三,转账,1,000.00   ,收入        ,交易成功    ,0.10     ,0.00     ,,已收入,'.replace(
        '1,000.00',
        '1000.00',
      ),
      '2024010322001\t,T3\t,2024-01-03 12:00:00 ,2024-01-03 12:00:01 ,2024-01-03 12:00:05 ,其他,即时到账交易,卖家,手机壳,19.90   ,支出        ,交易关闭    ,0.00     ,0.00     ,,,',
      '2024010422001\t,T4\t,2024-01-04 12:00:00 ,2024-01-04 12:00:01 ,2024-01-04 12:00:05 ,其他,转账,余额宝,转入,5.00   ,不计收支        ,交易成功    ,0.00     ,0.00     ,,,',
      '------------------------------------------------------------------------------------',
      '共5笔记录',
      '已收入:1笔,1000.00元',
    ].join('\n');
    // Python: text.encode('gb18030') of the same lines gives the same; here only the ASCII part and names matter, so UTF-8 is enough.
    const read = await readAll(text, contextOf(LEDGER));
    expect(read.mapping).toBe('alipay');
    expect(read.rejected).toEqual([]);
    expect(legs(read)).toEqual([
      ['202401012200', 'ledger', 'user@example.com', null, 'CNY', 2350n],
      ['202401022200', 'ledger', null, 'user@example.com', 'CNY', 100000n],
      ['202401022200', 'fee', 'user@example.com', null, 'CNY', 10n],
    ]);
    expect(read.transactions[0]?.transaction.timeSeconds).toBe(Date.UTC(2024, 0, 1, 4, 0, 1) / 1000);
    expect(read.transactions[2]?.transaction.status).toBe('failed');
    expect(read.transactions[1]?.facts).toMatchObject({ counterpartyName: '张三' });
    expect(read.summary.flags).toContainEqual({ code: 'trailerCount', stated: 5, found: 4 });
    expect(read.summary.skipped.trailer).toBe(3);
  });

  it('reads WeChat Pay', async () => {
    const read = await readAll(
      [
        '微信支付账单明细,,,,,,,,,,',
        '微信昵称：[老王],,,,,,,,,,',
        '共2笔记录,,,,,,,,,,',
        '----------------------微信支付账单明细列表--------------------,,,,,,,,,,',
        '交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注',
        '2024-06-05 12:30:11,商户消费,店,"汉堡",支出,"¥1,023.50",零钱,支付成功,4200001234\t,1000\t,/',
        '2024-06-10 20:15:00,零钱提现,工商银行,/,/,¥50.00,零钱,提现已到账,1000050001\t,/,/',
      ].join('\n'),
      context,
    );
    expect(read.mapping).toBe('wechatPay');
    expect(legs(read)).toEqual([['4200001234', 'ledger', 'own', null, 'CNY', 102350n]]);
    expect(read.rejected).toEqual([]);
    expect(read.summary.flags).toEqual([{ code: 'zoneOfForm', zone: '+08:00' }]);
  });

  it('reads a Chinese bank statement with a marker column, sum line and running balance', async () => {
    const read = await readAll(
      [
        '账号：6222 0000 1111 2222  户名：王小明',
        '交易日期,交易时间,借贷标志,交易金额,账户余额,对方账号,对方户名,摘要,币种',
        '20240102,093000,贷,"1,000.00","1,000.00",6217000012345678,张三,转入,人民币',
        '20240103,100000,借,200.00,800.00,6217000099999999,李四,转出,人民币',
        '20240104,100000,借,300.00,400.00,,,ATM取款,人民币',
        '20240105,100000,?,1.00,401.00,,,?,人民币',
        '合计,,,"1,500.00",,,,,',
      ].join('\n'),
      contextOf(LEDGER),
    );
    expect(read.mapping).toBe('bank.cn');
    expect(legs(read).map(([, ...rest]) => rest)).toEqual([
      ['ledger', '6217000012345678', '6222000011112222', 'CNY', 100000n],
      ['ledger', '6222000011112222', '6217000099999999', 'CNY', 20000n],
      ['ledger', '6222000011112222', null, 'CNY', 30000n],
    ]);
    expect(read.transactions[0]?.transaction.timeSeconds).toBe(Date.UTC(2024, 0, 2, 1, 30, 0) / 1000);
    expect(read.rejected.map((one) => [one.row, one.reason])).toEqual([[6, 'directionUnknown']]);
    expect(read.summary.flags).toContainEqual({ code: 'balanceBreak', row: 5, expected: '50000', stated: '40000' });
    expect(read.summary.skipped.trailer).toBe(1);
  });

  it('reads a Japanese statement with two amount columns, an era and full-width digits', async () => {
    const read = await readAll(
      [
        'お取引日,お取引内容,お支払金額,お預り金額,差引残高',
        'R6.4.1,振込　ﾔﾏﾀﾞ ﾀﾛｳ,,１００，０００,150000',
        '令和6年4月2日,ＡＴＭ,△1000,,151000',
        'R6.4.3,手数料,220,,150780',
        'R6.4.4,x,1.5,,1',
      ].join('\n'),
      context,
    );
    expect(read.mapping).toBe('bank.jp');
    expect(legs(read).map(([, ...rest]) => rest)).toEqual([
      ['ledger', null, 'own', 'JPY', 100000n],
      ['ledger', null, 'own', 'JPY', 1000n],
      ['ledger', 'own', null, 'JPY', 220n],
    ]);
    expect(read.transactions[0]?.transaction.timeSeconds).toBe(Date.UTC(2024, 2, 31, 15) / 1000);
    expect(read.rejected.map((one) => one.reason)).toEqual(['tooManyDecimals']);
    expect(read.summary.flags.filter((flag) => flag.code === 'balanceBreak')).toEqual([]);
  });

  it('takes a bank of Taiwan for one, and says that no currency is named', async () => {
    const rows = ['交易日期,摘要,支出金額,存入金額,餘額,備註', '113/04/01,轉帳存入,,"50,000","60,000",王小明'];
    const read = await readAll(rows.join('\n'), context);
    expect(read.mapping).toBe('bank.tw');
    expect(legs(read).map(([, ...rest]) => rest)).toEqual([['ledger', null, 'own', 'TWD', 5000000n]]);
    expect(read.summary.flags).toContainEqual({ code: 'currencyAssumed', currency: 'TWD', mapping: 'bank.tw' });
  });

  it.each([
    ['above the table', ['幣別：港幣', '交易日期,摘要,支出金額,存入金額,餘額', '113/04/01,x,,"50,000","60,000"'], 'HKD', 5000000n, 0],
    ['in a column’s name', ['交易日期,摘要,支出金額(USD),存入金額(USD),餘額', '113/04/01,x,,50.25,60'], 'USD', 5025n, 0],
    [
      'above a Chinese table',
      ['账号：6222 0000 1111 2222 币种：美元', '交易日期,借贷标志,交易金额,账户余额', '20240102,贷,50,60'],
      'USD',
      5000n,
      0,
    ],
    ['as the unit of its country', ['交易日期,借贷标志,交易金额（元）,账户余额', '20240102,贷,50,60'], 'CNY', 5000n, 0],
    [
      'by two names, which decides nothing',
      ['人民币/美元账户', '交易日期,借贷标志,交易金额,账户余额', '20240102,贷,50,60'],
      'CNY',
      5000n,
      1,
    ],
  ])('takes the currency that a statement names %s', async (_, rows, currency, amount, flags) => {
    const read = await readAll(rows.join('\n'), context);
    expect(legs(read).map((leg) => leg.slice(-2))).toEqual([[currency, amount]]);
    expect(read.summary.flags.filter(({ code }) => code === 'currencyAssumed')).toHaveLength(flags);
  });

  it('reads Binance legs by their sign', async () => {
    const read = await readAll(
      'User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n77,2024-01-10 08:00:00,Spot,Transaction Buy,BTC,0.02,\n77,2024-01-10 08:00:00,Spot,Transaction Spend,USDT,-1200,\n77,2024-01-10 08:00:00,Spot,Fee,BNB,-0.001,\n77,2024-01-11 08:00:00,Spot,Withdraw,USDT,-10,Withdraw fee is included\n77,2024-01-11 08:00:00,Spot,Withdraw,USDT,-10,Withdraw fee is included\n',
      contextOf(LEDGER, { decimalsOf: (symbol) => (symbol === 'USDT' ? 6 : null) }),
    );
    expect(read.mapping).toBe('binance.statement');
    expect(legs(read).map(([, ...rest]) => rest)).toEqual([
      ['trade', null, '77', 'BTC', 20000000000000000n],
      ['trade', '77', null, 'USDT', 1200000000n],
      ['fee', '77', null, 'BNB', 1000000000000000n],
      ['ledger', '77', null, 'USDT', 10000000n],
      ['ledger', '77', null, 'USDT', 10000000n],
    ]);
    // Two rows that say the same, without an id: one transaction of two movements, for a person to decide.
    expect(read.summary.flags).toMatchObject([
      { code: 'equalRows', rows: [5, 6] },
      { code: 'zoneOfColumn', zone: '+00:00' },
    ]);
  });

  it("keeps the chain's transaction beside a row of an exchange's reply", async () => {
    const txid = 'ab'.repeat(32);
    const read = await readAll(
      `用户ID,时间,类型,币种,数量,手续费,交易哈希,地址,状态\n9001,2024-01-02 03:04:05,提币,USDT,100.5,1,${txid},TXaddr,成功\n9001,2024-01-02 03:04:05,充币,USDT,7,0,,TYaddr,失败\n`,
      contextOf(LEDGER, { time: { zoneMinutes: 480, dayOrder: null } }),
    );
    expect(read.mapping).toBe('exchange.ledger');
    expect(legs(read).map(([, kind, from, to]) => [kind, from, to])).toEqual([
      ['ledger', '9001', null],
      ['fee', '9001', null],
    ]);
    expect(read.transactions[0]?.facts).toMatchObject({ chainTxid: txid, chainAddress: 'TXaddr', operation: '提币' });
    expect(read.transactions[1]?.transaction.status).toBe('failed');
  });

  it('reads a saved profile of an explorer nobody has written a mapping for', async () => {
    const profile = readProfile(
      JSON.stringify({
        format: 'tracehold.tableProfile.1',
        id: 'my.explorer',
        version: '1',
        title: 'x',
        family: 'evm',
        decimalMark: ',',
        zoneMinutes: 0,
        columns: [
          { role: 'transactionId', names: ['Hash'] },
          { role: 'time', names: ['When'] },
          { role: 'from', names: ['Sender'] },
          { role: 'to', names: ['Receiver'] },
          { role: 'amount', names: ['Coins'] },
          { role: 'status', names: ['OK?'] },
        ],
        statuses: { ok: ['yes'], failed: ['no'] },
      }),
      'p.json',
    );
    const hash = `0x${'1'.repeat(64)}`;
    const [A, B] = ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'];
    const read = await readAll(
      `Hash;When;Sender;Receiver;Coins;OK?\n${hash};2024-01-02 03:04:05;${A};${B};1.234,5;yes\n${hash.replace('1', '2')};2024-01-02 03:04:05;${A};${B};1;no\n`,
      contextOf(evm()),
      { mappings: [profileMapping(profile)] },
    );
    expect(read.transactions.map(({ transaction: t }) => [t.status, t.transfers.map((m) => m.amount)])).toEqual([
      ['ok', [1234500000000000000000n]],
      ['failed', []],
    ]);
  });

  it('refuses a profile that is not one', () => {
    for (const text of [
      '{',
      '{}',
      JSON.stringify({ format: 'tracehold.tableProfile.1', id: '../x', version: '1', title: '', family: 'evm', columns: [] }),
    ])
      expect(() => readProfile(text, 'p.json')).toThrow(expect.objectContaining({ code: 'intake.malformed' }));
  });
});
