// Where the runs of the case end, and which links name those places: what chains of evidence are made of.
import type { AccountTraceResult } from '../../../../shared/contract/account.ts';
import type { TraceResult } from '../../../../shared/contract/trace.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { type Book, linkPlaces } from '../../intake/index.ts';
import type { AddressLink, RunEnd } from './chains.ts';

/** Each address once for a run, with the policies under which coins end there. */
export function endsOf(file: CaseFile): { readonly ends: readonly RunEnd[]; readonly runs: number } {
  const ends = new Map<string, RunEnd & { policies: string[] }>();
  const put = (end: Omit<RunEnd, 'policies'>, policy: string) => {
    const { run, of, chain, address } = end;
    const key = JSON.stringify([of, run, chain, address]);
    const known = ends.get(key);
    if (known === undefined) ends.set(key, { ...end, policies: [policy] });
    else if (!known.policies.includes(policy)) known.policies.push(policy);
  };
  const coins = file.runs.list();
  for (const { id, chain, result } of coins) {
    const { direction, policies } = result as TraceResult;
    const asked = Object.keys(policies).length;
    for (const [policy, { holdings }] of Object.entries(policies))
      for (const { address } of holdings)
        if (address !== null) put({ run: id, of: 'coins', direction, asked, chain, address, rests: 'derivation' }, policy);
  }
  const accounts = file.accounts.runs();
  for (const { id, request, result } of accounts) {
    const { policies, assumed, openings = [], conversions = [] } = result as AccountTraceResult;
    const overAccepted = conversions.some(({ standing }) => standing === 'inference');
    const rests = assumed.length + openings.length > 0 ? 'assumption' : overAccepted ? 'inference' : 'derivation';
    const { direction } = request as { readonly direction: RunEnd['direction'] };
    const asked = Object.keys(policies).length;
    for (const [policy, { ends: found }] of Object.entries(policies))
      for (const { chain, account } of found) put({ run: id, of: 'accounts', direction, asked, chain, address: account, rests }, policy);
  }
  return { ends: [...ends.values()], runs: coins.length + accounts.length };
}

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
