// What a typed text may be: its checksum, the chains, what does not fit; and what it may have been meant as, each change to be taken by one
// press. It says how often such a proposal passes by chance.
import { Button, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { TypedProposal, Verdict } from '../../../shared/contract/transcribe.ts';
import { chanceTexts, changesText, misfitTexts } from '../../../shared/words/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { changedPlaces, InFours, useFullWords, useTranscribeWords } from './words.tsx';

const INTENTS = { passes: Intent.SUCCESS, fails: Intent.DANGER, none: Intent.WARNING } as const;

interface Props {
  readonly verdict: Verdict;
  /** Null where nothing may be taken. */
  readonly onTake: ((proposal: TypedProposal) => void) | null;
}

export function VerdictView({ verdict, onTake }: Props): ReactNode {
  const word = useTranscribeWords();
  const full = useFullWords();
  const names = (held: boolean): string =>
    [...new Set(verdict.readings.flatMap((one) => (one.held === held ? [one.chainName] : [])))].join(', ');
  const [heldBy, possible] = [names(true), names(false)];
  const isPart = verdict.kind === 'partial';
  const isWhole = verdict.checksum !== 'fails' && !isPart;
  return (
    <div className="th-verdict">
      <Notice
        compact
        intent={isPart ? Intent.WARNING : INTENTS[verdict.checksum]}
        title={`${word(`kind.${verdict.kind}`)} · ${word('characters', { count: verdict.text.length })}`}
      >
        {word(isPart ? 'stateIs.partial' : `checksum.${verdict.checksum}`)}
        {misfitTexts(full, verdict).map((line) => (
          <div key={line}>{line}</div>
        ))}
        {isWhole && verdict.readings.length > 0 ? (
          <div>
            {heldBy === '' ? word('notHeld') : word('held', { chains: heldBy })}
            {possible === '' || heldBy !== '' ? '' : ` ${word('chains', { chains: possible })}`}
          </div>
        ) : null}
      </Notice>
      {verdict.checksum === 'fails' || verdict.proposals.length > 0 ? (
        <section className="th-proposals">
          <h3>{word('proposals')}</h3>
          {verdict.proposals.length === 0 ? <p className="th-muted">{word('proposalsNone')}</p> : null}
          <ul>
            {verdict.proposals.map((proposal) => (
              <li key={proposal.text}>
                <div>
                  <InFours text={proposal.text} marked={changedPlaces(proposal)} />
                  <div className="th-muted th-small">
                    {changesText(full, proposal.changes)}
                    {proposal.checked ? '' : `; ${word('unchecked')}`}
                  </div>
                </div>
                {onTake === null ? null : (
                  <Button text={word('takeShort')} aria-label={word('take', { text: proposal.text })} onClick={() => onTake(proposal)} />
                )}
              </li>
            ))}
          </ul>
          {verdict.proposals.length === 0
            ? null
            : chanceTexts(full, verdict).map((line) => (
                <p key={line} className="th-muted th-small">
                  {line}
                </p>
              ))}
        </section>
      ) : null}
    </div>
  );
}
