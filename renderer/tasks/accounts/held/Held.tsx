// What the case holds of each account chain, where its sources contradict each other, and the box that looks one thing up.
import { Button, InputGroup } from '@blueprintjs/core';
import { Import, People, Search } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { Empty, FaultNotice, Loading, Panel } from '../../../design/pieces.tsx';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { Conflicts } from './Conflicts.tsx';
import { AccountFound } from './Found.tsx';
import { When } from '../words.tsx';

type Summary = CallOutput<'account.summary'>;

export function Held(): ReactNode {
  const say = useWords();
  const { place, go, sources } = useSession();
  const [text, setText] = useState(place.text ?? '');
  useEffect(() => setText(place.text ?? ''), [place.text]);
  const asked = place.text === undefined || place.text === '' ? null : place.text.slice(0, 400);
  const summary = useAsk('account.summary', {});
  const { chain } = place;
  const found = useAsk('account.find', asked === null ? null : { text: asked, ...(chain === undefined ? {} : { chain }) });
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') go({ task: 'accounts', text: text.trim() });
  };
  if (summary.fault !== null) return <FaultNotice fault={summary.fault} />;
  if (summary.data === null) return <Loading />;
  if (summary.data.chains.length === 0)
    return (
      <Empty
        icon={<People size={40} />}
        title={say('accounts.none')}
        next={say(sources?.sources.length === 0 ? 'accounts.noneNextFirst' : 'accounts.noneNext')}
        action={
          <Button icon={<Import />} intent="primary" text={say('sources.takeIn')} onClick={() => go({ task: 'sources', tab: 'sources' })} />
        }
      />
    );
  return (
    <>
      <form className="th-explore-find" onSubmit={find}>
        <InputGroup
          size="large"
          className="th-mono"
          leftIcon={<Search />}
          value={text}
          onValueChange={setText}
          placeholder={say('accounts.findExample')}
          aria-label={say('accounts.findLabel')}
        />
        <Button type="submit" size="large" intent="primary" text={say('explore.find')} />
      </form>
      {asked === null ? (
        <>
          <Chains chains={summary.data.chains} />
          <Conflicts conflicts={summary.data.conflicts} />
        </>
      ) : (
        <>
          <FaultNotice fault={found.fault} />
          {found.data === null ? (
            found.loading ? (
              <Loading />
            ) : null
          ) : found.data.found.length === 0 ? (
            <NotFound possible={found.data.possible} />
          ) : (
            <AccountFound found={found.data.found} />
          )}
        </>
      )}
    </>
  );
}

function NotFound({ possible }: { readonly possible: CallOutput<'account.find'>['possible'] }): ReactNode {
  const say = useWords();
  return (
    <Panel title={say('accounts.notFound')}>
      {possible.length === 0 ? (
        <p>{say('accounts.notAnything')}</p>
      ) : (
        <ul className="th-plain-list">
          {possible.map(({ kind, chain, chainName }) => (
            <li key={`${kind} ${chain}`}>{say('accounts.possible', { kind: say(`kinds.${kind}`), chain: chainName })}</li>
          ))}
        </ul>
      )}
      <p className="th-muted">{say('accounts.notFoundNext')}</p>
    </Panel>
  );
}

function Chains({ chains }: { readonly chains: Summary['chains'] }): ReactNode {
  const say = useWords();
  return (
    <Panel title={say('accounts.held')}>
      <table className="th-plain th-numbers">
        <thead>
          <tr>
            <th>{say('accounts.chain')}</th>
            <th className="th-end">{say('accounts.transactions')}</th>
            <th className="th-end">{say('accounts.movements')}</th>
            <th className="th-end">{say('accounts.accounts')}</th>
            <th>{say('accounts.fromTime')}</th>
            <th>{say('accounts.toTime')}</th>
          </tr>
        </thead>
        <tbody>
          {chains.map((chain) => (
            <tr key={chain.chain}>
              <td>
                <strong>{chain.name}</strong> <span className="th-muted th-small">{chain.chain}</span>
              </td>
              <td className="th-end">{groupThousands(chain.transactions)}</td>
              <td className="th-end">{groupThousands(chain.transfers)}</td>
              <td className="th-end">{groupThousands(chain.accounts)}</td>
              <td>
                <When at={chain.fromTime} />
              </td>
              <td>
                <When at={chain.toTime} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="th-muted th-small">{say('accounts.heldNote')}</p>
    </Panel>
  );
}
