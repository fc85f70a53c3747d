import type { GradientFlow, Trace } from '../../trace';
import type { View, ViewFactory } from '../context';
import { createFrame, type Frame } from '../base/frame';
import { createGradientFlowView } from './createGradientFlowView';
import { flowOfTrace } from './flowOfTrace';

/**
 * The gradient flow of one run. The norms of the saved gradients are drawn at once; the Jacobians and
 * their product come from the kernel, where it is there.
 */
export const createTraceFlowView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { link, translate } = context;
  let trace = bundle;
  let view: View | null = null;
  /** Stands where there is nothing to draw (yet). */
  let waiting: Frame | null = null;
  let width = 0;
  let asked = 0;
  let disposed = false;

  const show = (flow: GradientFlow): void => {
    waiting?.dispose();
    waiting = null;
    if (view) {
      view.update(flow);
      return;
    }
    view = createGradientFlowView(element, flow, context);
    if (width > 0) {
      view.resize(width);
    }
  };
  const wait = (words: string): void => {
    if (view) {
      return;
    }
    waiting ??= createFrame(element, {
      bundle: trace,
      context,
      title: translate('Gradient flow')
    });
    if (width > 0) {
      waiting.resize(width);
    }
    waiting.setNotice(words);
  };
  const draw = (): void => {
    const saved = flowOfTrace(trace);
    if (saved) {
      show(saved);
    } else {
      wait(
        trace.time.kept
          ? ''
          : translate(
              'This run was saved without gradients; the kernel that made it can compute them.'
            )
      );
    }
    void ask();
  };
  const ask = async (): Promise<void> => {
    if (link.status(trace.id).state !== 'live') {
      return;
    }
    asked += 1;
    const mine = asked;
    try {
      const { flow } = await link.request('gradientFlow', {
        id: trace.id,
        ...(trace.batch && { sequence: trace.batch.sequence })
      });
      if (!disposed && mine === asked) {
        // The run is what is live, and what the reader chose belongs to it.
        show({
          ...flow,
          id: trace.id,
          live: trace.live,
          view: trace.view,
          title: trace.title
        });
      }
    } catch (reason) {
      if (!disposed && mine === asked) {
        wait(reason instanceof Error ? reason.message : String(reason));
      }
    }
  };
  const stop = link.onStatus(trace.id, ({ state }) => {
    if (state === 'live') {
      void ask();
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
};
