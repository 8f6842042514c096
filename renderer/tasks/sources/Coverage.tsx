// Which heights each source covers, per chain on one scale from 0 to the tip: a lane a scope, told apart by pattern and words. Gaps stay
// visible as gaps, and the exact heights stand below.
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, Panel } from '../../design/pieces.tsx';
import { Explained, Term, TrainingTag } from '../../design/statements.tsx';
import { useTimes } from '../../design/localTimes.tsx';
import { type SourcesAnswer, useAsk } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { type CoveredSource, coveredSources, drawn, type Range, type Scope, SCOPES } from './coverage.ts';

type Chain = SourcesAnswer['chains'][number];
/** More pieces in one lane than this no screen can show. */
const MOST_DRAWN = 150;
const MOST_LISTED = 200;

export function Coverage({ sources }: { readonly sources: SourcesAnswer }): ReactNode {
  const asked = useAsk('question.list', {});
  const questions = asked.data?.questions ?? [];
  return sources.chains.map((chain) => (
    <ChainCoverage key={chain.chain} chain={chain} covered={coveredSources(sources, questions, chain.chain)} />
  ));
}

function ChainCoverage({ chain, covered }: { readonly chain: Chain; readonly covered: readonly CoveredSource[] }): ReactNode {
  const say = useWords();
  const top = Math.max(
    1,
    chain.tip?.height ?? 0,
    ...covered.flatMap(({ lanes }) => lanes.flatMap(({ ranges }) => ranges.map(({ to }) => to))),
  );
  const used = SCOPES.filter((scope) => covered.some(({ lanes }) => lanes.some((lane) => lane.scope === scope)));
  return (
    <Panel
      title={
        <>
          <Term id="coverage">{say('coverage.title', { chain: chain.name })}</Term> {chain.training ? <TrainingTag /> : null}
        </>
      }
      aside={
        <ul className="th-cover-legend" aria-label={say('coverage.legend')}>
          {used.map((scope) => (
            <li key={scope}>
              <span className={`th-cover-swatch th-cover-${scope}`} aria-hidden="true" />
              <Explained text={say(`scopesAre.${scope}`)}>
                <span className="th-term">{say(`scopes.${scope}`)}</span>
              </Explained>
            </li>
          ))}
        </ul>
      }
    >
      <div className="th-covers">
        {covered.map((source) => (
          <SourceBar key={source.source} source={source} top={top} />
        ))}
        {covered.length === 0 ? null : (
          <div className="th-cover th-cover-scale" aria-hidden="true">
            <span className="th-cover-ticks">
              <span>0</span>
              <span>{groupThousands(Math.round(top / 2))}</span>
              <span>{groupThousands(top)}</span>
            </span>
          </div>
        )}
      </div>
      <ChainFacts chain={chain} />
      <ExactRanges chain={chain} covered={covered} />
    </Panel>
  );
}

function rangeText(say: Words, scope: Scope, range: Range, source: string): string {
  return say('coverage.scopeRange', {
    scope: say(`scopes.${scope}`),
    from: groupThousands(range.from),
    to: groupThousands(range.to),
    source,
  });
}

