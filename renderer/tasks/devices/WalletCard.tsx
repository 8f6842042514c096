// One wallet's public parts as its file states them: addresses with their role and whether the file records a use, keys, transactions, what else it
// says, what is there and was not read.
import { Button } from '@blueprintjs/core';
import { Unlock } from '@blueprintjs/icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { WalletReading } from '../../../shared/contract/deviceReadings.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Facts, Id, OpenableId, Panel } from '../../design/pieces.tsx';
import { OpenWalletDialog } from './OpenWalletDialog.tsx';
import { useChainNames, useDeviceWords } from './words.tsx';

type Word = ReturnType<typeof useDeviceWords>;
type Address = WalletReading['addresses'][number];

/** `AES-256-CBC; key by scrypt (n 262144, r 8, p 1)`. */
export function protectionText(word: Word, { protection }: Pick<WalletReading, 'protection'>): string {
  if (protection === null) return word('wallet.open');
  const { cipher, kdf, parameters } = protection;
  const stated = Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const by = kdf === '' ? '' : stated === '' ? word('wallet.keyBy', { kdf }) : word('wallet.keyByWith', { kdf, parameters: stated });
  return `${cipher === '' ? word('wallet.encrypted') : cipher}${by === '' ? '' : `; ${by}`}`;
}

/** Derived ahead of use, an address is no sign that anything came there. */
function usageText(word: Word, { role, used }: Address): string {
  if (used === true) return word('use.yes');
  if (role === 'contact') return word('use.contact');
  return word(role === 'watched' && used === null ? 'use.unknown' : 'use.no');
}

interface Props {
  readonly id: number;
  readonly path: string;
  readonly wallet: WalletReading;
}

export function WalletCard({ id, path, wallet }: Props): ReactNode {
  const word = useDeviceWords();
  const [opening, setOpening] = useState(false);
  const isClosed = wallet.protection !== null && !wallet.isOpened;
  return (
    <Panel
      className="th-trace-card"
      title={word.coded('walletForm', wallet.form)}
      aside={isClosed ? <Button icon={<Unlock />} text={word('wallet.openWith')} onClick={() => setOpening(true)} /> : null}
    >
      <Facts
        rows={[
          [
            word('column.path'),
            <span key="path" className="th-mono th-break">
              {path}
            </span>,
          ],
          wallet.version === '' ? null : [word('wallet.version'), wallet.version],
          [word('column.protection'), protectionText(word, wallet)],
          wallet.protection === null ? null : [word('wallet.state'), word(wallet.isOpened ? 'wallet.isOpened' : 'wallet.isClosed')],
          ...wallet.facts.map(({ code, value }) => [word.coded('fact', code), value] as const),
        ]}
      />
      <h3>{word('wallet.addresses', { count: groupThousands(wallet.addresses.length) })}</h3>
      <Addresses addresses={wallet.addresses} />
      {wallet.keys.length === 0 ? null : (
        <>
          <h3>{word('wallet.keys', { count: groupThousands(wallet.keys.length) })}</h3>
          <ul className="th-plain-list">
            {wallet.keys.map(({ kind, value, path: at }) => (
              <li key={`${value} ${at}`}>
                {word(`keyKind.${kind}`)} {at === '' ? null : <span className="th-mono">{at}</span>} <Id value={value} whole />
              </li>
            ))}
          </ul>
        </>
      )}
      {wallet.transactions.length === 0 ? null : (
        <>
          <h3>{word('wallet.transactions', { count: groupThousands(wallet.transactions.length) })}</h3>
          <ul className="th-plain-list">
            {wallet.transactions.map((one) => (
              <li key={one.id}>
                <OpenableId value={one.id} /> {one.time === '' ? null : <span className="th-muted">{one.time}</span>}{' '}
                {one.height === undefined ? null : (
                  <span className="th-muted">{word('wallet.height', { height: groupThousands(one.height) })}</span>
                )}{' '}
                {one.label}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{word('wallet.notRead')}</h3>
      {wallet.notRead.length === 0 ? (
        <p className="th-muted">{word('wallet.allRead')}</p>
      ) : (
        <ul className="th-plain-list">
          {wallet.notRead.map((code) => (
            <li key={code}>{word.coded('notRead', code)}</li>
          ))}
        </ul>
      )}
      {opening ? <OpenWalletDialog wallet={id} path={path} onClose={() => setOpening(false)} /> : null}
    </Panel>
  );
}

function Addresses({ addresses }: { readonly addresses: readonly Address[] }): ReactNode {
  const word = useDeviceWords();
  const names = useChainNames();
  const [selected, setSelected] = useState<string | null>(null);
  const columns = useMemo<readonly Column<Address>[]>(
    () => [
      {
        id: 'address',
        header: word('column.address'),
        width: '158px',
        cell: ({ address, chains }) => (
          <span title={names(chains).join(', ')}>
            <OpenableId value={address} />
          </span>
        ),
      },
      {
        id: 'role',
        header: word('column.rolePath'),
        width: 'minmax(130px, .9fr)',
        cell: ({ role, path }) => (
          <span title={path}>
            {word(`role.${role}`)} <span className="th-mono">{path}</span>
          </span>
        ),
      },
      {
        id: 'label',
        header: word('column.label'),
        width: 'minmax(70px, .6fr)',
        cell: ({ label }) => <span title={label}>{label}</span>,
      },
      {
        id: 'use',
        header: word('column.use'),
        width: 'minmax(204px, 1.4fr)',
        cell: (one) => (
          <span className={one.used === true ? '' : 'th-muted'} title={usageText(word, one)}>
            {usageText(word, one)}
          </span>
        ),
      },
    ],
    [word, names],
  );
  if (addresses.length === 0) return <p className="th-muted">{word('wallet.noAddresses')}</p>;
  return (
    <div className="th-wallet-addresses" style={{ height: Math.min(260, 34 + addresses.length * 28) }}>
      <DataTable
        label={word('column.addresses')}
        columns={columns}
        rows={addresses}
        rowKey={({ address, path }) => `${address} ${path}`}
        selected={selected}
        onSelect={({ address, path }) => setSelected(`${address} ${path}`)}
      />
    </div>
  );
}
