// Accounts that pay for others as their business, by their operators' own statements: exchanges that send coins to many, and where energy
// is rented. A short list with source and day in every line, not a directory: labels of a category say the rest. Each was held against a
// second public source; who holds such an account today, no line says.
import { ETHEREUM, TRON } from '../../chains/index.ts';

export interface KnownService {
  readonly chain: string;
  readonly account: string;
  readonly name: string;
  readonly category: 'exchange' | 'energy_rental';
  readonly source: string;
  /** Day of the statement, or on which the page was read. */
  readonly stated: string;
}

const BINANCE = [
  'Binance',
  'exchange',
  'binance.com/en/blog/community/our-commitment-to-transparency-2895840147147652626',
  '2022-11-16',
] as const;
const BITFINEX = ['Bitfinex', 'exchange', 'github.com/bitfinexcom/pub wallets.txt', '2022-12-12'] as const;
const KUCOIN = ['KuCoin', 'exchange', 'kucoin.com/blog/transparency-and-trust-a-detailed-list-of-kucoin-s-wallets', '2022-11-16'] as const;
const JUSTLEND = ['JustLend DAO energy rental', 'energy_rental', 'docs.justlend.org/developers/energy_rental', '2026-11-22'] as const;

type Row = readonly [chain: string, account: string, operator: typeof BINANCE | typeof BITFINEX | typeof KUCOIN | typeof JUSTLEND];

const ROWS: readonly Row[] = [
  [TRON.id, 'TU2MJ5Veik1LRAgjeSzEdvmDYx7mefJZvd', JUSTLEND],
  [TRON.id, 'TJDENsfBJs4RFETt1X1W8wMDc8M5XnJhCe', BINANCE],
  [TRON.id, 'TAzsQ9Gx8eqFNFSKbeXrbi45CuVPHzA8wr', BINANCE],
  [TRON.id, 'TQrY8tryqsYVCYS3MFbtffiPp2ccyn4STm', BINANCE],
  [TRON.id, 'TNXoiAJ3dct8Fjg4M9fkLFh9S2v9TXc32G', BINANCE],
  [TRON.id, 'TYASr5UV6HEcXatwdFQfmLVUqQQQMUxHLS', BINANCE],
  [TRON.id, 'TXFBqBbqJommqZf7BV8NNYzePh97UmJodJ', BITFINEX],
  [TRON.id, 'TUpHuDkiCCmwaTZBHZvQdwWzGNm5t8J2b9', KUCOIN],
  [ETHEREUM.id, '0x28C6c06298d514Db089934071355E5743bf21d60', BINANCE],
  [ETHEREUM.id, '0x21a31Ee1afC51d94C2eFcCAa2092aD1028285549', BINANCE],
  [ETHEREUM.id, '0xDFd5293D8e347dFe59E90eFd55b2956a1343963d', BINANCE],
  [ETHEREUM.id, '0x56Eddb7aa87536c09CCc2793473599fD21A8b17F', BINANCE],
  [ETHEREUM.id, '0xF977814e90dA44bFA03b6295A0616a897441aceC', BINANCE],
  [ETHEREUM.id, '0xBE0eB53F46cd790Cd13851d5EFf43D12404d33E8', BINANCE],
  [ETHEREUM.id, '0x77134cbC06cB00b66F4c7e623D5fdBF6777635EC', BITFINEX],
  [ETHEREUM.id, '0x876EabF441B2EE5B5b0554Fd502a8E0600950cFa', BITFINEX],
];

export const KNOWN_SERVICES: readonly KnownService[] = ROWS.map(([chain, account, [name, category, source, stated]]) => ({
  ...{ chain, account, name, category, source, stated },
}));

const SERVICES = new Map(KNOWN_SERVICES.map((one) => [`${one.chain} ${one.account}`, one]));

export function knownService(chain: string, account: string): KnownService | null {
  return SERVICES.get(`${chain} ${account}`) ?? null;
}
