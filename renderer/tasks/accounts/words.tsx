// The parts that the screens of account chains are built from: assets, amounts, figures, states, the way to a transaction or account.
// They compute nothing.
import { Tag } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { AssetView } from '../../../shared/contract/account.ts';
import { stateInWords } from '../../../shared/model/ledger.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Id } from '../../design/pieces.tsx';
import { Explained } from '../../design/statements.tsx';
import { Time, TimeCell } from '../../design/localTimes.tsx';
import { useSession } from '../../session/session.ts';
import { useWords, type Words } from '../../session/words.ts';
import { assetText, type End, figureText, movementParts, stateKey, unitsText } from './figures.ts';

export function AssetName({ asset }: { readonly asset: AssetView }): ReactNode {
  const say = useWords();
  return (
    <span title={asset.contract ?? undefined}>
      {assetText(asset)} {asset.standing === 'counterfeit' ? <Counterfeit /> : null}
      {asset.decimals === null && asset.kind !== 'item' ? <span className="th-muted"> {say('accounts.smallestUnit')}</span> : null}
    </span>
  );
}

/** What stands behind the name of an asset, as text. */
export function notesOf(say: Words, { standing, decimals, kind }: AssetView): readonly string[] {
  return [
    ...(standing === 'counterfeit' ? [say('accounts.counterfeit')] : []),
    ...(decimals === null && kind !== 'item' ? [say('accounts.smallestUnit')] : []),
  ];
}

function Counterfeit(): ReactNode {
  const say = useWords();
  return (
    <Explained text={say('accounts.counterfeitIs')}>
      <Tag minimal intent="danger">
        ✗ {say('accounts.counterfeit')}
      </Tag>
    </Explained>
  );
}

/** An exact amount in the asset's unit; the count of the smallest unit as tooltip. */
export function UnitAmount({ amount, asset }: { readonly amount: string; readonly asset: AssetView }): ReactNode {
  const say = useWords();
  return (
    <span className="th-amount" title={say('accounts.inSmallest', { amount: groupThousands(amount) })}>
      {unitsText(amount, asset)}
    </span>
  );
}

/** One number, or a range with the reason why it is one. */
export function FigureCell({ end }: { readonly end: End }): ReactNode {
  const say = useWords();
  const { figure, asset } = end;
  const bounds = [figure.amount, figure.low, figure.high].flatMap((amount) => (amount === null ? [] : [groupThousands(amount)]));
  return (
    <span className="th-amount" title={say('accounts.inSmallest', { amount: bounds.join(' – ') })}>
      {figureText({ figure, asset })}
    </span>
  );
}

export function whyText(say: Words, why: End['figure']['why']): string {
  return why === null ? say('accounts.exact') : say(`accounts.why.${why}`);
}

export function reasonText(say: Words, reason: string): string {
  return say.has(`accountReasons.${reason}`) ? say(`accountReasons.${reason}`) : reason;
}

export function endStateText(say: Words, end: Pick<End, 'state' | 'asset'>): string {
  const state = stateInWords(end.state, end.asset.key);
  const { key, detail } = stateKey(state);
  if (key === 'excluded') return say('accountStates.excluded', { reason: reasonText(say, detail) });
  if (key === 'stopped') {
    const rule = say.has(`terms.stop.${detail}.word`) ? say(`terms.stop.${detail}.word`) : reasonText(say, detail);
    return say('accountStates.stopped', { rule });
  }
  return say.has(`accountStates.${key}`) ? say(`accountStates.${key}`) : state;
}

export function transferKindText(say: Words, kind: string): string {
  return say.has(`transferKinds.${kind}`) ? say(`transferKinds.${kind}`) : kind;
}

export function policyText(say: Words, id: string): string {
  return say.has(`terms.accountPolicy.${id}.word`) ? say(`terms.accountPolicy.${id}.word`) : id;
}

interface Dated {
  readonly timeSeconds: number | null;
  readonly day?: string | undefined;
}

/** For sentences; `full` is that of useTimes. */
export function timeOrUnknown(say: Words, seconds: number | null, full: (seconds: number) => string): string {
  return seconds === null ? say('accounts.noTime') : full(seconds);
}

export function When({ at }: { readonly at: number | null }): ReactNode {
  const say = useWords();
  return at === null ? say('accounts.noTime') : <Time at={at} />;
}

/** The same, or the day where the source gives no time of the day. */
export function WhenOrDay({ of }: { readonly of: Dated }): ReactNode {
  const say = useWords();
  return of.day === undefined ? <When at={of.timeSeconds} /> : say('accounts.dayOnly', { day: of.day });
}

/** For a column whose head says UTC. */
export function WhenCell({ of }: { readonly of: Dated }): ReactNode {
  if (of.day !== undefined || of.timeSeconds === null) return <WhenOrDay of={of} />;
  return <TimeCell at={of.timeSeconds} />;
}

/** Width of such a column: a day with its zone is longer than a time. */
export function timeWidth(rows: readonly { readonly day?: string | undefined }[]): string {
  return rows.some(({ day }) => day !== undefined) ? '226px' : '158px';
}

/** An address, account or transaction that opens on this screen. */
/** A link rule in a few words; what it says in full, and its version, at the pointer. */
export function RuleName({ rule }: { readonly rule: string }): ReactNode {
  const say = useWords();
  const [id = rule] = rule.split('@');
  if (!say.has(`leads.ruleNames.${id}`)) return <code>{rule}</code>;
  return <span title={`${rule}: ${say.reason(`rule:${id}`)}`}>{say(`leads.ruleNames.${id}`)}</span>;
}

export function AccountLink({
  value,
  chain,
  full = false,
}: {
  readonly value: string;
  readonly chain?: string;
  readonly full?: boolean;
}): ReactNode {
  const { go } = useSession();
  // An id in the program's texts may hold a colon; an account number is shown as it is.
  return (
    <Id value={value} full={full} whole onOpen={() => go({ task: 'accounts', text: value, ...(chain === undefined ? {} : { chain }) })} />
  );
}

/** A movement by its transaction; the place inside it stands behind. */
export function MovementLink({ name, chain }: { readonly name: string; readonly chain?: string }): ReactNode {
  const { transaction, path } = movementParts(name);
  return (
    <span className="th-movement">
      <AccountLink value={transaction} {...(chain === undefined ? {} : { chain })} />
      {path === '' ? null : <span className="th-muted th-small"> #{path}</span>}
    </span>
  );
}
