import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.join(__dirname, '../../..');
const files = [
  'CHANGELOG.md',
  'CITATION.cff',
  'README.md',
  'docs/class/Dockerfile',
  'docs/do/install.md',
  'docs/npm.md',
  'docs/site.md',
  'package-lock.json',
  'package.json',
  'scripts/readme-pictures.mjs',
  'scripts/set-version.mjs',
  'src/lab/version.ts'
];
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'version-'));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file));
  }
  const folders = [
    'docs/images',
    'src/lab/inspector',
    'src/play',
    'src/scene',
    'src/views',
    'src/widgets',
    'style'
  ];
  folders.forEach(each =>
    mkdirSync(path.join(copy, each), { recursive: true })
  );
  keepDigests('lesson-04.png', 'playground.png', 'preview.png');
});
afterEach(() => rmSync(copy, { recursive: true }));

const set = (...words: string[]) =>
  spawnSync(
    process.execPath,
    [path.join(copy, 'scripts/set-version.mjs'), ...words],
    { encoding: 'utf8' }
  );
/** As the scripts do that take these pictures. */
const keepDigests = (...pictures: string[]) =>
  execFileSync(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { keepDigests } from ${JSON.stringify(pathToFileURL(path.join(copy, 'scripts/readme-pictures.mjs')))};
    keepDigests(...${JSON.stringify(pictures)});`
  ]);
const text = (file: string): string =>
  readFileSync(path.join(copy, file), 'utf8');

describe('the version', () => {
  const { version } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8')
  ) as { version: string };

  it('is the same in every file that has one', () => {
    expect(set('--check')).toMatchObject({ status: 0, stderr: '' });
    writeFileSync(path.join(copy, 'CITATION.cff'), 'version: 9.9.9\n');
    expect(set('--check')).toMatchObject({
      status: 1,
      stderr: `CITATION.cff: 9.9.9, package.json: ${version}\n`
    });
  });

  it('stands in no file of the product that the script does not know', () => {
    const found = execFileSync(
      'git',
      ['grep', '--name-only', '--fixed-strings', `gatescope-${version}`],
      { cwd: root, encoding: 'utf8' }
    );
    expect(files).toEqual(
      expect.arrayContaining(found.trim().split('\n').filter(isProduct))
    );
  });

  it('is set in all of them at once, and goes back to what was there', () => {
    const before = files.map(text);
    expect(text('CHANGELOG.md')).toContain('(unreleased)');
    expect(set('7.8.9')).toMatchObject({
      status: 0,
      stdout: `${version} → 7.8.9\n`
    });
    expect(set('--check').status).toBe(0);
    for (const file of files.filter(name => !/CHANGELOG|scripts/.test(name))) {
      expect(text(file)).toContain('7.8.9');
    }
    expect(set(version).status).toBe(0);
    expect(files.map(text)).toEqual(before);
  });

  it('gets its day when it is released', () => {
    set('7.8.9-rc.1', '--release');
    expect(text('CHANGELOG.md')).toMatch(
      /^## 7\.8\.9-rc\.1 \(\d{4}-\d\d-\d\d\)$/m
    );
    expect(text('CITATION.cff')).toMatch(
      /^version: 7\.8\.9-rc\.1\ndate-released: \d{4}-\d\d-\d\d$/m
    );
  });

  it('is a release only with a day and with words about it', () => {
    set('7.8.9', '--release');
    expect(set('--check', '--release')).toMatchObject({ status: 0 });
    // The next one begins with a section of its own, and has no day.
    const released = text('CHANGELOG.md');
    set('8.0.0-dev.0');
    expect(text('CHANGELOG.md')).toBe(
      released.replace('## 7.8.9', '## 8.0.0-dev.0 (unreleased)\n\n## 7.8.9')
    );
    expect(text('CITATION.cff')).not.toContain('date-released');
    expect(set('--check')).toMatchObject({ status: 0, stderr: '' });
    expect(set('--check', '--release')).toMatchObject({
      status: 1,
      stderr:
        'CHANGELOG.md: 8.0.0-dev.0 has no day yet; set it with --release\n'
    });
    set('8.0.0', '--release');
    expect(set('--check', '--release')).toMatchObject({
      status: 1,
      stderr: 'CHANGELOG.md: nothing is said of 8.0.0\n'
    });
    expect(set('8.0.1', '--relase')).toMatchObject({
      status: 2,
      stderr: 'set-version: the one flag is --release, got --relase\n'
    });
  });

  it('brings what pages say until the first release to what holds from then on', () => {
    const commands =
      /pip install 'gatescope\[|pip install gatescope`|npm install gatescope`/;
    const told = (file: string) => text(file).replaceAll(/<!--[^]*?-->/g, '');
    const pages = ['README.md', 'docs/do/install.md', 'docs/npm.md'];
    expect(pages.filter(file => commands.test(told(file)))).toEqual([]);
    set('7.8.9', '--release');
    expect(pages.filter(file => commands.test(told(file)))).toEqual(pages);
    expect(pages.filter(file => text(file).includes('<!--'))).toEqual([]);
    expect(text('README.md')).toContain(
      '`pip install gatescope`, or use the wheel'
    );
    expect(text('docs/npm.md')).toContain('installs it. From npm: `npm');
    expect(text('package.json')).toContain('"released": true');
    set('7.9.0-dev.0');
    expect(text('package.json')).toContain('"released": true');
    expect(set('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('goes with the addresses of package.json', () => {
    const manifest = JSON.parse(text('package.json')) as object;
    const addresses = {
      homepage: 'https://a.org/b/',
      repository: 'github:a/b'
    };
    writeFileSync(
      path.join(copy, 'package.json'),
      `${JSON.stringify({ ...manifest, ...addresses }, null, 2)}\n`
    );
    expect(set('--check')).toMatchObject({
      status: 1,
      stderr: 'CITATION.cff has other addresses than package.json\n'
    });
    set('7.8.9');
    expect(text('CITATION.cff')).toContain(
      "url: 'https://a.org/b/'\nrepository-code: 'https://github.com/a/b'\n"
    );
    expect(set('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('is a release only with pictures of the views as they are', () => {
    set('7.8.9', '--release');
    writeFileSync(path.join(copy, 'src/play/page.ts'), 'other();');
    const taken = 'shows other views than are here: make pictures ONLY=readme';
    expect(set('--check', '--release')).toMatchObject({
      status: 1,
      stderr: `docs/images/playground.png ${taken}\ndocs/images/preview.png ${taken}\n`
    });
    // While it is worked on, they may be of another day.
    expect(set('--check').status).toBe(0);
    keepDigests('playground.png', 'preview.png');
    expect(set('--check', '--release').status).toBe(0);
  });

  it.each([
    ['7.8.9-dev.0', '7.8.9.dev0'],
    ['7.8.9-rc.1', '7.8.9rc1'],
    ['7.8.9-beta.2', '7.8.9b2']
  ])('%s is written %s in the name of a wheel', (version, inPython) => {
    set(version);
    expect(text('README.md')).toContain(`gatescope-${inPython}-py3-none-any`);
    expect(text('docs/npm.md')).toContain(`gatescope-${version}.tgz`);
    expect(set('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each(['', '1.2', 'v1.2.3', '1.2.3; rm'])('is not %j', word => {
    const { status, stderr } = set(word);
    expect(status).toBe(2);
    expect(stderr).toContain('should be a version such as 0.2.0');
    expect(set('--check').status).toBe(0);
  });
});

function isProduct(file: string): boolean {
  return !/^(tests|bench)\//.test(file);
}
