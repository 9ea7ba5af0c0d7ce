import { type Level, magnify } from '../../src/core/levels/magnify.ts'
import { run } from '../../src/lang/interpret.ts'

/** A program whose picture of tensors has about this many nodes: rows of sums and products. */
function chainProgram(nodes: number): string {
  const lines = ['import torch', 'w = torch.tensor(0.5, requires_grad=True)', 'x = torch.tensor(0.7)', 'total = w * x']
  for (let i = 0; (i + 1) * 3 + 3 <= nodes; i++)
    lines.push(`t${i} = torch.sin(total)`, `u${i} = t${i} * w`, `total = u${i} + t${i}`)
  return `${lines.join('\n')}\ntotal.backward()\n`
}

/** Some numbers of Python, different from each other. */
const row = (count: number, from: number): string =>
  `[${Array.from({ length: count }, (_, i) => ((((from + i) * 7) % 19) / 10 - 0.9).toFixed(1)).join(', ')}]`
const matrix = (rows: number, columns: number): string =>
  `[${Array.from({ length: rows }, (_, i) => row(columns, i * columns)).join(', ')}]`

/** A network of tanh layers with a sum of squares at its end. */
function networkProgram(widths: readonly number[]): string {
  const layers = widths
    .slice(1)
    .flatMap((width, i) => [
      `W${i + 1} = torch.tensor(${matrix(width, widths[i]!)}, requires_grad=True)`,
      `b${i + 1} = torch.tensor(${row(width, i)}, requires_grad=True)`,
      `a${i + 1} = torch.tanh(W${i + 1} @ a${i} + b${i + 1})`,
    ])
  const end = `loss = (a${widths.length - 1} ** 2).sum()`
  return ['import torch', `a0 = torch.tensor(${row(widths[0]!, 0)})`, ...layers, end, 'loss.backward()', ''].join('\n')
}

/** How many nodes the first backward pass of a program has at a level. */
function nodeCount(source: string, level: Level): number {
  const [episode] = run(source).episodes
  if (episode === undefined) return 0
  const { graph } = episode.trace
  return (level === 'tensor' ? graph : magnify(graph, level)?.graph)?.nodes.length ?? 0
}

/** A program that has about this many nodes at a level, and never more. */
export function programAt(level: Level, nodes: number): string {
  if (level === 'tensor') return chainProgram(nodes)
  const programs = Array.from({ length: 200 }, (_, i) =>
    networkProgram([2 + (i % 4), 2 + Math.floor(i / 8), 2 + Math.floor((i + 4) / 8), 1 + (i % 3)]),
  )
  const fitting = programs.map((source) => ({ source, count: nodeCount(source, level) }))
  return fitting.reduce((best, each) => (each.count <= nodes && each.count > best.count ? each : best), {
    source: '',
    count: 0,
  }).source
}
