// One thing that is concluded or assumed: what, by which rule, on which transactions, what breaks it and whether the data show a sign of that.
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { CanvasReason } from '../../../../shared/contract/canvasReason.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { shortId } from '../../../design/ids.ts';
import { RuleText } from '../../../design/rules.tsx';
import { StatementBadge } from '../../../design/statements.tsx';
import { blockTimeCell } from '../../../design/times.ts';
import { useWords } from '../../../session/words.ts';
import { useDesk } from '../desk.ts';
import { shortName } from '../words.ts';
import { ItemLink } from './ItemLink.tsx';

export function ReasonCard({ reason }: { readonly reason: CanvasReason }): ReactNode {
  const say = useWords();
  const { openDialog } = useDesk();
  const { what, by, rules, breakers, restsOn, labels } = reason;
  const kind = what === 'byHand' && reason.statement === 'assumption' ? 'hypothesis' : reason.statement;
  const isOfCluster = what === 'cluster' || what === 'alone' || what === 'fellApart' || what === 'inherited';
  return (
    <section className="th-reason" aria-label={say(`canvas.why.what.${what}`)}>
      <header>
        <StatementBadge kind={kind} /> <strong>{say(`canvas.why.what.${what}`)}</strong>
      </header>
      <p>{say(`canvas.why.is.${what}`, { count: groupThousands(reason.count) })}</p>
      {reason.verdict === 'undecidable' ? <p>{say('canvas.why.undecidable')}</p> : null}
      {reason.text === '' ? null : <blockquote>{reason.text}</blockquote>}
      {labels.length === 0 ? null : (
        <ul>
          {labels.map(({ label, source, item, address }) => (
            <li key={`${label} ${source} ${address}`}>
              ❞ {label} <span className="th-muted">{source === '' ? say('canvas.why.ownLabel') : source}</span>{' '}
              <ItemLink item={item} text={shortId(address, 7, 5)} title={address} />
            </li>
          ))}
        </ul>
      )}
      {by !== null && rules.length > 1 ? (
        <p>
          <code>{by}</code>
        </p>
      ) : null}
      {rules.map((rule) => (
        <RuleText key={`${rule.id}@${rule.version}`} rule={rule} />
      ))}
      {restsOn.length === 0 ? null : (
        <>
          <h3>{say('canvas.why.restsOn', { count: groupThousands(restsOn.length + reason.more) })}</h3>
          <ul className="th-reason-rests">
            {restsOn.map(({ item, name, timeSeconds }) => (
              <li key={item}>
                <ItemLink item={item} text={shortName({ kind: readItem(item)?.kind ?? 'transaction', name })} title={name} />{' '}
                <span className="th-muted">{timeSeconds === null ? '' : `${blockTimeCell(timeSeconds)} UTC`}</span>
              </li>
            ))}
          </ul>
          {reason.more > 0 ? <p className="th-muted">{say('canvas.why.moreRests', { count: groupThousands(reason.more) })}</p> : null}
        </>
      )}
      {breakers.length === 0 ? null : <Breakers breakers={breakers} />}
      {isOfCluster ? (
        <div className="th-actions">
          <Button size="small" text={say('canvas.clusterRulesOpen')} onClick={() => openDialog({ kind: 'rules' })} />
        </div>
      ) : null}
    </section>
  );
}

/** What makes the rule wrong, those first of which the data show a sign. */
function Breakers({ breakers }: Pick<CanvasReason, 'breakers'>): ReactNode {
  const say = useWords();
  const order = ['seen', 'notSeen', 'untold'] as const;
  return (
    <>
      <h3>{say('canvas.why.breakers')}</h3>
      <ul className="th-reason-breakers">
        {order.flatMap((sign) =>
          breakers
            .filter((one) => one.sign === sign)
            .map(({ code, seenIn }) => (
              <li key={code} className={`th-sign-${sign}`}>
                <span aria-hidden="true">{SIGN_GLYPHS[sign]}</span> {say.reason(`breaker:${code}`)}
                {': '}
                {say(`canvas.why.signs.${sign}`, { sign: say.reason(`sign:${code}`) })}{' '}
                {sign === 'untold' && say.any(`reasons.check-${code}`) !== null ? (
                  <span className="th-reason-check">{say('canvas.why.check', { how: say.reason(`check:${code}`) })} </span>
                ) : null}
                {seenIn.map((item) => (
                  <ItemLink key={item} item={item} text={shortId(readItem(item)?.id ?? '', 7, 5)} title={readItem(item)?.id ?? ''} />
                ))}
              </li>
            )),
        )}
      </ul>
    </>
  );
}

const SIGN_GLYPHS = { seen: '⚠', notSeen: '○', untold: '·' } as const;
