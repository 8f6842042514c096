// What an attacked page must not reach: listeners on this machine that count what arrives.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Listener {
  readonly host: string;
  readonly port: number;
  arrived(): number;
  close(): void;
}

/** Counts TCP connections, whatever is said over them: a preconnect counts too. */
export async function tcpListener(): Promise<Listener> {
  let arrived = 0;
  const server = createServer((socket) => {
    arrived++;
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 7\r\nConnection: close\r\n\r\nreached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, port, arrived: () => arrived, close: () => void server.close() };
}

export async function udpListener(): Promise<Listener> {
  let arrived = 0;
  const socket = createSocket('udp4').on('message', () => arrived++);
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  return { host: `127.0.0.1:${port}`, port, arrived: () => arrived, close: () => void socket.close() };
}
