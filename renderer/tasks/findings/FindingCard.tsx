// One finding: the rule's text, each condition with what was found and what is needed, figures, signs, the payments it rests on, what else
// could explain it and what the case does not hold; the way to the canvas; and the examiner's word on it.
import { Button, FormGroup, InputGroup, Tag } from '@blueprintjs/core';
import { Graph } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { FindingDetail } from '../../../shared/contract/typology.ts';
import { itemName } from '../../../shared/model/canvasItem.ts';
import { conditionTexts, figureText, ruleTitle } from '../../../shared/words/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { When } from '../accounts/words.tsx';
import { LinkedWith } from '../people/LinkedWith.tsx';
import { PartyLink, ThingLink, useFindingWords } from './words.tsx';

const MOST_ROWS = 60;
/** Things put on a canvas at once; a finding of thousands of payments would hide what it shows. */
const MOST_ON_CANVAS = 400;

export function FindingCard({ finding }: { readonly finding: number }): ReactNode {
  const words = useFindingWords();
  const { data, fault } = useAsk('typologies.finding', { finding });
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const { assets, conditions, figures, signs } = data;
  return (
    <Panel
      className="th-finding"
      title={ruleTitle(words, data.rule)}
      aside={
        <Tag minimal intent={data.kind === 'near' ? 'none' : 'primary'}>
          {data.kind === 'near' ? words.say('kind.near') : `≈ ${data.rule}`}
        </Tag>
      }
    >
      <p>{words.say(`${data.rule.replace(/@\d+$/, '')}.rule`)}</p>
      <Facts
        rows={[
          [words.say('subject'), <PartyLink key="s" party={data.subject} full />],
          [words.say('innocentIs'), data.innocent.map((code) => words.say(`innocent.${code}`)).join('; ')],
          data.missing.length === 0
            ? null
            : [words.say('missingTitle'), data.missing.map((code) => words.say(`missing.${code}`)).join('; ')],
        ]}
      />
      {data.subject.kind === 'address' ? <LinkedWith chain={data.subject.chain} address={data.subject.id} /> : null}
      <table className="th-plain th-numbers">
        <thead>
          <tr>
            <th scope="col">{words.say('conditions')}</th>
            <th scope="col" className="th-end">
              {words.say('column.found')}
            </th>
            <th scope="col">{words.say('column.needed')}</th>
            <th scope="col">{words.say('column.met')}</th>
          </tr>
        </thead>
        <tbody>
          {conditions.map((one) => {
            const { what, found, bound } = conditionTexts(words, one, assets);
            return (
              <tr key={one.code}>
                <td>{what}</td>
                <td className="th-end">{found}</td>
                <td>{bound}</td>
                <td>
                  {one.met ? '✓' : '✗'} {words.say(one.met ? 'met' : 'notMet')}
                </td>
              </tr>
            );
          })}
        </tbody>
        <Rows title={words.say('signs')} empty={signs.length === 0}>
          {signs.map(({ code, state }) => (
            <tr key={`sign ${code}`}>
              <td>{words.say(`sign.${code}`)}</td>
              <td className="th-end">{words.say(`signState.${state}`)}</td>
              <td colSpan={2} />
            </tr>
          ))}
        </Rows>
        <Rows title={words.say('figures')} empty={figures.length === 0}>
          {figures.map(({ code, unit, asset, value }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one figure may stand there for each of several assets, in a fixed order
            <tr key={`${code} ${at}`}>
              <td>{words.say(`figure.${code}`)}</td>
              <td className="th-end">{figureText(words, unit, value, asset === null ? null : assets[asset])}</td>
              <td colSpan={2} />
            </tr>
          ))}
        </Rows>
      </table>
      {data.kind === 'near' ? null : <Judge finding={data} />}
      <OpenOnCanvas finding={data} />
      <Rests finding={data} />
      <p className="th-muted th-small">
        {words.say('inference', { rule: data.rule })} {data.citation}. {words.say('fatf')}: {words.say(`heading.${data.heading}`)}.{' '}
        {words.say('report.parameters')}:{' '}
        {data.parameters
          .map(({ id, unit, value }) => `${words.say(`parameter.${id}`)} ${figureText(words, unit, `${value}`, null)}`)
          .join('; ')}
      </p>
    </Panel>
  );
}

