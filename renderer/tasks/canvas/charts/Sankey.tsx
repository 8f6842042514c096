// A trace of the case as bands under one of its policies, with what the others say of the same bands: chosen by run, policy and asset, drawn and
// as tables. A band or a node chosen here is chosen on the canvas where it stands there.
import { Button, SegmentedControl } from '@blueprintjs/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { edgeName, itemName } from '../../../../shared/model/canvasItem.ts';
import { groupThousands } from '../../../design/amounts.ts';
import { Empty, FaultNotice, Loading } from '../../../design/pieces.tsx';
import { useAsk, useKept, useSession } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { assetText } from '../../accounts/figures.ts';
import { type Desk, useDesk } from '../desk.ts';
import { AskSelect } from './AskSelect.tsx';
import { bandKey } from './bandLayout.ts';
import { BandWhy } from '../reasons/BandWhy.tsx';
import { BandTable, EndTable } from './BandTables.tsx';
import { type Band, type BandNode, type Bands, bandText, type ChosenRun, nodeName, policyTerm, policyWord } from './bandWords.ts';
import { type Linked, partiesOf } from './linked.ts';
import { SankeyChart } from './SankeyChart.tsx';

const LIMITS = [20, 40, 80, 200];

export function Sankey({ linked }: { readonly linked: Linked }): ReactNode {
  const say = useWords();
  const { go, catalog } = useSession();
  const { picture } = useDesk();
  const coins = useAsk('trace.runs', {});
  const accounts = useAsk('account.runs', {});
  const [wanted, setWanted] = useKept<string | null>('canvas.bandsOf', null);
  const runs = useMemo(() => runsOf(coins.data?.runs ?? [], accounts.data?.runs ?? []), [coins.data, accounts.data]);
  const fault = coins.fault ?? accounts.fault;
  if (fault !== null) return <FaultNotice fault={fault} />;
  if (coins.data === null || accounts.data === null) return <Loading />;
  const run = runs.find((one) => nameOf(one) === wanted) ?? runs.at(-1);
  const isCoin = (chain: string): boolean => catalog.chains.some(({ id }) => id === chain);
  const hasCoins = picture.nodes.some(({ chain }) => isCoin(chain));
  const hasAccounts = picture.nodes.some(({ chain }) => chain !== '' && !isCoin(chain));
  if (run === undefined)
    return (
      <Empty
        title={say('flow.noRuns')}
        next={say('charts.noRunsNext')}
        action={
          <div className="th-actions">
            {hasCoins ? <Button text={say('tasks.trace')} onClick={() => go({ task: 'trace' })} /> : null}
            {hasAccounts ? (
              <Button text={say('charts.traceAccounts')} onClick={() => go({ task: 'accounts', accountsTab: 'trace' })} />
            ) : null}
          </div>
        }
      />
    );
  return (
    <BandsOf
      key={nameOf(run)}
      run={run}
      linked={linked}
      select={
        <AskSelect
          label={say('flow.run')}
          value={nameOf(run)}
          onChoose={(value) => setWanted(value)}
          options={runs.map((one) => ({
            value: nameOf(one),
            label: say(one.of === 'coins' ? 'flow.runOption' : 'flow.accountRunOption', {
              run: one.run,
              direction: say(`directions.${one.direction}`),
              primary: policyWord(say, one.of, one.primary),
            }),
          }))}
        />
      }
    />
  );
}

const nameOf = ({ of, run }: ChosenRun): string => `${of} ${run}`;

function runsOf(coins: CallOutput<'trace.runs'>['runs'], accounts: CallOutput<'account.runs'>['runs']): readonly ChosenRun[] {
  return [
    ...coins.map(({ run, direction, primary, policies, question, height }) => {
      return { of: 'coins' as const, run, direction, primary, policies, question, height };
    }),
    ...accounts.map(({ run, direction, primary, policies, question }) => {
      return { of: 'accounts' as const, run, direction, primary, policies, question, height: null };
    }),
  ];
}

interface Props {
  readonly run: ChosenRun;
  readonly linked: Linked;
  readonly select: ReactNode;
}

