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
        whole = await wholeBundle(asked, context);
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

interface Asked<B> {
  readonly answer: Promise<B>;
}

/** The whole of a bundle; of a batch, of the sequence that the bundle is. */
function wholeBundle(
  bundle: Thinnable,
  context: Pick<ViewContext, 'link' | 'store'>
): Promise<Thinnable> {
  const { id } = bundle;
  return bundle.kind === 'trace' && bundle.batch
    ? wholeSequence(id, bundle.batch.sequence, context)
    : askedOnce(id, KEY, context, async () => {
        const answer = await context.link.request('whole', { id });
        return answer.bundle;
      });
}

/** One sequence of the batch behind a run. */
export function wholeSequence(
  id: string,
  sequence: number,
  context: Pick<ViewContext, 'link' | 'store'>
): Promise<Trace> {
  return askedOnce(id, `${KEY}.${sequence}`, context, async () => {
    const answer = await context.link.request('sequence', { id, sequence });
    return answer.trace;
  });
}

/** The same sequence of the batches behind all runs of a comparison. */
export function wholeComparison(
  id: string,
  sequence: number,
  context: Pick<ViewContext, 'link' | 'store'>
): Promise<Comparison> {
  return askedOnce(id, `${KEY}.${sequence}`, context, async () => {
    const asked = { id, sequence, edits: [] };
    const answer = await context.link.request('compare', asked);
    return answer.comparison;
  });
}

/** What the kernel is asked once for all views of a bundle that stand at the same time. */
function askedOnce<B extends Thinnable>(
  id: string,
  key: string,
  { store }: Pick<ViewContext, 'store'>,
  ask: () => Promise<B>
): Promise<B> {
  const asked = `${key}.asked`;
  const kept = store.get<WeakRef<B>>(id, key)?.deref();
  if (kept) {
    return Promise.resolve(kept);
  }
  const going = store.get<Asked<B>>(id, asked);
  if (going) {
    return going.answer;
  }
  const answer = ask().then(
    bundle => {
      store.set(id, asked, undefined);
      // Many megabytes: they are kept only as long as a view shows them.
      store.set(id, key, new WeakRef(bundle));
      return bundle;
    },
    (reason: unknown) => {
      store.set(id, asked, undefined);
      throw reason;
    }
  );
  store.set<Asked<B>>(id, asked, { answer });
  return answer;
}
