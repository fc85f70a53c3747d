import type { Showable } from '../../../engine';
import { isRevised } from '../../../engine/base/revised';
import { openingNames, type Bundle, type Trace } from '../../../trace';
import { randomIdentifier } from '../identifier';
import type { ShowOptions } from '../library/showOptions';
import type { Slide } from '../library/sliderOptions';
import { isHistory, isRun, isSaved } from './kindOf';

/** What was shown in this session and can still be changed, by id. */
export interface LiveRegistry {
  /** One id a start of the kernel: a restarted kernel does not know the old ids. */
  readonly session: string;
  add(result: Showable): void;
  get(id: string): Showable | undefined;
  /** Keeps the function behind a slider under the id of what it gave first, with its options. */
  addSlide(id: string, slide: Slide<Showable>, options: ShowOptions): void;
  /** What a slider shows at a value; it stands behind the id from now on. None: undefined. */
  slide(id: string, value: number): Bundle | undefined;
  /** A saved epoch of a training run, by the id of its trace. */
  snapshot(id: string): Trace | undefined;
  /** Results that became stale since this was asked last, that are so for another reason, or no longer. */
  changedStanding(): { readonly id: string; readonly reason: string | null }[];
  /** The bundle of a result as a view needs it: with the session and what it opens on. */
  bundle(result: Showable, options?: ShowOptions): Bundle;
}

/** Results beyond these are forgotten, the oldest first: each holds its network's numbers. */
const MOST = 500;

export function createRegistry(): LiveRegistry {
  const session = randomIdentifier();
  const results = new Map<string, Showable>();
  /** Why each that is stale was told to be so. */
  const told = new Map<string, string>();
  /** Of which it was asked how they spread over their batch, however large that is. */
  const spread = new WeakSet<Showable>();
  const slides = new Map<
    string,
    { readonly slide: Slide<Showable>; readonly options: ShowOptions }
  >();

  return {
    session,
    add(result) {
      results.delete(result.id);
      results.set(result.id, result);
      for (const id of results.keys()) {
        if (results.size <= MOST) {
          break;
        }
        results.delete(id);
        slides.delete(id);
      }
    },
    addSlide(id, slide, options) {
      slides.set(id, { slide, options });
    },
    slide(id, value) {
      const kept = slides.get(id);
      if (kept === undefined) {
        return undefined;
      }
      const { slide, options } = kept;
      const made = slide.make(value);
      // What is asked of this id next (an edit, a clamp) is asked of what now stands there.
      results.set(id, made);
      const bundle = this.bundle(made, options);
      return {
        ...bundle,
        id,
        view: { ...bundle.view, slider: { ...slide.slider, value } }
      };
    },
    get: id => results.get(id),
    snapshot(id) {
      for (const result of results.values()) {
        const found = isHistory(result)
          ? result.snapshots.find(({ trace }) => trace.id === id)
          : undefined;
        if (found) {
          return found.trace;
        }
      }
      return undefined;
    },
    changedStanding() {
      const found: { id: string; reason: string | null }[] = [];
      for (const [id, result] of results) {
        const reason = isRevised(result) ? result.staleReason : null;
        if (reason !== (told.get(id) ?? null)) {
          found.push({ id, reason });
          if (reason === null) {
            told.delete(id);
          } else {
            told.set(id, reason);
          }
        }
      }
      return found;
    },
    bundle(result, options = {}) {
      const { sequence, overSequences } = options;
      if (overSequences === true) {
        spread.add(result);
      }
      const bundle = isRun(result)
        ? result.toBundle(
            defined({ sequence, spread: spread.has(result) || undefined })
          )
        : result.toBundle();
      const { title, howToRead } = options;
      const slider = slides.get(result.id)?.slide.slider;
      const opening = defined({
        ...Object.fromEntries(openingNames.map(name => [name, options[name]])),
        slider
      });
      return {
        ...bundle,
        ...(title !== undefined && { title }),
        ...(howToRead !== undefined && { howToRead }),
        ...(Object.keys(opening).length > 0 && {
          view: { ...bundle.view, ...opening }
        }),
        ...(!isSaved(result) && {
          live: { session, revision: revisionOf(result) }
        })
      };
    }
  };
}

/** The entries that have a value. */
function defined<T extends object>(entries: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined)
  ) as Partial<T>;
}

/** Counts changes of the network behind a result; 0 for one that has none. */
export function revisionOf(result: Showable): number {
  return 'revision' in result && typeof result.revision === 'number'
    ? result.revision
    : 0;
}
