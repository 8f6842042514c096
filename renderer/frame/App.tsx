// The frame of the window: top bar, rail of tasks, the screen, jobs, status. Screens live in tasks/.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ChooserDialogHost } from '../session/ChooserDialog.tsx';
import { type TaskId, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';
import { Accounts } from '../tasks/accounts/Accounts.tsx';
import { Canvas } from '../tasks/canvas/Canvas.tsx';
import { CaseScreen } from '../tasks/case/CaseScreen.tsx';
import { Devices } from '../tasks/devices/Devices.tsx';
import { Explore } from '../tasks/explore/Explore.tsx';
import { Export } from '../tasks/export/Export.tsx';
import { Fetch } from '../tasks/fetch/Fetch.tsx';
import { People } from '../tasks/people/People.tsx';
import { Exposure } from '../tasks/exposure/Exposure.tsx';
import { Findings } from '../tasks/findings/Findings.tsx';
import { Flow } from '../tasks/flow/Flow.tsx';
import { Journal } from '../tasks/journal/Journal.tsx';
import { Requests } from '../tasks/requests/Requests.tsx';
import { AllRuns } from '../tasks/runs/AllRuns.tsx';
import { Sources } from '../tasks/sources/Sources.tsx';
import { Transcribe } from '../tasks/transcribe/Transcribe.tsx';
import { Trace } from '../tasks/trace/Trace.tsx';
import { Verify } from '../tasks/verify/Verify.tsx';
import { Welcome } from '../tasks/welcome/Welcome.tsx';
import { JobStrip } from './JobStrip.tsx';
import { Rail } from './Rail.tsx';
import { ScreenGuard } from './ScreenGuard.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

const SCREENS: Readonly<Record<TaskId, () => ReactNode>> = {
  case: CaseScreen,
  sources: Sources,
  explore: Explore,
  canvas: Canvas,
  trace: Trace,
  flow: Flow,
  runs: AllRuns,
  accounts: Accounts,
  fetch: Fetch,
  journal: Journal,
  findings: Findings,
  people: People,
  transcribe: Transcribe,
  devices: Devices,
  exposure: Exposure,
  requests: Requests,
  export: Export,
  verify: Verify,
};

export function App(): ReactNode {
  const say = useWords();
  const { info, place } = useSession();
  const [helpOpen, setHelpOpen] = useState(false);
  const omnibox = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  const training = info?.training === true;

  useEffect(() => {
    document.title = info === null ? say('app.name') : `${training ? `${say('training.short')} · ` : ''}${info.title} · ${say('app.name')}`;
  }, [info, training, say]);

  const Screen = info === null && place.task !== 'verify' ? Welcome : SCREENS[place.task];
  return (
    <div className={training ? 'th-app th-app-training' : 'th-app'}>
      {/* biome-ignore lint/a11y/useValidAnchor: it moves the focus within the page */}
      <a
        className="th-skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {say('app.skip')}
      </a>
      {training ? (
        <div className="th-training" role="note">
          <strong>{say('training.banner')}</strong> {say('training.meaning')}
        </div>
      ) : null}
      <TopBar omnibox={omnibox} />
      <Rail onHelp={() => setHelpOpen(true)} />
      <main className="th-main" id="main" tabIndex={-1} ref={main}>
        <ScreenGuard
          key={info === null ? 'none' : place.task}
          title={say('app.screenFailed')}
          next={(reason) => say('app.screenFailedNext', { reason })}
          again={say('app.screenAgain')}
        >
          <Screen />
        </ScreenGuard>
      </main>
      <JobStrip main={main} />
      <StatusBar />
      <Shortcuts open={helpOpen} onOpen={setHelpOpen} omnibox={omnibox} />
      <ChooserDialogHost />
    </div>
  );
}
