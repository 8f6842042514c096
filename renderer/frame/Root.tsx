// Around everything: theme, words, the connection. Shows why when the engine cannot be reached.
import { Button, NonIdealState, Spinner } from '@blueprintjs/core';
import { Offline } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useState } from 'react';
import { type Connection, connect } from '../session/connect.ts';
import { faultWords } from '../session/faults.ts';
import { SessionProvider } from '../session/SessionProvider.tsx';
import type { CaseInfo, Catalog } from '../session/session.ts';
import { ThemeContext, useThemeState } from '../session/theme.ts';
import { LOCALES, WordsContext, wordsFor } from '../session/words.ts';
import { App } from './App.tsx';

interface Connected {
  readonly connection: Connection;
  readonly catalog: Catalog;
  readonly info: CaseInfo | null;
}

// Once for the life of the page: a second connection would take the first one's port.
let connection: Connection | undefined;
function connected(): Connection {
  connection ??= connect();
  return connection;
}

function firstLocale(): string {
  return LOCALES.find((locale) => navigator.languages.some((language) => language.startsWith(locale))) ?? 'en';
}

export function Root(): ReactNode {
  const theme = useThemeState();
  const [words] = useState(() => wordsFor(firstLocale()));
  const [ready, setReady] = useState<Connected | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is a reason to start again
  useEffect(() => {
    let current = true;
    document.documentElement.lang = words.locale;
    const start = async () => {
      const opened = connected();
      const { client } = opened;
      const catalog = await client.call('catalog.get', {});
      const app = await client.call('app.info', {});
      const info = app.caseOpen ? await client.call('case.info', {}) : null;
      if (current) setReady({ connection: opened, catalog, info });
    };
    setFault(null);
    start().catch((error: unknown) => current && setFault(error));
    return () => {
      current = false;
    };
  }, [words, attempt]);

  let content: ReactNode;
  if (ready !== null) {
    content = (
      <SessionProvider connection={ready.connection} catalog={ready.catalog} initialInfo={ready.info}>
        <App />
      </SessionProvider>
    );
  } else if (fault !== null) {
    const said = faultWords(words, fault);
    content = (
      <NonIdealState
        icon={<Offline size={40} />}
        title={said.message}
        description={said.next}
        action={<Button text={words('connect.again')} onClick={() => setAttempt((n) => n + 1)} />}
      />
    );
  } else {
    content = <NonIdealState icon={<Spinner />} title={words('connect.waiting')} />;
  }
  return (
    <ThemeContext.Provider value={theme}>
      <WordsContext.Provider value={words}>{content}</WordsContext.Provider>
    </ThemeContext.Provider>
  );
}
