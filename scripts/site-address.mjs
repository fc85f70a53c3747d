// Where the site will be: SITE_ADDRESS, or `homepage` of package.json. Both may be unknown.
import { readFileSync } from 'node:fs';

const { homepage } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8')
);

/** The site's address with a slash at its end; null where nobody knows it yet. */
export function siteAddress(given = process.env.SITE_ADDRESS || homepage) {
  return given ? new URL(given.endsWith('/') ? given : `${given}/`) : null;
}

/**
 * A page that says where it is: who shows a preview of a link takes whole addresses alone. Without one its
 * preview has no picture.
 *
 * @param name the page's path in the site: `read/index.html`
 */
export function withAddress(html, name, home = siteAddress()) {
  const own = home && new URL(name.replace(/(^|\/)index\.html$/, '$1'), home);
  return html.replace(
    /<meta\b(?=[^>]*\bproperty="og:image")[^>]*\bcontent="([^"]*)"[^>]*>/,
    (_, image) =>
      own
        ? `<meta property="og:url" content="${own}"><meta property="og:image" content="${new URL(image, own)}">`
        : ''
  );
}
