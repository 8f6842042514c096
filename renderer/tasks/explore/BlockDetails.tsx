// One block: its header's fields, how it is anchored, its transactions.
import { Tag } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Facts, Id, OpenableId, Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { useTimes } from '../../design/localTimes.tsx';
import { useWords } from '../../session/words.ts';

type BlockFound = Extract<CallOutput<'show.find'>['found'][number], { kind: 'block' }>;

export function BlockDetails({ view }: { readonly view: BlockFound }): ReactNode {
  const say = useWords();
  const times = useTimes();
  const { block } = view;
  return (
    <Panel
      title={
        <>
          {say('kinds.block')} <span className="th-muted">{view.chainName}</span>
        </>
      }
      aside={block.state === 'active' ? undefined : <Tag intent="warning">{say(`blockStates.${block.state}`)}</Tag>}
    >
      <Facts
        rows={[
          [
            say('block.heightWord'),
            block.height === null ? say('sources.claimed', { height: block.claimedHeight ?? '?' }) : groupThousands(block.height),
          ],
          [say('block.hash'), <Id key="h" value={block.hash} full />],
          [say('block.time'), `${times.full(block.time)} (${say('block.timeBasis')})`],
          [say('block.previous'), <OpenableId key="p" value={view.previous} full />],
          [
            <Term key="mt" id="merkleRoot">
              {say('block.merkleRoot')}
            </Term>,
            <Id key="m" value={view.merkleRoot} full />,
          ],
          [
            <Term key="wt" id="work">
              {say('block.work')}
            </Term>,
            say('block.workText', { work: view.work, bits: view.bits }),
          ],
          [say('transaction.source'), view.source],
          [
            say('coverage.transactions'),
            say('block.size', { count: groupThousands(view.transactions), bytes: groupThousands(view.sizeBytes) }),
          ],
        ]}
      />
      <ol className="th-txids" start={0}>
        {view.txids.map((txid) => (
          <li key={txid}>
            <OpenableId value={txid} full />
          </li>
        ))}
      </ol>
      {view.more > 0 ? <p className="th-muted">{say('block.more', { count: groupThousands(view.more) })}</p> : null}
    </Panel>
  );
}
