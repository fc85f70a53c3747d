/**
 * The page of documentation that a link of a lesson leads to, with its place in it. Lessons write
 * `docs/bibliography.html#gers-2000`, as the pages of the site have it; beside a notebook lies no such
 * folder, so that the lab must look for it where it keeps the documentation.
 *
 * @param link a link as JupyterLab renders it, with the file that it would open
 * @returns `bibliography.html#gers-2000`; null for any other link
 */
export function documentationPage(link: HTMLElement): string | null {
  const { path, id } = argsOf(link);
  const page = /(?:^|\/)docs\/([\w-]+\.html)$/.exec(String(path))?.[1];
  return page === undefined ? null : `${page}${String(id ?? '')}`;
}

function argsOf({ dataset }: HTMLElement): { path?: unknown; id?: unknown } {
  try {
    return JSON.parse(dataset.commandlinkerArgs ?? '{}') ?? {};
  } catch {
    return {};
  }
}
