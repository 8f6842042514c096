// The command that looks a thing up and prints what the case holds of it.
import type { AddressView, BlockView, TransactionView } from '../../../shared/contract/intake.ts';
import type { z } from 'zod';
import { foundText } from './accounts.ts';
import { coinOf } from './coin.ts';
import { CASE_OPTION, type CommandSpec, type Desk, OPEN_OPTIONS } from './command.ts';
import { controlText } from './leads.ts';
import { amount, blockTime, btc, renderPairs, renderTable, sections } from './table.ts';

type Address = z.output<typeof AddressView>;
type Block = z.output<typeof BlockView>;

export const showCommands: readonly CommandSpec[] = [
  {
    words: ['show'],
    positionals: [{ name: 'TXID|ADDRESS|HEIGHT', required: true, many: false }],
    options: [CASE_OPTION, { name: 'chain', value: 'ID' }, { name: 'asset', value: 'SYMBOL|CONTRACT' }, { name: 'all' }, ...OPEN_OPTIONS],
    run(given, desk) {
      const chain = given.optional('chain');
      const text = given.text('TXID|ADDRESS|HEIGHT');
      const asset = given.optional('asset');
      return desk.withCase(given, given.text('case'), async () => {
        const onAccounts = await desk.call('account.find', {
          text,
          ...(chain === undefined ? {} : { chain }),
          ...(asset === undefined ? {} : { asset }),
          ...(given.has('all') ? { items: true } : {}),
        });
        if (onAccounts.found.length > 0) {
          const { control } = await desk.call('lead.control', { address: text, ...(chain === undefined ? {} : { chain }) });
          return {
            exit: 0,
            document: { ...onAccounts, control },
            text: sections(...onAccounts.found.map((view) => foundText(view, desk)), ...control.map((one) => controlText(one, desk))),
          };
        }
        const document = await desk.call('show.find', { text, ...(chain === undefined ? {} : { chain }) });
        if (document.found.length > 0)
          return {
            exit: 0,
            document,
            text: sections(
              ...(await Promise.all(document.found.map(async (view) => viewText(view, await coinOf(desk, view.chain), desk)))),
            ),
          };
        // "Not found" is only ever said together with where was looked.
        const { chains } = await desk.call('intake.sources', {});
        const searched = chains.map((held) =>
          desk.say('cli.show.searched', {
            chain: held.name,
            ranges: held.coverage.map(({ from, to }) => `${from}–${to}`).join(', ') || '–',
          }),
        );
        const possible = document.possible.map((kind) =>
          desk.say('cli.show.possible', { kind: desk.say(`cli.kind.${kind.kind}`), chain: kind.chainName }),
        );
        return { exit: 1, document, text: sections(desk.say('cli.show.notFound', { text }), searched.join('\n'), possible.join('\n')) };
      });
    },
  },
];

function viewText(view: TransactionView | Address | Block, coin: string, desk: Desk): string {
  switch (view.kind) {
    case 'transaction':
      return transactionText(view, coin, desk);
    case 'address':
      return addressText(view, coin, desk);
    case 'block':
      return blockText(view, desk);
  }
}

function labelsOf(labels: readonly { readonly label: string; readonly source: string }[]): string {
  return labels.map(({ label, source }) => `${label} [${source}]`).join('; ');
}

function heightText(height: number | null, claimed: number | null, desk: Desk): string {
  if (height !== null) return String(height);
  return desk.say('cli.intake.claimedHeight', { height: claimed ?? '?' });
}

function transactionText(view: TransactionView, coin: string, desk: Desk): string {
  const head = renderPairs([
    [desk.say('cli.field.transaction'), view.txid],
    [desk.say('cli.field.chain'), view.chainName],
    [
      desk.say('cli.field.block'),
      `${heightText(view.block.height, view.block.claimedHeight, desk)}  ${view.block.hash}  ${desk.say(`cli.blockState.${view.block.state}`)}`,
    ],
    [desk.say('cli.field.blockTime'), blockTime(view.block.time)],
    [desk.say('cli.field.position'), String(view.position)],
    [desk.say('cli.field.size'), `${view.sizeBytes} B`],
    [desk.say('cli.field.fee'), view.feeSat === null ? desk.say('cli.show.feeUnknown') : amount(view.feeSat, coin)],
    [desk.say('cli.field.proof'), `${desk.say(`cli.grade.${view.grade}`)}${view.cheap ? `; ${desk.say('cli.show.cheap')}` : ''}`],
    [desk.say('cli.field.source'), view.source],
    ...(view.labels.length === 0 ? [] : [[desk.say('cli.field.labels'), labelsOf(view.labels)] as const]),
    ...(view.coinjoin ? [[desk.say('cli.field.pattern'), desk.say('cli.show.coinjoin')] as const] : []),
  ]);
  const inputs = renderTable(
    [
      { title: '#', align: 'right' },
      { title: desk.say('cli.column.spends'), id: true },
      { title: desk.say('cli.column.address'), id: true },
      { title: coin, align: 'right' },
      { title: 'sat', align: 'right' },
      { title: desk.say('cli.column.proof') },
      { title: desk.say('cli.column.labels') },
    ],
    view.inputs.map((input) => [
      String(input.index),
      input.coinbase ? desk.say('cli.show.coinbase') : (input.outpoint ?? '?'),
      input.address ?? (input.coinbase ? '' : desk.say('cli.trace.noAddress')),
      input.valueSat === null ? '?' : btc(input.valueSat),
      input.valueSat ?? '?',
      input.grade === null ? '' : desk.say(`cli.grade.${input.grade}`),
      labelsOf(input.labels),
    ]),
    desk.width,
  );
  const outputs = renderTable(
    [
      { title: '#', align: 'right' },
      { title: desk.say('cli.column.address'), id: true },
      { title: desk.say('cli.column.type') },
      { title: coin, align: 'right' },
      { title: 'sat', align: 'right' },
      { title: desk.say('cli.column.spentBy'), id: true },
      { title: desk.say('cli.column.labels') },
    ],
    view.outputs.map((output) => [
      String(output.index),
      output.address ??
        (output.p2pkhForm === null ? desk.say('cli.trace.noAddress') : desk.say('cli.show.p2pkhForm', { address: output.p2pkhForm })),
      output.type,
      btc(output.valueSat),
      output.valueSat,
      output.spentBy === null ? desk.say(`cli.spending.${output.spending}`) : `${output.spentBy.txid}:${output.spentBy.input}`,
      [labelsOf(output.labels), output.probableChange ? desk.say('cli.show.probableChange') : ''].filter((part) => part !== '').join('; '),
    ]),
    desk.width,
  );
  return sections(head, `${desk.say('cli.show.inputs')}\n${inputs}`, `${desk.say('cli.show.outputs')}\n${outputs}`);
}

