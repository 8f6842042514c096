// Commands about the journal: read, check a noted code, undo, redo.
import { CASE_OPTION, type CommandSpec, OPEN_OPTIONS } from './command.ts';
import { renderPairs, renderTable, sections } from './table.ts';

export const journalCommands: readonly CommandSpec[] = [
  {
    words: ['journal'],
    positionals: [],
    options: [CASE_OPTION, { name: 'head', value: 'CODE' }, ...OPEN_OPTIONS],
    run(given, desk) {
      const code = given.optional('head');
      return desk.withCase(given, given.text('case'), async () => {
        const check = await desk.call('journal.check', code === undefined ? {} : { code });
        const agrees = check.ok && (code === undefined || check.matchedSize !== null);
        const summary = renderPairs([
          [desk.say('cli.field.events'), String(check.size)],
          [desk.say('cli.field.headHash'), check.headHash],
        ]);
        // A broken chain is a fault of its own; with a code, `ok` only says whether the code was found.
        const verdict =
          code === undefined
            ? desk.say(check.ok ? 'cli.journal.whole' : 'cli.journal.broken')
            : check.matchedSize === null
              ? desk.say('cli.journal.codeUnknown', { code })
              : desk.say('cli.journal.codeFound', { code, size: check.matchedSize, later: check.size - check.matchedSize });
        if (code !== undefined) return { exit: agrees ? 0 : 1, document: check, text: sections(summary, verdict) };
        const list = await desk.call('journal.list', { limit: 500, whole: true });
        const table = renderTable(
          ['sequence', 'time', 'kind', 'event', 'examiner'].map((name) => ({ title: desk.say(`cli.column.${name}`) })),
          [...list.entries]
            .sort((a, b) => a.sequence - b.sequence)
            .map((entry) => [String(entry.sequence), entry.time, desk.say(`cli.eventKind.${entry.kind}`), entry.name, entry.examiner]),
          desk.width,
        );
        const earlier = list.size - list.entries.length;
        return {
          exit: agrees ? 0 : 1,
          document: { ...check, entries: list.entries },
          text: sections(summary, verdict, table, earlier > 0 ? desk.say('cli.journal.earlier', { count: earlier }) : ''),
        };
      });
    },
  },
  {
    words: ['undo'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('journal.undo', {});
        return { exit: 0, document, text: desk.say('cli.journal.undone', { event: document.undone, sequence: document.sequence }) };
      }),
  },
  {
    words: ['redo'],
    positionals: [],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('journal.redo', {});
        return { exit: 0, document, text: desk.say('cli.journal.redone', { event: document.redone, sequence: document.sequence }) };
      }),
  },
];
