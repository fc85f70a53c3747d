import type { Claim } from '../../trace';
import { claimView } from '../../views/claim/claimView';
import { fill, html, listen } from '../base/dom';
import { uniqueId } from '../base/uniqueId';
import type { View, ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';

const OPEN = 'claim.open';
const createPicture = createDefinedView(claimView);

/** A claim begins as a small mark beside its sentence, which opens the picture. */
export const createClaimView: ViewFactory<Claim> = (
  element,
  bundle,
  context
) => {
  const { translate, store } = context;
  let claim = bundle;
  let width = 0;
  let picture: View | null = null;
  const host = html('div', { id: `jp-gatescope-claim-${uniqueId()}` });
  const button = html(
    'button',
    {
      type: 'button',
      class: 'jp-gatescope-claim-mark',
      'aria-controls': host.id
    },
    translate('Where does this hold?')
  );
  const sentence = html('q', {}, claim.sentence);
  const mark = html(
    'div',
    { class: 'jp-gatescope-claim-line' },
    button,
    sentence
  );
  const isOpen = (): boolean =>
    store.get<boolean>(bundle.id, OPEN) ?? claim.opened ?? false;
  const draw = (): void => {
    const open = isOpen();
    button.setAttribute('aria-expanded', String(open));
    host.hidden = !open;
    // The question of the picture has it.
    sentence.hidden = open;
    if (open && picture === null) {
      picture = createPicture(host, claim, context);
    } else if (!open) {
      picture?.dispose();
      picture = null;
    }
    if (width > 0) {
      picture?.resize(width);
    }
  };
  const stop = listen(button, 'click', () => {
    store.set(bundle.id, OPEN, !isOpen());
    draw();
  });
  fill(element, mark, host);
  draw();
  return {
    update(next) {
      if (next.kind === 'claim') {
        claim = next;
        sentence.textContent = claim.sentence;
        draw();
        picture?.update(next);
      }
    },
    resize(next) {
      width = next;
      picture?.resize(next);
    },
    themeChanged: () => picture?.themeChanged(),
    dispose() {
      stop();
      picture?.dispose();
      mark.remove();
      host.remove();
    }
  };
};
