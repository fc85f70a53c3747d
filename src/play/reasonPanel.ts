import { html, setText } from '../widgets/base/dom';
import { button, type PagePart } from './pagePart';
import { RADIUS, type CellName, type Hold } from './playState';
import type { PlayStore } from './playStore';
import { reasonOf } from './reason';
import { cellInSentence } from './words';

/** The lesson that explains why, as the page's links name it. */
export const LESSON = 'Why memories fade';

/**
 * Why one forgets: a sentence of measured numbers, and what tries it, a click away. Where the training stands,
 * one thing invites; while that is held, the next one is offered.
 *
 * @param lesson the address of the lesson that explains it, where there is one beside the page
 */
export function createReasonPanel(
  store: PlayStore,
  lesson: string | undefined
): PagePart & { readonly invitation: HTMLElement } {
  const title = html('h2', { tabindex: -1 });
  const text = html('p', { role: 'status' });
  let controls: readonly Hold[] = [];
  const invitation = button('play-pill play-invite', '', () =>
    store.change({ hold: store.state.hold ? null : controls[0] })
  );
  // The words may be below the fold.
  const why = button('play-link', 'Why?', () => title.focus());
  const next = button('play-link play-try', '', () =>
    store.change({ hold: controls[0] })
  );
  return {
    invitation: html('div', { class: 'play-inviting' }, invitation, why),
    element: html(
      'section',
      { class: 'play-reason' },
      html('div', {}, title, text),
      html(
        'div',
        { class: 'play-tries' },
        next,
        lesson === undefined
          ? []
          : html(
              'a',
              { class: 'play-link', href: lesson },
              `The lesson: ${LESSON.toLowerCase()}`
            )
      )
    ),
    paint() {
      const { state, training, epoch } = store;
      const { rows, fresh } = training;
      const { hold, cells } = state;
      if (!fresh) {
        return;
      }
      const told = reasonOf({
        cells,
        lanes: fresh.lanes,
        rows: epoch > 0 ? [rows[0][epoch - 1], rows[1][epoch - 1]] : null,
        delay: store.delay,
        hold
      });
      title.textContent = told.title;
      setText(text, told.text);
      ({ controls } = told);
      const [control] = controls;
      const words = control ? tryWords(control, cells[control.lane]) : '';
      invitation.hidden =
        !hold && (!control || epoch === 0 || training.isRunning);
      setText(invitation, hold ? 'Let it go' : `Now ${words}`);
      why.hidden = !hold;
      next.hidden = !hold || !control;
      setText(next, `Or ${words} →`);
    }
  };
}

const tryWords = ({ gate, value }: Hold, cell: CellName): string =>
  gate === RADIUS
    ? `set ${cellInSentence(cell)}’s radius to ${value}`
    : `break ${cellInSentence(cell)}: hold ${gate} at ${value}`;
