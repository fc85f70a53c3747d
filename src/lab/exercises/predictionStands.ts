import type { PredictionProgress } from '../../exercises/metadata';
import { readPredictionProgress } from '../../exercises/metadata';

/** How the predictions of a notebook stand, by key. */
export interface PredictionStands {
  /** Those that were committed: how sure, and how good. */
  readonly committed: ReadonlyMap<string, PredictionProgress>;
  /** Those whose truth was asked for without a guess. */
  readonly skipped: ReadonlySet<string>;
}

/**
 * How the predictions stand that are kept in a notebook.
 *
 * @param metadata `metadata.gatescope` of each notebook cell; anything else in it is passed over.
 */
export function predictionStands(
  metadata: readonly unknown[]
): PredictionStands {
  const committed = new Map<string, PredictionProgress>();
  const skipped = new Set<string>();
  for (const each of metadata) {
    for (const [key, prediction] of entriesOf(fieldOf(each, 'predictions'))) {
      if (fieldOf(prediction, 'committed') === true) {
        // What was guessed before the truth was seen says how good a prediction was.
        committed.set(
          key,
          readLeniently(fieldOf(prediction, 'first') ?? prediction)
        );
      } else if (fieldOf(prediction, 'skipped') === true) {
        skipped.add(key);
      }
    }
  }
  return { committed, skipped };
}

/** Anybody may have written it: what cannot be read is left out. */
function readLeniently(prediction: unknown): PredictionProgress {
  try {
    return readPredictionProgress(prediction, 'predictions');
  } catch {
    return {};
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
    : [];
}
