import type { Showable } from '../../../engine';
import type { ShowOptions } from './showOptions';
import type { Slide } from './sliderOptions';

/** Data by MIME type, as display messages carry it. */
export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What the functions of the library need of the session that runs them. */
export interface DisplayHost {
  /** Shows a bundle in the output of the notebook cell at work; under `id` it can be replaced later. */
  display(bundle: MimeBundle, id?: string): void;
  /** Replaces what was shown under `id`, wherever it stands. */
  update(bundle: MimeBundle, id: string): void;
  /** Empties the output of the notebook cell, at once or when something new comes. */
  clear(wait: boolean): void;
  /** Asks the reader for a line of text. */
  ask(question: string, password: boolean): Promise<string>;
  /** Shows results and keeps them for edits and clamps. */
  show(results: readonly Showable[], options: ShowOptions): void;
  /** Shows what a slider's function gives, and keeps the function for its moves. */
  slide(slide: Slide<Showable>, options: ShowOptions): void;
}

/** Where nobody looks: cells that an exercise needs may draw. */
export const unseen: DisplayHost = {
  display: () => undefined,
  update: () => undefined,
  clear: () => undefined,
  ask: () =>
    Promise.reject(new Error('prompt: nobody can be asked during a check')),
  show: () => undefined,
  slide: ({ slider, make }) => void make(slider.value)
};

let current: DisplayHost | null = null;

/** Set by the session before any cell runs. */
export function setDisplayHost(host: DisplayHost): void {
  current = host;
}

/** @throws Error outside a kernel. */
export function displayHost(): DisplayHost {
  if (current === null) {
    throw new Error('show works in a notebook only: no kernel is running');
  }
  return current;
}
