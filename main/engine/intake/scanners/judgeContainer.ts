// Whose files a folder of iOS holds: in a copy of the whole file system folders of programs have numbers for names, and a property list beside the files
// (.com.apple.mobile_container_manager.metadata.plist) names the program.
import { textOf } from './aroundText.ts';
import type { Hit } from './hit.ts';
import type { Candidate } from './scanKernel.ts';
import { iosWalletOf } from './walletFolders.ts';

/** As values of a binary list are shown (S11), or as XML. */
const NAMED = /^(MCMMetadataIdentifier(?:: |<\/key>\s*<string>))([\w.-]+)(?=[\r\n<])/i;
const LONGEST = 200;

/** Nothing where it is no wallet's: nobody looks for other programs, and none is a false find. */
export function judgeContainer(piece: Uint8Array, { start, step }: Candidate): readonly Hit[] {
  const [, lead, bundle] = NAMED.exec(textOf(piece, start, start + LONGEST * step, step)) ?? [];
  const form = iosWalletOf(bundle ?? '');
  if (lead === undefined || bundle === undefined || form === null) return [];
  return [
    {
      ...{ kind: 'wallet', start: start + lead.length * step, bytes: bundle.length * step, encoding: step === 1 ? 'bytes' : 'utf16' },
      ...{ value: bundle, checks: ['context'], detail: [form, 'ios'], isKnownExample: false },
    },
  ];
}
