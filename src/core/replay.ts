import type { Graph } from './graph.ts'
import { ops } from './registry.ts'
import { type Dtype, type Tensor, tensor } from './tensor.ts'

const cast = (t: Tensor, dtype: Dtype): Tensor =>
  t.dtype === dtype || t.dtype === 'int64' || t.dtype === 'bool' ? t : tensor(t.data, t.shape, dtype)

/** Evaluates a graph again with another value in one leaf, all floating-point numbers being of one dtype: the values of all nodes. */
export function replay({ nodes }: Graph, leaf: number, value: Tensor, dtype: Dtype): readonly Tensor[] {
  const values: Tensor[] = []
  nodes.forEach((node, index) => {
    if (node.kind === 'leaf') values.push(cast(index === leaf ? value : node.value, dtype))
    else {
      const args = node.args.map((arg) => values[arg]!)
      values.push(cast(ops[node.op].forward(args, node.attrs), dtype))
    }
  })
  return values
}
