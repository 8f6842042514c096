// The window: one page of our own, without any of Node's powers. WEB_PREFERENCES is asserted by tests/security.
import { BrowserWindow, type Session, type WebPreferences } from 'electron';
import { PAGE_ADDRESS } from './protocol.ts';
import { zoomByKeys } from './zoom.ts';

/** Nothing may be loosened here; a library that needs more is replaced. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // The spelling dictionaries are downloads.
  spellcheck: false,
} as const satisfies WebPreferences;

export function openWindow(session: Session, preload: string, developerTools: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Tracehold',
    webPreferences: { ...WEB_PREFERENCES, session, preload, devTools: developerTools },
  });
  window.once('ready-to-show', () => window.show());
  // No CSP of Chromium covers WebRTC and no request handler sees it: without this a page could ask a STUN server.
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  zoomByKeys(window.webContents);
  let crashed = 0;
  window.webContents.on('render-process-gone', (_event, details) => {
    // Shown again, unless it dies at once: the case is with the engine, which lives on.
    const before = crashed;
    crashed = Date.now();
    if (details.reason !== 'clean-exit' && crashed - before > 10_000) window.webContents.reload();
  });
  void window.loadURL(PAGE_ADDRESS);
  return window;
}
