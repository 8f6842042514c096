// Which heights were searched, per chain and source, as bars on one scale; gaps stay visible as gaps.
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, Panel } from '../../design/pieces.tsx';
import { Explained, Term, TrainingTag } from '../../design/statements.tsx';
import { formatBlockTime } from '../../design/times.ts';
import type { SourcesAnswer } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export function Coverage({ sources }: { readonly sources: SourcesAnswer }): ReactNode {
  const say = useWords();
  return (
    <div className="th-columns th-columns-wide">
      {sources.chains.map((chain) => {
        const ranges = sources.coverage.filter((range) => range.chain === chain.chain);
        const top = Math.max(1, chain.tip?.height ?? 0, ...ranges.map((range) => range.to));
        return (
          <Panel
            key={chain.chain}
            title={
              <>
                <Term id="coverage">{say('coverage.title', { chain: chain.name })}</Term> {chain.training ? <TrainingTag /> : null}
              </>
            }
          >
            {ranges.map((range) => (
              <div className="th-cover" key={`${range.source} ${range.scope} ${range.from}`}>
                <span className="th-cover-name" title={range.sourceName}>
                  {range.sourceName}
                </span>
                <svg
                  viewBox="0 0 1000 12"
                  preserveAspectRatio="none"
                  className="th-cover-bar"
                  role="img"
                  aria-label={say('coverage.range', { from: range.from, to: range.to, source: range.sourceName })}
                >
                  <rect width="1000" height="12" className="th-bar-back" />
                  <rect
                    x={(1000 * range.from) / (top + 1)}
                    width={Math.max(3, (1000 * (range.to - range.from + 1)) / (top + 1))}
                    height="12"
                    className={`th-cover-${range.scope}`}
                  />
                </svg>
                <span className="th-cover-text">
                  {say(`scopes.${range.scope}`)} {groupThousands(range.from)}–{groupThousands(range.to)}
                </span>
              </div>
            ))}
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
                  : [
                      say('coverage.tip'),
                      say('coverage.tipText', { height: groupThousands(chain.tip.height), time: formatBlockTime(chain.tip.time) }),
                    ],
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
          </Panel>
        );
      })}
    </div>
  );
}
