// Ids of labels in words: concepts where the program has a word for them, else as they were written; days of a list; what a claim says.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { Label } from '../../../shared/contract/label.ts';
import type { LabelPack } from '../../../shared/contract/labels.ts';
import type { useWords } from '../../session/words.ts';

type Say = ReturnType<typeof useWords>;
type Claim = CallOutput<'labels.changes'>['changes'][number]['after'][number];

export function conceptWord(say: Say, id: string): string {
  return say.has(`concepts.${id}`) ? say(`concepts.${id}`) : id;
}

export function confidenceWord(say: Say, { confidence, level }: Pick<Label, 'confidence' | 'level'>): string {
  if (confidence === '') return '';
  const word = say.has(`confidences.${confidence}`) ? say(`confidences.${confidence}`) : confidence;
  return level === null ? word : say('labels.level', { word, level });
}

/** Category, abuse and further concepts, each once. */
export function kindsOf(say: Say, { category, abuse, concepts }: Pick<Claim, 'category' | 'abuse' | 'concepts'>): string {
  return [...new Set([category, abuse, ...concepts])].flatMap((id) => (id === '' ? [] : [conceptWord(say, id)])).join(', ');
}

export function daysOf(say: Say, { listed, delisted }: Pick<Label, 'listed' | 'delisted'>): string {
  if (delisted !== '') return say('labels.listedUntil', { from: listed, to: delisted });
  return listed === '' ? '' : say('labels.listedSince', { from: listed });
}

export function ClaimText({ say, claim }: { readonly say: Say; readonly claim: Claim }): ReactNode {
  const kinds = kindsOf(say, claim);
  return (
    <span>
      ❞ {claim.label}
      {kinds === '' ? null : <span className="th-muted"> · {kinds}</span>}
      {claim.actor === '' ? null : <span className="th-muted"> · {claim.actor}</span>}
    </span>
  );
}

/** Rows of a list that were not taken. */
export const refusedOf = ({ note }: Pick<LabelPack, 'note'>) => Object.values(note.refused).reduce((sum, count) => sum + count, 0);

/** Whether its labels count: the newest version of its list, an earlier one, or withdrawn. */
export function stateOf({ withdrawn, version, versions }: LabelPack): 'withdrawn' | 'earlier' | 'newest' | 'single' {
  if (withdrawn) return 'withdrawn';
  if (version < versions) return 'earlier';
  return versions > 1 ? 'newest' : 'single';
}
