import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, root } from './evaluate';

const page = (image: string): string =>
  `<head><meta property="og:image" content="${image}" /></head>`;
const told = (name: string, image: string, address: string | null): string =>
  evaluate<string>(
    'site-address.mjs',
    'script.withAddress(given.html, given.name, given.address && script.siteAddress(given.address))',
    { html: page(image), name, address }
  );

describe('the address of the site', () => {
  it('makes the picture of a link’s preview absolute, below a path, too', () => {
    expect(told('index.html', 'read/preview.png', 'https://a.org/some')).toBe(
      '<head><meta property="og:url" content="https://a.org/some/"><meta property="og:image" content="https://a.org/some/read/preview.png"></head>'
    );
    expect(
      told('read/03.html', 'preview.png', 'https://a.org/some/')
    ).toContain('content="https://a.org/some/read/preview.png"');
  });

  it('says on its door to install by name once a version is released', () => {
    const { released } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8')
    ) as { released: boolean };
    const door = evaluate<string>('site-lessons.mjs', "script.doorPage('')");
    expect(door.includes('pip install')).toBe(released);
    expect(door).toContain('href="favicon.svg"');
  });

  it('leaves the picture out where nobody knows it', () => {
    expect(told('index.html', 'read/preview.png', null)).toBe('<head></head>');
  });
});
