// Denies the page every permission, both when it asks and when Chromium checks, but one: putting text that the person
// asked for on the clipboard (an address, a transaction id). Reading the clipboard is denied.
import type { Session } from 'electron';

const ALLOWED = 'clipboard-sanitized-write';

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === ALLOWED));
  session.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  // Nothing is saved past the chooser: a download would be a path the page chose.
  session.on('will-download', (event) => event.preventDefault());
}
