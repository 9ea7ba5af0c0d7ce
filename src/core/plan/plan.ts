import type { Attrs, OpName } from '../op.ts'
import { storage, type Tensor } from '../tensor.ts'
import { Deferred, type Source, Stale } from './deferred.ts'
import { alike, sameAttrs } from './log.ts'

/** Where an argument comes from: an event of the same turn, or a slot that is filled before it is read. */
export type Ref = { readonly kind: 'event'; readonly at: number } | { readonly kind: 'slot'; readonly at: number }

/** An op applied once a turn. */
export interface PlanEvent {
  readonly op: OpName
  readonly attrs: Attrs
  readonly grad: boolean
  readonly args: readonly Ref[]
  readonly like: Pick<Tensor, 'dtype' | 'shape'>
}

/** Numbers that enter a turn: from outside, or (`from`) from the event of the turn before. */
export interface PlanSlot {
  readonly from: number | null
  readonly like: Pick<Tensor, 'dtype' | 'shape'>
  readonly first: Tensor
}

/** Events that follow from their arguments alone, passed over in one step. */
export interface PlanStretch {
  readonly key: object
  readonly guards: readonly unknown[]
  readonly args: readonly Ref[]
  readonly from: number
  readonly to: number
  readonly results: readonly number[]
}

/** What a turn of a loop computes, again and again. */
export interface Script {
  readonly events: readonly PlanEvent[]
  readonly slots: readonly PlanSlot[]
  readonly stretches: readonly PlanStretch[]
}

/** Numbers of a plan, in one place for all turns. */
export type Numbers = Float32Array | Float64Array

/** Computes the events `from` to `to` on the buffers it was made with. */
export type Execute = (from: number, to: number) => void

/** A script ready to be carried out: where its numbers are, and how they are computed. */
export interface Prepared {
  readonly room: Room
  readonly execute: Execute
  /** Events that nothing else reads: computed when someone looks. */
  readonly late: ReadonlyMap<number, () => void>
  /** Hands over at once what the next turn starts from, if there is a quick way. */
  readonly carry: (() => void) | null
}

/** What is handed over from an event to a slot of the next turn. */
export const carriesIn = ({ slots }: Script): (readonly [event: number, slot: number])[] =>
  slots.flatMap(({ from }, at) => (from === null ? [] : [[from, at] as const]))

/** Room for the numbers of a plan: one stretch for each event and each slot. */
export interface Room {
  readonly events: readonly Numbers[]
  readonly slots: readonly Numbers[]
}

interface Slot {
  readonly from: number | null
  readonly like: Pick<Tensor, 'dtype' | 'shape'>
  /** The tensor whose numbers it holds, and in which turn it was last asked for. */
  current: Tensor | null
  turn: number
  /** The turn at whose end it took over the numbers of its event. */
  filled: number
}

/**
 * A turn of a loop on buffers that are used again in every turn. The program goes on to ask for one op after the other; as long as it asks for the same
 * as when the plan was made, nothing is computed until someone looks at a number or the turn ends.
 */
export class Plan implements Source {
  readonly script: Script
  readonly #room: Room
  readonly #execute: Execute
  readonly #late: Prepared['late']
  readonly #carryAll: Prepared['carry']
  readonly #slots: readonly Slot[]
  readonly #carry: ReadonlyMap<number, number>
  readonly #carries: ReturnType<typeof carriesIn>
  readonly #stretches: ReadonlyMap<number, PlanStretch>
  readonly #latest: (Deferred | undefined)[] = []
  /** Events whose numbers are kept in every turn, because a program once looked for them later. */
  readonly #keep: ReadonlySet<number>
  #kept: Deferred[] = []
  #turn = 0
  #looks = 0
  /** The next event the program should ask for, and the next to be computed. */
  #at = 0
  #done = 0
  /** How far the turn before came. */
  #before = 0

