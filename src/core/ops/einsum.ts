import { stridedOffsets } from '../offsets.ts'
import type { Attr, Attrs, Op } from '../op.ts'
import { apply, arg, flow } from '../rule.ts'
import { promote, sizeOf, storage, stridesOf } from '../tensor.ts'
import { numbers } from './shape.ts'

/** How an einsum runs: offsets into each factor and into the result, for each place of the result and for each term of its sum. */
interface Plan {
  readonly shape: readonly number[]
  readonly into: Int32Array
  readonly outer: readonly Int32Array[]
  readonly inner: readonly Int32Array[]
}

const lists = (attr: Attr | undefined): readonly (readonly number[])[] => (Array.isArray(attr) ? attr.map(numbers) : [])

function planOf({ inputs, output, sizes }: Attrs): Plan {
  const extents = numbers(sizes)
  const target = numbers(output)
  const free = target.filter((label, i) => target.indexOf(label) === i)
  const summed = extents.map((_, label) => label).filter((label) => !free.includes(label))
  const along = (labels: readonly number[], over: readonly number[]): Int32Array => {
    const strides = stridesOf(labels.map((label) => extents[label]!))
    const steps = over.map((label) => labels.reduce((n, each, i) => n + (each === label ? strides[i]! : 0), 0))
    return stridedOffsets(
      over.map((label) => extents[label]!),
      steps,
      0,
    )
  }
  const factors = lists(inputs)
  return {
    shape: target.map((label) => extents[label]!),
    into: along(target, free),
    outer: factors.map((labels) => along(labels, free)),
    inner: factors.map((labels) => along(labels, summed)),
  }
}

/**
 * Einstein's sum: the product of the entries that share their labels, summed over the labels that the result has not.
 * attrs: `inputs`, the labels of each argument as numbers; `output`, those of the result; `sizes`, the extent of each label.
 */
export const einsum: Op = {
  gradFn: 'Einsum',
  notation: () => ({ kind: 'call', tex: '\\operatorname{einsum}', plain: 'einsum' }),
  forward: (args, attrs) => {
    const { shape, into, outer, inner } = planOf(attrs)
    const dtype = args.map((each) => each.dtype).reduce(promote)
    const data = storage(dtype, sizeOf(shape))
    const terms = inner[0]!.length
    for (let i = 0; i < into.length; i++) {
      let total = 0
      for (let j = 0; j < terms; j++) {
        let product = 1
        for (let n = 0; n < args.length; n++) product *= args[n]!.data[outer[n]![i]! + inner[n]![j]!]!
        total += product
      }
      data[into[i]!] = total
    }
    return { dtype, shape, data }
  },
  rule: ({ shapes, attrs }) => {
    const inputs = lists(attrs['inputs'])
    const output = numbers(attrs['output'])
    const pulls = shapes.map((_, slot) =>
      apply(
        'einsum',
        shapes.map((_, i) => (i === slot ? flow : arg(i))),
        { inputs: inputs.with(slot, output), output: inputs[slot]!, sizes: attrs['sizes']! },
      ),
    )
    return { kind: 'multilinear', pulls }
  },
  expansion: (args, { attrs }, build) => {
    const { shape, into, outer, inner } = planOf(attrs)
    const cells = new Map<number, number>()
    into.forEach((at, i) => {
      const terms = Array.from(inner[0]!, (_, j) => args.map((arg, n) => arg[outer[n]![i]! + inner[n]![j]!]!))
      const product = ([first, ...more]: readonly number[]): number =>
        more.reduce((p, q) => build.op('mul', [p, q]), first!)
      const pairs = terms.map(([first, ...rest]) => [first!, product(rest)] as const)
      const sum = args.length === 1 ? added(terms.flat()) : build.dot(pairs)
      cells.set(at, sum)
    })
    function added(list: readonly number[]): number {
      return list.length === 0 ? build.constant(0) : list.reduce((p, q) => build.op('add', [p, q]))
    }
    return Array.from({ length: sizeOf(shape) }, (_, at) => cells.get(at) ?? build.constant(0))
  },
  samples: [
    {
      shapes: [
        [2, 3],
        [3, 2],
      ],
      attrs: {
        inputs: [
          [0, 1],
          [1, 2],
        ],
        output: [0, 2],
        sizes: [2, 3, 2],
      },
    },
    { shapes: [[3, 3]], attrs: { inputs: [[0, 0]], output: [0], sizes: [3] } },
    { shapes: [[2, 3]], attrs: { inputs: [[0, 1]], output: [1], sizes: [2, 3] } },
    { shapes: [[2], [2, 3], [3]], attrs: { inputs: [[0], [0, 1], [1]], output: [], sizes: [2, 3] } },
    { shapes: [[2], [3]], attrs: { inputs: [[0], [1]], output: [1, 0], sizes: [2, 3] } },
  ],
}
