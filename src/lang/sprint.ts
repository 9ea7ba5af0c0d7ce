import { alike } from '../core/plan/log.ts'
import type { Numbers, Plan } from '../core/plan/plan.ts'
import type { Loop } from '../core/plan/planner.ts'
import { sizeOf } from '../core/tensor.ts'
import { loadsTensors } from '../torch/data/loader.ts'
import type { Planned } from '../torch/optim/rules.ts'
import { Raised, Stopped } from '../torch/raised.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import { isNumber, numberOf, type TensorValue, type Value } from '../torch/value.ts'
import type { Statement } from './ast.ts'
import type { Doing } from './doing.ts'
import type { Walk } from './iterate.ts'
import type { Light, Sight } from './light.ts'
import { comeBack, goTo, type Machine, nameValue } from './machine.ts'
import { arithmetic } from './number.ts'
import { next, type Outcome } from './outcome.ts'
import type { Scope } from './scope.ts'
import { leaveGradients, leaveParameters, resetAt, type Step, shortcutsOf } from './shortcut.ts'
import { type Known, type Slicing, type SprintBody, sprintBodyOf } from './sprint-body.ts'
import { type Track, trackFor } from './sprint-track.ts'

/** How the loop goes on after a sprint: the outcome of its last turn, and the value of the next one. */
export interface Finish {
  readonly outcome: Outcome
  readonly value: Value | null
}

/** What a sprint is carried out with. */
export interface Ways {
  readonly step: Step
  readonly execute: (machine: Machine, scope: Scope, statements: readonly Statement[]) => Outcome
}

type ForLoop = Extract<Statement, { readonly kind: 'for' }>

const bodies = new WeakMap<ForLoop, SprintBody | null>()

/**
 * Turns of a loop one after the other, while all that happens in them is known: the training step, slices of data, and sums of numbers.
 * Only numbers are computed; what the program's names, parameters and gradients hold is made once, for the last of these turns. Called when a
 * turn whose training step was passed over has ended, or a loop begins whose last turn was one; null where the next turn cannot be one of these.
 */
export function sprint(
  machine: Machine,
  scope: Scope,
  loop: Loop,
  statement: ForLoop,
  values: Value,
  walk: Walk,
  ways: Ways,
): Finish | null {
  const shortcuts = shortcutsOf(statement.body)
  const doing = shortcuts.length === 1 ? shortcuts[0]!.passed : null
  if (doing === null) return null
  const body = bodies.get(statement) ?? (bodies.has(statement) ? null : sprintBodyOf(statement))
  bodies.set(statement, body)
  // what a loop of the program's own goes through is made by code that may look at anything
  const isPlain = values.kind === 'range' || values.kind === 'list' || values.kind === 'tuple' || loadsTensors(values)
  if (body === null || !isPlain) return null
  const track = trackFor(machine, scope, loop, body, doing)
  return track === null ? null : new Sprint(machine, scope, loop, body, doing, track, ways).run(walk)
}

/** Where a slice lies in the data it is taken from. */
interface Piece {
  readonly slots: readonly number[]
  readonly data: Numbers
  readonly from: number
  readonly to: number
}

class Sprint {
  readonly #machine: Machine
  readonly #scope: Scope
  readonly #loop: Loop
  readonly #body: SprintBody
  readonly #doing: Doing
  readonly #plan: Plan
  readonly #track: Track
  readonly #ways: Ways
  readonly #sight: Sight
  readonly #output: Parameters<Session['onBackward']>[0]
  /** What each parameter is changed with next. */
  #updates: ReturnType<Planned>[] = []
  #pieces: Piece[] = []
  /** Whether there are numbers that no name holds yet. */
  #ahead = false
  /** How many turns it had. */
  #turns = 0

