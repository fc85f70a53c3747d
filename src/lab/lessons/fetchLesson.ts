import { PageConfig, URLExt } from '@jupyterlab/coreutils';

/** The address of a file that lies beside the extension's code. */
export function staticAddress(baseUrl: string, ...parts: string[]): string {
  return URLExt.join(
    PageConfig.getOption('fullLabextensionsUrl') ||
      URLExt.join(baseUrl, 'lab', 'extensions'),
    'gatescope',
    'static',
    ...parts
  );
}

/**
 * Reads a file of the lessons. They lie beside the extension's code and are as open as it: no token
 * is asked for.
 *
 * @throws Error with address and status when the server has no such file
 */
export async function fetchLesson(
  baseUrl: string,
  file: string
): Promise<unknown> {
  const url = staticAddress(baseUrl, 'lessons', encodeURIComponent(file));
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(
      `The lessons of this installation cannot be read: ${url} answered ${response.status} ${response.statusText}.`
    );
  }
  return (await response.json()) as unknown;
}