function BandsOf({ run, linked, select }: Props): ReactNode {
  const say = useWords();
  const { announce } = useSession();
  const { nodes: onCanvas, edges, put } = useDesk();
  const [policy, setPolicy] = useState(run.primary);
  const [asset, setAsset] = useState<string | null>(null);
  const [limit, setLimit] = useState(40);
  const [form, setForm] = useState<'chart' | 'bands' | 'ends'>('chart');
  const [chosen, setChosen] = useState<string | null>(null);
  const asked = { ...{ run: run.run, of: run.of, policy, limit }, ...(asset === null ? {} : { asset }) };
  const { data, fault, loading } = useAsk('canvas.sankey', asked);
  const view = data?.assets[data.asset];
  // What another policy or asset does not draw has no reason there.
  const chosenBand = data?.bands.find((band) => bandKey(band) === chosen);
  const chosenNode = data?.nodes.find(({ id }) => id === chosen);
  const items = useMemo(() => new Map(data?.nodes.map((node) => [node.id, node.items])), [data]);
  /** Nodes that stand behind what is chosen on the canvas. */
  const lit = useMemo(() => litBy(linked.narrowed, data, { nodes: onCanvas, edges }), [linked.narrowed, data, onCanvas, edges]);
  const itemsOf = (id: string): readonly string[] => items.get(id) ?? [];
  const choose = (key: string, ids: readonly string[]) => {
    setChosen(key);
    if (linked.pick([...ids, ...outputsOf(ids, onCanvas)]) > 0) return;
    const absent = ids.filter((id) => !onCanvas.has(id) && !id.includes('>'));
    if (absent.length === 0) announce(say('charts.notOnCanvas'));
    else announce(say('charts.notOnCanvas'), { text: say('canvas.putOn'), onClick: () => void put(absent) });
  };
  const onNode = (id: string) => choose(id, itemsOf(id));
  const onBand = (band: Band) => {
    const [from, to] = [itemsOf(band.source), itemsOf(band.target)];
    const lines = from.flatMap((source) => to.map((target) => edgeName(source, target)));
    choose(bandKey(band), [...from, ...to, ...lines]);
  };
  return (
    <>
      <div className="th-canvas-tables th-chart-bar">
        {select}
        <AskSelect
          label={say('charts.policy')}
          value={policy}
          term={policyTerm(run.of, policy)}
          onChoose={(value) => setPolicy(value)}
          options={run.policies.map((one) => ({ value: one, label: policyWord(say, run.of, one) }))}
        />
        {data === null || data.assets.length < 2 ? null : (
          <AskSelect
            label={say('charts.asset')}
            value={view?.key ?? ''}
            onChoose={(value) => setAsset(value)}
            options={data.assets.map((one) => ({ value: one.key, label: assetText(one) }))}
          />
        )}
        <AskSelect
          label={say('charts.most')}
          value={limit}
          onChoose={(value) => setLimit(Number(value))}
          options={LIMITS.map((value) => ({ value, label: String(value) }))}
        />
        <SegmentedControl
          size="small"
          aria-label={say('charts.form')}
          options={(['chart', 'bands', 'ends'] as const).map((value) => ({ value, label: say(`charts.bandForms.${value}`) }))}
          value={form}
          onValueChange={(value) => setForm(value as typeof form)}
        />
        {data !== null && data.hidden > 0 ? (
          <span className="th-small th-muted">{say('charts.hiddenNodes', { count: groupThousands(data.hidden) })}</span>
        ) : null}
      </div>
      <FaultNotice fault={fault} />
      {data === null || view === undefined ? (
        loading ? (
          <Loading />
        ) : null
      ) : data.nodes.length === 0 ? (
        <p className="th-muted th-pad">{say('charts.noBands')}</p>
      ) : (
        <>
          <Limits answer={data} policies={run.policies.length} />
          <div className="th-bands">
            {form === 'chart' ? (
              <SankeyChart answer={data} asset={view} run={run} lit={lit} chosen={chosen} onNode={onNode} onBand={onBand} />
            ) : form === 'bands' ? (
              <BandTable answer={data} asset={view} chosen={chosen} onBand={onBand} />
            ) : (
              <EndTable answer={data} asset={view} run={run} chosen={chosen} onNode={onNode} />
            )}
            {chosen === null || (chosenBand === undefined && chosenNode === undefined) ? null : (
              <BandWhy
                key={`${chosen} ${policy}`}
                asked={{ ...asked, about: chosen }}
                isBand={chosenBand !== undefined}
                title={chosenBand === undefined ? nodeName(say, chosenNode as BandNode, data) : bandText(say, chosenBand, data, view)}
                onClose={() => setChosen(null)}
              />
            )}
          </div>
        </>
      )}
    </>
  );
}

/** What the bands cannot say, above them. */
function Limits({ answer, policies }: { readonly answer: Bands; readonly policies: number }): ReactNode {
  const say = useWords();
  const lines = [
    say(policies > 1 ? 'charts.bandsAre' : 'charts.bandsAreOne', { count: policies }),
    ...(answer.conserves ? [] : [`⚠ ${say('charts.notConserving')}`]),
    ...answer.limits.map((code) => `⚠ ${say(`charts.limits.${code}`)}`),
  ];
  return <p className="th-small th-chart-note">{lines.join(' ')}</p>;
}

/** Outputs on the canvas that pay one of these addresses: of coins an address is seldom there itself. */
function outputsOf(addresses: readonly string[], onCanvas: Desk['nodes']): readonly string[] {
  const wanted = new Set(addresses);
  return [...onCanvas.values()].flatMap(({ id, kind, chain, address }) =>
    kind === 'output' && address !== null && wanted.has(itemName({ kind: 'address', chain, id: address })) ? [id] : [],
  );
}

function litBy(narrowed: readonly string[], answer: Bands | null, on: Pick<Desk, 'nodes' | 'edges'>): ReadonlySet<string> {
  const wanted = new Set(partiesOf(narrowed, on));
  return new Set(answer?.nodes.flatMap(({ id, items }) => (items.some((item) => wanted.has(item)) ? [id] : [])) ?? []);
}
