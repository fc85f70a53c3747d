/** One lesson as the build lists it. */
export interface LessonEntry {
  /** `03-inside-the-lstm`. */
  readonly id: string;
  readonly file: string;
  readonly title: string;
  /** SHA-256 of the lesson's text, see `textDigest`. */
  readonly digest: string;
  /** Ids of the exercises in it. */
  readonly exercises: readonly string[];
  /** Whether it is an example: no part of the course. */
  readonly example: boolean;
  /** SVG of what it is about, 48 by 40, where it has one. */
  readonly picture?: string;
}

/** The lessons that ship with this release of the extension. */
export interface LessonIndex {
  readonly release: string;
  readonly lessons: readonly LessonEntry[];
}

const fileName = /^[\w.-]+\.ipynb$/;

/**
 * Reads `index.json` of the extension's static files.
 *
 * @throws Error naming what is wrong: the file comes with the extension, so that its build is.
 */
export function readLessonIndex(value: unknown): LessonIndex {
  const { release, lessons } = objectOf(value, 'the list of lessons');
  if (typeof release !== 'string' || !Array.isArray(lessons)) {
    throw new Error(
      'index.json of the lessons: expected {release, lessons}, got something else'
    );
  }
  return { release, lessons: lessons.map(readEntry) };
}

function readEntry(value: unknown, index: number): LessonEntry {
  const place = `index.json of the lessons: lessons[${index}]`;
  const entry = objectOf(value, place);
  const text = (key: string): string => {
    const found = entry[key];
    if (typeof found !== 'string' || found === '') {
      throw new Error(`${place}.${key}: expected text, got ${typeof found}`);
    }
    return found;
  };
  const file = text('file');
  if (!fileName.test(file)) {
    throw new Error(
      `${place}.file: expected the name of a notebook, got ${JSON.stringify(file)}`
    );
  }
  const exercises: unknown = entry['exercises'] ?? [];
  return {
    id: text('id'),
    file,
    title: text('title'),
    digest: text('digest'),
    exercises: Array.isArray(exercises)
      ? exercises.filter((id): id is string => typeof id === 'string')
      : [],
    example: entry['example'] === true,
    ...(entry['picture'] !== undefined && { picture: text('picture') })
  };
}

function objectOf(
  value: unknown,
  place: string
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    throw new Error(`${place}: expected an object, got ${typeof value}`);
  }
  return value as Readonly<Record<string, unknown>>;
}
