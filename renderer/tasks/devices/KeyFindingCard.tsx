// One key along one path: where its addresses were looked for, which of them the chain data know with what lies there, and that the rest were derived
// ahead. That an address comes from the key is a derivation; who holds the key is said by nothing here.
import { Button } from '@blueprintjs/core';
import { EyeOpen, Graph } from '@blueprintjs/icons';
import { Fragment, type ReactNode, useState } from 'react';
import type { KeptPhrase, KeyFinding, KeyOrigin, UsedAddress } from '../../../shared/contract/keysToCoins.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Time } from '../../design/localTimes.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { GradeBadge } from '../../design/statements.tsx';
import { useSession } from '../../session/session.ts';
import { AssetName, UnitAmount } from '../accounts/words.tsx';
import { useOpenId } from '../transcribe/useOpenId.ts';
import { RevealDialog } from './RevealDialog.tsx';
import { useDeviceWords } from './words.tsx';

interface Props {
  readonly origin: KeyOrigin;
  readonly finding: KeyFinding;
  /** What is sealed of it where no scan found it. */
  readonly phrase: KeptPhrase | null;
  readonly onTrace: (trace: number) => void;
}

export function KeyFindingCard({ origin, finding, phrase, onTrace }: Props): ReactNode {
  const word = useDeviceWords();
  const { key, state, lookedIn, noData, derived, used, needsSecret } = finding;
  const { trace } = origin;
  const { client } = useSession();
  const [revealing, setRevealing] = useState(false);
  const made = derived.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel
      className="th-trace-card"
      title={`${word.coded('kind', origin.kind)} #${origin.fingerprint}`}
      aside={
        trace !== null ? (
          <Button text={word('keys.toTrace')} onClick={() => onTrace(trace)} />
        ) : phrase === null ? null : (
          <Button icon={<EyeOpen />} text={word('reveal.value')} onClick={() => setRevealing(true)} />
        )
      }
    >
      {needsSecret ? <Notice compact>{word('keys.needsSecret')}</Notice> : null}
      {phrase === null || !revealing ? null : (
        <RevealDialog
          kind={phrase.kind}
          value={phrase.value}
          what="value"
          ask={(given) => client.call('keys.reveal', { phrase: phrase.id, ...given })}
          onClose={() => setRevealing(false)}
        />
      )}
      <Facts
        rows={[
          phrase === null
            ? null
            : [
                word('join.sealed'),
                <Fragment key="sealed">
                  <div>
                    <span className="th-mono">{phrase.value}</span> <Time at={phrase.time} />
                  </div>
                  <div>
                    {phrase.authority}
                    {phrase.reason === '' ? '' : ` · ${phrase.reason}`}
                  </div>
                </Fragment>,
              ],
          [
            word('column.derivation'),
            <span key="path" className="th-mono">
              {key.path === '' ? word('keys.noPath') : key.path}
            </span>,
          ],
          [word('keys.scheme'), `${word.coded('scheme', key.scheme)}${key.script === '' ? '' : ` · ${key.script}`}`],
          [
            word('keys.public'),
            <ul key="keys" className="th-stated-sums">
              {key.keys.map((one) => (
                <li key={one}>
                  <Id value={one} whole />
                </li>
              ))}
            </ul>,
          ],
          [word('keys.made'), groupThousands(made)],
          [
            word('keys.lookedIn'),
            lookedIn.length === 0 ? (
              <span key="looked" className="th-muted">
                {word('keys.noData')}
              </span>
            ) : (
              <ul key="looked" className="th-stated-sums">
                {lookedIn.map((one) => (
                  <li key={`${one.chain} ${one.form}`}>{lookedInText(word, one)}</li>
                ))}
              </ul>
            ),
          ],
          noData.length === 0 ? null : [word('keys.chainsWithout'), noData.join(', ')],
        ]}
      />
      {state === 'unused' ? (
        <p>
          {word('keys.neverSeen', {
            blocks: lookedIn.map(({ chainName, ranges }) => `${chainName} ${rangesText(ranges)}`).join('; '),
          })}
        </p>
      ) : null}
      {used.length === 0 ? null : <h3>{word('keys.usedTitle', { count: groupThousands(used.length) })}</h3>}
      <ol className="th-places">
        {used.map((one) => (
          <Used key={`${one.chain} ${one.address}`} used={one} />
        ))}
      </ol>
      <p className="th-muted th-small">{word('keys.meaning')}</p>
    </Panel>
  );
}

export function lookedInText(word: ReturnType<typeof useDeviceWords>, { chainName, form, ranges }: KeyFinding['lookedIn'][number]): string {
  return word(`keys.in.${form}`, { chain: chainName, blocks: rangesText(ranges) });
}

function rangesText(ranges: readonly { readonly from: number; readonly to: number }[]): string {
  return ranges.map(({ from, to }) => `${groupThousands(from)}–${groupThousands(to)}`).join(', ');
}

function heightsText(word: ReturnType<typeof useDeviceWords>, first: number, last: number): string {
  return first === last
    ? word('wallet.height', { height: groupThousands(first) })
    : word('keys.heights', { from: groupThousands(first), to: groupThousands(last) });
}

function Used({ used }: { readonly used: UsedAddress }): ReactNode {
  const word = useDeviceWords();
  const { go } = useSession();
  const openId = useOpenId();
  const { chain, chainName, address, item, path, receipts, spends, firstHeight, lastHeight, grade, amounts } = used;
  return (
    <li>
      <div className="th-people-line">
        <Id value={address} whole onOpen={() => openId(address, chain)} />
        <span className="th-mono">{path}</span>
        <Button size="small" icon={<Graph />} text={word('onCanvas')} onClick={() => go({ task: 'canvas', item })} />
      </div>
      <div className="th-muted th-small">
        {chainName} · {word('keys.counts', { receipts: groupThousands(receipts), spends: groupThousands(spends) })}
        {firstHeight === null || lastHeight === null ? '' : ` · ${heightsText(word, firstHeight, lastHeight)}`}{' '}
        {grade === null ? null : <GradeBadge grade={grade} />}
      </div>
      {amounts.map(({ asset, received, balance, balanceHeight, open }) => (
        <div key={asset.key}>
          {word('keys.received')} <UnitAmount amount={received} asset={asset} /> <AssetName asset={asset} />
          {' · '}
          {balance === null ? (
            <>
              {word('keys.open')} <UnitAmount amount={open} asset={asset} />
            </>
          ) : (
            <>
              {balanceHeight === null ? word('keys.balance') : word('keys.balanceAt', { height: groupThousands(balanceHeight) })}{' '}
              <strong>
                <UnitAmount amount={balance} asset={asset} />
              </strong>
            </>
          )}
        </div>
      ))}
    </li>
  );
}
