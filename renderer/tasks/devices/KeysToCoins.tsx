// From key to coin: the keys that the case holds the public side of, the paths of wallets made of them, and which addresses of those the chain data know.
import { Button, FormGroup, InputGroup, Intent, Switch, TextArea } from '@blueprintjs/core';
import { Key, MergeColumns as Join } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { KeyFinding, KeyOrigin, KeysFound } from '../../../shared/contract/keysToCoins.ts';
import { groupThousands } from '../../design/amounts.ts';
import { type Column, DataTable } from '../../design/DataTable.tsx';
import { Time } from '../../design/localTimes.tsx';
import { Empty, FaultNotice, Loading, Panel } from '../../design/pieces.tsx';
import { StatementBadge } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { KeyFindingCard } from './KeyFindingCard.tsx';
import { useDeviceWords } from './words.tsx';

interface Found {
  readonly id: string;
  readonly origin: KeyOrigin;
  readonly finding: KeyFinding;
}
const GAP = 20;
const GAP_FORM = /^[1-9]\d{0,2}$|^1000$/;
const ACCOUNT_GAP_FORM = /^([1-9]|[1-4]\d|50)$/;
/** What was used comes first, what nothing could be said of last. */
const RANK = { used: 0, unused: 1, noData: 2 } as const;
const NO_ROWS: readonly Found[] = [];

interface Props {
  readonly onTrace: (trace: number) => void;
  /** A phrase is put together from parts and typed words. */
  readonly onJoin: () => void;
}

export function KeysToCoins({ onTrace, onJoin }: Props): ReactNode {
  const word = useDeviceWords();
  const { data, fault } = useAsk('keys.list', {});
  const [picked, setPicked] = useState<string | null>(null);
  const last = data?.last ?? null;
  const rows = useMemo(
    () =>
      last === null
        ? NO_ROWS
        : last.origins
            .flatMap(({ origin, findings }) =>
              findings.map((finding) => ({ id: `${origin.kind} ${origin.fingerprint} ${finding.key.id}`, origin, finding })),
            )
            .sort((a, b) => RANK[a.finding.state] - RANK[b.finding.state]),
    [last],
  );
  const columns = useMemo<readonly Column<Found>[]>(
    () => [
      {
        id: 'origin',
        header: word('column.key'),
        width: 'minmax(120px, .9fr)',
        cell: ({ origin }) => (
          <span title={`#${origin.fingerprint} ${word.coded('kind', origin.kind)}`}>
            <span className="th-mono">#{origin.fingerprint}</span> {word.coded('kind', origin.kind)}
          </span>
        ),
        compare: (a, b) => a.origin.fingerprint.localeCompare(b.origin.fingerprint),
      },
      {
        id: 'path',
        header: word('column.derivation'),
        width: 'minmax(90px, .6fr)',
        cell: ({ finding: { key } }) => (
          <span className="th-mono" title={word.coded('scheme', key.scheme)}>
            {key.path === '' ? word.coded('scheme', key.scheme) : key.path}
          </span>
        ),
      },
      {
        id: 'state',
        header: word('column.found'),
        width: 'minmax(170px, 1.1fr)',
        cell: ({ finding: { state, used } }) =>
          state === 'used' ? (
            <strong>✓ {word('keys.used', { count: groupThousands(used.length) })}</strong>
          ) : (
            <span className="th-muted">{word(`keys.${state}`)}</span>
          ),
        compare: (a, b) => b.finding.used.length - a.finding.used.length,
      },
    ],
    [word],
  );
  const chosen = rows.find(({ id }) => id === picked) ?? rows[0] ?? null;
  if (data === null) return fault === null ? <Loading /> : <FaultNotice fault={fault} />;
  return (
    <>
      <LookForKeys held={data.origins.reduce((sum, { keys }) => sum + keys.length, 0)} last={last} onJoin={onJoin} />
      <div className={chosen === null ? 'th-people th-traces' : 'th-people th-people-open th-wallets th-traces'}>
        <Panel
          className="th-panel-table th-panel-fill"
          title={
            <>
              {word('keys.title', { count: groupThousands(rows.length) })} <StatementBadge kind="derivation" />
            </>
          }
          aside={
            last === null ? null : (
              <span className="th-muted th-small">
                {word('keys.last', { addresses: groupThousands(last.addresses), gap: last.gap, accounts: last.accountGap ?? 1 })}{' '}
                <Time at={last.time} />
              </span>
            )
          }
        >
          <DataTable
            label={word('tab.keys')}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            selected={chosen?.id ?? null}
            onSelect={({ id }) => setPicked(id)}
            empty={<Empty icon={<Key size={40} />} title={word('keys.none')} next={word('keys.noneNext')} />}
          />
        </Panel>
        {chosen === null ? null : (
          <KeyFindingCard
            key={chosen.id}
            origin={chosen.origin}
            finding={chosen.finding}
            phrase={data.phrases.find(({ id }) => id === phraseOf(data.origins, chosen.finding.key.id)) ?? null}
            onTrace={onTrace}
          />
        )}
      </div>
    </>
  );
}

