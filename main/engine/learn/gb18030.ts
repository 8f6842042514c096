// Text as GB18030, the encoding of Chinese authorities' and banks' exports. The runtime decodes it and cannot encode it: the table is
// what its decoder says of every pair of bytes, and a character outside of it is refused.
let table: ReadonlyMap<string, readonly [number, number]> | null = null;

function pairs(): ReadonlyMap<string, readonly [number, number]> {
  if (table !== null) return table;
  const decoder = new TextDecoder('gb18030');
  const made = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if ([...character].length === 1 && character !== '\ufffd' && !made.has(character)) made.set(character, [lead, trail]);
    }
  table = made;
  return made;
}

export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const pair = code < 0x80 ? [code] : pairs().get(character);
    if (pair === undefined) throw new RangeError(`gb18030: ${character}`);
    bytes.push(...pair);
  }
  return Uint8Array.from(bytes);
}
