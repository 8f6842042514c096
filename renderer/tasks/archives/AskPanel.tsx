// One question to the archives of a chain: its cost, the button that starts it, how it goes, what it brought. Where it is put and what
// for is the screen's business.
import { Button, Intent } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useSession, useKept } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { AnswerFacts, searchedText } from './AnswerFacts.tsx';
import { type Answer, type Question, READS_ALL, useArchives, useCost } from './asking.ts';
import { CostBox } from './CostBox.tsx';

interface Props {
  readonly chain: string | null;
  /** Without its source: that is chosen here. Null while there is nothing to ask. */
  readonly question: Question | null;
  /** Names the question among others of its kind, so that it is found again after looking at another screen. */
  readonly about: string;
  /** The job's title. */
  readonly title: string;
  readonly startText: string;
  readonly onAnswered?: () => void;
  readonly children?: ReactNode;
}

const NO_ANSWERS: readonly Answer[] = [];

export function AskPanel({ chain, question, about, title, startText, onAnswered, children }: Props): ReactNode {
  const say = useWords();
  const { jobs, work, noteDone } = useSession();
  const archives = useArchives(chain);
  const [source, setSource] = useState('');
  const [thorough, setThorough] = useState(false);
  const readsAll = question !== null && READS_ALL.includes(question.kind);
  const [version, setVersion] = useState(0);
  const [answers, setAnswers] = useKept(`answer ${about}`, NO_ANSWERS);
  const running = jobs.some((job) => job.name === 'question.ask' && job.about === about);
  const asked =
    question === null ? null : { ...question, ...(source === '' ? {} : { source }), ...(readsAll && thorough ? { thorough } : {}) };
  const cost = useCost(running ? null : asked, version);
  const start = async () => {
    if (asked === null) return;
    setAnswers(NO_ANSWERS);
    const done = await work('question.ask', title, asked, about);
    if (done !== null) {
      setAnswers(done.results);
      const count = done.results.reduce((sum, one) => sum + one.transactions, 0);
      noteDone(
        say('answer.announced', { count: groupThousands(count), scope: done.results.map((one) => searchedText(say, one)).join('; ') }),
      );
    }
    setVersion((before) => before + 1);
    onAnswered?.();
  };
  const answer = answers.at(-1);
  return (
    <div className="th-ask">
      {children}
      {running ? null : (
        <>
          <CostBox
            state={cost}
            archives={archives}
            source={source}
            onSource={setSource}
            thorough={readsAll ? thorough : null}
            onThorough={setThorough}
          />
          <Button
            intent={Intent.PRIMARY}
            icon={<Search />}
            text={startText}
            disabled={cost.costs === null || asked === null}
            onClick={() => void start()}
          />
        </>
      )}
      <JobPanel names={['question.ask']} about={about} />
      {answers.length > 1 ? <h3>{say('answer.rounds', { count: answers.length })}</h3> : null}
      {answer === undefined ? null : answers.length > 1 && answer.kind !== 'cluster' ? (
        answers.map((one) => <AnswerFacts key={one.question} answer={one} />)
      ) : (
        <AnswerFacts answer={answer} />
      )}
    </div>
  );
}
