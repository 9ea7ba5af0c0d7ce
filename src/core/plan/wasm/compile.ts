import { argumentsIn, kernelOf } from '../kernels.ts'
import type { Execute, Prepared, Room, Script } from '../plan.ts'
import { Code } from './code.ts'
import { type Wasm, wasmHere } from './host.ts'
import { Layout, numbersAt, type Place, placesOf } from './layout.ts'
import { assemble, type Imported, instantiate, type Written } from './module.ts'
import { writeEvent } from './write.ts'

/** How often a stretch of events is carried out by plain kernels before it is compiled. */
const patience = 2

/** Carries out a script with WebAssembly made for it; with plain kernels until that is worth it, for ops it does not know, and where it is not allowed. */
export function compiled(script: Script): Prepared | null {
  const wasm = wasmHere()
  if (wasm === null) return null
  const layout = new Layout()
  const places = placesOf(layout, script)
  // Room for what single events need beside their results is found when they are written.
  const parts = partsOf(script, places, layout)
  const memory = new wasm.Memory({ initial: layout.pages })
  const view = (place: Place) => numbersAt(memory.buffer, place)
  const room: Room = { events: places.events.map(view), slots: places.slots.map(view) }
  const plain = script.events.map((event, at) =>
    kernelOf(event, argumentsIn(script, room, event.args), room.events[at]!),
  )
  return { room, execute: executing(wasm, memory, parts, plain) }
}

/** An event as instructions; null where there are none. */
type Part = Written | null

function partsOf(script: Script, places: { events: Place[]; slots: Place[] }, layout: Layout): Part[] {
  return script.events.map((event, at) => {
    const code = new Code()
    const imported: Imported[] = []
    const args = event.args.map((ref) => (ref.kind === 'event' ? places.events[ref.at]! : places.slots[ref.at]!))
    const written = writeEvent(code, event, args, places.events[at]!, layout, (each) => imported.push(each) - 1)
    return written ? { code, imported } : null
  })
}

function executing(wasm: Wasm, memory: object, parts: readonly Part[], plain: readonly (() => void)[]): Execute {
  const seen = new Map<number, number>()
  const made = new Map<number, readonly (() => void)[]>()
  let allowed = true
  const compile = (from: number, to: number): readonly (() => void)[] => {
    try {
      return linked(wasm, memory, parts, plain, from, to)
    } catch {
      allowed = false
      return plain.slice(from, to)
    }
  }
  return (from, to) => {
    const key = from * (parts.length + 1) + to
    const ready = made.get(key)
    if (ready !== undefined) {
      for (const step of ready) step()
      return
    }
    for (let at = from; at < to; at++) plain[at]!()
    const times = (seen.get(key) ?? 0) + 1
    seen.set(key, times)
    if (allowed && times >= patience) made.set(key, compile(from, to))
  }
}

/** A stretch of events as few calls: those that are written become one function each run, the others stay as they are. */
function linked(
  wasm: Wasm,
  memory: object,
  parts: readonly Part[],
  plain: readonly (() => void)[],
  from: number,
  to: number,
): readonly (() => void)[] {
  const groups: Written[][] = []
  const order: (number | (() => void))[] = []
  for (let at = from; at < to; at++) {
    const part = parts[at] ?? null
    if (part === null) order.push(plain[at]!)
    else if (typeof order.at(-1) === 'number') groups.at(-1)!.push(part)
    else order.push(groups.push([part]) - 1)
  }
  if (groups.length === 0) return plain.slice(from, to)
  const calls = instantiate(wasm, assemble(groups), memory, groups)
  return order.map((each) => (typeof each === 'number' ? calls[each]! : each))
}
