// The examiner's own labels: added, changed and taken away here, each an edit of the journal; and written for other programs.
import { Button, ButtonGroup } from '@blueprintjs/core';
import { Plus, Tag as TagIcon } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { Granted } from '../../../shared/chooser/contract.ts';
import type { Label } from '../../../shared/contract/label.ts';
import { groupThousands } from '../../design/amounts.ts';
import { DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Panel } from '../../design/pieces.tsx';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { useLabelColumns } from './labelColumns.tsx';
import { OwnLabelForm } from './OwnLabelForm.tsx';

const NONE: readonly Label[] = [];

export function OwnLabels(): ReactNode {
  const say = useWords();
  const { act, announce } = useSession();
  const answer = useAsk('labels.list', { own: true, limit: 500 });
  const rows = answer.data?.labels ?? NONE;
  const [selected, setSelected] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const columns = useLabelColumns();
  const chosen = adding ? null : (rows.find((row) => row.address === selected) ?? null);
  const save =
    (format: 'tagpack' | 'bip329') =>
    async ([folder]: readonly Granted[]) => {
      if (folder === undefined) return;
      const written = await act('labels.export', { out: folder.grant, folder: true, format });
      if (written !== null) announce(say('labels.exported', { name: written.name, count: written.labels, leftOut: written.leftOut }));
    };
  const add = <Button icon={<Plus />} text={say('labels.own')} onClick={() => setAdding(true)} />;
  return (
    <div className={adding || chosen !== null ? 'th-side-by-side th-stacked' : 'th-labels-one'}>
      <Panel
        className="th-panel-table th-panel-fill"
        title={say('labels.ownTitle', { count: groupThousands(answer.data?.total ?? 0) })}
        aside={
          <div className="th-actions">
            {rows.length === 0 ? null : (
              <ButtonGroup>
                <ChooseButton purpose="saveFolder" text={say('labels.exportTagPack')} onChosen={(chosen) => void save('tagpack')(chosen)} />
                <ChooseButton purpose="saveFolder" text={say('labels.exportBip329')} onChosen={(chosen) => void save('bip329')(chosen)} />
              </ButtonGroup>
            )}
            {add}
          </div>
        }
      >
        <FaultNotice fault={answer.fault} />
        <DataTable
          label={say('labels.part.own')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.address}
          selected={chosen?.address ?? null}
          onSelect={(row) => {
            setAdding(false);
            setSelected(row.address);
          }}
          empty={
            <Empty
              icon={<TagIcon size={40} />}
              title={say('labels.noOwn')}
              next={say('labels.noOwnNext')}
              action={adding ? undefined : add}
            />
          }
        />
      </Panel>
      {adding || chosen !== null ? <OwnLabelForm key={chosen?.id ?? 'new'} label={chosen} onDone={() => setAdding(false)} /> : null}
    </div>
  );
}
