import type { Trace } from '../../trace';
import type { View, ViewContext, ViewFactory } from '../context';
import { fill, html } from '../base/dom';
import { createMessageView } from '../base/message';
import { hasGates } from '../../views/map/traceChannels';
import { emptyRun } from './emptyRun';
import { traceViews, type TraceViewName } from './traceViews';

/**
 * A run has several views; this one shows one of them and keeps in the store which. The title of
 * each is the list of the others.
 */
export const createTraceView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const host = html('div');
  fill(element, host);
  let trace = bundle;
  let width = 0;
  let view: View | null = null;
  let disposed = false;
  let turn = 0;
  let present = first(context, bundle);

  const show = async (name: TraceViewName, focus: boolean): Promise<void> => {
    present = name;
    turn += 1;
    const mine = turn;
    const nothing = emptyRun(trace, context.translate);
    if (nothing) {
      view?.dispose();
      view = null;
      fill(host, nothing);
      return;
    }
    let factory: ViewFactory<Trace>;
    try {
      factory = await traceViews[name].load();
    } catch (reason) {
      if (!disposed && mine === turn) {
        view?.dispose();
        view = createMessageView(host, {
          title: context.translate('The view could not be loaded'),
          lines: [String(reason), context.translate('Reload the page.')]
        });
      }
      return;
    }
    if (disposed || mine !== turn) {
      return;
    }
    view?.dispose();
    view = factory(host, trace, { ...context, views: switcher() });
    if (width > 0) {
      view.resize(width);
    }
    if (focus) {
      host
        .querySelector<HTMLElement>('.jp-gatescope-picture')
        ?.focus({ preventScroll: true });
    }
  };
  const switcher = (): ViewContext['views'] => ({
    of: trace.id,
    words: trace,
    names: Object.entries(traceViews)
      .filter(([, { fits }]) => fits(trace))
      .map(([name, { label, ungated = label }]) => ({
        name,
        label: context.translate(hasGates(trace) ? label : ungated)
      })),
    present,
    show(name) {
      if (isViewName(name)) {
        context.store.set(trace.id, 'view', name);
        void show(name, true);
      }
    }
  });
  void show(present, false);

  return {
    update(next) {
      if (next.kind === 'trace') {
        trace = next;
        if (view && !emptyRun(next, context.translate)) {
          view.update(next);
        } else {
          void show(present, false);
        }
      }
    },
    resize(next) {
      width = next;
      view?.resize(next);
    },
    themeChanged: () => view?.themeChanged(),
    dispose() {
      disposed = true;
      view?.dispose();
      host.remove();
    }
  };
};

/** The view chosen before, else the one that the bundle opens on, else the gates. */
function first({ store }: ViewContext, trace: Trace): TraceViewName {
  for (const name of [store.get<string>(trace.id, 'view'), trace.view?.view]) {
    if (
      name !== undefined &&
      isViewName(name) &&
      traceViews[name].fits(trace)
    ) {
      return name;
    }
  }
  return 'gates';
}

function isViewName(name: string): name is TraceViewName {
  return Object.hasOwn(traceViews, name);
}
