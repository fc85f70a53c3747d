import { encode } from '../trace';
import { inArticle } from './articleWords';
import { requireRun } from './computed';
import { drawBundle, type LoadView } from './drawBundle';
import { liveBundle, ownLink } from '../page/ownLink';

/**
 * Draws a run, live, in an element of the page: the page is its kernel.
 *
 * @param who the function that a script called
 * @returns The way to take it away.
 * @throws TypeError when `element` is no element of the page or `run` no run
 */
export function showRun(
  who: string,
  element: HTMLElement,
  run: unknown,
  load: LoadView
): () => void {
  requireElement(who, element);
  const shown = requireRun(run, `${who}: run should be`);
  return drawBundle(element, () => encode(liveBundle(shown)), {
    link: () => ownLink(shown),
    load,
    translate: inArticle
  });
}

/** @throws TypeError when a picture is to be drawn into what is no element */
export function requireElement(who: string, element: unknown): void {
  if (!(element instanceof HTMLElement)) {
    throw new TypeError(
      `${who}: element should be an element of the page, got ${String(element)}`
    );
  }
}
