// The part of `intake` that asks a node of an account chain in place of reading files.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { commaList, wholeNumber } from './arguments.ts';
import type { Desk, Given, OptionSpec, Outcome } from './command.ts';
import { ACCESS_OPTIONS, accessOptions } from './nodeAccess.ts';
import { missingTable } from './shownRows.ts';
import { renderPairs, sections } from './table.ts';

/** Options of a node of an account chain, in place of paths. */
export const NODE_OPTIONS: readonly OptionSpec[] = [
  { name: 'node', value: 'URL' },
  { name: 'from-block', value: 'N' },
  { name: 'to-block', value: 'N' },
  { name: 'item', value: 'ID', many: true },
  { name: 'fetch-list' },
  { name: 'logs-only' },
  ...ACCESS_OPTIONS,
];

export function askNode(
  address: string,
  given: Given,
  desk: Desk,
  outcome: (answer: CallOutput<'intake.node'>, desk: Desk) => Outcome,
): Promise<Outcome> {
  const [path] = given.list('PATH');
  if (path !== undefined) throw new Fault('usage.tooManyArguments', { argument: path });
  const chain = given.optional('chain');
  const [from, to] = [given.optional('from-block'), given.optional('to-block')];
  const [anchor, operator] = [given.optional('anchor')?.toLowerCase(), given.optional('operator')];
  const items = [...commaList(given.list('item'))];
  const fetchList = given.has('fetch-list');
  if (items.length === 0 && !fetchList && from === undefined)
    throw new Fault('usage.missingArgument', { argument: '--from-block, --item, --fetch-list' });
  return desk.withCase(given, given.text('case'), async () => {
    const answer = await desk.call('intake.node', {
      ...{ address, items, fetchList, logsOnly: given.has('logs-only'), exhibit: given.optional('exhibit') ?? '' },
      ...(chain === undefined ? {} : { chain }),
      ...(anchor === undefined ? {} : { anchor }),
      ...(operator === undefined ? {} : { operator }),
      ...(from === undefined ? {} : { fromBlock: wholeNumber('from-block', from) }),
      ...(to === undefined ? {} : { toBlock: wholeNumber('to-block', to) }),
      ...accessOptions(given, desk),
    });
    return outcome(answer, desk);
  });
}

/** Which node said this and when, and what of it that was asked for is missing. */
export function nodeText(node: IntakeResult['node'], desk: Desk): string {
  if (node === undefined) return '';
  const missing = node.items.filter(({ gaps }) => gaps.length > 0);
  const pairs = renderPairs([
    [desk.say('cli.field.node'), `${node.address} (${desk.say('cli.sync.agent', { agent: node.agent })})`],
    [desk.say('cli.field.tip'), `${node.tip.number} ${node.tip.hash}`],
    [desk.say('cli.field.answersKept'), String(node.answers)],
    ...(node.items.length === 0
      ? []
      : [
          [
            desk.say('cli.field.itemsAsked'),
            desk.say('cli.fetch.cameOf', { complete: node.items.length - missing.length, missing: missing.length }),
          ] as [string, string],
        ]),
  ]);
  if (missing.length === 0) return pairs;
  return sections(pairs, missingTable(missing, desk));
}
