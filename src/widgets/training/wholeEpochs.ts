import type { History, Trace } from '../../trace';
import type { LiveLink } from '../context';
import type { Translate } from '../../scene/words/translate';

type Snapshot = NonNullable<History['snapshots']>[number];

/** Saved epochs with all of their gates, asked for where the saved copy left them out. */
export interface WholeEpochs {
  /** Null while it is asked for, and where nobody can be asked. */
  of(snapshot: Snapshot, live: boolean): Trace | null;
  /** Why there is none, in words. */
  missing(live: boolean): string;
}

/** So many epochs are remembered: who plays them back comes by again. */
const MOST_KNOWN = 20;

export function createWholeEpochs(
  link: LiveLink,
  translate: Translate,
  arrived: () => void
): WholeEpochs {
  const known = new Map<string, Trace>();
  const asked = new Set<string>();
  let failure = '';

  const ask = async (id: string): Promise<void> => {
    asked.add(id);
    try {
      const { bundle } = await link.request('whole', { id });
      if (bundle.kind === 'trace') {
        known.set(id, bundle);
      }
      for (const oldest of known.keys()) {
        if (known.size <= MOST_KNOWN) {
          break;
        }
        known.delete(oldest);
      }
      failure = '';
    } catch (reason) {
      failure = reason instanceof Error ? reason.message : String(reason);
    } finally {
      asked.delete(id);
      arrived();
    }
  };

  return {
    of({ trace }, live) {
      if (trace.thinned === undefined) {
        return trace;
      }
      const whole = known.get(trace.id);
      if (!whole && live && failure === '' && !asked.has(trace.id)) {
        void ask(trace.id);
      }
      return whole ?? null;
    },
    missing: live =>
      failure !== ''
        ? failure
        : live
          ? ''
          : translate(
              'The saved copy holds no gates of this epoch; with a running kernel they are shown.'
            )
  };
}
