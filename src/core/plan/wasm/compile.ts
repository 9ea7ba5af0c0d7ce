import { argumentsIn, kernelOf } from '../kernels.ts'
import type { Execute, Prepared, Room, Script } from '../plan.ts'
import { type Assembly, type Blueprint, blueprintOf, type Stretch, stretchOf } from './blueprint.ts'
import { type Wasm, wasmHere } from './host.ts'
import { numbersAt, type Place } from './layout.ts'
import { assemble, instantiate } from './module.ts'

/** How often a stretch of events is carried out by plain kernels before it is compiled, if that was never done. */
const patience = 2

/** Carries out a script with WebAssembly made for it; with plain kernels until that is worth it, for ops it does not know, and where it is not allowed. */
export function compiled(script: Script): Prepared | null {
  const wasm = wasmHere()
  if (wasm === null) return null
  const blueprint = blueprintOf(script)
  const { pages, places, spare, carries } = blueprint
  const memory = new wasm.Memory({ initial: pages })
  const view = (place: Place) => numbersAt(memory.buffer, place)
  const room: Room = { events: places.events.map(view), slots: places.slots.map(view) }
  const plain = script.events.map((event, at) =>
    kernelOf(event, argumentsIn(script, room, event.args), room.events[at]!),
  )
  const late = new Map([...spare].map((at) => [at, plain[at]!]))
  return { room, execute: executing(wasm, memory, blueprint, plain), late, carry: carrying(wasm, memory, carries) }
}

function executing(wasm: Wasm, memory: object, blueprint: Blueprint, plain: readonly (() => void)[]): Execute {
  const seen = new Map<number, number>()
  const made = new Map<number, readonly (() => void)[]>()
  let allowed = true
  const compile = (key: number, from: number, to: number): readonly (() => void)[] => {
    try {
      return linked(wasm, memory, stretchOf(blueprint, key, from, to), plain)
    } catch {
      allowed = false
      return plain.slice(from, to)
    }
  }
  return (from, to) => {
    const key = from * (plain.length + 1) + to
    let ready = made.get(key)
    if (ready === undefined && allowed) {
      const times = seen.get(key) ?? 0
      seen.set(key, times + 1)
      if (times >= patience || blueprint.stretches.has(key)) {
        ready = compile(key, from, to)
        made.set(key, ready)
      }
    }
    if (ready === undefined) for (let at = from; at < to; at++) plain[at]!()
    else for (const step of ready) step()
  }
}

function linked(wasm: Wasm, memory: object, stretch: Stretch, plain: readonly (() => void)[]): readonly (() => void)[] {
  const calls = instances(wasm, memory, stretch)
  return stretch.order.map((each) => ('group' in each ? calls[each.group]! : plain[each.event]!))
}

/** The functions of an assembly on a memory. Throws where WebAssembly is not allowed. */
function instances(wasm: Wasm, memory: object, assembly: Assembly): (() => void)[] {
  if (assembly.groups.length === 0) return []
  assembly.module ??= assemble(wasm, assembly.groups)
  return instantiate(wasm, assembly.module, memory, assembly.groups)
}

/** All that is handed over to the next turn, as one call; null where WebAssembly is not allowed. */
function carrying(wasm: Wasm, memory: object, carries: Assembly): (() => void) | null {
  try {
    return instances(wasm, memory, carries)[0] ?? (() => {})
  } catch {
    return null
  }
}
