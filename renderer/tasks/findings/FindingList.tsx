// What the last run found, or another one: a list with filters, and the chosen finding beside it.
import { FormGroup, HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useMemo } from 'react';
import type { FindingListed } from '../../../shared/contract/typology.ts';
import { conditionsText, ruleTitle } from '../../../shared/words/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { formatTime } from '../../design/times.ts';
import { useAsk, useKept } from '../../session/session.ts';
import { When } from '../accounts/words.tsx';
import { FindingCard } from './FindingCard.tsx';
import { PartyLink, useFindingWords } from './words.tsx';

interface Filter {
  readonly run: number | null;
  readonly rule: string;
  readonly kind: 'finding' | 'near';
  readonly standing: '' | 'open' | 'accepted' | 'dismissed';
  readonly selected: number | null;
}

const NO_FILTER: Filter = { run: null, rule: '', kind: 'finding', standing: '', selected: null };
const PAGE = 500;

export function FindingList(): ReactNode {
  const words = useFindingWords();
  const [filter, setFilter] = useKept('findings.filter', NO_FILTER);
  const runs = useAsk('typologies.runs', {});
  const { kind, rule, standing, selected } = filter;
  const answer = useAsk('typologies.list', {
    ...{ kind, limit: PAGE },
    ...(filter.run === null ? {} : { run: filter.run }),
    ...(rule === '' ? {} : { rule }),
    ...(standing === '' ? {} : { standing }),
  });
  // Beside an open finding, which says it whole, the list has room for less.
  const isBeside = selected !== null;
  const columns = useMemo<readonly Column<FindingListed>[]>(() => {
    const because: Column<FindingListed> = {
      ...{ id: 'because', header: words.say('column.because'), width: 'minmax(180px, 1fr)' },
      cell: (one) => <span title={conditionsText(words, one)}>{conditionsText(words, one)}</span>,
    };
    return [
      {
        id: 'rule',
        header: words.say('column.rule'),
        width: isBeside ? 'minmax(100px, 1fr)' : '150px',
        cell: (one) => ruleTitle(words, one.rule),
        compare: (a, b) => a.rule.localeCompare(b.rule),
      },
      { id: 'subject', header: words.say('column.subject'), width: '150px', cell: (one) => <PartyLink party={one.subject} /> },
      { id: 'state', header: words.say('column.state'), width: '74px', cell: (one) => words.say(`standing.${one.standing}`) },
      ...(isBeside ? [] : [because]),
      {
        id: 'payments',
        header: words.say('column.payments'),
        width: '98px',
        end: true,
        cell: (one) => groupThousands(one.payments),
        compare: (a, b) => a.payments - b.payments,
      },
      {
        id: 'first',
        header: words.say('column.first'),
        width: '188px',
        cell: (one) => <When at={one.firstSeconds} />,
        compare: (a, b) => (a.firstSeconds ?? 0) - (b.firstSeconds ?? 0),
      },
    ];
  }, [words, isBeside]);
  const fault = runs.fault ?? answer.fault;
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (runs.data === null || answer.data === null) return <Loading />;
  const all = runs.data.runs;
  const run = all.find((one) => one.run === filter.run) ?? all.at(-1);
  if (run === undefined) return <Empty title={words.say('title')} next={words.say('noRun')} icon={<Search size={40} />} />;
  const { findings, total } = answer.data;
  const change = (next: Partial<Filter>) => setFilter({ ...filter, ...next, selected: next.selected ?? null });
  const bounds = run.bounds.concat(run.counts.filter((one) => rule === '' || one.rule === rule).flatMap((one) => one.bounds));
  const summed = new Map<string, number>();
  for (const { code, count } of bounds) summed.set(code, (summed.get(code) ?? 0) + count);
  return (
    <>
      <div className="th-finding-filters">
        <SegmentedControl
          options={(['finding', 'near'] as const).map((value) => ({ value, label: words.say(`kind.${value}`) }))}
          value={kind}
          onValueChange={(next) => change({ kind: next as Filter['kind'] })}
        />
        <FormGroup label={words.say('filter.rule')} labelFor="finding-rule" inline>
          <HTMLSelect
            id="finding-rule"
            value={rule}
            onChange={(event) => change({ rule: event.currentTarget.value })}
            options={[
              { value: '', label: words.say('filter.all') },
              ...run.counts.map((one) => ({
                value: one.rule,
                label: `${ruleTitle(words, one.rule)} (${groupThousands(kind === 'near' ? one.nearMisses : one.findings)})`,
              })),
            ]}
          />
        </FormGroup>
        <FormGroup label={words.say('filter.standing')} labelFor="finding-standing" inline>
          <HTMLSelect
            id="finding-standing"
            value={standing}
            onChange={(event) => change({ standing: event.currentTarget.value as Filter['standing'] })}
            options={[
              { value: '', label: words.say('filter.all') },
              ...(['open', 'accepted', 'dismissed'] as const).map((value) => ({ value, label: words.say(`standing.${value}`) })),
            ]}
          />
        </FormGroup>
        <HTMLSelect
          aria-label={words.say('lastRun', { run: run.run, time: '' })}
          value={run.run}
          onChange={(event) => change({ run: Number(event.currentTarget.value), rule: '' })}
          options={[...all]
            .reverse()
            .map((one) => ({ value: one.run, label: words.say('lastRun', { run: one.run, time: formatTime(one.time) }) }))}
        />
      </div>
      {kind === 'near' ? <p className="th-muted">{words.say('nearIs')}</p> : null}
      <div className={selected === null ? 'th-findings' : 'th-findings th-findings-open'}>
        <Panel className="th-panel-table" title={`${words.say(`kind.${kind}`)} (${groupThousands(total)})`}>
          <DataTable
            label={words.say(`kind.${kind}`)}
            columns={columns}
            rows={findings}
            rowKey={(one) => String(one.finding)}
            selected={selected === null ? null : String(selected)}
            onSelect={(one) => change({ selected: one.finding })}
            empty={words.say('noneHere')}
          />
          {total > findings.length ? (
            <p className="th-muted">{words.say('more', { count: groupThousands(total - findings.length) })}</p>
          ) : null}
          <p className="th-muted th-small th-findings-note">
            {words.say('fresh')}{' '}
            {summed.size === 0
              ? null
              : words.say('bounded', {
                  text: [...summed].map(([code, count]) => words.say(`bound.${code}`, { count: groupThousands(count) })).join('; '),
                })}
          </p>
        </Panel>
        {selected === null ? null : <FindingCard key={selected} finding={selected} />}
      </div>
    </>
  );
}
