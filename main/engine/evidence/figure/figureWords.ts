// The sentences around a figure, from the report's own locale files.
import { type Sentence, utc } from '../../canvas/index.ts';
import { grouped } from '../report/format.ts';
import type { Words } from '../report/words.ts';
import type { FigureModel } from './figureModel.ts';

/** Words inside the drawing. */
export function figureSentence(words: Words): Sentence {
  return (key, parameters) => {
    if (key.startsWith('statement.')) return words.say(`kind.${key.slice('statement.'.length)}`);
    return words.say(key.startsWith('grade.') ? key : `figure.${key}`, parameters);
  };
}

/** What is and is not in the figure, what the case covers, and its state. */
export function figureFoot({ picture, coverage, journal, digest, training, reference }: FigureModel, words: Words): string[] {
  const { filter, level, hidden, missing, rules, nodes } = picture;
  const left = [
    ...(filter.factsOnly ? [words.say('figure.foot.factsOnly')] : []),
    ...(filter.factsOnly ? [] : filter.without.map((kind) => words.say(`figure.foot.without.${kind}`))),
    ...(filter.counterparty.trim() === '' ? [] : [words.say('figure.foot.counterparty', { text: filter.counterparty.trim() })]),
    ...(filter.fromTime === null && filter.toTime === null
      ? []
      : [
          words.say('figure.foot.times', {
            from: filter.fromTime === null ? '…' : utc(filter.fromTime),
            to: filter.toTime === null ? '…' : utc(filter.toTime),
          }),
        ]),
    ...(filter.assets.length === 0 && Object.keys(filter.least).length === 0 ? [] : [words.say('figure.foot.filtered')]),
    ...(hidden === 0 ? [] : [words.say('figure.foot.hidden', { count: grouped(hidden) })]),
    ...(missing.length === 0 ? [] : [words.say('figure.foot.missing', { count: grouped(missing.length) })]),
  ];
  const covered = coverage.map(({ chainName, blocks, fromSeconds, toSeconds, transactions }) =>
    blocks.length > 0
      ? words.say('figure.foot.blocks', {
          chain: chainName,
          ranges: blocks.map(({ from, to }) => `${grouped(from)}–${grouped(to)}`).join('; '),
        })
      : words.say('figure.foot.rows', {
          chain: chainName,
          count: grouped(transactions),
          from: fromSeconds === null ? '?' : utc(fromSeconds),
          to: toSeconds === null ? '?' : utc(toSeconds),
        }),
  );
  return [
    ...(training ? [words.say('figure.foot.training')] : []),
    `${words.say(`figure.foot.level.${level}`)} ${left.join(' ')}`.trim(),
    ...(nodes.some(({ kind }) => kind === 'cluster') ? [words.say('figure.foot.clusters', { rules: rules.join(', ') })] : []),
    ...covered,
    words.say('figure.foot.state', { reference, event: grouped(journal.size), head: journal.headHash, time: journal.time ?? '?' }),
    words.say('figure.foot.digest', { digest }),
  ];
}
