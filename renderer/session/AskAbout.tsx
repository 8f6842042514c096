// From an address or account on: what it is exposed to, and a request about it. The same on every page that shows one.
import { Button } from '@blueprintjs/core';
import { Envelope, HorizontalBarChart } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useSession } from './session.ts';
import { useWords } from './words.ts';

export function AskAbout({ address, chain }: { readonly address: string; readonly chain: string }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  return (
    <>
      <Button icon={<HorizontalBarChart />} text={say('tasks.exposure')} onClick={() => go({ task: 'exposure', text: address, chain })} />
      <Button icon={<Envelope />} text={say('requests.fromHere')} onClick={() => go({ task: 'requests', text: address })} />
    </>
  );
}
