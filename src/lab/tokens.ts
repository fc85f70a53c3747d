import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Translate, ViewSettings } from '../widgets/context';
import type { NotebookSessions } from './session/notebookSessions';

/** What the plugins of this extension share. */
export interface IGatescope {
  readonly sessions: NotebookSessions;
  readonly translate: Translate;
  /** Version of the extension. */
  readonly version: string;
  readonly settings: () => ViewSettings;
  readonly settingsChanged: ISignal<object, void>;
}

export const IGatescope = new Token<IGatescope>(
  'gatescope:IGatescope',
  'The sessions of gatescope: one cursor, one live link and one store a notebook.'
);
