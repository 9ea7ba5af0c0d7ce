import { frameAt } from '../../core/frame.ts'
import type { Tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import { subjectOf, valueFormula } from '../formula.ts'
import { pictureOf } from '../picture.ts'
import { type Quantity, writtenEntry, writtenTensor } from '../quantity.ts'
import type { NodeShape } from '../structure.ts'
import { plainTex } from './latex.ts'

/** User units of the layout in a centimetre of the picture. */
const perCentimetre = 40
/** More nodes than this are no picture on paper. */
export const mostInTikz = 300

const place = ({ x, y }: { readonly x: number; readonly y: number }): string =>
  `(${(x / perCentimetre).toFixed(2)},${(-y / perCentimetre).toFixed(2)})`

const head = `% \\usepackage{amsmath,tikz}
\\begin{tikzpicture}[
  every node/.style={font=\\small},
  parameter/.style={draw, thick, fill=black!4},
  data/.style={draw},
  constant/.style={},
  operation/.style={draw, rounded corners=3pt, fill=blue!5},
  loss/.style={draw, very thick, rounded corners=6pt},
  value/.style={font=\\scriptsize, text=blue!60!black},
  gradient/.style={font=\\scriptsize, text=orange!60!black},
  flow/.style={->, black!60},
]
`

/** The picture at a cursor as TikZ: every node with its value above and its gradient below, every edge. Needs only tikz and amsmath. Null where it has more than 300 nodes. */
export function tikzOf(trace: Trace, cursor: number, sample: number | null): string | null {
  if (trace.graph.nodes.length > mostInTikz) return null
  const { shapes, layout, edges } = pictureOf(trace, sample, 'all')
  const drawn = new Set(shapes.flatMap(({ index, look }) => (look === 'hidden' ? [] : [index])))
  const nodes = shapes.flatMap((shape) =>
    drawn.has(shape.index) ? [nodeTikz(trace, cursor, sample, shape, place(layout.positions[shape.index]!))] : [],
  )
  const lines = edges.flatMap(({ from, to, look }) =>
    look === 'none' || look === 'stub' || !drawn.has(from) || !drawn.has(to)
      ? []
      : [`  \\draw[flow] (n${from}) to[out=0, in=180] (n${to});`],
  )
  return `${head}${[...nodes, ...lines].join('\n')}\n\\end{tikzpicture}\n`
}

/** Samples that stand below each other on the page do so here; one that is shown alone is alone. */
function numberTex(t: Tensor, quantity: Quantity, sample: number | null, grid: NodeShape['grid']): string {
  if (sample !== null && t.shape.length === 1) return writtenEntry(t, quantity, Math.min(sample, t.data.length - 1)).tex
  const { tex, cells } = writtenTensor(t, quantity)
  const upright = cells !== undefined && grid?.columns === 1 && cells.length > 1
  return upright ? `\\begin{bmatrix}${cells.join(' \\\\ ')}\\end{bmatrix}` : tex
}

function nodeTikz(
  trace: Trace,
  cursor: number,
  sample: number | null,
  { index, kind, label, grid }: NodeShape,
  at: string,
): string {
  const subject = subjectOf(trace)
  const node = trace.graph.nodes[index]!
  const { values, gradients } = frameAt(trace, cursor)
  const bare = kind === 'constant' && label === null
  const name =
    label === null && node.kind === 'op' ? valueFormula(subject, index, 'symbols') : subject.symbols[index]!.written
  const number = (t: Tensor | undefined, quantity: Quantity, side: string): string[] =>
    t === undefined ? [] : [`label={[${quantity.kind}]${side}:$${plainTex(numberTex(t, quantity, sample, grid))}$}`]
  const options = [
    kind,
    ...(bare ? [] : number(values[index], { kind: 'value', node: index }, 'above')),
    ...number(gradients[index], { kind: 'gradient', node: index }, 'below'),
  ]
  return `  \\node[${options.join(', ')}] (n${index}) at ${at} {$${plainTex(name.tex)}$};`
}
