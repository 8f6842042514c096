// A dialog that is there only while it asks: the library gives the focus back when one closes, not when one is taken away. What had the focus before gets
// it again; where that is gone too, the screen does, so that the keyboard goes on from where the person was.
import { Dialog, type DialogProps } from '@blueprintjs/core';
import { type ReactNode, useEffect, useState } from 'react';

export function AskDialog(props: Omit<DialogProps, 'isOpen'>): ReactNode {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        // Whoever took the focus meanwhile keeps it.
        if (document.activeElement !== document.body && document.activeElement !== null) return;
        const back =
          before instanceof HTMLElement && before !== document.body && before.isConnected ? before : document.getElementById('main');
        back?.focus();
      });
    },
    [before],
  );
  return <Dialog isOpen {...props} />;
}
