import type { Output } from './notebook';

/** What a notebook cell shows where nobody has changed it: fetched when it is about to be seen. */
export function whenSeen(
  section: HTMLElement,
  address: string,
  take: (outputs: readonly Output[] | null) => void
): void {
  const seen = new IntersectionObserver(
    entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        seen.disconnect();
        void fetched(address).then(take, () => take(null));
      }
    },
    // A little before, so that it is there when it is read.
    { rootMargin: '50% 0px' }
  );
  seen.observe(section);
}

async function fetched(address: string): Promise<readonly Output[]> {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(
      `${address} could not be loaded: ${answer.status} ${answer.statusText}`
    );
  }
  return (await answer.json()) as readonly Output[];
}
