// Starts the engine as Electron's utility process: production's way. Needs the application to be ready.
import { type MessagePortMain, utilityProcess } from 'electron';
import { type EngineChild, engineEnvironment, type FromEngineProcess, type LaunchEngine } from '../hosts/launch/index.ts';

export function utilityEngine(engineFile: string, log: (line: string) => void): LaunchEngine {
  return () => {
    const child = utilityProcess.fork(engineFile, [], {
      serviceName: 'Tracehold engine',
      execArgv: [],
      env: engineEnvironment(process.env),
      stdio: 'pipe',
    });
    child.stdout?.on('data', (text: Buffer) => log(text.toString().trimEnd()));
    child.stderr?.on('data', (text: Buffer) => log(text.toString().trimEnd()));
    return {
      pid: child.pid,
      carriesPorts: true,
      send: (message, port) => child.postMessage(message, port === undefined ? [] : [port as MessagePortMain]),
      onMessage: (listener) => void child.on('message', (message: FromEngineProcess) => listener(message)),
      onExit: (listener) => void child.once('exit', (code) => listener(code)),
      kill: () => void child.kill(),
    } satisfies EngineChild;
  };
}
