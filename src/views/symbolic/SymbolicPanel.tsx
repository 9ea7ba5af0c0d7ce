import { useMemo } from 'react'
import type { Trace } from '../../core/trace.ts'
import type { Place } from '../../scene/levels.ts'
import { symbolicOf } from '../../scene/symbolic.ts'
import { Formula } from '../formula/Formula.tsx'
import './symbolic.css'

/** What the panel on symbolic differentiation shows. */
export interface SymbolicPanelProps {
  readonly trace: Trace
  /** The number that is differentiated by; null for the first. */
  readonly place: Place | null
  readonly onPlace: (place: Place) => void
  /** Whether the program repeats, and whether it chooses. */
  readonly loops: boolean
  readonly branches: boolean
}

/** The formula of the program's own derivative, and how it swells, beside the graph that shares what is used twice. */
export function SymbolicPanel({ trace, place, onPlace, loops, branches }: SymbolicPanelProps) {
  const symbolic = useMemo(() => symbolicOf(trace, place) ?? symbolicOf(trace, null), [trace, place])
  if (symbolic === null)
    return (
      <section className="symbolic-panel" aria-label="Symbolic">
        <p className="note">
          {trace.graph.nodes.some((node) => node.kind === 'leaf' && node.requiresGrad)
            ? 'Written out in numbers this program is too large to be compared here. A smaller one shows how its formula swells.'
            : 'No leaf of this program requires a gradient, so there is nothing to differentiate by.'}
        </p>
      </section>
    )
  const { by, choices, rows, formula, derivative } = symbolic
  const kinds = [...(loops ? ['a loop'] : []), ...(branches ? ['an if'] : [])].join(' and ')
  return (
    <section className="symbolic-panel" aria-label="Symbolic">
      <div>
        <p className="symbolic-head">
          The derivative by{' '}
          <select
            aria-label="Differentiate by"
            value={choices.findIndex(({ name }) => name === by)}
            onChange={({ target }) => {
              const chosen = choices[Number(target.value)]
              if (chosen !== undefined) onPlace(chosen.place)
            }}
          >
            {choices.map(({ name }, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>{' '}
          as one formula, without sharing:
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">node</th>
              <th scope="col">ops in its formula</th>
              <th scope="col">ops in its derivative</th>
              <th scope="col">ops in the graph</th>
              <th scope="col" className="value">
                value
              </th>
              <th scope="col" className="tangent">
                derivative
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.node}>
                <th scope="row">{row.name}</th>
                <td>{row.ops}</td>
                <td>{row.derivativeOps}</td>
                <td>{row.shared}</td>
                <td className="value">{row.value}</td>
                <td className="tangent">{row.slope}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className="symbolic-text" tabIndex={0}>
        {formula !== null && (
          <p>
            <span className="row-label">formula</span>
            <Formula tex={formula.tex} plain={formula.plain} />
          </p>
        )}
        <p>
          <span className="row-label">derivative</span>
          {derivative === null ? (
            'too long to be written here'
          ) : (
            <Formula tex={derivative.tex} plain={derivative.plain} />
          )}
        </p>
        <p className="note">
          Only 0·u, 1·u and u + 0 are simplified. The graph keeps what is used twice once; reverse mode walks it once
          more and gives the same number without ever owning the formula.
          {kinds !== '' &&
            ` This program has ${kinds}: symbolic differentiation cannot follow it. The formula above is what was unrolled for these numbers only; other numbers may give another.`}
        </p>
      </div>
    </section>
  )
}