  constructor(script: Script, { room, execute, late, carry }: Prepared, keep: ReadonlySet<number>) {
    this.script = script
    this.#room = room
    this.#execute = execute
    this.#late = late
    this.#carryAll = carry
    this.#keep = keep
    this.#slots = script.slots.map(({ from, like }) => ({ from, like, current: null, turn: 0, filled: -1 }))
    this.#carries = carriesIn(script)
    this.#carry = new Map(this.#carries)
    this.#stretches = new Map(script.stretches.map((stretch) => [stretch.from, stretch]))
    // What rules take from outside stays as it was when the plan was made.
    script.slots.forEach(({ first }, at) => {
      room.slots[at]!.set(first.data)
      this.#slots[at]!.current = first
    })
  }

  /** Ends a turn: computes what is left of it and hands over what the next one starts from. */
  finish(): void {
    this.#compute(this.#at)
    for (const deferred of this.#kept) void deferred.data
    this.#kept = []
    const all = this.complete && this.#carryAll !== null
    if (all) this.#carryAll?.()
    for (let i = 0; i < this.#carries.length; i++) {
      const [event, at] = this.#carries[i]!
      if (event >= this.#at) continue
      if (!all) this.#room.slots[at]!.set(this.#room.events[event]!)
      this.#slots[at]!.filled = this.#turn
      this.#slots[at]!.current = null
    }
  }

  /** Starts the next turn. */
  begin(): void {
    this.#before = this.#at
    this.#turn++
    this.#at = this.#done = 0
  }

  /** The next event the program should ask for. */
  get at(): number {
    return this.#at
  }

  get turn(): number {
    return this.#turn
  }

  /** How often a number was looked at. */
  get looks(): number {
    return this.#looks
  }

  /** Told of each slot that is filled, with what, and whether its numbers were read for it; for who wants to know what a stretch takes. */
  onFill: ((slot: number, tensor: Tensor, copied: boolean) => void) | null = null

  /** Passes over all events from the next one to `to`, having filled slots with tensors or single numbers. False where a slot does not take its tensor. */
  jump(to: number, slots: readonly number[], given: readonly (Tensor | number)[]): boolean {
    for (let i = 0; i < slots.length; i++) {
      const each = given[i]!
      if (typeof each !== 'number' && !this.#fill(slots[i]!, each)) return false
    }
    for (let i = 0; i < slots.length; i++) {
      const each = given[i]!
      if (typeof each === 'number') this.writeNumber(slots[i]!, each)
    }
    this.#at = to
    return true
  }

  /** Whether the turn asked for all that the plan has. */
  get complete(): boolean {
    return this.#at === this.script.events.length
  }

  /** The result of an op, if it is the next one of the plan with the arguments it has there; else null. */
  next(op: OpName, args: readonly Tensor[], attrs: Attrs, grad: boolean): Tensor | null {
    const event = this.script.events[this.#at]
    if (event === undefined || event.op !== op || event.grad !== grad || !sameAttrs(event.attrs, attrs)) return null
    if (!this.#takeAll(event.args, args)) return null
    return this.promise(this.#at++)
  }

  /** The results of a whole stretch, if it is what comes next; else null. */
  pass(key: object, guards: readonly unknown[], args: readonly Tensor[]): readonly Tensor[] | null {
    const stretch = this.#stretches.get(this.#at)
    if (stretch === undefined || stretch.key !== key || guards.length !== stretch.guards.length) return null
    for (let i = 0; i < guards.length; i++) if (guards[i] !== stretch.guards[i]) return null
    if (!this.#takeAll(stretch.args, args)) return null
    this.#at = stretch.to
    return stretch.results.map((event) => this.promise(event))
  }

  /** What an event of this turn gives. */
  promise(event: number): Deferred {
    const deferred = new Deferred(this, event, this.#turn, this.script.events[event]!.like)
    this.#latest[event] = deferred
    if (this.#keep.size > 0 && this.#keep.has(event)) this.#kept.push(deferred)
    return deferred
  }

  #takeAll(refs: readonly Ref[], args: readonly Tensor[]): boolean {
    if (refs.length !== args.length) return false
    for (let i = 0; i < refs.length; i++) if (!this.#take(refs[i]!, args[i]!)) return false
    return true
  }

  #take(ref: Ref, tensor: Tensor): boolean {
    if (ref.kind === 'event')
      return (
        tensor instanceof Deferred && tensor.source === this && tensor.event === ref.at && tensor.turn === this.#turn
      )
    return this.#fill(ref.at, tensor)
  }

  #fill(at: number, tensor: Tensor): boolean {
    const ours = tensor instanceof Deferred && tensor.source === this ? tensor : null
    const slot = this.#slots[at]!
    if (slot.turn === this.#turn) return slot.current === tensor
    if (ours !== null && ours.turn === this.#turn) return false
    const handedOver = ours !== null && ours.event === slot.from && ours.turn === slot.filled
    const copied = !handedOver && slot.current !== tensor
    if (copied) {
      if (!alike(slot.like, tensor)) return false
      this.#room.slots[at]!.set(tensor.data)
      slot.filled = -1
    }
    slot.current = tensor
    slot.turn = this.#turn
    this.onFill?.(at, tensor, copied)
    return true
  }

  /** Fills a slot with numbers that belong to no tensor of the program. */
  write(at: number, numbers: ArrayLike<number>): void {
    this.#room.slots[at]!.set(numbers)
    this.#release(at)
  }

  /** Fills a slot of one number. */
  writeNumber(at: number, value: number): void {
    this.#room.slots[at]![0] = value
    this.#release(at)
  }

  #release(at: number): void {
    const slot = this.#slots[at]!
    slot.current = null
    slot.turn = this.#turn
    slot.filled = -1
  }

  /** Whether the next turn finds a tensor's numbers in a slot without being given the tensor. `over`: whether the last turn has been finished. */
  stays(at: number, tensor: Tensor, over: boolean): boolean {
    const { from, current, filled } = this.#slots[at]!
    if (from === null) return current === tensor
    const isLast = tensor instanceof Deferred && tensor.source === this && tensor.event === from
    return isLast && tensor.turn === this.#turn && (!over || filled === this.#turn)
  }

  /** Carries out the whole turn on what the slots hold. */
  carryOut(): void {
    this.#at = this.script.events.length
    this.#compute(this.#at)
  }

  /** The numbers of an event as the last turn that computed it has left them. They change in place. */
  numbers(event: number): Numbers {
    return this.#room.events[event]!
  }

  #compute(to: number): void {
    if (this.#done >= to) return
    const from = this.#done
    this.#done = to
    this.#execute(from, to)
  }

  read(tensor: Deferred): Numbers {
    const { event, turn } = tensor
    this.#looks++
    if (turn === this.#turn && event < this.#at) this.#compute(event + 1)
    const numbers = this.#whereabouts(event, turn)
    if (numbers === null) throw new Stale(tensor)
    const copy = storage(tensor.dtype, numbers.length)
    copy.set(numbers)
    return copy
  }

  #whereabouts(event: number, turn: number): Numbers | null {
    const late = this.#late.get(event)
    if (turn === this.#turn && event < this.#done) {
      late?.()
      return this.#room.events[event]!
    }
    if (late === undefined && turn === this.#turn - 1 && event >= this.#done && event < this.#before)
      return this.#room.events[event]!
    const at = this.#carry.get(event)
    return at !== undefined && this.#slots[at]!.filled === turn ? this.#room.slots[at]! : null
  }

  /** The program went another way: everything computed so far gets numbers of its own, and the rest of the turn is not ours. */
  abandon(): void {
    this.#compute(this.#at)
    for (const deferred of this.#latest)
      if (deferred !== undefined && this.#whereabouts(deferred.event, deferred.turn) !== null) void deferred.data
  }
}
