// Around everything: theme, words, the connection. Shows why when the engine cannot be reached.
import { Button, NonIdealState, Spinner } from '@blueprintjs/core';
import { Offline } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useState } from 'react';
import type { Chooser } from '../../shared/chooser/chooser.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import { connect } from '../session/connect.ts';
import { faultWords } from '../session/faults.ts';
import { SessionProvider } from '../session/SessionProvider.tsx';
import type { CaseInfo, Catalog } from '../session/session.ts';
import { ThemeContext, useThemeState } from '../session/theme.ts';
import { LOCALES, WordsContext, wordsFor } from '../session/words.ts';
import { App } from './App.tsx';

interface Connected {
  readonly client: EngineClient;
  readonly chooser: Chooser;
  readonly catalog: Catalog;
  readonly info: CaseInfo | null;
}

function firstLocale(): string {
  return LOCALES.find((locale) => navigator.languages.some((language) => language.startsWith(locale))) ?? 'en';
}

export function Root(): ReactNode {
  const theme = useThemeState();
  const [words] = useState(() => wordsFor(firstLocale()));
  const [connected, setConnected] = useState<Connected | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let current = true;
    document.documentElement.lang = words.locale;
    const start = async () => {
      const { client, chooser } = await connect();
      const catalog = await client.call('catalog.get', {});
      const app = await client.call('app.info', {});
      const info = app.caseOpen ? await client.call('case.info', {}) : null;
      if (current) setConnected({ client, chooser, catalog, info });
    };
    setFault(null);
    start().catch((error: unknown) => current && setFault(error));
    return () => {
      current = false;
    };
  }, [words, attempt]);

  let content: ReactNode;
  if (connected !== null) {
    content = (
      <SessionProvider client={connected.client} chooser={connected.chooser} catalog={connected.catalog} initialInfo={connected.info}>
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
