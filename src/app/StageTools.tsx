import { memo } from 'react'
import { type Level, levels } from '../core/levels/magnify.ts'
import { foldedGroups, groupsOf, mostDrawn } from '../scene/fold.ts'
import { atLevel } from '../scene/levels.ts'
import { samplesIn } from '../scene/samples.ts'
import { plainName, symbolsOf } from '../scene/symbols.ts'
import { isAllowed } from '../state/allowed.ts'
import { setFolded, setLevel, setMoving, setSample } from '../state/picture.ts'
import { baseOf, traceOf } from '../state/shown.ts'
import { useApp } from '../state/useApp.ts'

const missing: Readonly<Record<Level, string>> = {
  tensor: '',
  neuron: 'This program has no layers: no matrix of parameters multiplies anything',
  scalar: 'Written out, this program would have more than 20,000 numbers',
}

const levelNames: Readonly<Record<Level, readonly [string, string]>> = {
  tensor: ['Tensors', 'As the program says it: whole vectors and matrices'],
  neuron: ['Neurons', 'A weighted sum and an activation for every unit, the weights on the wires'],
  scalar: ['Scalars', 'Every product and every sum of numbers'],
}

/** How finely the run is shown. */
export const LevelSwitch = memo(function LevelSwitch() {
  const level = useApp((state) => state.level)
  const base = useApp(baseOf)
  const free = useApp((state) => isAllowed(state, 'levels'))
  const possible = levels.filter((each) => base !== null && atLevel(base, each) !== null)
  const shown = possible.includes(level) ? level : 'tensor'
  return (
    <fieldset className="level-switch" aria-label="Magnification" disabled={!free}>
      {levels.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === shown}
          disabled={!possible.includes(each)}
          title={possible.includes(each) ? `${levelNames[each][1]} (L)` : missing[each]}
          onClick={() => setLevel(each)}
        >
          {levelNames[each][0]}
        </button>
      ))}
      <SampleChoice />
      <FoldButton />
      <ModeChoice />
    </fieldset>
  )
})

const mostChoices = 60

/** Reverse mode, or forward mode from one number of the program. */
function ModeChoice() {
  const base = useApp(baseOf)
  const moving = useApp((state) => state.moving)
  if (base === null) return null
  const symbols = symbolsOf(base.graph)
  const choices = base.graph.nodes.flatMap((leaf, node) =>
    leaf.kind === 'leaf' && leaf.requiresGrad
      ? Array.from(leaf.value.data, (_, entry) => ({
          key: `${node}:${entry}`,
          name:
            plainName(symbols, node) + (leaf.value.shape.length === 0 ? '' : `[${entryText(leaf.value.shape, entry)}]`),
        }))
      : [],
  )
  if (choices.length === 0) return null
  return (
    <select
      aria-label="Mode"
      value={moving === null ? '' : `${moving.node}:${moving.entry}`}
      onChange={({ target }) => {
        const [node, entry] = target.value.split(':').map(Number)
        setMoving(node === undefined || entry === undefined ? null : { node, entry })
      }}
    >
      <option value="">Reverse mode</option>
      {choices.slice(0, mostChoices).map(({ key, name }) => (
        <option key={key} value={key}>{`Forward from ${name}`}</option>
      ))}
    </select>
  )
}

const entryText = (shape: readonly number[], entry: number): string =>
  shape.map((size, axis) => Math.floor(entry / shape.slice(axis + 1).reduce((p, q) => p * q, 1)) % size).join(',')

/** Folds the picture into a box for each tensor or round; a click on a box opens it alone. */
function FoldButton() {
  const trace = useApp(traceOf)
  const open = useApp((state) => state.open)
  if (trace === null || groupsOf(trace).length === 0) return null
  const folded = foldedGroups(trace, open)
  const some = folded.length > 0
  const unfolds = some && trace.graph.nodes.length <= mostDrawn
  if (some && !unfolds && folded.length === groupsOf(trace).length) return null
  return (
    <button
      type="button"
      className="fold"
      onClick={() => setFolded(!unfolds)}
      title={unfolds ? 'Show every number' : 'One box for each tensor; a click opens it alone'}
    >
      {unfolds ? 'Unfold' : 'Fold'}
    </button>
  )
}

/** Which sample of a batch is shown, where several stand side by side. */
function SampleChoice() {
  const trace = useApp(traceOf)
  const sample = useApp((state) => state.sample)
  const { count, shown } = trace === null ? { count: 1, shown: null } : samplesIn(trace, sample)
  if (count === 1) return null
  return (
    <select
      aria-label="Sample"
      value={shown ?? 'all'}
      onChange={({ target }) => setSample(target.value === 'all' ? 'all' : Number(target.value))}
    >
      <option value="all">{`All ${count} samples`}</option>
      {Array.from({ length: count }, (_, i) => (
        <option key={i} value={i}>{`Sample ${i + 1} of ${count}`}</option>
      ))}
    </select>
  )
}
