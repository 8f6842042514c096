// Commands of where and how: the chain of evidence from what runs found to an entry, with amounts and times, and places by what they rest on.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { LocateAmount } from '../../../shared/contract/locate.ts';
import type { NoPlace, Place } from '../../../shared/contract/place.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { slackText, whereText } from '../../../shared/words/index.ts';
import { assetName, units } from './accountWords.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, OPEN_OPTIONS } from './command.ts';
import { blockTime, renderTable, sections } from './table.ts';

const MOST_SHOWN = 1000;

export const locatedCommands: readonly CommandSpec[] = [
  {
    words: ['people', 'locate'],
    positionals: [{ name: 'NUMBER', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('locate.person', { id: wholeNumber('NUMBER', given.text('NUMBER'), 1) });
        return { exit: 0, document, text: locatedText(document, desk) };
      }),
  },
  {
    words: ['people', 'map'],
    positionals: [{ name: 'NUMBER', required: false, many: false }],
    options: [CASE_OPTION, { name: 'all' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const number = given.optional('NUMBER');
        if ((number === undefined) !== given.has('all'))
          throw new Fault('usage.badValue', { option: 'NUMBER', value: number ?? '', expected: desk.say('cli.people.mapWhat') });
        const { picture: _, ...document } = await desk.call('locate.map', {
          ...(number === undefined ? {} : { id: wholeNumber('NUMBER', number, 1) }),
          limit: MOST_SHOWN,
        });
        return { exit: 0, document, text: mapText(document, desk) };
      }),
  },
];

export function locatedText(located: CallOutput<'locate.person'>, desk: Desk): string {
  const { chains, totals, runs, sightings, counts, periods, untimed } = located;
  const found = chains.map((chain) => {
    const { run, of, direction, address, policies, asked, link, entity, steps, weakest, alternatives } = chain;
    const text = { run, policies: policies.join(', '), asked, address, link, entity };
    const lines = steps.map(({ step, basis, grade }) => {
      const key = step === 'run' ? `people.step.run.${direction}` : `people.step.${step}`;
      const mark = weakest.includes(step) ? `  <- ${desk.say('people.weakest')}` : '';
      return `  ${desk.say(key, text)}  [${basis}${grade === null ? '' : ` ${grade}`}]${mark}`;
    });
    const others = alternatives.map((one) => `#${one.entity} ${one.title}`).join(', ');
    const head = `${desk.say(`people.locatedRun.${of}`, { run })} -> ${address}`;
    return [
      ...[head, ...chain.amounts.map((one) => `  ${amountText(one, desk)}`), `  ${cameText(chain, desk)}`],
      ...(chain.sameAs === null ? [] : [`  ${desk.say('people.sameCoins')}`]),
      ...[...lines, ...(others === '' ? [] : [`  ${desk.say('people.alternatives')} ${others}`])],
    ].join('\n');
  });
  const sums = totals.map(({ run, of, addresses, amounts }) =>
    [
      `${desk.say(`people.locatedRun.${of}`, { run })}: ${desk.say('people.totalOf', { addresses })}`,
      ...amounts.map((one) => `  ${amountText(one, desk)}`),
    ].join('\n'),
  );
  const seen = sightings.map(({ timeSeconds, untilSeconds, value, what }) =>
    `  ${blockTime(timeSeconds)}${untilSeconds === null ? '' : ` - ${blockTime(untilSeconds)}`}  ${value}  ${what}`.trimEnd(),
  );
  const hours = Array.from({ length: 24 }, (_, hour) => counts.reduce((sum, day) => sum + (day[hour] ?? 0), 0));
  const counted = hours.reduce((sum, count) => sum + count, 0);
  const byHour = hours.flatMap((count, hour) => (count === 0 ? [] : [desk.say('people.hourCount', { hour, count })])).join('; ');
  return sections(
    desk.say(found.length === 0 ? 'people.locatedNone' : 'people.locatedAbout', { runs }),
    found.join('\n\n'),
    sums.length === 0 ? '' : [desk.say('people.totals'), ...sums, desk.say('people.totalsAbout')].join('\n'),
    seen.length === 0 ? '' : [desk.say('people.timeline'), ...seen].join('\n'),
    counted === 0 ? '' : `UTC: ${byHour}\n${desk.say('people.hoursLimits', { count: counted })}`,
    counted === 0 ? '' : desk.say('people.hoursLeftOut', { periods, untimed }),
  );
}

