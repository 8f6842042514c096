// Where something is said to be: a country as records name it, coordinates as they write them, kinds of places. Checked here, once, for
// registers and for links by hand; the coordinates stay as written.
import { type LinkDetail, type LinkKind, PLACE_KINDS } from '../../../../shared/contract/people.ts';
import { type CoordinateProblem, countryCode, readCoordinates } from '../../labels/index.ts';

export type Where = Pick<LinkDetail, 'country' | 'latitude' | 'longitude'>;
export type WhereProblem = CoordinateProblem | 'countryInvalid' | 'notOfAPlace' | 'placeKindInvalid';
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Links that may say where; an IP sighting only what its register states of it. */
const PLACED: readonly LinkKind[] = ['place', 'office', 'postal', 'ip'];
const KIND_WORDS: readonly (readonly [PlaceKind, RegExp])[] = [
  ['cashMachine', /atm|cash ?(?:machine|dispenser|point)|\bcdm?\b|現金自動|自动柜员|自動櫃員|自助|提款[机機]|柜员机|櫃員機/i],
  ['branch', /branch|支店|本店|営業所|出張所|取扱店|支行|分行|营业部|營業部|网点|網點|柜台|櫃檯|counter/i],
  ['home', /\bhome|residence|自宅|住居|居所|住宅|家庭/i],
  ['office', /office|headquarters|事務所|オフィス|办公|辦公/i],
];

export function readWhere({ country, latitude, longitude }: Where): Where | { readonly problem: WhereProblem } {
  const code = country.trim() === '' ? '' : countryCode(country);
  if (code === null) return { problem: 'countryInvalid' };
  const read = readCoordinates(latitude, longitude);
  if (typeof read === 'string') return { problem: read };
  return { country: code, latitude: latitude.trim(), longitude: longitude.trim() };
}

/** The same of a link by hand, where the kind of link and of place must fit too. */
export function readWhereOf(kind: LinkKind, detail: LinkDetail): Where | { readonly problem: WhereProblem } {
  const isNowhere = detail.country.trim() === '' && detail.latitude.trim() === '' && detail.longitude.trim() === '';
  if (!isNowhere && !PLACED.includes(kind)) return { problem: 'notOfAPlace' };
  if (kind === 'place' && detail.what !== '' && !PLACE_KINDS.some((one) => one === detail.what)) return { problem: 'placeKindInvalid' };
  return readWhere(detail);
}

/** By the words of a cell or of a column's name; empty where none is known. */
export const placeKindOf = (text: string): PlaceKind | '' => KIND_WORDS.find(([, words]) => words.test(text))?.[0] ?? '';
