import { html } from '../widgets/base/dom';
import type { Part } from './part';
import { RADIUS, type Hold } from './playState';
import type { PlayStore } from './playStore';
import { named, reasonOf } from './words';

/** Why one forgets: a sentence of measured numbers, and the controls that try it, a click away. */
export function createReasonPanel(store: PlayStore): Part {
  const title = html('h2');
  const text = html('p');
  /** At most one of each network; both stay in the page, so that the keys' place is kept. */
  const buttons = [0, 1].map(at => {
    const button = html('button', {
      type: 'button',
      class: 'play-link play-try'
    });
    button.addEventListener('click', () =>
      store.change({ hold: store.state.hold ? null : controls[at] })
    );
    return button;
  });
  let controls: readonly Hold[] = [];
  return {
    element: html(
      'section',
      { class: 'play-reason' },
      html('div', {}, title, text),
      html('div', { class: 'play-tries' }, buttons)
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
      text.textContent = told.text;
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
