import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import {
  NETWORK_TYPE,
  type Bundle,
  type BundleKind,
  type History,
  type Race
} from '../../trace';
import { keepKeys } from '../../widgets/base/keepKeys';
import type {
  LiveLink,
  View,
  ViewContext,
  ViewFactory
} from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { keepOutcome } from './keepOutcome';
import { openingLink } from '../../page/openingLink';
import { markOpening } from '../../page/openings';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { html } from '../../widgets/base/dom';
import { messageBox } from '../../widgets/base/message';

export interface BundleRendererOptions {
  readonly mimeType: string;
  /** Fetches the code that reads and draws bundles, so that the page starts without it. */
  readonly loadDrawing: () => Promise<LateDrawing>;
  /** What the view is given; asked once the renderer is attached, when its notebook is known. */
  readonly contextOf: (widget: Widget, id: string) => ViewContext;
  readonly translate: Translate;
  /** Emits after the CSS variables of a new theme can be read. */
  readonly themeChanged?: ISignal<unknown, unknown>;
  /** Emits when views must be recreated with other settings. */
  readonly settingsChanged?: ISignal<unknown, unknown>;
}

export interface LateDrawing {
  /** Throws when the JSON is no bundle; the message says where and why. */
  decodeBundle(json: unknown): Bundle;
  createView(kind: BundleKind): Promise<ViewFactory>;
  encode(outcome: History | Race): object;
  /** What the networks answer that stand beside a picture; fetches the engine. */
  networkLink(network: unknown, id: string): Promise<LiveLink>;
}

/**
 * Draws one output. JupyterLab calls `renderModel` before the widget is attached, again for each
 * `update_display_data`, and disposes the widget when the notebook cell runs again or moves.
 */
export class BundleRenderer extends Widget implements IRenderMime.IRenderer {
  constructor(private readonly options: BundleRendererOptions) {
    super();
    this.addClass('jp-gatescope-output');
    keepKeys(this.node);
    options.themeChanged?.connect(this.onThemeChanged, this);
    options.settingsChanged?.connect(this.remake, this);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const turn = ++this.turn;
    try {
      const { decodeBundle, createView, encode, networkLink } =
        await this.options.loadDrawing();
      const bundle = decodeBundle(model.data[this.options.mimeType]);
      const factory = await createView(bundle.kind);
      if (turn === this.turn && !this.isDisposed) {
        this.keep = context =>
          keepOutcome({
            bundle,
            model,
            mimeType: this.options.mimeType,
            link: context.link,
            translate: this.options.translate,
            encode
          });
        const network = model.data[NETWORK_TYPE];
        this.linkOf =
          network === undefined
            ? null
            : kernel =>
                openingLink(kernel, () => networkLink(network, bundle.id));
        this.present(bundle, factory);
      }
    } catch (error) {
      if (turn === this.turn && !this.isDisposed) {
        this.clear();
        this.node.append(
          errorPicture(error, model.data, this.options.translate)
        );
      }
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.clear();
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.mount();
  }

  /** A view of the same bundle takes the new numbers; another bundle gets a view of its own. */
  private present(bundle: Bundle, factory: ViewFactory): void {
    const before = this.bundle;
    this.bundle = bundle;
    this.factory = factory;
    if (
      this.view !== null &&
      before !== null &&
      before.kind === bundle.kind &&
      before.id === bundle.id
    ) {
      this.view.update(bundle);
      return;
    }
    this.clear();
    this.mount();
  }

  private mount(): void {
    const { bundle, factory } = this;
    if (
      bundle === null ||
      factory === null ||
      this.view !== null ||
      !this.isAttached
    ) {
      return;
    }
    const given = this.options.contextOf(this, bundle.id);
    if (this.linkOf) {
      markOpening(bundle.id, given);
    }
    const context = this.linkOf
      ? { ...given, link: this.linkOf(given.link) }
      : given;
    const element = document.createElement('div');
    element.className = 'jp-gatescope-host';
    // A view that is recreated is as high as the one before, so the page does not jump.
    const height = context.store.get<number>(bundle.id, HEIGHT);
    if (height !== undefined) {
      element.style.minHeight = `${height}px`;
    }
    this.node.replaceChildren(element);
    const view = factory(element, bundle, context);
    this.view = view;
    this.stopKeeping = this.keep?.(context) ?? null;
    let width = 0;
    this.observer = new ResizeObserver(entries => {
      const box = entries.at(-1)?.contentRect;
      if (box === undefined || box.width === 0) {
        return;
      }
      context.store.set(bundle.id, HEIGHT, box.height);
      if (box.width !== width) {
        width = box.width;
        element.style.minHeight = '';
        view.resize(width);
      }
    });
    this.observer.observe(element);
  }

  private clear(): void {
    this.observer?.disconnect();
    this.observer = null;
    this.stopKeeping?.();
    this.stopKeeping = null;
    this.view?.dispose();
    this.view = null;
    this.node.replaceChildren();
  }

  private onThemeChanged(): void {
    this.view?.themeChanged();
  }

  private remake(): void {
    if (this.view !== null) {
      this.clear();
      this.mount();
    }
  }

  private bundle: Bundle | null = null;
  private factory: ViewFactory | null = null;
  private view: View | null = null;
  private observer: ResizeObserver | null = null;
  /** Has the page answer in place of the kernel; null where no network stands beside the picture. */
  private linkOf: ((kernel: LiveLink) => LiveLink) | null = null;
  /** Starts to keep the end of a training run; null for an output that has none. */
  private keep: ((context: ViewContext) => () => void) | null = null;
  private stopKeeping: (() => void) | null = null;
  /** Counts calls of `renderModel`: only the last one may draw. */
  private turn = 0;
}

const HEIGHT = 'renderer.height';

/**
 * What stands in place of a picture that cannot be drawn: the reason, and the static picture or the
 * text that the same output carries for viewers without the extension.
 *
 * The static picture comes from the notebook and is not trusted: it is shown as an image, in which no
 * script runs.
 */
function errorPicture(
  error: unknown,
  data: ReadonlyPartialJSONObject,
  translate: Translate
): HTMLElement {
  return html(
    'div',
    { class: 'jp-gatescope-error jp-gatescope-view' },
    messageBox({
      title: translate('This output cannot be drawn'),
      lines: [error instanceof Error ? error.message : String(error)]
    }),
    ...fallback(data, translate)
  );
}

function fallback(
  data: ReadonlyPartialJSONObject,
  translate: Translate
): Node[] {
  const source = imageSource(data);
  const text = data['text/plain'];
  if (source !== null) {
    return [
      html('img', {
        class: 'jp-gatescope-static',
        src: source,
        alt:
          typeof text === 'string'
            ? text
            : translate('The picture as it was saved.')
      })
    ];
  }
  return typeof text === 'string' ? [html('pre', {}, text)] : [];
}

function imageSource(data: ReadonlyPartialJSONObject): string | null {
  const svg = data['image/svg+xml'];
  if (typeof svg === 'string') {
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  }
  const png = data['image/png'];
  return typeof png === 'string' && /^[A-Za-z0-9+/=\s]*$/.test(png)
    ? `data:image/png;base64,${png.replaceAll(/\s/g, '')}`
    : null;
}
