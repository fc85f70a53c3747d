import { decodeBundle, encode, unpackBuffers } from '../../src/trace';
import type {
  Bundle,
  Event,
  EventName,
  Events,
  HistoryTail,
  Method,
  Methods
} from '../../src/trace';
import type {
  CellMemory,
  LinkStatus,
  LiveLink,
  View,
  ViewContext
} from '../../src/widgets/context';
import { createTrainingRuns } from '../../src/lab/link/trainingRuns';
import { createCursor } from '../../src/widgets/base/cursor';
import { createMessageView } from '../../src/widgets/base/message';
import { createStore } from '../../src/widgets/base/store';
import { untranslated } from '../../src/scene/words/translate';
import { createPanelReadout } from '../../src/widgets/inspector/panelReadout';
import { createView } from '../../src/widgets/createView';

/*
 * Address: /?sample=NAME&theme=light|dark|contrast&width=400&link=live|none|stale&motion=none
 * Without a sample every one is shown, one cursor through all.
 */
const query = new URLSearchParams(location.search);
const cursor = createCursor();
const store = createStore();
/** Lasts over a reload of the page, as the notebook cell's metadata does. */
const memory: CellMemory = {
  get: key => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined,
  set: (key, value) => sessionStorage.setItem(key, JSON.stringify(value)),
  delete: key => sessionStorage.removeItem(key)
};
const views = new Map<string, View>();

const themes: Readonly<Record<string, readonly [string, string]>> = {
  light: ['true', 'JupyterLab Light'],
  dark: ['false', 'JupyterLab Dark'],
  contrast: ['false', 'JupyterLab Dark High Contrast']
};

function setTheme(name: string): void {
  const [light, label] = themes[name] ?? themes.light;
  document.body.dataset.jpThemeLight = light;
  document.body.dataset.jpThemeName = label;
  for (const view of views.values()) {
    view.themeChanged();
  }
}

const states: Readonly<Record<string, LinkStatus>> = {
  live: { state: 'live' },
  none: { state: 'notLive', reason: 'there is no kernel behind this page' },
  stale: { state: 'stale', reason: 'model retrained' }
};
let status = states[query.get('link') ?? 'live'] ?? states.live;
const statusListeners = new Set<(status: LinkStatus) => void>();
const eventListeners = new Map<EventName, Set<(data: never) => void>>();

