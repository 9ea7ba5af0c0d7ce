import { remembered } from './remember.ts'
import { sizeOf, stridesOf } from './tensor.ts'

/** The shape with the given dimensions set to 1 (`keep`) or dropped. */
export const reducedShape = (shape: readonly number[], dims: readonly number[], keep: boolean): number[] =>
  shape.flatMap((size, axis) => (dims.includes(axis) ? (keep ? [1] : []) : [size]))

/** For each element, the offset of the group it is reduced into. Shared by all who ask: not to be written to. */
export const groupsOf = remembered(
  (shape: readonly number[], dims: readonly number[]) => `${shape};${dims}`,
  (shape, dims): Int32Array => {
    const strides = stridesOf(shape)
    const steps = stridesOf(reducedShape(shape, dims, true))
    const groups = new Int32Array(sizeOf(shape))
    for (let i = 0; i < groups.length; i++) {
      let group = 0
      for (let axis = 0; axis < shape.length; axis++)
        if (!dims.includes(axis)) group += (Math.floor(i / strides[axis]!) % shape[axis]!) * steps[axis]!
      groups[i] = group
    }
    return groups
  },
  (groups) => groups.length,
)

/** The elements of each group, in order. Shared by all who ask: not to be written to. */
export const membersOf = remembered(
  (shape: readonly number[], dims: readonly number[]) => `${shape};${dims}`,
  (shape, dims): readonly Int32Array[] => {
    const members: number[][] = Array.from({ length: sizeOf(reducedShape(shape, dims, true)) }, () => [])
    groupsOf(shape, dims).forEach((group, i) => {
      members[group]!.push(i)
    })
    return members.map((each) => Int32Array.from(each))
  },
  (members) => members.reduce((n, each) => n + each.length + 8, 0),
)
