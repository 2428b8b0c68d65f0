/** The part of JavaScript's WebAssembly that kernels need; TypeScript declares it for browsers only. */
declare namespace WebAssembly {
  class Memory {
    constructor(pages: { initial: number });
    readonly buffer: ArrayBuffer;
  }
  interface Module {
    readonly bytes?: never;
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    readonly exports: object;
  }
}
