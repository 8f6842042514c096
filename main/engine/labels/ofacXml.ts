// OFAC's list of specially designated nationals in its advanced XML: streamed, for it has some eighty megabytes of which a few hundred
// features are addresses. `FeatureType` names them ("Digital Currency Address - XBT"); the party, its programmes and the day of its entry
// stand in three places joined by ids.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Fault } from '../../../shared/model/fault.ts';
import { type AddressCheck, anyText, labelCollector, type ParsedLabels } from './parsedLabels.ts';

export const OFAC_IMPORTER = 'labels.ofacAdvancedXml@1';
const LARGEST_BYTES = 512 * 1024 * 1024;
const CHUNK = 1 << 20;
/** The list itself nests 14 deep. */
const DEEPEST = 64;
const LONGEST_TEXT = 64 * 1024;
const MOST_ADDRESSES = 1_000_000;
const FEATURE = /^Digital Currency Address - (.{1,40})$/;
const CREATOR = 'OFAC';

interface Found {
  readonly row: number;
  readonly feature: string;
  readonly address: string;
  readonly party: string;
}

interface Party {
  name: string;
  readonly profiles: string[];
}

export function parseOfacXml(bytes: Uint8Array, _name: string, isAddress: AddressCheck = anyText): ParsedLabels {
  if (bytes.length > LARGEST_BYTES) throw new Fault('intake.tooLarge', { bytes: bytes.length, limit: LARGEST_BYTES });
  const list = readList(bytes);
  if (list.currencies.size === 0) throw new Fault('labels.malformed', { reason: 'noFeatureTypes' });
  const labels = labelCollector(isAddress);
  for (const { row, feature, address, party } of list.found) {
    const { name = '', profiles = [] } = list.parties.get(party) ?? {};
    const entries = profiles.flatMap((profile) => list.entries.get(profile) ?? []);
    const programmes = [...new Set(entries.flatMap(({ programmes: own }) => own))].sort();
    const listed =
      entries
        .map(({ date }) => date)
        .filter((date) => date !== '')
        .sort()[0] ?? '';
    labels.add(row, {
      address,
      label: name === '' ? `SDN ${party}` : name,
      source: `OFAC SDN ${party}`,
      creator: CREATOR,
      abuse: 'sanction',
      confidence: 'authority_data',
      currency: list.currencies.get(feature) ?? '',
      lastModified: listed,
      actor: `ofac:${party}`,
      context: programmes.length === 0 ? '' : JSON.stringify({ programmes }),
    });
  }
  return {
    format: 'ofac',
    importer: OFAC_IMPORTER,
    title: 'OFAC SDN (advanced XML)',
    creator: CREATOR,
    ...(list.issued === '' ? {} : { asOf: list.issued }),
    accepted: labels.accepted,
    rejected: labels.rejected,
    refused: labels.refused,
  };
}

interface SdnEntry {
  date: string;
  readonly programmes: string[];
}

function readList(bytes: Uint8Array) {
  const currencies = new Map<string, string>();
  const found: Found[] = [];
  const parties = new Map<string, Party>();
  const entries = new Map<string, SdnEntry[]>();
  const open: { name: string; attributes: Readonly<Record<string, string>> }[] = [];
  const state = {
    issued: '',
    text: '',
    party: '',
    feature: '',
    alias: [] as string[],
    primary: false,
    date: ['', '', ''],
    entry: null as SdnEntry | null,
    programme: false,
  };
  const refuse = (reason: string): never => {
    throw new Fault('labels.malformed', { reason, line: parser.line });
  };
  const parser = new SaxesParser<{ position: true; xmlns: false }>({ position: true, xmlns: false });
  parser.on('error', () => refuse('xml'));
  // No list has one; what it could define is never read.
  parser.on('doctype', () => refuse('doctype'));
  parser.on('opentag', ({ name: written, attributes }: SaxesTagPlain) => {
    const name = local(written);
    if (open.length >= DEEPEST) refuse('nesting');
    if (open.length === 0 && name !== 'Sanctions') refuse('notOfac');
    open.push({ name, attributes });
    state.text = '';
    if (name === 'DistinctParty') {
      state.party = attributes['FixedRef'] ?? '';
      parties.set(state.party, { name: '', profiles: [] });
    } else if (name === 'Profile') parties.get(state.party)?.profiles.push(attributes['ID'] ?? '');
    else if (name === 'Alias') {
      state.primary = attributes['Primary'] === 'true';
      state.alias = [];
    } else if (name === 'Feature') state.feature = attributes['FeatureTypeID'] ?? '';
    else if (name === 'Date' || name === 'DateOfIssue') state.date = ['', '', ''];
    else if (name === 'SanctionsEntry') {
      state.entry = { date: '', programmes: [] };
      const profile = attributes['ProfileID'] ?? '';
      entries.set(profile, [...(entries.get(profile) ?? []), state.entry]);
    } else if (name === 'SanctionsMeasure') state.programme = attributes['SanctionsTypeID'] === '1';
  });
  const onText = (text: string) => {
    if (state.text.length + text.length > LONGEST_TEXT) refuse('longText');
    state.text += text;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    const { name, attributes } = open.pop() as (typeof open)[number];
    const text = state.text.trim();
    state.text = '';
    const within = open.at(-1)?.name ?? '';
    if (name === 'FeatureType') {
      const currency = FEATURE.exec(text)?.[1];
      if (currency !== undefined) currencies.set(attributes['ID'] ?? '', currency.trim());
    } else if (name === 'NamePartValue') state.alias.push(text);
    else if (name === 'Alias') {
      const party = parties.get(state.party);
      if (party !== undefined && state.primary && party.name === '') party.name = state.alias.join(' ').trim();
    } else if (name === 'VersionDetail' && text !== '' && currencies.has(state.feature)) {
      if (found.length >= MOST_ADDRESSES) refuse('tooManyRows');
      found.push({ row: parser.line, feature: state.feature, address: text, party: state.party });
    } else if (name === 'Year') state.date[0] = text.padStart(4, '0');
    else if (name === 'Month') state.date[1] = text.padStart(2, '0');
    else if (name === 'Day') state.date[2] = text.padStart(2, '0');
    else if (name === 'DateOfIssue') state.issued = dayOf(state.date);
    else if (name === 'Date' && within === 'EntryEvent' && state.entry !== null && state.entry.date === '')
      state.entry.date = dayOf(state.date);
    else if (name === 'Comment' && within === 'SanctionsMeasure' && state.programme && text !== '') state.entry?.programmes.push(text);
    else if (name === 'SanctionsEntry') state.entry = null;
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK)
      parser.write(decoder.decode(bytes.subarray(at, at + CHUNK), { stream: at + CHUNK < bytes.length }));
    parser.close();
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('labels.malformed', { reason: error instanceof TypeError ? 'encoding' : 'xml' }, error);
  }
  return { currencies, found, parties, entries, issued: state.issued };
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

function dayOf(parts: readonly string[]): string {
  const day = parts.join('-');
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '';
}
