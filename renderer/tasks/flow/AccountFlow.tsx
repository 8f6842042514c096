// One trace over balances in one policy: graph, details and table with one choice shared by all, every amount in its own asset. The engine
// lays out.
import { Button, HTMLSelect } from '@blueprintjs/core';
import { List } from '@blueprintjs/icons';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { AccountFlowPicture, AccountMoveRow } from '../../../shared/contract/accountFlow.ts';
import type { AssetView } from '../../../shared/contract/account.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { FaultNotice, Loading } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { type Choice, FlowCanvas } from '../../graph/FlowCanvas.tsx';
import { Legend } from '../../graph/Legend.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import type { AccountRun } from '../accounts/trace/draft.ts';
import { assetText, movementParts } from '../accounts/figures.ts';
import { policyText } from '../accounts/words.tsx';
import { accountWording, asDrawing } from './accountFlowModel.ts';
import { AccountFlowDetails } from './AccountFlowDetails.tsx';
import { AccountMoveTable, moveKey } from './AccountMoveTable.tsx';
import { OnCanvas } from './OnCanvas.tsx';
import { SaveRunGraph } from './SaveRunGraph.tsx';
import { Split } from './Split.tsx';

const PAGE = 5000;
/** As for coins: what an eye can follow. */
const FIRST_NODES = 90;
const MORE_NODES = 600;
const NO_ROWS: readonly AccountMoveRow[] = [];

