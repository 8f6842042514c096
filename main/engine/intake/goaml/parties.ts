// Persons, entities and accounts of a report as entries with links: what each element says, where it stands, and nothing of what it does not say.
// What is badly written is refused for itself; the party stands.
import type { EntityKind, LinkDetail, LinkKind } from '../../../../shared/contract/people.ts';
import type { LabelPlaces } from '../labelledChains.ts';
import type { RejectedRow } from '../material.ts';
import { NO_DETAIL, readLink } from '../people/readLink.ts';
import type { SaidEntry, SaidLink } from '../people/registerRows.ts';
import { readTime, shownCell, type TimeStyle } from '../tables/index.ts';
import { childOf, childrenOf, type Element, pathOf, textOf } from './reportXml.ts';

/** Elements that are a person, an entity or an account, wherever they stand. */
const PERSONS = ['person', 'person_my_client', 't_person', 'from_person', 'to_person', 't_conductor', 'director_id', 'reporting_person'];
const ENTITIES = ['entity', 'entity_my_client', 't_entity', 'from_entity', 'to_entity'];
const ACCOUNTS = ['account', 'account_my_client', 'from_account', 'to_account'];
export const PARTIES: readonly string[] = [...PERSONS, ...ENTITIES, ...ACCOUNTS];

/** A side of a transaction: what its money is counted at, and who stands there. */
export interface Party {
  /** Null for an account without a number. */
  readonly account: string | null;
  /** Name that the report prints beside the account. */
  readonly accountName: string;
  readonly entries: readonly SaidEntry[];
}

export interface PartyReader {
  read(element: Element, isClient: boolean): Party;
  /** An address of a chain, or of the internet, that a transaction itself names of a side. */
  additional(element: Element | undefined, timeSeconds: number | null): SaidLink[];
}

