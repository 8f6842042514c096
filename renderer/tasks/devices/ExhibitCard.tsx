// One exhibit whole: what it is, the copy with its sums, what the image says of itself, scans, custody.
import { Button, Intent } from '@blueprintjs/core';
import { Duplicate, Search } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { DeviceScan } from '../../../shared/contract/device.ts';
import type { Exhibit, ExhibitCopy } from '../../../shared/contract/exhibit.ts';
import { groupThousands } from '../../design/amounts.ts';
import { TimeCell } from '../../design/localTimes.tsx';
import { Notice } from '../../design/Notice.tsx';
import { Facts, Id, Panel } from '../../design/pieces.tsx';
import { CustodyTimeline } from './CustodyTimeline.tsx';
import { offsetText, sizeText, useDeviceWords, whyUnread } from './words.tsx';

interface Props {
  readonly exhibit: Exhibit;
  readonly scans: readonly DeviceScan[];
  readonly isScanning: boolean;
  readonly onAskScan: () => void;
  readonly onCopy: () => void;
  readonly onOpen: (id: number) => void;
  readonly onTraces: (scan: number) => void;
}

export function ExhibitCard({ exhibit, scans, isScanning, onAskScan, onCopy, onOpen, onTraces }: Props): ReactNode {
  const word = useDeviceWords();
  const { copy, from } = exhibit;
  const isPartial = scans.at(-1)?.state === 'partial';
  return (
    <Panel
      className="th-exhibit-card"
      title={`${exhibit.number}${exhibit.description === '' ? '' : ` · ${exhibit.description}`}`}
      aside={
        <div className="th-actions">
          <Button icon={<Duplicate />} text={word('addCopy')} onClick={onCopy} />
          {copy === null ? null : (
            <Button
              icon={<Search />}
              intent={scans.length === 0 || isPartial ? Intent.PRIMARY : Intent.NONE}
              disabled={isScanning}
              text={word(isScanning ? 'scanRunning' : isPartial ? 'scan.goOn' : scans.length === 0 ? 'scan.start' : 'scan.again2')}
              onClick={onAskScan}
            />
          )}
        </div>
      }
    >
      {copy?.stated.some(({ fits }) => !fits) ? (
        <Notice compact intent={Intent.DANGER} title={word('sums.misfitTitle')}>
          {word('sums.misfitNext')}
        </Notice>
      ) : null}
      <Facts
        rows={[
          from === null
            ? null
            : [
                word('from'),
                <button key="from" type="button" className="th-link" onClick={() => onOpen(from.id)}>
                  {from.number}
                </button>,
              ],
          exhibit.note === '' ? null : [word('form.note'), exhibit.note],
          [
            word('registered'),
            <span key="registered">
              {exhibit.examiner} <TimeCell at={exhibit.time} form="utc" />
            </span>,
          ],
        ]}
      />
      {copy === null ? <p className="th-muted">{word('noCopy')}</p> : <CopyFacts copy={copy} />}
      {scans.length === 0 ? null : (
        <>
          <h3>{word('scansTitle')}</h3>
          <ul className="th-plain-list">
            {scans.map((one) => (
              <li key={one.scan} className="th-people-line">
                <span>
                  <TimeCell at={one.started} form="utc" /> · {word(`scanState.${one.state}`)} ·{' '}
                  {word('scanCounts', {
                    traces: groupThousands(one.traces),
                    wallets: groupThousands(one.wallets),
                    messages: groupThousands(one.messages),
                  })}
                </span>
                <Button size="small" text={word('toTraces')} onClick={() => onTraces(one.scan)} />
              </li>
            ))}
          </ul>
          {isPartial ? <p className="th-muted th-small">{word('goesOn')}</p> : null}
        </>
      )}
      <CustodyTimeline exhibit={exhibit} />
    </Panel>
  );
}

function CopyFacts({ copy }: { readonly copy: ExhibitCopy }): ReactNode {
  const word = useDeviceWords();
  return (
    <>
      <h3>{word('copy')}</h3>
      <Facts
        rows={[
          [word('column.form'), word(`exhibitForm.${copy.form}`)],
          [word('names'), <NameList key="names" names={copy.names} />],
          copy.files > 1 || copy.form === 'folder' ? [word('files'), groupThousands(copy.files)] : null,
          [word('column.size'), sizeText(word, copy.bytes)],
          [
            word('hash.sha256'),
            <span key="sha256">
              <Id value={copy.sha256} full />
              {copy.form === 'folder' ? <span className="th-muted th-small">{word('sumOfList')}</span> : null}
            </span>,
          ],
          [
            word('column.sums'),
            copy.stated.length === 0 ? (
              <span key="sums" className="th-muted">
                {word('sums.noneLong')}
              </span>
            ) : (
              <ul key="sums" className="th-stated-sums">
                {copy.stated.map(({ name, value, by, fits }) => (
                  <li key={`${name} ${by}`}>
                    <span className={fits ? 'th-sums-fit' : 'th-sums-misfit'}>
                      {fits ? '✓' : '✗'}{' '}
                      {word(fits ? 'sums.fits' : 'sums.fitsNot', { name: word(`hash.${name}`), by: word(`sumBy.${by}`) })}
                    </span>
                    {fits ? null : <Id value={value} full />}
                  </li>
                ))}
              </ul>
            ),
          ],
          ...copy.header.map(({ code, value }) => [word.coded('header', code), value] as const),
        ]}
      />
      <h3>{word('fileSystems')}</h3>
      {copy.fileSystems.length === 0 ? null : (
        <ul className="th-plain-list">
          {copy.fileSystems.map(({ form, offset, files }) => (
            <li key={offset}>
              <strong>{form}</strong> · {word('atOffset', { offset: offsetText(offset) })} ·{' '}
              {word('filesIn', { count: groupThousands(files) })}
            </li>
          ))}
        </ul>
      )}
      <p className="th-muted th-small">
        {copy.form === 'folder' || copy.form === 'file' || copy.form === 'archive'
          ? word('listerNone')
          : copy.lister === ''
            ? word('listerAbsent')
            : word('lister', { lister: copy.lister })}
      </p>
      {copy.unread.length === 0 ? null : (
        <details className="th-account">
          <summary>{word('unreadTitle', { count: groupThousands(copy.unread.length) })}</summary>
          <ul className="th-plain-list">
            {copy.unread.map(({ path, reason }) => (
              <li key={path}>
                <span className="th-mono">{path}</span> · {whyUnread(word, reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const SHOWN_NAMES = 4;

function NameList({ names }: { readonly names: readonly string[] }): ReactNode {
  const word = useDeviceWords();
  const [shown, more] = [names.slice(0, SHOWN_NAMES), names.length - SHOWN_NAMES];
  return (
    <span className="th-mono">
      {shown.join(', ')}
      {more > 0 ? ` ${word('andMore', { count: groupThousands(more) })}` : ''}
    </span>
  );
}
