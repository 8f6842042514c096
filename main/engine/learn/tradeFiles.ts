// The files of practice case three as an officer gets them: the bank's statement and its customers' opening records, invoices found at the
// companies, a table of networks, rates, a label list, and, later, what the exchange answers. Documentation addresses of the internet are nobody's.
import { encodeShiftJis } from './nationalText.ts';
import { clock, csv, JAPAN_SECONDS } from './replyText.ts';
import { type BankPayment, HELD } from './tradeBank.ts';
import { at, CONTROLLER, DEALER, HONEST_COMPANIES, RING_COMPANIES } from './tradeCast.ts';
import type { TradeTruth } from './tradeTruth.ts';

/** As the bank's records name it; the ledger of its statement is called the same. */
export const BANK_NAME = 'Practice Bank';
const EXCHANGE_NAME = 'Lantern Exchange';
const HOME = '203.0.113.24';
const MOBILE = '198.51.100.77';

/** 入出金明細 of seven accounts in one file: each payment between two of them stands in both, under one number. */
export function bankStatement(payments: readonly BankPayment[]): Uint8Array {
  const rows: string[][] = [
    [
      ...['口座番号', '口座名義', '取引日', '取引時刻', '取引番号'],
      ...['出金金額', '入金金額', '差引残高', '相手口座番号', '振込依頼人名', '摘要'],
    ],
  ];
  for (const [{ name, account }, opening] of HELD) {
    let balance = opening;
    for (const { id, seconds, from, to, yen, memo } of payments) {
      if (from.account !== account && to.account !== account) continue;
      const isOut = from.account === account;
      const other = isOut ? to : from;
      balance += isOut ? -yen : yen;
      const [day = '', time = ''] = clock(seconds + JAPAN_SECONDS).split(' ');
      rows.push([
        ...[account, name, day, time, id, isOut ? `${yen}` : '', isOut ? '' : `${yen}`, `${balance}`],
        ...[other.account, other.name, memo],
      ]);
    }
  }
  return encodeShiftJis(csv(rows));
}

/** 請求書一覧: for each of the ring's payments a paper that does not say what for; for the honest ones goods by weight. */
export function invoiceList(payments: readonly BankPayment[]): Uint8Array {
  const rows: string[][] = [['請求書番号', '請求日', '請求元', '請求先', '金額', '通貨', '品目']];
  const [aoba] = RING_COMPANIES;
  const [fish] = HONEST_COMPANIES;
  const ring = new Set([...RING_COMPANIES, DEALER].map(({ account }) => account));
  const goods = ['冷凍えび 2400kg', '冷凍えび 1150kg 冷凍いか 300kg', '冷凍たこ 820kg'];
  let number = 0;
  for (const { seconds, from, to, yen } of payments) {
    const isRing = ring.has(to.account) && (ring.has(from.account) || to.account === aoba.account);
    const isFish = to.account === fish.account || (from.account === fish.account && yen > 400_000n);
    if (!isRing && !isFish) continue;
    number++;
    const what = isFish ? (goods[number % goods.length] as string) : '';
    const [day = ''] = clock(seconds + JAPAN_SECONDS - 86_400).split(' ');
    rows.push([`${isFish ? 'MS' : 'A'}-${String(number).padStart(4, '0')}`, day, to.name, from.name, `${yen}`, 'JPY', what]);
  }
  return encodeShiftJis(csv(rows));
}

/** 口座開設記録: what the bank keeps of its customers, for companies with what the register of companies says. */
export function openingRecords(): Uint8Array {
  const head = ['名義人', 'フリガナ', '顧客種別', '事業者', '口座番号', '設立日', '本店所在地', '代表者', '電話番号'];
  const company = ({ name, account, founded, office, director }: (typeof RING_COMPANIES)[number], bank: string): string[] => [
    ...[name, '', '法人', bank, account, founded, office, director, ''],
  ];
  return encodeShiftJis(
    csv([
      head,
      ...[...RING_COMPANIES, ...HONEST_COMPANIES].map((one) => company(one, BANK_NAME)),
      company(DEALER, 'Practice Second Bank'),
      ...[[CONTROLLER.bankName, CONTROLLER.kana, '個人', BANK_NAME, CONTROLLER.account, '', '', '', CONTROLLER.bankPhone]],
    ]),
  );
}

export function networkTable(): Uint8Array {
  return new TextEncoder().encode(
    csv([
      ['network', 'country', 'name'],
      ['203.0.113.0/24', 'JP', 'Practice Fibre'],
      ['198.51.100.0/24', 'JP', 'Practice Mobile'],
      ['192.0.2.0/24', 'SG', 'Practice Hosting'],
    ]),
  );
}

/** What a desk quoted on each working day: a rate is somebody's word, so every row says whose. */
export function yenRates(): Uint8Array {
  const quoted = ['149.80', '150.10', '150.20', '149.90', '149.70', '150.00', '150.30', '149.60', '150.10', '149.90'];
  return new TextEncoder().encode(
    csv([['time', 'pair', 'rate', 'source'], ...quoted.map((rate, day) => [clock(at(day, 14, 30)), 'USDT/JPY', rate, 'practice desk'])]),
  );
}

/** Whose hot wallet it is, as a list that investigators share has it. */
export function exchangeLabels({ wallets }: TradeTruth): string {
  return `${[
    ...['title: "TRACEHOLD TRAINING: Lantern Exchange"', 'creator: "Tracehold training desk"'],
    'description: "Training material: proves nothing about real coins"',
    ...['source: "https://training.invalid/lantern-exchange"', 'lastmod: 2026-03-01', 'network: tron-training', 'currency: USDT'],
    ...['category: exchange', 'confidence: service_data', 'tags:'],
    ...[`- address: ${JSON.stringify(wallets.hot)}`, `  label: ${JSON.stringify(`${EXCHANGE_NAME} hot wallet`)}`],
  ].join('\n')}\n`;
}

/** One file for one request: the customer of the deposit address, and each log-in with its address, port and time. */
export function exchangeAnswer({ wallets, deposited }: TradeTruth, timeOf: (txid: string) => number): Uint8Array {
  const { customer, exchangeName, latin, birthDate, document, email, phone } = CONTROLLER;
  const person = [EXCHANGE_NAME, customer, exchangeName, latin, 'person'];
  const logins = deposited.flatMap(({ txid }, index): string[][] => {
    const seconds = timeOf(txid);
    return [
      ['login', HOME, String(50_211 + index * 37), seconds - 1_260],
      ['withdrawal asked for', index % 2 === 0 ? HOME : MOBILE, String(51_004 + index * 91), seconds + 2_745],
    ].map(([what, ip, port, time]) => [
      ...person,
      ...['', '', '', '', '', ''],
      ...[String(what), String(ip), String(port), clock(Number(time))],
    ]);
  });
  const head = [
    ...['Platform', 'Customer ID', 'Name', 'Romanised name', 'Customer type', 'Date of birth', 'Document type', 'Document number'],
    ...['E-mail', 'Phone', 'Deposit address', 'Action', 'IP address', 'Source port', 'Login time (UTC)'],
  ];
  const record = [...person, birthDate, 'passport', document, email, phone, wallets.deposit, '', '', '', ''];
  return new TextEncoder().encode(`\ufeff${csv([head, record, ...logins])}`);
}
