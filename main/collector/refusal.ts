// How the collector fails on purpose: a code whose sentence stands in resources/locales/*/collector.json. No secret enters it.

/** Exit codes as of the command line: 1 the answer is no or incomplete, 2 wrong usage, 3 bad input or a service that cannot be used. */
export const REFUSALS = {
  unknownOption: 2,
  missingOption: 2,
  badOption: 2,
  keyInUrl: 2,
  keyOverPlainHttp: 2,
  notConfirmed: 1,
  list: 3,
  nothingForKind: 3,
  keyFile: 3,
  signingKey: 3,
  capture: 3,
  otherCapture: 3,
  captureLocked: 3,
  notWritable: 3,
  chainUnknown: 3,
  nothingOfChain: 3,
  unauthorised: 3,
  serviceDown: 3,
  full: 3,
  stopped: 1,
  // Of one question: they become gaps of its item, and the rest goes on.
  unreachable: 3,
  redirect: 3,
  tooLarge: 3,
  tooSlow: 3,
  encoding: 3,
  badAnswer: 3,
  echoesKey: 3,
  busy: 3,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly parameters: Readonly<Record<string, string | number>>;
  constructor(code: RefusalCode, parameters: Readonly<Record<string, string | number>> = {}) {
    super(`${code} ${JSON.stringify(parameters)}`);
    this.code = code;
    this.parameters = parameters;
  }
}
