import type { LayoutInput } from '../layout.ts'

/**
 * A layout input from statements such as `a = w1 x; s = a a`: a name not met before is a leaf, a number always a new
 * constant, and what stands right of `=` are the arguments.
 */
export function program(text: string): LayoutInput & { readonly names: readonly string[] } {
  const nodes: LayoutInput['nodes'][number][] = []
  const names: string[] = []
  const known = new Map<string, number>()
  const make = (name: string, args: readonly number[]): number => {
    const constant = /^\d/.test(name)
    nodes.push({ width: constant ? 28 : 56, height: constant ? 40 : 76, args })
    names.push(name)
    if (!constant) known.set(name, nodes.length - 1)
    return nodes.length - 1
  }
  for (const statement of text.split(/[;\n]/).filter((line) => line.includes('='))) {
    const [name = '', right = ''] = statement.split('=').map((side) => side.trim())
    make(
      name,
      right.split(/\s+/).map((arg) => known.get(arg) ?? make(arg, [])),
    )
  }
  return { nodes, names, layerGap: 56, nodeGap: 14 }
}

const loss = 'e = yh y; s = e 2; J = 0.5 s'

/** One input, one weight a layer. */
export const path = program(`f1 = w1 x; a1 = f1; yh = w2 a1; ${loss}`)

/** Two roads from `a` to the prediction. */
export const branches = program(`a = w1 x; b = w2 a; c = w3 a; p = w4 b; q = w5 c; yh = p q; ${loss}`)

/** A ReLU net with two inputs, two hidden units and one output, as products and sums. */
export const features = program(`
  p11 = w11 x1; p12 = w12 x2; f1 = p11 p12; p21 = w21 x1; p22 = w22 x2; f2 = p21 p22; a1 = f1; a2 = f2
  q1 = v1 a1; q2 = v2 a2; yh = q1 q2; ${loss}`)

/** The same net with biases. */
export const biases = program(`
  p11 = w11 x1; p12 = w12 x2; s1 = p11 p12; f1 = s1 b1; p21 = w21 x1; p22 = w22 x2; s2 = p21 p22; f2 = s2 b2
  a1 = f1; a2 = f2; q1 = v1 a1; q2 = v2 a2; t = q1 q2; yh = t c; ${loss}`)

/** Four samples, one weight. */
export const samples =
  program(`${[1, 2, 3, 4].map((i) => `h${i} = w x${i}; e${i} = h${i} y${i}; s${i} = e${i} 2`).join(';')}
  t1 = s1 s2; t2 = t1 s3; t3 = t2 s4; J = 0.5 t3`)

/** Four steps of a recurrent unit that uses `w` and `u` each time. */
export const recurrent = program(
  [1, 2, 3, 4].map((t) => `p${t} = w h${t - 1}; q${t} = u x${t}; f${t} = p${t} q${t}; h${t} = f${t}`).join(';'),
)

/** A chain of so many operations, each with one argument. */
export function chain(length: number): LayoutInput {
  const nodes = Array.from({ length }, (_, i) => ({ width: 56, height: 76, args: i === 0 ? [] : [i - 1] }))
  return { nodes, layerGap: 56, nodeGap: 14 }
}
