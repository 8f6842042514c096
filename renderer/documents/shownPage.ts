// A page as the engine gives it, for an <img>: asked once for each page and size, whatever else changes in the case. The old picture stays
// until the new one is there.
import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/index.ts';
import { useSession } from '../session/session.ts';
import type { Turn } from './regions.ts';

interface ShownPage {
  readonly page: number;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly turn: Turn;
}
type Word = CallOutput<'document.text'>['words'][number];

function urlOf({ base64, type }: CallOutput<'document.page'>): string {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return URL.createObjectURL(new Blob([bytes], { type }));
}

export function useShownPage(
  source: number,
  page: number,
  pixels: number,
): { readonly shown: ShownPage | null; readonly fault: unknown; readonly loading: boolean } {
  const { ask } = useSession();
  const [shown, setShown] = useState<ShownPage | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [loading, setLoading] = useState(true);
  useEffect(() => {
    let current = true;
    setLoading(true);
    ask('document.page', { source, page, pixels }).then(
      (answer) => {
        if (!current) return;
        setShown({ page, url: urlOf(answer), width: answer.width, height: answer.height, turn: answer.turn });
        setFault(null);
        setLoading(false);
      },
      (error: unknown) => {
        if (!current) return;
        setShown(null);
        setFault(error);
        setLoading(false);
      },
    );
    return () => {
      current = false;
    };
  }, [ask, source, page, pixels]);
  const url = shown?.url;
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url]);
  return { shown, fault, loading };
}

/** Words of the page; null until they are there, and for what has none to ask for. */
export function useWordsOf(source: number, page: number, has: boolean): { readonly words: readonly Word[]; readonly more: boolean } | null {
  const { ask } = useSession();
  const [text, setText] = useState<{ readonly words: readonly Word[]; readonly more: boolean } | null>(null);
  useEffect(() => {
    let current = true;
    setText(null);
    // A page that does not open says so where its picture would be.
    if (has)
      ask('document.text', { source, page }).then(
        (answer) => current && setText(answer),
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [ask, source, page, has]);
  return text;
}
