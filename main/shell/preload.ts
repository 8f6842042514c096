// Runs in the page's process before the page, isolated from it: hands the page one port and two calls, and nothing
// of Electron. At most 60 lines; bundled as one CommonJS file because a sandboxed preload can load no other.
import { contextBridge, ipcRenderer } from 'electron';

/** The window, as far as it is used: this room is compiled without the DOM. */
const page = globalThis as unknown as { postMessage(message: string, targetOrigin: string, ports: readonly unknown[]): void };
const PAGE_ORIGIN = 'app://workstation';

ipcRenderer.on('tracehold:engine', (event, text: 'port' | 'lost' | 'stopped') => {
  // Over postMessage because the context bridge would copy the port (electron#41511).
  page.postMessage(`tracehold:${text}`, PAGE_ORIGIN, event.ports);
});

contextBridge.exposeInMainWorld('tracehold', {
  /** Asks for a port; it arrives as the message `tracehold:port`, again after each restart of the engine. */
  connect: (): void => ipcRenderer.send('tracehold:connect'),
  choose: (purpose: unknown, options: { readonly suggestedName?: unknown } = {}): Promise<unknown> =>
    ipcRenderer.invoke('tracehold:choose', String(purpose), String(options.suggestedName ?? '')),
});
