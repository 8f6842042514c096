// Numbers, ids and times as the report prints them, the same in every language and on every machine.

/** `12,345,678`; the comma is used in all four languages. */
export function grouped(value: bigint | number): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `12,345,678 sat`, with the coin's unit beside it where known. */
export function amountText(valueSat: bigint, coin: { readonly symbol: string; readonly decimals: number } | null): string {
  const sat = `${grouped(valueSat)} sat`;
  return coin === null ? sat : `${sat} (${coinText(valueSat, coin)})`;
}

export function coinText(valueSat: bigint, coin: { readonly symbol: string; readonly decimals: number }): string {
  const digits = valueSat.toString().padStart(coin.decimals + 1, '0');
  const whole = digits.slice(0, digits.length - coin.decimals);
  const rest = coin.decimals === 0 ? '' : `.${digits.slice(digits.length - coin.decimals)}`;
  return `${grouped(BigInt(whole))}${rest} ${coin.symbol}`;
}

/** A hash or outpoint in full, in groups of eight, so that a person can compare it with another print. */
export function groupedId(text: string): string {
  const [hash = '', index] = text.split(':');
  const groups = hash.match(/.{1,8}/g)?.join(' ') ?? '';
  return index === undefined ? groups : `${groups} : ${index}`;
}

export function sizeText(bytes: number): string {
  return `${grouped(bytes)} B`;
}

/** `2024-01-05 03:04:05 UTC`, and the same moment in the case's zone with its offset. */
export interface BothTimes {
  readonly utc: string;
  /** Null where the zone is UTC or unknown to this machine. */
  readonly zone: string | null;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat | null {
  let format = formats.get(timeZone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      });
    } catch {
      format = null;
    }
    formats.set(timeZone, format);
  }
  return format;
}

export function bothTimes(milliseconds: number, timeZone: string): BothTimes {
  const utc = `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const format = timeZone === 'UTC' || timeZone === 'Etc/UTC' ? null : zoneFormat(timeZone);
  if (format === null) return { utc, zone: null };
  const part = new Map(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
  const local = `${part.get('year')}-${part.get('month')}-${part.get('day')} ${part.get('hour')}:${part.get('minute')}:${part.get('second')}`;
  const whole = Math.floor(milliseconds / 1000) * 1000;
  const minutes = Math.round((Date.parse(`${local.replace(' ', 'T')}Z`) - whole) / 60_000);
  const sign = minutes < 0 ? '-' : '+';
  const two = (n: number): string => String(n).padStart(2, '0');
  return { utc, zone: `${local} ${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}` };
}

/** Both on one line: `2024-01-05 03:04:05 UTC / 2024-01-05 12:04:05 +09:00`. */
export function timeLine(time: string | number, timeZone: string): string {
  const { utc, zone } = bothTimes(typeof time === 'number' ? time : Date.parse(time), timeZone);
  return zone === null ? utc : `${utc} / ${zone}`;
}
