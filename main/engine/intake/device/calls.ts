// Answers exhibit.* and device.*: copies of seized things, scans of them, what was found. Scanners and readers hold lists of words and load with the
// first that needs them: a case at work starts without.
import type { z } from 'zod';
import { deviceContract } from '../../../../shared/contract/device.ts';
import { exhibitContract } from '../../../../shared/contract/exhibit.ts';
import type { WalletReading } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type Handlers, type Host, implement } from '../../kernel/index.ts';
import { addCustody, addExhibit, checkExhibit, exhibitsOf } from './exhibits.ts';
import { readHashLists } from './hashList.ts';
import { withMaskedFaults } from './maskedFaults.ts';
import { messagesAsked } from './messages.ts';
import { reveal } from './reveal.ts';
import { scansOf } from './scanViews.ts';
import { type ChainSight, tracesOf, traceWithPlaces } from './traces.ts';

export function deviceCalls(
  host: Host,
  session: CaseSession,
  sight: ChainSight,
): Handlers<keyof typeof deviceContract> & Handlers<keyof typeof exhibitContract> {
  const pathsOf = (grants: readonly string[]): string[] => grants.map((grant) => host.resolveGrant(grant).path);
  return {
    ...implement(exhibitContract, {
      'exhibit.add': (input, work) =>
        withMaskedFaults(async () => {
          const file = session.current();
          if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
          checkExhibit(file, input);
          const { takeExhibit } = await import('./takeExhibit.ts');
          const taken = input.paths.length === 0 ? null : await takeExhibit(host, pathsOf(input.paths), input.hashes, work, file.folder);
          return addExhibit(file, input, taken);
        }),
      'exhibit.list': () => ({ exhibits: exhibitsOf(session.current()) }),
      'exhibit.custody': ({ exhibit, entry }) => ({ event: addCustody(session.current(), exhibit, entry) }),
    }),
    ...implement(deviceContract, {
      'device.triage': ({ paths }, work) =>
        withMaskedFaults(async () => {
          const roots = pathsOf(paths);
          const { triage } = await import('../scanners/triage.ts');
          return triage(host, roots, work);
        }),
      'device.scan': ({ exhibit, paths, exclude, passphrase }, work) =>
        withMaskedFaults(async () => {
          const file = session.current();
          const lists = await readHashLists(exclude.map((grant) => host.resolveGrant(grant)));
          if (file.sealer() === null) {
            if (passphrase === undefined) throw new Fault('device.needsSecretsKey');
            await file.makeSecretsKey(passphrase);
          }
          const { scanExhibit } = await import('./scanExhibit.ts');
          return scanExhibit(host, file, { exhibit, roots: pathsOf(paths), lists }, work);
        }),
      'device.scans': () => ({ scans: scansOf(session.current()), hasSecretsKey: session.current().sealer() !== null }),
      'device.traces': (input, work) => tracesOf(session.current(), sight, input, work),
      'device.trace': ({ trace }, work) => traceWithPlaces(session.current(), sight, trace, work),
      'device.wallets': ({ scan }) => ({
        wallets: session
          .current()
          .devices.wallets()
          .filter((one) => scan === undefined || one.scan === scan)
          .map(({ id, scan: of, path, data }) => ({ id, scan: of, path, wallet: data as z.output<typeof WalletReading> })),
      }),
      'device.messages': (input) => messagesAsked(session.current(), input),
      'device.reveal': (input) => reveal(session.current(), input),
      'device.openWallet': (input, work) =>
        withMaskedFaults(async () => {
          const { openSeizedWallet } = await import('./openSeizedWallet.ts');
          return { wallet: await openSeizedWallet(host, session.current(), input, work) };
        }),
    }),
  };
}
