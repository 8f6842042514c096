// Which outputs of one transaction rule change.probable marks: a help when ticking seeds, an inference, nothing more.
import type { ChainView } from './chainView.ts';
import { changeProbable } from './heuristics/changeProbable.ts';

/** Output numbers; `firstAppearance` is that of the whole slice. */
export function probableChange(view: ChainView, transaction: number, firstAppearance: Uint32Array): readonly number[] {
  const scriptType = (script: number) => view.network.readScript(view.scripts.script(script)).type;
  const reading = changeProbable.read({ slice: view.slice, scriptType, firstAppearance }, transaction);
  return reading.verdict === 'holds' ? reading.outNumbers : [];
}
