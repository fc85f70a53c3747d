import { inArticle } from './articleWords';
import { computeHere } from './computeHere';
import * as engine from './engine';
import { runsOnly } from './runsOnly';
import { showRun } from './showRun';
import { defineViewElement } from './viewElement';

const show = (element: HTMLElement, run: unknown): (() => void) =>
  showRun('gatescope.show', element, run, runsOnly);

// `<gatescope-view>` for runs that the page computes itself, and `gatescope` for its scripts.
Object.assign(globalThis, { gatescope: Object.freeze({ ...engine, show }) });
defineViewElement(runsOnly, { translate: inArticle, compute: computeHere });
