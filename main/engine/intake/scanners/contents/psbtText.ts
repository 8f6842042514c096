// A partly signed transaction as wallets save it (BIP174: `psbt` and 0xff, then binary maps), in the form in which texts hold one, so that it is found
// like these.
import { type Opener, viewBytes, viewOf } from './opener.ts';

/** What a text of one may have at most is 7,000 characters; of a longer one nothing is told but that it is one. */
const LONGEST = 5_250;

export const psbtOpener: Opener = {
  id: 'psbt',
  level: 'view',
  takes: ({ head }) => Buffer.from(head.subarray(0, 5)).toString('latin1') === 'psbt\xff',
  async *open(source, context) {
    const shown = `${source.shown}!base64`;
    if (source.size > LONGEST)
      return context.onUnread({ path: shown, reason: `unpack: a partly signed transaction of more than ${LONGEST} bytes` });
    const text = Buffer.from(Buffer.from(source.read(0, source.size)).toString('base64'));
    yield viewOf(shown, () => viewBytes([text], source, shown, context));
  },
};
