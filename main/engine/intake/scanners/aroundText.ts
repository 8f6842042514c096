// Text around a candidate, as a person would read it: latin letters and UTF-8 as they stand, or every other byte.

export interface Around {
  /** Up to so many characters before and behind it. */
  readonly before: string;
  readonly after: string;
}

const decoder = new TextDecoder('utf-8');
const wide = new TextDecoder('utf-16le');

export function textOf(piece: Uint8Array, start: number, end: number, step: 1 | 2): string {
  const from = Math.max(0, start);
  const to = Math.min(piece.length, end);
  if (step === 1) return decoder.decode(piece.subarray(from, to));
  const slice = piece.subarray(from, to - ((to - from) % 2));
  return wide.decode(slice);
}

export function around(piece: Uint8Array, start: number, bytes: number, step: 1 | 2, reach: number): Around {
  return {
    before: textOf(piece, start - Math.min(reach * step, start - (start % step)), start, step),
    after: textOf(piece, start + bytes, start + bytes + reach * step, step),
  };
}

/** Line ends and tabs that a string of JSON or of code writes as backslashes and a letter, as they are meant: every character keeps its place. */
export function withLineEnds(text: string): string {
  return text.replace(/\\{1,3}[nrt]/g, (written) => `${' '.repeat(written.length - 1)}${written.endsWith('t') ? '\t' : '\n'}`);
}

/** Words that say a secret stands near, in the languages that the program speaks. */
export const KEY_WORDS =
  /priv(?:ate)?[ _-]?key|privkey|secret[ _-]?key|signing[ _-]?key|spend[ _-]?key|私钥|私鑰|秘密鍵|秘密键|プライベートキー|개인 ?키|비밀 ?키|clave privada|chave privada|chiave privata|cl[eé] priv[eé]e|0x[0-9a-f]{0,2}key/i;
export const PHRASE_WORDS =
  /seed|mnemonic|recovery|backup|wallet|passphrase|助记词|助記詞|助记|助憶|助忆|注记词|註記詞|恢复|恢復|种子|種子|リカバリー|ニーモニック|ニモニック|シード|復元|니모닉|복구|semilla|recuper|graine|phrase/i;
export const TRANSACTION_WORDS = /\btx(?:id|hash|n|s)?\b|\/tx\/|transaction|txid|hash|交易|取引|トランザクション/i;
