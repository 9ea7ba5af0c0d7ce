import type { Tensor } from '../../core/tensor.ts'
import type { Run } from '../../lang/run.ts'
import { ledgerOf } from '../../scene/ledger.ts'

/** Smaller than this is a zero that was rounded. */
const nothing = 1e-6
/** Larger than this is no number for a sheet of paper. */
const large = 1000

const sign = (value: number): string =>
  !Number.isFinite(value) ? '?' : Math.abs(value) < nothing ? '0' : value > 0 ? '+' : '-'

const signs = ({ data, shape }: Tensor): string => `${shape.join('×')}:${Array.from(data, sign).join('')}`

const differences = (now: Tensor, before: Tensor | undefined): string =>
  before === undefined || before.data.length !== now.data.length
    ? ''
    : Array.from(now.data, (value, i) => sign(value - before.data[i]!)).join('')

/**
 * What words can say of a run whatever its numbers are: which ops it makes, the sign of every value and gradient, what rises and what falls
 * from pass to pass, and the error it ends in. Runs with the same story fit the same text.
 */
export const storyOf = ({ episodes, error }: Run): string =>
  [
    error?.type ?? '',
    ...episodes.map(({ trace }, pass) => {
      const before = episodes[pass - 1]?.trace.graph.nodes
      const { gradient } = ledgerOf(trace)
      return trace.graph.nodes
        .map((node, i) => {
          const made = node.kind === 'op' ? `${node.op}(${node.args.join()})` : node.role
          const flowed = gradient[i]
          return `${made} ${signs(node.value)} ${flowed === undefined ? '' : signs(flowed)} ${differences(node.value, before?.[i]?.value)} ${sized(node.value)}`
        })
        .join('\n')
    }),
  ].join('\n\n')

/** Whether programs rank as other ones do by the size of their results: what is larger in one list than the first is larger in the other. */
export function rankAlike(own: readonly Run[], others: readonly Run[]): boolean {
  const [ranks, now] = [ranksOf(own), ranksOf(others)]
  return ranks.every((rank, i) => rank === '0' || rank === now[i])
}

/** The sign of the difference of each result and the first of the same name; a zero where a result is no single number. */
function ranksOf(runs: readonly Run[]): string[] {
  const results = runs.map(({ episodes: [first] }) => {
    const node = first?.trace.graph.nodes[first.trace.graph.output]
    return { name: node?.name, number: node?.value.data.length === 1 ? node.value.data[0] : undefined }
  })
  return results.map(({ name, number }) => {
    const before = results.find((each) => each.name === name)?.number
    return number === undefined || before === undefined ? '0' : sign(number - before)
  })
}

const sized = ({ data }: Tensor): string => (data.some((value) => Math.abs(value) > large) ? 'large' : '')
