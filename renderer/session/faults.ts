// What a failed call says to a person: what happened and what to do next, by the fault's code. It shows no stack.
import type { Words } from './words.ts';

export interface FaultWords {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

type FaultLike = { readonly code: string; readonly parameters: Readonly<Record<string, string | number>> };

function isFaultLike(error: unknown): error is FaultLike {
  return typeof error === 'object' && error !== null && typeof (error as { code?: unknown }).code === 'string';
}

export function isCancelled(error: unknown): boolean {
  return isFaultLike(error) && error.code === 'job.cancelled';
}

/** Looks for the sentence by the code's own name, both nested (`case.passphrase.message`) and plain. */
export function faultWords(say: Words, error: unknown): FaultWords {
  if (!isFaultLike(error)) {
    return {
      code: 'internal',
      message: say('faults.unexpected'),
      next: error instanceof Error ? error.message : say('faults.unexpectedNext'),
    };
  }
  const parameters = inWords(say, error);
  const message = say.any(`errors.${error.code}.message`, parameters) ?? say.any(`errors.${error.code}`, parameters);
  // The errors' own advice names commands; where the window has another way, its words go first.
  const here = `ui.faultNext.${error.code.replaceAll('.', '-')}`;
  const next = say.any(here, parameters) ?? say.any(`errors.${error.code}.next`, parameters);
  const listed = Object.entries(parameters)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
  return {
    code: error.code,
    message: message ?? say('faults.coded', { code: error.code, details: listed }),
    next: next ?? say('faults.unexpectedNext'),
  };
}

/** A reason is a code: its sentence of this fault, else the one that rows have. */
function inWords(say: Words, { code, parameters = {} }: FaultLike): FaultLike['parameters'] {
  const { reason } = parameters;
  return reason === undefined ? parameters : { ...parameters, reason: say.any(`reasons.${code}-${reason}`) ?? say.reason(String(reason)) };
}
