// What is kept beside a reader's notebook, so that of two versions none is lost.
import { EDITION, isOtherEdition } from '../kernel/browser/edition';
import { isNotebook } from '../kernel/browser/isNotebook';
import type { Unkept } from './journal';
import { oneAtATime, type SiteFile, type SiteFiles } from './siteFiles';

/** Tells the reader what happens to what they write. */
export interface Saying {
  nothingKept(reason: unknown): void;
  keptBeside(path: string): void;
  couldNotRead(path: string): void;
  /** What the page shows and their copy lacked is in it again. */
  cameBack(): void;
  /** The site's lesson is another than their copy was made of. */
  lessonChanged(path: string): void;
}

/** A notebook, as far as its edition is looked for. */
interface Edition {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Keeps beside it what is stored and is no notebook; says whether that went. */
export async function keptAside(
  files: SiteFiles,
  { path, content }: SiteFile,
  say: Saying
): Promise<boolean> {
  try {
    const text =
      typeof content === 'string'
        ? content
        : (JSON.stringify(content, null, 1) ?? '');
    // Until the reader writes, each visit finds it: it is kept once.
    const beside = await freePath(
      files,
      path,
      '.broken',
      '.txt',
      there => there.content === text
    );
    await files.write(beside, text);
    say.couldNotRead(beside);
    return true;
  } catch (reason) {
    say.nothingKept(reason);
    return false;
  }
}

/** Keeps the last words of a page that was left; where another tab has written since, beside them. */
export async function takenUp(
  files: SiteFiles,
  name: string,
  { after, content }: Unkept,
  say: Saying
): Promise<SiteFile> {
  // As it is now: another tab may have written while this page opened.
  const there = await files.read(name);
  const known = isNotebook(there?.content) ? there : null;
  if (known === null || after === known.last_modified) {
    return files.write(name, content);
  }
  if (JSON.stringify(content) !== JSON.stringify(known.content)) {
    const beside = await freePath(files, name, '-Copy');
    await files.write(beside, content);
    say.keptBeside(beside);
  }
  return known;
}

/** Keeps the edition that the site ships now beside a copy of an earlier one, which goes on; null where it is none. */
export async function besideNewEdition(
  files: SiteFiles,
  name: string,
  { content }: SiteFile,
  shipping: Promise<Edition>,
  say: Saying
): Promise<SiteFile | null> {
  const copy = content as Edition;
  const ships = await shipping.catch(() => null);
  if (ships === null || !isOtherEdition(copy.metadata, ships.metadata)) {
    return null;
  }
  try {
    return await oneAtATime(name, async () => {
      const beside = await freePath(files, name, '-Copy');
      await files.write(beside, ships);
      say.lessonChanged(beside);
      const metadata = {
        ...copy.metadata,
        [EDITION]: ships.metadata[EDITION]
      };
      return files.write(name, { ...copy, metadata });
    });
  } catch (reason) {
    say.nothingKept(reason);
    return null;
  }
}

/**
 * A name beside it that is free, or under which the same is kept: as JupyterLab names a copy, and the site
 * a text that it cannot read.
 */
export async function freePath(
  files: SiteFiles,
  name: string,
  mark: '-Copy' | '.broken',
  ending = '.ipynb',
  isSame: (there: SiteFile) => boolean = () => false
): Promise<string> {
  for (let copy = 1; ; copy++) {
    const count = mark === '-Copy' ? copy : copy === 1 ? '' : `-${copy}`;
    const path = `${name.replace(/\.ipynb$/, '')}${mark}${count}${ending}`;
    const there = await files.read(path);
    if (there === null || isSame(there)) {
      return path;
    }
  }
}
