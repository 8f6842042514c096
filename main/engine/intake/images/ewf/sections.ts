// The chain of sections of one segment file: each says where the next one begins. A chain that turns back, leaves the file or has no end is
// damage, told and not followed.
import { Fault } from '../../../../../shared/model/fault.ts';
import { adler32 } from '../adler32.ts';
import type { Problems } from '../image.ts';
import type { PartFiles } from '../partFiles.ts';

export const DESCRIPTOR_BYTES = 76;
const FILE_HEADER_BYTES = 13;
const SIGNATURE = [0x45, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00];
/** A segment of 2 TiB has some twelve thousand. */
const MOST_SECTIONS = 100_000;

export interface Section {
  readonly type: string;
  readonly segment: number;
  /** Of what follows the descriptor, within the file. */
  readonly start: number;
  readonly end: number;
}

export interface Segment {
  /** From 1, as its header says. */
  readonly number: number;
  readonly sections: readonly Section[];
  /** `done`: the last of its set; `next`: others follow; null: it ends in damage. */
  readonly ends: 'done' | 'next' | null;
}

export function isEwf(head: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => head[i] === byte);
}

/** Faults: image.damaged where it has no header of a segment; image.unreadable. */
export function readSegment(files: PartFiles, segment: number, problems: Problems): Segment {
  const name = files.names[segment] as string;
  const size = files.sizes[segment] as number;
  const head = new Uint8Array(FILE_HEADER_BYTES);
  const number = files.read(segment, head, 0) === FILE_HEADER_BYTES && isEwf(head) ? (head[9] as number) | ((head[10] as number) << 8) : 0;
  if (number === 0) throw new Fault('image.damaged', { name, reason: 'header' });
  const sections: Section[] = [];
  const descriptor = new Uint8Array(DESCRIPTOR_BYTES);
  const view = new DataView(descriptor.buffer);
  const broken = (reason: string): Segment => {
    problems.add(name, reason);
    return { number, sections, ends: null };
  };
  for (let at = FILE_HEADER_BYTES; ; ) {
    if (sections.length >= MOST_SECTIONS) return broken('more sections than a segment can have; the rest is not read');
    if (files.read(segment, descriptor, at) < DESCRIPTOR_BYTES) return broken(`it ends at byte ${size}, before its last section`);
    if (view.getUint32(72, true) !== adler32(descriptor.subarray(0, 72)))
      return broken(`the section at byte ${at} has a checksum that does not fit; what follows is not read`);
    const type = textOf(descriptor.subarray(0, 16));
    const next = Number(view.getBigUint64(16, true));
    const stated = Number(view.getBigUint64(24, true));
    if (type === 'done' || type === 'next') {
      if (at + DESCRIPTOR_BYTES < size)
        problems.add(name, `${size - at - DESCRIPTOR_BYTES} bytes stand behind its last section; they are not read`);
      return { number, sections, ends: type };
    }
    // Forwards only: each step leads nearer to the end of the file.
    if (next < at + DESCRIPTOR_BYTES) return broken(`the section at byte ${at} leads back to byte ${next}; what follows is not read`);
    if (next > size) {
      sections.push({ type, segment, start: at + DESCRIPTOR_BYTES, end: size });
      return broken(`it ends at byte ${size}, within the section at byte ${at}`);
    }
    // Two chains in one file show two images, depending on who reads.
    if (stated !== 0 && at + stated !== next)
      problems.add(
        name,
        `the section at byte ${at} states a size that leads to byte ${at + stated}, and a next section at byte ${next}, which was followed`,
      );
    sections.push({ type, segment, start: at + DESCRIPTOR_BYTES, end: next });
    at = next;
  }
}

/** Its bytes, at most so many. */
export function sectionBytes(files: PartFiles, section: Section, most: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(most, section.end - section.start));
  return bytes.subarray(0, files.read(section.segment, bytes, section.start));
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end));
}
