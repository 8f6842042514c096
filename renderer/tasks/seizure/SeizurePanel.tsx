// Seizures: transfers to a wallet of the agency, prepared for a signer that stands apart. The list with the one chosen, or the form of another.
import { Button } from '@blueprintjs/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { SeizureView } from '../../../shared/contract/seizure.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { useAsk, useKept } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { NewSeizure } from './NewSeizure.tsx';
import { SeizureDetails } from './SeizureDetails.tsx';

const GLYPHS = { open: '□', prepared: '○', partly: '◐', confirmed: '●', contradicted: '✕', withdrawn: '–' } as const;

export function SeizurePanel(): ReactNode {
  const say = useWords();
  const { data, fault } = useAsk('seizure.list', {});
  const [chosen, setChosen] = useState<number | null>(null);
  const [making, setMaking] = useKept('seizure.making', false);
  const columns = useColumns();
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (data === null) return <Loading />;
  const { seizures } = data;
  if (making)
    return (
      <NewSeizure
        onBack={() => setMaking(false)}
        onMade={(seizure) => {
          setChosen(seizure);
          setMaking(false);
        }}
      />
    );
  const next = <Button intent="primary" text={say('seizure.new')} onClick={() => setMaking(true)} />;
  const own = seizures.find(({ seizure }) => seizure === chosen) ?? seizures.at(-1);
  if (own === undefined) return <Empty title={say('seizure.none')} next={say('seizure.noneNext')} action={next} />;
  return (
    <>
      <Panel className={`th-panel-table ${seizures.length <= 14 ? 'th-rows-few' : ''}`} title={say('seizure.list')} aside={next}>
        <DataTable
          label={say('seizure.list')}
          columns={columns}
          rows={seizures}
          rowKey={(row) => String(row.seizure)}
          selected={String(own.seizure)}
          onSelect={(row) => setChosen(row.seizure)}
        />
      </Panel>
      <SeizureDetails key={own.seizure} view={own} />
    </>
  );
}

function useColumns(): readonly Column<SeizureView>[] {
  const say = useWords();
  return useMemo(
    () => [
      {
        id: 'number',
        header: say('seizure.number'),
        width: '58px',
        end: true,
        cell: (row) => row.seizure,
        compare: (a, b) => a.seizure - b.seizure,
      },
      {
        id: 'state',
        header: say('seizure.state'),
        width: '150px',
        cell: ({ now }) => (
          <span>
            <span aria-hidden="true">{GLYPHS[now.state]}</span> {say(`seizure.states.${now.state}`)}
          </span>
        ),
        compare: (a, b) => a.now.state.localeCompare(b.now.state),
      },
      { id: 'chain', header: say('seizure.chain'), width: '130px', cell: (row) => row.chainName },
      {
        id: 'height',
        header: say('seizure.height'),
        width: '110px',
        end: true,
        cell: (row) => groupThousands(row.height),
        compare: (a, b) => a.height - b.height,
      },
      {
        id: 'agency',
        header: say('seizure.agency'),
        width: 'minmax(200px, 1fr)',
        cell: (row) => <span className="th-mono">{row.agency}</span>,
      },
      { id: 'prepared', header: say('requests.prepared'), width: '190px', cell: (row) => <TimeCell at={row.prepared} form="utc" /> },
    ],
    [say],
  );
}
