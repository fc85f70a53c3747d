// On the site a block of TypeScript can be run where it stands: a cell of the lab, with its kernel, in a
// frame, which holds the page's code up to there. Elsewhere there is no such cell, and no button.
(async () => {
  const blocks = [...document.querySelectorAll('.highlight-ts')];
  // Sphinx says in every page where the first one lies.
  const pages = new URL(
    document.documentElement.dataset.content_root,
    location.href
  );
  const lab = new URL('../repl/index.html', pages);
  if (
    blocks.length === 0 ||
    !/\/(learn|do|understand)\//.test(location.pathname) ||
    !location.protocol.startsWith('http')
  ) {
    return;
  }
  const found = await fetch(lab, { method: 'HEAD' }).catch(() => null);
  if (!found?.ok) {
    return;
  }
  blocks.forEach((block, at) => {
    const button = document.createElement('button');
    button.className = 'gatescope-run';
    button.textContent = 'Run and change this code';
    button.addEventListener('click', () => {
      const code = blocks
        .slice(0, at + 1)
        .map(each => each.textContent.trim())
        .join('\n\n');
      const frame = document.createElement('iframe');
      frame.className = 'gatescope-repl';
      frame.title = 'The code of this page in a cell of the lab';
      frame.src = `${lab}?kernel=gatescope&toolbar=1&execute=1&code=${encodeURIComponent(code)}`;
      button.replaceWith(frame);
      frame.focus();
    });
    block.after(button);
  });
})();
