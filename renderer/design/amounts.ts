// Amounts as text, exactly: decimal strings and bigint, never floats. Floats appear only in `drawn`, for widths. One form in every
// language of the window: a point for decimals and narrow spaces, so that no reader takes a comma for the other thing.

const NARROW_SPACE = '\u202f';

/** `1234567890`, 8 → `12.34567890`; thousands apart by a narrow space. `trim` drops trailing zeros, never digits that count. */
export function formatAmount(amount: string | bigint, decimals: number, options: { readonly trim?: boolean } = {}): string {
  const value = typeof amount === 'bigint' ? amount : BigInt(amount);
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  let fraction = decimals === 0 ? '' : digits.slice(-decimals);
  if (options.trim === true) fraction = fraction.replace(/0+$/, '');
  const grouped = groupThousands(whole);
  return `${negative ? '\u2212' : ''}${grouped}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A whole number with narrow spaces between thousands. */
export function groupThousands(digits: string | number | bigint): string {
  return String(digits).replace(/\B(?=(\d{3})+(?!\d))/g, NARROW_SPACE);
}

/** What a person types as an amount (`12.5`, `1 000`) in the smallest unit; null where it is not one or too fine. */
export function parseAmount(text: string, decimals: number): bigint | null {
  const clean = text.replace(/[\s\u202f\u00a0]/g, '');
  const match = /^(\d+)(?:\.(\d*))?$/.exec(clean);
  if (match === null) return null;
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) return null;
  return BigInt((match[1] as string) + fraction.padEnd(decimals, '0'));
}

export function compareAmounts(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function sumAmounts(amounts: readonly string[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}

/** Share of `part` in `whole`, 0 to 1, for drawing only. */
export function drawnShare(part: string, whole: string): number {
  const total = BigInt(whole);
  if (total <= 0n) return 0;
  const share = Number((BigInt(part) * 1_000_000n) / total) / 1_000_000;
  return Math.min(1, Math.max(0, share));
}

/** Bytes for people: `27.4 MB`. Sizes are no evidence; the exact number stands beside it where it matters. */
export function formatBytes(bytes: number | string): string {
  const value = Number(bytes);
  if (!Number.isFinite(value) || value < 1000) return `${value} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = value / 1000;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${scaled.toFixed(1)} ${units[unit]}`;
}
