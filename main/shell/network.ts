// Cancels every request of the page that is not for the program's own files, and takes the network away from
// Chromium's own services.
import type { App, Session } from 'electron';
import { isPageAddress } from './protocol.ts';

/** Must run before the application is ready. */
export function disableBackgroundNetwork(app: App): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
}

export async function cancelRequests(session: Session, developerTools: boolean): Promise<void> {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowed(details.url, developerTools) }));
  // What no request handler sees (a preconnect, a STUN server) meets a proxy that does not exist.
  await session.setProxy({ mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' });
}

function isAllowed(address: string, developerTools: boolean): boolean {
  if (isPageAddress(address)) return true;
  const scheme = address.split(':', 1)[0];
  // Bytes that the page already has: pictures it made itself. The CSP says where they may be used.
  if (scheme === 'data' || scheme === 'blob') return true;
  return developerTools && scheme === 'devtools';
}
