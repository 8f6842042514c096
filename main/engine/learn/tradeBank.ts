// The bank of practice case three, payment by payment: what the ring pays round, and what honest companies pay for goods, wages and small sales.
// Sums are fixed for the ring, so that they can be checked by hand, and drawn from the seed for the others.
import type { SeededGenerator } from './seededGenerator.ts';
import { at, CONTROLLER, DEALER, HONEST_COMPANIES, RING_COMPANIES, RING_PAYERS, type TradeCompany, type TradePayer } from './tradeCast.ts';

interface Party {
  readonly name: string;
  readonly account: string;
}

export interface BankPayment {
  readonly id: string;
  readonly seconds: number;
  readonly from: Party;
  readonly to: Party;
  readonly yen: bigint;
  readonly memo: string;
}

/** What the first company takes in on each working day, in 100,000 yen; all but 100,000 of it reaches the dealer by the evening. */
export const RING_DAYS: readonly number[] = [18, 24, 30, 15, 21, 27, 33, 36, 19, 39];
/** The day of the payment that the officer is given. */
export const FLAGGED_DAY = 5;
const UNIT = 100_000n;
const FIRST_PART = 10;
/** What the controller keeps of each day. */
const KEPT = 1;

const [AOBA, KIRISHIMA, MINATO, HAKURO] = RING_COMPANIES;
const [FISH, CARRIER, BOOKS] = HONEST_COMPANIES;
const PRIVATE: Party = { name: CONTROLLER.kana, account: CONTROLLER.account };

/** Accounts whose statements the bank gave, with what they held before. The ring's are empty every evening. */
export const HELD: readonly (readonly [TradeCompany, bigint])[] = [
  ...RING_COMPANIES.map((company) => [company, 0n] as const),
  ...([
    [FISH, 8_240_115n],
    [CARRIER, 6_018_440n],
    [BOOKS, 412_909n],
  ] as const),
];

export function bankPayments(random: SeededGenerator): readonly BankPayment[] {
  const made: Omit<BankPayment, 'id'>[] = [];
  const pay = (seconds: number, from: Party, to: Party, yen: bigint, memo: string): void =>
    void made.push({ seconds, from, to, yen, memo });
  for (const [day, total] of RING_DAYS.entries()) {
    const payers = [RING_PAYERS[day % 4], RING_PAYERS[(day + 1) % 4]] as [TradePayer, TradePayer];
    pay(at(day, 9, 20), payers[0], AOBA, BigInt(FIRST_PART) * UNIT, '振込 商品代金');
    pay(at(day, 9, 50), payers[1], AOBA, BigInt(total - FIRST_PART) * UNIT, '振込 商品代金');
    pay(at(day, 11, 5), AOBA, KIRISHIMA, BigInt(total) * UNIT, '業務委託費');
    pay(at(day, 13, 10), KIRISHIMA, MINATO, BigInt(total) * UNIT, 'コンサルティング料');
    pay(at(day, 14, 0), MINATO, HAKURO, BigInt(total) * UNIT, '企画料');
    pay(at(day, 15, 5), HAKURO, DEALER, BigInt(total - KEPT) * UNIT, '決済代金');
    pay(at(day, 16, 30), HAKURO, PRIVATE, BigInt(KEPT) * UNIT, '役員報酬');
  }
  fish(pay, random);
  carrier(pay, random);
  books(pay, random);
  return made
    .map((one, order) => ({ ...one, order }))
    .sort((a, b) => a.seconds - b.seconds || a.order - b.order)
    .map(({ order: _, ...one }, index) => ({ id: `TR2603${String(index + 1).padStart(5, '0')}`, ...one }));
}

type Pay = (seconds: number, from: Party, to: Party, yen: bigint, memo: string) => void;

/** Goods in, goods out: sums with tax, and a stock in between. */
function fish(pay: Pay, random: SeededGenerator): void {
  const buyers: readonly Party[] = [
    { name: 'ﾘﾖｳﾘﾔ ﾊﾏﾃﾞﾗ', account: '0040000021' },
    { name: 'ｶ)ﾐﾅﾄｽ-ﾊﾟ-', account: '0040000022' },
  ];
  const importer: Party = { name: 'ﾎｸﾖｳﾕﾆﾕｳ(ｶ', account: '0040000023' };
  for (let day = 0; day < 10; day++) {
    pay(at(day, 10, 12), buyers[day % 2] as Party, FISH, random.amountBetween(210_000n, 640_000n) * 1n + 7n, '冷凍えび代金');
    if (day % 2 === 0) pay(at(day, 12, 40), FISH, importer, random.amountBetween(480_000n, 1_900_000n) + 3n, '輸入代金 冷凍えび');
  }
  pay(at(4, 15, 30), FISH, { name: 'ﾅｷﾞｻﾌﾄﾞｳｻﾝ', account: '0040000024' }, 300_000n, '倉庫賃料');
}

/** Wages on one day, freight paid by customers on others. */
function carrier(pay: Pay, random: SeededGenerator): void {
  for (const [index, day] of [0, 2, 3, 6, 8].entries())
    pay(
      at(day, 10, 45),
      { name: `ﾆﾇｼ ${index % 3}`, account: `005000003${index % 3}` },
      CARRIER,
      random.amountBetween(640_000n, 1_300_000n) + 1n,
      '運賃',
    );
  for (let worker = 0; worker < 12; worker++)
    pay(
      at(6, 9, 0),
      CARRIER,
      { name: `ｼﾔｲﾝ ${worker + 1}`, account: `00600000${40 + worker}` },
      random.amountBetween(218_000n, 312_000n) + 1n,
      '給与',
    );
}

/** Many small sales by card, and now and then a publisher. */
function books(pay: Pay, random: SeededGenerator): void {
  const cards: Party = { name: 'ｶ-ﾄﾞｾｲｻﾝ', account: '0070000061' };
  for (let day = 0; day < 10; day++)
    for (let sale = 0; sale < 2; sale++)
      pay(at(day, 11 + sale * 4, 32), cards, BOOKS, random.amountBetween(8_100n, 47_000n) + 1n, 'カード売上');
  for (const day of [3, 8])
    pay(at(day, 14, 20), BOOKS, { name: 'ﾄﾘﾂｷﾞ(ｶ', account: '0070000062' }, random.amountBetween(90_000n, 160_000n) + 1n, '仕入');
}
