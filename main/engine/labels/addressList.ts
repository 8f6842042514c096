// A bare list of addresses: one a line, or a JSON list of texts. It says of an address only that it stands in the list, so the label is the
// list's name; a currency that the file's name ends in (`…_XBT.txt`) is that of its addresses.
import { Fault } from '../../../shared/model/fault.ts';
import { type AddressCheck, anyText, labelCollector, labelText, type ParsedLabels } from './parsedLabels.ts';

export const ADDRESS_LIST_IMPORTER = 'labels.addressList@1';
const LARGEST_BYTES = 64 * 1024 * 1024;
const LONGEST_LINE = 4096;
const OFAC_NAME = /^sanctioned_addresses_[A-Z0-9]{2,8}\.(txt|json)$/i;
/** What an address may look like in any of the known forms; whether it is one is asked of its chain. */
const FORM =
  /^(0x[0-9a-f]{40}|[13mn2LMtTDXGr49][1-9A-HJ-NP-Za-km-z]{20,110}|(bc1|tb1|bcrt1|ltc1)[02-9ac-hj-np-z]{20,90}|[qp][02-9ac-hj-np-z]{41}|[5-8][1-9A-HJ-NP-Za-km-z0]{60,110})$/i;

/** Whether the start of a file is such a list, of which a cut line is not asked. */
export function looksLikeAddressList(start: string, name: string): boolean {
  if (OFAC_NAME.test(name)) return true;
  const text = start.replace(/^\ufeff/, '');
  const cut = text.length > 60_000;
  if (/^\s*\[/.test(text)) {
    const items = [...text.matchAll(/"([^"\\]*)"/g)].map(([, item = '']) => item);
    return items.length > 0 && !text.includes('{') && items.slice(0, 20).every((item) => FORM.test(item));
  }
  if (!/\.(txt|list|lst)$/i.test(name)) return false;
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const said = (cut ? lines.slice(0, -1) : lines).filter((line) => line !== '' && !line.startsWith('#'));
  return said.length > 0 && said.slice(0, 50).every((line) => FORM.test(line));
}

export function parseAddressList(bytes: Uint8Array, name: string, isAddress: AddressCheck = anyText): ParsedLabels {
  const text = labelText(bytes, LARGEST_BYTES);
  const labels = labelCollector(isAddress);
  const ofac = OFAC_NAME.test(name);
  const currency = /_([A-Z0-9]{2,6})\.\w+$/.exec(name)?.[1] ?? '';
  const title = name.replace(/\.\w+$/, '');
  const said = ofac
    ? { label: 'OFAC SDN', source: 'OFAC SDN', creator: 'OFAC', abuse: 'sanction', confidence: 'authority_data' }
    : { label: title, source: name };
  for (const [row, address] of /^\s*\[/.test(text) ? ofJson(text) : ofLines(text)) {
    if (typeof address === 'string') labels.add(row, { ...said, address, currency });
    else labels.reject(row, 'malformedRow', JSON.stringify(address) ?? '');
  }
  return {
    format: 'addressList',
    importer: ADDRESS_LIST_IMPORTER,
    title,
    ...(ofac ? { creator: 'OFAC' } : {}),
    accepted: labels.accepted,
    rejected: labels.rejected,
    refused: labels.refused,
  };
}

function* ofLines(text: string): Generator<readonly [number, string]> {
  let row = 0;
  for (let at = 0; at <= text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    row++;
    if (end - at > LONGEST_LINE) throw new Fault('labels.malformed', { reason: 'longLine', line: row });
    const line = text.slice(at, end).trim();
    if (line !== '' && !line.startsWith('#')) yield [row, line];
    at = end + 1;
  }
}

/** Items are numbered from 1. */
function* ofJson(text: string): Generator<readonly [number, unknown]> {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw new Fault('labels.malformed', { reason: 'json' }, cause);
  }
  if (!Array.isArray(list)) throw new Fault('labels.malformed', { reason: 'json' });
  for (const [index, item] of list.entries()) yield [index + 1, item];
}
