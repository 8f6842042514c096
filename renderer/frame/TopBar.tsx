// Whose case this is, the box that takes anything, undo and redo by name, light and dark.
import { Button, InputGroup } from '@blueprintjs/core';
import { ArrowLeft, Moon, Redo, Search, Flash as Sun, Undo } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, type RefObject, useState } from 'react';
import { useSession } from '../session/session.ts';
import { useTheme } from '../session/theme.ts';
import { useUndo } from '../session/undo.ts';
import { useWords } from '../session/words.ts';

export function TopBar({ omnibox }: { readonly omnibox: RefObject<HTMLInputElement | null> }): ReactNode {
  const say = useWords();
  const { info, go, back } = useSession();
  const theme = useTheme();
  const { undo, redo, undoText, redoText } = useUndo();
  const [text, setText] = useState('');
  const find = (event: FormEvent) => {
    event.preventDefault();
    const clean = text.trim();
    if (clean === '') return;
    go({ task: 'explore', text: clean });
    setText('');
    // What was found is read and undone by keys; the box would swallow them.
    document.getElementById('main')?.focus();
  };
  return (
    <header className="th-top">
      <div className="th-top-name">
        <Button variant="minimal" size="small" icon={<ArrowLeft />} aria-label={say('top.back')} onClick={back} />
        <span className="th-brand">{say('app.name')}</span>
      </div>
      {info === null ? (
        <div className="th-top-case th-muted">{say('top.noCase')}</div>
      ) : (
        <div className="th-top-case" title={`${info.title} · ${info.reference} · ${info.examiner}`}>
          <strong>{info.title}</strong>
          <span className="th-muted">{say('top.case', { reference: info.reference, examiner: info.examiner })}</span>
        </div>
      )}
      <form className="th-omnibox" onSubmit={find}>
        <InputGroup
          inputRef={omnibox as RefObject<HTMLInputElement>}
          leftIcon={<Search />}
          value={text}
          disabled={info === null}
          placeholder={say('top.omnibox')}
          aria-label={say('top.omniboxLabel')}
          onValueChange={setText}
          rightElement={<span className="th-keys">Ctrl K</span>}
        />
      </form>
      <div className="th-actions">
        <Button
          variant="minimal"
          size="small"
          icon={<Undo />}
          disabled={undo === null}
          title={undoText}
          aria-label={undoText}
          text={<span className="th-wide">{undoText}</span>}
          onClick={() => undo?.()}
        />
        <Button
          variant="minimal"
          size="small"
          icon={<Redo />}
          disabled={redo === null}
          title={redoText}
          aria-label={redoText}
          text={redo === null ? undefined : <span className="th-wide">{redoText}</span>}
          onClick={() => redo?.()}
        />
        <Button
          variant="minimal"
          size="small"
          icon={theme.dark ? <Sun /> : <Moon />}
          title={say(theme.dark ? 'top.light' : 'top.dark')}
          aria-label={say(theme.dark ? 'top.light' : 'top.dark')}
          onClick={() => theme.choose(theme.dark ? 'light' : 'dark')}
        />
      </div>
    </header>
  );
}
