// A walk over protobuf's wire format by field number, without a schema's code. Source: protobuf.dev, Encoding.
import { cursorOf } from '../byteCursor.ts';
import { damaged } from '../damage.ts';

export interface Message {
  /** All values of a field that is bytes, text or a message. */
  bytes(field: number): readonly Uint8Array[];
  first(field: number): Uint8Array | null;
  text(field: number): string;
  /** The last one counts; null where the field is absent. */
  number(field: number): bigint | null;
  /** Of a repeated field, packed or one by one. */
  numbers(field: number): readonly bigint[];
}

const MOST_FIELDS = 1_000_000;
const DECODER = new TextDecoder();

export function readMessage(bytes: Uint8Array): Message {
  const cursor = cursorOf(bytes);
  const chunks = new Map<number, Uint8Array[]>();
  const numbers = new Map<number, bigint[]>();
  const add = (field: number, value: bigint): void => {
    const known = numbers.get(field);
    if (known === undefined) numbers.set(field, [value]);
    else known.push(value);
  };
  for (let count = 0; cursor.left > 0; count++) {
    if (count > MOST_FIELDS) damaged('there are too many fields');
    const tag = Number(cursor.varint());
    const field = Math.floor(tag / 8);
    if (field < 1 || field > 536_870_911) damaged('a field has no number');
    switch (tag % 8) {
      case 0:
        add(field, cursor.varint());
        break;
      case 1:
        add(field, BigInt.asUintN(64, cursor.i64()));
        break;
      case 2: {
        const length = cursor.varint();
        const chunk = cursor.take(length > BigInt(cursor.left) ? cursor.left + 1 : Number(length));
        const known = chunks.get(field);
        if (known === undefined) chunks.set(field, [chunk]);
        else known.push(chunk);
        break;
      }
      case 5:
        add(field, BigInt(cursor.u32()));
        break;
      default:
        damaged('a field has no form');
    }
  }
  const first = (field: number): Uint8Array | null => chunks.get(field)?.[0] ?? null;
  return {
    bytes: (field) => chunks.get(field) ?? [],
    first,
    text: (field) => DECODER.decode(first(field) ?? new Uint8Array(0)),
    number: (field) => numbers.get(field)?.at(-1) ?? null,
    numbers: (field) => [...(numbers.get(field) ?? []), ...(chunks.get(field) ?? []).flatMap(unpacked)],
  };
}

function unpacked(chunk: Uint8Array): bigint[] {
  const cursor = cursorOf(chunk);
  const values: bigint[] = [];
  while (cursor.left > 0) values.push(cursor.varint());
  return values;
}