export function AccountFlow({ run, select }: { readonly run: AccountRun; readonly select: ReactNode }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const [policy, setPolicy] = useState(run.primary);
  const [asset, setAsset] = useState('');
  const [choice, setChoice] = useState<Choice | null>(null);
  const [row, setRow] = useState<string | null>(null);
  const [limit, setLimit] = useState(FIRST_NODES);
  const asked = { run: run.run, policy, ...(asset === '' ? {} : { asset }) };
  const flow = useAsk('canvas.accountFlow', { ...asked, limit });
  const moves = useAsk('canvas.accountMoves', { ...asked, limit: PAGE });
  const picture = flow.data;
  const rows = moves.data?.rows ?? NO_ROWS;
  const drawing = useMemo(() => (picture === null ? null : asDrawing(picture)), [picture]);
  const wording = useMemo(() => (picture === null ? null : accountWording(say, picture)), [say, picture]);
  const choose = useCallback(
    (next: Choice | null) => {
      setChoice(next);
      setRow(next === null || picture === null ? null : rowOf(picture, next, rows));
    },
    [picture, rows],
  );
  const chooseRow = (next: AccountMoveRow) => {
    setRow(moveKey(next));
    const edge = picture?.edges.find(({ movements }) => movements.some(({ name, chain }) => name === next.name && chain === next.chain));
    if (edge !== undefined) setChoice({ kind: 'edge', id: edge.id });
  };
  const change = (part: () => void) => {
    part();
    setChoice(null);
    setRow(null);
  };
  return (
    <div className="th-flow">
      <h1 className="th-offscreen">{say('tasks.flow')}</h1>
      <header className="th-flow-head">
        {select}
        <span className="th-direction">{say(`flow.way.${run.direction}`)}</span>
        <div className="th-flow-question" title={run.question}>
          <strong>{run.question === '' ? say('flow.noQuestion') : run.question}</strong>
          <span className="th-muted">
            {say('runs.ordinalText', { ordinal: run.ordinal, siblings: run.siblings })}
            {run.stops.length === 0 ? ` · ${say('flow.noStops')}` : ` · ${say('flow.stops', { stops: stopWords(say, run) })}`}
            {run.assume.length === 0 ? '' : ` · ${say('flow.assumed', { count: run.assume.length })}`}
          </span>
        </div>
        <HTMLSelect
          aria-label={say('accounts.policy')}
          value={policy}
          onChange={(event) => {
            const next = event.currentTarget.value;
            change(() => setPolicy(next));
          }}
          options={run.policies.map((id) => ({
            value: id,
            label: id === run.primary ? `${policyText(say, id)} (${say('flow.primary')})` : policyText(say, id),
          }))}
        />
        <HTMLSelect
          aria-label={say('accounts.onlyAsset')}
          value={asset}
          onChange={(event) => {
            const next = event.currentTarget.value;
            change(() => setAsset(next));
          }}
          options={[
            { value: '', label: say('accounts.allAssets') },
            ...(moves.data?.assets ?? []).map((one) => ({
              value: one.key,
              label: optionText(say, one, moves.data?.assets ?? [], picture),
            })),
          ]}
        />
        <OnCanvas kind="accounts" {...asked} limit={limit} />
        <SaveRunGraph of={{ what: 'accountRun', run: asked.run, policy: asked.policy }} />
        <Button
          icon={<List />}
          text={say('accounts.showResult')}
          onClick={() => go({ task: 'accounts', accountsTab: 'runs', run: run.run })}
        />
      </header>
      <Split
        label={say('flow.split')}
        top={
          <div className="th-flow-top">
            <div className="th-flow-graph">
              {drawing === null || wording === null ? (
                flow.fault === null ? (
                  <Loading />
                ) : (
                  <FaultNotice fault={flow.fault} />
                )
              ) : (
                <FlowCanvas picture={drawing} wording={wording} chosen={choice} onChoose={choose} />
              )}
              {picture !== null && picture.hiddenNodes > 0 ? (
                <div className="th-flow-hidden">
                  {say('flow.hidden', { count: groupThousands(picture.hiddenNodes) })}
                  <Button size="small" text={say('flow.showMore')} disabled={limit >= MORE_NODES} onClick={() => setLimit(MORE_NODES)} />
                </div>
              ) : null}
              <Legend accounts />
            </div>
            <aside className="th-flow-side">
              <p className="th-small th-panel-inset">
                <Term id={`accountPolicy.${policy}`}>{policyText(say, policy)}</Term>
              </p>
              {picture?.hasRanges === true ? (
                <Notice compact intent="warning">
                  {say('flow.hasRanges')}
                </Notice>
              ) : null}
              <AccountFlowDetails picture={picture} choice={choice} policy={policy} />
            </aside>
          </div>
        }
        bottom={
          <>
            <FaultNotice fault={moves.fault} />
            {moves.data !== null && moves.data.total > rows.length ? (
              <p className="th-muted th-small">
                {say('flow.firstRows', { shown: groupThousands(rows.length), total: groupThousands(moves.data.total) })}
              </p>
            ) : null}
            <AccountMoveTable
              rows={rows}
              selected={row}
              onSelect={chooseRow}
              onOpen={({ name, chain }) => go({ task: 'accounts', text: movementParts(name).transaction, chain })}
            />
          </>
        }
      />
    </div>
  );
}

function stopWords(say: Words, run: AccountRun): string {
  return run.stops.map(({ rule }) => (say.has(`terms.stop.${rule}.word`) ? say(`terms.stop.${rule}.word`) : rule)).join(', ');
}

/** Two assets of one symbol on different chains are told apart by the chain; a counterfeit says so. */
function optionText(say: Words, asset: AssetView, all: readonly AssetView[], picture: AccountFlowPicture | null): string {
  const text = assetText(asset);
  const isAlone = all.filter((other) => assetText(other) === text).length === 1;
  const chain = picture?.nodes.find((node) => asset.key.startsWith(`${node.chain} `))?.chainName ?? '';
  const place = isAlone || chain === '' ? '' : ` · ${chain}`;
  return `${text}${place}${asset.standing === 'counterfeit' ? ` (${say('accounts.counterfeit')})` : ''}`;
}

function rowOf(picture: AccountFlowPicture, choice: Choice, rows: readonly AccountMoveRow[]): string | null {
  const edge =
    choice.kind === 'edge'
      ? picture.edges.find(({ id }) => id === choice.id)
      : picture.edges.find(({ source, target }) => source === choice.id || target === choice.id);
  const [first] = edge?.movements ?? [];
  const found = first === undefined ? undefined : rows.find(({ name, chain }) => name === first.name && chain === first.chain);
  return found === undefined ? null : moveKey(found);
}
