// What was typed of a link, whether it can stand, and what is asked of the engine with it. Pure.
import type { CallInput } from '../../../shared/contract/index.ts';
import type { LINK_BASES, LinkKind } from '../../../shared/contract/people.ts';

export const EMPTY_LINK = {
  ...{ value: '', chain: '', service: '', port: '', time: '', until: '', what: '' },
  ...{ source: '', row: '', exhibit: '', place: '', says: '', date: '' },
};
export type LinkTexts = typeof EMPTY_LINK;
type Basis = (typeof LINK_BASES)[number];

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/;
const DAY = /^(\d{4}-\d\d-\d\d)?$/;
/** Kinds of which a provider, a platform or a kind of document is said. */
export const WITH_SERVICE: readonly LinkKind[] = ['account', 'handle', 'document', 'invoice'];

/** Seconds since 1970 of a time in UTC; null where there is none, NaN where it is none. */
function secondsOf(text: string): number | null {
  const plain = text.trim();
  if (plain === '') return null;
  return TIME.test(plain) ? Date.parse(`${plain.replace(' ', 'T')}Z`) / 1000 : Number.NaN;
}

/** Which of the texts cannot stand as they are. */
export function faultsOf(kind: LinkKind, basis: Basis, texts: LinkTexts) {
  const isSighting = kind === 'ip';
  const [time, until] = [secondsOf(texts.time), secondsOf(texts.until)];
  return {
    time: isSighting && Number.isNaN(time),
    until: isSighting && until !== null && (Number.isNaN(until) || time === null || until < time),
    port: isSighting && texts.port.trim() !== '' && !(/^\d{1,5}$/.test(texts.port.trim()) && Number(texts.port) <= 65_535),
    row: texts.source !== '' && !/^\d{0,9}$/.test(texts.row.trim()),
    date: !DAY.test(texts.date.trim()),
    exhibit: basis !== 'assumption' && texts.exhibit.trim() === '' && texts.source === '',
  };
}

export function linkInput(kind: LinkKind, basis: Basis, texts: LinkTexts): CallInput<'people.link'>['link'] {
  const isSighting = kind === 'ip';
  const { value, chain, service, port, time, until, what, source, row, exhibit, place, says, date } = texts;
  return {
    ...{ kind, value: value.trim() },
    ...(kind === 'address' && chain !== '' ? { chain } : {}),
    detail: {
      ...{ service: WITH_SERVICE.includes(kind) ? service.trim() : '', what: isSighting ? what.trim() : '' },
      ...{ timeSeconds: isSighting ? secondsOf(time) : null, untilSeconds: isSighting ? secondsOf(until) : null },
      port: isSighting && port.trim() !== '' ? Number(port) : null,
    },
    evidence: {
      ...{ basis, source, row: source === '' || row.trim() === '' ? 0 : Number(row) },
      ...{ exhibit: exhibit.trim(), place: place.trim(), says: says.trim(), date: date.trim() },
    },
  };
}
