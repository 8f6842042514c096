// Coordinates as a record writes them, read exactly: degrees as a decimal number to whole millionths, digits beyond cut off (a tenth of a
// metre). What is no place on earth is refused with its reason; `0, 0` is what tables write for none.

export interface Coordinates {
  /** Millionths of a degree, north and east positive. */
  readonly latitude: number;
  readonly longitude: number;
  /** Half of the last place that both are written to: the place may be that far off by its writing alone. */
  readonly slack: number;
}

export type CoordinateProblem = 'coordinatesInvalid' | 'coordinatesHalf' | 'coordinatesZero';

const DEGREES = /^([+-]?)(\d{1,3})(?:[.,](\d{1,20}))?\s*°?\s*([NSEW]?)$/;
const DIGITS = 6;

/** Null where neither is given. */
export function readCoordinates(latitude: string, longitude: string): Coordinates | CoordinateProblem | null {
  const [north, east] = [latitude.trim(), longitude.trim()];
  if (north === '' && east === '') return null;
  if (north === '' || east === '') return 'coordinatesHalf';
  const [y, x] = [degrees(north, 90, 'N', 'S'), degrees(east, 180, 'E', 'W')];
  if (y === null || x === null) return 'coordinatesInvalid';
  if (y.micro === 0 && x.micro === 0) return 'coordinatesZero';
  const written = Math.min(y.digits, x.digits);
  return { latitude: y.micro, longitude: x.micro, slack: written >= DIGITS ? 0 : 5 * 10 ** (DIGITS - 1 - written) };
}

function degrees(text: string, most: number, plus: string, minus: string): { readonly micro: number; readonly digits: number } | null {
  const match = DEGREES.exec(text.normalize('NFKC').replace(/[−–]/g, '-').toUpperCase());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', side = ''] = match;
  // A sign and a side of the earth would say it twice.
  if (side !== '' && (sign !== '' || (side !== plus && side !== minus))) return null;
  const micro = Number(whole) * 1_000_000 + Number(fraction.slice(0, DIGITS).padEnd(DIGITS, '0'));
  if (micro > most * 1_000_000 || (micro === most * 1_000_000 && /[1-9]/.test(fraction))) return null;
  return { micro: (sign === '-' || side === minus) && micro !== 0 ? -micro : micro, digits: fraction.length };
}
