// Commands about clusters: inferences with their rule, their error rate and the chain of transactions behind them.
import { CASE_OPTION, type CommandSpec, type Desk, OPEN_OPTIONS } from './command.ts';
import { btc, renderPairs, renderTable, sections } from './table.ts';

const A = { name: 'A', required: true, many: false };
const B = { name: 'B', required: true, many: false };
const CHAIN = { name: 'chain', value: 'ID' };

interface Step {
  readonly a: string;
  readonly b: string;
  readonly txid: string;
  readonly height: number | null;
  readonly rule: string;
  readonly rejected: boolean;
}

export const clusterCommands: readonly CommandSpec[] = [
  {
    words: ['cluster'],
    positionals: [{ name: 'ADDRESS', required: true, many: false }],
    options: [CASE_OPTION, CHAIN, ...OPEN_OPTIONS],
    run(given, desk) {
      const chain = given.optional('chain');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('cluster.of', { address: given.text('ADDRESS'), ...(chain === undefined ? {} : { chain }) });
        const head = renderPairs([
          [desk.say('cli.field.clusterSize'), String(document.size)],
          [desk.say('cli.field.rule'), document.rule],
          [desk.say('cli.field.errorRate'), document.errorRate],
          [desk.say('cli.field.coinjoinsSkipped'), String(document.coinjoinsSkipped)],
          [desk.say('cli.field.height'), document.height === null ? '?' : String(document.height)],
        ]);
        const members = renderTable(
          [
            { title: desk.say('cli.column.address'), id: true },
            { title: desk.say('cli.column.receivedBtc'), align: 'right' },
            { title: desk.say('cli.column.transactions'), align: 'right' },
          ],
          document.members.map((member) => [member.address, btc(member.receivedSat), String(member.transactions)]),
          desk.width,
        );
        const more = document.more === 0 ? '' : desk.say('cli.more', { count: document.more });
        return {
          exit: 0,
          document,
          text: sections(head, desk.say('cli.cluster.inference'), members, more, stepsTable(document.merges, desk)),
        };
      });
    },
  },
  {
    words: ['explain'],
    positionals: [A, B],
    options: [CASE_OPTION, CHAIN, ...OPEN_OPTIONS],
    run(given, desk) {
      const chain = given.optional('chain');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('cluster.explain', {
          a: given.text('A'),
          b: given.text('B'),
          ...(chain === undefined ? {} : { chain }),
        });
        const sentence = desk.say(`cli.explain.${!document.joined ? 'notJoined' : document.steps.length === 0 ? 'same' : 'joined'}`, {
          count: document.steps.length,
        });
        return { exit: document.joined ? 0 : 1, document, text: sections(sentence, stepsTable(document.steps, desk)) };
      });
    },
  },
  {
    words: ['reject'],
    positionals: [A, B],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, CHAIN, ...OPEN_OPTIONS],
    run(given, desk) {
      const chain = given.optional('chain');
      return desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('cluster.reject', {
          a: given.text('A'),
          b: given.text('B'),
          reason: given.text('reason'),
          ...(chain === undefined ? {} : { chain }),
        });
        const sentence = desk.say('cli.reject.done', {
          count: document.rejected.length,
          before: document.before,
          after: document.after.join(' + '),
        });
        return {
          exit: 0,
          document,
          text: sections(sentence, document.stillJoined ? desk.say('cli.reject.stillJoined') : '', stepsTable(document.rejected, desk)),
        };
      });
    },
  },
];

function stepsTable(steps: readonly Step[], desk: Desk): string {
  if (steps.length === 0) return '';
  return renderTable(
    [
      { title: desk.say('cli.column.addressA'), id: true },
      { title: desk.say('cli.column.addressB'), id: true },
      { title: desk.say('cli.column.transaction'), id: true },
      { title: desk.say('cli.column.height'), align: 'right' },
      { title: desk.say('cli.column.rule') },
    ],
    steps.map((step) => [
      step.a,
      step.b,
      step.txid,
      step.height === null ? '?' : String(step.height),
      step.rejected ? desk.say('cli.cluster.rejectedRule', { rule: step.rule }) : step.rule,
    ]),
    desk.width,
  );
}