function amountText({ asset, least, most, policies }: LocateAmount, desk: Desk): string {
  const name = assetName(asset, desk);
  const range =
    least === most
      ? desk.say('people.amountIs', { amount: units(least, asset), asset: name })
      : desk.say('people.amountRange', { least: units(least, asset), most: units(most, asset), asset: name });
  const each = policies.map(({ policy, low, high }) => {
    const text = low === high ? units(low, asset) : `${units(low, asset)} – ${units(high, asset)}`;
    return `${policy} ${text}`;
  });
  return `${range}  (${each.join(', ')})`;
}

function cameText({ of, firstSeconds, lastSeconds }: CallOutput<'locate.person'>['chains'][number], desk: Desk): string {
  if (lastSeconds === null) return desk.say('people.cameUnknown');
  const last = plain(lastSeconds);
  if (of === 'accounts') return desk.say('people.cameLast', { last });
  return firstSeconds === null || firstSeconds === lastSeconds
    ? desk.say('people.cameAt', { last })
    : desk.say('people.cameBetween', { first: plain(firstSeconds), last });
}

const plain = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

function mapText(map: Omit<CallOutput<'locate.map'>, 'picture'>, desk: Desk): string {
  const { places, total, nowhere, nowhereBy, directory, source } = map;
  const evidence = (one: Place | NoPlace): string => whereText(desk.say, { ...one, place: one.evidencePlace });
  const titles = (last: string) =>
    ['where', 'basis', 'value', 'entry', 'time', last].map((name) => ({ title: desk.say(`people.map.column.${name}`) }));
  const rows = places.map((place) => [
    ...[placeText(place, desk), desk.say(`people.map.basis.${place.basis}`), writtenText(place, desk)],
    ...[`#${place.entity} ${place.title}`, timesText(place)],
    [
      place.table === null
        ? ''
        : desk.say('people.network', { ...place.table, country: place.country, table: place.table.name, day: place.table.asOf }),
      evidence(place),
      place.by === null ? '' : desk.say('people.map.byDirectory', { entity: place.by.entity }),
    ]
      .filter((text) => text !== '')
      .join('; '),
  ]);
  const left = nowhere.map((one) => [
    ...['–', desk.say(`people.map.basis.${one.basis}`), writtenText(one, desk), `#${one.entity} ${one.title}`, timesText(one)],
    desk.say(`people.map.reason.${one.reason}`, { detail: one.detail }),
  ]);
  const count = nowhereBy.reduce((sum, one) => sum + one.count, 0);
  return sections(
    desk.say('people.map.about'),
    places.length === 0
      ? `${desk.say('people.map.none')}. ${desk.say('people.map.noneNext')}`
      : renderTable(titles('evidence'), rows, desk.width),
    total === places.length ? '' : desk.say('cli.more', { count: total - places.length }),
    left.length === 0 ? '' : `${desk.say('people.map.nowhere', { count })}\n${renderTable(titles('reason'), left, desk.width)}`,
    directory === 0 ? '' : desk.say('people.map.directory', { count: directory }),
    desk.say('people.map.projection', { source }),
  );
}

function placeText({ form, country, latitude, longitude, slack, outside }: Place, desk: Desk): string {
  if (form === 'country') return country;
  const notes = [
    slack === 0 ? '' : desk.say('people.map.slack', { degrees: slackText(slack) }),
    outside ? desk.say('people.map.outside', { country }) : '',
  ].filter((text) => text !== '');
  return `${latitude}, ${longitude}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

const writtenText = ({ value, links }: Place | NoPlace, desk: Desk): string =>
  links === 1 ? value : `${value} (${desk.say('people.map.sightings', { count: links })})`;

function timesText({ firstSeconds, lastSeconds }: Place | NoPlace): string {
  if (firstSeconds === null || lastSeconds === null) return '';
  return firstSeconds === lastSeconds ? plain(firstSeconds) : `${plain(firstSeconds)} – ${plain(lastSeconds)}`;
}