/** `reference`: how the report calls itself, so that parties of nothing but a name stay apart from those of other reports. */
export function partyReader(places: LabelPlaces, style: TimeStyle, reference: string, refuse: (row: RejectedRow) => void): PartyReader {
  const reject = (at: Element, reason: string, text: string): void =>
    refuse({ row: at.line, reason, text: shownCell(`${pathOf(at)}: ${text}`) });

  /** Of accounts that the report has named somebody of: the first of them. */
  const holderOf = new Map<string, SaidEntry>();

  function link(at: Element | undefined, kind: LinkKind, text: string, detail: Partial<LinkDetail> = {}): SaidLink[] {
    if (at === undefined || text === '') return [];
    const read = readLink(kind, text, places);
    if ('problem' in read) {
      reject(at, read.problem, text);
      return [];
    }
    const whole = { ...NO_DETAIL, ...detail, upTo: read.upTo, service: (detail.service ?? '').slice(0, LONGEST_SERVICE) };
    return [{ kind, value: read.value, chain: read.chain, detail: whole, place: `${pathOf(at)}:${at.line}` }];
  }
  /** The text of a child as a link, placed at that child. */
  const said = (of: Element, name: string, kind: LinkKind, detail: Partial<LinkDetail> = {}): SaidLink[] =>
    childrenOf(of, name).flatMap((one) => link(one, kind, spoken(one), detail));
  const secondsOf = (at: Element | undefined): number | null => {
    if (at === undefined || at.text === '') return null;
    const read = readTime(at.text, style);
    if (read.ok) return read.seconds;
    reject(at, read.problem, at.text);
    return null;
  };

  const devices = (of: Element | undefined, timeSeconds: number | null): SaidLink[] =>
    childrenOf(of, 'network_device').flatMap((device) => {
      const ip = childOf(device, 'ip_address');
      const [first, last] = [secondsOf(childOf(ip, 'first_seen_date')), secondsOf(childOf(ip, 'last_seen_date'))];
      const portText = textOf(ip, 'cgn_port');
      const port = /^\d{1,5}$/.test(portText) && Number(portText) <= 65_535 ? Number(portText) : null;
      const what = [textOf(device, 'device_number'), textOf(device, 'service_provider')].filter((text) => text !== '').join(' · ');
      const until = first !== null && last !== null && last >= first ? last : null;
      const times = { timeSeconds: first ?? timeSeconds, untilSeconds: until, what: what.slice(0, LONGEST_SERVICE) };
      return childrenOf(ip, 'ipv4', 'ipv6').flatMap((one) =>
        link(one, 'ip', one.text, { ...times, port: one.name === 'ipv4' ? port : null }),
      );
    });

  /** What persons and entities have in common. */
  const reachable = (of: Element): SaidLink[] => [
    ...childrenOf(childOf(of, 'phones'), 'phone').flatMap((phone) => link(phone, 'phone', phoneText(phone))),
    ...childrenOf(childOf(of, 'addresses'), 'address').flatMap((one) => link(one, 'postal', postalText(one))),
    ...[of, childOf(of, 'emails')].flatMap((one) => (one === undefined ? [] : said(one, 'email', 'email'))),
    ...devices(childOf(of, 'network_devices'), null),
    ...said(of, 'tax_number', 'document', { service: 'tax_number' }),
  ];
  const documents = (of: readonly (Element | undefined)[], name: string): SaidLink[] =>
    of.flatMap((holder) =>
      childrenOf(holder, name).flatMap((one) =>
        link(one, 'document', textOf(one, 'number'), { service: inCountry(textOf(one, 'type'), textOf(one, 'issue_country')) }),
      ),
    );

  function personLinks(of: Element): SaidLink[] {
    const named = (one: Element | undefined): string =>
      ['first_name', 'middle_name', 'last_name']
        .map((part) => textOf(one, part))
        .filter((part) => part !== '')
        .join(' ');
    return [
      ...link(of, 'name', named(of)),
      ...said(of, 'alias', 'name'),
      ...said(of, 'full_name_frn', 'name'),
      ...childrenOf(childOf(of, 'previous_names'), 'previous_name').flatMap((one) => link(one, 'name', named(one))),
      ...childrenOf(of, 'birthdate').flatMap((one) => link(one, 'birthDate', dayOf(one.text))),
      ...said(of, 'ssn', 'document', { service: 'ssn' }),
      ...said(of, 'passport_number', 'document', { service: inCountry('passport', textOf(of, 'passport_country')) }),
      ...said(of, 'id_number', 'document', { service: 'id_number' }),
      ...documents([of, childOf(of, 'identifications')], 'identification'),
      ...reachable(of),
      ...childrenOf(childOf(of, 'social_media'), 'social_account').flatMap((one) =>
        link(one, 'handle', textOf(one, 'user_name'), { service: textOf(one, 'platform') }),
      ),
    ];
  }

  function entityLinks(of: Element): SaidLink[] {
    const country = textOf(of, 'incorporation_country_code');
    return [
      ...said(of, 'name', 'name'),
      ...said(of, 'commercial_name', 'name'),
      ...said(of, 'incorporation_number', 'document', { service: inCountry('incorporation_number', country) }),
      ...childrenOf(of, 'incorporation_date').flatMap((one) => link(one, 'founded', dayOf(one.text))),
      ...documents([childOf(of, 'entity_identifications')], 'entity_identifier'),
      ...reachable(of),
    ];
  }

  function entry(of: Element, kind: EntityKind, links: readonly SaidLink[], more: readonly SaidLink[] = []): SaidEntry {
    // Two elements from which the same is taken are one party, where that is more than a name: a name alone may be anybody's.
    const texts = links.map(({ kind: of, value, detail }) => JSON.stringify([of, value, detail]));
    const isTold = links.some((one) => one.kind !== 'name');
    return {
      key: isTold ? `${kind} ${[...new Set(texts)].sort().join('\n')}` : `${pathOf(of)} ${of.line}`,
      ...{ kind, title: links[0]?.value ?? pathOf(of), links: [...links, ...more] },
    };
  }
  /** A person with all the persons that stand inside it, first itself; `more`: what is said of itself only there. */
  const personOf = (of: Element, more: readonly SaidLink[] = []): SaidEntry[] => [
    entry(of, 'person', personLinks(of), more),
    ...childrenOf(childOf(of, 'related_persons'), 'person_related_person').flatMap((one) =>
      childrenOf(one, 'person').flatMap((person) => personOf(person)),
    ),
  ];
  const entityOf = (of: Element, more: readonly SaidLink[] = []): SaidEntry[] => {
    const related = childrenOf(childOf(of, 'related_persons'), 'entity_related_person').flatMap((one) => childrenOf(one, 'person'));
    const directors = [...childrenOf(of, 'director_id'), ...related].flatMap((one) => personOf(one));
    const named = directors.flatMap(({ links }) => links.filter(({ kind }) => kind === 'name').slice(0, 1));
    return [
      entry(of, 'organisation', entityLinks(of), [...named.map((one) => ({ ...one, kind: 'director' as const })), ...more]),
      ...directors,
      ...childrenOf(childOf(of, 'related_entities'), 'entity_related_entity').flatMap((one) =>
        childrenOf(one, 'entity').flatMap((entity) => entityOf(entity)),
      ),
    ];
  };

  function accountOf(of: Element, isClient: boolean): Party {
    const institution = textOf(of, 'institution_name');
    const [swift, code] = [textOf(of, 'swift'), textOf(of, 'institution_code')];
    const service = institution || swift || code;
    const numberAt = childOf(of, 'account');
    const number = numberAt === undefined ? '' : spoken(numberAt);
    const iban = childOf(of, 'iban');
    const own = [
      ...link(numberAt, 'account', number, { service }),
      ...said(of, 'iban', 'account', { service }).filter(({ value }) => value !== number),
      ...said(of, 'client_number', 'account', { service, what: 'client_number' }),
      // The number of a wallet is an address of a chain where it passes as one.
      ...(number !== '' && number.length < 200 && places.of(number, undefined).chains.length > 0 ? link(numberAt, 'address', number) : []),
      ...devices(childOf(of, 'network_devices'), null),
    ];
    const signatories = [...childrenOf(of, 'signatory'), ...childrenOf(childOf(of, 'related_persons'), 'account_related_person')];
    const holders = [
      ...childrenOf(of, 't_entity').flatMap((one) => withOwn(entityOf(one), own)),
      ...childrenOf(childOf(of, 'related_entities'), 'account_related_entity').flatMap((one) =>
        childrenOf(one, 'entity').flatMap((entity) => withOwn(entityOf(entity), own)),
      ),
      ...signatories.flatMap((one) => childrenOf(one, 't_person').flatMap((person) => withOwn(personOf(person), own))),
    ];
    const accountName = textOf(of, 'account_name');
    const further = childrenOf(childOf(of, 'related_accounts'), 'account_related_account').flatMap((one) =>
      childrenOf(one, 'account').flatMap((account) => accountOf(account, false).entries),
    );
    const named = link(childOf(of, 'account_name'), 'name', accountName);
    // Of whom nobody is named the account itself is an entry, of an unknown kind; where the report has named somebody before, it is theirs.
    const plain = number || spoken(iban);
    const key = `account ${service}\n${plain}`;
    if (plain !== '' && holders[0] !== undefined) holderOf.set(key, holders[0]);
    const earlier = holderOf.get(key);
    const alone =
      own.length + named.length === 0 ? [] : [{ ...entry(of, 'unknown', [...named, ...own]), key: plain === '' ? pathOf(of) : key }];
    const unnamed = earlier === undefined ? alone : [{ ...earlier, links: own }];
    return {
      account: plain === '' ? null : oneLine(isClient ? plain : `${plain}@${swift || code || institution || '?'}`),
      ...{ accountName, entries: [...(holders.length === 0 ? unnamed : holders), ...further] },
    };
  }

  return {
    read(element, isClient) {
      element.read = true;
      if (ACCOUNTS.includes(element.name)) return accountOf(element, isClient);
      const entries = PERSONS.includes(element.name) ? personOf(element) : entityOf(element);
      const [own] = entries;
      const told = own?.links.find(({ kind }) => kind !== 'name');
      // One name is many people: with nothing else it counts for this place of this report alone.
      const mark = told === undefined ? `${reference} ${pathOf(element)}` : told.value;
      const isNobody = own === undefined || own.links.length === 0;
      return { account: isNobody ? null : oneLine(`${own.title} · ${mark}`), accountName: '', entries };
    },
    additional: (element, timeSeconds) => [
      ...devices(element, timeSeconds),
      ...(element === undefined ? [] : said(element, 'virtual_address', 'address')),
    ],
  };
}

