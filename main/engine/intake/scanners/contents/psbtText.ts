// A partly signed transaction as wallets save it (BIP174: `psbt` and 0xff, then binary maps), in the form in which texts hold one, so that it is found
// like these.
import { type Opener, viewBytes, viewOf } from './opener.ts';

/** As many characters as are looked at; of a longer one they hold its beginning. */
const LONGEST = 5_250;

export const psbtOpener: Opener = {
  id: 'psbt',
  level: 'view',
  takes: ({ head }) => Buffer.from(head.subarray(0, 5)).toString('latin1') === 'psbt\xff',
  async *open(source, context) {
    const shown = `${source.shown}!base64`;
    const text = Buffer.from(Buffer.from(source.read(0, Math.min(source.size, LONGEST))).toString('base64'));
    yield viewOf(shown, () => viewBytes([text], source, shown, context));
  },
};
