import { drawBundle, type Surroundings } from '../anywhere/drawBundle';
import { fromNetwork } from '../anywhere/fromNetwork';
import { takeOver } from '../anywhere/takeOver';
import { openingLink } from '../page/openingLink';
import { markOpening } from '../page/openings';
import { mimeTypes, NETWORK_TYPE } from '../trace';
import { html } from '../widgets/base/dom';
import type { Output } from './notebook';
import { reachSideways } from './reachSideways';

/** The outputs of one notebook cell, as they stand on the page. */
export interface OutputArea {
  /** As nbformat keeps them. */
  readonly outputs: readonly Output[];
  /** Shows these in place of what is there. */
  show(outputs: readonly Output[]): void;
  /** Takes a message of the cell's run. */
  hear(type: string, content: Readonly<Record<string, unknown>>): void;
}

/** @param surroundings what the views are given */
export function createOutputArea(
  host: HTMLElement,
  surroundings: Surroundings
): OutputArea {
  let outputs: Output[] = [];
  const places: { element: HTMLElement; stop: () => void }[] = [];
  /** Where what has a name stands, by that name. */
  const named = new Map<string, number>();
  let clearsNext = false;

  function clear(): void {
    places.forEach(({ stop }) => stop());
    places.length = 0;
    named.clear();
    outputs = [];
    clearsNext = false;
    host.replaceChildren();
  }

  function draw(at: number): void {
    const before = places[at];
    const element = html('div', { class: 'read-output' });
    if (before === undefined) {
      host.append(element);
    } else {
      // The text below stays where it is while the new picture is made.
      element.style.minHeight = `${before.element.offsetHeight}px`;
      before.stop();
      before.element.replaceWith(element);
    }
    places[at] = {
      element,
      stop: drawOutput(element, outputs[at], surroundings)
    };
    requestAnimationFrame(() => (element.style.minHeight = ''));
  }

  function add(output: Output): void {
    if (clearsNext) {
      clear();
    }
    const last = outputs.at(-1);
    if (
      output.output_type === 'stream' &&
      last?.output_type === 'stream' &&
      last['name'] === output['name']
    ) {
      outputs[outputs.length - 1] = {
        ...last,
        text: `${String(last['text'])}${String(output['text'])}`
      };
    } else {
      outputs.push(output);
    }
    draw(outputs.length - 1);
  }

  return {
    get outputs() {
      return outputs;
    },
    show(given) {
      clear();
      given.forEach(add);
    },
    hear(type, content) {
      const name = (content['transient'] as { display_id?: string } | undefined)
        ?.display_id;
      const { data, metadata = {} } = content;
      switch (type) {
        case 'stream':
          add({
            output_type: type,
            name: content['name'],
            text: content['text']
          });
          break;
        case 'error':
          add({
            output_type: type,
            ename: content['ename'],
            evalue: content['evalue'],
            traceback: content['traceback']
          });
          break;
        case 'execute_result':
          add({ output_type: type, data, metadata, execution_count: null });
          break;
        case 'display_data':
          add({ output_type: type, data, metadata });
          if (name !== undefined) {
            named.set(name, outputs.length - 1);
          }
          break;
        case 'update_display_data': {
          const at = name === undefined ? undefined : named.get(name);
          if (at !== undefined) {
            outputs[at] = { ...outputs[at], data, metadata };
            draw(at);
          }
          break;
        }
        case 'clear_output':
          if (content['wait'] === true) {
            clearsNext = true;
          } else {
            clear();
          }
      }
    }
  };
}

const OURS = Object.values(mimeTypes);
const COLORS = /\u001b\[[\d;]*m/g;

/** Draws one output; gives the way to take it away. */
function drawOutput(
  element: HTMLElement,
  output: Output,
  surroundings: Surroundings
): () => void {
  if (output.output_type === 'stream') {
    return write(element, textOf(output['text']));
  }
  if (output.output_type === 'error') {
    const lines = (output['traceback'] as string[] | undefined) ?? [];
    element.classList.add('read-error');
    return write(
      element,
      lines.length > 0
        ? lines.join('\n')
        : `${String(output['ename'])}: ${String(output['evalue'])}`
    );
  }
  const data = (output['data'] ?? {}) as Readonly<Record<string, unknown>>;
  const ours = OURS.find(type => Object.hasOwn(data, type));
  if (ours !== undefined) {
    const view = html('div', {});
    element.append(view);
    const network = data[NETWORK_TYPE];
    const { id } = Object(data[ours]) as { readonly id?: unknown };
    return drawBundle(view, () => data[ours], {
      ...surroundings,
      ...(network !== undefined && {
        link: () =>
          openingLink(surroundings.link(), () =>
            fromNetwork(network, String(id))
          )
      }),
      begin(bundle, context) {
        takeOver(view, bundle.id);
        if (network !== undefined) {
          markOpening(bundle.id, context);
        }
      }
    });
  }
  const plain = textOf(data['text/plain']);
  for (const kind of ['image/png', 'image/svg+xml'] as const) {
    const picture = textOf(data[kind]);
    if (picture !== '') {
      const source =
        kind === 'image/png'
          ? `data:${kind};base64,${picture}`
          : `data:${kind},${encodeURIComponent(picture)}`;
      element.append(html('img', { src: source, alt: plain }));
      return () => undefined;
    }
  }
  return write(element, plain);
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('') : String(value ?? '');
}

function write(element: HTMLElement, text: string): () => void {
  const words = html('pre', {}, text.replace(COLORS, ''));
  element.append(words);
  return reachSideways(words);
}
