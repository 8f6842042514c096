// The door of launching: how a shell gets an engine process. Imports no engine code, so the Electron shell may use it.
export { engineEnvironment } from './environment.ts';
export { forkedEngine } from './forkedEngine.ts';
export type { EngineChild, FromEngineProcess, LaunchEngine, ToEngineProcess } from './protocol.ts';
export { type EngineConnection, type EngineSupervisor, type SupervisorState, superviseEngine } from './supervisor.ts';
