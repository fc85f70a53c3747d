// The playground's page. An address is read here, and nothing that it says is run: code of one's own
// in it waits for a click.
import { createPlayground } from './createPlayground';
import { followTheme } from '../page/theme';

const host = document.getElementById('play');
if (host) {
  followTheme();
  createPlayground(host, new URL('./worker.js', import.meta.url), linksOf());
  if (parent !== window) {
    host.classList.add('play-framed');
    // An article's frame is made as high as what is in it; who holds the frame may know that number.
    new ResizeObserver(() =>
      parent.postMessage(
        { gatescopePlayHeight: host.getBoundingClientRect().height },
        '*'
      )
    ).observe(host);
  }
}

/** Pages beside this one, as the page that was built for a place names them. */
function linksOf(): Record<string, string> {
  const text = document.getElementById('play-links')?.textContent ?? '{}';
  return JSON.parse(text) as Record<string, string>;
}
