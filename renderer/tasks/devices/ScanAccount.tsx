// What a scan did not report, and why: candidates that are none, files not read, files left out by a list. Folded, but always there.
import type { ReactNode } from 'react';
import type { DeviceScan } from '../../../shared/contract/device.ts';
import { formatBytes, groupThousands } from '../../design/amounts.ts';
import { Id } from '../../design/pieces.tsx';
import { useDeviceWords, whyUnread } from './words.tsx';

export function ScanAccount({ scan }: { readonly scan: DeviceScan }): ReactNode {
  const word = useDeviceWords();
  const unread = scan.unread.length + scan.unreadMore;
  const excluded = scan.excluded.reduce((sum, { files }) => sum + files, 0);
  const rejected = scan.rejected.reduce((sum, { count }) => sum + count, 0);
  return (
    <details className="th-account">
      <summary>
        <strong>{word('account.of', { number: scan.exhibit.number })}</strong>{' '}
        {word(scan.listed === null ? 'account.line' : 'account.lineImage', {
          files: groupThousands(scan.listed ?? scan.files),
          bytes: formatBytes(scan.bytes),
          unread: groupThousands(unread),
          excluded: groupThousands(excluded),
          rejected: groupThousands(rejected),
        })}
      </summary>
      <div className="th-columns">
        <section>
          <h3>{word('account.read')}</h3>
          <p>
            {word(scan.listed === null ? 'account.readIs' : 'account.readIsImage', {
              files: groupThousands(scan.listed ?? scan.files),
              bytes: formatBytes(scan.bytes),
              entries: groupThousands(scan.entries),
              unpacked: formatBytes(scan.unpacked),
            })}
          </p>
          <p className="th-muted th-small">{word('account.scanner', { scanner: scan.scanner })}</p>
          {scan.more === 0 ? null : <p>{word('account.more', { count: groupThousands(scan.more) })}</p>}
          <p className="th-muted th-small">{word('account.meaning')}</p>
        </section>
        <section>
          <h3>{word('account.rejected')}</h3>
          <CountRows rows={scan.rejected.map(({ reason, count }) => [word.coded('rejected', reason), count])} />
        </section>
        <section>
          <h3>{word('account.excluded')}</h3>
          {scan.excluded.length === 0 ? <p className="th-muted">{word('account.noneExcluded')}</p> : null}
          <ul className="th-plain-list">
            {scan.excluded.map(({ list, sha256, files }) => (
              <li key={sha256}>
                {list}: {word('filesIn', { count: groupThousands(files) })}
                <div className="th-muted th-small">
                  {word('account.listSum')} <Id value={sha256} />
                </div>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>{word('account.unread')}</h3>
          {unread === 0 ? <p className="th-muted">{word('account.noneUnread')}</p> : null}
          <ul className="th-plain-list th-account-unread">
            {scan.unread.map(({ path, reason }) => (
              <li key={`${path} ${reason}`}>
                <span className="th-mono">{path}</span>
                <div className="th-muted th-small">{whyUnread(word, reason)}</div>
              </li>
            ))}
          </ul>
          {scan.unreadMore === 0 ? null : <p className="th-muted">{word('andMore', { count: groupThousands(scan.unreadMore) })}</p>}
        </section>
      </div>
    </details>
  );
}

function CountRows({ rows }: { readonly rows: readonly (readonly [string, number])[] }): ReactNode {
  const word = useDeviceWords();
  if (rows.length === 0) return <p className="th-muted">{word('account.noneRejected')}</p>;
  return (
    <dl className="th-count-rows">
      {rows.map(([text, count]) => (
        <div key={text}>
          <dt>{text}</dt>
          <dd>{groupThousands(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
