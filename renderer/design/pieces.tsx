// The small parts that every screen is built from: ids, amounts, empty states, headings, fault notices.
import { Button, Classes, Intent, NonIdealState, Spinner } from '@blueprintjs/core';
import { Duplicate, Tick } from '@blueprintjs/icons';
import { type ReactNode, useContext, useState } from 'react';
import { Notice } from './Notice.tsx';
import { faultWords, isCancelled } from '../session/faults.ts';
import { SessionContext, useChain, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';
import { formatAmount, groupThousands } from './amounts.ts';
import { copyText, shortId } from './ids.ts';

interface IdProps {
  readonly value: string;
  readonly full?: boolean;
  /** A colon in it parts nothing off. */
  readonly whole?: boolean;
  /** Makes the id a link to its details. */
  readonly onOpen?: () => void;
}

/** A monospaced id: shown short or whole, always copied whole. */
export function Id({ value, full = false, whole = false, onOpen }: IdProps): ReactNode {
  const say = useWords();
  const [copied, setCopied] = useState(false);
  const [txid, index] = value.split(':');
  const text = full ? value : whole || index === undefined ? shortId(value) : `${shortId(txid ?? '')}:${index}`;
  const copy = async () => {
    setCopied(await copyText(value));
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <span className={full ? 'th-id th-id-full' : 'th-id'} title={value}>
      {onOpen === undefined ? (
        <span>{text}</span>
      ) : (
        <button
          type="button"
          className="th-link"
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {text}
        </button>
      )}
      <button
        type="button"
        className="th-copy"
        aria-label={say('id.copy', { id: value })}
        onClick={(event) => {
          event.stopPropagation();
          void copy();
        }}
      >
        {copied ? <Tick size={12} /> : <Duplicate size={12} />}
      </button>
    </span>
  );
}

/** An id that opens in Explore. */
export function OpenableId({ value, full }: { readonly value: string; readonly full?: boolean }): ReactNode {
  const { go } = useSession();
  const target = value.split(':')[0] ?? value;
  return <Id value={value} {...(full === undefined ? {} : { full })} onOpen={() => go({ task: 'explore', text: target })} />;
}

interface AmountProps {
  readonly value: string | null;
  readonly chain?: string | null;
  readonly unit?: boolean;
  /** Also the exact count of the smallest unit, where a figure is read out or copied. */
  readonly exact?: boolean;
}

/** An exact amount in the chain's unit; the smallest unit as tooltip. */
export function Amount({ value, chain, unit = true, exact = false }: AmountProps): ReactNode {
  const say = useWords();
  const { decimals, symbol, smallest } = useChain()(chain);
  if (value === null) return <span className="th-muted">{say('amount.unknown')}</span>;
  return (
    <span className="th-amount" title={`${groupThousands(value)} ${smallest}`}>
      {formatAmount(value, decimals)}
      {unit ? <span className="th-unit"> {symbol}</span> : null}
      {exact ? (
        <span className="th-exact">
          {' '}
          = {groupThousands(value)} {smallest}
        </span>
      ) : null}
    </span>
  );
}

export function Empty({
  title,
  next,
  icon,
  action,
}: {
  readonly title: string;
  readonly next: string;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <NonIdealState
      className="th-empty"
      iconMuted
      icon={(icon ?? undefined) as never}
      // No heading, as of a notice: it stands wherever there is nothing yet.
      description={
        <>
          <div className={`${Classes.HEADING} th-empty-title`}>{title}</div>
          <div>{next}</div>
        </>
      }
      {...(action === undefined ? {} : { action: action as never })}
    />
  );
}

export function ScreenHead({
  title,
  about,
  children,
}: {
  readonly title: ReactNode;
  readonly about?: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <header className="th-screen-head">
      <div>
        <h1>{title}</h1>
        {about === undefined ? null : <p className="th-muted">{about}</p>}
      </div>
      <div className="th-actions">{children}</div>
    </header>
  );
}

/** What the chosen tab shows; `tabs` is the id of the row of tabs, which names this panel by it. */
export function TabPanel({
  tabs,
  tab,
  children,
}: {
  readonly tabs: string;
  readonly tab: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="th-tab-panel" role="tabpanel" id={`bp6-tab-panel_${tabs}_${tab}`} aria-labelledby={`bp6-tab-title_${tabs}_${tab}`}>
      {children}
    </div>
  );
}

export function Panel({
  title,
  aside,
  children,
  className,
}: {
  readonly title?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <section className={`th-panel ${className ?? ''}`}>
      {title === undefined ? null : (
        <div className="th-panel-head">
          <h2>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** A cell's text: what a narrow column cuts is told whole where the pointer rests. */
export function Whole({ text }: { readonly text: string }): ReactNode {
  return <span title={text}>{text}</span>;
}

/** Name and value, one under the other in two aligned columns. */
export function Facts({ rows }: { readonly rows: readonly (readonly [ReactNode, ReactNode] | null)[] }): ReactNode {
  return (
    <dl className="th-facts">
      {rows.map((row, index) =>
        row === null ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one list never move
          <div key={index}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** What was counted, in one flowing line. */
export function Counts({ counts }: { readonly counts: Readonly<Record<string, number>> }): ReactNode {
  const say = useWords();
  return (
    <ul className="th-counts">
      {Object.entries(counts).map(([name, count]) => (
        <li key={name}>
          {say.has(`exportCounts.${name}`) ? say(`exportCounts.${name}`) : name} <strong>{groupThousands(count)}</strong>
        </li>
      ))}
    </ul>
  );
}

export function FaultNotice({ fault }: { readonly fault: unknown }): ReactNode {
  const say = useWords();
  const session = useContext(SessionContext);
  if (fault === null || fault === undefined) return null;
  const words = faultWords(say, fault);
  if (isCancelled(fault) && session !== null)
    return (
      <Notice title={say('jobs.stopped')} compact>
        <Button size="small" text={say('jobs.askAgain')} onClick={() => void session.refresh()} />
      </Notice>
    );
  return (
    <Notice intent={Intent.DANGER} title={words.message} compact>
      {words.next}
    </Notice>
  );
}

export function Loading(): ReactNode {
  const say = useWords();
  return (
    <div className="th-loading" role="status" aria-label={say('loading')}>
      <Spinner size={24} />
    </div>
  );
}

/** Words for those who hear a screen, where the eye sees by the place what is meant. */
export function Unseen({ text }: { readonly text: string }): ReactNode {
  return <span className="th-offscreen">{text}</span>;
}
