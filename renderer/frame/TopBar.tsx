// Whose case this is, the box that takes anything, undo and redo by name, how it is shown, the language.
import { Button, HTMLSelect } from '@blueprintjs/core';
import { ArrowLeft, Redo, Undo } from '@blueprintjs/icons';
import type { ReactNode, RefObject } from 'react';
import { LANGUAGES, type Locale, useLanguage } from '../session/language.ts';
import { useSession } from '../session/session.ts';
import { useUndo } from '../session/undo.ts';
import { useWords } from '../session/words.ts';
import { DisplayMenu } from './DisplayMenu.tsx';
import { Omnibox } from './Omnibox.tsx';

export function TopBar({ omnibox }: { readonly omnibox: RefObject<HTMLInputElement | null> }): ReactNode {
  const say = useWords();
  const { info, back } = useSession();
  const language = useLanguage();
  const { undo, redo, undoText, redoText } = useUndo();
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
      <Omnibox box={omnibox} />
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
        <HTMLSelect
          minimal
          className="th-language"
          value={language.locale}
          title={say('top.language')}
          aria-label={say('top.language')}
          onChange={(event) => language.choose(event.currentTarget.value as Locale)}
        >
          {LANGUAGES.map(({ locale, name }) => (
            <option key={locale} value={locale} lang={locale}>
              {name}
            </option>
          ))}
        </HTMLSelect>
        <DisplayMenu />
      </div>
    </header>
  );
}
