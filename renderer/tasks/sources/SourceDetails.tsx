// One source: what was found in it, what was refused and why, and withdrawing it.
import { Button, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { IntakeResult } from '../../../shared/contract/intake.ts';
import { countsOfBag } from '../../../shared/words/index.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { Counts, Facts, Id, Panel } from '../../design/pieces.tsx';
import { Term } from '../../design/statements.tsx';
import { Time } from '../../design/localTimes.tsx';
import type { Granted } from '../../../shared/chooser/contract.ts';
import { ChooseButton } from '../../session/ChooseButton.tsx';
import { type SourcesAnswer, useSession } from '../../session/session.ts';
import { useWithdraw } from '../../session/withdraw.tsx';
import { ReportFacts } from './ReportFacts.tsx';
import { useWords, type Words } from '../../session/words.ts';
import { flagText, rejectedRows, rowReason, TableNote } from './TableNote.tsx';

type Source = SourcesAnswer['sources'][number];

interface Props {
  readonly source: Source | null;
  readonly onDecimals: (name: string, contracts: string) => void;
  readonly onRead: (source: number) => void;
}

export function SourceDetails({ source, onDecimals, onRead }: Props): ReactNode {
  const say = useWords();
  const { act, announce, go } = useSession();
  const { button, form } = useWithdraw(source === null || source.state === 'withdrawn' ? null : source.id, say('sources.withdrawHelp'));
  if (source === null) {
    return (
      <Panel title={say('sources.detail')}>
        <p className="th-muted">{say('sources.choose')}</p>
      </Panel>
    );
  }
  const { result } = source;
  const ofAccounts = source.mode === 'accounts';
  const document = result?.document;
  const lacking = result?.table?.flags.find(({ code }) => code === 'decimalsUnknown');
  const saveRejected = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    const written = await act('intake.rejected', { source: source.id, out: folder.grant, folder: true });
    if (written !== null) announce(say('sources.rejectedSaved', { name: written.name, count: written.rows }));
  };
  const saveAnswers = async ([folder]: readonly Granted[]) => {
    if (folder === undefined) return;
    const written = await act('intake.answers', { source: source.id, out: folder.grant, folder: true });
    if (written !== null) announce(say('sources.answersSaved', { name: written.name, bytes: groupThousands(written.bytes) }));
  };
  return (
    <Panel title={source.name} aside={button}>
      {form}
      <Facts
        rows={[
          [say('sources.importer'), source.importer],
          [say('sources.taken'), <Time key="t" at={source.taken} />],
          [say('sources.mode'), say.has(`modesAre.${source.mode}`) ? say(`modesAre.${source.mode}`) : source.mode],
          result?.headers?.from == null || result.headers.to === null
            ? null
            : [say('sources.heights'), `${groupThousands(result.headers.from)}–${groupThousands(result.headers.to)}`],
          source.mode === 'node'
            ? null
            : ['SHA-256', source.sha256 === null ? say('sources.notHashed') : <Id key="h" value={source.sha256} full />],
          source.mode === 'node' ? null : [say('sources.sizeExact'), say('sources.bytes', { bytes: groupThousands(source.sizeBytes) })],
          ...(document === undefined ? [] : documentFacts(say, document)),
          result === null || ofAccounts || document !== undefined
            ? null
            : [
                say('sources.blocks'),
                say('sources.blockCounts', {
                  blocks: groupThousands(result.blocks),
                  accepted: groupThousands(result.accepted),
                  new: groupThousands(result.new),
                  stale: groupThousands(result.stale),
                }),
              ],
          result === null || document !== undefined ? null : [say('coverage.transactions'), groupThousands(result.transactions)],
          result?.headers == null
            ? null
            : [
                <Term key="w" id="work">
                  {say('coverage.proof')}
                </Term>,
                result.headers.anchoredTo === null
                  ? say('coverage.unanchored')
                  : say('coverage.anchored', { anchor: result.headers.anchoredTo, work: result.headers.work }),
              ],
          result?.proven === undefined ? null : [say('coverage.proven'), <ProvenBlocks key="p" proven={result.proven} />],
          result === null || ofAccounts || document !== undefined
            ? null
            : [
                <Term key="u" id="undo">
                  {say('sources.undo')}
                </Term>,
                say(`undoData.${result.undo}`),
              ],
        ]}
      />
      {result === null ? null : <TableNote result={result} />}
      {result?.bag === undefined ? null : (
        <>
          <h3>{say('sources.ofBag', { reference: result.bag.reference })}</h3>
          <Counts counts={countsOfBag(result.bag)} />
        </>
      )}
      {result === null ? null : <ReportFacts result={result} />}
      {document === undefined ? null : (
        <div className="th-actions th-form-gap">
          <Button size="small" intent={Intent.PRIMARY} text={say('documents.open')} onClick={() => onRead(source.number)} />
        </div>
      )}
      {ofAccounts && source.state === 'complete' ? (
        <div className="th-actions th-form-gap">
          <Button size="small" text={say('tables.toAccounts')} onClick={() => go({ task: 'accounts', accountsTab: 'held' })} />
          {result?.node === undefined ? null : (
            <ChooseButton purpose="saveFolder" text={say('sources.answersSave')} onChosen={(chosen) => void saveAnswers(chosen)} />
          )}
        </div>
      ) : null}
      {source.mode === 'archive' && source.state === 'complete' ? (
        <div className="th-actions th-form-gap">
          <Button size="small" text={say('sources.traceFrom')} onClick={() => go({ task: 'trace' })} />
          <Button size="small" text={say('sources.lookUp')} onClick={() => go({ task: 'explore' })} />
        </div>
      ) : null}
      {result !== null && result.refused.length > 0 ? (
        <>
          <h3>{say('sources.refused', { count: result.refused.length })}</h3>
          <ul className="th-checks">
            {result.refused.slice(0, 100).map((block) => (
              <li key={block.hash}>
                <span aria-hidden="true">✗</span>{' '}
                {block.height === null
                  ? say('sources.claimed', { height: block.claimedHeight ?? '?' })
                  : say('block.height', { height: groupThousands(block.height) })}{' '}
                <Id value={block.hash} /> <span>{say.reason(block.reason)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {result !== null && result.rejectedRows.length > 0 ? (
        <>
          <h3>{say('sources.rejectedRows', { count: rejectedRows(result) })}</h3>
          {lacking === undefined ? null : (
            <Notice compact intent={Intent.WARNING}>
              <p className="th-break">{flagText(say, lacking.code, lacking.values)}</p>
              <p>{say('tables.stateDecimalsAbout')}</p>
              <Button text={say('tables.stateDecimals')} onClick={() => onDecimals(source.name, lacking.values['tokens'] ?? '')} />
            </Notice>
          )}
          <ChooseButton purpose="saveFolder" text={say('sources.rejectedSave')} onChosen={(chosen) => void saveRejected(chosen)} />
          <ul className="th-checks">
            {result.rejectedRows.slice(0, 100).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one result never move, and one row may be named twice
              <li key={index}>
                <span aria-hidden="true">✗</span> {say('sources.row', { row: row.row })} {rowReason(say, row.reason)}{' '}
                <code className="th-muted">{row.text}</code>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Panel>
  );
}

function documentFacts(say: Words, { format, pages, width, height, flags }: NonNullable<IntakeResult['document']>) {
  const rows: [string, string][] = [
    [say('documents.format'), format.toUpperCase()],
    [say('documents.pages'), groupThousands(pages)],
  ];
  if (width !== null && height !== null) rows.push([say('documents.pixelsAre'), say('documents.pixels', { width, height })]);
  return [...rows, ...flags.map((flag): [string, string] => ['!', say(`documents.flag.${flag}`)])];
}

/** Blocks of an account chain, how far an anchor reaches, and what contradicts it. */
function ProvenBlocks({ proven }: { readonly proven: NonNullable<IntakeResult['proven']> }): ReactNode {
  const say = useWords();
  const { headers, bodies, receipts, anchored, contradictions } = proven;
  const counts = Object.entries({ headers, bodies, receipts, anchored }).map(([name, count]) => [name, groupThousands(count)] as const);
  return (
    <>
      {say('coverage.provenCounts', Object.fromEntries(counts))}
      {contradictions.slice(0, 20).map((one) => (
        <div key={`${one.height} ${one.held}`}>
          <strong>✗ {say('coverage.anchorContradicted', { ...one, height: groupThousands(one.height) })}</strong>
        </div>
      ))}
    </>
  );
}
