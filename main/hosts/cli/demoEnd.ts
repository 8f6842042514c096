// How the case of a demo ends: what was run is run again, the case file is written, the case closed, the file checked; and what is printed of that.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { Desk } from './command.ts';
import type { Practice } from './demoPractice.ts';
import { renderPairs } from './table.ts';

export interface DemoEnd<Replay> {
  readonly replay: Replay;
  readonly bag: CallOutput<'evidence.exportBag'>;
  readonly bagPath: string;
  readonly verify: CallOutput<'evidence.verify'>;
  readonly checkpoint: string;
}

/** `at`: a path within the demo's folder. */
export async function endDemo<Replay>(
  desk: Desk,
  at: (...parts: string[]) => string,
  replayAll: () => Promise<Replay>,
): Promise<DemoEnd<Replay>> {
  desk.note(desk.say('cli.demo.step.replay'));
  const replay = await replayAll();
  desk.note(desk.say('cli.demo.step.export'));
  const bag = await desk.call('evidence.exportBag', { out: desk.grant(at('bag')) });
  desk.note(desk.say('cli.demo.step.close'));
  const checkpoint = (await desk.call('case.close', {})).checkpoint?.code ?? '';
  desk.note(desk.say('cli.demo.step.verify'));
  const bagPath = at(bag.name);
  const verify = await desk.call('evidence.verify', { bag: desk.grant(bagPath), fingerprint: bag.fingerprint, asEvidence: false });
  return { replay, bag, bagPath, verify, checkpoint };
}

interface Replayed {
  readonly runs: readonly { readonly run: number; readonly identical: boolean }[];
}

export function endText({ replay, verify, bagPath, checkpoint, folder, passphrase }: DemoEnd<Replayed> & Practice, desk: Desk): string {
  return renderPairs([
    [
      desk.say('cli.demo.field.replay'),
      replay.runs.map(({ run, identical }) => desk.say(identical ? 'cli.replay.identical' : 'cli.replay.different', { run })).join(' '),
    ],
    [desk.say('cli.demo.field.verify'), `${desk.say(verify.ok ? 'cli.verify.ok' : 'cli.demo.verifyWrong')} ${verify.firstLine}`],
    [desk.say('cli.field.bag'), bagPath],
    [desk.say('cli.field.checkpoint'), checkpoint],
    [desk.say('cli.field.folder'), folder],
    [desk.say('cli.demo.field.passphrase'), passphrase],
  ]);
}
