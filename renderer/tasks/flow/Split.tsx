// Two panes of a screen, one over the other.
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';

/** Two panes over each other with a divider moved by mouse or arrow keys. */
export function Split({ label, top, bottom }: { readonly label: string; readonly top: ReactNode; readonly bottom: ReactNode }): ReactNode {
  const [share, setShare] = useState(64);
  const box = useRef<HTMLDivElement>(null);
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
    <div className="th-split" ref={box} style={{ '--split': `${share}%` } as CSSProperties}>
      <div className="th-split-top">{top}</div>
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
    </div>
  );
}