function addressText(view: Address, coin: string, desk: Desk): string {
  const head = renderPairs([
    [desk.say('cli.field.address'), view.address],
    [desk.say('cli.field.chain'), view.chainName],
    [desk.say('cli.field.type'), view.type],
    [desk.say('cli.field.received'), amount(view.receivedSat, coin)],
    [desk.say('cli.field.spent'), amount(view.spentSat, coin)],
    [desk.say('cli.field.transactions'), String(view.transactions)],
    [desk.say('cli.field.clusterSize'), String(view.clusterSize)],
    [desk.say('cli.field.coverage'), view.coverage.map(({ from, to }) => `${from}–${to}`).join(', ')],
    ...(view.labels.length === 0 ? [] : [[desk.say('cli.field.labels'), labelsOf(view.labels)] as const]),
  ]);
  const history = renderTable(
    [
      { title: desk.say('cli.column.height'), align: 'right' },
      { title: desk.say('cli.column.blockTime') },
      { title: desk.say('cli.column.outpoint'), id: true },
      { title: coin, align: 'right' },
      { title: 'sat', align: 'right' },
      { title: desk.say('cli.column.spentBy'), id: true },
    ],
    view.history.map((row) => [
      row.height === null ? '?' : String(row.height),
      blockTime(row.time),
      row.outpoint,
      btc(row.valueSat),
      row.valueSat,
      row.spentBy ?? '',
    ]),
    desk.width,
  );
  const { bareKey } = view;
  const bare =
    bareKey === undefined
      ? ''
      : [
          desk.say('cli.show.bareKey', {
            count: bareKey.outputs,
            received: amount(bareKey.receivedSat, coin),
            spent: amount(bareKey.spentSat, coin),
          }),
          ...bareKey.outpoints,
        ].join('\n');
  return sections(
    head,
    view.history.length === 0 ? '' : history,
    view.more === 0 ? '' : desk.say('cli.more', { count: view.more }),
    earlierText(view, coin, desk),
    bare,
  );
}

/** Outputs known only by their spending, as one source says. */
function earlierText({ earlier }: Address, coin: string, desk: Desk): string {
  if (earlier === undefined) return '';
  const table = renderTable(
    [
      { title: desk.say('cli.column.height'), align: 'right' },
      { title: desk.say('cli.column.outpoint'), id: true },
      { title: coin, align: 'right' },
      { title: 'sat', align: 'right' },
      { title: desk.say('cli.column.spentBy'), id: true },
      { title: desk.say('cli.column.height'), align: 'right' },
    ],
    earlier.spends.map((row) => [
      row.height === null ? '?' : String(row.height),
      row.outpoint,
      btc(row.valueSat),
      row.valueSat,
      row.spentBy,
      row.spentHeight === null ? '?' : String(row.spentHeight),
    ]),
    desk.width,
  );
  return `${desk.say('cli.show.earlier', { count: earlier.outputs, spent: amount(earlier.spentSat, coin) })}\n${table}`;
}

function blockText(view: Block, desk: Desk): string {
  const head = renderPairs([
    [
      desk.say('cli.field.block'),
      `${heightText(view.block.height, view.block.claimedHeight, desk)}  ${desk.say(`cli.blockState.${view.block.state}`)}`,
    ],
    [desk.say('cli.field.hash'), view.block.hash],
    [desk.say('cli.field.chain'), view.chainName],
    [desk.say('cli.field.blockTime'), blockTime(view.block.time)],
    [desk.say('cli.field.previous'), view.previous],
    [desk.say('cli.field.merkleRoot'), view.merkleRoot],
    [desk.say('cli.field.bits'), view.bits],
    [desk.say('cli.field.work'), view.work],
    [desk.say('cli.field.transactions'), String(view.transactions)],
    [desk.say('cli.field.size'), `${view.sizeBytes} B`],
    [desk.say('cli.field.source'), view.source],
  ]);
  return sections(head, view.txids.join('\n'), view.more === 0 ? '' : desk.say('cli.more', { count: view.more }));
}
