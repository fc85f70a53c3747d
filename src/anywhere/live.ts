import { encode } from '../trace';
import { inArticle } from './articleWords';
import { computed, requireRun } from './computed';
import { drawBundle } from './drawBundle';
import * as engine from './engine';
import { liveBundle, ownLink } from '../page/ownLink';
import { runsOnly } from './runsOnly';
import { defineViewElement } from './viewElement';

/**
 * Draws a run, live, in an element of the page.
 *
 * @returns The way to take it away.
 * @throws TypeError when `element` is no element of the page or `run` no run
 */
function show(element: HTMLElement, run: unknown): () => void {
  if (!(element instanceof HTMLElement)) {
    throw new TypeError(
      `gatescope.show: element should be an element of the page, got ${String(element)}`
    );
  }
  const shown = requireRun(run, 'gatescope.show: run should be');
  return drawBundle(element, () => encode(liveBundle(shown)), {
    link: () => ownLink(shown),
    load: runsOnly,
    translate: inArticle
  });
}

// `<gatescope-view>` for runs that the page computes itself, and `gatescope` for its scripts.
Object.assign(globalThis, { gatescope: Object.freeze({ ...engine, show }) });
defineViewElement(runsOnly, {
  translate: inArticle,
  async compute(code) {
    const run = await computed(code);
    return { bundle: encode(liveBundle(run)), link: ownLink(run) };
  }
});
