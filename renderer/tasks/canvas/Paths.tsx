// Ways from one set of things to another in the data of this case: asked as a job, each way put on the canvas on request. "None found" always
// says in which data, and where they end.
import { readItem } from '../../../shared/model/canvasItem.ts';
import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup, NumericInput } from '@blueprintjs/core';
import { type ReactNode, useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { useTimes } from '../../design/localTimes.tsx';
import { StatementBadge, Term, TermMark } from '../../design/statements.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useKept, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';
import { readTime } from './times.ts';
import { Why } from './reasons/Why.tsx';
import { amountText, endWords, shortName, throughWords } from './words.ts';

type Answer = CallOutput<'canvas.paths'>;

export function Paths(): ReactNode {
  const say = useWords();
  const times = useTimes();
  const { work, jobs } = useSession();
  const { picture, ends, setEnds, items, put, nodes, choose, stage } = useDesk();
  const [answer, setAnswer] = useKept<Answer | null>(`canvas.paths.${picture.canvas}`, null);
  const results = useRef<HTMLDivElement>(null);
  const [best, setBest] = useState<'hops' | 'value'>('hops');
  const [count, setCount] = useState(5);
  const [mostHops, setMostHops] = useState(12);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [conversions, setConversions] = useState(true);
  const [accepted, setAccepted] = useState(true);
  // What was accepted is no fact.
  const isWithoutAccepted = picture.filter.factsOnly || picture.filter.without.includes('assumption');
  const withAccepted = accepted && conversions && !isWithoutAccepted;
  const [fromTime, toTime] = [readTime(from), readTime(to)];
  const searching = jobs.some(({ name }) => name === 'canvas.paths');
  const ready = ends.from.length > 0 && ends.to.length > 0 && fromTime !== undefined && toTime !== undefined && !searching;
  const search = async () => {
    if (fromTime === undefined || toTime === undefined) return;
    setAnswer(null);
    const asked = {
      canvas: picture.canvas,
      from: [...ends.from],
      to: [...ends.to],
      best,
      count,
      mostHops,
      assets: picture.filter.assets,
      fromTime,
      toTime,
      conversions,
      acceptedLinks: withAccepted,
    };
    const found = await work('canvas.paths', say('canvas.pathsJob'), asked);
    if (found === null) return;
    setAnswer(found);
    // On a small screen the first of them would come below what is seen.
    window.setTimeout(() => results.current?.nextElementSibling?.scrollIntoView({ block: 'nearest' }), 0);
  };
  const set = (which: 'from' | 'to'): ReactNode => (
    <div className="th-canvas-end">
      <strong>{say(`canvas.ends.${which}`)}</strong>
      <span className="th-mono">
        {ends[which].length === 0
          ? say('canvas.endsNone')
          : ends[which].length === 1
            ? nameOf(ends[which][0] ?? '', nodes)
            : say('canvas.things', { count: ends[which].length })}
      </span>
      <Button
        size="small"
        disabled={items.length === 0}
        text={say(which === 'from' ? 'canvas.takeFrom' : 'canvas.takeTo')}
        onClick={() => setEnds({ ...ends, [which]: items })}
      />
      <Button
        size="small"
        variant="minimal"
        disabled={ends[which].length === 0}
        text={say('canvas.showIt')}
        onClick={() => {
          const here = ends[which].filter((id) => nodes.has(id));
          choose(here);
          stage.current?.show(new Set(here));
        }}
      />
    </div>
  );
  return (
    <div className="th-canvas-paths">
      {set('from')}
      {set('to')}
      <Button size="small" variant="minimal" text={say('canvas.swap')} onClick={() => setEnds({ from: ends.to, to: ends.from })} />
      <div className="th-form-two">
        <FormGroup label={say('canvas.best')} labelFor="paths-best">
          <HTMLSelect
            id="paths-best"
            fill
            value={best}
            onChange={(event) => setBest(event.currentTarget.value as 'hops' | 'value')}
            options={(['hops', 'value'] as const).map((value) => ({ value, label: say(`canvas.bestBy.${value}`) }))}
          />
        </FormGroup>
        <FormGroup label={say('canvas.pathCount')} labelFor="paths-count">
          <NumericInput
            buttonPosition="none"
            id="paths-count"
            size="small"
            fill
            min={1}
            max={50}
            clampValueOnBlur
            value={count}
            onValueChange={(value) => setCount(within(value, 1, 50))}
          />
        </FormGroup>
        <FormGroup label={<Term id="hop">{say('canvas.mostHops')}</Term>} labelFor="paths-hops">
          <NumericInput
            buttonPosition="none"
            id="paths-hops"
            size="small"
            fill
            min={1}
            max={100}
            clampValueOnBlur
            value={mostHops}
            onValueChange={(value) => setMostHops(within(value, 1, 100))}
          />
        </FormGroup>
        <span />
        <FormGroup
          label={say('canvas.fromTime')}
          labelFor="paths-from"
          helperText={fromTime === undefined ? say('canvas.timeWrong') : undefined}
        >
          <InputGroup id="paths-from" size="small" placeholder="2024-03-01 00:00" value={from} onValueChange={setFrom} />
        </FormGroup>
        <FormGroup label={say('canvas.toTime')} labelFor="paths-to" helperText={toTime === undefined ? say('canvas.timeWrong') : undefined}>
          <InputGroup id="paths-to" size="small" placeholder="2024-03-31 23:59" value={to} onValueChange={setTo} />
        </FormGroup>
      </div>
      <span className="th-canvas-asked">
        <Checkbox checked={conversions} label={say('canvas.conversions')} onChange={() => setConversions(!conversions)} />
        <TermMark id="conversions" name={say('canvas.conversions')} />
      </span>
      <Checkbox
        checked={withAccepted}
        disabled={!conversions || isWithoutAccepted}
        label={say('canvas.acceptedLinks')}
        onChange={() => setAccepted(!accepted)}
      />
      <Button intent="primary" size="small" disabled={!ready} text={say('canvas.pathsSearch')} onClick={() => void search()} />
      <JobPanel names={PATH_JOBS} />
      <div ref={results} />
      {answer === null ? null : answer.paths.length === 0 ? <NotFound answer={answer} hops={mostHops} /> : null}
      {answer?.paths.map((path, index) => (
        <section className="th-canvas-card" key={path.items.join(' ')} aria-label={say('canvas.path', { number: index + 1 })}>
          <header>
            <h2>{say('canvas.path', { number: index + 1 })}</h2>
            <span className="th-muted">{say('canvas.hops', { count: path.hops })}</span>
            <span className="th-canvas-gap" />
            <StatementBadge kind={path.statement} />
          </header>
          <p>
            {say('canvas.pathMost', { amount: amountText(answer.assets, { asset: path.asset, amount: path.most }) })}{' '}
            <TermMark id="atMost" name={say('canvas.atMost')} />
          </p>
          {path.fromSeconds === null ? null : (
            <p className="th-muted th-small">
              {times.full(path.fromSeconds)}
              {path.toSeconds === null ? '' : ` – ${times.full(path.toSeconds)}`}
            </p>
          )}
          {path.through.length > 0 ? (
            <>
              <p className="th-small">{say('canvas.through', { rules: path.through.map((code) => throughWords(say, code)).join(', ') })}</p>
              {path.through.includes('acceptedLink') ? <p className="th-small">{say('canvas.pathAssumed')}</p> : null}
              <Why
                items={[...path.items, ...[...ends.from, ...ends.to].filter((item) => item.startsWith('cluster|'))]}
                isMeant={({ by }) => by !== null && path.through.includes(by === 'examiner@1' ? 'acceptedLink' : by)}
              />
            </>
          ) : null}
          <div className="th-actions">
            {path.items.every((item) => nodes.has(item)) ? (
              <Button
                size="small"
                text={say('canvas.showIt')}
                onClick={() => {
                  choose(alongPath(path.items));
                  stage.current?.fit(new Set(path.items));
                }}
              />
            ) : (
              <Button size="small" intent="primary" text={say('canvas.putOn')} onClick={() => void put(path.items)} />
            )}
          </div>
        </section>
      ))}
      {answer === null || answer.paths.length === 0 ? null : (
        <p className="th-muted th-small">{say('canvas.pathsAre', { count: groupThousands(answer.visited) })}</p>
      )}
    </div>
  );
}

const PATH_JOBS = ['canvas.paths'] as const;
const within = (value: number, least: number, most: number): number =>
  Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least;

function alongPath(items: readonly string[]): readonly string[] {
  return [...items, ...items.slice(1).map((item, index) => `${items[index]}>${item}`)];
}

/** An end may belong to the other level: then it is named by its own id. */
function nameOf(item: string, nodes: ReadonlyMap<string, Parameters<typeof shortName>[0]>): string {
  const node = nodes.get(item);
  if (node !== undefined) return shortName(node);
  const read = readItem(item);
  return read === null ? item : shortName({ kind: read.kind, name: read.id });
}

function NotFound({ answer, hops }: { readonly answer: Answer; readonly hops: number }): ReactNode {
  const say = useWords();
  return (
    <Notice title={say('canvas.noPath', { hops })} className="th-canvas-gapnote">
      <p>{say('canvas.noPathIs', { count: groupThousands(answer.visited) })}</p>
      <ul>
        {answer.reach.map(({ chain, chainName, text }) => (
          <li key={`${chain} ${text}`}>
            {chainName}: {text}
          </li>
        ))}
      </ul>
      {answer.openEnds.length === 0 ? null : (
        <>
          <p>{say('canvas.openEnds')}</p>
          <ul>
            {answer.openEnds.map(({ code, count }) => (
              <li key={code}>
                {groupThousands(count)} × {endWords(say, code)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
