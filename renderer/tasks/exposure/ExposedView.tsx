// What was found of one address: its own labels, the rules with their reasons, and where money came from and went, per asset, as a bar and as a
// table. The bar is for the eye; the figures in the table are exact.
import { Tag } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Exposed, ExposurePart, ExposureSheet } from '../../../shared/contract/exposure.ts';
import { categoriesText, endText, limitsText, shareOfTotal, verdictText } from '../../../shared/words/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { useWords } from '../../session/words.ts';
import { unitsText } from '../accounts/figures.ts';
import { ThingLink } from '../findings/words.tsx';
import { Examples } from './Examples.tsx';
import { useExposureWords } from './words.ts';

const ORDER = ['met', 'cannotTell', 'notMet'] as const;
const INTENTS = { met: 'danger', cannotTell: 'warning', notMet: 'none' } as const;

export function ExposedView({ exposed }: { readonly exposed: Exposed }): ReactNode {
  const say = useWords();
  const words = useExposureWords();
  const { labels, parties, moreParties, sheets, state } = exposed;
  return (
    <>
      <p>
        <strong>{words.say(`state.${state}`)}</strong>{' '}
        {parties.map(({ chain, kind, id }) => (
          <span key={`${chain} ${id}`}>
            <ThingLink chain={chain} id={id} full={parties.length === 1} />{' '}
            {kind === 'cluster' ? <span className="th-muted">≈ {say('canvas.kinds.cluster')}</span> : null}{' '}
          </span>
        ))}
        {moreParties === 0 ? null : words.say('more', { count: groupThousands(moreParties) })}
      </p>
      {labels.length === 0 ? null : (
        <p>
          {words.say('column.labels')}:{' '}
          {labels.map(({ label, categories, source }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lists may say the same
            <Tag key={at} minimal title={source} className="th-exposure-label">
              {label} · {categoriesText(words, categories)}
            </Tag>
          ))}
        </p>
      )}
      <Verdicts exposed={exposed} />
      <div className="th-exposure-sheets">
        {sheets.map((sheet) => (
          <SheetView key={`${sheet.direction} ${sheet.asset.key}`} sheet={sheet} />
        ))}
      </div>
    </>
  );
}

function Verdicts({ exposed }: { readonly exposed: Exposed }): ReactNode {
  const words = useExposureWords();
  const sorted = ORDER.flatMap((wanted) => exposed.verdicts.filter(({ verdict }) => verdict === wanted));
  if (sorted.length === 0) return null;
  return (
    <ul className="th-exposure-verdicts" aria-label={words.say('rules')}>
      {sorted.map((one) => (
        <li key={one.rule}>
          <Tag minimal intent={INTENTS[one.verdict]}>
            {words.say(`verdict.${one.verdict}`)}
          </Tag>{' '}
          {verdictText(words, one, exposed.state)}
        </li>
      ))}
    </ul>
  );
}

/** Hundredths of a percent for drawing alone. */
function width(amount: string, total: string): number {
  return total === '0' ? 0 : Number((BigInt(amount) * 10_000n) / BigInt(total)) / 100;
}

function SheetView({ sheet }: { readonly sheet: ExposureSheet }): ReactNode {
  const words = useExposureWords();
  const { direction, asset, total, payments, internal, parts } = sheet;
  const title = words.say('total', {
    direction: words.say(`direction.${direction}`),
    amount: words.amount(total, asset),
    payments: groupThousands(payments),
  });
  return (
    <section className="th-exposure-sheet">
      <h3>{title}</h3>
      {isWhole(sheet) ? <Bar parts={parts} total={total} title={title} /> : null}
      <table className="th-plain th-numbers">
        <thead>
          <tr>
            <th scope="col">{words.say('column.part')}</th>
            <th scope="col">{words.say('column.category')}</th>
            <th scope="col" className="th-end">
              {words.say('column.amount')}
            </th>
            <th scope="col" className="th-end">
              {words.say('column.share')}
            </th>
            <th scope="col" className="th-end">
              {words.say('column.payments')}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((one) => {
            const limits = limitsText(words, one);
            return (
              <tr key={keyOf(one)}>
                <td className="th-nowrap">
                  <span className={`th-exposure-mark th-exposure-${one.part}`} aria-hidden="true" /> {words.say(`part.${one.part}`)}
                </td>
                <td>
                  {one.part === 'unknown' ? (
                    <span className="th-muted">{endText(words, one)}</span>
                  ) : (
                    <strong>{endText(words, one)}</strong>
                  )}
                  {limits === '' ? null : <div className="th-muted th-small">{limits}</div>}
                </td>
                <td className="th-end">{unitsText(one.amount, asset)}</td>
                <td className="th-end">{shareOfTotal(words, one.amount, total)}</td>
                <td className="th-end">{groupThousands(one.payments)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Examples sheet={sheet} />
      {internal === '0' ? null : <p className="th-muted">{words.say('internal', { amount: words.amount(internal, asset) })}</p>}
    </section>
  );
}

/** Under poison parts overlap: a bar of them would show a whole that there is not. */
function isWhole({ parts, total }: ExposureSheet): boolean {
  return total !== '0' && parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n) === BigInt(total);
}

const keyOf = ({ part, isDirect, categories, listing, byCluster, reason }: ExposurePart): string =>
  JSON.stringify([part, isDirect, categories, listing, byCluster, reason]);

function Bar({
  parts,
  total,
  title,
}: {
  readonly parts: readonly ExposurePart[];
  readonly total: string;
  readonly title: string;
}): ReactNode {
  const words = useExposureWords();
  return (
    <div className="th-exposure-bar" role="img" aria-label={title}>
      {parts.map((one) => {
        const percent = width(one.amount, total);
        const text = `${words.say(`part.${one.part}`)}: ${endText(words, one)} ${shareOfTotal(words, one.amount, total)}`;
        return (
          <span key={keyOf(one)} className={`th-exposure-${one.part}`} style={{ flexGrow: Math.max(percent, 0.3) }} title={text}>
            {percent >= 12 && one.part !== 'unknown' ? categoriesText(words, one.categories) : ''}
          </span>
        );
      })}
    </div>
  );
}
