// Commands about the case itself: create, look at, key slots, re-encryption, and the program's self-test.
import type { CaseInfo, CasePolicy } from '../../../shared/contract/case.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { CASE_OPTION, type CommandSpec, type Desk, OPEN_OPTIONS } from './command.ts';
import { keyOptions } from './commandLine.ts';
import { renderPairs, renderTable, sections } from './table.ts';

const DIR = { name: 'DIR', required: true, many: false };
const SLOT_KINDS = ['examiner', 'secondExaminer', 'agencyRecovery'] as const;

export const caseCommands: readonly CommandSpec[] = [
  {
    words: ['case', 'new'],
    positionals: [DIR],
    options: [
      { name: 'title', value: 'TEXT', required: true },
      { name: 'examiner', value: 'NAME', required: true },
      { name: 'agency', value: 'NAME', required: true },
      { name: 'reference', value: 'TEXT', required: true },
      { name: 'authority', value: 'TEXT' },
      { name: 'time-zone', value: 'TZ' },
      ...OPEN_OPTIONS,
    ],
    async run(given, desk) {
      for (const name of ['title', 'examiner', 'agency', 'reference'])
        if (given.text(name).trim() === '') throw new Fault('usage.badValue', { option: `--${name}`, value: '', expected: 'TEXT' });
      const zone = given.optional('time-zone');
      if (zone !== undefined && !isTimeZone(zone))
        throw new Fault('usage.badValue', { option: '--time-zone', value: zone.slice(0, 80), expected: 'UTC, Asia/Tokyo, …' });
      const file = given.optional('passphrase-file') ?? desk.environment.TRACEHOLD_PASSPHRASE_FILE;
      const passphrase = await desk.passphrase('newCase', file, true);
      const authority = given.optional('authority');
      const timeZone = given.optional('time-zone');
      const info = await desk.call('case.create', {
        folder: desk.grant(given.text('DIR')),
        title: given.text('title'),
        examiner: given.text('examiner'),
        agency: given.text('agency'),
        reference: given.text('reference'),
        passphrase,
        ...(authority === undefined ? {} : { authority }),
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(await keyOptions(given, desk)),
      });
      const { checkpoint } = await desk.call('case.close', {});
      const noted = checkpoint === null ? '' : desk.say('cli.case.noteCheckpoint', { code: checkpoint.code });
      return { exit: 0, document: info, text: sections(infoText(info, desk), noted) };
    },
  },
  {
    words: ['case', 'info'],
    positionals: [{ ...DIR, unless: 'case' }],
    options: [{ ...CASE_OPTION, required: false }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.optional('case') ?? given.text('DIR'), async () => {
        const info = await desk.call('case.info', {});
        return { exit: 0, document: info, text: infoText(info, desk) };
      }),
  },
  {
    words: ['case', 'slot', 'add'],
    positionals: [DIR],
    options: [
      { name: 'kind', value: 'KIND', required: true },
      { name: 'name', value: 'NAME', required: true },
      { name: 'new-passphrase-file', value: 'FILE' },
      ...OPEN_OPTIONS,
    ],
    run(given, desk) {
      const typed = given.text('kind');
      const kind = SLOT_KINDS.find((candidate) => candidate === typed);
      if (kind === undefined) throw new Fault('usage.badValue', { option: '--kind', value: typed, expected: SLOT_KINDS.join(', ') });
      return desk.withCase(given, given.text('DIR'), async () => {
        const passphrase = await desk.passphrase('slot', given.optional('new-passphrase-file'), true);
        return slotsOutcome(await desk.call('case.slotAdd', { kind, name: given.text('name'), passphrase }), desk);
      });
    },
  },
  {
    words: ['case', 'slot', 'remove'],
    positionals: [DIR, { name: 'SLOT', required: true, many: false }],
    options: OPEN_OPTIONS,
    run: (given, desk) =>
      desk.withCase(given, given.text('DIR'), async () =>
        slotsOutcome(await desk.call('case.slotRemove', { id: given.text('SLOT') }), desk),
      ),
  },
  {
    words: ['case', 'rekey'],
    positionals: [DIR],
    options: OPEN_OPTIONS,
    async run(given, desk) {
      // The same passphrase opens the case and keeps its slot: asked for once.
      const passphrase = await desk.passphrase(
        'case',
        given.optional('passphrase-file') ?? desk.environment.TRACEHOLD_PASSPHRASE_FILE,
        false,
      );
      const again: Desk = {
        ...desk,
        passphrase: async (purpose, file, repeat) => (purpose === 'case' ? passphrase : desk.passphrase(purpose, file, repeat)),
      };
      return again.withCase(given, given.text('DIR'), async () => slotsOutcome(await desk.call('case.rekey', { passphrase }), desk));
    },
  },
  {
    words: ['case', 'policy'],
    positionals: [],
    options: [CASE_OPTION, { name: 'allow-node', value: 'URL' }, { name: 'no-node' }, { name: 'reason', value: 'TEXT' }, ...OPEN_OPTIONS],
    run(given, desk) {
      const address = given.optional('allow-node');
      const off = given.has('no-node');
      const reason = given.optional('reason')?.trim() ?? '';
      if (address !== undefined && off)
        throw new Fault('usage.badValue', { option: '--no-node', value: '', expected: '--allow-node URL | --no-node' });
      if ((address !== undefined || off) && reason === '') throw new Fault('usage.missingOption', { option: '--reason', value: 'TEXT' });
      return desk.withCase(given, given.text('case'), async () => {
        const policy =
          address === undefined && !off
            ? await desk.call('case.policy', {})
            : await desk.call('case.setPolicy', { node: address === undefined ? 'off' : { address }, reason });
        return { exit: 0, document: policy, text: policyText(policy, desk) };
      });
    },
  },
  {
    words: ['selftest'],
    positionals: [],
    options: [],
    async run(_given, desk) {
      const result = await desk.call('case.selfTest', {});
      const rows = result.steps.map((step) => [
        step.ok ? desk.say('cli.selftest.passed') : desk.say('cli.selftest.failed'),
        step.id,
        step.detail,
      ]);
      const table = renderTable(
        [{ title: desk.say('cli.column.result') }, { title: desk.say('cli.column.check') }, { title: desk.say('cli.column.detail') }],
        rows,
        desk.width,
      );
      return { exit: result.ok ? 0 : 1, document: result, text: table };
    },
  },
];

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

