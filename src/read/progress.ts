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
  /** Nothing, where the file is not there or cannot be read. */
  read(): Promise<Progress>;
  /** Changes one lesson's part of it, after all changes asked for before. */
  update(
    lesson: string,
    change: (before: LessonProgress) => LessonProgress
  ): Promise<void>;
}

export function siteProgress(files: SiteFiles): SiteProgress {
  let turn: Promise<void> = Promise.resolve();
  const load = async (): Promise<Progress> => {
    const file = await files.read(progressFile);
    return file === null
      ? noProgress
      : readProgress(JSON.parse(String(file.content)) as unknown);
  };
  return {
    read: () => load().catch(() => noProgress),
    update(lesson, change) {
      turn = turn.then(async () => {
        // A file of a newer version is not written over: what is read of it is refused.
        const after = withLesson(await load(), lesson, change);
        await files.write(progressFile, `${JSON.stringify(after, null, 2)}\n`);
      });
      // The next change is made all the same.
      const made = turn;
      turn = turn.catch(() => undefined);
      return made;
    }
  };
}
