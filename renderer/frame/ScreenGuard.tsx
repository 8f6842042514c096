// What stands in place of a screen that could not be drawn: the rest of the window goes on, and the case was never touched by it.
import { Button } from '@blueprintjs/core';
import { Component, type ReactNode } from 'react';
import { Empty } from '../design/pieces.tsx';

interface Props {
  readonly title: string;
  readonly next: (reason: string) => string;
  readonly again: string;
  readonly children: ReactNode;
}

/** React hands such errors to classes only. */
export class ScreenGuard extends Component<Props, { readonly reason: string | null }> {
  override state: { readonly reason: string | null } = { reason: null };

  static getDerivedStateFromError(error: unknown): { readonly reason: string } {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { title, next, again, children } = this.props;
    const { reason } = this.state;
    if (reason === null) return children;
    const action = <Button text={again} onClick={() => this.setState({ reason: null })} />;
    return <Empty title={title} next={next(reason)} action={action} />;
  }
}
