import type { Json } from '../messages';
import { MESSAGING_VERSION } from './channels';

/** The versions that the kernel tells about itself. */
export interface Versions {
  readonly kernel: string;
  readonly typescript: string;
  /** What runs the cells, as `Node 22.1.0`. */
  readonly machine: string;
}

/** The content of `kernel_info_reply`. */
export function kernelInfo({ kernel, typescript, machine }: Versions): Json {
  return {
    status: 'ok',
    protocol_version: MESSAGING_VERSION,
    implementation: 'gatescope',
    implementation_version: kernel,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/x-typescript',
      file_extension: '.ts',
      codemirror_mode: 'typescript',
      pygments_lexer: 'typescript',
      nbconvert_exporter: 'script'
    },
    banner: `gatescope ${kernel}: see inside recurrent networks. TypeScript ${typescript}, ${machine}`,
    debugger: false,
    supported_features: [],
    help_links: [
      {
        text: 'TypeScript handbook',
        url: 'https://www.typescriptlang.org/docs/handbook/intro.html'
      },
      { text: 'Node.js', url: 'https://nodejs.org/api/' }
    ]
  };
}
