/**
 * The page of documentation that a link of a lesson leads to, with its place in it. Lessons write
 * `docs/bibliography.html#gers-2000`, as the pages of the site have it; beside a notebook lies no such
 * folder, so that the lab must look for it where it keeps the documentation.
 *
 * @param link a link as JupyterLab renders it: to the file beside the notebook, on the same server
 * @returns `bibliography.html#gers-2000`; null for any other link
 */
export function documentationPage({
  origin,
  pathname,
  hash
}: HTMLAnchorElement): string | null {
  const page = /\/docs\/([\w-]+\.html)$/.exec(pathname)?.[1];
  return page === undefined || origin !== location.origin
    ? null
    : `${page}${hash}`;
}
