// What is said of somebody, read and checked by its kind: addresses by their chains, addresses of the internet by their form. The text stays as
// it was written, but for what has one spelling in the case.
import type { LinkDetail, LinkKind } from '../../../../shared/contract/people.ts';
import { identifierKey, internetAddressText, readInternetAddress } from '../../labels/index.ts';
import type { LabelPlaces } from '../labelledChains.ts';

export const NO_DETAIL: LinkDetail = { service: '', what: '', port: null, timeSeconds: null, untilSeconds: null, upTo: '' };
export const LONGEST = 400;
/** Kind of document that is the hash of a shared file: many have it, so it tells nobody from anybody. */
export const SHARED_FILE = 'info-hash';

export type ReadLink = { readonly value: string; readonly chain: string; readonly upTo: string } | { readonly problem: LinkProblem };
export type LinkProblem = 'addressInvalid' | 'internetAddressInvalid' | 'emailInvalid' | 'phoneInvalid' | 'tooLong' | 'controlCharacters';

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** `named`: chain, network or currency that stands beside an address. */
export function readLink(kind: LinkKind, text: string, places: LabelPlaces, named?: string, upTo = ''): ReadLink {
  const value = text.trim();
  if (value.length > LONGEST) return { problem: 'tooLong' };
  if (CONTROL.test(value)) return { problem: 'controlCharacters' };
  if (kind === 'address') {
    const { valid, chains, address } = places.of(value, named);
    return valid && chains.length > 0 ? { value: address, chain: chains.join(' '), upTo: '' } : { problem: 'addressInvalid' };
  }
  if (kind === 'ip') {
    const [low, high] = [readInternetAddress(value), upTo === '' ? null : readInternetAddress(upTo)];
    if (low === null || (upTo !== '' && (high === null || Buffer.compare(Buffer.from(low), Buffer.from(high)) > 0)))
      return { problem: 'internetAddressInvalid' };
    return { value: internetAddressText(low), chain: '', upTo: high === null ? '' : internetAddressText(high) };
  }
  if (kind === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value.normalize('NFKC'))) return { problem: 'emailInvalid' };
  if (kind === 'phone' && identifierKey('phone', value) === null) return { problem: 'phoneInvalid' };
  return { value, chain: '', upTo: '' };
}
