// Which links of entries name an address or an account.
import { type Book, linkPlaces } from '../../intake/index.ts';
import type { AddressLink } from './chains.ts';

export function linksOf(book: Book): (chain: string, address: string) => readonly AddressLink[] {
  const found = new Map<string, AddressLink[]>();
  for (const { title, links } of book.entries.values())
    for (const row of links)
      for (const { chain, address } of linkPlaces(row)) {
        const key = `${chain}\n${address}`;
        const { id, entity, basis, grade } = row;
        const link = { link: id, entity, title, basis: basis as AddressLink['basis'], grade: grade as AddressLink['grade'] };
        const own = found.get(key);
        if (own === undefined) found.set(key, [link]);
        else own.push(link);
      }
  return (chain, address) => found.get(`${chain}\n${address}`) ?? [];
}
