import type { Bundle, Trace } from '../../trace';
import type { View, ViewContext, ViewFactory } from '../context';
import { createFrame, type Frame } from './frame';

export interface AskedViewParts<B extends Bundle> {
  readonly title: string;
  readonly create: ViewFactory<B>;
  /** What can be drawn of the saved run alone, if anything. */
  readonly saved: (trace: Trace) => B | null;
  /** What the kernel that holds the run adds; rejects with words that can be shown. */
  readonly ask: (trace: Trace) => Promise<B>;
  /** What stands there while there is nothing to draw. */
  readonly waiting: (trace: Trace) => string;
}

/**
 * A view of a run whose numbers the kernel has to compute: what was saved is drawn at once, the rest
 * as soon as the kernel answers. What the reader chose, and what is live, stay those of the run.
 */
export function createAskedView<B extends Bundle>(
  element: HTMLElement,
  bundle: Trace,
  context: ViewContext,
  { title, create, saved, ask, waiting: waitingWords }: AskedViewParts<B>
): View {
  const { link } = context;
  let trace = bundle;
  let view: View | null = null;
  /** Stands where there is nothing to draw (yet). */
  let waiting: Frame | null = null;
  let width = 0;
  let asked = 0;
  let disposed = false;

  const show = (next: B): void => {
    // A reader who came by keyboard stays in the picture.
    const focused = element.contains(document.activeElement);
    waiting?.dispose();
    waiting = null;
    if (view) {
      view.update(next);
      return;
    }
    view = create(element, next, context);
    if (width > 0) {
      view.resize(width);
    }
    if (focused) {
      focusPicture();
    }
  };
  /** While an answer is under way the frame has no list of views: it would go with the frame. */
  const wait = (words: string, answering: boolean): void => {
    if (view) {
      return;
    }
    const focused = element.contains(document.activeElement);
    waiting?.dispose();
    waiting = createFrame(element, {
      bundle: trace,
      context: answering ? { ...context, views: undefined } : context,
      title
    });
    if (width > 0) {
      waiting.resize(width);
    }
    waiting.setNotice(words);
    if (focused) {
      focusPicture();
    }
  };
  const focusPicture = (): void =>
    element
      .querySelector<HTMLElement>('.jp-gatescope-picture')
      ?.focus({ preventScroll: true });
  const draw = (): void => {
    const kept = saved(trace);
    if (kept) {
      show(kept);
    } else {
      wait(waitingWords(trace), false);
    }
    void askKernel();
  };
  const askKernel = async (): Promise<void> => {
    if (link.status(trace.id).state !== 'live') {
      return;
    }
    asked += 1;
    const mine = asked;
    wait('', true);
    try {
      const answer = await ask(trace);
      if (!disposed && mine === asked) {
        const { id, live, view: opening, title: name } = trace;
        show({ ...answer, id, live, view: opening, title: name });
      }
    } catch (reason) {
      if (!disposed && mine === asked) {
        wait(reason instanceof Error ? reason.message : String(reason), false);
      }
    }
  };
  const stop = link.onStatus(trace.id, ({ state }) => {
    if (state === 'live') {
      void askKernel();
    }
  });
  draw();

  return {
    update(next) {
      if (next.kind === 'trace') {
        trace = next;
        draw();
      }
    },
    resize(next) {
      width = next;
      view?.resize(next);
      waiting?.resize(next);
    },
    themeChanged: () => view?.themeChanged(),
    dispose() {
      disposed = true;
      stop();
      view?.dispose();
      waiting?.dispose();
    }
  };
}
