// The files beside a seizure sheet: each transaction to be signed as signers read it, and tables for other programs.
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import { csvField } from '../../kernel/index.ts';

export function seizureFiles({ seizure, chain, height, coins, balances, agency }: SeizureView): [string, string | Uint8Array][] {
  if (coins !== null)
    return [
      ...coins.parts.map(({ part, psbt }): [string, Uint8Array] => [psbtName(seizure, part), Uint8Array.from(Buffer.from(psbt, 'base64'))]),
      ['outputs.csv', outputsCsv(chain, height, coins)],
    ];
  return [
    ['balances.csv', balancesCsv(chain, height, balances ?? [])],
    ['transfers.txt', transfersText(chain, agency, balances ?? [])],
  ];
}

export const psbtName = (seizure: number, part: number): string => `seizure-${seizure}-${part}.psbt`;

const csv = (rows: readonly (readonly string[])[]): string => `\ufeff${rows.map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;

function outputsCsv(chain: string, height: number, { outputs }: NonNullable<SeizureView['coins']>): string {
  const header =
    'chain,at_height,outpoint,address,type,amount_smallest_unit,made_at_height,time_utc,grade,state,spending_known_to,part,left_out_because';
  return csv([
    header.split(','),
    ...outputs.map(({ outpoint, address, type, amountSat, height: made, timeSeconds, grade, state, knownTo, part, why }) => [
      ...[chain, `${height}`, outpoint, address, type, amountSat, made === null ? '' : `${made}`],
      ...[timeSeconds === null ? '' : new Date(timeSeconds * 1000).toISOString(), grade, state, knownTo === null ? '' : `${knownTo}`],
      ...[part === null ? '' : `${part}`, why ?? ''],
    ]),
  ]);
}

function balancesCsv(chain: string, height: number, balances: NonNullable<SeizureView['balances']>): string {
  const header =
    'chain,at_block,address,asset,symbol,amount_smallest_unit,complete,movements,unplaced,stated_amount,stated_block,stated_grade,stated_by,no_transfer_because';
  return csv([
    header.split(','),
    ...balances.map(({ address, asset, amount, complete, movements, unplaced, stated, why }) => [
      ...[chain, `${height}`, address, asset.key, asset.symbol ?? '', amount, complete ? 'yes' : 'no', `${movements}`, `${unplaced}`],
      ...[stated?.amount ?? '', stated === null ? '' : `${stated.block}`, stated?.grade ?? '', stated?.source ?? '', why ?? ''],
    ]),
  ]);
}

/** The fields of each transfer as text; the signer adds its counter and what the chain asks for as fee. */
function transfersText(chain: string, agency: string, balances: NonNullable<SeizureView['balances']>): string {
  return balances
    .flatMap(({ address, asset, transfer }) =>
      transfer === null
        ? []
        : [
            [
              `chain: ${chain}`,
              `from: ${address}`,
              `to: ${transfer.to}`,
              ...(transfer.form === 'native'
                ? [`value: ${transfer.amount}`, 'data:', `fee taken off: ${transfer.feeTaken ?? ''}`]
                : ['value: 0', `data: ${transfer.data}`, `moves: ${transfer.amount} of ${asset.contract ?? ''} to ${agency}`]),
              '',
            ].join('\n'),
          ],
    )
    .join('\n');
}
