// Two panes of a screen, one over the other.
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';

interface Props {
  readonly label: string;
  readonly top: ReactNode;
  /** Null: the upper pane alone, which keeps its place in the page. */
  readonly bottom: ReactNode;
  /** Of the upper pane at first and whenever it changes, in hundredths. */
  readonly share?: number;
}

/** Two panes over each other with a divider moved by mouse or arrow keys. */
export function Split({ label, top, bottom, share: initial = 64 }: Props): ReactNode {
  const [share, setShare] = useState(initial);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => setShare(initial), [initial]);
  const clamp = (value: number) => Math.min(88, Math.max(25, value));
  const move = (event: PointerEvent) => {
    if (!(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId) || box.current === null) return;
    const area = box.current.getBoundingClientRect();
    setShare(clamp(((event.clientY - area.top) / area.height) * 100));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp') setShare((now) => clamp(now - 4));
    else if (event.key === 'ArrowDown') setShare((now) => clamp(now + 4));
  };
  return (
    <div className="th-split" ref={box} style={{ '--split': bottom === null ? '100%' : `${share}%` } as CSSProperties}>
      <div className="th-split-top">{top}</div>
      {bottom === null ? null : (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a movable separator is no <hr> */}
          <div
            className="th-split-bar"
            role="separator"
            aria-label={label}
            aria-orientation="horizontal"
            aria-valuenow={Math.round(share)}
            tabIndex={0}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={move}
            onKeyDown={onKeyDown}
          />
          <div className="th-split-bottom">{bottom}</div>
        </>
      )}
    </div>
  );
}
