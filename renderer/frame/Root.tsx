// Around everything: theme, words, the connection. Shows why when the engine cannot be reached.
import { Button, NonIdealState, Spinner } from '@blueprintjs/core';
import { Offline } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { EngineClient } from '../../shared/contract/index.ts';
import { type Connection, connect } from '../session/connect.ts';
import { faultWords } from '../session/faults.ts';
import { isLocale, LanguageContext, useLanguageState } from '../session/language.ts';
import { recallFromProfile } from '../session/remembered.ts';
import { SessionProvider } from '../session/SessionProvider.tsx';
import type { CaseInfo, Catalog } from '../session/session.ts';
import { THEME_CHOICES, ThemeContext, useThemeState } from '../session/theme.ts';
import { WordsContext, wordsFor } from '../session/words.ts';
import { readZone, useZoneState, ZoneContext } from '../session/zone.ts';
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

export function Root(): ReactNode {
  const theme = useThemeState();
  const language = useLanguageState();
  const zone = useZoneState();
  const words = useMemo(() => wordsFor(language.locale), [language.locale]);
  const [ready, setReady] = useState<Connected | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  const remembered = useRef(async (client: EngineClient) => {
    const { theme: colours, language: words, times } = await recallFromProfile(client);
    const known = THEME_CHOICES.find((choice) => choice === colours);
    if (known !== undefined) theme.choose(known);
    if (words != null && isLocale(words)) language.choose(words);
    if (times != null) zone.choose(readZone(times));
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt is a reason to start again
  useEffect(() => {
    let current = true;
    const start = async () => {
      const opened = connected();
      const { client } = opened;
      await remembered.current(client);
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
  }, [attempt]);

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
      <LanguageContext.Provider value={language}>
        <ZoneContext.Provider value={zone}>
          <WordsContext.Provider value={words}>{content}</WordsContext.Provider>
        </ZoneContext.Provider>
      </LanguageContext.Provider>
    </ThemeContext.Provider>
  );
}
