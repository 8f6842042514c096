// The window starts here: connects to the engine, learns the catalogue, shows the frame. No text but the fallback's keys.
import '@blueprintjs/core/lib/css/blueprint.css';
import './design/theme.css';
import './design/frame.css';
import './design/pieces.css';
import './design/screens.css';
import './design/archives.css';
import './design/accounts.css';
import './design/exposure.css';
import './design/findings.css';
import './design/map.css';
import './design/people.css';
import './design/documents.css';
import './design/transcribe.css';
import './design/devices.css';
import './design/mapping.css';
import './design/fetch.css';
import './design/canvas.css';
import './design/reasons.css';
import './design/charts.css';
import './design/contrast.css';
import './design/small.css';
import { BlueprintProvider, FocusStyleManager } from '@blueprintjs/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './frame/Root.tsx';

FocusStyleManager.onlyShowFocusOnTabs();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <BlueprintProvider>
      <Root />
    </BlueprintProvider>
  </StrictMode>,
);
