// What lies beside one thing: the sums of each side first, then rows page by page, ticked and put on the canvas. The canvas never takes a
// crowd at once.
import { Button, HTMLSelect, InputGroup, SegmentedControl } from '@blueprintjs/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Loading } from '../../design/pieces.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AddToFetchList } from '../fetch/AddToFetchList.tsx';
import { type Side, useDesk } from './desk.ts';
import { neighbourColumns, neighbourKey } from './neighbourColumns.tsx';
import { amountText, gapWords, shortName } from './words.ts';

type Answer = CallOutput<'canvas.neighbours'>;
type Row = Answer['rows'][number];
const PAGE = 100;
const TOP = 10;

export function Neighbours(): ReactNode {
  const say = useWords();
  const { around, nodes, items } = useDesk();
  const item = around !== null && nodes.has(around) ? around : (items.at(-1) ?? null);
  const node = item === null ? undefined : nodes.get(item);
  if (node === undefined || node.kind === 'group' || node.kind === 'event')
    return <Empty title={say('canvas.neighboursNone')} next={say('canvas.neighboursNoneNext')} />;
  return <Around key={node.id} item={node.id} title={shortName(node)} kind={say(`canvas.kinds.${node.kind}`)} full={node.name} />;
}

interface AroundProps {
  readonly item: string;
  readonly title: string;
  readonly kind: string;
  readonly full: string;
}

