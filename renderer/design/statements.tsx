// Grades and kinds of statement for the eye: a glyph, a line and words, so that none hangs on colour.
import { PopoverNext, PopupKind, Tag } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { ProofGrade } from '../../shared/model/statement.ts';
import { useWords, type Words } from '../session/words.ts';
import { GRADE_GLYPHS, type Standing, STATEMENT_GLYPHS } from './glyphs.ts';

/** `⬤ proven`, with one sentence behind it. */
export function GradeBadge({ grade, cheap = false }: { readonly grade: ProofGrade; readonly cheap?: boolean }): ReactNode {
  const say = useWords();
  return (
    <Explained text={`${say(`grades.${grade}.is`)}${cheap ? ` ${say('grades.cheap')}` : ''}`}>
      <span className={`th-grade th-grade-${grade}`}>
        <span aria-hidden="true">{GRADE_GLYPHS[grade]}</span> {say(`grades.${grade}.word`)}
        {cheap ? ` ${say('grades.cheapShort')}` : ''}
      </span>
    </Explained>
  );
}

/** `≈ inference`, underlined in the line style of its kind. */
export function StatementBadge({ kind, detail }: { readonly kind: Standing; readonly detail?: string }): ReactNode {
  const say = useWords();
  return (
    <Explained text={`${say(`statements.${kind}.is`)}${detail === undefined ? '' : ` ${detail}`}`}>
      <span className={`th-statement th-statement-${kind}`}>
        <span aria-hidden="true">{STATEMENT_GLYPHS[kind]}</span> {say(`statements.${kind}.word`)}
      </span>
    </Explained>
  );
}

/** Text that explains itself on click or Enter. */
export function Explained({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <PopoverNext content={<div className="th-explain">{text}</div>} placement="top" interactionKind="click" popupKind={PopupKind.DIALOG}>
      <button type="button" className="th-explained">
        {children}
      </button>
    </PopoverNext>
  );
}

/** A special word of the field with its one-sentence explanation. `id` names it under `terms`. */
export function Term({ id, children }: { readonly id: string; readonly children?: ReactNode }): ReactNode {
  const say = useWords();
  const word = children ?? (say.has(`terms.${id}.word`) ? say(`terms.${id}.word`) : id.split('.').pop());
  if (!say.has(`terms.${id}.is`)) return <span>{word}</span>;
  return (
    <Explained text={say(`terms.${id}.is`)}>
      <span className="th-term">{word}</span>
    </Explained>
  );
}

/** What became of a holding: `unspent` only at a height, else why tracing ended there. */
export function StateText({ state, height }: { readonly state: string; readonly height: number | null }): ReactNode {
  const say = useWords();
  const [head, rule] = state.split(':');
  const key = rule === undefined ? head : `${head}-${rule}`;
  const wording = say.has(`states.${key}`) ? key : say.has(`states.${head}`) ? head : null;
  const ruleWord = rule !== undefined && say.has(`terms.stop.${rule}.word`) ? say(`terms.stop.${rule}.word`) : (rule ?? '');
  return <span>{wording === null ? state : say(`states.${wording}`, { height: height ?? '?', rule: ruleWord })}</span>;
}

/** `■ recorded fact`, as text. */
export function standingText(say: Words, kind: Standing): string {
  return `${STATEMENT_GLYPHS[kind]} ${say(`statements.${kind}.word`)}`;
}

/** A mark beside a word that cannot explain itself by a press, such as the label of a switch. */
export function TermMark({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const say = useWords();
  if (!say.has(`terms.${id}.is`)) return null;
  return (
    <Explained text={say(`terms.${id}.is`)}>
      <span className="th-term-mark" role="img" aria-label={say('terms.whatIs', { name })}>
        ?
      </span>
    </Explained>
  );
}

export function TrainingTag(): ReactNode {
  const say = useWords();
  return (
    <Tag minimal intent="warning" className="th-training-tag">
      {say('training.tag')}
    </Tag>
  );
}
