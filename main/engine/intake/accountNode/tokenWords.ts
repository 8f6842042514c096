// Answers of ERC-20's optional symbol() and decimals(), as contracts give them: a dynamic string, or the 32 bytes that early tokens return.
const WORD = 64;
const LONGEST_SYMBOL = 80;
const MOST_DECIMALS = 77;

/** Function selectors: keccak-256 of `symbol()` and `decimals()` (EIP-20). */
export const SYMBOL = '0x95d89b41';
export const DECIMALS = '0x313ce567';

/** Null where it is neither form. */
export function symbolIn(answer: unknown): string | null {
  const digits = digitsIn(answer);
  if (digits === null) return null;
  if (digits.length === WORD) return textOf(digits.replace(/(?:00)+$/, ''));
  const [offset, length] = [numberAt(digits, 0), numberAt(digits, 1)];
  if (offset !== 32 || length === null || digits.length < 2 * WORD + 2 * length) return null;
  return textOf(digits.slice(2 * WORD, 2 * WORD + 2 * length));
}

export function decimalsIn(answer: unknown): number | null {
  const digits = digitsIn(answer);
  const value = digits?.length === WORD ? numberAt(digits, 0) : null;
  return value !== null && value <= MOST_DECIMALS ? value : null;
}

function digitsIn(answer: unknown): string | null {
  if (typeof answer !== 'string' || !/^0x(?:[0-9a-fA-F]{64})+$/.test(answer) || answer.length > 4096) return null;
  return answer.slice(2).toLowerCase();
}

function numberAt(digits: string, word: number): number | null {
  const text = digits.slice(word * WORD, (word + 1) * WORD);
  return /^0{58}[0-9a-f]{6}$/.test(text) ? Number.parseInt(text, 16) : null;
}

function textOf(digits: string): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(digits, 'hex')).trim();
    return text === '' || text.length > LONGEST_SYMBOL ? null : text;
  } catch {
    return null;
  }
}
