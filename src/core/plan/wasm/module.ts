import { Bytes } from './bytes.ts'
import { Code } from './code.ts'
import type { Wasm } from './host.ts'

/** A function of the host: of one or two numbers. */
export interface Imported {
  readonly arity: 1 | 2
  readonly call: (x: number, y: number) => number
}

/** Items behind their number. */
function vector(items: readonly Bytes[]): Bytes {
  const out = new Bytes().unsigned(items.length)
  for (const item of items) out.append(item)
  return out
}

/** A function of a module, and the functions of the host that it calls. */
export interface Written {
  readonly code: Code
  readonly imported: readonly Imported[]
}

/** A module that imports its memory and what its functions call, and exports for each group one function that calls all of the group. Throws where WebAssembly is not allowed. */
export const assemble = (wasm: Wasm, groups: readonly (readonly Written[])[]): object =>
  new wasm.Module(bytesOf(groups))

function bytesOf(groups: readonly (readonly Written[])[]): Uint8Array<ArrayBuffer> {
  const written = groups.flat()
  const imported = written.flatMap((each) => each.imported)
  const bodies: Bytes[] = []
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
  const types = [nothing, unary, binary].map((type) => new Bytes().bytes(type))
  const imports = [
    new Bytes().text('env').text('memory').bytes([0x02, 0x00, 0x01]),
    ...imported.map(({ arity }, i) => new Bytes().text('env').text(String(i)).byte(0x00).byte(arity)),
  ]
  const exports = groups.map((_, i) =>
    new Bytes()
      .text(String(i))
      .byte(0x00)
      .unsigned(next + i),
  )
  const out = new Bytes().bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
  const sections = [
    [1, types],
    [2, imports],
    [3, bodies.map(() => new Bytes().byte(0))],
    [7, exports],
    [10, bodies],
  ] as const
  for (const [id, items] of sections) {
    const body = vector(items)
    out.byte(id).unsigned(body.length).append(body)
  }
  return out.all
}

/** The types of functions: of no number, of one and of two. */
const nothing = [0x60, 0, 0]
const unary = [0x60, 1, 0x7c, 1, 0x7c]
const binary = [0x60, 2, 0x7c, 0x7c, 1, 0x7c]

/** Sets a module of these groups to work on a memory. */
export function instantiate(
  wasm: Wasm,
  module: object,
  memory: object,
  groups: readonly (readonly Written[])[],
): (() => void)[] {
  const imported = groups.flat().flatMap((each) => each.imported)
  const calls = imported.map(({ call }, i) => [String(i), call] as const)
  const { exports } = new wasm.Instance(module, { env: { memory, ...Object.fromEntries(calls) } })
  return Object.values(exports)
}
