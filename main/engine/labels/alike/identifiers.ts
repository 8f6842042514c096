// Identifiers in the form in which two spellings of one are the same: phone numbers without punctuation and calling code, the others without
// case, width and blanks. The text as it was written stays elsewhere.
export type IdentifierRule = 'spelling' | 'callingCode';

/** Calling codes of countries by their length; a national number begins behind them. ITU-T E.164, those that investigators here meet. */
const CODES = /^(?:1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|81|82|84|86|9[0-58]|85[2356]|88[06]|97[1-7]|37\d|38\d|35\d|42\d|67\d)/;

interface Phone {
  /** Empty where the text does not say. */
  readonly code: string;
  readonly national: string;
}

function readPhone(text: string): Phone {
  const plain = text.normalize('NFKC').replace(/\(0\)/g, '');
  const digits = plain.replace(/\D/g, '');
  const international = /^\s*(?:\+|00)/.test(plain) ? digits.replace(/^00/, '') : null;
  const code = international === null ? '' : (CODES.exec(international)?.[0] ?? '');
  return { code, national: (international ?? digits).slice(code.length).replace(/^0/, '') };
}

const squeezed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-‐-―－]+/g, '');
const FORMS: Readonly<Record<string, (text: string) => string>> = {
  email: (text) => text.normalize('NFKC').trim().toLowerCase(),
  handle: (text) => squeezed(text).replace(/^@/, ''),
  ip: (text) => text.trim().toLowerCase(),
  address: (text) => text,
  phone: (text) => readPhone(text).national,
};

/** Null where too little is left to tell anything by. */
export function identifierKey(kind: string, text: string): string | null {
  const key = (FORMS[kind] ?? squeezed)(text);
  return key.length < (kind === 'phone' ? 6 : 2) ? null : key;
}

/** Rules without which two texts of one key are not the same; null where they contradict each other, as by two calling codes. */
export function identifierRules(kind: string, a: string, b: string): readonly IdentifierRule[] | null {
  if (a.trim() === b.trim()) return [];
  if (kind !== 'phone') return ['spelling'];
  const [one, other] = [readPhone(a), readPhone(b)];
  if (one.code !== '' && other.code !== '' && one.code !== other.code) return null;
  return one.code === other.code && a.replace(/\D/g, '') === b.replace(/\D/g, '') ? ['spelling'] : ['callingCode'];
}
