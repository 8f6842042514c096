// The stop rules that a person writes: as options of their own, or as `--stop RULE:OPTION=VALUE`.
import { Fault } from '../../../shared/model/fault.ts';
import { wholeNumber } from './arguments.ts';
import type { Given } from './command.ts';

export interface StopInput {
  readonly rule: string;
  readonly options: Record<string, string | number | string[]>;
}

/** The stop rules that the options name; the short options are the rules of the same meaning. */
export function stopsOf(given: Given): readonly StopInput[] {
  const stops: StopInput[] = given.list('stop').map(readStop);
  const from = given.optional('from-height');
  const to = given.optional('to-height');
  if (from !== undefined && to !== undefined && wholeNumber('from-height', from) > wholeNumber('to-height', to))
    throw new Fault('usage.badValue', { option: '--to-height', value: to, expected: `>= ${from}` });
  if (from !== undefined || to !== undefined) {
    stops.push({
      rule: 'heightWindow',
      options: {
        ...(from === undefined ? {} : { from: wholeNumber('from-height', from) }),
        ...(to === undefined ? {} : { to: wholeNumber('to-height', to) }),
      },
    });
  }
  const floor = given.optional('min-value');
  if (floor !== undefined) stops.push({ rule: 'minValue', options: { amountSat: wholeNumber('min-value', floor) } });
  const hops = given.optional('max-hops');
  if (hops !== undefined) stops.push({ rule: 'maxHops', options: { hops: wholeNumber('max-hops', hops) } });
  return stops;
}

/** `coinjoin`, `serviceLike:transactions=500`, `addresses:addresses=A+B`. */
function readStop(text: string): StopInput {
  const colon = text.indexOf(':');
  if (colon < 0) return { rule: text, options: {} };
  const options: StopInput['options'] = {};
  for (const part of text.slice(colon + 1).split(',')) {
    const equals = part.indexOf('=');
    if (equals <= 0) throw new Fault('usage.badValue', { option: '--stop', value: text.slice(0, 80), expected: 'RULE:OPTION=VALUE' });
    const value = part.slice(equals + 1);
    options[part.slice(0, equals)] = /^\d{1,15}$/.test(value)
      ? Number(value)
      : value.includes('+') || part.startsWith('addresses=')
        ? value.split('+')
        : value;
  }
  return { rule: text.slice(0, colon), options };
}
