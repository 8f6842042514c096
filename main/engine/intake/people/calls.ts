// Answers people.*: the list, a person's page, entries and links by hand, leads and what the examiner makes of them, tables of networks.
import type { z } from 'zod';
import { type EntityKind, type LinkKind, peopleContract, type PersonListed } from '../../../../shared/contract/people.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { accountChain, bitcoinNetwork } from '../../chains/index.ts';
import { type Handlers, type Host, implement, type Step, type Work } from '../../kernel/index.ts';
import type { TakeInResult } from '../result.ts';
import { labelPlaces } from '../labelledChains.ts';
import { answering, type Book, bookOf, type Entry, titleOf } from './book.ts';
import {
  ENTRY_ADDED,
  type EntryAdded,
  type Judged,
  LEAD_JUDGED,
  LINK_ADDED,
  type LinkAdded,
  registerPeopleEdits,
  WITHDRAWN,
} from './edits.ts';
import { leadsOf, type PeopleLeads } from './leads.ts';
import { linkPlaces } from './linkPlaces.ts';
import { takeInNetworks } from './networks.ts';
import { readLink } from './readLink.ts';
import { readWhereOf } from './readWhere.ts';
import { shown, type Sources, sourcesOf } from './showLink.ts';
import { type NetworkNote, NETWORKS_MODE, networkTables } from './sighting.ts';

type AskedLink = z.output<(typeof peopleContract)['people.link']['input']>['link'];

const KINDS_ASKED_OF_A_PAGE = 200;

export function peopleCalls(host: Host, session: CaseSession): Handlers<keyof typeof peopleContract> {
  session.onEnter(registerPeopleEdits);

  const leads = async (work: Work<Step>): Promise<PeopleLeads & { readonly book: Book }> => {
    const book = await bookOf(session, work);
    const file = session.current();
    return { book, ...session.remember(`people.leads ${file.entities.mark()}`, () => leadsOf(file, book)) };
  };
  return implement(peopleContract, {
    'people.list': async ({ search, kind, after, limit }, work) => {
      const { book, leads: all } = await leads(work);
      const open = new Map<number, number>();
      for (const { a, b, standing } of all)
        if (standing === 'open') for (const { entity } of [a, b]) open.set(entity, (open.get(entity) ?? 0) + 1);
      const sources = sourcesOf(session.current());
      const asked = search.trim();
      const found = [...book.entries.values()].filter(
        (entry) => (kind === undefined || entry.row.kind === kind) && (asked === '' || answering(book, entry, asked) !== null),
      );
      const people = found.slice(after, after + limit).map((entry) => listed(book, entry, open.get(entry.row.id) ?? 0, sources));
      return { total: found.length, people };
    },
    'people.show': async ({ id }, work) => {
      const { book, leads: all } = await leads(work);
      const file = session.current();
      const row = file.entities.get(id);
      if (row === undefined) throw new Fault('people.unknown', { id });
      const sources = sourcesOf(file);
      const tables = networkTables(file);
      const joined = book.joinedWith(id).filter((one) => one !== id);
      const group = new Set([id, ...joined]);
      const own = file.entities.linksOf(id);
      const links = [...own, ...joined.flatMap((one) => book.entries.get(one)?.links ?? [])];
      return {
        ...{ id, kind: row.kind as EntityKind, withdrawn: row.withdrawn },
        title: book.entries.get(id)?.title ?? titleOf(own, id),
        links: links.map((link) => shown(link, sources, tables)),
        joined: joined.map((one) => ({
          id: one,
          title: book.entries.get(one)?.title ?? '',
          source: sourceName(book.entries.get(one), sources),
        })),
        leads: all.filter(({ a, b }) => group.has(a.entity) || group.has(b.entity)).slice(0, KINDS_ASKED_OF_A_PAGE),
      };
    },
    'people.add': ({ kind, link }) => {
      const file = session.current();
      const id = file.entities.lastEntity() + 1;
      const added = linkOf(file, id, link);
      const entry: EntryAdded = { id, kind, link: added };
      file.edits.perform(ENTRY_ADDED, entry);
      return { id, link: added.id };
    },
    'people.link': ({ id, link }) => {
      const file = session.current();
      const row = file.entities.get(id);
      if (row === undefined || row.withdrawn !== '') throw new Fault('people.unknown', { id });
      const added = linkOf(file, id, link);
      file.edits.perform(LINK_ADDED, added);
      return { link: added.id };
    },
    'people.withdraw': ({ what, id, reason }) => {
      const file = session.current();
      const row = what === 'entity' ? file.entities.get(id) : file.entities.link(id);
      if (row === undefined || row.withdrawn !== '') throw new Fault(what === 'entity' ? 'people.unknown' : 'people.linkUnknown', { id });
      file.edits.perform(WITHDRAWN, { what, id, reason });
      return {};
    },
    'people.matches': async ({ standing, after, limit }, work) => {
      const { leads: all, common, limited } = await leads(work);
      const asked = standing === undefined ? all : all.filter((one) => one.standing === standing);
      return {
        total: asked.length,
        leads: asked.slice(after, after + limit),
        common: common.map((one) => ({ ...one })),
        limited: limited.map((one) => ({ ...one })),
      };
    },
    'people.judge': async ({ lead, verdict, reason }, work) => {
      const { leads: all } = await leads(work);
      const found = all.find(({ id }) => id === lead);
      if (found === undefined) throw new Fault('people.leadUnknown', { lead });
      const { a, b, kind, rules } = found;
      const judged: Judged = { a: a.entity, b: b.entity, lead, verdict, reason, data: { kind, rules, a: a.text, b: b.text } };
      session.current().edits.perform(LEAD_JUDGED, judged);
      return { a: a.entity, b: b.entity };
    },
    'people.chains': ({ address }) => ({
      chains: labelPlaces()
        .of(address.trim(), undefined)
        .chains.map((chain) => ({ chain, name: (bitcoinNetwork(chain) ?? accountChain(chain))?.name ?? chain })),
    }),
    'people.onAddress': ({ chain, address }) => {
      const file = session.current();
      const sources = sourcesOf(file);
      const tables = networkTables(file);
      const text = accountChain(chain)?.readAddress(address) ?? address;
      const kinds = accountChain(chain)?.family === 'ledger' ? ['address', 'account'] : ['address'];
      const links = kinds
        .flatMap((kind) => file.entities.linksTo(kind, text))
        .filter((link) => linkPlaces(link).some((place) => place.chain === chain));
      return {
        links: links.flatMap((link) => {
          const entity = file.entities.get(link.entity);
          if (entity === undefined || entity.withdrawn !== '') return [];
          const title = titleOf(
            file.entities.linksOf(entity.id).filter(({ withdrawn }) => withdrawn === ''),
            entity.id,
          );
          return [{ ...shown(link, sources, tables), title, entityKind: entity.kind as EntityKind }];
        }),
      };
    },
    'people.tables': () => ({
      tables: session
        .current()
        .sources.list()
        .filter(({ mode }) => mode === NETWORKS_MODE)
        .map(({ id, name, exhibit, state, request, result }) => ({
          ...{ number: id, name, exhibit, withdrawn: state === 'withdrawn', ranges: (result as TakeInResult | null)?.accepted ?? 0 },
          ...(request as NetworkNote),
        })),
    }),
    'people.networks': async ({ path, kind, asOf, exhibit }, work) => {
      const taken = await takeInNetworks(host, session.current(), host.resolveGrant(path), { kind, asOf, exhibit }, work);
      session.drop((key) => key.startsWith('people.leads'));
      return taken;
    },
  });
}

