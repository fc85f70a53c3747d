// The parts of JupyterLite 0.8 that are used here. The site brings its packages itself; they are no
// dependencies of what JupyterLab installs.
declare module '@jupyterlite/services' {
  import type { KernelMessage, KernelSpec } from '@jupyterlab/services';
  import type { Token } from '@lumino/coreutils';
  import type { ISignal } from '@lumino/signaling';

  export interface IKernel {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly ready: Promise<void>;
    readonly isDisposed: boolean;
    readonly disposed: ISignal<IKernel, void>;
    dispose(): void;
    handleMessage(message: KernelMessage.IMessage): Promise<void>;
  }
  export interface KernelOptions {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly sendMessage: (message: KernelMessage.IMessage) => void;
  }
  export interface IKernelSpecs {
    register(options: {
      spec: KernelSpec.ISpecModel;
      create: (options: KernelOptions) => Promise<IKernel>;
    }): void;
  }
  export const IKernelSpecs: Token<IKernelSpecs>;
  export interface IKernelClient {
    interrupt(kernelId: string): Promise<void>;
    restart(kernelId: string): Promise<void>;
  }
  export const IKernelClient: Token<IKernelClient>;
}

declare module '@jupyterlite/apputils' {
  import type { Token } from '@lumino/coreutils';

  export interface IServiceWorkerManager {
    readonly browsingContextId: string;
    readonly ready: Promise<void>;
    registerStdinHandler(
      suffix: string,
      handler: (data: unknown) => Promise<unknown>
    ): void;
  }
  export const IServiceWorkerManager: Token<IServiceWorkerManager>;
}
