// The Jupyter server of the browser tests, on a folder and with settings of its own.
//
// GATESCOPE_PYTHON names another Python than that of .venv, GATESCOPE_TEST_PORT another port.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOlderKernel } from './olderKernel.mjs';

const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../..'
);
const home = path.join(root, 'build', 'browser');
const python =
  process.env.GATESCOPE_PYTHON ?? path.join(root, '.venv', 'bin', 'python');
const port = Number(process.env.GATESCOPE_TEST_PORT ?? 18765);

const folder = name => {
  const made = path.join(home, name);
  mkdirSync(made, { recursive: true });
  return made;
};
rmSync(home, { recursive: true, force: true });
const notebooks = folder('notebooks');
const settings = folder('settings');

// News and updates open a toast over the page.
const apputils = path.join(settings, '@jupyterlab', 'apputils-extension');
mkdirSync(apputils, { recursive: true });
writeFileSync(
  path.join(apputils, 'notification.jupyterlab-settings'),
  JSON.stringify({ fetchNews: 'false', checkForUpdates: false })
);

const data = folder('data');
if (process.env.GATESCOPE_ONE_KERNEL === undefined) {
  installOlderKernel({ root, python, data });
}

const config = path.join(home, 'config.py');
const text = JSON.stringify;
writeFileSync(
  config,
  `
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = ${port}
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.root_dir = ${text(notebooks)}
c.ServerApp.allow_root = True
c.ServerApp.disable_check_xsrf = True
c.ServerApp.log_level = "WARN"
c.IdentityProvider.token = ""
c.PasswordIdentityProvider.hashed_password = ""
c.LabApp.expose_app_in_browser = True
c.LabApp.user_settings_dir = ${text(settings)}
c.LabApp.workspaces_dir = ${text(folder('workspaces'))}
c.JupyterNotebookApp.expose_app_in_browser = True
c.JupyterNotebookApp.user_settings_dir = ${text(settings)}
`
);

const server = spawn(python, ['-m', 'jupyterlab', `--config=${config}`], {
  cwd: notebooks,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    // Nothing of the user's own: no settings, kernels or extensions.
    JUPYTER_CONFIG_DIR: folder('config'),
    JUPYTER_DATA_DIR: data,
    JUPYTER_RUNTIME_DIR: folder('runtime'),
    IPYTHONDIR: folder('ipython')
  }
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => server.kill('SIGTERM'));
}
server.on('exit', code => process.exit(code ?? 0));
