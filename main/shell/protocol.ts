// Serves the program's own pages as app://workstation/, by GET only and from their folder only.
import { protocol, type Session } from 'electron';
import { pageHeaders, readPageFile } from '../hosts/pages/index.ts';

export const PAGE_ORIGIN = 'app://workstation';
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`;

/** True for an address of our own pages, by its parts and never by how its text begins. */
export function isPageAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'app:' && url.host === 'workstation' && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}

/** Must run before the application is ready. */
export function declareProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: false, bypassCSP: false } },
  ]);
}

export function serveProtocol(session: Session, pagesFolder: string): void {
  const headers = pageHeaders("'self'");
  const refuse = (status: number): Response => new Response(null, { status, headers });
  session.protocol.handle('app', async (request) => {
    if (!isPageAddress(request.url)) return refuse(403);
    if (request.method !== 'GET') return refuse(405);
    const { pathname } = new URL(request.url);
    const file = await readPageFile(pagesFolder, pathname);
    return file === undefined ? refuse(404) : new Response(Buffer.from(file.bytes), { headers: { ...headers, 'Content-Type': file.type } });
  });
}
