// Under the graph, a line for each chain that stands on it: the blocks that the case holds as a thin bar with heights and times in text, what it
// lacks in words, and the way to get it. The ranges themselves are those of Sources.
import { Button, PopoverNext } from '@blueprintjs/core';
import { type ReactNode, useMemo } from 'react';
import { groupThousands } from '../../../design/amounts.ts';
import { TermMark } from '../../../design/statements.tsx';
import { formatBlockTime } from '../../../design/times.ts';
import { useAsk, useSession } from '../../../session/session.ts';
import { useWords, type Words } from '../../../session/words.ts';
import { drawn, type Range } from '../../sources/coverage.ts';
import { useDesk } from '../desk.ts';
import { type CoverageLine, coverageLines } from './coverageLine.ts';

/** Stretches that a line names before it says how many more there are. */
const NAMED = 3;
/** Pieces that a bar of this width can tell apart. */
const DRAWN = 100;

export function CoverageBar(): ReactNode {
  const say = useWords();
  const { sources } = useSession();
  const { picture } = useDesk();
  const hasAccounts = picture.nodes.some(({ chain }) => chain !== '' && !sources?.chains.some((one) => one.chain === chain));
  const summary = useAsk('account.summary', hasAccounts ? {} : null);
  const lines = useMemo(() => coverageLines(picture.nodes, sources, summary.data?.chains ?? []), [picture.nodes, sources, summary.data]);
  if (lines.length === 0) return null;
  return (
    <section className="th-held" aria-label={say('charts.coverage')}>
      {lines.map((line) => (
        <Line key={line.chain} line={line} />
      ))}
    </section>
  );
}

function Line({ line }: { readonly line: CoverageLine }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const { choose, stage } = useDesk();
  const { name, blocks, span, gaps } = line;
  const held = blocks === null ? spanText(say, span) : heldText(say, blocks.held);
  const lacking = blocks === null ? say('charts.spanLacks') : lackingText(say, blocks.lacking, NAMED);
  const pieces = blocks === null ? piecesOfTime(span) : piecesOfBlocks(blocks);
  return (
    <div className="th-held-line">
      <strong className="th-held-name">{name}</strong>
      {pieces.length === 0 && blocks === null ? null : (
        <span className={blocks === null ? 'th-held-bar th-held-time' : 'th-held-bar'} role="img" aria-label={`${held} ${lacking}`}>
          {pieces.map(({ left, width }) => (
            <span key={left} className="th-held-piece" style={{ left: `${left}%`, width: `${width}%` }} />
          ))}
        </span>
      )}
      <span className={pieces.length === 0 && blocks === null ? 'th-held-text th-held-wide' : 'th-held-text'} title={`${held} ${lacking}`}>
        {held} <span className="th-muted">{lacking}</span>{' '}
        <TermMark id={blocks === null ? 'coverageRows' : 'coverage'} name={say('charts.coverageWord')} />
      </span>
      <PopoverNext
        placement="top-end"
        content={
          <div className="th-explain">
            <p>
              <strong>{name}</strong>
            </p>
            <p>{held}</p>
            <p>{blocks === null ? lacking : lackingText(say, blocks.lacking, 20)}</p>
            {blocks === null ? <p>{say('charts.timeBarIs')}</p> : null}
            <p>{say('charts.coverageIs')}</p>
            <div className="th-actions">
              <Button size="small" text={say('charts.toSources')} onClick={() => go({ task: 'sources' })} />
              <Button size="small" text={say('charts.toFetch')} onClick={() => go({ task: 'fetch' })} />
              {gaps.length === 0 ? null : (
                <Button
                  size="small"
                  text={say('charts.chooseGaps', { count: groupThousands(gaps.length) })}
                  onClick={() => {
                    choose(gaps);
                    stage.current?.show(new Set(gaps));
                  }}
                />
              )}
            </div>
          </div>
        }
      >
        <Button size="small" variant="minimal" text={say('charts.getMore')} aria-label={say('charts.getMoreOf', { chain: name })} />
      </PopoverNext>
    </div>
  );
}

interface Piece {
  readonly left: number;
  readonly width: number;
}

function piecesOfBlocks({ held, top }: NonNullable<CoverageLine['blocks']>): readonly Piece[] {
  const part = (blocks: number): number => (100 * blocks) / (top + 1);
  return drawn(held, top, DRAWN).map(({ from, to }) => ({ left: part(from), width: part(to - from + 1) }));
}

/** Along the time from the first transaction held to the last. */
function piecesOfTime(span: CoverageLine['span']): readonly Piece[] {
  if (span === null || span.fromTime === null || span.toTime === null) return [];
  const [first, length] = [span.fromTime, span.toTime - span.fromTime + 1];
  const part = (seconds: number): number => (100 * seconds) / length;
  return span.stretches.map(({ fromTime, toTime }) => ({ left: part(fromTime - first), width: part(toTime - fromTime + 1) }));
}

function heldText(say: Words, held: NonNullable<CoverageLine['blocks']>['held']): string {
  if (held.length === 0) return say('charts.noBlocksHeld');
  const texts = held.slice(0, NAMED).map(({ from, to, fromTime, toTime }) => {
    const range = rangeText({ from, to });
    if (fromTime === null || toTime === null) return range;
    return `${range} (${formatBlockTime(fromTime).slice(0, 10)} – ${formatBlockTime(toTime).slice(0, 10)} UTC)`;
  });
  return say('charts.heldBlocks', { ranges: withMore(say, texts, held.length) });
}

function lackingText(say: Words, lacking: readonly Range[], most: number): string {
  if (lacking.length === 0) return say('charts.lacksNothing');
  return say('charts.lacks', { ranges: withMore(say, lacking.slice(0, most).map(rangeText), lacking.length) });
}

function spanText(say: Words, span: CoverageLine['span']): string {
  const count = groupThousands(span?.transactions ?? 0);
  if (span === null || span.fromTime === null || span.toTime === null) return say('charts.spanUntimed', { count });
  return say('charts.span', {
    count,
    from: formatBlockTime(span.fromTime).slice(0, 16),
    to: `${formatBlockTime(span.toTime).slice(0, 16)} UTC`,
  });
}

const rangeText = ({ from, to }: Range): string => (from === to ? groupThousands(from) : `${groupThousands(from)}–${groupThousands(to)}`);

function withMore(say: Words, texts: readonly string[], all: number): string {
  const more = all - texts.length;
  return more > 0 ? `${texts.join(', ')} ${say('charts.moreRanges', { count: groupThousands(more) })}` : texts.join(', ');
}
