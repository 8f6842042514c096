// Swaps, wrapped coins, hops between chains and links through exchanges: what the case records of them, and what only resembles one.
import { InputGroup } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { ConversionView } from '../../../shared/contract/account.ts';
import { groupThousands } from '../../design/amounts.ts';
import { FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { MovementLink } from './words.tsx';

const EXAMINER_RULE = 'examiner@1';

export function Conversions({ chainName }: { readonly chainName: (chain: string) => string }): ReactNode {
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
              </tr>
            </thead>
            <tbody>
              {data.conversions.map((one) => (
                <tr
                  key={`${one.rule} ${[...one.ins, ...one.outs, ...one.events].map(({ chain, transfer }) => `${chain} ${transfer}`).join(' ')}`}
                >
                  <td>
                    {say(`links.kinds.${one.kind}`)} <code>{one.rule}</code>
                    {one.name === null ? null : <div className="th-small">{one.name}</div>}
                  </td>
                  <td>
                    <StatementBadge kind={one.standing === 'recorded' ? 'fact' : 'inference'} />
                    {one.reason === null ? null : <div className="th-muted th-small">{whyText(say, one)}</div>}
                  </td>
                  {[one.ins, one.outs].map((side, at) => (
                    <td key={at === 0 ? 'ins' : 'outs'}>
                      {side.length === 0 ? '–' : null}
                      {side.map(({ chain, transfer }) => (
                        <div key={`${chain} ${transfer}`}>
                          <MovementLink name={transfer} chain={chain} /> <span className="th-muted th-small">{chainName(chain)}</span>
                        </div>
                      ))}
                    </td>
                  ))}
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

/** The examiner's own words stand as they are. */
function whyText(say: Words, { rule, reason }: ConversionView): string {
  if (reason === null || rule === EXAMINER_RULE) return reason ?? '';
  return say.has(`links.reasons.${reason}`) ? say(`links.reasons.${reason}`) : reason;
}
