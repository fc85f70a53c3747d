// A notebook as a page of a site: its pictures first, and then what runs it, once they are drawn.
import { fromNetwork } from '../anywhere/fromNetwork';
import { defineViewElement } from '../anywhere/viewElement';
import { createView } from '../widgets/createView';

defineViewElement(createView, { fromNetwork });

const told = document.getElementById('read-page')?.textContent;
if (told) {
  // Readers open the page to read: nothing of this is needed for the first picture.
  const soon = globalThis.requestIdleCallback ?? setTimeout;
  addEventListener('load', () =>
    soon(() => {
      void import('./frontEnd').then(({ startFrontEnd }) =>
        startFrontEnd(JSON.parse(told) as Parameters<typeof startFrontEnd>[0])
      );
    })
  );
}
