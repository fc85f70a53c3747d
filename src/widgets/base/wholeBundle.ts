import type {
  Bundle,
  Comparison,
  Trace,
  ViewOptions,
  Weights
} from '../../trace';
import type { ViewContext, ViewFactory } from '../context';
import { openingPlace } from './openingPlace';

/** What may have been thinned to be saved, and can be had whole. */
export type Thinnable = Trace | Comparison | Weights;

/** Whether steps are missing: a number may stand beside another that is not the step before it. */
export function leavesStepsOut(bundle: Thinnable): boolean {
  return bundle.kind === 'trace'
    ? bundle.time.kept !== undefined
    : bundle.kind === 'comparison' &&
        bundle.traces.some(({ time }) => time.kept !== undefined);
}

/**
 * A view that gets the whole run as soon as the kernel that holds it answers, where the notebook keeps
 * a thinned copy. What the notebook asked for (title, unit, step) stays as it was saved.
 */
export function withWhole<B extends Bundle>(
  factory: ViewFactory<B>
): ViewFactory<B> {
  return (element, bundle, context) => {
    const { link } = context;
    const view = factory(element, bundle, context);
    let saved: Bundle = bundle;
    let disposed = false;
    const ask = async (): Promise<void> => {
      const asked = saved;
      const { state } = link.status(asked.id);
      if (!isThinned(asked) || (state !== 'live' && state !== 'stale')) {
        return;
      }
      let whole: Thinnable;
      try {
        whole = await wholeBundle(asked.id, context);
      } catch {
        // The thinned copy stays, and says so; the next change of the link asks again.
        return;
      }
      if (!disposed && saved === asked && whole.kind === asked.kind) {
        const { title, howToRead } = asked;
        saved = {
          ...whole,
          ...(title !== undefined && { title }),
          ...(howToRead !== undefined && { howToRead }),
          view: openingOf(asked)
        };
        view.update(saved);
      }
    };
    const stop = link.onStatus(bundle.id, () => void ask());
    void ask();
    return {
      ...view,
      update(next) {
        saved = next;
        view.update(next);
        void ask();
      },
      dispose() {
        disposed = true;
        stop();
        view.dispose();
      }
    };
  };
}

function isThinned(bundle: Bundle): bundle is Thinnable {
  return (
    (bundle.kind === 'trace' ||
      bundle.kind === 'comparison' ||
      bundle.kind === 'weights') &&
    bundle.thinned !== undefined
  );
}

/** Where the thinned copy stands open: the whole run may have its largest value elsewhere. */
function openingOf(bundle: Thinnable): ViewOptions | undefined {
  const { view } = bundle;
  const layer =
    bundle.kind === 'trace'
      ? (bundle.layers.find(({ name }) => name === view?.layer) ??
        bundle.layers[0])
      : undefined;
  return bundle.kind === 'trace' && layer
    ? { ...openingPlace(layer, bundle.time), ...view }
    : view;
}

const KEY = 'wholeBundle';

interface Asked {
  readonly answer: Promise<Thinnable>;
}

/** The whole of a bundle; asked for once for all views of it that stand at the same time. */
function wholeBundle(
  id: string,
  { link, store }: Pick<ViewContext, 'link' | 'store'>
): Promise<Thinnable> {
  const kept = store.get<WeakRef<Thinnable>>(id, KEY)?.deref();
  if (kept) {
    return Promise.resolve(kept);
  }
  const asked = store.get<Asked>(id, ASKED);
  if (asked) {
    return asked.answer;
  }
  const answer = link.request('whole', { id }).then(
    ({ bundle }) => {
      store.set(id, ASKED, undefined);
      // Many megabytes: they are kept only as long as a view shows them.
      store.set(id, KEY, new WeakRef(bundle));
      return bundle;
    },
    (reason: unknown) => {
      store.set(id, ASKED, undefined);
      throw reason;
    }
  );
  store.set<Asked>(id, ASKED, { answer });
  return answer;
}

const ASKED = 'wholeBundle.asked';
