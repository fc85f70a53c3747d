import type { NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { ViewSettings } from '../widgets/context';
import type { Translate } from '../scene/words/translate';
import type { AuthoringDesk } from './authoring/authoringDesk';
import type { NotebookWork } from './exercises/notebookWork';
import type { LessonShelf } from './lessons/lessonShelf';
import type { ProgressFiles } from './lessons/progressFile';
import type { NotebookSessions } from './session/notebookSessions';

/** What all plugins of this extension share. */
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

/** The lessons that ship with the extension, and what the student has done of them. */
export interface ILessons {
  readonly shelf: LessonShelf;
  readonly progress: ProgressFiles;
}

export const ILessons = new Token<ILessons>(
  'gatescope:ILessons',
  'The lessons of gatescope and the progress files beside them.'
);

/** The exercises of each open notebook. */
export interface IExercises {
  /** Null for a notebook that is closed or not yet read. */
  of(panel: NotebookPanel): NotebookWork | null;
  /** Emits when the work of any notebook stands otherwise. */
  readonly changed: ISignal<object, void>;
}

export const IExercises = new Token<IExercises>(
  'gatescope:IExercises',
  'The exercises of each open notebook, with their checks and hints.'
);

/** What teachers make exercises with, in the notebooks that are theirs. */
export interface IAuthoring {
  /** Null in every notebook that is not to be changed so. */
  of(panel: NotebookPanel): AuthoringDesk | null;
  /** Emits when there is more or less to show. */
  readonly changed: ISignal<object, void>;
}

export const IAuthoring = new Token<IAuthoring>(
  'gatescope:IAuthoring',
  'What teachers make exercises with.'
);