  constructor(machine: Machine, scope: Scope, loop: Loop, body: SprintBody, doing: Doing, track: Track, ways: Ways) {
    const { plan } = doing
    const { items } = track
    this.#machine = machine
    this.#scope = scope
    this.#loop = loop
    this.#body = body
    this.#doing = doing
    this.#plan = plan
    this.#track = track
    this.#ways = ways
    this.#sight = {
      scope,
      item: (name) => {
        const numbers = items.get(name)
        return numbers?.length === 1 ? numbers[0]! : null
      },
    }
    const { dtype, shape } = plan.script.events[doing.output]!.like
    this.#output = { output: { dtype, shape, data: plan.numbers(doing.output) }, trace: () => null }
  }

  run(walk: Walk): Finish {
    const { session } = this.#machine
    let value = walk()
    try {
      while (value !== null && this.#isKnown(value)) {
        if (this.#ahead) session.planner.goOn()
        else session.planner.turn(this.#loop)
        this.#train()
        const at = this.#reckon()
        if (at !== null) {
          this.#leave(at)
          const outcome = this.#ways.execute(this.#machine, this.#scope, this.#body.rest.slice(at))
          return { outcome, value: outcome.kind === 'next' || outcome.kind === 'continue' ? walk() : null }
        }
        value = walk()
      }
      this.#leave(this.#body.after.length)
    } catch (error) {
      const { place, doing, values } = this.#machine
      this.#leave(0)
      comeBack(this.#machine, place, doing, values)
      throw error
    }
    return { outcome: next, value }
  }

  /** Whether the turn with a value of the loop is known up to its training step; if not, all is as it was. */
  #isKnown(value: Value): boolean {
    const { targets, before } = this.#body
    if (this.#machine.session.shows() || !this.#plansUpdates()) return false
    const items = targets.length === 1 ? [value] : value.kind === 'list' || value.kind === 'tuple' ? value.items : []
    if (items.length !== targets.length) return false
    const last = targets.map((name) => this.#scope.find(name))
    this.#pieces = []
    for (const [i, name] of targets.entries()) this.#scope.set(name, items[i]!)
    const known =
      targets.every((name, i) => this.#hand(name, items[i]!)) &&
      before.every((each) =>
        each.kind === 'slices'
          ? each.parts.every((part) => this.#cut(part))
          : each.kind === 'if' && this.#isNo(each.tests),
      )
    if (known) for (const [i, name] of targets.entries()) nameValue(items[i]!, name)
    else
      for (const [i, name] of targets.entries()) {
        const value = last[i]
        if (value !== null && value !== undefined) this.#scope.set(name, value)
      }
    return known
  }

  /** Fills slots with what a name of the loop holds; false where that does not fit. */
  #hand(name: string, value: Value): boolean {
    const slots = this.#track.filled.get(name)
    if (slots === undefined) return true
    if (value.kind !== 'tensor' || !value.isLeaf || !this.#isStill(value)) return false
    const tensor = tensorOf(this.#machine.session, value)
    if (!slots.every((slot) => alike(this.#plan.script.slots[slot]!.like, tensor))) return false
    this.#pieces.push({ slots, data: tensor.data, from: 0, to: tensor.data.length })
    return true
  }

  /** Whether a tensor is data whose numbers nothing in a sprint changes. */
  #isStill({ requiresGrad, seen, memory }: TensorValue): boolean {
    return (
      !requiresGrad && seen === memory.version && !this.#track.dues.some(({ parameter }) => parameter.memory === memory)
    )
  }

  /** What the optimizer is about to do; false where that is something else than in the turn before. */
  #plansUpdates(): boolean {
    const { dues } = this.#track
    const { changes } = this.#doing
    for (let i = 0; i < dues.length; i++) {
      const { like, rule } = changes[i]!
      if (like !== i) continue
      const { planned, state } = dues[i]!
      const update = planned({ step: state.step + 1, tensors: state.tensors })
      if (update.rule !== rule) return false
      this.#updates[i] = update
    }
    return true
  }

  #isNo(tests: readonly Light[]): boolean {
    for (const test of tests) {
      const answer = this.#number(test)
      if (answer === null || numberOf(answer) !== 0) return false
    }
    return true
  }

  #number(light: Light) {
    try {
      const value = light(this.#sight)
      return value !== null && isNumber(value) ? value : null
    } catch (error) {
      // the program will come to this error by itself
      if (error instanceof Raised && !(error instanceof Stopped)) return null
      throw error
    }
  }

  /** Finds where a slice lies; false where it is not as large as the plan has it. */
  #cut({ name, object, start, stop }: Slicing): boolean {
    const slots = this.#track.filled.get(name) ?? []
    const whole = this.#scope.find(object)
    if (whole?.kind !== 'tensor' || !this.#isStill(whole)) return false
    const { shape, dtype, data } = tensorOf(this.#machine.session, whole)
    const [rows, ...rest] = shape
    if (rows === undefined) return false
    const from = start === null ? 0 : this.#place(start, rows)
    const to = stop === null ? rows : this.#place(stop, rows)
    if (from === null || to === null) return false
    const row = sizeOf(rest)
    for (const slot of slots) {
      const { like } = this.#plan.script.slots[slot]!
      if (like.dtype !== dtype || like.shape.length !== shape.length || like.shape[0] !== Math.max(0, to - from))
        return false
      if (rest.some((size, i) => like.shape[i + 1] !== size)) return false
    }
    this.#pieces.push({ slots, data, from: from * row, to: to * row })
    return true
  }

  /** An end of a slice, clipped as Python does it. */
  #place(light: Light, rows: number): number | null {
    const value = this.#number(light)
    if (value?.kind !== 'int') return null
    return Math.min(rows, Math.max(0, value.value < 0 ? value.value + rows : value.value))
  }

  #train(): void {
    const { session } = this.#machine
    const { dues, numbers, work } = this.#track
    this.#turns++
    for (const { slots, data, from, to } of this.#pieces)
      for (const slot of slots) this.#plan.write(slot, data.subarray(from, to))
    for (const { slot, change, key } of numbers) this.#plan.writeNumber(slot, this.#updates[change]!.numbers[key]!)
    this.#plan.carryOut()
    for (const { state } of dues) state.step++
    this.#ahead = true
    session.onBackward(this.#output)
    session.charge(work)
  }

  /** Carries out what comes after the training step; the place of the first statement that is not known this time, or null. */
  #reckon(): number | null {
    const { after } = this.#body
    for (let at = 0; at < after.length; at++) if (!this.#does(after[at]!)) return at
    return null
  }

  #does(each: Known): boolean {
    switch (each.kind) {
      case 'if':
        return this.#isNo(each.tests)
      case 'set': {
        const value = this.#number(each.value)
        const sum = value === null || each.operator === null ? value : this.#added(each.name, each.operator, value)
        if (sum !== null) this.#scope.set(each.name, sum)
        return sum !== null
      }
      case 'append': {
        const to = this.#scope.find(each.name)
        const value = this.#number(each.value)
        if (to?.kind !== 'list' || value === null) return false
        goTo(this.#machine, each.place)
        this.#machine.budget.allocate(1)
        to.items.push(value)
        return true
      }
      case 'reset':
        return true
      case 'slices':
        return false
    }
  }

  #added(name: string, operator: string, by: Value) {
    return this.#number(({ scope }) => {
      const before = scope.find(name)
      return before !== null && isNumber(before) && isNumber(by) ? arithmetic(operator, before, by) : null
    })
  }

  /** Makes what the last turn has left, up to a statement after its training step. */
  #leave(at: number): void {
    if (!this.#ahead) return
    this.#ahead = false
    const { before, training, after } = this.#body
    for (const each of before) if (each.kind === 'slices') this.#ways.step(this.#machine, this.#scope, each.statement)
    for (const { cell } of this.#doing.leaves) cell.grad = null
    leaveGradients(this.#machine, this.#scope, training, this.#doing)
    leaveParameters(this.#machine, training, this.#doing, this.#track.dues)
    // each turn would have counted as a change
    for (const { parameter } of this.#track.dues) parameter.version += this.#turns - 1
    for (const each of after.slice(0, at))
      if (each.kind === 'reset') resetAt(this.#machine, this.#scope, each.call, this.#ways.step)
  }
}
