import { html } from '../widgets/base/dom';
import type { Part } from './part';
import type { Hold } from './playState';
import type { PlayStore } from './playStore';
import { reasonOf } from './words';

/** Why one forgets: a sentence of measured numbers, and the control that tries it, a click away. */
export function createReasonPanel(store: PlayStore): Part {
  const title = html('h2');
  const text = html('p');
  const button = html('button', {
    type: 'button',
    class: 'play-link play-try'
  });
  let control: Hold | null = null;
  button.addEventListener('click', () =>
    store.change({ hold: store.state.hold ? null : control })
  );
  return {
    element: html(
      'section',
      { class: 'play-reason' },
      html('div', {}, title, text),
      button
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
      control = told.control;
      button.hidden = control === null && state.hold === null;
      button.textContent = state.hold
        ? 'Let it go'
        : control
          ? `Hold ${control.gate} at ${control.value} →`
          : '';
    }
  };
}
