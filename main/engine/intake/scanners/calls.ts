// Answers device.*.
import { deviceContract } from '../../../../shared/contract/device.ts';
import { type Handlers, type Host, implement } from '../../kernel/index.ts';

export function deviceCalls(host: Host): Handlers<keyof typeof deviceContract> {
  return implement(deviceContract, {
    'device.triage': async ({ paths }, work) => {
      const roots = paths.map((grant) => host.resolveGrant(grant).path);
      // The lists of words are code that a case at work never needs.
      const { triage } = await import('./triage.ts');
      return triage(host, roots, work);
    },
  });
}
