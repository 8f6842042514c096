// Entry of a worker thread: moves messages between the thread that made it and the engine's tasks. It opens no case.
import { parentPort } from 'node:worker_threads';
import { serveWorker } from '../engine/worker.ts';
import { BUILD_HASH } from './programVersion.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts is the entry of a worker thread');
serveWorker(
  {
    post: (message, transfer) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => void port.on('message', listener),
  },
  BUILD_HASH,
);