function walkPieces(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const pieces = [...event.currentTarget.querySelectorAll('button')];
  const next = pieces[pieces.indexOf(event.target as HTMLButtonElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function SourceBar({ source, top }: { readonly source: CoveredSource; readonly top: number }): ReactNode {
  const say = useWords();
  const [shown, setShown] = useState<string | null>(null);
  const whole = source.lanes
    .map((lane) => {
      const [first] = lane.ranges;
      const word = say(`scopes.${lane.scope}`);
      return lane.ranges.length === 1 && first !== undefined
        ? `${word} ${groupThousands(first.from)}–${groupThousands(first.to)}`
        : say('coverage.pieces', { scope: word, count: groupThousands(lane.ranges.length) });
    })
    .join(' · ');
  return (
    <div className="th-cover">
      <span className="th-cover-name" title={source.name}>
        {source.name}
      </span>
      <ul
        className="th-cover-lanes"
        aria-label={say('coverage.barLabel', { source: source.name })}
        onMouseLeave={() => setShown(null)}
        onKeyDown={walkPieces}
      >
        {source.lanes.flatMap((lane, row) =>
          drawn(lane.ranges, top, MOST_DRAWN).map((piece, at) => {
            const text =
              piece.pieces === 1
                ? rangeText(say, lane.scope, piece, source.name)
                : say('coverage.crowd', {
                    scope: say(`scopes.${lane.scope}`),
                    from: groupThousands(piece.from),
                    to: groupThousands(piece.to),
                    count: groupThousands(piece.pieces),
                  });
            return (
              <li key={`${lane.scope} ${piece.from}`}>
                <button
                  type="button"
                  className={`th-cover-piece th-cover-${lane.scope}`}
                  style={{
                    left: `${(100 * piece.from) / (top + 1)}%`,
                    width: `${(100 * (piece.to - piece.from + 1)) / (top + 1)}%`,
                    top: row * 9,
                  }}
                  title={text}
                  aria-label={text}
                  // One stop a lane; arrow keys walk along it.
                  tabIndex={at === 0 ? 0 : -1}
                  onMouseEnter={() => setShown(text)}
                  onFocus={() => setShown(text)}
                  onBlur={() => setShown(null)}
                />
              </li>
            );
          }),
        )}
        <li className="th-cover-room" aria-hidden="true" style={{ height: source.lanes.length * 9 - 1 }} />
      </ul>
      <span className="th-cover-text">{shown ?? whole}</span>
    </div>
  );
}

function ChainFacts({ chain }: { readonly chain: Chain }): ReactNode {
  const say = useWords();
  const times = useTimes();
  return (
    <Facts
      rows={[
        [
          say('coverage.blocks'),
          say('coverage.blockCounts', {
            blocks: groupThousands(chain.blocks),
            unanchored: groupThousands(chain.unanchoredBlocks),
            transactions: groupThousands(chain.transactions),
          }),
        ],
        chain.tip === null
          ? null
          : [say('coverage.tip'), say('coverage.tipText', { height: groupThousands(chain.tip.height), time: times.full(chain.tip.time) })],
        [
          <Term key="w" id="work">
            {say('coverage.proof')}
          </Term>,
          chain.anchoredTo === null ? (
            say('coverage.unanchored')
          ) : (
            <span key="p">
              {say('coverage.anchored', { anchor: chain.anchoredTo, work: chain.work })}
              {chain.cheap ? (
                <>
                  {' '}
                  <Explained text={say('status.cheapIs')}>
                    <strong className="th-term">{say('coverage.cheap')}</strong>
                  </Explained>
                </>
              ) : null}
            </span>
          ),
        ],
      ]}
    />
  );
}

/** The same as a table: for the ear, and for whoever needs the exact heights. */
function ExactRanges({ chain, covered }: { readonly chain: Chain; readonly covered: readonly CoveredSource[] }): ReactNode {
  const say = useWords();
  const rows = covered.flatMap(({ name, source, lanes }) =>
    lanes.flatMap(({ scope, ranges }) => ranges.map((range) => ({ key: `${source} ${scope} ${range.from}`, name, scope, range }))),
  );
  if (rows.length === 0) return null;
  return (
    <details className="th-cover-exact">
      <summary>{say('coverage.exact')}</summary>
      <table className="th-plain" aria-label={say('coverage.title', { chain: chain.name })}>
        <thead>
          <tr>
            <th scope="col">{say('ask.source')}</th>
            <th scope="col">{say('coverage.scope')}</th>
            <th scope="col">{say('coverage.from')}</th>
            <th scope="col">{say('coverage.to')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_LISTED).map(({ key, name, scope, range }) => (
            <tr key={key}>
              <td>{name}</td>
              <td>{say(`scopes.${scope}`)}</td>
              <td>{groupThousands(range.from)}</td>
              <td>{groupThousands(range.to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_LISTED ? (
        <p className="th-muted">{say('coverage.moreRanges', { count: groupThousands(rows.length - MOST_LISTED) })}</p>
      ) : null}
    </details>
  );
}
