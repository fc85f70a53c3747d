import type { Bundle, ViewOptions } from '../../trace';
import type { View, ViewContext, ViewFactory } from '../context';
import { fill, html, listen } from './dom';
import { createRecomputer } from './recomputer';

type Slider = NonNullable<ViewOptions['slider']>;

/**
 * A view with a slider above it, where the notebook asks for one. At each move the kernel makes what
 * is shown again; while it does, only the newest place is kept. Without a kernel the slider stands
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

/** What a move of the slider has made, for every view of the same bundle. */
interface Slid {
  readonly value: number;
  readonly bundle: Bundle;
}

const SLID = 'slider.slid';

/**
 * A view that has no slider of its own, beside one that has: it shows what that one shows. Every
 * other view is left as it is.
 */
export function withSlid<B extends Bundle>(
  factory: ViewFactory<B>
): ViewFactory<B> {
  return (element, bundle, context) => {
    if (bundle.view?.slider === undefined) {
      return factory(element, bundle, context);
    }
    const { store, cursor } = context;
    let saved: Bundle = bundle;
    let shown: Bundle = bundle;
    const view = factory(element, bundle, context);
    const follow = (): void => {
      const now = store.get<Slid>(bundle.id, SLID)?.bundle ?? saved;
      if (now !== shown) {
        shown = now;
        view.update(now);
      }
    };
    const stop = cursor.subscribe(follow);
    follow();
    return {
      ...view,
      update(next) {
        saved = next;
        follow();
      },
      dispose() {
        stop();
        view.dispose();
      }
    };
  };
}

function slidingView<B extends Bundle>(
  factory: ViewFactory<B>,
  slider: Slider,
  element: HTMLElement,
  bundle: B,
  context: ViewContext
): View {
  const { link, translate, store, cursor } = context;
  const { id } = bundle;
  /** Tells every view of the bundle where the slider stands, and what it has made there. */
  const share = (slid: Slid | undefined): void => {
    store.set(id, SLID, slid);
    cursor.move({ slid: slid?.value ?? null }, input);
  };
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
  /** The value that the newest question is about. */
  let asked = slider.value;

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
    request() {
      asked = input.valueAsNumber;
      return link.request('slide', { id, value: asked });
    },
    answered({ bundle: next }) {
      failure = '';
      drawNote();
      view.update(next);
      share({ value: asked, bundle: next });
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
  // A view that is recreated stands where the one before it stood.
  const before = store.get<Slid>(id, SLID);
  stand(before?.value ?? slider.value);
  if (before !== undefined) {
    view.update(before.bundle);
  }
  drawNote();

  return {
    ...view,
    update(next) {
      recomputer.forget();
      stand(next.view?.slider?.value ?? slider.value);
      view.update(next);
      share(undefined);
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
