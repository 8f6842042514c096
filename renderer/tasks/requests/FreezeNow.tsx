// What lies, by the movements held, at the addresses of a canvas or a run in tokens that their issuer can freeze; with what that does not say.
import { Button, Callout, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallInput } from '../../../shared/contract/index.ts';
import type { FreezableRow } from '../../../shared/contract/requests.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { TimeCell } from '../../design/localTimes.tsx';
import { Empty, FaultNotice, Id, Panel } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { amountText } from '../canvas/words.ts';

interface Props {
  readonly onRequest: (addresses: readonly string[], recipient: string) => void;
}

type Asked = CallInput<'requests.freezable'>;

export function FreezeNow({ onRequest }: Props): ReactNode {
  const say = useWords();
  const canvases = useAsk('canvas.list', {});
  const runs = useAsk('account.runs', {});
  const [of, setOf] = useState('');
  const [until, setUntil] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useColumns();
  const options = [
    ...(canvases.data?.canvases ?? []).map(({ canvas, name }) => ({
      value: `canvas ${canvas}`,
      label: say('requests.ofCanvas', { name }),
    })),
    ...(runs.data?.runs ?? []).map(({ run }) => ({ value: `run ${run}`, label: say('requests.ofRun', { run }) })),
  ];
  const which = of === '' ? (options[0]?.value ?? '') : of;
  const answer = useAsk('requests.freezable', which === '' ? null : askedOf(which, until));
  const rows = answer.data?.rows ?? [];
  const chosen = rows.find((row) => keyOf(row) === selected);
  return (
    <>
      <Callout compact>{say('requests.freezeLimits', { day: answer.data?.tableOf ?? '' })}</Callout>
      <div className="th-form-two th-form-gap">
        <FormGroup label={say('requests.of')} labelFor="freeze-of">
          <HTMLSelect id="freeze-of" fill value={which} options={options} onChange={(event) => setOf(event.currentTarget.value)} />
        </FormGroup>
        <FormGroup label={say('requests.until')} labelFor="freeze-until" helperText={say('requests.untilHelp')}>
          <InputGroup id="freeze-until" type="date" value={until} onValueChange={setUntil} />
        </FormGroup>
      </div>
      <FaultNotice fault={answer.fault} />
      {rows.length === 0 ? (
        <Empty
          title={say(which === '' ? 'requests.nothingToAsk' : 'requests.nothingFreezable', {
            accounts: groupThousands(answer.data?.accounts ?? 0),
          })}
          next={say('requests.nothingNext')}
        />
      ) : (
        <Panel
          className={`th-panel-table ${rows.length <= 14 ? 'th-rows-few' : ''}`}
          title={say('requests.freezable', { count: groupThousands(rows.length), accounts: groupThousands(answer.data?.accounts ?? 0) })}
          aside={
            <Button
              size="small"
              disabled={chosen === undefined}
              text={say('requests.requestFreeze')}
              onClick={() => chosen !== undefined && onRequest([chosen.account], chosen.issuer)}
            />
          }
        >
          <DataTable
            label={say('requests.tab.freeze')}
            columns={columns}
            rows={rows}
            rowKey={keyOf}
            selected={selected}
            onSelect={(row) => setSelected(keyOf(row))}
            rowHeight={44}
          />
        </Panel>
      )}
    </>
  );
}

const keyOf = ({ account, asset }: FreezableRow): string => `${account} ${asset.key}`;

/** To the end of a day in UTC. */
function askedOf(which: string, until: string): Asked {
  const number = Number(which.split(' ')[1]);
  const at = Date.parse(`${until}T23:59:59Z`) / 1000;
  return {
    of: which.startsWith('canvas') ? { what: 'canvas', canvas: number } : { what: 'accountRun', run: number },
    ...(Number.isInteger(at) ? { atSeconds: at } : {}),
  };
}

function useColumns(): readonly Column<FreezableRow>[] {
  const say = useWords();
  return useMemo(
    () => [
      { id: 'chain', header: say('sources.chain'), width: '124px', cell: (row) => row.chainName },
      { id: 'account', header: say('requests.account'), width: 'minmax(180px, 1.2fr)', cell: (row) => <Id value={row.account} full /> },
      {
        id: 'amount',
        header: say('requests.amount'),
        width: 'minmax(160px, 1fr)',
        end: true,
        cell: (row) => signed(row),
      },
      {
        id: 'issuer',
        header: say('requests.issuer'),
        width: '130px',
        cell: (row) => <span title={`${row.by} · ${row.source}`}>{row.issuer}</span>,
      },
      {
        id: 'complete',
        header: say('requests.complete'),
        width: '190px',
        cell: (row) => <span className="th-two-lines">{say(`requests.completes.${row.complete ? 'yes' : 'no'}`)}</span>,
      },
      {
        id: 'last',
        header: say('requests.last'),
        width: '150px',
        cell: (row) => (row.lastSeconds === null ? '' : <TimeCell at={row.lastSeconds} />),
      },
      {
        id: 'state',
        header: say('requests.state'),
        width: '170px',
        cell: (row) => <span className="th-two-lines">{say(`requests.blacklisted.${row.blacklisted}`)}</span>,
      },
    ],
    [say],
  );
}

/** Rows that are missing can take a sum below zero: then it is no amount at all, and shown as what it is. */
function signed({ asset, amount }: FreezableRow): string {
  const isBelow = amount.startsWith('-');
  const text = amountText([asset], { asset: 0, amount: isBelow ? amount.slice(1) : amount });
  return isBelow ? `−${text}` : text;
}
