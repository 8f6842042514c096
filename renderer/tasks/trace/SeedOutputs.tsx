// The outputs of each seeding transaction, to tick; probable change is marked as the inference it is.
import { Checkbox } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { shortId } from '../../design/ids.ts';
import { Amount, FaultNotice, OpenableId } from '../../design/pieces.tsx';
import { GradeBadge, StatementBadge, Term } from '../../design/statements.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { LabelList } from '../explore/TransactionDetails.tsx';
import { seedKind, tickedOutputs, withOutputs } from './request.ts';

interface Props {
  readonly seeds: readonly string[];
  /** Whether an archive is searched before the trace: a seed need not be in the case then. */
  readonly looks: boolean;
  readonly onSeeds: (seeds: readonly string[]) => void;
}

export function SeedOutputs({ seeds, looks, onSeeds }: Props): ReactNode {
  const txids = [...new Set(seeds.filter((seed) => seedKind(seed) !== 'address').map((seed) => seed.slice(0, 64)))];
  // Beyond a handful the list of seeds itself is the better view.
  return txids.slice(0, 5).map((txid) => <Outputs key={txid} txid={txid} seeds={seeds} looks={looks} onSeeds={onSeeds} />);
}

function Outputs({ txid, seeds, looks, onSeeds }: Props & { readonly txid: string }): ReactNode {
  const say = useWords();
  const answer = useAsk('show.find', { text: txid });
  const view = answer.data?.found.find((found) => found.kind === 'transaction');
  if (answer.fault !== null) return <FaultNotice fault={answer.fault} />;
  if (view === undefined || view.kind !== 'transaction')
    return answer.loading ? null : (
      <p className="th-muted">{say(looks ? 'trace.seedInArchive' : 'trace.seedNotFound', { seed: shortId(txid) })}</p>
    );
  const ticked = tickedOutputs(seeds, txid, view.outputs.length);
  const toggle = (index: number) =>
    onSeeds(
      withOutputs(
        seeds,
        txid,
        ticked.includes(index) ? ticked.filter((other) => other !== index) : [...ticked, index],
        view.outputs.length,
      ),
    );
  return (
    <fieldset className="th-outputs">
      <legend>
        {say('trace.outputsOf', { txid: shortId(txid) })} <GradeBadge grade={view.grade} cheap={view.cheap} />
      </legend>
      <table className="th-plain">
        <tbody>
          {view.outputs.map((output) => (
            <tr key={output.index}>
              <td className="th-index">
                <Checkbox
                  checked={ticked.includes(output.index)}
                  onChange={() => toggle(output.index)}
                  label={String(output.index)}
                  aria-label={say('transaction.tick', { index: output.index })}
                />
              </td>
              <td>
                {output.address === null ? <span className="th-muted">{say('address.none')}</span> : <OpenableId value={output.address} />}{' '}
                <LabelList labels={output.labels} />
                {output.probableChange ? (
                  <span className="th-change">
                    <Term id="change">{say('transaction.change')}</Term> <StatementBadge kind="inference" />
                  </span>
                ) : null}
              </td>
              <td className="th-end">
                <Amount value={output.valueSat} chain={view.chain} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}
