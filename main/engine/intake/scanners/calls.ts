// Answers device.*.
import { deviceContract } from '../../../../shared/contract/device.ts';
import { type Handlers, type Host, implement } from '../../kernel/index.ts';
import { triage } from './triage.ts';

export function deviceCalls(host: Host): Handlers<keyof typeof deviceContract> {
  return implement(deviceContract, {
    'device.triage': ({ paths }, work) =>
      triage(
        host,
        paths.map((grant) => host.resolveGrant(grant).path),
        work,
      ),
  });
}
