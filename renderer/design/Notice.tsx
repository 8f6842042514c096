// A notice that stands out from its surroundings. Its title is no heading: a notice may come anywhere, and headings tell how a screen is ordered.
import { Callout, type CalloutProps, Classes } from '@blueprintjs/core';
import type { ReactNode } from 'react';

export function Notice({ title, children, ...rest }: CalloutProps): ReactNode {
  return (
    <Callout {...rest}>
      {title === undefined ? null : <div className={`${Classes.HEADING} th-notice-title`}>{title}</div>}
      {children}
    </Callout>
  );
}
