import type { Plan } from '../core/plan/plan.ts'
import type { Tensor } from '../core/tensor.ts'
import type { UpdateRule } from '../core/update.ts'
import type { Session } from '../torch/session.ts'
import type { InstanceValue, TensorValue } from '../torch/value.ts'
import type { Watched } from './watched.ts'

/**
 * What fills a slot of the plan: the tensor of a name, or one that stays where it is while its numbers change; what an optimizer keeps of
 * the parameter that one of the changes is about, or a number it is changed with; else a constant.
 */
export type Filling =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'cell'; readonly cell: TensorValue }
  | { readonly kind: 'kept'; readonly change: number; readonly key: string }
  | { readonly kind: 'number'; readonly change: number; readonly key: string }
  | { readonly kind: 'constant'; readonly tensor: Tensor }

/** How an optimizer changes one parameter in each turn. */
export interface Change {
  readonly parameter: TensorValue
  readonly rule: UpdateRule
  /** The first change that is made with the same numbers. */
  readonly like: number
  /** Which event gives the parameter its new value (`key` null), or what is kept of it under a key. */
  readonly results: readonly { readonly key: string | null; readonly event: number }[]
}

/** All that a training step did in one turn. */
export interface Doing {
  readonly plan: Plan
  readonly from: number
  readonly to: number
  readonly slots: readonly number[]
  readonly fillings: readonly Filling[]
  readonly names: readonly { readonly name: string; readonly event: number; readonly cell: TensorValue }[]
  readonly leaves: readonly { readonly cell: TensorValue; readonly event: number }[]
  readonly output: number
  /** The optimizer that made its step, and what that changed. */
  readonly optimizer: InstanceValue | null
  readonly changes: readonly Change[]
  readonly watched: Watched
  /** Tensors whose numbers were looked at on the way, each as what would fill a slot. */
  readonly looked: readonly Looked[]
  readonly setting: Setting
}

/** A tensor whose numbers decided what was computed: it has to be the same one again. */
export interface Looked {
  readonly filling: Filling
  readonly tensor: Tensor
}

/** What a training step may depend on without reading it. */
export type Setting = Pick<Session, 'gradMode' | 'defaultDtype'>

export const settingOf = ({ gradMode, defaultDtype }: Session): Setting => ({ gradMode, defaultDtype })

/** Whether a training step would do the same now, if it read the same. */
export const isAt = ({ setting }: Doing, { gradMode, defaultDtype, patches }: Session): boolean =>
  setting.gradMode === gradMode && setting.defaultDtype === defaultDtype && patches === 0

function sameFilling(p: Filling, q: Filling | undefined): boolean {
  switch (p.kind) {
    case 'name':
      return q?.kind === 'name' && p.name === q.name
    case 'cell':
      return q?.kind === 'cell' && p.cell === q.cell
    case 'kept':
    case 'number':
      return q?.kind === p.kind && p.change === q.change && p.key === q.key
    case 'constant':
      return q?.kind === 'constant' && Object.is(p.tensor.data[0], q.tensor.data[0])
  }
}

function sameChange(p: Change, q: Change | undefined): boolean {
  if (q === undefined || p.parameter !== q.parameter || p.rule !== q.rule || p.like !== q.like) return false
  return p.results.every(({ key, event }, i) => key === q.results[i]?.key && event === q.results[i]?.event)
}

/** Whether a training step did the same in two turns. */
export const sameDoing = (p: Doing, q: Doing): boolean =>
  p.from === q.from &&
  p.to === q.to &&
  p.setting.gradMode === q.setting.gradMode &&
  p.setting.defaultDtype === q.setting.defaultDtype &&
  p.looked.length === q.looked.length &&
  p.looked.every(
    ({ filling, tensor }, i) => tensor === q.looked[i]?.tensor && sameFilling(filling, q.looked[i]?.filling),
  ) &&
  p.slots.length === q.slots.length &&
  p.slots.every((slot, i) => slot === q.slots[i] && sameFilling(p.fillings[i]!, q.fillings[i])) &&
  p.names.every(
    ({ event, cell }, i) => event === q.names[i]?.event && cell.requiresGrad === q.names[i]?.cell.requiresGrad,
  ) &&
  p.leaves.length === q.leaves.length &&
  p.leaves.every(({ cell, event }, i) => cell === q.leaves[i]?.cell && event === q.leaves[i]?.event) &&
  p.optimizer === q.optimizer &&
  p.changes.length === q.changes.length &&
  p.changes.every((change, i) => sameChange(change, q.changes[i]))
