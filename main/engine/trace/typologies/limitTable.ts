// Limits of laws and standards, as data with their sources and the day they were written down. The program does not say which applies to a
// day, a person or a payment: laws change, and most limits hold for one kind of business alone.

export interface LimitOfLaw {
  readonly id: string;
  readonly jurisdiction: string;
  readonly kind: 'reporting' | 'identification' | 'travelRule';
  /** ISO 4217. */
  readonly currency: string;
  /** In whole units. */
  readonly amount: bigint;
  readonly source: string;
  readonly stated: string;
}

const STATED = '2026-11-22';

export const LIMIT_TABLE: readonly LimitOfLaw[] = (
  [
    ['fatfUsd', 'FATF', 'travelRule', 'USD', 1_000n, 'FATF Recommendation 15, interpretive note 7(b)'],
    ['fatfEur', 'FATF', 'travelRule', 'EUR', 1_000n, 'FATF Recommendation 15, interpretive note 7(b)'],
    ['usReport', 'US', 'reporting', 'USD', 10_000n, '31 CFR 1010.311 (currency transaction report: cash)'],
    ['usTravel', 'US', 'travelRule', 'USD', 3_000n, '31 CFR 1010.410(f)'],
    ['euSelfHosted', 'EU', 'identification', 'EUR', 1_000n, 'Regulation (EU) 2023/1113, Art. 14(5) (self-hosted addresses)'],
    ['jpCash', 'JP', 'identification', 'JPY', 2_000_000n, '犯罪による収益の移転防止に関する法律施行令 第7条 (large cash transactions)'],
    ['jpTransfer', 'JP', 'identification', 'JPY', 100_000n, '犯罪による収益の移転防止に関する法律施行令 第7条 (cash remittance)'],
    ['cnCash', 'CN', 'reporting', 'CNY', 50_000n, '中国人民银行令〔2016〕第3号 第5条 (cash)'],
    ['cnDomestic', 'CN', 'reporting', 'CNY', 500_000n, '中国人民银行令〔2016〕第3号 第5条 (natural persons, domestic transfers)'],
    ['cnCompany', 'CN', 'reporting', 'CNY', 2_000_000n, '中国人民银行令〔2016〕第3号 第5条 (other than natural persons)'],
    ['cnAbroad', 'CN', 'reporting', 'CNY', 200_000n, '中国人民银行令〔2016〕第3号 第5条 (natural persons, cross-border transfers)'],
    ['hkTransfer', 'HK', 'travelRule', 'HKD', 8_000n, 'Cap. 615 (AMLO), Schedule 2, s. 12 and 13A'],
    ['hkOccasional', 'HK', 'identification', 'HKD', 120_000n, 'Cap. 615 (AMLO), Schedule 2, s. 3'],
    [
      'hkOccasionalVa',
      'HK',
      'identification',
      'HKD',
      8_000n,
      'SFC, AML/CFT Guideline (June 2023), ch. 12 (occasional transactions in virtual assets)',
    ],
    ['sgTravel', 'SG', 'travelRule', 'SGD', 1_500n, 'MAS Notice PSN02, para. 13 (value transfers)'],
    ['krTravel', 'KR', 'travelRule', 'KRW', 1_000_000n, '특정금융정보법 시행령 제10조의10'],
  ] as const
).map(([id, jurisdiction, kind, currency, amount, source]) => ({ id, jurisdiction, kind, currency, amount, source, stated: STATED }));
