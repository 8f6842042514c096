// Wallets as their own files tell them: form, protection, what could be read; the chosen one beside the list.
import { BankAccount } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { type ScanChoice, ScanSelect } from './ScanSelect.tsx';
import { protectionText, WalletCard } from './WalletCard.tsx';
import { useDeviceWords } from './words.tsx';

type Listed = CallOutput<'device.wallets'>['wallets'][number];
const NONE: readonly Listed[] = [];

export function Wallets({ scans, scan, onScan }: ScanChoice): ReactNode {
  const word = useDeviceWords();
  const [picked, setPicked] = useState<number | null>(null);
  const { data, fault } = useAsk('device.wallets', scans.length === 0 ? null : scan === null ? {} : { scan });
  const rows = data?.wallets ?? NONE;
  const chosen = rows.find(({ id }) => id === picked) ?? rows[0] ?? null;
  const columns = useMemo<readonly Column<Listed>[]>(
    () => [
      {
        id: 'form',
        header: word('column.walletForm'),
        width: 'minmax(92px, .8fr)',
        cell: ({ wallet }) => <strong title={wallet.form}>{word.coded('walletForm', wallet.form)}</strong>,
        compare: (a, b) => a.wallet.form.localeCompare(b.wallet.form),
      },
      { id: 'path', header: word('column.path'), width: 'minmax(100px, 1fr)', cell: ({ path }) => <span title={path}>{path}</span> },
      {
        id: 'protection',
        header: word('column.protection'),
        width: 'minmax(106px, .8fr)',
        cell: ({ wallet }) => <span title={protectionText(word, wallet)}>{protectionText(word, wallet)}</span>,
      },
      {
        id: 'addresses',
        header: word('column.addresses'),
        width: '122px',
        end: true,
        cell: ({ wallet }) => groupThousands(wallet.addresses.length),
        compare: (a, b) => a.wallet.addresses.length - b.wallet.addresses.length,
      },
    ],
    [word],
  );
  if (data === null && fault === null && scans.length > 0) return <Loading />;
  return (
    <div className={chosen === null ? 'th-people' : 'th-people th-people-open th-wallets'}>
      <Panel
        className="th-panel-table th-panel-fill"
        title={`${word('tab.wallets')} (${groupThousands(rows.length)})`}
        aside={<ScanSelect scans={scans} scan={scan} onScan={onScan} />}
      >
        <FaultNotice fault={fault} />
        <DataTable
          label={word('tab.wallets')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => String(id)}
          selected={chosen === null ? null : String(chosen.id)}
          onSelect={({ id }) => setPicked(id)}
          empty={
            <Empty
              icon={<BankAccount size={40} />}
              title={word(scans.length === 0 ? 'wallet.noScan' : 'wallet.none')}
              next={word(scans.length === 0 ? 'noScanNext' : 'wallet.noneNext')}
            />
          }
        />
      </Panel>
      {chosen === null ? null : <WalletCard key={chosen.id} id={chosen.id} path={chosen.path} wallet={chosen.wallet} />}
    </div>
  );
}
