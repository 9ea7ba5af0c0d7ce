import { Code, unsigned } from './code.ts'
import type { Wasm } from './host.ts'

/** A function of the host: of one or two numbers. */
export interface Imported {
  readonly arity: 1 | 2
  readonly call: (x: number, y: number) => number
}

const vec = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()]
const section = (id: number, body: readonly number[]): number[] => {
  const out = [id, ...unsigned(body.length)]
  for (const byte of body) out.push(byte)
  return out
}
const text = (name: string): number[] => [...unsigned(name.length), ...Array.from(name, (c) => c.charCodeAt(0))]

/** A function of a module, and the functions of the host that it calls. */
export interface Written {
  readonly code: Code
  readonly imported: readonly Imported[]
}

/** A module that imports its memory and what its functions call, and exports for each group one function that calls all of the group. */
export function assemble(groups: readonly (readonly Written[])[]): Uint8Array<ArrayBuffer> {
  const written = groups.flat()
  const imported = written.flatMap((each) => each.imported)
  const bodies: number[][] = []
  let first = 0
  for (const each of written) {
    bodies.push(each.code.finish(first))
    first += each.imported.length
  }
  let next = imported.length
  for (const group of groups) {
    const all = new Code()
    for (let i = 0; i < group.length; i++) all.call(i)
    bodies.push(all.finish(next))
    next += group.length
  }
  const nothing = [0x60, 0, 0]
  const unary = [0x60, 1, 0x7c, 1, 0x7c]
  const binary = [0x60, 2, 0x7c, 0x7c, 1, 0x7c]
  const imports = [
    [...text('env'), ...text('memory'), 0x02, 0x00, 0x01],
    ...imported.map(({ arity }, i) => [...text('env'), ...text(String(i)), 0x00, arity]),
  ]
  const exports = groups.map((_, i) => [...text(String(i)), 0x00, ...unsigned(next + i)])
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vec([nothing, unary, binary])),
    ...section(2, vec(imports)),
    ...section(3, vec(bodies.map(() => [0]))),
    ...section(7, vec(exports)),
    ...section(10, vec(bodies)),
  ])
}

/** Compiles a module over a memory. Throws where WebAssembly is not allowed. */
export function instantiate(
  wasm: Wasm,
  bytes: Uint8Array<ArrayBuffer>,
  memory: object,
  groups: readonly (readonly Written[])[],
): (() => void)[] {
  const imported = groups.flat().flatMap((each) => each.imported)
  const calls = imported.map(({ call }, i) => [String(i), call] as const)
  const { exports } = new wasm.Instance(new wasm.Module(bytes), { env: { memory, ...Object.fromEntries(calls) } })
  return Object.values(exports)
}
