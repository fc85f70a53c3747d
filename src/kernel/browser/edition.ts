/** Where each notebook that a site ships says which edition it is; a copy of it says so, too. */
export const EDITION = 'gatescope_edition';

type Metadata = Readonly<Record<string, unknown>>;

/** Whether a copy was made of another edition than the site ships now; nobody knows of one that says none. */
export function isOtherEdition(copy: Metadata, shipped: Metadata): boolean {
  const [before, now] = [copy[EDITION], shipped[EDITION]];
  return (
    typeof before === 'string' && typeof now === 'string' && before !== now
  );
}
