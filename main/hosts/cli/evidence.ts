// Commands about the court file: export the bag, and verify one without any case.
import type { VerifyReport } from '../../../shared/contract/evidence.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, OPEN_OPTIONS } from './command.ts';
import { LOCALE_OPTION, localeOf } from './paperLocale.ts';
import { renderPairs, renderTable, sections } from './table.ts';

export const evidenceCommands: readonly CommandSpec[] = [
  {
    words: ['export', 'bag'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'out', value: 'DIR', required: true },
      { name: 'run', value: 'RUN', many: true },
      { name: 'account-run', value: 'RUN', many: true },
      { name: 'canvas', value: 'N', many: true },
      { name: 'zip' },
      { name: 'full-journal' },
      { name: 'people', value: 'NUMBERS|none' },
      { name: 'full-links' },
      { name: 'no-requests' },
      { name: 'no-devices' },
      LOCALE_OPTION,
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const locale = localeOf(given);
      const runs = commaList(given.list('run')).map((run) => wholeNumber('run', run, 1));
      const accountRuns = commaList(given.list('account-run')).map((run) => wholeNumber('account-run', run, 1));
      const canvases = commaList(given.list('canvas')).map((canvas) => ({ canvas: wholeNumber('canvas', canvas, 1) }));
      const people = given.optional('people');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('evidence.exportBag', {
          out: desk.grant(given.text('out')),
          runs,
          accountRuns,
          canvases,
          zip: given.has('zip'),
          fullJournal: given.has('full-journal'),
          ...(people === undefined
            ? {}
            : { people: people === 'none' ? [] : commaList([people]).map((id) => wholeNumber('people', id, 1)) }),
          fullLinks: given.has('full-links'),
          requests: !given.has('no-requests'),
          devices: !given.has('no-devices'),
          locale,
        });
        const pairs = renderPairs([
          [desk.say('cli.field.bag'), document.name],
          [desk.say('cli.field.size'), `${document.sizeBytes} B`],
          [desk.say('cli.field.tagManifest'), document.tagManifestSha256],
          [desk.say('cli.field.signer'), document.fingerprint],
          [desk.say('cli.field.checkpoint'), document.checkpoint],
          ...countPairs(document.counts, desk),
        ]);
        const untraced = document.counts['runs'] === 0 ? desk.say('cli.export.noTracing') : '';
        return { exit: 0, document, text: sections(untraced, pairs, desk.say('cli.export.slip')) };
      });
    },
  },
  {
    words: ['verify'],
    positionals: [{ name: 'BAG', required: true, many: false }],
    options: [{ name: 'fingerprint', value: 'F' }, { name: 'as-evidence' }],
    async run(given, desk) {
      const fingerprint = given.optional('fingerprint');
      const document = await desk.call('evidence.verify', {
        bag: desk.grant(given.text('BAG')),
        asEvidence: given.has('as-evidence'),
        ...(fingerprint === undefined ? {} : { fingerprint }),
      });
      return { exit: document.ok ? 0 : 1, document, text: verifyText(document, desk) };
    },
  },
];

export function countPairs(counts: Readonly<Record<string, number>>, desk: Desk): readonly (readonly [string, string])[] {
  return Object.entries(counts).map(([name, count]) => {
    const key = `cli.count.${name}`;
    const title = desk.say(key);
    return [title === key ? name : title, String(count)];
  });
}

function signerSentence({ known, fingerprint }: VerifyReport['signer']): string {
  if (fingerprint === '') return 'cli.verify.signerNone';
  return known ? 'cli.verify.signerKnown' : 'cli.verify.signerUnknown';
}

export function verifyText(report: VerifyReport, desk: Desk): string {
  const failed = report.findings.filter((finding) => !finding.ok);
  const rows = (failed.length === 0 ? report.findings : failed).map((finding) => [
    finding.ok ? desk.say('cli.selftest.passed') : desk.say('cli.selftest.failed'),
    finding.check,
    finding.file,
    finding.detail,
  ]);
  const table = renderTable(
    ['result', 'check', 'file', 'detail'].map((name) => ({ title: desk.say(`cli.column.${name}`) })),
    rows,
    desk.width,
  );
  const signer = desk.say(signerSentence(report.signer), {
    fingerprint: report.signer.fingerprint,
  });
  const notChecked =
    report.notChecked.length === 0
      ? ''
      : `${desk.say('cli.verify.notChecked')}\n${report.notChecked.map((line) => `  ${line}`).join('\n')}`;
  return sections(
    report.firstLine,
    desk.say(report.ok ? 'cli.verify.ok' : 'cli.verify.wrong', { count: failed.length }),
    signer,
    table,
    renderPairs([[desk.say('cli.field.checks'), String(report.findings.length)], ...countPairs(report.counts, desk)]),
    notChecked,
  );
}
