// How the case of a demo ends: what was run is run again, the case file is written, the case closed, the file checked.
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { Desk } from './command.ts';

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
