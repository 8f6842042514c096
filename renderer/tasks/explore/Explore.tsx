// Looking anything up: transaction, address, block. What is not found is said with what was searched.
import { Button, InputGroup } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { blocksText } from '../../frame/StatusBar.tsx';
import { type SourcesAnswer, useAsk, useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { AccountFound } from '../accounts/held/Found.tsx';
import { SearchArchives } from '../archives/SearchArchives.tsx';
import { AddToFetchList, type NewItem } from '../fetch/AddToFetchList.tsx';
import { AddressDetails } from './AddressDetails.tsx';
import { BlockDetails } from './BlockDetails.tsx';
import { TransactionDetails } from './TransactionDetails.tsx';

export function Explore(): ReactNode {
  const say = useWords();
  const { place, go, sources } = useSession();
  const [text, setText] = useState(place.text ?? '');
  useEffect(() => setText(place.text ?? ''), [place.text]);
  const answer = useAsk('show.find', place.text === undefined || place.text === '' ? null : { text: place.text.slice(0, 400) });
  // Account chains are looked through only where the case holds any: their ledgers are put together first.
  const holdsAccounts = sources?.sources.some(({ mode, state }) => mode === 'accounts' && state !== 'withdrawn') ?? false;
  const accounts = useAsk(
    'account.find',
    !holdsAccounts || place.text === undefined || place.text === '' ? null : { text: place.text.slice(0, 400) },
  );
  const inAccounts = accounts.data?.found ?? [];
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') go({ task: 'explore', text: text.trim() });
  };
  const { data } = answer;
  return (
    <div className="th-screen">
      <h1 className="th-offscreen">{say('tasks.explore')}</h1>
      <form className="th-explore-find" onSubmit={find}>
        <InputGroup
          size="large"
          className="th-mono"
          leftIcon={<Search />}
          value={text}
          onValueChange={setText}
          placeholder={say('top.omnibox')}
          aria-label={say('top.omniboxLabel')}
        />
        <Button type="submit" size="large" intent="primary" text={say('explore.find')} />
      </form>
      <FaultNotice fault={answer.fault ?? accounts.fault} />
      {place.text === undefined || place.text === '' ? null : <AccountFound found={inAccounts} />}
      {place.text === undefined || place.text === '' ? (
        <Empty icon={<Search size={40} />} title={say('explore.empty')} next={say('explore.emptyNext')} />
      ) : data === null || accounts.loading ? (
        answer.loading || accounts.loading ? (
          <Loading />
        ) : null
      ) : data.found.length === 0 && inAccounts.length > 0 ? null : data.found.length === 0 ? (
        <>
          <Panel title={say('explore.notFound')}>
            {data.possible.length === 0 ? (
              <p>{say('explore.notAnything')}</p>
            ) : (
              <ul className="th-plain-list">
                {data.possible.map((possible) => (
                  <li key={`${possible.kind} ${possible.chain}`}>
                    <NotFoundHere say={say} possible={possible} sources={sources} />{' '}
                    <AddToFetchList items={fetchItemsOf(possible, place.text ?? '', say('fetch.notFound'))} />
                  </li>
                ))}
              </ul>
            )}
            <p className="th-muted">{say('explore.notFoundNext')}</p>
          </Panel>
          {data.possible.map((possible) =>
            possible.kind === 'transaction' || possible.kind === 'address' ? (
              <SearchArchives
                key={`${possible.chain} ${place.text}`}
                chain={possible.chain}
                chainName={possible.chainName}
                id={place.text?.trim() ?? ''}
                open
              />
            ) : null,
          )}
        </>
      ) : (
        data.found.map((found) => {
          if (found.kind === 'transaction')
            return <TransactionDetails key={`${found.chain} ${found.txid} ${found.block.hash}`} view={found} />;
          if (found.kind === 'address') return <AddressDetails key={`${found.chain} ${found.address}`} view={found} />;
          return <BlockDetails key={`${found.chain} ${found.block.hash}`} view={found} />;
        })
      )}
    </div>
  );
}

type Possible = CallOutput<'show.find'>['possible'][number];

/** What a connected computer could bring of it; a height alone names no block. */
function fetchItemsOf({ kind, chain }: Possible, text: string, why: string): readonly NewItem[] {
  if (kind === 'height') return [];
  return [{ chain, kind, item: text.trim(), fromBlock: null, toBlock: null, why }];
}

/** What was not found where: only whole blocks of the case were looked through, never what merely lies within reach. */
function NotFoundHere({
  say,
  possible,
  sources,
}: {
  readonly say: Words;
  readonly possible: Possible;
  readonly sources: SourcesAnswer | null;
}): ReactNode {
  const coverage = sources === null ? null : blocksText(say, sources, possible.chain);
  const named = { kind: say(`kinds.${possible.kind}`), chain: possible.chainName };
  return coverage === null ? say('explore.possibleNoBlocks', named) : say('explore.possible', { ...named, coverage });
}
