// What a question to archives would cost, before it starts: passes, heights, bytes, minutes, what it cannot bring; and which archive.
import { Checkbox, FormGroup, HTMLSelect, Intent, Spinner } from '@blueprintjs/core';
import { type ReactNode, useId } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { formatBytes, groupThousands } from '../../design/amounts.ts';
import { durationText, phaseText } from '../../design/durations.ts';
import { Facts, FaultNotice } from '../../design/pieces.tsx';
import { useWords, type Words } from '../../session/words.ts';
import { OpenQuestions } from './OpenQuestions.tsx';
import { type Cost, type CostState, type Source, totalCost } from './asking.ts';

interface Props {
  readonly state: CostState;
  readonly archives: readonly Source[];
  /** Empty: every archive of the chain in turn. */
  readonly source: string;
  readonly onSource: (source: string) => void;
  /** Whether every block that is read is hashed; null where that is no choice. */
  readonly thorough: boolean | null;
  readonly onThorough: (thorough: boolean) => void;
}

export function CostBox({ state, archives, source, onSource, thorough, onThorough }: Props): ReactNode {
  const say = useWords();
  const id = useId();
  return (
    <div className="th-cost" aria-busy={state.working}>
      <OpenQuestions brief />
      {archives.length > 1 ? (
        <FormGroup label={say('ask.which')} labelFor={id}>
          <HTMLSelect
            id={id}
            fill
            value={source}
            onChange={(event) => onSource(event.currentTarget.value)}
            options={[
              { value: '', label: say('ask.allInTurn', { count: archives.length }) },
              ...archives.map((archive) => ({ value: archive.id, label: archiveText(say, archive) })),
            ]}
          />
        </FormGroup>
      ) : null}
      {thorough === null ? null : (
        <Checkbox checked={thorough} onChange={(event) => onThorough(event.currentTarget.checked)} label={say('ask.thorough')} />
      )}
      <FaultNotice fault={state.fault} />
      {state.working ? (
        <p className="th-cost-working" role="status">
          <Spinner size={14} />{' '}
          {state.progress === null ? say('ask.sampling') : say('ask.samplingPhase', { phase: phaseText(say, state.progress.phase) })}
        </p>
      ) : null}
      {state.costs?.map((cost) => (
        <CostOf key={cost.source} cost={cost} named={state.costs !== null && state.costs.length > 1} />
      ))}
      {state.costs !== null && state.costs.length > 1 ? <Together costs={state.costs} /> : null}
    </div>
  );
}

function archiveText(say: Words, archive: Source): string {
  const headers = archive.result?.headers;
  if (headers == null || headers.from === null || headers.to === null) return archive.name;
  return say('ask.archive', { name: archive.name, from: groupThousands(headers.from), to: groupThousands(headers.to) });
}

function CostOf({ cost, named }: { readonly cost: Cost; readonly named: boolean }): ReactNode {
  const say = useWords();
  const { range } = cost;
  const size = cost.bytes === null ? say('ask.unknown') : formatBytes(cost.bytes * Math.max(1, cost.passes));
  return (
    <section className="th-cost-of">
      {named ? <h3>{cost.sourceName}</h3> : null}
      <Facts
        rows={[
          named ? null : [say('ask.source'), cost.sourceName],
          [
            say('ask.reads'),
            range === null
              ? say(cost.passes === 0 ? 'ask.blocksOnly' : 'ask.nothingToRead')
              : say(cost.passes > 1 ? 'ask.passes' : 'ask.pass', {
                  passes: cost.passes,
                  from: groupThousands(range.from),
                  to: groupThousands(range.to),
                  blocks: groupThousands(cost.blocks ?? 0),
                }),
          ],
          range === null ? null : [say('ask.size'), cost.passes > 1 ? say('ask.atMost', { amount: size }) : size],
          range === null
            ? null
            : [
                say('ask.time'),
                cost.seconds === null
                  ? say('ask.unknown')
                  : say('ask.about', { time: durationText(say, cost.seconds * Math.max(1, cost.passes)) }),
              ],
        ]}
      />
      {cost.undo ? null : (
        <Notice compact intent={Intent.WARNING} title={say('ask.noUndo')}>
          {say('ask.noUndoMeans')}
        </Notice>
      )}
      {cost.undoBlocks > 0 ? (
        <p className="th-small">
          {say(cost.undo ? 'ask.undo' : 'ask.blind', {
            count: groupThousands(cost.undoBlocks),
            amount: cost.undoBytes === null ? say('ask.unknown') : formatBytes(cost.undoBytes),
          })}
        </p>
      ) : null}
      {cost.idsToFind > 0 && range !== null ? (
        <p className="th-small th-muted">{say('ask.idsToFind', { count: groupThousands(cost.idsToFind) })}</p>
      ) : null}
    </section>
  );
}

function Together({ costs }: { readonly costs: readonly Cost[] }): ReactNode {
  const say = useWords();
  const { bytes, seconds } = totalCost(costs);
  if (bytes === null || seconds === null) return null;
  return <p>{say('ask.together', { bytes: formatBytes(bytes), time: durationText(say, seconds) })}</p>;
}
