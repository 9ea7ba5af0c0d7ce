/** What is used of WebAssembly. The core compiles without the DOM's types, where TypeScript keeps its own. */
export interface Wasm {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, () => void>> }
}

/** The host's WebAssembly, or null where it has none. Whether a policy allows it shows when a module is compiled. */
export const wasmHere = (): Wasm | null => {
  // The one place where the host's global object is looked at; its type is stated above.
  const { WebAssembly = null } = globalThis as { readonly WebAssembly?: Wasm }
  return WebAssembly
}
