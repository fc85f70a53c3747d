// `gatescope/views` of the npm package: pictures in the elements of any page.
import type { RunOfNetwork } from '../../engine/run/run';
import type { Showable } from '../../engine/base/showable';
import { encode } from '../../trace';
import { createDeadLink } from '../../widgets/base/link';
import { createView } from '../../widgets/createView';
import { inArticle } from '../articleWords';
import { drawBundle } from '../drawBundle';
import { requireElement, showRun } from '../showRun';

/**
 * Draws a run in an element of the page, as wide as the element becomes, in the page's own colors. The
 * picture is live: the reader edits an input or holds a gate, and the page computes what happens to it.
 *
 * @returns The way to take it away.
 * @throws TypeError when `element` is no element of the page or `run` no run
 * @example
 * ```ts
 * import { lstm } from 'gatescope';
 * import { show } from 'gatescope/views';
 * import 'gatescope/style.css';
 *
 * const memory = lstm({ inputSize: 1, units: 4, seed: 7 });
 * show(document.querySelector('#picture')!, memory.run([1, 0, 0, 0]));
 * ```
 */
export function show(element: HTMLElement, run: RunOfNetwork): () => void {
  return showRun('show', element, run, createView);
}

/**
 * Draws what was saved, or anything that can be shown (a training's history, a comparison, a gradient
 * flow): all that needs no network behind it is there, and what would need one is gray and says why.
 *
 * @param saved a result of the engine, or its JSON, as a notebook keeps it; this is checked
 * @returns The way to take it away.
 * @throws TypeError when `element` is no element of the page
 * @example
 * ```ts
 * import { draw } from 'gatescope/views';
 *
 * const saved: unknown = await (await fetch('run.json')).json();
 * draw(document.querySelector('#picture')!, saved);
 * ```
 */
export function draw(element: HTMLElement, saved: unknown): () => void {
  requireElement('draw', element);
  return drawBundle(
    element,
    () => (isShowable(saved) ? encode(saved.toBundle()) : saved),
    {
      link: () =>
        createDeadLink(
          inArticle(
            'This page has no kernel. Run the notebook in Jupyter to compute with the network.'
          )
        ),
      load: createView,
      translate: inArticle
    }
  );
}

function isShowable(value: unknown): value is Showable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'toBundle' in value &&
    typeof value.toBundle === 'function'
  );
}
