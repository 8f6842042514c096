// What a link between a person and something rests on, in words, for window and command line alike: source with row, exhibit with place, who
// says it, its date. Sentences stand in resources/locales/*/people.json.
import type { LinkShown } from '../contract/people.ts';
import type { Parameters } from './say.ts';

export function whereText(
  say: (key: string, parameters?: Parameters) => string,
  { source, row, exhibit, place, says, date }: Pick<LinkShown, 'source' | 'row' | 'exhibit' | 'place' | 'says' | 'date'>,
): string {
  return [
    source === null ? '' : row === 0 ? say('people.sourceOnly', source) : say('people.sourceRow', { ...source, row }),
    exhibit === '' ? '' : say('people.exhibitIs', { exhibit }),
    place,
    says === '' || says === source?.name ? '' : say('people.saysIs', { who: says }),
    date === '' ? '' : say('people.dateIs', { date }),
  ]
    .filter((text) => text !== '')
    .join('; ');
}

/** Country and coordinates as they stand at a link; empty where none do. */
export function saidWhere({ country, latitude, longitude }: LinkShown['detail']): string {
  return [country, latitude === '' ? '' : `${latitude}, ${longitude}`].filter((text) => text !== '').join(' · ');
}

/** Millionths of a degree in degrees, exactly. */
export function slackText(slack: number): string {
  const digits = String(slack).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}
