import { notLive } from '../lab/link/linkStatus';
import type { LiveLink } from '../widgets/context';
import type { Translate } from '../scene/words/translate';
import { createCommLink } from './commLink';
import type { WidgetModel } from './model';
import { createWidgetComm } from './widgetComm';

export interface WidgetLink extends LiveLink {
  dispose(): void;
}

export interface WidgetLinkOptions {
  readonly model: WidgetModel;
  /** Of this place on the page. */
  readonly page: string;
  readonly translate: Translate;
  /** Milliseconds without an answer after which the reader is told so. */
  readonly patience?: number;
}

/**
 * The live link of one place on the page, of the parts of which that of a notebook in JupyterLab is
 * made. What has no answer for a while is said not to be live, and is live once the answer comes.
 */
export function createWidgetLink({
  model,
  page,
  translate,
  patience = 6000
}: WidgetLinkOptions): WidgetLink {
  const link = createCommLink({
    makeComm: () => createWidgetComm(model, page),
    translate,
    patience,
    // Nobody says whether Python computes or has ended: a widget hears only answers.
    busy: () =>
      notLive(
        translate(
          'Python has not answered yet. It may be busy; if no notebook cell is running, run this one again.'
        )
      )
  });
  link.open();
  return link;
}
