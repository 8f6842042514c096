// What the engine makes of a text while it is typed: asked once nobody has typed for a moment. The last answer stays until the next.
import { useEffect, useState } from 'react';
import type { Verdict } from '../../../shared/contract/transcribe.ts';
import { useSession } from '../../session/session.ts';

const WAIT_MS = 200;

interface Judged {
  readonly verdict: Verdict | null;
  readonly fault: unknown;
  /** Whether the verdict is of the text as it stands. */
  readonly current: boolean;
}

export function useVerdict(text: string): Judged {
  const { ask, revision } = useSession();
  const [state, setState] = useState<{ readonly of: string; readonly verdict: Verdict | null; readonly fault: unknown }>({
    ...{ of: '', verdict: null, fault: null },
  });
  const wanted = text.trim();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed case is a reason to ask again
  useEffect(() => {
    if (wanted === '') {
      setState({ of: '', verdict: null, fault: null });
      return;
    }
    let current = true;
    const timer = window.setTimeout(() => {
      ask('transcribe.check', { text: wanted }).then(
        (verdict) => current && setState({ of: wanted, verdict, fault: null }),
        (fault: unknown) => current && setState({ of: wanted, verdict: null, fault }),
      );
    }, WAIT_MS);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [ask, wanted, revision]);
  return { verdict: state.verdict, fault: state.fault, current: state.of === wanted };
}
