import {
  noProgress,
  progressFile,
  readProgress,
  withLesson,
  type LessonProgress,
  type Progress
} from '../exercises/metadata';
import type { SiteFiles } from './siteFiles';

/** What was done of the lessons, in the file that the site's lab keeps it in. */
export interface SiteProgress {
  /** Nothing, where the file is not there or cannot be read, but what this page could not write into it. */
  read(): Promise<Progress>;
  /** Changes one lesson's part of it, after all changes asked for before; rejects where it cannot be kept. */
  update(
    lesson: string,
    change: (before: LessonProgress) => LessonProgress
  ): Promise<void>;
}

export function siteProgress(files: SiteFiles): SiteProgress {
  let turn: Promise<void> = Promise.resolve();
  /** What could not be written yet: it counts, and is written with the next change. */
  const unkept: ((before: Progress) => Progress)[] = [];
  const load = async (): Promise<Progress> => {
    const file = await files.read(progressFile);
    return file === null
      ? noProgress
      : readProgress(JSON.parse(String(file.content)) as unknown);
  };
  const withUnkept = (kept: Progress): Progress =>
    unkept.reduce((before, change) => change(before), kept);
  return {
    read: async () => withUnkept(await load().catch(() => noProgress)),
    update(lesson, change) {
      turn = turn.then(async () => {
        unkept.push(before => withLesson(before, lesson, change));
        // A file of a newer version is not written over: what is read of it is refused.
        const after = withUnkept(await load());
        await files.write(progressFile, `${JSON.stringify(after, null, 2)}\n`);
        unkept.length = 0;
      });
      // The next change is made all the same.
      const made = turn;
      turn = turn.catch(() => undefined);
      return made;
    }
  };
}
