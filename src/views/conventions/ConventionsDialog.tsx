import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { Binding, notate, type Written } from '../../core/notation.ts'
import type { Trace } from '../../core/trace.ts'
import {
  type Conventions,
  type DerivativeLayout,
  layouts,
  lettersOf,
  type NotationName,
  notations,
  type WeightShape,
  weightShapes,
} from '../../scene/conventions.ts'
import { layersOf } from '../../scene/layers.ts'
import { legendOf } from '../../scene/legend.ts'
import { type LossForm, lossForms, lossOf } from '../../scene/loss.ts'
import { Formula } from '../formula/Formula.tsx'
import './conventions.css'

/** What the choice of conventions shows and tells. */
export interface ConventionsDialogProps {
  readonly open: boolean
  /** The run as tensors, typeset as it is now; null where nothing ran. */
  readonly trace: Trace | null
  readonly source: string
  readonly conventions: Conventions
  readonly onConventions: (conventions: Conventions) => void
  /** Null where the program may not be changed. */
  readonly onSource: ((source: string) => void) | null
  readonly onClose: () => void
}

const notationNames: Readonly<Record<NotationName, readonly [string, string]>> = {
  program: ['As in the program', 'the names of its variables'],
  lecture: ['Lecture', 'f, g, a, δ, γ, J; layers above, units counted from 1'],
  pytorch: ['PyTorch', 'names as code, W.grad'],
  textbook: ['Textbook', 'z, a, δ, η, L; layers above, units counted from 1'],
}
const layoutNames: Readonly<Record<DerivativeLayout, readonly [string, string]>> = {
  denominator: ['Denominator', '∂J/∂W has the shape of W, as .grad in PyTorch'],
  numerator: ['Numerator', '∂J/∂W has the shape of Wᵀ; products read from J inwards'],
}
const weightNames: Readonly<Record<WeightShape, readonly [string, string]>> = {
  stored: ['As stored', 'the matrix that the program keeps'],
  'in×out': ['Inputs × outputs', 'f = Wᵀ a'],
  'out×in': ['Outputs × inputs', 'f = W a'],
}
const lossNames: Readonly<Record<LossForm, readonly [string, string]>> = {
  half: ['½ Σ (ŷ − y)²', 'its derivative is the error itself'],
  sum: ['Σ (ŷ − y)²', 'twice the error'],
  mean: ['mean of (ŷ − y)²', 'mse_loss; divided by the number of entries'],
}

/** Everything about how formulas are written, in one place. It stays open beside the picture while choices are tried. */
export function ConventionsDialog(props: ConventionsDialogProps) {
  const { trace, source, conventions, onConventions, onSource, onClose } = props
  const place = useRef<HTMLDialogElement>(null)
  const title = useId()
  useEffect(() => {
    const before = document.activeElement
    place.current?.querySelector<HTMLElement>('input:checked')?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onClose()
  }
  const letters = lettersOf(conventions)
  const layers = trace === null ? [] : layersOf(trace.graph)
  const matrices = layers.some(({ stored }) => stored !== null)
  const loss = lossOf(source)
  const change = (part: Partial<Conventions>): void => onConventions({ ...conventions, ...part })
  return (
    <dialog ref={place} open className="dialog conventions" aria-labelledby={title} onKeyDown={keys}>
      <div className="conventions-head">
        <h2 id={title}>How formulas are written</h2>
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
      <Choice
        legend="Notation"
        names={notationNames}
        all={notations}
        chosen={conventions.notation}
        onChoose={(notation) => change({ notation })}
      />
      <Choice
        legend="Derivatives by vectors and matrices"
        names={layoutNames}
        all={layouts}
        chosen={conventions.layout}
        onChoose={(layout) => change({ layout })}
      />
      <Choice
        legend="The matrix called W"
        names={weightNames}
        all={weightShapes}
        chosen={letters === null ? 'stored' : conventions.weights}
        onChoose={(weights) => change({ weights })}
        refused={
          !matrices
            ? 'This program has no layer with a matrix of weights.'
            : letters === null
              ? 'Choose the lecture’s or the textbook’s notation first: the program’s own W is the one it keeps.'
              : null
        }
      />
      {loss !== null && onSource !== null && (
        <Choice
          legend="Squared error (changes the program)"
          names={lossNames}
          all={lossForms.filter((form) => loss.sources[form] !== null)}
          chosen={loss.form}
          onChoose={(form) => onSource(loss.sources[form] ?? source)}
        />
      )}
      {trace !== null && <Legend trace={trace} />}
      {letters !== null && <Update loss={letters.loss} rate={letters.rate} />}
    </dialog>
  )
}

interface ChoiceProps<Name extends string> {
  readonly legend: string
  readonly names: Readonly<Record<Name, readonly [string, string]>>
  readonly all: readonly Name[]
  readonly chosen: Name
  readonly onChoose: (name: Name) => void
  /** Why there is no choice. */
  readonly refused?: string | null
}

function Choice<Name extends string>({ legend, names, all, chosen, onChoose, refused = null }: ChoiceProps<Name>) {
  const group = useId()
  return (
    <fieldset disabled={refused !== null}>
      <legend>{legend}</legend>
      {refused === null ? (
        all.map((name) => (
          <label key={name}>
            <input type="radio" name={group} checked={name === chosen} onChange={() => onChoose(name)} />
            <b>{names[name][0]}</b> <span>{names[name][1]}</span>
          </label>
        ))
      ) : (
        <p>{refused}</p>
      )}
    </fieldset>
  )
}

const typeset = ({ tex, plain }: Written): ReactNode => <Formula tex={tex} plain={plain} />

/** What the names of this program are in formulas. */
function Legend({ trace }: { readonly trace: Trace }) {
  const rows = legendOf(trace)
  if (rows.length === 0) return null
  return (
    <table>
      <caption>In this program</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Sign</th>
          <th scope="col">Gradient</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, sign, gradient }, i) => (
          <tr key={i}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{typeset(sign)}</td>
            <td>{gradient === null ? 'none' : typeset(gradient)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const letter = (tex: string, plain: string): Written => ({ tex, plain, binding: Binding.atom, rank: 0 })
const rates: Readonly<Record<string, string>> = { γ: '\\gamma', η: '\\eta' }

/** A step of gradient descent in the letters of the notation. */
function Update({ loss, rate }: { readonly loss: string; readonly rate: string }) {
  const w = letter('w', 'w')
  const slope = letter(`\\dfrac{\\partial ${loss}}{\\partial w}`, `∂${loss}/∂w`)
  const step = notate({ kind: 'infix', symbol: '·' }, [letter(rates[rate] ?? rate, rate), slope], 0)
  const { tex, plain } = notate({ kind: 'infix', symbol: '−' }, [w, step], 0)
  return (
    <p>
      Gradient descent: <Formula tex={`w \\leftarrow ${tex}`} plain={`w ← ${plain}`} />
    </p>
  )
}
