// Telegram Desktop's messages.html. A name stands at the first message of several; the day is written day, month, year, in newer exports with its zone.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { headText } from './headText.ts';
import { attributeOf, createHtmlWalk } from './html.ts';
import { createPlacedText, type PlacedText } from './placedText.ts';
import { instantOf, messagesRead } from './reading.ts';
import { byteLength, nameOf, readText } from './textPieces.ts';

const DEEPEST = 512;

interface Open {
  readonly isService: boolean;
  readonly depth: number;
  sender: string;
  time: string;
  forwardedFrom: string;
  readonly attachments: string[];
  text: { readonly text: string; readonly offset: number; readonly end: number } | null;
}

export const telegramHtml: MessageReader = {
  id: 'telegramHtml',
  takes({ path, head }) {
    const text = headText(head);
    return (
      /\.html?$/i.test(path) &&
      /class="page_(?:wrap|header)"/.test(text) &&
      /<title>Exported Data<|class="message (?:default|service)/.test(text)
    );
  },
  async read(file) {
    const text = await readText(file);
    const name = nameOf(file);
    return messagesRead(
      'telegramHtml',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        const ready: SeizedMessage[] = [];
        const classes: string[] = [];
        const width = byteLength(' ', text.encoding);
        let chat = '';
        let lastSender = '';
        let message: Open | null = null;
        let field: { readonly name: string; readonly depth: number; readonly text: PlacedText } | null = null;
        let spans = 0;
        let pages = 0;
        const isIn = (one: string): boolean => classes.some((of) => of.split(' ').includes(one));
        const closeField = (): void => {
          if (field === null) return;
          const taken = field.text.take();
          if (message === null) chat ||= taken.text;
          else if (field.name === 'text') message.text ??= taken;
          else if (field.name === 'forwarded') message.forwardedFrom = taken.text;
          else message.sender = taken.text;
          field = null;
        };
        const finish = (): void => {
          if (message === null) return;
          const { isService, sender, time, forwardedFrom, attachments, text: said } = message;
          message = null;
          if (!isService && sender !== '') lastSender = sender;
          const about = [
            ...(isService ? [{ code: 'service', value: '' }] : []),
            ...(forwardedFrom === '' ? [] : [{ code: 'forwardedFrom', value: forwardedFrom }]),
            ...attachments.map((value) => ({ code: 'attachment', value })),
          ];
          if ((said === null || said.text === '') && about.length === 0) {
            notes.add('withoutText');
            return;
          }
          ready.push({
            ...{ app: 'Telegram', chat, participants: [], sender: isService ? '' : sender || lastSender, direction: 'unknown' },
            ...{ time, instant: instantOf(time, 'dmy'), text: said?.text ?? '' },
            ...(about.length === 0 ? {} : { about }),
            place: { offset: said?.offset ?? null, bytes: said === null ? null : said.end - said.offset, row: '' },
          });
        };
        const walk = createHtmlWalk(
          {
            open(tag, attributes) {
              if (tag === 'html') pages++;
              if (tag === 'br') field?.text.lineEnd();
              if (tag === 'span') spans++;
              if (tag === 'a' && message !== null && /media|photo|video|sticker|voice/.test(attributeOf(attributes, 'class')))
                message.attachments.push(attributeOf(attributes, 'href'));
              if (tag !== 'div') return;
              if (classes.length >= DEEPEST) throw new Fault('intake.malformed', { file: name, row: 0, reason: 'is nested too deeply' });
              const own = attributeOf(attributes, 'class').trim();
              const words = own.split(/\s+/);
              classes.push(words.join(' '));
              if (words[0] === 'message') {
                closeField();
                finish();
                message = {
                  ...{ isService: words.includes('service'), depth: classes.length, sender: '', time: '', forwardedFrom: '' },
                  ...{ attachments: [], text: null },
                };
                return;
              }
              if (words.includes('date') && message !== null && !isIn('forwarded')) message.time ||= attributeOf(attributes, 'title');
              const wanted =
                message === null
                  ? isIn('page_header') && own === 'text bold'
                    ? 'chat'
                    : ''
                  : own === 'from_name'
                    ? isIn('forwarded')
                      ? 'forwarded'
                      : 'sender'
                    : own === 'text' || (message.isService && own === 'body details')
                      ? 'text'
                      : '';
              if (wanted === '') return;
              closeField();
              spans = 0;
              field = { name: wanted, depth: classes.length, text: createPlacedText(width, 0, name) };
            },
            close(tag) {
              if (tag === 'html') pages--;
              if (tag === 'span') spans = Math.max(0, spans - 1);
              if (tag !== 'div') return;
              if (field?.depth === classes.length) closeField();
              if (message?.depth === classes.length) finish();
              classes.pop();
            },
            text(piece, offset, end) {
              // A day stands in a span behind the name of whom a message was forwarded from.
              if (field !== null && (field.name === 'text' || spans === 0)) field.text.add(piece, offset, end);
            },
          },
          name,
        );
        for await (const piece of text.pieces()) {
          try {
            walk.write(piece);
          } finally {
            yield* ready.splice(0);
          }
        }
        if (!walk.end() || message !== null || pages > 0) notes.add('truncated');
        closeField();
        finish();
        yield* ready.splice(0);
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};