const LONGEST_SERVICE = 400;

/** The first of a list of entries gets what is said of it by where it stands. */
function withOwn([first, ...rest]: readonly SaidEntry[], more: readonly SaidLink[]): SaidEntry[] {
  return first === undefined ? [] : [{ ...first, links: [...first.links, ...more] }, ...rest];
}

const spoken = (element: Element | undefined): string => {
  const text = element?.text.replace(/\s+/g, ' ') ?? '';
  return /[\p{L}\p{N}]/u.test(text) ? text : '';
};
/** As the ledgers of the case write it. */
const oneLine = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();
const inCountry = (kind: string, country: string): string => (country === '' ? kind : `${kind} (${country})`);
/** The type has no day without a time: at midnight exactly it is the day. */
const dayOf = (text: string): string => text.replace(/T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)?$/, '');

function phoneText(phone: Element): string {
  const [prefix, number] = [textOf(phone, 'tph_country_prefix').replace(/\D/g, '').replace(/^00/, ''), textOf(phone, 'tph_number')];
  return prefix === '' || number.startsWith('+') || number === '' ? number : `+${prefix} ${number}`;
}

const POSTAL = ['address', 'house_number', 'apartment_number', 'additional_address_line1', 'additional_address_line2', 'town', 'city'];
const postalText = (of: Element): string =>
  [...POSTAL, 'state', 'zip', 'country_code']
    .map((name) => textOf(of, name))
    .filter((text) => text !== '')
    .join(', ');