const sourceName = (entry: Entry | undefined, sources: Sources): string => sources.get(entry?.row.source ?? -1)?.name ?? '';

function listed(book: Book, entry: Entry, open: number, sources: Sources): PersonListed {
  const counts = new Map<LinkKind, number>();
  for (const { kind } of entry.links) counts.set(kind as LinkKind, (counts.get(kind as LinkKind) ?? 0) + 1);
  const { id, kind } = entry.row;
  return {
    ...{ id, kind: kind as EntityKind, title: entry.title, names: [...entry.names], leads: open, source: sourceName(entry, sources) },
    links: [...counts].map(([of, count]) => ({ kind: of, count })),
    joined: book.joinedWith(id).filter((one) => one !== id),
  };
}

/** Faults: people.noEvidence, people.badValue, people.sourceUnknown, chain.unknown. */
function linkOf(file: CaseFile, entity: number, { kind, value, chain, detail, evidence }: AskedLink): LinkAdded {
  const { basis, source, row, exhibit, place, date, says } = evidence;
  // Only an assumption may stand without anything to look at.
  if (basis !== 'assumption' && exhibit.trim() === '' && source === '') throw new Fault('people.noEvidence');
  if (chain !== undefined && bitcoinNetwork(chain) === undefined && accountChain(chain) === undefined)
    throw new Fault('chain.unknown', { chain, known: '' });
  const { timeSeconds, untilSeconds } = detail;
  if (untilSeconds !== null && (timeSeconds === null || untilSeconds < timeSeconds))
    throw new Fault('people.badValue', { kind, value, reason: 'endsBefore' });
  const read = readLink(kind, value, labelPlaces(), chain, detail.upTo);
  if ('problem' in read) throw new Fault('people.badValue', { kind, value, reason: read.problem });
  const where = readWhereOf(kind, detail);
  if ('problem' in where)
    throw new Fault('people.badValue', {
      kind,
      value: `${detail.country} ${detail.latitude} ${detail.longitude}`.trim(),
      reason: where.problem,
    });
  const of = source === '' ? undefined : file.sources.list().find(({ id, publicId }) => String(id) === source || publicId === source);
  if (source !== '' && (of === undefined || of.state === 'withdrawn')) throw new Fault('people.sourceUnknown', { source });
  return {
    ...{
      id: file.entities.lastLink() + 1,
      entity,
      kind,
      value: read.value,
      chain: read.chain,
      detail: { ...detail, ...where, upTo: read.upTo },
    },
    ...{
      basis,
      source: of?.publicId ?? null,
      exhibit: exhibit.trim(),
      place: place.trim(),
      date,
      row: of === undefined ? 0 : row,
      grade: 'M',
    },
    says: says.trim() === '' && basis !== 'attribution' ? file.examiner : says.trim(),
  };
}
