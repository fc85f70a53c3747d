import { html, setText } from '../widgets/base/dom';
import { button, type Part } from './part';
import { RADIUS, type Hold } from './playState';
import type { PlayStore } from './playStore';
import { reasonOf } from './reason';
import { named } from './words';

/** The lesson that explains why, as the page's links name it. */
export const LESSON = 'Why memories fade';

/**
 * Why one forgets: a sentence of measured numbers, and the controls that try it, a click away.
 *
 * @param lesson the address of the lesson that explains it, where there is one beside the page
 */
export function createReasonPanel(
  store: PlayStore,
  lesson: string | undefined
): Part {
  const title = html('h2');
  const text = html('p', { role: 'status' });
  /** At most one of each network; the first is always there, and keeps the place of the keys. */
  const buttons: HTMLButtonElement[] = [0, 1].map(at =>
    button('play-link play-try', '', () => {
      store.change({ hold: store.state.hold ? null : controls[at] });
      buttons[0].focus();
    })
  );
  let controls: readonly Hold[] = [];
  return {
    element: html(
      'section',
      { class: 'play-reason' },
      html('div', {}, title, text),
      html(
        'div',
        { class: 'play-tries' },
        buttons,
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
      if (!fresh) {
        return;
      }
      const told = reasonOf({
        cells: state.cells,
        lanes: fresh.lanes,
        rows: epoch > 0 ? [rows[0][epoch - 1], rows[1][epoch - 1]] : null,
        delay: store.delay,
        hold: state.hold
      });
      title.textContent = told.title;
      setText(text, told.text);
      ({ controls } = told);
      buttons.forEach((button, at) => {
        button.hidden = state.hold ? at > 0 : controls.length <= at;
        button.textContent = state.hold
          ? 'Let it go'
          : at < controls.length
            ? labelOf(controls[at], state.cells[controls[at].lane])
            : '';
      });
    }
  };
}

function labelOf(
  { gate, value }: Hold,
  cell: PlayStore['state']['cells'][0]
): string {
  return gate === RADIUS
    ? `Set ${named(cell)}’s radius to ${value} →`
    : `Hold ${gate} at ${value} →`;
}