/** The sealed phrase that a key comes from. */
function phraseOf(origins: CallOutput<'keys.list'>['origins'], key: number): number | null {
  return origins.find(({ keys }) => keys.some(({ id }) => id === key))?.phrase ?? null;
}

interface LookProps {
  readonly held: number;
  readonly last: KeysFound | null;
  readonly onJoin: () => void;
}

/** What is looked for: the keys whose public side the case holds, and public keys typed here. Words of a phrase have a dialog of their own. */
function LookForKeys({ held, last, onJoin }: LookProps): ReactNode {
  const word = useDeviceWords();
  const { work } = useSession();
  const [typed, setTyped] = useState('');
  const [kept, setKept] = useState(true);
  const [archives, setArchives] = useState(false);
  // As far as the last look went, so that looking again loses nothing that it found.
  const [gap, setGap] = useState(() => `${Math.max(GAP, last?.gap ?? 0)}`);
  const [accountGap, setAccountGap] = useState(() => `${last?.accountGap ?? 1}`);
  const [busy, setBusy] = useState(false);
  const extendedKeys = typed.split(/\n+/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const withKept = kept && held > 0;
  const areGapsRight = GAP_FORM.test(gap.trim()) && ACCOUNT_GAP_FORM.test(accountGap.trim());
  const ready = areGapsRight && (withKept || extendedKeys.length > 0);
  const look = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    const asked = { extendedKeys, kept: withKept, gap: Number(gap), accountGap: Number(accountGap), archives };
    const done = await work('keys.expand', word('keys.looking'), asked);
    setBusy(false);
    if (done !== null) setTyped('');
  };
  return (
    <Panel
      className="th-trace-bar"
      title={word('keys.lookTitle')}
      aside={<Button icon={<Join />} text={word('join.open')} onClick={onJoin} />}
    >
      <form className="th-keys-form" onSubmit={(event) => void look(event)}>
        <FormGroup label={word('keys.extended')} labelFor="keys-extended" labelInfo={word('keys.extendedHelp')}>
          <TextArea
            id="keys-extended"
            className="th-mono"
            fill
            rows={1}
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </FormGroup>
        <div className="th-actions">
          <Switch
            checked={withKept}
            disabled={held === 0}
            label={word('keys.kept', { count: groupThousands(held) })}
            onChange={(event) => setKept(event.currentTarget.checked)}
          />
          <Switch checked={archives} label={word('keys.archives')} onChange={(event) => setArchives(event.currentTarget.checked)} />
          <GapField id="keys-gap" label={word('fact.gapLimit')} form={GAP_FORM} value={gap} onChange={setGap} />
          <GapField
            id="keys-account-gap"
            label={word('keys.accountGap')}
            form={ACCOUNT_GAP_FORM}
            value={accountGap}
            onChange={setAccountGap}
          />
          <Button type="submit" intent={Intent.PRIMARY} loading={busy} disabled={!ready} text={word('keys.look')} />
        </div>
      </form>
    </Panel>
  );
}

interface GapProps {
  readonly id: string;
  readonly label: string;
  /** Of a number that is taken. */
  readonly form: RegExp;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function GapField({ id, label, form, value, onChange }: GapProps): ReactNode {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <InputGroup
        id={id}
        className="th-keys-gap"
        inputMode="numeric"
        value={value}
        onValueChange={onChange}
        {...(form.test(value.trim()) ? {} : { intent: Intent.DANGER, 'aria-invalid': true })}
      />
    </>
  );
}
