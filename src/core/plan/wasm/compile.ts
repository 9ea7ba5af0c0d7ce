import { argumentsIn, kernelOf } from '../kernels.ts'
import { carriesIn, type Execute, type Prepared, type Ref, type Room, type Script } from '../plan.ts'
import { Code } from './code.ts'
import { type Wasm, wasmHere } from './host.ts'
import { Layout, numbersAt, type Place, placesOf } from './layout.ts'
import { assemble, type Imported, instantiate, type Written } from './module.ts'
import { carryOf, writeEvent, writeTransposedProduct } from './write.ts'

/** How often a stretch of events is carried out by plain kernels before it is compiled. */
const patience = 2

/** Carries out a script with WebAssembly made for it; with plain kernels until that is worth it, for ops it does not know, and where it is not allowed. */
export function compiled(script: Script): Prepared | null {
  const wasm = wasmHere()
  if (wasm === null) return null
  const layout = new Layout()
  const places = placesOf(layout, script)
  // Room for what single events need beside their results is found when they are written.
  const spare = spareIn(script)
  const parts = partsOf(script, places, layout, spare)
  const memory = new wasm.Memory({ initial: layout.pages })
  const view = (place: Place) => numbersAt(memory.buffer, place)
  const room: Room = { events: places.events.map(view), slots: places.slots.map(view) }
  const plain = script.events.map((event, at) =>
    kernelOf(event, argumentsIn(script, room, event.args), room.events[at]!),
  )
  const late = new Map([...spare].map((at) => [at, plain[at]!]))
  const carries = carriesIn(script).map(([event, slot]) => carryOf(places.events[event]!, places.slots[slot]!))
  return { room, execute: executing(wasm, memory, parts, plain), late, carry: carrying(wasm, memory, carries) }
}

/** An event as instructions; null where there are none, `spare` where nothing has to be done. */
type Part = Written | null | 'spare'

/** The transposes that only products read, which go through what was transposed column by column. */
function spareIn(script: Script): ReadonlySet<number> {
  const spare = new Set<number>()
  script.events.forEach(({ op, like }, at) => {
    if (op === 'transpose' && like.shape.length === 2 && like.dtype === 'float32') spare.add(at)
  })
  for (const { op, args, like } of script.events)
    args.forEach((ref, i) => {
      const isLeft = op === 'matmul' && i === 0 && like.shape.length === 2 && like.dtype === 'float32'
      if (ref.kind === 'event' && !isLeft) spare.delete(ref.at)
    })
  for (const { from } of script.slots) if (from !== null) spare.delete(from)
  return spare
}

function partsOf(
  script: Script,
  places: { events: Place[]; slots: Place[] },
  layout: Layout,
  spare: ReadonlySet<number>,
): Part[] {
  return script.events.map((event, at) => {
    if (spare.has(at)) return 'spare'
    const code = new Code()
    const imported: Imported[] = []
    const [left, right] = event.args
    if (left?.kind === 'event' && spare.has(left.at)) {
      const [whole] = script.events[left.at]!.args
      const place = (ref: Ref): Place => (ref.kind === 'event' ? places.events[ref.at]! : places.slots[ref.at]!)
      writeTransposedProduct(code, place(whole!), place(right!), places.events[at]!)
      return { code, imported }
    }
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
    if (part === 'spare') continue
    if (part === null) order.push(plain[at]!)
    else if (typeof order.at(-1) === 'number') groups.at(-1)!.push(part)
    else order.push(groups.push([part]) - 1)
  }
  if (groups.length === 0) return plain.slice(from, to)
  const calls = instantiate(wasm, assemble(groups), memory, groups)
  return order.map((each) => (typeof each === 'number' ? calls[each]! : each))
}

/** All that is handed over to the next turn, as one call; null where WebAssembly is not allowed. */
function carrying(wasm: Wasm, memory: object, carries: readonly Code[]): (() => void) | null {
  if (carries.length === 0) return () => {}
  const groups = [carries.map((code) => ({ code, imported: [] }))]
  try {
    return instantiate(wasm, assemble(groups), memory, groups)[0] ?? null
  } catch {
    return null
  }
}
