// Sentences, evidence and sightings of people as the screen shows them. They compute nothing.
import { type ReactNode, useMemo } from 'react';
import type { LinkShown, PeopleLead } from '../../../shared/contract/people.ts';
import type { Parameters } from '../../../shared/words/index.ts';
import { saidWhere, whereText } from '../../../shared/words/index.ts';
import { Id } from '../../design/pieces.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

type PeopleWords = (key: string, parameters?: Parameters) => string;

export function usePeopleWords(): PeopleWords {
  const say = useWords();
  return useMemo(() => (key, parameters) => say.any(`people.${key}`, parameters) ?? key, [say]);
}

/** What a link rests on; what withdrew it. */
export function Where({ link }: { readonly link: LinkShown }): ReactNode {
  const say = useWords();
  const word = usePeopleWords();
  const text = whereText((key, parameters) => say.any(key, parameters) ?? key, link);
  return (
    <span>
      {text}
      {link.withdrawn === '' ? null : (
        <span className="th-muted">
          {text === '' ? '' : '; '}
          {link.withdrawn === 'source' ? word('withdrawnSource') : word('withdrawnIs', { reason: link.withdrawn })}
        </span>
      )}
    </span>
  );
}

const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** The value as it is written, with its provider, times and what was done. */
export function LinkValue({ link }: { readonly link: LinkShown }): ReactNode {
  const { go, catalog } = useSession();
  const { kind, value, chains, detail } = link;
  const word = usePeopleWords();
  const { service, port, timeSeconds, untilSeconds, upTo } = detail;
  const what = kind === 'place' && detail.what !== '' ? word(`placeKind.${detail.what}`) : detail.what;
  const [chain] = chains;
  const ofCoins = catalog.chains.some(({ id }) => id === chain);
  const times = [timeSeconds, untilSeconds].flatMap((one) => (one === null ? [] : [`${utc(one)} UTC`])).join(' – ');
  const more = [times, service, what, saidWhere(detail)].filter((text) => text !== '').join(' · ');
  return (
    <span className={link.withdrawn === '' ? undefined : 'th-people-withdrawn'}>
      {kind === 'address' && chain !== undefined ? (
        <Id value={value} full onOpen={() => go(ofCoins ? { task: 'explore', text: value } : { task: 'accounts', text: value, chain })} />
      ) : (
        <strong>
          {value}
          {upTo === '' ? '' : ` – ${upTo}`}
          {kind === 'ip' && port !== null ? ` : ${port}` : ''}
        </strong>
      )}
      {more === '' ? null : <span className="th-muted"> {more}</span>}
    </span>
  );
}

/** Why two entries may have to do with each other, and what speaks against its weight. */
export function LeadWhy({ lead }: { readonly lead: PeopleLead }): ReactNode {
  const word = usePeopleWords();
  const rules = lead.rules.map((rule) => word(`rule.${rule}`)).join('; ');
  const why = lead.rules.length === 0 ? word('alike') : lead.kind === 'ip' ? rules : word('alikeBy', { rules });
  return (
    <span>
      {why}
      {lead.cautions.length === 0 ? null : (
        <span className="th-muted"> ({lead.cautions.map((one) => word(`caution.${one}`)).join('; ')})</span>
      )}
    </span>
  );
}

/** What is known of an address of the internet, and the line of a request that the sighting supports. */
export function Sighting({ link }: { readonly link: LinkShown }): ReactNode {
  const word = usePeopleWords();
  if (link.sighting === null) return null;
  const { range, networks, lists, searched } = link.sighting;
  const { timeSeconds, port } = link.detail;
  const none = searched === 0 ? word('noTables') : word('notInTables', { count: searched });
  return (
    <ul className="th-people-sighting th-small">
      <li>{word(`range.${range}`)}</li>
      {networks.length === 0 && range === 'public' ? <li>{none}</li> : null}
      {networks.map(({ table, asOf, country, network, row }) => (
        <li key={`${table} ${asOf}`}>{word('network', { network, country, table, day: asOf, row })}</li>
      ))}
      {lists.map(({ table, asOf, kind }) => (
        <li key={`${kind} ${table} ${asOf}`}>{word(`listed.${kind}`, { table, day: asOf })}</li>
      ))}
      <li>
        {range !== 'public' || timeSeconds === null ? (
          word('noRequest', { why: word(range === 'public' ? 'why.noTime' : 'why.notPublic') })
        ) : (
          <>
            <span className="th-muted">{word('request')}: </span>
            {port === null
              ? word('requestNoPort', { ip: link.value, time: utc(timeSeconds) })
              : word('requestText', { ip: link.value, port, time: utc(timeSeconds) })}
          </>
        )}
      </li>
    </ul>
  );
}
