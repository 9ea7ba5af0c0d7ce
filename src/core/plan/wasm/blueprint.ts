import { alike, sameAttrs } from '../log.ts'
import { carriesIn, type PlanSlot, type Ref, type Script } from '../plan.ts'
import { Code } from './code.ts'
import { Layout, type Place, placesOf } from './layout.ts'
import type { Imported, Written } from './module.ts'
import { carryOf, writeEvent, writeTransposedProduct } from './write.ts'

/** What is written for a script, whatever its numbers are. */
export interface Blueprint {
  readonly script: Structure
  /** How much memory it takes. */
  readonly pages: number
  readonly places: ReturnType<typeof placesOf>
  readonly parts: readonly Part[]
  readonly spare: ReadonlySet<number>
  readonly carries: Assembly
  /** The stretches of events that were compiled, by where they begin and end. */
  readonly stretches: Map<number, Stretch>
}

/** What of a script decides how it is written. */
interface Structure {
  readonly events: Script['events']
  readonly slots: readonly Pick<PlanSlot, 'from' | 'like'>[]
}

/** What becomes one module, made when it is first needed. */
export interface Assembly {
  readonly groups: readonly (readonly Written[])[]
  module: object | null
}

/** A stretch of events as few calls: the number of a group of its module, or an event that stays as it is. */
export interface Stretch extends Assembly {
  readonly order: readonly ({ readonly group: number } | { readonly event: number })[]
}

/** The blueprints that were asked for last: a program that runs again with other numbers finds its own, which the host has had time to compile well. */
const blueprints: Blueprint[] = []
const mostBlueprints = 8

/** The blueprint of a script. */
export function blueprintOf(script: Script): Blueprint {
  const at = blueprints.findIndex((each) => sameStructure(each.script, script))
  const found = at < 0 ? drawn(script) : blueprints.splice(at, 1)[0]!
  blueprints.push(found)
  if (blueprints.length > mostBlueprints) blueprints.shift()
  return found
}

const sameStructure = (p: Structure, q: Structure): boolean =>
  p.events.length === q.events.length &&
  p.slots.length === q.slots.length &&
  p.events.every(({ op, attrs, args, like }, i) => {
    const other = q.events[i]!
    const same = op === other.op && args.length === other.args.length && alike(like, other.like)
    return same && sameAttrs(attrs, other.attrs) && args.every((ref, n) => sameRef(ref, other.args[n]!))
  }) &&
  p.slots.every(({ from, like }, i) => from === q.slots[i]!.from && alike(like, q.slots[i]!.like))

const sameRef = (p: Ref, q: Ref): boolean => p.kind === q.kind && p.at === q.at

function drawn(script: Script): Blueprint {
  const layout = new Layout()
  const places = placesOf(layout, script)
  // Room for what single events need beside their results is found when they are written.
  const spare = spareIn(script)
  const parts = partsOf(script, places, layout, spare)
  const carries = carriesIn(script).map(([event, slot]) => carryOf(places.events[event]!, places.slots[slot]!))
  const slots = script.slots.map(({ from, like }) => ({ from, like }))
  return {
    script: { events: script.events, slots },
    pages: layout.pages,
    places,
    parts,
    spare,
    carries: { groups: carries.length === 0 ? [] : [carries.map((code) => ({ code, imported: [] }))], module: null },
    stretches: new Map(),
  }
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

/** A stretch of events: those that are written become one function each run, the others stay as they are. */
export function stretchOf({ parts, stretches }: Blueprint, key: number, from: number, to: number): Stretch {
  const known = stretches.get(key)
  if (known !== undefined) return known
  const groups: Written[][] = []
  const order: ({ readonly group: number } | { readonly event: number })[] = []
  for (let at = from; at < to; at++) {
    const part = parts[at] ?? null
    if (part === 'spare') continue
    const last = order.at(-1)
    if (part === null) order.push({ event: at })
    else if (last !== undefined && 'group' in last) groups.at(-1)!.push(part)
    else order.push({ group: groups.push([part]) - 1 })
  }
  const stretch: Stretch = { groups, order, module: null }
  stretches.set(key, stretch)
  return stretch
}
