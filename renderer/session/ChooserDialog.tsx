// The browser shell's file chooser: walks the host's listing, never sees a path. In the other shell the system asks.
import { Breadcrumbs, Button, Checkbox, DialogBody, DialogFooter, FormGroup, InputGroup, Intent } from '@blueprintjs/core';
import { Document, FolderClose } from '@blueprintjs/icons';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { AskDialog } from '../design/AskDialog.tsx';
import type { ChooserRequest, FolderListing } from '../../shared/chooser/chooser.ts';
import type { Granted, Listing } from '../../shared/chooser/contract.ts';
import { formatBytes, groupThousands } from '../design/amounts.ts';
import { useSession } from './session.ts';
import { useWords } from './words.ts';

interface Asking {
  readonly listing: FolderListing;
  readonly request: ChooserRequest;
  readonly answer: (granted: readonly Granted[]) => void;
}

export function ChooserDialogHost(): ReactNode {
  const { chooser } = useSession();
  const [asking, setAsking] = useState<Asking | null>(null);
  useEffect(() => {
    if (!chooser.needsDialog) return;
    // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React; it registers this dialog
    return chooser.useDialog(
      (listing, request) =>
        new Promise((resolve) =>
          setAsking({
            listing,
            request,
            answer: (granted) => {
              setAsking(null);
              resolve(granted);
            },
          }),
        ),
    );
  }, [chooser]);
  return asking === null ? null : <ChooserDialog key={asking.request.purpose} {...asking} />;
}

function ChooserDialog({ listing, request, answer }: Asking): ReactNode {
  const say = useWords();
  const { report } = useSession();
  const [place, setPlace] = useState<Listing | null>(null);
  const [loading, setLoading] = useState(true);
  const latest = useRef(0);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState(request.suggestedName ?? '');
  const { purpose } = request;
  const naming = purpose === 'newFolder' || purpose === 'saveFolder';

  const open = useCallback(
    /** `enter`: into the first folder of what is listed. */
    (location: string | null, enter = false) => {
      const mine = ++latest.current;
      setTicked(new Set());
      setLoading(true);
      // Of two quick steps only the last one counts, however their answers arrive.
      const unlessOvertaken = (then: () => void) => {
        if (mine !== latest.current) return;
        setLoading(false);
        then();
      };
      listing.list(location).then(
        (found) =>
          unlessOvertaken(() => {
            setPlace(found);
            const first = found.entries[0];
            if (enter && first?.kind === 'folder') open(first.location);
          }),
        (error: unknown) => unlessOvertaken(() => report(error)),
      );
    },
    [listing, report],
  );
  // Once only: the session hands out new functions while the person is already walking.
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    // Something new goes to the first place on offer unless the person picks another: a click less, above all at the first start.
    open(null, purpose === 'newFolder');
  }, [open, purpose]);

  // Until the next folder is there the one before it still shows: choosing then would take the wrong one.
  const ready =
    !loading && (purpose === 'openFiles' ? ticked.size > 0 : place?.location != null && (purpose !== 'newFolder' || name.trim() !== ''));
  const finish = async () => {
    try {
      if (purpose === 'openFiles') answer(await Promise.all([...ticked].map((location) => listing.grant(location, purpose))));
      else if (place?.location != null)
        answer([
          await listing.grant(place.location, purpose, ...(naming && name.trim() !== '' ? ([name.trim()] as const) : ([] as const))),
        ]);
    } catch (error) {
      report(error);
    }
  };
  const tick = (location: string) =>
    setTicked((before) => {
      const after = new Set(before);
      if (!after.delete(location)) after.add(location);
      return after;
    });

  return (
    <AskDialog className="th-chooser" title={say(`chooser.${purpose}`)} onClose={() => answer([])}>
      <DialogBody>
        <Breadcrumbs
          items={[
            { text: say('chooser.roots'), onClick: () => open(null) },
            ...(place?.trail ?? []).map((step) => ({ text: step.name, onClick: () => open(step.location) })),
          ]}
        />
        <ul className="th-chooser-list" aria-label={place?.location == null ? say('chooser.roots') : place.name}>
          {place?.entries.length === 0 ? <li className="th-muted">{say('chooser.emptyFolder')}</li> : null}
          {place?.entries.map((entry) => (
            <li key={entry.location}>
              {entry.kind === 'folder' ? (
                <button type="button" className="th-chooser-entry" onClick={() => open(entry.location)}>
                  <FolderClose /> <span>{entry.name}</span>
                </button>
              ) : purpose === 'openFiles' ? (
                <Checkbox className="th-chooser-entry" checked={ticked.has(entry.location)} onChange={() => tick(entry.location)}>
                  <Document /> <span>{entry.name}</span>
                  <span className="th-muted">{entry.sizeBytes === null ? '' : formatBytes(entry.sizeBytes)}</span>
                </Checkbox>
              ) : (
                <span className="th-chooser-entry th-muted">
                  <Document /> <span>{entry.name}</span>
                </span>
              )}
            </li>
          ))}
        </ul>
        {place !== null && place.more > 0 ? <p className="th-muted">{say('chooser.more', { count: groupThousands(place.more) })}</p> : null}
        {naming ? (
          <FormGroup label={say(purpose === 'newFolder' ? 'chooser.newName' : 'chooser.saveName')} labelFor="chooser-name">
            <InputGroup id="chooser-name" value={name} onValueChange={setName} />
          </FormGroup>
        ) : null}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={say('chooser.cancel')} onClick={() => answer([])} />
            <Button intent={Intent.PRIMARY} text={say(`chooser.${purpose}Do`)} disabled={!ready} onClick={() => void finish()} />
          </>
        }
      >
        <span className="th-muted">{place?.location == null ? say('chooser.pickRoot') : say('chooser.in', { folder: place.name })}</span>
      </DialogFooter>
    </AskDialog>
  );
}
