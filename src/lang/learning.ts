import { settled } from '../core/plan/deferred.ts'
import type { Tensor } from '../core/tensor.ts'
import type { Step, Trace } from '../core/trace.ts'
import type { Update } from '../torch/optim/update.ts'
import type { TensorValue } from '../torch/value.ts'

/** Collects what optimizers do between a backward pass that is kept and the next, as further steps of the pass. */
export class Learning {
  readonly #pass: Trace
  /** Which node of the pass stands for a parameter; null where none does. */
  readonly #nodes = new Map<TensorValue, number | null>()
  readonly #steps: Step[] = []
  /** How many numbers the steps hold. */
  numbers = 0

  constructor(pass: Trace) {
    this.#pass = pass
  }

  /** One parameter was changed. Where it is no part of the pass, there is nothing to show it at. */
  note({ rule, line: at, parameter, name, before, after }: Update): void {
    const old = before[rule.symbols.findIndex(({ role }) => role === 'parameter')] ?? null
    const node = this.#nodes.get(parameter) ?? this.#nodeOf(old, name)
    this.#nodes.set(parameter, node)
    if (node === null) return
    const update = {
      rule,
      at,
      before: before.map((value) => (value === null ? null : settled(value))),
      after: after.map(settled),
    }
    for (const tensor of [...update.before, ...update.after]) this.numbers += tensor?.data.length ?? 0
    for (const line of rule.lines.keys()) this.#steps.push({ kind: 'update', node, update, line })
  }

  /** The leaf that holds the numbers from before; else the one of that name. */
  #nodeOf(value: Tensor | null, name: string | null): number | null {
    const { nodes } = this.#pass.graph
    const learns = (index: number): boolean => nodes[index]?.kind === 'leaf' && nodes[index].requiresGrad
    const same =
      value === null ? -1 : nodes.findLastIndex((node, index) => node.value.data === value.data && learns(index))
    const named = nodes.findLastIndex((node, index) => name !== null && node.name === name && learns(index))
    const found = same >= 0 ? same : named
    return found < 0 ? null : found
  }

  /** The pass with the steps that came after it. */
  get whole(): Trace {
    return this.#steps.length === 0 ? this.#pass : { ...this.#pass, steps: [...this.#pass.steps, ...this.#steps] }
  }
}
