// A picture in which codes may be: whoever asked looks at it, within bounds that its headers state.
import { documentFormat } from '../../documents/format.ts';
import { pictureFacts } from '../../documents/picture.ts';
import { MOST_HELD, type Opener, viewOf } from './opener.ts';

const FORMS = ['png', 'jpeg', 'gif', 'bmp'] as const;
/** Modules on the side of the smallest code. */
const FEWEST = 21;
const MOST_PIXELS = 40_000_000;

const formOf = (head: Uint8Array) => FORMS.find((form) => form === documentFormat(head, Number.MAX_SAFE_INTEGER));

export const pictureOpener: Opener = {
  id: 'picture',
  level: 'view',
  takes: ({ head }) => formOf(head) !== undefined,
  async *open(source, context) {
    const form = formOf(source.head);
    if (context.threads === null || form === undefined) return;
    const shown = `${source.shown}!qr`;
    if (source.size > MOST_HELD) return context.onUnread({ path: shown, reason: `unpack: a picture of more than ${MOST_HELD >> 20} MiB` });
    const facts = pictureFacts(form, source.read(0, source.size));
    if (facts === null || facts.width < FEWEST || facts.height < FEWEST) return;
    const pixels = facts.width * facts.height;
    if (pixels > MOST_PIXELS)
      return context.onUnread({ path: shown, reason: `unpack: a picture of more than ${MOST_PIXELS / 1_000_000} million pixels` });
    yield { ...viewOf(shown, () => source.stream(), 'picture'), size: pixels };
  },
};
