// Commands that hand what a case shows to other programs.
import { GRAPH_ENDINGS, GRAPH_FORMATS } from '../../../shared/contract/exchange.ts';
import type { CallInput } from '../../../shared/contract/index.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Given, OPEN_OPTIONS } from './command.ts';
import { LOCALE_OPTION, localeOf } from './paperLocale.ts';
import { sections } from './table.ts';

export const exchangeCommands: readonly CommandSpec[] = [
  {
    words: ['export', 'graph'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'canvas', value: 'N' },
      { name: 'run', value: 'RUN' },
      { name: 'account-run', value: 'RUN' },
      { name: 'policy', value: 'POLICY' },
      { name: 'format', value: GRAPH_FORMATS.join('|'), required: true },
      { name: 'out', value: 'FILE', required: true },
      LOCALE_OPTION,
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const of = subject(given);
      const format = oneOf('--format', GRAPH_FORMATS, given.text('format'));
      const locale = localeOf(given);
      const out = given.text('out');
      const ending = `.${GRAPH_ENDINGS[format]}`;
      if (!out.toLowerCase().endsWith(ending)) throw new Fault('usage.badValue', { option: '--out', value: out, expected: `*${ending}` });
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('exchange.saveGraph', { of, format, locale, out: desk.grant(out) });
        const { entities, links, hidden, missing } = document;
        const files = document.files.map(({ name, sha256 }) => `${name}  ${sha256}`).join('\n');
        const left = hidden + missing === 0 ? '' : desk.say('cli.graph.left', { hidden, missing });
        return { exit: 0, document, text: sections(desk.say('cli.graph.saved', { entities, links }), files, left) };
      });
    },
  },
];

function subject(given: Given): CallInput<'exchange.saveGraph'>['of'] {
  const named = (['canvas', 'run', 'account-run'] as const).filter((name) => given.has(name));
  const [name] = named;
  if (name === undefined) throw new Fault('usage.missingOption', { option: '--canvas', value: 'N' });
  if (named.length > 1)
    throw new Fault('usage.badValue', { option: `--${named[1]}`, value: given.text(named[1] as string), expected: `--${name}` });
  const number = wholeNumber(name, given.text(name), 1);
  if (name === 'canvas') return { what: 'canvas', canvas: number };
  const policy = given.optional('policy');
  return { what: name === 'run' ? 'run' : 'accountRun', run: number, ...(policy === undefined ? {} : { policy }) };
}

function oneOf<T extends string>(option: string, allowed: readonly T[], typed: string): T {
  const found = allowed.find((one) => one === typed);
  if (found === undefined) throw new Fault('usage.badValue', { option, value: typed, expected: allowed.join(', ') });
  return found;
}
