// A button that writes everything a run reached as a file for another program.
import { Button } from '@blueprintjs/core';
import { DataLineage } from '@blueprintjs/icons';
import { type ReactNode, useState } from 'react';
import type { CallInput } from '../../../shared/contract/index.ts';
import { useWords } from '../../session/words.ts';
import { SaveGraphDialog } from '../export/SaveGraphDialog.tsx';

export function SaveRunGraph({ of }: { readonly of: CallInput<'exchange.saveGraph'>['of'] }): ReactNode {
  const say = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<DataLineage />} text={say('graph.button')} title={say('graph.title')} onClick={() => setOpen(true)} />
      {open ? <SaveGraphDialog of={of} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
