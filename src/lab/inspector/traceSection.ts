import { fill, html } from '../../widgets/base/dom';
import { emptyBox, messageBox } from '../../widgets/base/message';
import type { View, ViewContext } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import type { Bundle } from '../../trace';

/** What the section draws; null fields where there is nothing. */
export interface TraceSubject {
  readonly bundle: Bundle | null;
  readonly fault: string | null;
  readonly context: ViewContext;
}

/** The part of the panel that repeats the cursor: the numbers of the shown output, and its model. */
export interface TraceSection {
  readonly element: HTMLElement;
  show(subject: TraceSubject | null): void;
  resize(width: number): void;
  themeChanged(): void;
  dispose(): void;
}

export function createTraceSection(translate: Translate): TraceSection {
  const element = html('div', { class: 'jp-gatescope-inspected' });
  let view: View | null = null;
  let drawn: Bundle | null = null;
  let context: ViewContext | null = null;
  let width = 0;
  /** Counts subjects: a view that loads late must not replace a later one. */
  let turn = 0;

  const clear = (): void => {
    view?.dispose();
    view = null;
    drawn = null;
    element.replaceChildren();
  };

  async function draw(bundle: Bundle, given: ViewContext): Promise<void> {
    const now = turn;
    const { createPanelReadout } =
      await import('../../widgets/inspector/panelReadout');
    if (now !== turn) {
      return;
    }
    if (
      view !== null &&
      drawn?.id === bundle.id &&
      drawn.kind === bundle.kind &&
      context?.cursor === given.cursor
    ) {
      if (drawn !== bundle) {
        drawn = bundle;
        view.update(bundle);
      }
      return;
    }
    clear();
    drawn = bundle;
    context = given;
    const made = createPanelReadout(element, bundle, given);
    view = made;
    if (width > 0) {
      made.resize(width);
    }
  }

  return {
    element,
    show(subject) {
      turn++;
      if (subject === null) {
        clear();
        fill(
          element,
          emptyBox(
            translate(
              'No picture in this notebook shows the steps of a network yet.'
            ),
            'show(run)'
          )
        );
      } else if (subject.bundle === null) {
        clear();
        fill(
          element,
          messageBox({
            title: translate('This output cannot be read'),
            lines: [subject.fault ?? '']
          })
        );
      } else {
        void draw(subject.bundle, subject.context);
      }
    },
    resize(next) {
      width = next;
      view?.resize(next);
    },
    themeChanged: () => view?.themeChanged(),
    dispose() {
      turn++;
      clear();
    }
  };
}
