// Sentences of typed ids, and ids as the eye compares them: in fours, what was changed or cannot stand there marked by more than colour.
import { type ReactNode, useMemo } from 'react';
import { regionText } from '../../../shared/contract/region.ts';
import type { Transcription, TypedProposal } from '../../../shared/contract/transcribe.ts';
import type { Parameters } from '../../../shared/words/index.ts';
import { useWords } from '../../session/words.ts';

type TranscribeWords = (key: string, parameters?: Parameters) => string;

export function useTranscribeWords(): TranscribeWords {
  const say = useWords();
  return useMemo(() => (key, parameters) => say.any(`transcribe.${key}`, parameters) ?? key, [say]);
}

/** As the sentences shared with the command line ask for theirs: by the whole key. */
export function useFullWords(): TranscribeWords {
  const say = useWords();
  return useMemo(() => (key, parameters) => say.any(key, parameters) ?? key, [say]);
}

const GROUP = 4;
/** What stands for characters that nobody could read: groups begin anew behind it. */
const LEFT_OUT = /(\.{2,}|…|\*+)/;

/** `marked` are places from 0. What is copied holds no blanks. */
export function InFours({ text, marked }: { readonly text: string; readonly marked?: ReadonlySet<number> }): ReactNode {
  let at = 0;
  const groups = text.split(LEFT_OUT).flatMap((part) => {
    const length = LEFT_OUT.test(part) ? part.length : GROUP;
    return Array.from({ length: Math.ceil(part.length / length) }, (_, number) => {
      const own = part.slice(number * length, (number + 1) * length);
      const start = at;
      at += own.length;
      return { start, own };
    });
  });
  return (
    <span className="th-fours">
      {groups.map(({ start, own }) => (
        <span key={start} className="th-four">
          {[...own].map((one, place) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: characters of one text by their places
            marked?.has(start + place) === true ? <mark key={start + place}>{one}</mark> : one,
          )}
        </span>
      ))}
    </span>
  );
}

/** Places of a proposal that differ from what was typed; of a character taken out the one that stands there now. */
export function changedPlaces({ text, changes }: Pick<TypedProposal, 'text' | 'changes'>): ReadonlySet<number> {
  return new Set(
    changes.flatMap(({ at, length }) => (length === 0 ? [Math.min(at, text.length - 1)] : Array.from({ length }, (_, more) => at + more))),
  );
}

/** What asks for something, what stands; nothing for what is withdrawn. */
const TONE: Readonly<Record<Transcription['state'], string>> = {
  ...{ differs: 'bad', fails: 'bad', unconfirmed: 'open', proposed: 'open', partial: 'open' },
  ...{ checksum: 'good', second: 'good', seen: 'good', withdrawn: 'gone' },
};

const SIGN: Readonly<Record<Transcription['state'], string>> = {
  ...{ differs: '≠', fails: '✗', unconfirmed: '?', proposed: '≈', partial: '…' },
  ...{ checksum: '✓', second: '✓✓', seen: '●', withdrawn: '–' },
};

export function StateTag({ state }: { readonly state: Transcription['state'] }): ReactNode {
  const word = useTranscribeWords();
  return (
    <span className={`th-typed-state th-typed-${TONE[state]}`}>
      <span aria-hidden="true">{SIGN[state]}</span> {word(`state.${state}`)}
    </span>
  );
}

/** Exhibit, document with region, place. */
export function readFrom({ exhibit, source, region, place }: Pick<Transcription, 'exhibit' | 'source' | 'region' | 'place'>): string {
  return [exhibit, source?.name ?? '', region === null ? '' : regionText(region), place].filter((text) => text !== '').join('; ');
}
