// Who stands in practice case three: four companies of one hand, the dealer they pay, honest companies whose files lie beside theirs, and the
// days of the story. Names, numbers and offices are invented; nobody's real account can have them.
export interface TradeCompany {
  readonly name: string;
  readonly account: string;
  readonly founded: string;
  readonly office: string;
  readonly director: string;
}

/** Names as Japanese banks write them on a transfer: half-width kana. */
export interface TradePayer {
  readonly name: string;
  readonly account: string;
}

const OFFICE = '練習県港市中央1-2-3 練習第一ビル4階';

/** In the order in which the money passes them. One director in two spellings and once with a wide blank, as registers have them. */
export const RING_COMPANIES: readonly [TradeCompany, TradeCompany, TradeCompany, TradeCompany] = [
  { name: '株式会社アオバ商会', account: '0010000101', founded: '2025-09-08', office: OFFICE, director: '齋藤 健一' },
  { name: '株式会社キリシマ貿易', account: '0010000102', founded: '2025-09-09', office: OFFICE, director: '斎藤 健一' },
  { name: '合同会社ミナト物産', account: '0010000103', founded: '2025-09-10', office: OFFICE, director: '齋藤　健一' },
  { name: '株式会社ハクロ興業', account: '0010000104', founded: '2025-09-11', office: OFFICE, director: '斎藤健一' },
];
/** The first ships goods, the second pays wages, the third sells to many. One director's name is near that of the ring, and another's. */
export const HONEST_COMPANIES: readonly [TradeCompany, TradeCompany, TradeCompany] = [
  { name: '三崎水産株式会社', account: '0010000201', founded: '1987-04-01', office: '練習県浜市魚町5-6', director: '斎藤 健二' },
  { name: '若葉運送株式会社', account: '0010000202', founded: '1998-10-15', office: '練習県港市西2-8', director: '渡邊 洋子' },
  { name: '有限会社ひばり書店', account: '0010000203', founded: '2003-06-20', office: '練習県港市駅前1-1', director: '佐藤 健一' },
];
/** Sells USDT over the counter; its own statement is not in the case. */
export const DEALER: TradeCompany = {
  ...{ name: '株式会社ユニオン両替', account: '0020000901', founded: '2019-02-01' },
  ...{ office: '練習県都市町9-9', director: '高橋 誠' },
};
/** Who pays the first company, by what its invoices call goods. */
export const RING_PAYERS: readonly [TradePayer, TradePayer, TradePayer, TradePayer] = [
  { name: 'ﾔﾏﾓﾄ ｼﾞﾛｳ', account: '0030000011' },
  { name: 'ｺﾊﾞﾔｼ ﾊﾙｺ', account: '0030000012' },
  { name: 'ﾏﾂﾀﾞ ﾄｵﾙ', account: '0030000013' },
  { name: 'ｲﾉｳｴ ﾅｵ', account: '0030000014' },
];

/** Behind it all. The bank wrote the old form of the name, the exchange the new one. */
export const CONTROLLER = {
  ...{ bankName: '齋藤 健一', kana: 'サイトウ ケンイチ', account: '0010000777', bankPhone: '090-0000-0101' },
  ...{ exchangeName: '斎藤 健一', latin: 'SAITO KENICHI', customer: '70420117', birthDate: '1984-05-17' },
  ...{ document: 'TZ0000417', email: 'k.saito@mail.example', phone: '+81 90-0000-0101' },
} as const;

/** 2026-03-02, a Monday, 00:00 in Japan. */
const FIRST_DAY = 1_772_377_200;
const WORKING_DAYS = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11];

/** Seconds of a time of day in Japan on a working day of the story, from 0. */
export function at(day: number, hour: number, minute: number): number {
  return FIRST_DAY + (WORKING_DAYS[day] as number) * 86_400 + hour * 3600 + minute * 60;
}
