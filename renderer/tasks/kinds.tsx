// Coins that are spent as outputs, and balances of accounts: which of the two the case holds, and the switch between them where it holds
// both. A case of one kind never shows the other's empty form.
import { SegmentedControl } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useKept, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';

type Kind = 'coins' | 'accounts';

interface Kinds {
  readonly kind: Kind;
  readonly both: boolean;
  /** Transactions of account chains and ledgers that the sources brought. */
  readonly accountTransactions: number;
  readonly choose: (kind: Kind) => void;
}

export function useKinds(): Kinds {
  const { sources, place } = useSession();
  const [chosen, choose] = useKept<Kind>('kind', 'coins');
  const ofAccounts = sources?.sources.filter(({ mode, state }) => mode === 'accounts' && state !== 'withdrawn') ?? [];
  const both = ofAccounts.length > 0 && (sources?.chains.length ?? 0) > 0;
  const accountTransactions = ofAccounts.reduce((sum, { result }) => sum + (result?.transactions ?? 0), 0);
  // Outputs put forward as starting points are coins, whatever was looked at last.
  const asked = place.task === 'trace' && place.seeds !== undefined ? 'coins' : chosen;
  return { kind: both ? asked : ofAccounts.length > 0 ? 'accounts' : 'coins', both, accountTransactions, choose };
}

export function KindSwitch(): ReactNode {
  const say = useWords();
  const { place, go } = useSession();
  const { kind, both, choose } = useKinds();
  if (!both) return null;
  return (
    <SegmentedControl
      options={(['coins', 'accounts'] as const).map((value) => ({ value, label: say(`assetKinds.${value}`) }))}
      value={kind}
      onValueChange={(next) => {
        choose(next === 'accounts' ? 'accounts' : 'coins');
        go({ task: place.task });
      }}
    />
  );
}