/** Rows under a head of their own: nothing is asked of them, so nothing of them is needed or met. */
function Rows({ title, empty, children }: { readonly title: string; readonly empty: boolean; readonly children: ReactNode }): ReactNode {
  if (empty) return null;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={4}>
          {title}
        </th>
      </tr>
      {children}
    </tbody>
  );
}

function Rests({ finding }: { readonly finding: FindingDetail }): ReactNode {
  const words = useFindingWords();
  const { flows, assets, transactions } = finding;
  const more = Math.max(0, flows.length - MOST_ROWS) + finding.moreFlows;
  return (
    <>
      <h3>{words.say('matched')}</h3>
      <div className="th-scroll">
        <table className="th-plain th-numbers">
          <tbody>
            {flows.slice(0, MOST_ROWS).map(({ item, timeSeconds, from, to, asset, amount, transaction, chain }) => {
              const of = assets[asset];
              return (
                <tr key={item}>
                  <td className="th-nowrap">
                    <When at={timeSeconds} />
                  </td>
                  <td>
                    {from === null ? '–' : <ThingLink chain={chain} id={from} />} →{' '}
                    {to === null ? '–' : <ThingLink chain={chain} id={to} />}
                  </td>
                  <td className="th-end">{of === undefined ? amount : words.amount(amount, of)}</td>
                  <td>
                    <ThingLink chain={chain} id={transaction} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {more === 0 ? null : <p className="th-muted">{words.say('more', { count: groupThousands(more) })}</p>}
      {transactions.length === 0 ? null : (
        <p>
          {words.say('acts')}:{' '}
          {transactions.slice(0, MOST_ROWS).map(({ chain, id }) => (
            <span key={id}>
              <ThingLink chain={chain} id={id} />{' '}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function Judge({ finding: { finding, standing, reason: why } }: { readonly finding: FindingDetail }): ReactNode {
  const words = useFindingWords();
  const { act } = useSession();
  const [reason, setReason] = useState('');
  const judge = async (verdict: 'accepted' | 'dismissed') => {
    if ((await act('typologies.judge', { finding, verdict, reason: reason.trim() })) !== null) setReason('');
  };
  return (
    <div className="th-finding-judge">
      {standing === 'open' ? null : (
        <p>
          <Tag minimal intent={standing === 'accepted' ? 'success' : 'danger'}>
            {standing === 'accepted' ? '✓' : '✗'} {words.say(`standing.${standing}`)}
          </Tag>{' '}
          {why}
        </p>
      )}
      <div className="th-form th-form-line">
        <FormGroup label={words.say('reason')} labelFor="finding-reason" helperText={words.say('reasonHelp')}>
          <InputGroup id="finding-reason" value={reason} onValueChange={setReason} />
        </FormGroup>
        <Button text={words.say('accept')} disabled={reason.trim() === ''} onClick={() => void judge('accepted')} />
        <Button text={words.say('dismiss')} disabled={reason.trim() === ''} onClick={() => void judge('dismissed')} />
      </div>
    </div>
  );
}

/** A new canvas with the parties and payments of the finding, by their own names. */
function OpenOnCanvas({ finding }: { readonly finding: FindingDetail }): ReactNode {
  const words = useFindingWords();
  const { act, go, announce } = useSession();
  const open = async () => {
    const name = words.say('canvasName', { finding: finding.finding, rule: ruleTitle(words, finding.rule) });
    const made = await act('canvas.create', { name });
    if (made === null) return;
    const parties = [finding.subject, ...finding.parties].map(({ kind, chain, id }) => itemName({ kind, chain, id }));
    const items = [...new Set([...parties, ...finding.flows.map(({ item }) => item)])].slice(0, MOST_ON_CANVAS);
    const done = await act('canvas.edit', { canvas: made.canvas, change: { do: 'add', items, near: null } });
    if (done === null) return;
    announce(words.say('onCanvas', { name }));
    go({ task: 'canvas', canvas: made.canvas });
  };
  return <Button icon={<Graph />} text={words.say('openCanvas')} onClick={() => void open()} />;
}
