// Decides whether a message to the shell comes from our own page in our own window, and not from a frame, a foreign
// page or a window that should not exist.
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { isPageAddress } from './protocol.ts';

export function isOwnPage(event: IpcMainEvent | IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  return (
    frame != null && !window.isDestroyed() && event.sender.id === window.webContents.id && frame.parent === null && isPageAddress(frame.url)
  );
}
