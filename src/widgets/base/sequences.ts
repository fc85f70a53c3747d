import { isTitledBySequence } from '../../views/run/titledBySequence';
import type { Bundle, Comparison, Trace } from '../../trace';
import type { SequenceSwitch, ViewFactory } from '../context';
import { wholeComparison, wholeSequence } from './wholeBundle';

/** A run, or several side by side, of which each may be one sequence of a batch. */
type OfBatch = Trace | Comparison;

/** Which sequence of its batch a bundle is; runs side by side are all of the same one. */
export function batchOf(bundle: Bundle): Trace['batch'] {
  if (bundle.kind === 'trace') {
    return bundle.batch;
  }
  if (bundle.kind !== 'comparison') {
    return undefined;
  }
  const [first, ...others] = bundle.traces.map(({ batch }) => batch);
  return first !== undefined &&
    others.every(
      batch => batch?.size === first.size && batch.sequence === first.sequence
    )
    ? first
    : undefined;
}

/**
 * A view of a run over a batch, or of several, which shows the sequence that the cursor names: all
 * views of the run follow it. The other sequences come from the kernel. A run of one sequence is left
 * as it is.
 */
export function withSequences<B extends Bundle>(
  factory: ViewFactory<B>
): ViewFactory<B> {
  return (element, bundle, context) => {
    const batch = batchOf(bundle);
    if (!isOfBatch(bundle) || !batch) {
      return factory(element, bundle, context);
    }
    const { cursor } = context;
    const { size } = batch;
    const failures = new Set<(reason: string) => void>();
    const source = {};
    let saved: OfBatch = bundle;
    let present = batch.sequence;
    let disposed = false;
    /** Counts choices: what comes late must not replace a later one. */
    let turn = 0;

    const sequences: SequenceSwitch = {
      get present() {
        return present;
      },
      size,
      show: sequence => cursor.move({ sequence }, source),
      onFailure(listener) {
        failures.add(listener);
        return () => failures.delete(listener);
      }
    };
    const view = factory(element, bundle, { ...context, sequences });

    const ownSequence = (): number => batchOf(saved)?.sequence ?? 0;
    const wanted = (): number => {
      const { sequence } = cursor.position;
      return typeof sequence === 'number' && sequence >= 0 && sequence < size
        ? sequence
        : ownSequence();
    };
    const take = (next: OfBatch, sequence: number): void => {
      present = sequence;
      view.update(next);
    };
    const follow = async (): Promise<void> => {
      turn += 1;
      const mine = turn;
      const sequence = wanted();
      if (sequence === present) {
        return;
      }
      if (sequence === ownSequence()) {
        take(saved, sequence);
        return;
      }
      try {
        const next = await askedFor(saved, sequence, context);
        if (!disposed && mine === turn) {
          take(next, sequence);
        }
      } catch (reason) {
        if (!disposed && mine === turn) {
          // All views of the run show the same one.
          cursor.move({ sequence: present }, source);
          const words =
            reason instanceof Error ? reason.message : String(reason);
          [...failures].forEach(listener => listener(words));
        }
      }
    };
    const stop = cursor.subscribe(() => void follow());
    void follow();

    return {
      ...view,
      update(next) {
        if (isOfBatch(next)) {
          saved = next;
          if (present === ownSequence()) {
            view.update(next);
          }
        }
      },
      dispose() {
        disposed = true;
        stop();
        view.dispose();
      }
    };
  };
}

function isOfBatch(bundle: Bundle): bundle is OfBatch {
  return bundle.kind === 'trace' || bundle.kind === 'comparison';
}

/** Another sequence of what was saved, from the kernel. */
async function askedFor(
  saved: OfBatch,
  sequence: number,
  context: Parameters<typeof wholeSequence>[2]
): Promise<OfBatch> {
  if (saved.kind === 'trace') {
    return likeSaved(
      await wholeSequence(saved.id, sequence, context),
      saved,
      isTitledBySequence(saved)
    );
  }
  const next = await wholeComparison(saved.id, sequence, context);
  // How the networks were trained and scored is the same for every sequence; their loss is not.
  const rows = saved.rows.map((row, network) => ({
    ...row,
    loss: next.rows[network]?.loss
  }));
  return likeSaved({ ...next, rows }, saved, false);
}

/** What the notebook asked for (title, words, place) stays as it was saved. */
function likeSaved<B extends OfBatch>(
  next: B,
  { title, howToRead, view }: B,
  ownTitle: boolean
): B {
  return {
    ...next,
    ...(title !== undefined && !ownTitle && { title }),
    ...(howToRead !== undefined && { howToRead }),
    ...(view !== undefined && { view })
  };
}
