import type { Bundle, Method, Methods } from '../../../src/trace';
import { createCursor } from '../../../src/widgets/base/cursor';
import { createPageMemory, createStore } from '../../../src/widgets/base/store';
import { withUnitOfTime } from '../../../src/widgets/base/unitOfTime';
import type {
  Cursor,
  LinkStatus,
  LiveLink,
  View,
  ViewContext,
  ViewFactory
} from '../../../src/widgets/context';

/** A view in jsdom, with a link that the test holds in its hand. For files with `@jest-environment jsdom`. */
export interface ViewPage {
  readonly element: HTMLElement;
  readonly view: View;
  readonly cursor: Cursor;
  readonly context: ViewContext;
  /** What was asked of the kernel, in order. */
  readonly asked: { readonly method: Method; readonly params: unknown }[];
  /** The link of the view has another status. */
  setStatus(status: LinkStatus): void;
  /** Texts of the elements that match, in the order of the page. */
  texts(selector: string): string[];
  /** Waits for what the kernel was asked. */
  settle(): Promise<void>;
  close(): void;
}

export interface ViewPageOptions {
  readonly width?: number;
  readonly status?: LinkStatus;
  readonly answer?: (method: Method, params: never) => unknown;
  readonly context?: Partial<ViewContext>;
}

export function openView<B extends Bundle>(
  factory: ViewFactory<B>,
  bundle: B,
  { width = 703, status, answer, context: given }: ViewPageOptions = {}
): ViewPage {
  standIns();
  const asked: ViewPage['asked'] = [];
  let present: LinkStatus = status ?? {
    state: 'notLive',
    reason: 'There is no kernel.'
  };
  const listeners = new Set<(status: LinkStatus) => void>();
  const link: LiveLink = {
    status: () => present,
    onStatus(_, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request<M extends Method>(method: M, params: Methods[M]['params']) {
      asked.push({ method, params });
      return answer
        ? Promise.resolve(answer(method, params as never)).then(
            result => result as Methods[M]['result']
          )
        : Promise.reject(new Error('There is no kernel.'));
    },
    onEvent: () => () => undefined
  };
  const cursor = given?.cursor ?? createCursor();
  const context: ViewContext = {
    cursor,
    link,
    store: createStore(),
    memory: createPageMemory(),
    translate: (text, ...args) =>
      text.replaceAll(/%(\d)/g, (_, index) => String(args[Number(index) - 1])),
    settings: { reducedMotion: true, linesUpTo: 8, minimumColumnWidth: 2 },
    ...given
  };
  const element = document.createElement('div');
  document.body.append(element);
  const view = withUnitOfTime(factory)(element, bundle, context);
  view.resize(width);
  return {
    element,
    view,
    cursor,
    context,
    asked,
    setStatus(next) {
      present = next;
      [...listeners].forEach(listener => listener(next));
    },
    texts: selector =>
      [...element.querySelectorAll(selector)].map(
        each => each.textContent ?? ''
      ),
    async settle() {
      for (let turn = 0; turn < 8; turn += 1) {
        await Promise.resolve();
      }
    },
    close() {
      view.dispose();
      element.remove();
    }
  };
}

/** What jsdom lacks: a canvas, elements that come into view, and a frame at once. */
export function standIns(): void {
  HTMLCanvasElement.prototype.getContext = () => null;
  Object.assign(SVGElement.prototype, {
    getComputedTextLength(this: SVGElement) {
      return 6 * (this.textContent ?? '').length;
    }
  });
  globalThis.requestAnimationFrame = callback => {
    callback(0);
    return 0;
  };
  globalThis.cancelAnimationFrame = () => undefined;
  HTMLElement.prototype.showPopover ??= () => undefined;
  HTMLElement.prototype.hidePopover ??= () => undefined;
  class Observer {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  globalThis.IntersectionObserver =
    Observer as unknown as typeof IntersectionObserver;
  globalThis.ResizeObserver = Observer as unknown as typeof ResizeObserver;
  if (!document.getElementById('ramps')) {
    const style = document.createElement('style');
    style.id = 'ramps';
    const ramp = '#000000 #808080 #ffffff';
    style.textContent = `* { --jp-gatescope-ramp-gates: ${ramp}; --jp-gatescope-ramp-states: ${ramp}; --jp-gatescope-ramp-weights: ${ramp}; }`;
    document.head.append(style);
  }
}
