import type { ContentsReader } from '../lessons/folderListing';
import { folderListing, folderOf } from '../lessons/folderListing';

/**
 * Whether a notebook lies where nbgrader has the teacher's: in `source/ASSIGNMENT/` of a folder with
 * nbgrader's settings. What students have of a course lies elsewhere, and costs no request.
 */
export async function isCourseSource(
  path: string,
  contents: ContentsReader
): Promise<boolean> {
  const source = folderOf(folderOf(path));
  const isSource = /(^|[/:])source$/.test(source);
  if (!isSource || folderOf(path) === '') {
    return false;
  }
  const names = await folderListing(contents, folderOf(source));
  return names?.has('nbgrader_config.py') ?? false;
}
