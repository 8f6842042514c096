// Answers device.*.
import { deviceContract } from '../../../../shared/contract/device.ts';
import { exhibitContract } from '../../../../shared/contract/exhibit.ts';
import { type Handlers, type Host, implement } from '../../kernel/index.ts';

const later = (): never => {
  throw new Error('not yet');
};

export function deviceCalls(host: Host): Handlers<keyof typeof deviceContract> & Handlers<keyof typeof exhibitContract> {
  return {
    ...implement(exhibitContract, { 'exhibit.add': later, 'exhibit.list': later, 'exhibit.custody': later }),
    ...implement(deviceContract, {
      'device.scan': later,
      'device.scans': later,
      'device.traces': later,
      'device.trace': later,
      'device.wallets': later,
      'device.messages': later,
      'device.reveal': later,
      'device.openWallet': later,
      'device.triage': async ({ paths }, work) => {
        const roots = paths.map((grant) => host.resolveGrant(grant).path);
        // The lists of words are code that a case at work never needs.
        const { triage } = await import('./triage.ts');
        return triage(host, roots, work);
      },
    }),
  };
}
