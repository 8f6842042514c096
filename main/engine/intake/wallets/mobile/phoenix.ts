// Phoenix (ACINQ) on both systems: its database of payments, and that of its channels. Source: ACINQ/phoenix, phoenix-shared/.../paymentsdb/*.sq and
// channelsdb/ChannelsDatabase.sq (tables; ids of transactions in the order in which they are shown, times in milliseconds).
import type { SqliteRow } from '../../scanners/contents/sqlitePages.ts';
import { bytesIn, textIn, wholeIn } from '../../scanners/sqliteDatabase.ts';
import { idOfHash, millisText } from './columns.ts';
import type { MobileForm } from './form.ts';

const ON_CHAIN = [
  ...(['on_chain_txs', 'link_tx_to_payments', 'splice_outgoing_payments', 'channel_close_outgoing_payments'] as const),
  ...(['splice_cpfp_outgoing_payments', 'inbound_liquidity_outgoing_payments', 'payments_incoming'] as const),
];
const LIGHTNING = ['incoming_payments', 'outgoing_payments', 'payments_incoming', 'payments_outgoing'] as const;
const CHANNELS = 'local_channels';

export const phoenix: MobileForm = {
  form: 'phoenixMobile',
  name: /^(payments|channels)-[a-z0-9]+-[0-9a-f]{40,66}\.sqlite$/i,
  mark: /payments_incoming|link_tx_to_payments|incoming_payments ?\(|local_channels ?\(/,
  fits: (tables) =>
    (tables.has(CHANNELS) && tables.has('htlc_infos')) ||
    (LIGHTNING.some((table) => tables.has(table)) &&
      ['on_chain_txs', 'link_tx_to_payments', 'payments_metadata'].some((table) => tables.has(table))),
  wants: (table) => [...ON_CHAIN, ...LIGHTNING, CHANNELS].some((one) => one === table),
  begin: (draft) => ({
    row(row) {
      if (row.table === CHANNELS) {
        draft.notRead('lightningChannels');
        return;
      }
      if (LIGHTNING.some((table) => table === row.table)) draft.notRead('lightningPayments');
      const id = idOfHash(bytesIn(row, 'tx_id'), 'asShown');
      if (id !== '') draft.transaction(id, millisText(timeOf(row)), '');
      // Where a payment out of the channels, or the rest of a closed one, was sent: whose the address is is not said.
      const address = textIn(row, 'address');
      if (address !== '') draft.fact('addressInStorage', address);
    },
    end: () => undefined,
  }),
};

/** When it was seen in a block, else when the payment was made. */
const timeOf = (row: SqliteRow): bigint | null => wholeIn(row, 'confirmed_at') ?? wholeIn(row, 'created_at');
