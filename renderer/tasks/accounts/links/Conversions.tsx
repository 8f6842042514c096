// Swaps, wrapped coins, hops between chains and links through exchanges: what the case records of them, and what only resembles one.
import { InputGroup } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { ConversionView } from '../../../../shared/contract/account.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { FaultNotice, Loading, Panel } from '../../../design/pieces.tsx';
import { StatementBadge } from '../../../design/statements.tsx';
import { useAsk } from '../../../session/session.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { AddToFetchList } from '../../fetch/AddToFetchList.tsx';
import { JudgePair } from './JudgePair.tsx';
import { AccountLink, MovementLink } from '../words.tsx';

type Judged = CallOutput<'account.judgedLinks'>['links'];

const EXAMINER_RULE = 'examiner@1';

interface Named {
  readonly chainName: (chain: string) => string;
}

export function Conversions({ chainName, judged }: Named & { readonly judged: Judged }): ReactNode {
  const say = useWords();
  const [text, setText] = useState('');
  const asked = text.trim();
  const { data, fault } = useAsk('account.conversions', asked === '' ? {} : { text: asked.slice(0, 400) });
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  return (
    <Panel
      title={say('links.conversions')}
      aside={
        <InputGroup
          className="th-mono"
          leftIcon={<Search />}
          value={text}
          onValueChange={setText}
          placeholder={say('kinds.transaction')}
          aria-label={say('links.onlyTransaction')}
        />
      }
    >
      <p className="th-muted">{say('links.conversionsAre')}</p>
      {data.conversions.length === 0 ? (
        <p className="th-muted">{say('links.noConversions')}</p>
      ) : (
        <div className="th-scroll">
          <table className="th-plain">
            <thead>
              <tr>
                <th>{say('links.kind')}</th>
                <th>{say('links.standing')}</th>
                <th>{say('links.wentIn')}</th>
                <th>{say('links.cameOut')}</th>
                <th>{say('links.verdict')}</th>
              </tr>
            </thead>
            <tbody>
              {data.conversions.map((one) => (
                <tr
                  key={`${one.rule} ${[...one.ins, ...one.outs, ...one.events].map(({ chain, transfer }) => `${chain} ${transfer}`).join(' ')}`}
                >
                  <td>
                    {say(`links.kinds.${one.kind}`)} <code className="th-muted th-small">{one.rule}</code>
                    <div className="th-muted th-small">{ruleIs(say, one.rule)}</div>
                    {one.name === null ? null : <div className="th-small">{one.name}</div>}
                  </td>
                  <td>
                    <StatementBadge kind={one.standing === 'recorded' ? 'fact' : 'inference'} />
                    {one.reason === null ? null : <div className="th-muted th-small">{whyText(say, one)}</div>}
                  </td>
                  <td>
                    <Side movements={one.ins} chainName={chainName} />
                  </td>
                  <td>
                    {one.outs.length === 0 ? (
                      <Toward one={one} chainName={chainName} />
                    ) : (
                      <Side movements={one.outs} chainName={chainName} />
                    )}
                  </td>
                  <td>
                    <Judging one={one} judged={judged} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.more === 0 ? null : <p className="th-muted">{say('accounts.moreRows', { count: groupThousands(data.more) })}</p>}
    </Panel>
  );
}

function Side({ movements, chainName }: Named & { readonly movements: ConversionView['ins'] }): ReactNode {
  if (movements.length === 0) return '–';
  return movements.map(({ chain, transfer }) => (
    <div key={`${chain} ${transfer}`}>
      <MovementLink name={transfer} chain={chain} /> <span className="th-muted th-small">{chainName(chain)}</span>
    </div>
  ));
}

/** Where a departure says that it goes: its word, not an arrival. */
function Toward({ one: { toward, ins }, chainName }: Named & { readonly one: ConversionView }): ReactNode {
  const say = useWords();
  if (toward === undefined || (toward.chain === null && toward.account === null)) return '–';
  const { chain, account } = toward;
  return (
    <>
      <div className="th-muted th-small">{say('links.toward')}</div>
      {account === null ? null : <AccountLink value={account} {...(chain === null ? {} : { chain })} />}{' '}
      <span className="th-muted th-small">{chain === null ? '' : chainName(chain)}</span>
      {chain === null || account === null ? null : (
        <AddToFetchList
          items={[{ chain, kind: 'address', item: account, why: say('links.towardWhy', { from: ins[0]?.transfer ?? '' }) }]}
        />
      )}
    </>
  );
}

/** An inference of one movement in and one out can be accepted; anything else is taken as it is. */
function Judging({ one, judged }: { readonly one: ConversionView; readonly judged: Judged }): ReactNode {
  const [from] = one.ins;
  const [to] = one.outs;
  if (one.standing === 'recorded' || one.ins.length !== 1 || one.outs.length !== 1 || from === undefined || to === undefined) return null;
  const known = judged.find((pair) => pair.from.transfer === from.transfer && pair.to.transfer === to.transfer);
  const found = { rule: one.rule, ...(one.reason === null || one.rule === EXAMINER_RULE ? {} : { why: one.reason }) };
  return <JudgePair from={from.transfer} to={to.transfer} verdict={known?.verdict ?? 'open'} found={found} />;
}

/** What the rule goes by, in words. */
function ruleIs(say: Words, rule: string): string {
  const [name = ''] = rule.split('@');
  return say.has(`links.ruleIs.${name}`) ? say(`links.ruleIs.${name}`) : '';
}

/** The examiner's own words stand as they are. */
function whyText(say: Words, { rule, reason }: ConversionView): string {
  if (reason === null || rule === EXAMINER_RULE) return reason ?? '';
  return say.has(`links.reasons.${reason}`) ? say(`links.reasons.${reason}`) : reason;
}
