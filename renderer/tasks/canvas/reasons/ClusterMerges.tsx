// The merges of a cluster on the canvas, each to be rejected there: the same list as in Explore, its ids leading to the canvas.
import { Button } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { itemName, readItem } from '../../../../shared/model/canvasItem.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { shortId } from '../../../design/ids.ts';
import { FaultNotice, Loading } from '../../../design/pieces.tsx';
import { Term } from '../../../design/statements.tsx';
import { useAsk } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { ClusterContradictions } from '../../explore/ClusterDoubts.tsx';
import { MergeList } from '../../explore/MergeList.tsx';
import { useDesk } from '../desk.ts';
import { ItemLink } from './ItemLink.tsx';

/** Merges shown before more are asked for. */
const FIRST = 10;

export function ClusterMerges({ item }: { readonly item: string }): ReactNode {
  const say = useWords();
  const { picture } = useDesk();
  const [all, setAll] = useState(false);
  const cluster = readItem(item);
  const chain = cluster?.chain ?? '';
  const asked = { address: cluster?.id ?? '', chain, rules: [...picture.rules] };
  const { data, fault } = useAsk('cluster.of', cluster === null || picture.rules.length === 0 ? null : asked);
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (picture.rules.length === 0) return null;
  if (data === null) return <Loading />;
  const steps = all ? data.merges : data.merges.slice(0, FIRST);
  if (data.merges.length + data.rejections.length === 0) return null;
  return (
    <section className="th-reason">
      {data.merges.length === 0 ? null : (
        <h3>
          <Term id="merge">{say('canvas.why.merges', { count: groupThousands(data.merges.length) })}</Term>
        </h3>
      )}
      <MergeList
        chain={chain}
        rules={picture.rules}
        steps={steps}
        rejections={data.rejections}
        idOf={(kind, id) => <ItemLink item={itemName({ kind, chain, id })} text={shortId(id, 7, 5)} title={id} />}
      />
      <div className="th-actions">
        {steps.length < data.merges.length ? (
          <Button
            size="small"
            text={say('canvas.loadMore', { count: groupThousands(data.merges.length - steps.length) })}
            onClick={() => setAll(true)}
          />
        ) : null}
        {data.size > 1 ? <ClusterContradictions asked={asked} /> : null}
      </div>
    </section>
  );
}
