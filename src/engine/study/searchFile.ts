import { host } from '../base/host';
import { numbersInJson } from '../base/numbersInJson';

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** What a training scored, and how long it took. */
export interface KnownScore {
  /** NaN where the training diverged. */
  readonly score: number;
  readonly seconds: number;
  /** Why the score is NaN or infinite, where it is. */
  readonly failure?: string;
}

/** Scores by what they are of. */
export type KnownScores = Record<string, KnownScore>;

/** Scores that a search had already, and where it keeps new ones. */
export interface SearchFile {
  readonly scores: KnownScores;
  keep(key: string, found: KnownScore): Promise<void>;
}

/**
 * The scores in a file; none when there is no such file yet, or none is named.
 *
 * @throws RangeError when the file holds something else
 */
export async function searchFile(
  who: string,
  path: string | null
): Promise<SearchFile> {
  if (path === null) {
    return { scores: {}, keep: () => Promise.resolve() };
  }
  const bytes = await host()
    .readFile(path)
    .catch(() => null);
  const scores = bytes === null ? {} : readScores(who, path, bytes);
  return {
    scores,
    async keep(key, found) {
      scores[key] = found;
      await host().writeFile(
        path,
        new TextEncoder().encode(
          JSON.stringify(
            { version: 1, kind: 'search', scores },
            numbersInJson.write,
            1
          )
        )
      );
    }
  };
}

function readScores(who: string, path: string, bytes: Uint8Array): KnownScores {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes), numbersInJson.read);
  } catch {
    value = null;
  }
  const file = value as { kind?: unknown; scores?: unknown } | null;
  if (
    file?.kind !== 'search' ||
    typeof file.scores !== 'object' ||
    file.scores === null
  ) {
    throw new RangeError(
      `${who}: file '${path}' holds no scores of a search; name another one`
    );
  }
  return file.scores as KnownScores;
}
