// One transaction: where it is recorded and how that is proven, inputs beside outputs, outputs to tick for a trace.
import { Button, Checkbox, Collapse, Tag } from '@blueprintjs/core';
import { Path } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Amount, Facts, Id, OpenableId, Panel } from '../../design/pieces.tsx';
import { GradeBadge, StatementBadge, Term } from '../../design/statements.tsx';
import { useTimes } from '../../design/localTimes.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export type TransactionFound = Extract<CallOutput<'show.find'>['found'][number], { kind: 'transaction' }>;

export function LabelList({ labels }: { readonly labels: readonly { readonly label: string; readonly source: string }[] }): ReactNode {
  return (
    <>
      {labels.map((label) => (
        <Tag key={`${label.label} ${label.source}`} minimal className="th-label" title={label.source}>
          ❞ {label.label}
        </Tag>
      ))}
    </>
  );
}

export function TransactionDetails({ view }: { readonly view: TransactionFound }): ReactNode {
  const say = useWords();
  const times = useTimes();
  const { go } = useSession();
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [raw, setRaw] = useState(false);
  const { block } = view;
  const toggle = (index: number) =>
    setTicked((before) => {
      const after = new Set(before);
      if (!after.delete(index)) after.add(index);
      return after;
    });
  const trace = () =>
    go({
      task: 'trace',
      seeds: ticked.size === 0 ? [view.txid] : [...ticked].sort((a, b) => a - b).map((index) => `${view.txid}:${index}`),
    });
  return (
    <Panel
      title={
        <>
          {say('kinds.transaction')} <span className="th-muted">{view.chainName}</span>
        </>
      }
      aside={
        <Button
          icon={<Path />}
          intent="primary"
          text={ticked.size === 0 ? say('transaction.traceAll') : say('transaction.traceTicked', { count: ticked.size })}
          onClick={trace}
        />
      }
    >
      <Facts
        rows={[
          [
            <Term key="t" id="txid">
              {say('transaction.txid')}
            </Term>,
            <Id key="v" value={view.txid} full />,
          ],
          [
            say('transaction.recorded'),
            <span key="g">
              <StatementBadge kind="fact" /> <GradeBadge grade={view.grade} cheap={view.cheap} />
            </span>,
          ],
          [
            say('kinds.block'),
            <span key="b">
              {block.height === null ? say('block.unanchored') : say('block.height', { height: groupThousands(block.height) })}{' '}
              <OpenableId value={block.hash} />
              {block.state === 'active' ? null : (
                <Tag intent="warning" minimal>
                  {say(`blockStates.${block.state}`)}
                </Tag>
              )}
            </span>,
          ],
          [say('block.time'), `${times.full(block.time)} (${say('block.timeBasis')})`],
          [
            <Term key="f" id="fee">
              {say('transaction.fee')}
            </Term>,
            <Amount key="a" value={view.feeSat} chain={view.chain} exact />,
          ],
          [
            say('transaction.source'),
            say('transaction.sourceText', { source: view.source, size: groupThousands(view.sizeBytes), position: view.position }),
          ],
          view.labels.length === 0 ? null : [say('labels.label'), <LabelList key="l" labels={view.labels} />],
          view.coinjoin
            ? [
                <Term key="c" id="node.coinjoin">
                  {say('nodes.coinjoin')}
                </Term>,
                <StatementBadge key="s" kind="inference" />,
              ]
            : null,
        ]}
      />
      <div className="th-inout">
        <div>
          <h3>{say('transaction.inputs', { count: view.inputs.length })}</h3>
          <table className="th-plain">
            <tbody>
              {view.inputs.map((input) => (
                <tr key={input.index}>
                  <td className="th-muted th-index">{input.index}</td>
                  <td>
                    {input.coinbase ? (
                      <Term id="node.coinbase">{say('transaction.coinbase')}</Term>
                    ) : input.address === null ? (
                      <span className="th-muted">{say('address.none')}</span>
                    ) : (
                      <OpenableId value={input.address} />
                    )}{' '}
                    <LabelList labels={input.labels} />
                    {input.outpoint === null ? null : (
                      <div className="th-small th-muted">
                        {say('transaction.from')} <OpenableId value={input.outpoint} />
                      </div>
                    )}
                  </td>
                  <td className="th-end">
                    <Amount value={input.valueSat} chain={view.chain} />
                    {input.grade === null || input.grade === view.grade ? null : (
                      <div className="th-small">
                        <GradeBadge grade={input.grade} />
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div>
          <h3>{say('transaction.outputs', { count: view.outputs.length })}</h3>
          <table className="th-plain">
            <tbody>
              {view.outputs.map((output) => (
                <tr key={output.index}>
                  <td className="th-index">
                    <Checkbox
                      checked={ticked.has(output.index)}
                      onChange={() => toggle(output.index)}
                      label={String(output.index)}
                      aria-label={say('transaction.tick', { index: output.index })}
                    />
                  </td>
                  <td>
                    {output.address === null ? (
                      <span className="th-muted">
                        {output.p2pkhForm === null ? say('address.none') : say('address.p2pk', { address: output.p2pkhForm })}
                      </span>
                    ) : (
                      <OpenableId value={output.address} />
                    )}{' '}
                    <LabelList labels={output.labels} />
                    {output.probableChange ? (
                      <span className="th-change">
                        <Term id="change">{say('transaction.change')}</Term> <StatementBadge kind="inference" />
                      </span>
                    ) : null}
                    <div className="th-small th-muted">
                      {output.spentBy === null ? (
                        say(`spending.${output.spending}`)
                      ) : (
                        <>
                          {say('transaction.spentBy')} <OpenableId value={output.spentBy.txid} />
                        </>
                      )}
                    </div>
                  </td>
                  <td className="th-end">
                    <Amount value={output.valueSat} chain={view.chain} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      {view.rawHex === null ? null : (
        <>
          <Button size="small" variant="minimal" aria-expanded={raw} text={say('transaction.raw')} onClick={() => setRaw(!raw)} />
          <Collapse isOpen={raw}>
            <Id value={view.rawHex} full />
          </Collapse>
        </>
      )}
    </Panel>
  );
}
