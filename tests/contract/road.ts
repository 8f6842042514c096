// The calls that every body of the engine must answer alike, as data: extend the list, not the test. Steps are walked
// in order on one engine, so later ones may build on the case that earlier ones made.
import type { FaultCode } from '../../shared/model/fault.ts';

export interface Place {
  /** Private to this walk. */
  readonly folder: string;
  grant(path: string): Promise<string>;
  /** Outputs of earlier steps by their title. */
  readonly earlier: ReadonlyMap<string, unknown>;
}

export interface Step {
  readonly title: string;
  /** A call of the contract, or on purpose none. */
  readonly name: string;
  readonly input: unknown | ((place: Place) => unknown);
  /** The fault expected instead of an answer. */
  readonly fault?: FaultCode;
  /** What is compared between bodies: drops what rightly differs (random ids, times, folders). */
  readonly compared?: (output: never) => unknown;
}

export const ROAD: readonly Step[] = [
  {
    title: 'says what it is',
    name: 'app.info',
    input: {},
    // Run from the sources it has neither version nor build.
    compared: (info: { readonly platform: string; readonly caseOpen: boolean }) => ({ platform: info.platform, caseOpen: info.caseOpen }),
  },
  { title: 'refuses an unknown key', name: 'app.info', input: { surplus: true }, fault: 'usage.invalid' },
  { title: 'refuses no input', name: 'app.info', input: null, fault: 'usage.invalid' },
  { title: 'refuses a list as input', name: 'app.info', input: [], fault: 'usage.invalid' },
  { title: 'knows no such call', name: 'app.quit', input: {}, fault: 'usage.unknownCall' },
  { title: 'knows no inherited name', name: 'constructor', input: {}, fault: 'usage.unknownCall' },
  { title: 'knows no prototype', name: '__proto__', input: {}, fault: 'usage.unknownCall' },
  { title: 'knows no domain alone', name: 'app.', input: {}, fault: 'usage.unknownCall' },
];
