// What the case covers, in one line per chain: heights, source, what the proof of work behind it is worth.
import type { ReactNode } from 'react';
import { groupThousands } from '../design/amounts.ts';
import { Explained } from '../design/statements.tsx';
import { type SourcesAnswer, useAsk, useSession } from '../session/session.ts';
import { useWords, type Words } from '../session/words.ts';

type Covered = SourcesAnswer['coverage'][number];

function rangesText(say: Words, key: string, ranges: readonly Covered[]): string {
  return ranges
    .map((range) => say(key, { from: groupThousands(range.from), to: groupThousands(range.to), source: range.sourceName }))
    .join('; ');
}

/** `blocks 0–438 of first-100k-blocks.dat`: what can be looked up whole. Null where the case holds no whole blocks. */
export function blocksText(say: Words, sources: SourcesAnswer, chain: string): string | null {
  const ranges = sources.coverage.filter((range) => range.chain === chain && range.scope === 'blocks');
  return ranges.length === 0 ? null : rangesText(say, 'coverage.range', ranges);
}

/** What the case holds, and what it could ask: within reach is not searched. */
function coverageText(say: Words, sources: SourcesAnswer, chain: string): string {
  const held = blocksText(say, sources, chain);
  const reach = sources.coverage.filter((range) => range.chain === chain && (range.scope === 'archive' || range.scope === 'node'));
  const parts = [...(held === null ? [] : [held]), ...(reach.length === 0 ? [] : [rangesText(say, 'coverage.reach', reach)])];
  return parts.length === 0 ? say('coverage.noBlocks') : parts.join('; ');
}

export function StatusBar(): ReactNode {
  const say = useWords();
  const { info, sources } = useSession();
  const policy = useAsk('case.policy', info === null ? null : {});
  const tables = sources?.sources.filter(({ mode, state }) => mode === 'accounts' && state !== 'withdrawn') ?? [];
  const node = policy.data?.node.address ?? null;
  return (
    <footer className="th-status">
      {info === null || sources === null ? (
        <span>{say('status.noCase')}</span>
      ) : sources.chains.length === 0 && tables.length === 0 ? (
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
      {tables.length === 0 ? null : (
        <span className="th-status-chain">
          <strong>{say('tasks.accounts')}</strong>{' '}
          {say('status.accounts', {
            sources: tables.length,
            transactions: groupThousands(tables.reduce((sum, { result }) => sum + (result?.transactions ?? 0), 0)),
          })}
        </span>
      )}
      <span className="th-status-end">
        {info?.readOnly === true ? <strong>{say('status.readOnly')}</strong> : null}
        {info === null ? null : `${say('status.journal', { size: groupThousands(info.journal.size) })} · `}
        {node === null ? say('status.offline') : <strong>{say('status.node', { address: node })}</strong>}
      </span>
    </footer>
  );
}
