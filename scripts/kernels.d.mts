/** The WebAssembly module of the kernels, in base64. */
export function compileKernels(): Promise<string>;
/** The TypeScript module that holds it. */
export function asModule(base64: string): string;
