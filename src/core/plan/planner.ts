import type { Attrs, OpName } from '../op.ts'
import { multiplyBy } from '../ops/matrix.ts'
import { ops } from '../registry.ts'
import type { Tensor } from '../tensor.ts'
import { Deferred, type Stale, settled } from './deferred.ts'
import { kernels } from './kernels.ts'
import { Log, sameTurns, type Turns } from './log.ts'
import { Plan, type Prepared, type Script } from './plan.ts'
import { scriptOf } from './script.ts'
import { compiled } from './wasm/compile.ts'
import { multiplier } from './wasm/product.ts'

// a program's large matrices are multiplied quickly also outside a plan
multiplyBy(multiplier())

/** Ops whose result has a shape that depends on numbers: no plan can promise it. */
const byValue: ReadonlySet<OpName> = new Set<OpName>([
  'pick',
  'nonzero',
  'unique',
  'unique_places',
  'unique_counts',
  'bincount',
])

/** Ops that are computed at once: those, and a slice of data, which is another one in every turn. */
export const apart = (op: OpName): boolean => op === 'index' || byValue.has(op)

/** What a loop of the program is to its plan. `id` is the same in every run of one program. */
export interface Loop {
  readonly id: number
  /** The tensors that names hold at the end of a turn. */
  held(): Iterable<Tensor>
}

/** Events of each loop whose numbers are to be kept in every turn. */
export type Kept = ReadonlyMap<number, ReadonlySet<number>>

/** How a plan is carried out; null where this way is not open. */
export type Executor = (script: Script) => Prepared | null

interface State {
  /** Where its last turns began in the log. */
  starts: number[]
  /** How many turns in a row were the same, and how many this entry of the loop has had. */
  matched: number
  turns: number
  plan: Plan | null
  /** Turns in which the plan held, and in which it did not. */
  held: number
  failed: number
  /** Turns to wait until the loop is watched again. */
  wait: number
  patience: number
  banned: boolean
}

/** Turns of one entry before a loop is worth a plan, and turns in a row that must be the same. */
const worth = 6
const sure = 2
/** Turns in which a plan has held before it is steady. */
const trusted = 4

/**
 * Computes what a program asks for. A loop that computes the same in each of its turns is recorded once and then carried out by a plan, on
 * buffers that are used again; as soon as the program asks for something else, each op is computed at once again.
 */
export class Planner {
  readonly #log = new Log()
  readonly #states = new Map<number, State>()
  readonly #stack: { readonly loop: Loop; readonly state: State }[] = []
  readonly #kept: Kept
  readonly #executor: Executor | null
  #active: { readonly loop: Loop; readonly plan: Plan; readonly state: State } | null = null
  #watching = false
  /** Turns that plans have carried out. */
  replayed = 0
  /** Ops that were computed at once although a plan is at work. */
  apart = 0

  /** Without an executor there are no plans. */
  constructor(kept: Kept = new Map(), executor: Executor | null = compiled) {
    this.#kept = kept
    this.#executor = executor
  }

