/** What the browser keeps in words; some browsers refuse it by a throw. */
export function wordStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
