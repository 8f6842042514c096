// What lies on the laptop of practice case four: a wallet that only watches, bookmarks, a note with half of a phrase, a deleted note; and beside them
// what looks like a find and leads nowhere: a word list, documentation, an old phrase, somebody else's address.
import { wordAt } from './devicePhrase.ts';
import type { FatFile } from './fatVolume.ts';
import { HANDOVER_PLACE } from './devicePhone.ts';

/** BIP39's test vectors, which stand on many pages. */
export const PUBLISHED: readonly string[] = [
  'legal winner thank year wave sausage worth useful legal winner thank yellow',
  `${'abandon '.repeat(11)}about`,
];
const TRAINING = 'Training material: proves nothing about real coins. Everybody in it is made up.\n';
const HOME = 'Users/morita';
const WORDS_OF_A_LIST = 2048;

interface Told {
  readonly half: string;
  readonly oldPhrase: string;
  readonly watched: readonly string[];
  readonly handoverTo: string;
  readonly shop: string;
}

export function laptopFiles({ half, oldPhrase, watched, handoverTo, shop }: Told): FatFile[] {
  const text = new TextEncoder();
  const file = (path: string, content: string, time: string, isDeleted = false): FatFile => ({
    ...{ path, bytes: text.encode(content), time, isDeleted },
  });
  return [
    file('TRAINING.TXT', TRAINING, '2023-11-02T09:00'),
    file(`${HOME}/AppData/Roaming/Electrum/wallets/watch_only`, watchOnly(watched), '2024-01-02T02:41'),
    file(`${HOME}/AppData/Local/Google/Chrome/User Data/Default/Bookmarks`, bookmarks(watched[1] ?? ''), '2024-01-02T02:55'),
    file(
      `${HOME}/Documents/garden plan.txt`,
      `Tomatoes along the wall.\n\nsecond half of the phrase, the rest is with K\n${half}\n\nBasil in pots.\n`,
      '2023-12-28T21:30',
    ),
    file(`${HOME}/Documents/handover.txt`, `${HANDOVER_PLACE}\n0.30 BTC to ${handoverTo}\nthen delete this\n`, '2024-01-02T03:20', true),
    file(
      `${HOME}/Documents/english.txt`,
      `${Array.from({ length: WORDS_OF_A_LIST }, (_, at) => wordAt(at)).join('\n')}\n`,
      '2023-11-05T18:02',
    ),
    file(`${HOME}/Documents/old wallet 2021.txt`, `backup words of the wallet I never used\n${oldPhrase}\n`, '2023-11-05T18:10'),
    file(`${HOME}/Documents/address book.csv`, `name,address\nHanamidori flowers,${shop}\n`, '2023-12-01T12:00'),
    file(`${HOME}/Downloads/mnemonic test vectors.html`, vectors(), '2023-11-05T17:58'),
    file(`${HOME}/Downloads/how to keep a wallet.txt`, ADVICE, '2023-11-05T17:40'),
  ];
}

/** Electrum 4: addresses that it watches and no key. */
function watchOnly(addresses: readonly string[]): string {
  const held = Object.fromEntries(addresses.map((address) => [address, {}]));
  return `${JSON.stringify({ addr_history: Object.fromEntries(addresses.map((address) => [address, []])), addresses: held, labels: {}, seed_version: 58, use_encryption: false, wallet_type: 'imported' }, null, 4)}\n`;
}

function bookmarks(address: string): string {
  const page = (id: string, name: string, url: string): object => ({ date_added: '13348636800000000', id, name, type: 'url', url });
  const children = [
    page('5', 'Address', `https://mempool.space/testnet/address/${address}`),
    page('6', 'Sign in', 'https://www.kraken.com/sign-in'),
    page('7', 'Weather', 'https://weather.example/minato'),
  ];
  return `${JSON.stringify({ checksum: '', roots: { bookmark_bar: { children, id: '1', name: 'Bookmarks bar', type: 'folder' } }, version: 1 }, null, 3)}\n`;
}

const vectors = (): string =>
  `<!doctype html>\n<title>Mnemonic test vectors</title>\n<h1>Published examples</h1>\n${PUBLISHED.map((phrase) => `<p>recovery phrase</p>\n<pre>${phrase}</pre>\n`).join('')}`;

const ADVICE = `How to keep a wallet

Write the recovery phrase on paper, in order, and keep it away from cameras. Some people divide the words of the phrase between
two places. Anybody who has all of them has the coins. Never type the seed phrase into a page that asks for it.
`;
