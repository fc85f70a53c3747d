import type { Bundle, Trace } from '../../trace';
import type { SequenceSwitch, ViewFactory } from '../context';
import { wholeSequence } from './wholeBundle';

/**
 * A view of a run over a batch, which shows the sequence that the cursor names: all views of the run
 * follow it. The other sequences come from the kernel. A run of one sequence is left as it is.
 */
export function withSequences<B extends Bundle>(
  factory: ViewFactory<B>
): ViewFactory<B> {
  return (element, bundle, context) => {
    if (bundle.kind !== 'trace' || !bundle.batch) {
      return factory(element, bundle, context);
    }
    const { cursor } = context;
    const { size } = bundle.batch;
    const failures = new Set<(reason: string) => void>();
    const source = {};
    let saved: Trace = bundle;
    let present = bundle.batch.sequence;
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

    const ownSequence = (): number => saved.batch?.sequence ?? 0;
    const wanted = (): number => {
      const { sequence } = cursor.position;
      return typeof sequence === 'number' && sequence >= 0 && sequence < size
        ? sequence
        : ownSequence();
    };
    const take = (trace: Trace, sequence: number): void => {
      present = sequence;
      view.update(trace);
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
        const trace = await wholeSequence(saved.id, sequence, context);
        if (!disposed && mine === turn) {
          take(likeSaved(trace, saved), sequence);
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
        if (next.kind === 'trace') {
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

/** Whether the title says no more than which sequence this is. */
export function isTitledBySequence({ title, batch }: Trace): boolean {
  return (
    batch !== undefined &&
    title === `sequence ${batch.sequence + 1} of ${batch.size}`
  );
}

/** What the notebook asked for (title, words, place) stays as it was saved. */
function likeSaved(trace: Trace, saved: Trace): Trace {
  const { title, howToRead, view } = saved;
  return {
    ...trace,
    ...(title !== undefined && !isTitledBySequence(saved) && { title }),
    ...(howToRead !== undefined && { howToRead }),
    ...(view !== undefined && { view })
  };
}
