// What a question brought and where it must not be trusted further: heights searched, what came in, gaps, what was not found.
import { Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { formatBytes, groupThousands } from '../../design/amounts.ts';
import { Facts, OpenableId } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { useWords, type Words } from '../../session/words.ts';
import type { Answer } from './asking.ts';

/** Lists longer than this are cut, with how many are left out. */
const SHOWN = 30;

export function searchedText(say: Words, answer: Answer): string {
  if (answer.low === null || answer.high === null) return say('answer.singleBlocks', { source: answer.sourceName });
  return say('answer.searched', { from: groupThousands(answer.low), to: groupThousands(answer.high), source: answer.sourceName });
}

export function AnswerFacts({ answer }: { readonly answer: Answer }): ReactNode {
  const say = useWords();
  const { gaps, refused, notFound, frontier, spendsUnsearched, earlierSpends } = answer;
  return (
    <div className="th-answer">
      <Facts
        rows={[
          [say('answer.scope'), searchedText(say, answer)],
          [say('answer.read'), say('answer.readText', { blocks: groupThousands(answer.blocks), bytes: formatBytes(answer.bytes) })],
          [say('answer.found'), say('answer.foundText', { count: groupThousands(answer.transactions) })],
          [
            <Term key="p" id="provenFound">
              {say('answer.proven')}
            </Term>,
            say('answer.provenText', { proven: groupThousands(answer.proven), parents: groupThousands(answer.parents) }),
          ],
        ]}
      />
      {answer.undo ? null : <p className="th-small">{say('answer.noUndo')}</p>}
      {answer.missing > 0 ? <p className="th-small">{say('answer.missing', { count: groupThousands(answer.missing) })}</p> : null}
      {gaps.length > 0 ? (
        <Notice compact intent={Intent.WARNING} title={say('answer.gaps', { count: groupThousands(gaps.length) })}>
          {say('answer.gapsMean')} <Ranges ranges={gaps} />
        </Notice>
      ) : null}
      {spendsUnsearched.length > 0 ? (
        <Notice compact intent={Intent.WARNING} title={say('answer.spendsUnsearched', { count: groupThousands(spendsUnsearched.length) })}>
          {say('answer.spendsUnsearchedMean')} <Ranges ranges={spendsUnsearched} />
        </Notice>
      ) : null}
      {refused.length > 0 ? (
        <>
          <h3>{say('answer.refused', { count: groupThousands(refused.length) })}</h3>
          <ul className="th-checks">
            {refused.slice(0, SHOWN).map((block) => (
              <li key={block.height}>
                <span aria-hidden="true">✗</span> {say('block.height', { height: groupThousands(block.height) })}{' '}
                {say.reason(block.reason === 'merkleRoot' || block.reason === 'duplicateTail' ? block.reason : `body:${block.reason}`)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <Ids title={say('answer.notFound', { count: groupThousands(notFound.length), scope: searchedText(say, answer) })} ids={notFound} />
      <Ids title={say('answer.earlierSpends', { count: groupThousands(earlierSpends.length) })} ids={earlierSpends} />
      <Ids title={say('answer.frontier', { count: groupThousands(frontier.length) })} ids={frontier} />
    </div>
  );
}

function Ranges({ ranges }: { readonly ranges: Answer['gaps'] }): ReactNode {
  const say = useWords();
  const shown = ranges.slice(0, SHOWN).map(({ from, to }) => `${groupThousands(from)}–${groupThousands(to)}`);
  return (
    <>
      {shown.join(', ')}
      {ranges.length > SHOWN ? ` ${say('answer.more', { count: groupThousands(ranges.length - SHOWN) })}` : ''}
    </>
  );
}

function Ids({ title, ids }: { readonly title: string; readonly ids: readonly string[] }): ReactNode {
  const say = useWords();
  if (ids.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="th-ids">
        {ids.slice(0, SHOWN).map((id) => (
          <li key={id}>
            <OpenableId value={id} />
          </li>
        ))}
      </ul>
      {ids.length > SHOWN ? <p className="th-muted">{say('answer.more', { count: groupThousands(ids.length - SHOWN) })}</p> : null}
    </>
  );
}
