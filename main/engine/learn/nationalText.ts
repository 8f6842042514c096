// Text in the encodings of banks' and authorities' exports in East Asia. The runtime decodes them and cannot encode them: each table is what
// its decoder says of single bytes and of every pair, and a character outside of it is refused.
type Encoding = 'gb18030' | 'shift_jis';

const tables = new Map<Encoding, ReadonlyMap<string, readonly number[]>>();

function tableOf(encoding: Encoding): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(encoding);
  const made = new Map<string, readonly number[]>();
  const put = (...bytes: number[]): void => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if ([...character].length === 1 && character !== '\ufffd' && !made.has(character)) made.set(character, bytes);
  };
  for (let byte = 0; byte < 0x80; byte++) put(byte);
  // Half-width kana, in which Japanese banks write who paid.
  if (encoding === 'shift_jis') for (let byte = 0xa1; byte <= 0xdf; byte++) put(byte);
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const isSingle = encoding === 'shift_jis' && ((lead >= 0xa0 && lead <= 0xdf) || lead > 0xfc);
      if (trail !== 0x7f && !isSingle) put(lead, trail);
    }
  tables.set(encoding, made);
  return made;
}

function encode(encoding: Encoding, text: string): Uint8Array {
  const table = tableOf(encoding);
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new RangeError(`${encoding}: ${character}`);
      return bytes;
    }),
  );
}

export const encodeGb18030 = (text: string): Uint8Array => encode('gb18030', text);
export const encodeShiftJis = (text: string): Uint8Array => encode('shift_jis', text);