function Around({ item, title, kind, full }: AroundProps): ReactNode {
  const say = useWords();
  const { ask } = useSession();
  const { picture, nodes, put, items, openTab } = useDesk();
  const [side, setSide] = useState<Side>('both');
  const [order, setOrder] = useState<'value' | 'newest' | 'oldest'>('value');
  const [text, setText] = useState('');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [fault, setFault] = useState<unknown>(null);
  const [loading, setLoading] = useState(true);
  const { canvas, level, filter } = picture;
  const question = useMemo(
    (): CallInput<'canvas.neighbours'> => ({ canvas, item, level, side, order, text, filter, limit: PAGE }),
    [canvas, item, level, side, order, text, filter],
  );
  useEffect(() => {
    let current = true;
    setLoading(true);
    const timer = window.setTimeout(
      () =>
        ask('canvas.neighbours', question).then(
          (found) => {
            if (!current) return;
            setAnswer(found);
            setRows(found.rows);
            setFault(null);
            setLoading(false);
          },
          (error) => {
            if (!current) return;
            setFault(error);
            setLoading(false);
          },
        ),
      question.text === '' ? 0 : 250,
    );
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [ask, question]);
  const more = async () => {
    setLoading(true);
    try {
      const next = await ask('canvas.neighbours', { ...question, after: rows.length });
      setAnswer(next);
      setRows([...rows, ...next.rows]);
    } catch (error) {
      setFault(error);
    }
    setLoading(false);
  };
  const isHere = (row: Row) => nodes.has(row.item);
  const addable = [...new Set(rows.filter((row) => ticked.has(neighbourKey(row)) && !isHere(row)).map((row) => row.item))];
  const top = [...new Set(rows.filter((row) => !isHere(row)).map((row) => row.item))].slice(0, TOP);
  const columns = useMemo(
    () =>
      neighbourColumns(
        say,
        answer,
        (row) => nodes.has(row.item),
        ticked,
        (row) =>
          setTicked((before) => {
            const next = new Set(before);
            const id = neighbourKey(row);
            if (!next.delete(id)) next.add(id);
            return next;
          }),
      ),
    [say, answer, nodes, ticked],
  );
  const other = items.at(-1);
  return (
    <div className="th-canvas-neighbours">
      <div className="th-canvas-about" title={full}>
        <strong>{kind}</strong> <span className="th-mono">{title}</span>
        {other === undefined || other === item ? null : (
          <Button size="small" variant="minimal" text={say('canvas.ofChosen')} onClick={() => openTab('neighbours', other)} />
        )}
      </div>
      <FaultNotice fault={fault} />
      {answer === null ? (
        fault === null ? (
          <Loading />
        ) : null
      ) : (
        <>
          <Sides answer={answer} />
          {answer.gap === null ? null : (
            <Notice compact intent="warning" className="th-canvas-gapnote">
              <p>{say('canvas.gapIs', { why: gapWords(say, answer.gap) })}</p>
              {answer.fetch === null ? null : <AddToFetchList items={[answer.fetch]} />}
            </Notice>
          )}
          <div className="th-canvas-ask">
            <SegmentedControl
              size="small"
              options={(['both', 'in', 'out'] as const).map((value) => ({ value, label: say(`canvas.sides.${value}`) }))}
              value={side}
              onValueChange={(value) => setSide(value as Side)}
            />
            <HTMLSelect
              aria-label={say('canvas.order')}
              value={order}
              onChange={(event) => setOrder(event.currentTarget.value as typeof order)}
              options={(['value', 'newest', 'oldest'] as const).map((value) => ({ value, label: say(`canvas.orders.${value}`) }))}
            />
            <InputGroup
              size="small"
              value={text}
              placeholder={say('canvas.filterRows')}
              aria-label={say('canvas.filterRows')}
              onValueChange={setText}
            />
          </div>
          <div className="th-canvas-rows">
            <DataTable
              label={say('canvas.tabs.neighbours')}
              columns={columns}
              rows={rows}
              rowKey={neighbourKey}
              onOpen={(row) => void put([row.item], item)}
              empty={<p className="th-muted">{say(loading ? 'loading' : 'canvas.noRows')}</p>}
            />
          </div>
          <div className="th-actions th-canvas-foot">
            <Button
              size="small"
              intent="primary"
              disabled={addable.length === 0}
              text={say('canvas.addTicked', { count: addable.length })}
              onClick={() => void put(addable, item).then(() => setTicked(new Set()))}
            />
            <Button
              size="small"
              disabled={top.length === 0}
              text={say('canvas.addTop', { count: top.length })}
              onClick={() => void put(top, item)}
            />
            {answer.remaining.count === 0 ? null : (
              <Button
                size="small"
                loading={loading}
                text={say('canvas.loadMore', { count: groupThousands(answer.remaining.count) })}
                title={answer.remaining.amounts.map((amount) => amountText(answer.assets, amount)).join(', ')}
                onClick={() => void more()}
              />
            )}
          </div>
          {answer.remaining.count === 0 ? null : (
            <p className="th-muted th-small">
              {say('canvas.remainingIs', {
                count: groupThousands(answer.remaining.count),
                amounts: answer.remaining.amounts.map((amount) => amountText(answer.assets, amount)).join(', ') || '–',
              })}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Sides({ answer }: { readonly answer: Answer }): ReactNode {
  const say = useWords();
  return (
    <table className="th-plain th-canvas-sides">
      <thead>
        <tr>
          <td />
          <th scope="col">{say('canvas.sides.in')}</th>
          <th scope="col">{say('canvas.sides.out')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th>{say('canvas.sideCount')}</th>
          <td>{groupThousands(answer.in.count)}</td>
          <td>{groupThousands(answer.out.count)}</td>
        </tr>
        <tr>
          <th>{say('canvas.sideTransactions')}</th>
          <td>{groupThousands(answer.in.transactions)}</td>
          <td>{groupThousands(answer.out.transactions)}</td>
        </tr>
        <tr>
          <th>{say('canvas.amount')}</th>
          {[answer.in, answer.out].map(({ amounts }, index) => (
            <td key={index === 0 ? 'in' : 'out'}>
              {amounts.length === 0 ? '–' : amounts.map((amount) => <div key={amount.asset}>{amountText(answer.assets, amount)}</div>)}
            </td>
          ))}
        </tr>
        <tr>
          <th>{say('canvas.sideTimes')}</th>
          {[answer.in, answer.out].map(({ firstSeconds, lastSeconds }, index) => (
            <td key={index === 0 ? 'in' : 'out'}>
              {firstSeconds === null ? '–' : <TimeCell at={firstSeconds} form="minutes" />}
              {lastSeconds === null || lastSeconds === firstSeconds ? null : (
                <div>
                  <TimeCell at={lastSeconds} form="minutes" />
                </div>
              )}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
