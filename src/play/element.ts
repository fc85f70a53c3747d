// <gatescope-play>: the playground in any article, in a frame of its own, so that neither's styles nor
// scripts reach the other, and code of one's own nothing of the article.

const HEIGHT = 900;

/**
 * The playground as an element. Its attribute `state` is the part of a playground's address behind `#`.
 *
 * @example
 * ```html
 * <script type="module" src="https://example.org/play/element.js"></script>
 * <gatescope-play state="delay=30&seed=3"></gatescope-play>
 * ```
 */
class GatescopePlay extends HTMLElement {
  static observedAttributes = ['state'];
  private readonly frame = document.createElement('iframe');

  connectedCallback(): void {
    const { frame } = this;
    frame.title = 'How long can a network remember?';
    frame.loading = 'lazy';
    frame.allow = 'clipboard-write';
    frame.style.cssText = `border:0;display:block;height:${HEIGHT}px;width:100%`;
    this.style.display = 'block';
    this.append(frame);
    this.load();
    addEventListener('message', this.fit);
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.fit);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) {
      this.load();
    }
  }

  private load(): void {
    const address = new URL('index.html', import.meta.url);
    address.hash = this.getAttribute('state') ?? '';
    this.frame.src = address.href;
  }

  /** As high as the page inside says that it is. */
  private readonly fit = ({ source, data }: MessageEvent): void => {
    const height = (data as { gatescopePlayHeight?: unknown } | null)
      ?.gatescopePlayHeight;
    if (
      source === this.frame.contentWindow &&
      typeof height === 'number' &&
      height > 0 &&
      height < 10_000
    ) {
      this.frame.style.height = `${Math.ceil(height)}px`;
    }
  };
}

if (customElements.get('gatescope-play') === undefined) {
  customElements.define('gatescope-play', GatescopePlay);
}
