// The engine as the shell has it: which way it is started, and the channel between it and the page. The shell itself
// reads no message of that channel.
import { type App, type BrowserWindow, ipcMain, MessageChannelMain } from 'electron';
import { join } from 'node:path';
import { readToEngine } from '../../shared/wire/envelope.ts';
import { overEmitterPort } from '../../shared/wire/messagePort.ts';
import type { FromEngine, ToEngine } from '../../shared/wire/messages.ts';
import { type EngineSupervisor, forkedEngine, superviseEngine } from '../hosts/launch/index.ts';
import { isOwnPage } from './sender.ts';
import { utilityEngine } from './utilityEngine.ts';

/** Names a Node to run the engine with, where the runtime's own is too old (tests). Read by development builds only. */
const NODE_VARIABLE = 'TRACEHOLD_ENGINE_NODE';

export function startEngine(app: App, distFolder: string, log: (line: string) => void): EngineSupervisor {
  // Code outside the archive: an entry inside it crashed on Windows (electron#41396).
  const engineFile = join(distFolder, 'hosts', 'engine.cjs').replace('app.asar', 'app.asar.unpacked');
  const node = app.isPackaged ? undefined : process.env[NODE_VARIABLE];
  const launch = node === undefined || node === '' ? utilityEngine(engineFile, log) : forkedEngine({ engineFile, node, log });
  return superviseEngine({ launch, log });
}

/** Gives the page a port when it asks for one and whenever the engine was started again. */
export function brokerPorts(window: BrowserWindow, engine: EngineSupervisor): void {
  let asked = false;
  let close: () => void = () => undefined;

  const tell = (text: 'lost' | 'stopped'): void => {
    if (asked && !window.isDestroyed()) window.webContents.postMessage('tracehold:engine', text);
  };
  const give = (): void => {
    if (!asked || window.isDestroyed()) return;
    close();
    if (engine.state() !== 'running') {
      tell(engine.state() === 'stopped' ? 'stopped' : 'lost');
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    close = engine.carriesPorts ? engine.handOver(port2) : relay(engine, port2);
    window.webContents.postMessage('tracehold:engine', 'port', [port1]);
  };

  ipcMain.on('tracehold:connect', (event) => {
    if (!isOwnPage(event, window)) return;
    asked = true;
    give();
  });
  engine.onState((state) => (state === 'running' ? give() : tell(state === 'stopped' ? 'stopped' : 'lost')));
  window.on('closed', () => close());
}

/** Where the process cannot carry a port, its messages are passed on one by one. */
function relay(engine: EngineSupervisor, port: Electron.MessagePortMain): () => void {
  const connection = engine.connect();
  const page = overEmitterPort<ToEngine, FromEngine>(port, readToEngine);
  connection.onMessage((message) => page.post(message));
  connection.onClose(() => port.close());
  page.onMessage((message) => connection.post(message));
  page.onClose(() => connection.close());
  return () => {
    connection.close();
    port.close();
  };
}