type Slots = { readonly slots: CaseInfo['slots'] };

function slotsOutcome(document: Slots, desk: Desk): { exit: 0; document: Slots; text: string } {
  return { exit: 0, document, text: slotsText(document.slots, desk) };
}

function slotsText(slots: CaseInfo['slots'], desk: Desk): string {
  const columns = ['slot', 'kind', 'name', 'created'].map((name) => ({ title: desk.say(`cli.column.${name}`) }));
  return renderTable(
    columns,
    slots.map((slot) => [slot.id, desk.say(`cli.slotKind.${slot.kind}`), slot.name, slot.created]),
    desk.width,
  );
}

function policyText({ node }: CasePolicy, desk: Desk): string {
  const field = (name: string, value: string): [string, string] => [desk.say(`cli.field.${name}`), value];
  return renderPairs([
    field('node', node.address ?? desk.say('cli.case.noNode')),
    ...(node.since === null ? [] : [field('since', node.since), field('examiner', node.examiner ?? ''), field('reason', node.reason)]),
  ]);
}

export function infoText(info: CaseInfo, desk: Desk): string {
  const field = (name: string, value: string | number): [string, string] => [desk.say(`cli.field.${name}`), String(value)];
  const pairs = renderPairs([
    field('title', info.title),
    field('reference', info.reference),
    field('examiner', info.examiner),
    field('agency', info.agency),
    ...(info.authority === '' ? [] : [field('authority', info.authority)]),
    field('folder', info.folderName),
    field('caseId', info.caseId),
    field('created', info.created),
    field('timeZone', info.timeZone),
    field('signer', info.signerFingerprint),
    field('journal', desk.say('cli.case.journal', { size: info.journal.size, head: info.journal.headHash })),
    field('sources', info.counts.sources),
    field('blocks', info.counts.blocks),
    field('transactions', info.counts.transactions),
    field('labels', info.counts.labels),
    field('runs', info.counts.runs),
  ]);
  const marks = [info.training ? desk.say('cli.case.training') : '', info.readOnly ? desk.say('cli.case.readOnly') : ''].filter(
    (mark) => mark !== '',
  );
  return sections(marks.join('\n'), pairs, slotsText(info.slots, desk));
}