  /** The result of an op, now or later. `grad`: whether a gradient will flow through it. */
  compute(op: OpName, args: readonly Tensor[], attrs: Attrs, grad = false): Tensor {
    if (apart(op) && (byValue.has(op) || (!grad && args.every((arg) => this.#isOutside(arg))))) {
      this.apart++
      return ops[op].forward(args.map(settled), attrs)
    }
    if (this.#active !== null) {
      const promised = this.#active.plan.next(op, args, attrs, grad)
      if (promised !== null) return promised
      this.#fail()
    }
    const result = ops[op].forward(args.map(settled), attrs)
    if (this.#watching) this.#log.note(op, args, attrs, grad, result)
    return result
  }

  /** Whether a tensor was not computed in this turn, nor handed over from the turn before. */
  #isOutside(tensor: Tensor): boolean {
    if (this.#active !== null) return !(tensor instanceof Deferred && tensor.source === this.#active.plan)
    return !this.#watching || this.#log.isOutside(tensor, this.#stack.at(-1)?.state.starts.at(-1) ?? this.#log.next)
  }

  /**
   * The results of `body`, which must follow from `args` and `guards` alone: in a loop that repeats, it is not carried out again.
   * `key` says what it is. It may rely on how the first `made` arguments were computed in this turn, and not only on their numbers.
   */
  memo(
    key: object,
    guards: readonly unknown[],
    args: readonly Tensor[],
    made: number,
    body: () => readonly Tensor[],
  ): readonly Tensor[] {
    if (this.#active !== null) {
      const promised = this.#active.plan.pass(key, guards, args)
      if (promised !== null) return promised
      return body()
    }
    if (!this.#watching) return body()
    const log = this.#log
    const numbers = args.map((arg) => log.numberOf(arg))
    const from = log.next
    const results = body()
    if (from < log.first) return results
    log.stretches.push({
      key,
      guards,
      args: numbers,
      made,
      inputs: args,
      from,
      to: log.next,
      results: results.map((result) => log.numberOf(result)),
    })
    return results
  }

  /** A loop of the program starts a turn. */
  turn(loop: Loop): void {
    if (this.#executor === null) return
    const active = this.#active
    if (active !== null) {
      if (active.loop !== loop) return
      this.#settle(loop)
      this.goOn()
      return
    }
    const state = this.#enter(loop)
    state.turns++
    if (state.banned) return
    if (state.plan !== null) {
      this.#start(loop, state, state.plan)
      return
    }
    if (state.wait > 0) {
      state.wait--
      this.#watch()
      return
    }
    this.#compare(loop, state)
    if (this.#active === null) this.#watch()
  }

  /** Goes from one turn that a plan carries out to the next, while no name holds what was computed. */
  goOn(): void {
    if (this.#active === null) return
    const { plan, state } = this.#active
    plan.finish()
    if (plan.complete) state.held++
    this.replayed++
    plan.begin()
  }

  /** A loop of the program ends. */
  leave(loop: Loop): void {
    if (this.#executor === null) return
    if (this.#active?.loop === loop) {
      this.#settle(loop)
      this.#active.plan.finish()
      this.#active = null
      this.#log.clear()
    }
    const at = this.#stack.findLastIndex((each) => each.loop === loop)
    if (at >= 0) this.#stack.length = at
    this.#watch()
  }

  #enter(loop: Loop): State {
    const top = this.#stack.at(-1)
    if (top?.loop === loop) return top.state
    const state = this.#states.get(loop.id) ?? {
      starts: [],
      matched: 0,
      turns: 0,
      plan: null,
      held: 0,
      failed: 0,
      wait: 0,
      patience: 16,
      banned: false,
    }
    this.#states.set(loop.id, state)
    state.turns = 0
    state.starts = []
    state.matched = 0
    this.#stack.push({ loop, state })
    return state
  }

  #watch(): void {
    this.#watching = this.#stack.some(({ state }) => !state.banned && state.wait === 0)
  }

  #compare(loop: Loop, state: State): void {
    const log = this.#log
    state.starts.push(log.next)
    if (state.starts.length < 4) return
    const turns: Turns = [state.starts[0]!, state.starts[1]!, state.starts[2]!, state.starts[3]!]
    state.starts.shift()
    const same = sameTurns(log, turns)
    state.matched = same ? state.matched + 1 : 0
    if (!same && state.turns > 2 * worth) this.#rest(state)
    if (state.matched < sure || state.turns < worth || this.#executor === null) return
    const script = scriptOf(log, turns)
    if (script === null || script.events.length === 0) {
      state.banned = true
      return
    }
    const prepared = this.#executor(script) ?? kernels(script)
    state.plan = new Plan(script, prepared, this.#kept.get(loop.id) ?? new Set())
    for (const outer of this.#stack) if (outer.state !== state) outer.state.banned = true
    this.#start(loop, state, state.plan)
  }

  #rest(state: State): void {
    state.wait = state.patience
    state.patience *= 2
    state.starts = []
    state.matched = 0
  }

  #start(loop: Loop, state: State, plan: Plan): void {
    this.#active = { loop, plan, state }
    this.#watching = false
    this.#log.clear()
    plan.begin()
  }

  #fail(): void {
    const active = this.#active
    if (active === null) return
    const { plan, state } = active
    this.#active = null
    plan.abandon()
    state.failed++
    if (state.failed > 4 + state.held / 4) {
      state.plan = null
      this.#rest(state)
    }
    this.#log.clear()
    this.#watch()
  }

  /** Numbers that a name holds at the end of a turn stay when the next one begins. */
  #settle(loop: Loop): void {
    for (const tensor of loop.held()) if (tensor instanceof Deferred) void tensor.data
  }

  /** The plan that is carrying out a loop, once it has held for some turns. */
  steady(loop: Loop): Plan | null {
    const active = this.#active
    return active !== null && active.loop === loop && active.state.held >= trusted ? active.plan : null
  }

  /** The plan that will carry out a loop from its first turn on, because it has carried it out before. */
  waiting(loop: Loop): Plan | null {
    const state = this.#active === null ? this.#states.get(loop.id) : undefined
    return state !== undefined && !state.banned && state.held >= trusted ? state.plan : null
  }

  /** Which loop and event a stale tensor belongs to. */
  blame({ source, event }: Stale): { readonly loop: number; readonly event: number } | null {
    for (const [loop, { plan }] of this.#states) if (plan === source) return { loop, event }
    return null
  }
}