/** Only what the server was asked through `fetch`: JSON both ways. */
const link: LiveLink = {
  status: () => status,
  onStatus(_id, listener) {
    statusListeners.add(listener);
    return () => statusListeners.delete(listener);
  },
  async request<M extends Method>(method: M, params: Methods[M]['params']) {
    if (status.state === 'notLive') {
      throw new Error(status.reason);
    }
    const response = await fetch('/request', {
      method: 'POST',
      body: JSON.stringify({ method, params: encode(params) })
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    return unpackBuffers(await response.json(), []) as Methods[M]['result'];
  },
  onEvent<E extends EventName>(name: E, listener: (data: Events[E]) => void) {
    const listeners = eventListeners.get(name) ?? new Set();
    listeners.add(listener);
    eventListeners.set(name, listeners);
    return () => listeners.delete(listener);
  },
  rerun: () => location.reload()
};

const context: ViewContext = {
  cursor,
  link,
  store,
  memory,
  translate: untranslated,
  settings: {
    reducedMotion:
      query.get('motion') === 'none' ||
      matchMedia('(prefers-reduced-motion: reduce)').matches,
    linesUpTo: 8,
    minimumColumnWidth: 2
  }
};

async function show(
  main: HTMLElement,
  name: string,
  title: string
): Promise<void> {
  const article = document.createElement('article');
  article.dataset.sample = name;
  const heading = document.createElement('h1');
  heading.textContent = title;
  const host = document.createElement('div');
  const width = query.get('width');
  if (width) {
    host.style.width = `${width}px`;
  }
  article.append(heading, host);
  main.append(article);
  let view: View;
  let bundle: Bundle | null = null;
  try {
    const response = await fetch(`/samples/${encodeURIComponent(name)}`);
    bundle = decodeBundle(await response.json());
    const factory = await createView(bundle.kind);
    view = factory(host, bundle, context);
  } catch (error) {
    view = createMessageView(host, {
      title: 'This output cannot be drawn',
      lines: [error instanceof Error ? error.message : String(error)]
    });
  }
  views.set(name, view);
  const panel = query.get('panel');
  if (panel && bundle) {
    const aside = document.createElement('aside');
    aside.style.cssText = `width: ${Number(panel)}px; margin: 20px 0`;
    article.append(aside);
    createPanelReadout(aside, bundle, context);
  }
  new ResizeObserver(entries => {
    const box = entries[entries.length - 1].contentRect;
    if (box.width > 0) {
      view.resize(box.width);
    }
  }).observe(host);
}

async function start(): Promise<void> {
  setTheme(query.get('theme') ?? 'light');
  const list = (await (await fetch('/samples')).json()) as {
    name: string;
    title: string;
  }[];
  const wanted = query.getAll('sample');
  document.body.classList.toggle('bare', wanted.length > 0);
  const nav = document.querySelector('nav');
  const main = document.querySelector('main');
  if (!nav || !main) {
    return;
  }
  for (const theme of Object.keys(themes)) {
    nav.append(anchor(`?theme=${theme}`, theme));
  }
  for (const { name } of list) {
    nav.append(anchor(`?sample=${name}`, name));
  }
  for (const name of wanted.length > 0 ? wanted : list.map(each => each.name)) {
    const entry = list.find(each => each.name === name);
    await show(main, name, entry?.title ?? name);
  }
  document.body.dataset.ready = 'true';
}

function anchor(address: string, text: string): HTMLAnchorElement {
  const element = document.createElement('a');
  element.href = address;
  element.textContent = text;
  return element;
}

/** Samples as text, for drawing again without asking for them again. */
const saved = new Map<string, string>();

async function textOf(name: string): Promise<string> {
  return (await fetch(`/samples/${encodeURIComponent(name)}`)).text();
}

/** For the tests: what surrounds the views and how it changes. */
Object.assign(window, {
  gallery: {
    cursor,
    store,
    memory,
    views,
    setTheme,
    /**
     * Draws a sample anew, as a notebook cell that ran again: milliseconds from the call of the view
     * to the frame that shows it.
     */
    async draw(name: string): Promise<number> {
      const host = document.querySelector<HTMLElement>(
        `[data-sample="${CSS.escape(name)}"] > div`
      );
      const old = views.get(name);
      if (!host || !old) {
        throw new Error(`There is no sample "${name}" on the page.`);
      }
      const text = saved.get(name) ?? (await textOf(name));
      saved.set(name, text);
      const json: unknown = JSON.parse(text);
      old.dispose();
      const start = performance.now();
      const bundle = decodeBundle(json);
      const factory = await createView(bundle.kind);
      const view = factory(host, bundle, context);
      view.resize(host.clientWidth);
      await new Promise(resolve =>
        requestAnimationFrame(() => setTimeout(resolve))
      );
      views.set(name, view);
      return performance.now() - start;
    },
    setStatus(name: string) {
      status = states[name] ?? states.live;
      for (const listener of [...statusListeners]) {
        listener(status);
      }
    }
  }
});

function tell<E extends EventName>(name: E, data: Events[E]): void {
  for (const listener of eventListeners.get(name) ?? []) {
    (listener as (data: Events[E]) => void)(data);
  }
}

const trainings = createTrainingRuns(
  async id => (await link.request('history', { id })).history,
  history => tell('history', { id: history.id, history })
);

const source = new EventSource('/events');
source.onmessage = message => {
  const event = unpackBuffers(JSON.parse(message.data as string), []) as Event;
  if (event.name === 'history') {
    trainings.whole((event.data as Events['history']).history);
  } else if (event.name === 'historyTail') {
    trainings.tail(event.data as HistoryTail);
  } else if (event.name === 'race') {
    tell('race', event.data as Events['race']);
  } else {
    tell('stale', event.data as Events['stale']);
  }
};

void start();
