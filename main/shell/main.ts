// The Electron application: composes the modules below in order and holds no logic of its own. Each security concern
// is one file; SECURITY.md names the test that attacks it.
import { app, session as sessions } from 'electron';
import { join } from 'node:path';
import { brokerPorts, startEngine } from './engine.ts';
import { answerChooser } from './grants.ts';
import { installMenu } from './menu.ts';
import { denyNavigation } from './navigation.ts';
import { cancelRequests, disableBackgroundNetwork } from './network.ts';
import { denyPermissions } from './permissions.ts';
import { declareProtocol, serveProtocol } from './protocol.ts';
import { openWindow } from './window.ts';

const distFolder = join(import.meta.dirname, '..');
const log = (line: string): void => void process.stderr.write(`${line}\n`);

// The lock comes before anything touches the profile. The arguments of a second start are not looked at.
if (app.requestSingleInstanceLock()) compose();
else app.quit();

function compose(): void {
  // Every renderer, whatever its preferences say. Chromium has no sandbox for root: only a development build may be
  // started without, as tests in a container are.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareProtocol();
  disableBackgroundNetwork(app);
  denyNavigation(app);
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(open);
}

async function open(): Promise<void> {
  const developerTools = !app.isPackaged;
  // A session in memory: nothing of a case is written to Chromium's caches or storage.
  const session = sessions.fromPartition('workstation', { cache: false });
  denyPermissions(session);
  await cancelRequests(session, developerTools);
  serveProtocol(session, join(distFolder, 'renderer'));
  installMenu(join(distFolder, '..', 'resources'), app.getLocale(), developerTools);

  const engine = startEngine(app, distFolder, log);
  const window = openWindow(session, join(import.meta.dirname, 'preload.cjs'), developerTools);
  answerChooser(window, engine);
  brokerPorts(window, engine);
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  let disposed = false;
  app.on('before-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    // The engine closes the case first; the supervisor ends it after five seconds whatever happens.
    void engine.dispose().finally(() => {
      disposed = true;
      app.quit();
    });
  });
}
