// Other addresses that carry the same name, on coins, account chains and ledgers alike: one entity may hold several. The labels' sources say so,
// not the program.
import type { ReactNode } from 'react';
import type { Label } from '../../../../shared/contract/label.ts';
import { OpenableId } from '../../../design/pieces.tsx';
import { useAsk, useChain } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';

const MOST_SHOWN = 50;

export function SameLabel({ labels, address }: { readonly labels: readonly string[]; readonly address: string }): ReactNode {
  return [...new Set(labels)].map((label) => <Others key={label} label={label} address={address} />);
}

function Others({ label, address }: { readonly label: string; readonly address: string }): ReactNode {
  const say = useWords();
  const chainOf = useChain();
  const answer = useAsk('labels.list', { search: label.slice(0, 200), limit: 500 });
  const others = new Map<string, Label>();
  for (const one of answer.data?.labels ?? [])
    if (one.label === label && one.address !== address) others.set(`${one.chain} ${one.address}`, one);
  if (others.size === 0) return null;
  return (
    <details>
      <summary className="th-small">{say('labels.sameName', { label, count: others.size })}</summary>
      <ul className="th-plain-list">
        {[...others.values()].slice(0, MOST_SHOWN).map((one) => (
          <li key={`${one.chain} ${one.address}`}>
            <OpenableId value={one.address} full />{' '}
            <span className="th-muted">
              {one.chain === null ? '' : chainOf(one.chain).name} {one.source}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
