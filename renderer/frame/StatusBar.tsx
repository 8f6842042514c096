// What the case covers, in one line per chain: heights, source, what the proof of work behind it is worth.
import type { ReactNode } from 'react';
import { groupThousands } from '../design/amounts.ts';
import { Explained } from '../design/statements.tsx';
import { type SourcesAnswer, useAsk, useSession } from '../session/session.ts';
import { useWords, type Words } from '../session/words.ts';

/** `blocks 0–438 of first-100k-blocks.dat`, or what is missing. */
export function coverageText(say: Words, sources: SourcesAnswer, chain: string): string {
  const ranges = sources.coverage.filter((range) => range.chain === chain && range.scope === 'blocks');
  const reach = sources.coverage.filter((range) => range.chain === chain && (range.scope === 'archive' || range.scope === 'node'));
  const text = (key: string, range: (typeof ranges)[number]) =>
    say(key, { from: groupThousands(range.from), to: groupThousands(range.to), source: range.sourceName });
  if (ranges.length === 0 && reach.length === 0) return say('coverage.noBlocks');
  return [...ranges.map((range) => text('coverage.range', range)), ...reach.map((range) => text('coverage.reach', range))].join('; ');
}

export function StatusBar(): ReactNode {
  const say = useWords();
  const { info, sources } = useSession();
  const policy = useAsk('case.policy', info === null ? null : {});
  const node = policy.data?.node.address ?? null;
  return (
    <footer className="th-status">
      {info === null || sources === null ? (
        <span>{say('status.noCase')}</span>
      ) : sources.chains.length === 0 ? (
        <span>{say('status.nothingTaken')}</span>
      ) : (
        sources.chains.map((chain) => (
          <span key={chain.chain} className="th-status-chain">
            <strong>{chain.name}</strong> {coverageText(say, sources, chain.chain)}
            {' · '}
            <Explained text={say(chain.cheap ? 'status.cheapIs' : 'status.workIs')}>
              <span className="th-term">
                {say(chain.anchoredTo === null ? 'status.unanchored' : chain.cheap ? 'status.provenCheap' : 'status.proven', {
                  work: chain.work,
                })}
              </span>
            </Explained>
          </span>
        ))
      )}
      <span className="th-status-end">
        {info?.readOnly === true ? <strong>{say('status.readOnly')}</strong> : null}
        {info === null ? null : `${say('status.journal', { size: groupThousands(info.journal.size) })} · `}
        {node === null ? say('status.offline') : <strong>{say('status.node', { address: node })}</strong>}
      </span>
    </footer>
  );
}
