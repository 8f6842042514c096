// The one interface by which a screen asks for files or folders, whichever shell it runs in. It shows nothing itself:
// in the browser shell the renderer registers the dialog that walks the host's listing.
import type { ChooserOutput, Granted, Listing, Purpose } from './contract.ts';

export interface ChooserRequest {
  readonly purpose: Purpose;
  /** For a new folder: the name put forward. */
  readonly suggestedName?: string;
}

export interface Chooser {
  /** What the person chose; empty when they cancelled. */
  choose(purpose: Purpose, options?: { readonly suggestedName?: string }): Promise<readonly Granted[]>;
  /** True where `choose` needs the renderer's dialog (browser shell); false where the system shows its own. */
  readonly needsDialog: boolean;
  /** Registers the renderer's dialog; returns the remover. Without effect where the system shows its own. */
  useDialog(dialog: ChooserDialog): () => void;
}

/** What the renderer's dialog works with in the browser shell. */
export interface FolderListing {
  /** The roots, or one folder. */
  list(location: string | null): Promise<Listing>;
  grant(location: string, purpose: Purpose, name?: string): Promise<Granted>;
}

/** Shows the listing, and resolves with the grants it asked for, or with none when cancelled. */
export type ChooserDialog = (listing: FolderListing, request: ChooserRequest) => Promise<readonly Granted[]>;

/** A chooser over the host's listing. Asks one thing at a time. */
export function createListingChooser(
  ask: <N extends 'chooser.list' | 'chooser.grant'>(name: N, input: object) => Promise<ChooserOutput<N>>,
): Chooser {
  let dialog: ChooserDialog | undefined;
  const listing: FolderListing = {
    list: (location) => ask('chooser.list', { location }),
    grant: (location, purpose, name) => ask('chooser.grant', name === undefined ? { location, purpose } : { location, purpose, name }),
  };
  return {
    needsDialog: true,
    useDialog(next) {
      dialog = next;
      return () => {
        if (dialog === next) dialog = undefined;
      };
    },
    async choose(purpose, options = {}) {
      if (dialog === undefined) throw new Error('chooser: no dialog is registered');
      return dialog(listing, { purpose, ...options });
    },
  };
}

/** A chooser over the system's own dialogs. */
export function createNativeChooser(
  choose: (purpose: Purpose, options: { readonly suggestedName?: string }) => Promise<readonly Granted[]>,
): Chooser {
  return { needsDialog: false, useDialog: () => () => undefined, choose: (purpose, options = {}) => choose(purpose, options) };
}
