// The button that puts what a screen lacks on the fetch list; it says where that stands already. Putting it there asks nobody.
import { Button } from '@blueprintjs/core';
import { Add, Tick } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CallInput } from '../../../shared/contract/index.ts';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';

export type NewItem = CallInput<'fetch.add'>['items'][number];

/** Puts items on the list and says how many were new; answers false where it failed. */
export function useAddToFetchList(): (items: readonly NewItem[]) => Promise<boolean> {
  const say = useWords();
  const { act, announce, go } = useSession();
  return async (items) => {
    const done = await act('fetch.add', { items: [...items] });
    if (done === null) return false;
    const known = items.length - done.added;
    announce([say('fetch.added', { count: done.added }), ...(known > 0 ? [say('fetch.known', { count: known })] : [])].join(' '), {
      text: say('fetch.toList'),
      onClick: () => go({ task: 'fetch' }),
    });
    return true;
  };
}

export function AddToFetchList({ items }: { readonly items: readonly NewItem[] }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const { data } = useAsk('fetch.list', items.length === 0 ? null : {});
  const add = useAddToFetchList();
  if (items.length === 0 || data === null) return null;
  const listed = new Set(data.items.map(({ chain, kind, item }) => `${chain} ${kind} ${item}`));
  const open = items.filter(({ chain, kind, item }) => !listed.has(`${chain} ${kind} ${item}`));
  if (open.length === 0)
    return <Button size="small" variant="minimal" icon={<Tick />} text={say('fetch.onList')} onClick={() => go({ task: 'fetch' })} />;
  return (
    <Button
      icon={<Add />}
      text={open.length === 1 ? say('fetch.addButton') : say('fetch.addAll', { count: open.length })}
      onClick={() => void add(open.slice(0, 1000))}
    />
  );
}
