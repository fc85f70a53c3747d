import type { Bundle, ViewOptions } from '../../trace';
import type { View, ViewContext, ViewFactory } from '../context';
import { fill, html, listen } from './dom';
import { createRecomputer } from './recomputer';

type Slider = NonNullable<ViewOptions['slider']>;

/**
 * A view with a slider above it, where the notebook asks for one. At each move the kernel makes what
 * is shown anew; while it does, only the newest place is kept. Without a kernel the slider stands
 * still and says so. Every other view is left as it is.
 */
export function withSlider<B extends Bundle>(
  factory: ViewFactory<B>
): ViewFactory<B> {
  return (element, bundle, context) => {
    const { slider } = bundle.view ?? {};
    return slider === undefined
      ? factory(element, bundle, context)
      : slidingView(factory, slider, element, bundle, context);
  };
}

function slidingView<B extends Bundle>(
  factory: ViewFactory<B>,
  slider: Slider,
  element: HTMLElement,
  bundle: B,
  context: ViewContext
): View {
  const { link, translate } = context;
  const { id } = bundle;
  const input = html('input', {
    type: 'range',
    min: slider.range[0],
    max: slider.range[1],
    step: slider.step,
    'aria-label': slider.name
  });
  const number = html('output', {});
  const note = html('span', { role: 'status' });
  const bar = html(
    'div',
    { class: 'jp-gatescope-slider' },
    html('label', {}, html('span', {}, slider.name), input),
    number,
    note
  );
  const host = html('div', {});
  fill(element, bar, host);
  const view = factory(host, bundle, context);
  let failure = '';

  const drawValue = (): void => {
    const words = valueWords(input.valueAsNumber, slider);
    number.textContent = words;
    input.setAttribute('aria-valuetext', words);
  };
  const drawNote = (): void => {
    const status = link.status(id);
    input.disabled = status.state !== 'live';
    note.textContent =
      status.state === 'live'
        ? failure
        : status.state === 'connecting'
          ? ''
          : translate('Not live: run the notebook cell to move this.');
    note.title = 'reason' in status ? status.reason : '';
  };
  const recomputer = createRecomputer({
    request: () => link.request('slide', { id, value: input.valueAsNumber }),
    answered({ bundle: next }) {
      failure = '';
      drawNote();
      view.update(next);
    },
    failed(message) {
      failure = message;
      drawNote();
    }
  });
  listen(input, 'input', () => {
    drawValue();
    recomputer.ask();
  });
  const stop = link.onStatus(id, drawNote);
  const stand = (value: number): void => {
    input.value = String(value);
    drawValue();
  };
  stand(slider.value);
  drawNote();

  return {
    ...view,
    update(next) {
      recomputer.forget();
      stand(next.view?.slider?.value ?? slider.value);
      view.update(next);
    },
    dispose() {
      stop();
      recomputer.forget();
      view.dispose();
      bar.remove();
      host.remove();
    }
  };
}

/** As many places as the step has. */
function valueWords(value: number, { step, unit }: Slider): string {
  const places = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  const words = value.toFixed(places).replace('-', '−');
  return unit === undefined ? words : `${words} ${unit}`;
}
