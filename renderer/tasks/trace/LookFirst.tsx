// Whether archives are searched before a trace, and at what cost: shown before anything starts.
import { Checkbox, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { Notice } from '../../design/Notice.tsx';
import { Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { useWords } from '../../session/words.ts';
import { AnswerFacts } from '../archives/AnswerFacts.tsx';
import { AskPanel } from '../archives/AskPanel.tsx';
import type { Answer, CostState, Question, Source } from '../archives/asking.ts';
import { CostBox } from '../archives/CostBox.tsx';
import type { TraceDraft } from './draft.ts';
import { seedKind } from './request.ts';

interface Props {
  readonly draft: TraceDraft;
  readonly onChange: (part: Partial<TraceDraft>) => void;
  readonly cost: CostState;
  readonly archives: readonly Source[];
  /** Backward from ids that are not in the case: only blocks involved are read, so they must be found first. */
  readonly unknownSeeds: boolean;
  readonly answers: readonly Answer[];
  readonly running: boolean;
  readonly onSearched: () => void;
}

export function LookFirst({ draft, onChange, cost, archives, unknownSeeds, answers, running, onSearched }: Props): ReactNode {
  const say = useWords();
  const { seeds, chain, source, look, direction, thorough } = draft;
  return (
    <Panel
      title={
        <>
          <span className="th-number">3</span> <Term id="archive">{say('ask.title')}</Term>
        </>
      }
    >
      <Checkbox checked={look} onChange={(event) => onChange({ look: event.currentTarget.checked })}>
        <strong>{say('ask.look')}</strong>{' '}
        <span className="th-muted th-small">{say(direction === 'forward' ? 'ask.lookForward' : 'ask.lookBackward')}</span>
      </Checkbox>
      {!look ? (
        <p className="th-muted th-small">{say('ask.notLooking')}</p>
      ) : seeds.length === 0 ? (
        <p className="th-muted th-small">{say('ask.noSeeds')}</p>
      ) : running ? null : (
        <CostBox
          state={cost}
          archives={archives}
          source={source}
          onSource={(chosen) => onChange({ source: chosen })}
          thorough={direction === 'forward' ? thorough : null}
          onThorough={(chosen) => onChange({ thorough: chosen })}
        />
      )}
      {look && unknownSeeds && !running ? (
        <Notice compact intent={Intent.WARNING} title={say('ask.unplaced')}>
          <p>{say('ask.unplacedNext')}</p>
          <AskPanel
            chain={chain === '' ? null : chain}
            question={placing(seeds, chain)}
            about="placing"
            title={say('ask.placing')}
            startText={say('ask.place')}
            onAnswered={onSearched}
          />
        </Notice>
      ) : null}
      {answers.map((answer) => (
        <AnswerFacts key={answer.question} answer={answer} />
      ))}
    </Panel>
  );
}

/** Looks for the transactions of the seeds by their ids alone. */
function placing(seeds: readonly string[], chain: string): Question | null {
  const txids = [...new Set(seeds.filter((seed) => seedKind(seed) !== 'address').map((seed) => seed.slice(0, 64)))];
  return txids.length === 0 ? null : { kind: 'history', from: txids, ...(chain === '' ? {} : { chain }) };
}
